"""Everything a user can get wrong is named with its place, the rule and a suggestion."""

from __future__ import annotations

import math
import pickle
from typing import Any

import numpy as np
import pytest

from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.problems import ExperimentError, Problem, joined, nearest, shown
from sanlian_sim.scenario.schema import Experiment

MEALS = {
    "label_en": "Meals",
    "family": "care",
    "kind": "episodic",
    "job": "aide",
    "request_mean_hours": 1.0,
    "request_sigma": 0.5,
    "weekly_maximum_hours": 2.0,
    "give_up_per_week": 0.02,
    "quality_government": 0.7,
    "quality_social": 0.7,
    "beta": 0.1,
    "noticed_probability": 0.3,
    "self_report": 0.3,
    "client_share": 0.8,
    "mean_service_weeks": 2.0,
    "stock_weeks": 2.0,
}

UNKNOWN_KEYS = [
    ({"parametrs.hazard_cap": 0.1}, "parametrs", "'parameters'"),
    ({"horizon.wekks": 60}, "horizon.wekks", "'weeks'"),
    ({"community.frction": 0.5}, "community.frction", "'friction'"),
    ({"parameters.hazard_cp": 0.1}, "parameters.hazard_cp", "'hazard_cap'"),
    ({"parameters.services.medical.bta": 0.1}, "parameters.services.medical.bta", "'beta'"),
    ({"mechanisms.overlod": True}, "mechanisms.overlod", "'overload'"),
    ({"design.replicats": 3}, "design.replicats", "'replicates'"),
    ({"scenarios.linked.delegaton": 0.6}, "scenarios.linked.delegaton", "'delegation'"),
    ({"scenarios.linked.levers.walkin": True}, "scenarios.linked.levers.walkin", "'walk_in'"),
    ({"scenarios.linked.rollout.stat": 4}, "scenarios.linked.rollout.stat", "'start'"),
    (
        {"scenarios.linked.delegation": {"medicl": 0.2}},
        "scenarios.linked.delegation.medicl",
        "'medical'",
    ),
    (
        {"scenarios.linked.instruments": {"purchas": 1.0}},
        "scenarios.linked.instruments.purchas",
        "'purchase'",
    ),
    (
        {"scenarios.linked.mechanisms.complaint": True},
        "scenarios.linked.mechanisms.complaint",
        "'complaints'",
    ),
    (
        {"scenarios.linked.parameters.services.nursing.bta": 1},
        "scenarios.linked.parameters.services.nursing.bta",
        "'beta'",
    ),
]

UNKNOWN_NAMES = [
    ({"community.preset": "jinhon"}, "community.preset", "unknown preset", "'jinhong'"),
    ({"design.baseline": "statusquo"}, "design.baseline", "no scenario", "'status_quo'"),
    ({"scenarios.linkd.delegation": 0.3}, "scenarios.linkd", "no such scenario", "'linked'"),
    (
        {"scenarios.linked.arrangement": "embeded"},
        "scenarios.linked.arrangement",
        "unknown arrangement",
        "'embedded'",
    ),
    (
        {"parameters.services.lifecare.beta": 0.4},
        "parameters.services.lifecare",
        "needs label_en",
        "'life_care'",
    ),
    (
        {"scenarios.linked.parameters.services.lifecare.beta": 0.4},
        "scenarios.linked.parameters.services.lifecare",
        "unknown service",
        "'life_care'",
    ),
    (
        {"scenarios.linked.parameters.jobs.nurs": 50},
        "scenarios.linked.parameters.jobs.nurs",
        "unknown job",
        "'nurse'",
    ),
    (
        {"parameters.services.nursing.job": "nurs"},
        "parameters.services.nursing.job",
        "no such job",
        "'nurse'",
    ),
    ({"design.closure": "equal_budge"}, "design.closure", "must be one of", "'equal_budget'"),
    (
        {"parameters.services.medical.kind": "episode"},
        "parameters.services.medical.kind",
        "must be one of continuing, episodic",
        "'episodic'",
    ),
]

