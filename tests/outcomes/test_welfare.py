"""Wellbeing of groups against the weeks' own sums and the pure measures."""

import numpy as np
import pytest

from sanlian_sim.outcomes.inequality import concentration_index, ede, gini
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.welfare import society, welfare, wellbys
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.groups import GROUPS, members

C = CommunitySeries


def table(rows):
    return {(row.outcome, row.group): row.value for row in rows}


@pytest.fixture(scope="module")
def measured(recorder):
    return table(welfare(recorder))


@pytest.fixture(scope="module")
def weekly(linked, recorder):
    counted = linked.history[-recorder.counted_weeks :]
    return np.array([week.community.sum(axis=0) for week in counted])


def test_wellbys_by_hand():
    assert wellbys(np.array([260.0, 364.0]), 52) == pytest.approx(10_000 * (5 + 7) / 2)
    assert np.isnan(wellbys(np.zeros(0), 52))
    assert np.isnan(wellbys(np.array([1.0]), 0))


def test_wellbys_are_the_discounted_sums_of_weeks(recorder, measured, weekly):
    factors = np.where(np.arange(60) < 52, 1, 1 / 1.05)
    adults = (recorder.world.residents.age_band > 0).sum()
    total = (factors * weekly[:, C.WELLBEING_SUM]).sum()
    assert measured["wellbys", "all"] == pytest.approx(10_000 * total / (adults * 60))
    assert measured["wellbeing", "all"] == pytest.approx(total / (adults * factors.sum()))


def test_wellbys_of_those_in_need_are_their_own_sums(recorder, measured, weekly):
    factors = np.where(np.arange(60) < 52, 1, 1 / 1.05)
    total = (factors * weekly[:, C.WELLBEING_IN_NEED_SUM]).sum()
    adults = measured["adults", "in_need"]
    assert measured["wellbys", "in_need"] == pytest.approx(10_000 * total / (adults * 60))


def test_wellbys_of_the_last_year_are_not_discounted(measured, weekly):
    expected = 10_000 * weekly[-52:, C.WELLBEING_SUM].sum() / (measured["adults", "all"] * 52)
    assert measured["wellbys_last_year", "all"] == pytest.approx(expected)


def test_equivalents_are_over_residents_of_15_and_more(recorder, measured):
    people = recorder.world.residents
    level = people.wellbeing_total / recorder.discounts().sum()
    for group in ("all", "age_80_plus", "tie_decile_7"):
        mine = level[members(people.groups, group) & (people.age_band > 0)]
        for name, epsilon in (("05", 0.5), ("1", 1), ("2", 2)):
            expected = ede(mine, epsilon, floor=0.5)
            assert measured[f"wellbeing_ede_{name}", group] == pytest.approx(expected)
    adults = people.age_band > 0
    assert measured["wellbeing_gini", "all"] == pytest.approx(gini(level[adults]))
    index = concentration_index(people.unmet_minutes, people.income_class)
    assert measured["unmet_concentration", "all"] == pytest.approx(index)


def test_trust_is_that_of_all_members_at_the_end(recorder, measured):
    people = recorder.world.residents
    mine = members(people.groups, "low_income")
    assert measured["residents", "low_income"] == mine.sum() > 0
    for name in ("trust_government", "trust_social"):
        assert measured[name, "low_income"] == pytest.approx(people.columns[name][mine].mean())


def test_society_is_a_mean_over_weeks_and_a_rate_per_year(recorder, weekly):
    found = table(society(recorder))
    n = len(recorder.world.residents)
    for name in ("awareness", "grievance"):
        expected = weekly[:, C[f"{name.upper()}_SUM"]].mean() / n
        assert found[name, "all"] == pytest.approx(expected)
    assert found["volunteers", "all"] == pytest.approx(1000 * weekly[:, C.VOLUNTEERS].mean() / n)
    calls = 1000 * weekly[:, C.CALLS].sum() / (n * 60 / 52)
    assert found["calls", "all"] == pytest.approx(calls)
    assert 0 < found["cohesion", "all"] < 1
    levels = recorder.series.counted.community[:, C.COHESION]
    assert found["cohesion", "all"] == pytest.approx(levels.mean())


def test_before_counting_nothing_is_measured(make_scenario):
    recorder = Recorder(build_world(make_scenario(weeks=4, warmup=2), 1))
    found = {**table(welfare(recorder)), **table(society(recorder))}
    sizes = {"residents", "adults"}
    assert {value for (name, _), value in found.items() if name in sizes} == {0.0}
    assert all(np.isnan(value) for (name, _), value in found.items() if name not in sizes)


def test_every_group_is_measured(measured):
    assert {group for _, group in measured} == set(GROUPS)
