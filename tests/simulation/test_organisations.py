"""Organisations as agents: seats are none, the founded come, the closed leave."""

import copy
import pickle

import numpy as np
import pytest

from sanlian_sim.dynamics.founding import dismiss, found
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.agents import Community, SocialOrganisation
from sanlian_sim.simulation.model import SanlianModel
from sanlian_sim.world.state import NEVER, Founder


@pytest.fixture
def organisations(model):
    return model.world.organisations


def agents_of(model):
    return model.agents_by_type[SocialOrganisation]


def seat_of(organisations):
    """Row of a seat that nobody has had."""
    rows = organisations.rows
    return int(np.flatnonzero(~rows["alive"] & (rows["founded"] == NEVER))[0])


def test_only_the_living_are_agents(model, organisations):
    living = np.flatnonzero(organisations.alive).tolist()
    assert 0 < len(living) < len(organisations)
    assert [agent.row for agent in agents_of(model)] == living
    assert len(agents_of(model)) == len(living)
    assert agents_of(model).get("alive") == [True] * len(living)


def test_numbers_of_others_do_not_depend_on_who_lives(model):
    first = min(model.agents_by_type[Community].get("unique_id"))
    everybody = sum(len(registry.table) for registry in model._registries)
    assert agents_of(model)[0].unique_id == first + len(model.world.communities)
    assert model.agent_id_counter == everybody + 1


def test_a_founded_one_becomes_an_agent(model, organisations):
    row, before = seat_of(organisations), len(model.agents)
    old = agents_of(model)[0]
    identity = old.unique_id
    found(model.world, row, Founder.ENTRY)
    model.step()
    new = [agent for agent in agents_of(model) if agent.row == row]
    assert len(new) == 1
    assert new[0] in model.agents
    assert new[0].founder == Founder.ENTRY
    assert new[0].unique_id == identity + row - old.row
    assert (agents_of(model)[0], old.unique_id) == (old, identity)
    assert len(model.agents) == before + 1


def test_a_closed_one_leaves_and_keeps_what_it_was(model, organisations):
    agent, others = agents_of(model)[1], len(agents_of(model)) - 1
    row, identity = agent.row, agent.unique_id
    dismiss(model.world, np.array([row]))
    assert agent in model.agents
    model.step()
    reputation = agent.reputation
    assert agent not in model.agents
    assert len(agents_of(model)) == others
    assert (agent.alive, agent.unique_id) == (False, identity)
    organisations.rows["reputation"][row] = 0.125
    assert agent.reputation == reputation != 0.125


def test_one_that_a_user_removed_stays_away(model):
    agent = agents_of(model)[0]
    row = agent.row
    agent.remove()
    model.step()
    assert row not in [other.row for other in agents_of(model)]
    dismiss(model.world, np.array([row]))
    model.step()
    assert row not in [other.row for other in agents_of(model)]


def test_all_may_close(model):
    dismiss(model.world, np.flatnonzero(model.world.organisations.alive))
    model.step()
    rows = model.world.organisations.alive
    assert [agent.row for agent in agents_of(model)] == np.flatnonzero(rows).tolist()
    assert len(model.agents) == len(model.agents.to_list())


def test_the_weeks_of_warm_up_count_too():
    """With entry and exit certain, hardly anybody is left of those there were at first."""
    experiment = Experiment(
        community={"population": 400},
        horizon={"weeks": 4, "warmup": 6},
        parameters={"entry_per_year": 52, "exit_per_year": 52},
        scenarios={"a": {"arrangement": "government_led", "delegation": 0.0}},
        design={"baseline": "a"},
    )
    cold = SanlianModel(experiment.scenario("a"), seed=1, warm_up=False)
    at_first = agents_of(cold).get("unique_id")
    cold.warm_up()
    later = agents_of(cold).get("unique_id")
    assert set(at_first).isdisjoint(later)
    assert [agent.row for agent in agents_of(cold)] == np.flatnonzero(
        cold.world.organisations.alive
    ).tolist()
    warm = SanlianModel(experiment.scenario("a"), seed=1)
    assert agents_of(warm).get("unique_id") == later


@pytest.mark.parametrize("again", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_follows_its_own_world(model, organisations, again):
    twin = again(model)
    found(twin.world, seat_of(organisations), Founder.ENTRY)
    twin.step()
    assert seat_of(organisations) in [agent.row for agent in agents_of(twin)]
    assert seat_of(organisations) not in [agent.row for agent in agents_of(model)]


def test_contracts_are_a_table(model):
    contracts = model.contracts
    held = contracts.organisation[contracts.organisation >= 0]
    assert len(held) > 0
    assert set(held.tolist()) <= {agent.row for agent in agents_of(model)}
    assert contracts is model.world.contracts