WRONG_VALUES = [
    ({"title": 3}, "title", "must be text"),
    ({"horizon.weeks": 0}, "horizon.weeks", "must lie in [1, "),
    ({"horizon.warmup": -1}, "horizon.warmup", "must lie in [0, "),
    ({"horizon.weeks": 60.0}, "horizon.weeks", "must be a whole number"),
    ({"horizon.weeks": "60"}, "horizon.weeks", "must be a whole number"),
    ({"horizon.weeks": True}, "horizon.weeks", "must be a whole number"),
    ({"horizon.weeks": [60]}, "horizon.weeks", "must be a whole number"),
    ({"design.replicates": 0}, "design.replicates", "must lie in [1, "),
    ({"design.seed": -1}, "design.seed", "must lie in [0, "),
    ({"design.seed": 2**70}, "design.seed", "must lie in [0, "),
    ({"design.world_seed": 1.5}, "design.world_seed", "must be a whole number"),
    ({"community.preset": 4}, "community.preset", "must be text"),
    ({"community.population": 49}, "community.population", "must lie in [50, "),
    ({"community.friction": math.nan}, "community.friction", "must be finite"),
    ({"community.low_income": 1.2}, "community.low_income", "must lie in [0, 1]"),
    ({"community.bereaved": True}, "community.bereaved", "must be a number"),
    ({"parameters.hazard_cap": 0.9}, "parameters.hazard_cap", "must lie in [0, 0.5]"),
    ({"parameters.hazard_cap": math.inf}, "parameters.hazard_cap", "must be finite"),
    ({"parameters.hazard_cap": math.nan}, "parameters.hazard_cap", "must be finite"),
    ({"parameters.hazard_cap": True}, "parameters.hazard_cap", "must be a number"),
    ({"parameters.hazard_cap": "0.1"}, "parameters.hazard_cap", "must be a number"),
    ({"parameters.visit_minutes": -5}, "parameters.visit_minutes", "must lie in [1, 480]"),
    ({"parameters.peer_weeks": 3.5}, "parameters.peer_weeks", "must be a whole number"),
    ({"parameters.jobs.nurse": -1}, "parameters.jobs.nurse", "must lie in [0, 10000]"),
    ({"parameters.jobs.nurse": "70"}, "parameters.jobs.nurse", "must be a number"),
    ({"parameters.services.medical.repeats": 1}, "parameters.services.medical.repeats", "true or"),
    ({"parameters.services.medical": 1}, "parameters.services.medical", "must be a table"),
    ({"mechanisms.overload": 0}, "mechanisms.overload", "must be true or false"),
    ({"scenarios.linked.delegation": 1.4}, "scenarios.linked.delegation", "must lie in [0, 1]"),
    ({"scenarios.linked.delegation": True}, "scenarios.linked.delegation", "must be a number"),
    (
        {"scenarios.linked.delegation.medical": 1.4},
        "scenarios.linked.delegation.medical",
        "must lie in [0, 1]",
    ),
    (
        {"scenarios.linked.instruments": {"purchase": 1.0, "venture": -0.5}},
        "scenarios.linked.instruments.venture",
        "must lie in [0, 1]",
    ),
    (
        {"scenarios.linked.levers.shared_list": "yes"},
        "scenarios.linked.levers.shared_list",
        "must be true or false",
    ),
    (
        {"scenarios.linked.levers.endorsement": 2},
        "scenarios.linked.levers.endorsement",
        "must lie in [0, 1]",
    ),
    ({"scenarios.linked.rollout.start": -4}, "scenarios.linked.rollout.start", "must lie in [0"),
    ({"scenarios.linked.arrangement": 3}, "scenarios.linked.arrangement", "must be text"),
    ({"scenarios.linked": 3}, "scenarios.linked", "must be a table"),
    ({"horizon": 60}, "horizon", "must be a table"),
    ({"scenarios": [1]}, "scenarios", "must be a table"),
]

BROKEN_RULES = [
    (
        {"scenarios.linked.instruments": {"purchase": 0.5, "venture": 0.4}},
        "scenarios.linked.instruments",
        "must sum to 1",
        "0.9",
    ),
    (
        {
            "community.share_0_14": 0.1,
            "community.share_15_59": 0.5,
            "community.share_60_79": 0.3,
            "community.share_80_plus": 0.05,
        },
        "community.share_0_14",
        "must sum to 1",
        "0.95",
    ),
    ({"community.share_15_59": 0.5}, "community.share_15_59", "given together", "share_60_79"),
    (
        {"community.share_60_79": 0.9, "community.share_80_plus": 0.2},
        "community.share_60_79",
        "must not exceed 1",
        "1.1",
    ),
    (
        {"community.preset": "jinhong", "community.communities": 3},
        "community.communities",
        "only preset 'reference'",
        None,
    ),
    (
        {"community.communities": 10, "community.population": 400},
        "community.population",
        "below 50 residents",
        "at least 500",
    ),
    (
        {"community.preset": "shahekou", "community.population": 4000},
        "community.population",
        "below 50 residents",
        "at least",
    ),
    ({"parameters.tie_grid": 0.9}, "parameters.tie_grid", "must sum to 1", "1.3"),
    ({"parameters.worker_outreach": 0.9}, "parameters.worker_outreach", "must not exceed 1", None),
    ({"parameters.cohesion_ties": 0.9}, "parameters.cohesion_ties", "must sum to 1", "1.4"),
    ({"parameters.threshold_low": 0.5}, "parameters.threshold_low", "threshold_high", None),
    ({"parameters.administration_low": 0.95}, "parameters.administration_low", "high", None),
    ({"parameters.misroute": 0.3}, "parameters.misroute_across", "at least misroute", None),
    (
        {"parameters.services.nursing.trigger": "limitation"},
        "parameters.services.nursing.trigger",
        "already the trigger of 'life_care'",
        "renewal",
    ),
    (
        {"parameters.services.medical.trigger": "job_loss"},
        "parameters.services.medical.trigger",
        "already the trigger",
        "renewal",
    ),
    (
        {
            "parameters.services.employment.kind": "continuing",
            "parameters.services.employment.duration_weeks": 8,
        },
        "parameters.services.employment.kind",
        "episodic",
        None,
    ),
    (
        {"parameters.services.medical.kind": "continuing"},
        "parameters.services.medical.duration_weeks",
        "required by a continuing service",
        None,
    ),
    (
        {"parameters.services.medical.request_sigma": 0},
        "parameters.services.medical.request_sigma",
        "above 0",
        None,
    ),
    (
        {"parameters.services.comfort.volunteer_order": 4},
        "parameters.services.comfort.volunteer_order",
        "[0, 3]",
        None,
    ),
    (
        {"scenarios.linked.levers.worker_employer": "none"},
        "scenarios.linked.levers.worker_employer",
        "workers need an employer",
        "workers_per_10000",
    ),
    (
        {"scenarios.status_quo.arrangement": "no_service"},
        "design.closure",
        "provides no service",
        "as_is",
    ),
]


