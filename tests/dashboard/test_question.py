"""The experiment that the page asks about, and gives away."""

import pytest

import sanlian_sim as sl
from sanlian_sim.dashboard.question import Question, read_question, sides
from sanlian_sim.scenario.problems import ExperimentError

from .conftest import tiny


def test_untouched_the_page_asks_what_the_file_asks(question):
    assert question.experiment() == tiny()


def test_what_is_given_away_can_be_read_again(question, tmp_path):
    moved = question.with_values({**question.values, "platform": 0.25, "seed": 7}).experiment()
    path = tmp_path / "experiment.toml"
    path.write_text(moved.to_toml(), encoding="utf-8")
    assert sl.load_experiment(path) == moved


def test_both_runs_are_those_of_the_first_replicate(question):
    from sanlian_sim.randomness import replicate_seed

    left, right = sides(question.experiment(), question)
    assert (left.scenario.name, right.scenario.name) == ("status_quo", "linked")
    assert left.seed == right.seed == replicate_seed(1, 0)


def test_a_single_scenario_cannot_be_compared():
    alone = sl.Experiment(
        community={"population": 300}, scenarios={"status_quo": {"arrangement": "government_led"}},
        design={"baseline": "status_quo"},
    )  # fmt: skip
    with pytest.raises(ExperimentError, match="add one beside the baseline"):
        Question.of(alone)


def test_equal_service_is_replaced_and_said():
    question = Question.of(tiny(closure="equal_service"))
    assert question.relaxed
    assert question.experiment().design.closure == "as_is"


def test_levers_that_no_budget_pays_are_a_problem():
    question = Question.of(tiny(closure="equal_budget"))
    with pytest.raises(ExperimentError, match="cost"):
        question.with_values({**question.values, "workers": 900.0}).experiment()


def test_a_parameter_that_a_scenario_states_itself_is_moved_too():
    stated = tiny().to_toml().replace(
        "[design]", "[scenarios.linked.parameters]\nawareness_baseline = 0.5\n\n[design]"
    )  # fmt: skip
    import tomllib

    question = Question.of(sl.Experiment(**tomllib.loads(stated)))
    moved = question.with_values({**question.values, "awareness": 0.2}).experiment()
    assert moved.scenario("linked").policy.parameters.awareness_baseline == 0.2


def test_the_shipped_example_is_valid():
    assert read_question(None).experiment().community.population == 6000


def test_without_a_number_the_place_has_its_own():
    question = read_question(None)
    values = {**question.values, "population": None, "communities": None}
    assert question.with_values(values).experiment().community.population is None
