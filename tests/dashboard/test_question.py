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


def test_a_scenario_that_is_alone_stands_beside_its_copy():
    alone = sl.Experiment(
        community={"population": 300}, scenarios={"status_quo": {"arrangement": "government_led"}},
        design={"baseline": "status_quo"},
    )  # fmt: skip
    question = Question.of(alone)
    assert policy(question, question.moved) == policy(question, "status_quo")
    moved = question.with_values({**question.values, "platform": 0.7})
    assert (
        policy(moved, moved.moved) != policy(moved, "status_quo") == policy(question, "status_quo")
    )


def policy(question, name):
    return question.experiment().scenario(name).policy


@pytest.mark.parametrize("left", ["status_quo", "linked"])
@pytest.mark.parametrize("start", ["status_quo", "linked"])
def test_either_side_begins_as_any_scenario(question, left, start):
    chosen = question.between(left, start)
    shown = [side.scenario.policy for side in sides(chosen.experiment(), chosen)]
    assert shown == [policy(question, left), policy(question, start)]


@pytest.mark.parametrize("left", ["status_quo", "linked"])
@pytest.mark.parametrize("start", ["status_quo", "linked"])
def test_what_is_moved_is_neither_the_other_side_nor_the_baseline(question, left, start):
    chosen = question.between(left, start)
    moved = chosen.with_values({**chosen.values, "platform": 0.7})
    assert policy(moved, moved.moved).levers.platform_level == 0.7
    assert policy(moved, left) == policy(question, left)
    assert policy(moved, "status_quo") == policy(question, "status_quo")


def test_what_was_moved_for_both_stays_when_other_scenarios_are_chosen(question):
    before = question.with_values({**question.values, "seed": 5, "platform": 0.2})
    assert before.between("linked", "status_quo").values["seed"] == 5
    assert before.between("linked", "status_quo").values["platform"] == 0.0
    assert before.between("linked", "linked").values["platform"] == 0.2


def test_a_copy_that_was_given_away_can_be_copied_again(question):
    copied = question.between("linked", "linked")
    again = Question.of(copied.experiment()).between("linked_moved", "linked_moved")
    assert len(again.experiment().scenarios) == 4


def test_more_residents_than_a_page_can_show_are_a_problem(question):
    many = question.with_values({**question.values, "population": 50_000_000})
    with pytest.raises(ExperimentError, match="at most 1,000,000 residents"):
        many.experiment()


def test_equal_service_is_replaced_and_said():
    question = Question.of(tiny(closure="equal_service"))
    assert question.relaxed
    assert question.experiment().design.closure == "as_is"


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


@pytest.mark.parametrize("communities", [None, 3])
def test_blank_fields_tell_what_the_place_has(question, communities):
    blank = {**question.values, "population": None, "communities": communities}
    told = question.with_values(blank).of_place()
    usual = 7640  # of a reference community
    number = communities or 1
    assert told == {"population": str(number * usual), "communities": str(number)}


def test_blank_fields_tell_nothing_of_a_place_that_is_wrong(question):
    assert question.with_values({**question.values, "communities": 0}).of_place() == {}