@pytest.mark.parametrize(("overrides", "place", "suggested"), UNKNOWN_KEYS)
def test_unknown_key_is_named_with_the_nearest(problems, overrides, place, suggested):
    (problem,) = problems(overrides)
    assert problem.place == place
    assert problem.rule == "unknown key"
    assert suggested in problem.suggestion


@pytest.mark.parametrize(("overrides", "place", "rule", "suggested"), UNKNOWN_NAMES)
def test_unknown_name_is_named_with_the_nearest(problems, overrides, place, rule, suggested):
    problem = problems(overrides)[0]
    assert problem.place == place
    assert rule in problem.rule
    assert suggested in problem.suggestion


@pytest.mark.parametrize(("overrides", "place", "rule"), WRONG_VALUES)
def test_wrong_value_is_named_with_its_rule(problems, overrides, place, rule):
    (problem,) = problems(overrides)
    assert problem.place == place
    assert rule in problem.rule
    assert problem.value is not None


@pytest.mark.parametrize(("overrides", "place", "rule", "suggested"), BROKEN_RULES)
def test_rule_over_several_fields_is_named(problems, overrides, place, rule, suggested):
    (problem,) = problems(overrides)
    assert problem.place == place
    assert rule in problem.rule
    if suggested is not None:
        assert suggested in problem.suggestion


def test_all_problems_come_at_once(problems):
    found = problems(
        {
            "horizon.weeks": 0,
            "design.baseline": "nobody",
            "community.preset": "jinhon",
            "community.low_income": 4,
            "parameters.hazard_cap": "x",
            "parameters.tie_grid": 0.9,
            "parameters.services.medical.beta": -1,
            "scenarios.linked.delegaton": 1,
            "scenarios.linked.delegation": {"medical": 2},
            "scenarios.status_quo.levers.endorsement": 3,
            "unknown": 1,
        }
    )
    assert {problem.place for problem in found} == {
        "horizon.weeks",
        "design.baseline",
        "community.preset",
        "community.low_income",
        "parameters.hazard_cap",
        "parameters.tie_grid",
        "parameters.services.medical.beta",
        "scenarios.linked.delegaton",
        "scenarios.linked.delegation.medical",
        "scenarios.status_quo.levers.endorsement",
        "unknown",
    }


def test_message_has_one_line_for_each_problem(load):
    with pytest.raises(ExperimentError) as caught:
        load({"scenarios.linked.delegaton": 1, "scenarios.linked.delegation": {"medical": 1.4}})
    assert str(caught.value).splitlines() == [
        "scenarios.linked.delegaton: unknown key; did you mean 'delegation'?",
        "scenarios.linked.delegation.medical = 1.4: must lie in [0, 1]",
    ]


def test_number_in_quotes_is_told_to_drop_them(problems):
    (problem,) = problems({"scenarios.linked.delegation": "0.6"})
    assert problem.suggestion == "write it without quotes"


def test_one_wrong_age_share_leaves_the_others_unjudged(problems):
    shares = {"share_0_14": 0.1, "share_15_59": 1.5, "share_60_79": 0.3, "share_80_plus": 0.05}
    (problem,) = problems({f"community.{name}": share for name, share in shares.items()})
    assert problem.place == "community.share_15_59"


