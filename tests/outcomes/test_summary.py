"""The summary and the registry of outcomes belong together."""

from collections import Counter

import numpy as np
import pytest

from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.registry import HEADLINES, OUTCOMES
from sanlian_sim.outcomes.rows import Row, ratio
from sanlian_sim.outcomes.summary import MEASURES, summarise
from sanlian_sim.world.build import build_world
from sanlian_sim.world.groups import GROUPS


@pytest.fixture(scope="module")
def rows(recorder):
    return summarise(recorder)


def keys(rows):
    return [row[:1] + row[2:] for row in rows]


def test_every_measure_is_registered_and_every_outcome_measured(rows):
    assert {row.outcome for row in rows} == set(OUTCOMES)


def test_outcomes_are_measured_by_what_the_registry_says(recorder, rows):
    for name, outcome in OUTCOMES.items():
        mine = [row for row in rows if row.outcome == name]
        groups = GROUPS if "group" in outcome.by else ("all",)
        services = recorder.world.services if "service" in outcome.by else ()
        expected = [(group, "") for group in groups] + [("all", service) for service in services]
        assert Counter((row.group, row.service) for row in mine) == Counter(expected), name


def test_headlines_are_the_five_that_are_tested_together():
    assert set(HEADLINES) == {
        "wellbys", "fiscal_cost", "societal_cost", "unmet_hours", "mean_wait",
    }  # fmt: skip


def test_every_outcome_has_words_in_both_languages():
    for outcome in OUTCOMES.values():
        assert outcome.unit
        assert outcome.meaning
        assert outcome.label_en.isascii()
        assert not outcome.label_zh.isascii()
        assert outcome.better in (-1, 0, 1)
    labels = [outcome.label_en for outcome in OUTCOMES.values()]
    assert len(set(labels)) == len(labels)


def test_all_runs_have_the_same_rows(rows, unserved, make_scenario):
    assert keys(summarise(unserved)) == keys(rows)
    before = Recorder(build_world(make_scenario(weeks=2, warmup=1), 1))
    assert keys(summarise(before)) == keys(rows)


def test_values_are_plain_floats(rows):
    assert {type(row.value) for row in rows} == {float}
    measured = [row for row in rows if not np.isnan(row.value)]
    assert len(measured) > 0.9 * len(rows)


def test_users_add_measures_of_their_own(recorder, rows):
    def delivered(recorder):
        yield Row("longest_wellbeing", float(recorder.world.residents.wellbeing_total.max()))

    more = summarise(recorder, (*MEASURES, delivered))
    np.testing.assert_equal(more[: len(rows)], rows)
    assert more[-1].outcome == "longest_wellbeing"


def test_a_ratio_to_nothing_is_not_a_number():
    assert ratio(1, 4) == 0.25
    assert np.isnan(ratio(0, 0))
    assert np.isnan(ratio(3.0, np.float64(0)))


def test_rows_that_nobody_could_tell_apart_are_refused(recorder):
    def mean_wait(recorder):
        yield Row("mean_wait", 1.0)

    with pytest.raises(ValueError, match="measure 'mean_wait' yields 'mean_wait' again"):
        summarise(recorder, (*MEASURES, mean_wait))


@pytest.mark.parametrize("wrong", [{"x": 1.0}, [("x", 1.0)]])
def test_what_is_no_row_is_refused(recorder, wrong):
    with pytest.raises(TypeError, match=r"must yield Row\(outcome, value\)"):
        summarise(recorder, (*MEASURES, lambda recorder: wrong))
