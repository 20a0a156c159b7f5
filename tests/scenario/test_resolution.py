"""Arrangement below, a scenario's own settings on top; the baseline before week 0."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from sanlian_sim.scenario import library
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment, UserData
from sanlian_sim.scenario.settings import Horizon

RESIDENTS = pd.DataFrame({"id": ["a", "b"], "household": ["h", "h"]})
TIES = pd.DataFrame({"a": ["a"], "b": ["b"]})


def test_levers_are_those_of_the_arrangement(load):
    levers = load().scenario("linked").policy.levers
    assert levers == Levers(**library.arrangement_levers("linked"))


def test_single_lever_is_replaced(load):
    changed = load({"scenarios.linked.levers.shared_list": False}).scenario("linked").policy.levers
    shipped = load().scenario("linked").policy.levers
    assert changed == shipped.model_copy(update={"shared_list": False})


class TestDelegation:
    def delegation(self, load, **overrides):
        laid = {f"scenarios.linked.{name}": value for name, value in overrides.items()}
        return dict(load(laid).scenario("linked").policy.delegation)

    def test_default_of_the_arrangement_for_every_service(self, load):
        assert set(self.delegation(load).values()) == {0.6}

    def test_number_for_every_service(self, load):
        found = self.delegation(load, delegation=0.25)
        assert found == dict.fromkeys(library.service_rows(), 0.25)

    def test_table_over_the_default(self, load):
        found = self.delegation(load, delegation={"medical": 0.2})
        assert found["medical"] == 0.2
        assert found["nursing"] == 0.6

    def test_table_over_a_default_lever(self, load):
        found = self.delegation(load, delegation={"medical": 0.2}, levers={"delegation_default": 0})
        assert found["nursing"] == 0

    def test_new_service_is_delegated_too(self, load):
        rows = library.service_rows()
        experiment = load({"parameters.services.meals": rows["medical"]})
        assert experiment.scenario("linked").policy.delegation["meals"] == 0.6
        assert list(experiment.parameters.services)[-1] == "meals"


class TestParameters:
    def test_all_scenarios_share_those_of_the_experiment(self, load):
        experiment = load({"parameters.hazard_cap": 0.2, "parameters.services.medical.beta": 0.5})
        for scenario in experiment.scenarios.values():
            assert scenario.policy.parameters == experiment.parameters
            assert scenario.policy.parameters.hazard_cap == 0.2
            assert scenario.policy.parameters.services["medical"].beta == 0.5

    def test_one_scenario_differs_in_what_it_says(self, load):
        experiment = load(
            {
                "parameters.hazard_cap": 0.2,
                "scenarios.linked.parameters.hazard_cap": 0.1,
                "scenarios.linked.parameters.services.medical.beta": 0.5,
                "scenarios.linked.parameters.jobs.nurse": 80,
            }
        )
        linked = experiment.scenario("linked").policy.parameters
        other = experiment.scenario("status_quo").policy.parameters
        assert (linked.hazard_cap, other.hazard_cap) == (0.1, 0.2)
        assert (linked.services["medical"].beta, other.services["medical"].beta) == (0.5, 0.4)
        assert (linked.jobs["nurse"], other.jobs["nurse"]) == (80, 70)
        assert linked.services["nursing"] == other.services["nursing"]

    def test_job_of_a_new_service_can_be_added(self, load):
        row = library.service_rows()["medical"] | {"job": "cook"}
        parameters = load({"parameters.services.meals": row, "parameters.jobs.cook": 40}).parameters
        assert parameters.jobs["cook"] == 40

    def test_quality_of_volunteers_fills_what_services_leave_open(self, load):
        experiment = load(
            {
                "parameters.services.comfort.quality_volunteer": 0.7,
                "scenarios.linked.parameters.volunteer_quality": 0.5,
            }
        )
        linked = experiment.scenario("linked").policy.parameters.services
        assert (linked["comfort"].quality_volunteer, linked["life_care"].quality_volunteer) == (
            0.7,
            0.5,
        )
        assert Parameters().services["life_care"].quality_volunteer == 0.6


def test_mechanisms_of_one_scenario(load):
    experiment = load(
        {"mechanisms.overload": False, "scenarios.linked.mechanisms.complaints": False}
    )
    linked = experiment.scenario("linked").policy.mechanisms
    other = experiment.scenario("status_quo").policy.mechanisms
    assert (linked.overload, linked.complaints) == (False, False)
    assert (other.overload, other.complaints) == (False, True)


def test_warm_up_is_under_the_baseline(load):
    experiment = load({"scenarios.linked.parameters.decline": 0.1})
    linked = experiment.scenario("linked")
    assert linked.baseline == experiment.scenario("status_quo").policy
    assert linked.policy.parameters.decline == 0.1


class TestBetweenPlaces:
    @pytest.mark.parametrize(
        "overrides",
        [
            {"parameters.tie_sigma": 0.5},
            {"parameters.services.medical.load": 0.9},
            {"parameters.organisations_per_10000": 1.0},
            {"community.population": 6000},
            {"community.friction": 0.5},
            {"community.preset": "jinhong"},
        ],
    )
    def test_what_acts_when_the_world_is_built_makes_another_place(self, load, overrides):
        laid = {f"scenarios.linked.{name}": value for name, value in overrides.items()}
        experiment = load(laid)
        assert experiment.scenario("linked").between_places
        assert not experiment.scenario("status_quo").between_places

    @pytest.mark.parametrize(
        "overrides",
        [
            {},
            {"parameters.decline": 0.1},
            {"parameters.services.medical.beta": 0.5},
            {"parameters.tie_sigma": 0.65},
            {"levers.shared_list": False},
            {"mechanisms.overload": False},
        ],
    )
    def test_what_acts_in_the_weeks_does_not(self, load, overrides):
        laid = {f"scenarios.linked.{name}": value for name, value in overrides.items()}
        assert not load(laid).scenario("linked").between_places

    def test_other_world_than_the_baselines(self, load):
        experiment = load({"scenarios.status_quo.community.population": 6000})
        assert experiment.scenario("linked").between_places
        assert experiment.scenario("status_quo").between_places

    def test_both_settings_of_a_scenario_build_its_own_world(self, load):
        laid = {"scenarios.linked.parameters": {"tie_sigma": 0.5, "decline": 0.1}}
        linked = load(laid).scenario("linked")
        assert linked.baseline.parameters.tie_sigma == linked.policy.parameters.tie_sigma == 0.5
        assert linked.baseline.parameters.decline != linked.policy.parameters.decline


class TestClosure:
    def test_scenario_without_service_is_always_as_it_is(self, load):
        experiment = load({"scenarios.none": {"arrangement": "no_service"}})
        assert experiment.closure("none") == "as_is"
        assert experiment.closure("linked") == "equal_budget"

    def test_baseline_without_service_compares_as_is(self, load):
        laid = {"scenarios.status_quo.arrangement": "no_service", "design.closure": "as_is"}
        assert load(laid).closure("linked") == "as_is"


class TestOwnData:
    def test_tables_are_attached_to_every_scenario_as_they_are(self, load):
        graph = nx.Graph([("a", "b")])
        experiment = load().with_data(residents=RESIDENTS, ties=graph)
        for scenario in experiment.scenarios.values():
            assert isinstance(scenario.data, UserData)
            assert scenario.data.residents is RESIDENTS
            assert scenario.data.ties is graph

    def test_the_experiment_it_was_attached_to_is_unchanged(self, load):
        experiment = load()
        experiment.with_data(residents=RESIDENTS)
        assert experiment.scenario("linked").data is None

    def test_detached_again(self, load):
        assert load().with_data(residents=RESIDENTS).with_data() == load()

    def test_ties_need_residents(self, load):
        with pytest.raises(ExperimentError, match="need residents of your own"):
            load().with_data(ties=TIES)

    def test_what_is_no_table_is_refused_at_once(self, load):
        with pytest.raises(ExperimentError) as caught:
            load().with_data("residents.csv", [("a", "b")])
        assert [problem.place for problem in caught.value.problems] == ["residents", "ties"]
        assert "a file is named by community=" in str(caught.value)

    def test_size_is_decided_by_the_residents(self, load):
        with pytest.raises(ExperimentError, match=r"community\.population = 6000"):
            load({"community.population": 6000}).with_data(residents=RESIDENTS)


class TestInPython:
    def test_same_as_from_the_file(self, load):
        built = Experiment(
            scenarios={
                "status_quo": {"arrangement": "government_led"},
                "linked": {"arrangement": "linked"},
            },
            design={"baseline": "status_quo"},
        )
        assert built == load()

    def test_sections_may_be_objects(self, load):
        experiment = load({"parameters.hazard_cap": 0.2, "community.preset": "jinhong"})
        again = Experiment(
            scenarios={"only": {"arrangement": "linked"}},
            community=experiment.community,
            parameters=experiment.parameters,
            horizon=Horizon(weeks=10),
            mechanisms=experiment.mechanisms,
        )
        assert again.parameters == experiment.parameters
        assert again.community == experiment.community
        assert again.horizon.weeks == 10

    def test_sections_are_frozen_and_closed(self):
        with pytest.raises(ValueError, match="frozen"):
            Parameters().hazard_cap = 0.1
        with pytest.raises(ValueError, match="did you mean 'hazard_cap'"):
            Parameters(hazard_cp=0.1)

    def test_broken_rule_is_refused_in_a_section_too(self):
        with pytest.raises(ValueError, match="must sum to 1"):
            Parameters(tie_grid=0.9)
