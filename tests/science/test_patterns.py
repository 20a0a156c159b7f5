"""Patterns that the literature agrees on, at central values: none was fitted, none is a claim."""

import numpy as np
import pytest
from scipy.stats import skew

from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import Labour

from .patterns import (
    exits_after_late_payment,
    share_of_most_served,
    turnover,
    utilisation_and_waits,
)
from .runs import GOVERNMENT, run, scenario_of


@pytest.fixture(scope="module")
def reference():
    """Five years of the reference community."""
    return run(scenario_of(GOVERNMENT, people=7640, weeks=260, warmup=104))


def test_waits_are_skewed_to_the_right(reference):
    for service in reference.world.services:
        waits = reference.waits(service)
        assert len(waits) > 100, service
        assert skew(waits) > 1, service
        assert np.mean(waits) > np.median(waits), service


def test_a_minority_of_residents_has_most_contacts(reference):
    """A tenth of residents uses most of the hours, as in statistics of health and care."""
    assert share_of_most_served(reference) > 0.75
    served = reference.world.residents.delivered_minutes > 0
    assert np.count_nonzero(served) < 0.5 * len(served)


def served_share_and_cost(people, seeds):
    """Share of the cases noticed in five years that were helped, and yuan a resident and year."""
    found = [
        run(scenario_of(GOVERNMENT, people=people, weeks=260, warmup=104), seed)
        for seed in range(seeds)
    ]  # fmt: skip
    started, noticed = (
        sum(one.total(series) for one in found)
        for series in (ServiceSeries.STARTED, ServiceSeries.NOTICED)
    )
    return started / noticed, sum(one.yuan for one in found) / (5 * people * seeds)


def test_a_hundred_residents_are_helped_about_as_often_as_thousands():
    """Small pools are used less well, but nobody is too few to be served, nor served for free."""
    (few, dear), (many, cheap) = served_share_and_cost(100, 20), served_share_and_cost(6000, 2)
    assert many > 0.9
    assert few > 0.75 * many
    assert dear == pytest.approx(cheap, rel=0.1)


def test_waits_are_convex_in_utilisation():
    """The fuller providers are, the more a little more demand lengthens waits (Kingman 1961)."""
    used, waits = [], []
    for load in (0.6, 0.9, 1.2):
        found = [utilisation_and_waits(load, seed) for seed in range(3)]
        used.append(np.mean([share for share, _ in found]))
        waits.append(np.concatenate([each for _, each in found]).mean())
    slopes = np.diff(waits) / np.diff(used)
    assert (np.diff(used) > 0.1).all(), used
    assert slopes[1] > 2 * slopes[0] > 0, (used, waits)


def test_further_hand_overs_mean_later_help(reference):
    """Cases of one service that were misrouted, and handed over again, are helped later."""
    log = reference.cases
    compared = 0
    for service in ("nursing", "medical", "counselling", "employment"):
        mine = (log["service"] == reference.row(service)) & (log["noticed"] >= 0)
        mine &= log["first_served"] >= log["noticed"]
        waits, walked = (log["first_served"] - log["noticed"])[mine], log["handovers"][mine]
        if np.count_nonzero(walked > 2) > 10:
            assert waits[walked > 2].mean() > waits[walked == 2].mean() + 0.5, service
            compared += 1
    assert compared >= 3


def test_further_hand_overs_cost_more_communication():
    """Without the edge to organisations, cases go through the sub-district's office."""
    found = []
    for edge in (True, False):
        levers = {"edge_committee_organisation": edge}
        one = run(scenario_of({"arrangement": "embedded", "delegation": 0.9, "levers": levers}))
        social = (one.cases["side"] == 1) & (one.cases["noticed"] >= 0)
        found.append((one.cases["handovers"][social].mean(), one.communication_yuan))
    (direct, cheap), (through_office, dear) = found
    assert through_office > direct + 0.5
    assert dear > 1.2 * cheap


def test_exits_follow_late_payment_by_months():
    """Debts take months to build up, then many end within a few (SF of M23; S41, S109)."""
    closed = exits_after_late_payment(51, 1)
    usual = exits_after_late_payment(17, 1)
    first, half = (int(np.argmax(closed > share)) for share in (0.1, 0.5 * closed[-1]))
    assert usual.max() < 0.15
    assert closed[-1] > usual[-1] + 0.2
    assert 13 < first <= half < 60
    assert half - first < 26


def test_staff_turns_over_as_in_surveys():
    """About a fifth of social workers left within a year (S52: 18 to 22 per cent)."""
    assert 0.15 < turnover(1) < 0.25


@pytest.mark.science
def test_waits_are_of_days_or_weeks():
    """Those that central values were chosen for, within a factor of two (twenty replicates)."""
    expected = {"life_care": 1.7, "nursing": 1.6, "medical": 0.2, "comfort": 1.2,
                "counselling": 1.6, "employment": 1.2, "mediation": 1.2}  # fmt: skip
    scenario = scenario_of(GOVERNMENT, people=7640, weeks=260, warmup=104)
    found = [run(scenario, seed) for seed in range(20)]
    for service, wait in expected.items():
        mean = np.concatenate([one.waits(service) for one in found]).mean()
        assert 0.5 * wait < mean < 2 * wait, service


def test_unemployment_lowers_wellbeing_for_as_long_as_it_lasts():
    """By about half a point of ten (Frijters and Krekel 2021), without adapting (Winkelmann)."""
    stayed, lost = (lives(lose) for lose in (False, True))
    for week, people in ((25, 300), (51, 100), (103, 15)):
        apart = np.ones(len(stayed[0][0]), dtype=np.bool_)
        for (_, work), (_, none) in zip(stayed[: week + 1], lost[: week + 1], strict=True):
            apart &= (work == Labour.EMPLOYED) & (none == Labour.UNEMPLOYED)
        assert np.count_nonzero(apart) > people
        loss = (lost[week][0] - stayed[week][0])[apart].mean()
        assert loss == pytest.approx(-0.5, abs=0.05), week


def lives(lose):
    """Wellbeing and labour week by week, if every other worker loses the job or none does."""
    world = build_world(scenario_of(GOVERNMENT, people=7640, weeks=104, warmup=0), 3)
    people, weeks = world.residents, []
    if lose:
        hit = (people.labour == Labour.EMPLOYED) & (people.key % 2 == 0)
        people.labour[hit] = Labour.UNEMPLOYED
    while world.week < world.scenario.horizon.weeks:
        advance(world)
        weeks.append((people.wellbeing.copy(), people.labour.copy()))
    return weeks
