"""Hours are scaled until service is equal, or it is said that they were not."""

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs import closure
from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.experiments.runs.closure import service_scales
from sanlian_sim.experiments.runs.execute import Failure, RunsFailedError
from sanlian_sim.experiments.runs.listener import Silent
from sanlian_sim.experiments.runs.workers import Workers
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.world.build import build_world
from sanlian_sim.world.flows import Category

NEED = {"status_quo": 100.0, "linked": 150.0, "same": 100.0}


def scales_of(experiment, monkeypatch, unmet):
    monkeypatch.setattr(closure, "weighted_unmet_hours", unmet)
    with Workers() as workers:
        return service_scales(experiment, workers, Silent(), scenarios=experiment.scenarios)


@pytest.fixture
def equal(changed):
    return changed(design={"closure": "equal_service"})


def test_the_scale_solves_a_known_relation(equal, monkeypatch):
    def unmet(task):
        return NEED[task.scenario.name] / task.service_scale**2 * (1 + task.seed % 7 / 100)

    scales = scales_of(equal, monkeypatch, unmet)
    assert set(scales) == {"linked", "same"}
    assert scales["linked"].value == pytest.approx(1.5**0.5, rel=0.01)
    assert scales["linked"].reached
    assert scales["same"].value == 1.0
    assert scales["same"].gap == 0.0


@pytest.mark.parametrize(("factor", "end"), [(100.0, 2.0), (0.01, 0.5)])
def test_what_lies_out_of_bounds_is_not_reached(equal, monkeypatch, factor, end):
    def unmet(task):
        linked = factor if task.scenario.name == "linked" else 1.0
        return linked * 100.0 / task.service_scale

    scales = scales_of(equal, monkeypatch, unmet)
    assert not scales["linked"].reached
    assert scales["linked"].value == pytest.approx(end, rel=0.01)


def test_every_scale_is_tried_on_eight_replicates_of_their_own(equal, monkeypatch):
    asked = []

    def unmet(task):
        asked.append(task)
        return 100.0

    scales_of(equal, monkeypatch, unmet)
    assert len(asked) == 8 * 3
    assert min(task.replicate for task in asked) >= equal.design.replicates


def test_other_closures_need_no_scale(experiment):
    with Workers() as workers:
        assert service_scales(experiment, workers, Silent(), scenarios=["linked"]) == {}


def test_a_failing_run_stops_the_search(equal, monkeypatch):
    def unmet(task):
        return Failure(task.scenario.name, task.replicate, task.seed, "no")

    with pytest.raises(RunsFailedError, match="'status_quo'"):
        scales_of(equal, monkeypatch, unmet)


def test_unmet_hours_are_those_of_the_run(experiment, study):
    task = study.asked[1]
    result = study.of("linked")[0]
    weekly = result.weekly
    own = weekly[(weekly["series"] == "unmet_weighted") & (weekly["service"] != "")]
    expected = own.loc[own["week"] >= 0, "value"].sum() / 60
    assert closure.weighted_unmet_hours(task) == pytest.approx(expected)
    assert expected > 0


def test_the_scale_found_is_used_in_all_replicates(changed):
    experiment = changed(design={"closure": "equal_service"}, horizon={"weeks": 3})
    study = conduct(experiment, scenarios=["status_quo", "linked"], replicates=2)
    scales = {result.provenance.service_scale for result in study.of("linked")}
    assert scales == {study.scales["linked"].value}


def test_levers_that_cannot_be_paid_are_refused(changed):
    dear = {"arrangement": "linked", "levers": {"platform_yuan": 900_000.0}}
    scenarios = {"linked": dear, "other": dear}
    with pytest.raises(ExperimentError) as caught:
        check_budgets(changed(scenarios=scenarios, design={"closure": "equal_budget"}))
    places = [problem.place for problem in caught.value.problems]
    assert places == ["scenarios.linked.levers", "scenarios.other.levers"]
    assert "use closure 'as_is'" in str(caught.value)
    check_budgets(changed(scenarios=scenarios))