def test_new_service_lists_the_fields_it_lacks(problems):
    row = {name: value for name, value in MEALS.items() if name not in ("job", "beta")}
    (problem,) = problems({"parameters.services.meals": row})
    assert problem.place == "parameters.services.meals"
    assert problem.rule == "needs job, beta"


def test_a_wrong_field_of_a_new_service_does_not_suggest_another_service(problems):
    (problem,) = problems({"parameters.services.meals": {**MEALS, "family": "food"}})
    assert problem.place == "parameters.services.meals.family"
    assert "medical" not in str(problem)


def test_new_service_belongs_to_all_scenarios(problems):
    (problem,) = problems({"scenarios.linked.parameters.services.meals": MEALS})
    assert "under [parameters.services]" in problem.rule


def test_service_name_must_be_a_word(problems):
    (problem,) = problems({"parameters.services": {"hot meals": MEALS}})
    assert problem.place == 'parameters.services."hot meals"'


def test_no_more_than_sixteen_services(load, problems):
    nine = {f"meals_{number}": MEALS for number in range(9)}
    assert len(load({"parameters.services": nine}).parameters.services) == 16
    (problem,) = problems({"parameters.services": {**nine, "meals_9": MEALS}})
    assert "at most 16" in problem.rule


def test_no_scenarios(problems):
    (problem,) = problems({"scenarios": {}})
    assert problem.place == "scenarios"
    assert "at least one" in problem.rule


def test_scenario_without_arrangement_lists_them(problems):
    (problem,) = problems({"scenarios.other": {}})
    assert problem.place == "scenarios.other.arrangement"
    assert problem.rule == "required"
    assert "endogenous" in problem.suggestion


@pytest.mark.parametrize("name", ["", " ", " linked", "a/b", "a\nb", "x" * 61])
def test_scenario_name_must_serve_as_a_label(name):
    scenarios = {"base": {"arrangement": "linked"}, name: {"arrangement": "linked"}}
    with pytest.raises(ExperimentError, match="a scenario's name must not"):
        Experiment(scenarios=scenarios, design={"baseline": "base"})


def test_chinese_scenario_name_is_a_label():
    experiment = Experiment(scenarios={"三社联动": {"arrangement": "linked"}})
    assert experiment.scenario("三社联动").name == "三社联动"


def test_baseline_is_required_among_several_and_implied_by_one():
    one = {"only": {"arrangement": "linked"}}
    assert Experiment(scenarios=one).design.baseline == "only"
    with pytest.raises(ExperimentError, match="design: needs baseline"):
        Experiment(scenarios={**one, "other": {"arrangement": "embedded"}})


def test_unknown_scenario_asked_for(load):
    with pytest.raises(ExperimentError, match="did you mean 'linked'"):
        load().scenario("linkd")


def test_numpy_numbers_count_as_numbers(load):
    overrides: dict[str, Any] = {
        "horizon.weeks": np.int64(60),
        "parameters.hazard_cap": np.float64(0.1),
        "scenarios.linked.delegation": np.float64(0.5),
        "mechanisms.overload": np.bool_(False),
    }
    experiment = load(overrides)
    assert experiment.horizon.weeks == 60
    assert experiment.scenario("linked").policy.delegation["medical"] == 0.5
    assert experiment.mechanisms.overload is False


def test_whole_number_stands_for_a_real_one(load):
    assert load({"scenarios.linked.delegation": 1}).scenario("linked").policy.delegation[
        "medical"
    ] == pytest.approx(1.0)


@pytest.mark.parametrize("overrides", [case[0] for case in WRONG_VALUES + BROKEN_RULES])
def test_no_message_speaks_of_the_validator(load, overrides):
    with pytest.raises(ExperimentError) as caught:
        load(overrides)
    message = str(caught.value).lower()
    assert not any(word in message for word in ("pydantic", "http", "input", "validation", "type="))


def test_error_pickles_with_its_problems(load):
    with pytest.raises(ExperimentError) as caught:
        load({"horizon.weeks": 0})
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


def test_problem_shows_values_as_in_the_file():
    assert str(Problem("a.b", True, "must be a number")) == "a.b = true: must be a number"
    assert shown("x" * 100).endswith("…")
    assert shown({"a": 1}) == "{…}"


def test_nearest_lists_few_names_and_is_silent_on_many():
    assert nearest("zzz", ["one", "two"]) == "known: one, two"
    assert nearest("zzz", [f"name_{number}" for number in range(50)]) is None


def test_joined_quotes_parts_that_are_no_bare_keys():
    assert joined("scenarios", "a.b", "delegation") == 'scenarios."a.b".delegation'


def test_load_experiment_is_refused_before_anything_is_built(tmp_path):
    with pytest.raises(ExperimentError):
        load_experiment(tmp_path / "absent.toml")
