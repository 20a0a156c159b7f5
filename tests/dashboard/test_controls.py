"""Every control moves what it says, and nothing else."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanlian_sim.dashboard.controls import CONTROLS, MIX, control_of, parts_of, shared_out
from sanlian_sim.scenario.problems import ExperimentError

SHARES = st.integers(0, 100).map(lambda percent: percent / 100)


def at(experiment, place):
    """Value that an experiment has at the dotted path of a control, by plain attributes."""
    name, *rest = place.split(".")
    found = experiment.scenarios["linked"] if name == "scenarios" else getattr(experiment, name)
    if name == "scenarios":
        rest = rest[1:]
        found = found.policy
    for part in rest:
        found = found[part] if hasattr(found, "keys") else getattr(found, part)
    return found


OTHER = {
    "platform": 0.35, "workers": 1.4, "employer": "committee", "awareness": 0.2, "response": 2.5,
    "ageing": 0.9, "population": 450, "communities": 2, "seed": 9, "closure": "equal_budget",
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER)
def test_a_control_sets_its_place_in_the_experiment(question, name):
    moved = question.with_values({**question.values, name: OTHER[name]}).experiment()
    path = CONTROLS[name].paths[0].replace("SCENARIO", "linked")
    assert at(moved, path) == OTHER[name]


@pytest.mark.parametrize("name", OTHER)
def test_a_control_leaves_the_rest_as_it_was(question, name):
    before = question.experiment()
    there = {**question.values, name: OTHER[name]}
    back = {**there, name: question.values[name]}
    assert question.with_values(there).experiment() != before
    assert question.with_values(back).experiment() == before


@pytest.mark.parametrize("name", ["platform", "workers", "monitoring", MIX, "delegation"])
def test_policy_is_that_of_the_scenario_alone(question, name):
    other = {
        MIX: {"purchase": 0.5, "venture": 0.25, "outsourcing": 0.25},
        "delegation": dict.fromkeys(question.values["delegation"], 0.1),
        "platform": 0.5, "workers": 2.0, "monitoring": 2.0,
    }[name]  # fmt: skip
    moved = question.with_values({**question.values, name: other}).experiment()
    before = question.experiment()
    assert moved.scenarios["status_quo"] == before.scenarios["status_quo"]
    assert moved.scenarios["linked"] != before.scenarios["linked"]


def test_monitoring_is_a_factor_on_what_each_instrument_has(question):
    moved = question.with_values({**question.values, "monitoring": 2.0}).experiment()
    usual = question.experiment().scenario("linked").policy.parameters.instruments
    now = moved.scenario("linked").policy.parameters.instruments
    assert {name: row.monitoring_share for name, row in now.items()} == {
        name: 2 * row.monitoring_share for name, row in usual.items()
    }


def test_residents_are_alike_in_both_runs(question):
    moved = question.with_values({**question.values, "awareness": 0.15}).experiment()
    found = {s.policy.parameters.awareness_baseline for s in moved.scenarios.values()}
    assert found == {0.15}


@given(st.tuples(SHARES, SHARES, SHARES).filter(any), st.integers(0, 2), SHARES)
def test_a_mix_stays_a_mix(raw, which, share):
    names = ("purchase", "venture", "outsourcing")
    mix = {name: value / sum(raw) for name, value in zip(names, raw, strict=True)}
    moved = shared_out(mix, names[which], share)
    assert math.isclose(sum(moved.values()), 1.0, abs_tol=1e-9)
    assert math.isclose(moved[names[which]], share, abs_tol=2e-4)
    assert min(moved.values()) >= 0
    before = [mix[name] for name in names if name != names[which]]
    after = [moved[name] for name in names if name != names[which]]
    assert math.isclose(before[0] * after[1], before[1] * after[0], abs_tol=2e-4)


@pytest.mark.parametrize(
    ("name", "value"),
    [("population", 10), ("communities", 0), ("employer", "none"), ("seed", -1), ("seed", 1.5),
     ("platform", 1.2), (MIX, {"purchase": 0.6, "venture": 0.1, "outsourcing": 0.1})],
)  # fmt: skip
def test_a_problem_stands_beside_its_control(question, name, value):
    with pytest.raises(ExperimentError) as caught:
        question.with_values({**question.values, name: value}).experiment()
    assert {control_of(problem, "linked") for problem in caught.value.problems} == {name}


def test_a_slider_reaches_no_value_that_the_model_refuses(question):
    for control in CONTROLS.values():
        if control.kind == "number":
            for value in (control.low, control.high):
                question.with_values({**question.values, control.name: value}).experiment()


def test_a_place_with_a_dot_in_its_name_is_one_place():
    assert parts_of('scenarios."a.b".levers', "x") == ("scenarios", "a.b", "levers")