WEEKS = 156
DELEGATING = {
    "all_ways": {
        "arrangement": "government_led", "delegation": 0.6,
        "instruments": {"purchase": 0.5, "venture": 0.2, "outsourcing": 0.3},
    },
    "linked": {"arrangement": "linked", "delegation": 0.6},
    "facilities": {
        "arrangement": "linked", "delegation": 0.6, "instruments": {"outsourcing": 1.0},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def outlays():
    """Yuan that government spends each week without overtime of offices, overtime, and scale."""
    experiment = Experiment(
        community={"population": 2000, "communities": 2},
        horizon={"weeks": WEEKS, "warmup": 26},
        scenarios={"status_quo": {"arrangement": "government_led"}} | DELEGATING,
        design={"baseline": "status_quo", "closure": "equal_budget"},
    )
    asked = [("status_quo", "as_is")]
    asked += [(name, kind) for name in DELEGATING for kind in ("equal_budget", "as_is")]
    return {(name, kind): spent(experiment.scenario(name), kind) for name, kind in asked}


def spent(scenario, kind):
    world, scale = build_world(scenario, 1), []
    world.closure = kind
    recorder = Recorder(world)
    while world.week < WEEKS:
        advance(world)
        recorder.observe()
        scale.append(world.market.scale.max())
    series, jobs = recorder.series.counted, scenario.policy.parameters.jobs
    fiscal = [category for category in Category if category.fiscal]
    overtime = series.overtime / 60 * jobs["civil_servant"]
    return series.fen[:, fiscal].sum(axis=1) / 100 - overtime, overtime, np.array(scale[-WEEKS:])


def by_year(weekly):
    return weekly.reshape(-1, 52).sum(axis=1)


@pytest.mark.parametrize("name", DELEGATING)
def test_no_year_costs_more_than_the_baseline_while_anything_is_left_to_save(outlays, name):
    """But for overtime, which is told as overrun, and weeks in which contracts have no money.

    In these levers and posts without work cost more already than the budget.
    """
    before, _, _ = outlays["status_quo", "as_is"]
    after, _, scale = outlays[name, "equal_budget"]
    paid = scale > 0.0
    assert (by_year(paid)[1:] > 40).all()
    assert (by_year(after * paid) <= 1.01 * by_year(before * paid)).all()
    assert (by_year(after * paid)[1:] > 0.9 * by_year(before * paid)[1:]).all()


@pytest.mark.parametrize("name", DELEGATING)
def test_every_year_after_the_first_costs_as_much_as_under_the_baseline(outlays, name):
    """Overtime and tenders included, whatever is bought, and for however long it is promised.

    Grants that nobody applies for, and hours that nobody is there to give, are not spent.
    """
    before, after = outlays["status_quo", "as_is"], outlays[name, "equal_budget"]
    ratio = by_year(after[0] + after[1]) / by_year(before[0] + before[1])
    assert ratio[1:] == pytest.approx(1.0, abs=0.03)
    assert ratio[0] < 1.05


@pytest.mark.parametrize("name", DELEGATING)
def test_as_is_nobody_sees_to_the_budget(outlays, name):
    before, _, _ = outlays["status_quo", "as_is"]
    after, _, scale = outlays[name, "as_is"]
    assert (scale == 1.0).all()
    assert by_year(after)[0] > 1.02 * by_year(before)[0]


def test_offices_work_overtime_somewhere(outlays):
    assert any(overtime.sum() > 0.0 for _, overtime, _ in outlays.values())


def test_closures_differ_only_in_what_they_hold_equal(changed):
    """What a scenario's contracts may cost: everything, what is left, or what was found."""
    experiment = changed(scenarios={"linked": {"arrangement": "linked", "delegation": 0.6}})
    scales = {}
    for kind in ("as_is", "equal_budget", "equal_service"):
        world = build_world(experiment.scenario("linked"), 1)
        world.closure, world.service_scale = kind, 0.8
        while world.week < 12:
            advance(world)
        scales[kind] = float(world.market.scale[0]), world.supply_scale
    assert scales["as_is"] == (1.0, 1.0)
    assert scales["equal_service"] == (0.8, 0.8)
    assert scales["equal_budget"][0] < 1.0 == scales["equal_budget"][1]
