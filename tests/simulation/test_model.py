import copy
import gc
import math
import pickle
import warnings
import weakref

import mesa
import numpy as np
import pandas as pd
import pytest

from sanlian_sim.dynamics.week import PHASES
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.agents import TABLES, Community, Resident
from sanlian_sim.simulation.model import SanlianModel
from sanlian_sim.simulation.phases import ModelPhase, insert_phase
from sanlian_sim.world.columns import Column

WORLD_TABLES = [*TABLES.values(), "households", "providers"]


def state(model):
    """All columns of all tables, and the open cases."""
    world = model.world
    columns = {
        f"{table}.{name}": column.tobytes()
        for table in WORLD_TABLES
        for name, column in getattr(world, table).columns.items()
    }
    cases = world.cases.rows[world.cases.open_rows()]
    return columns | {"cases": [case.tolist() for case in cases], "week": model.week}


def views_made(model):
    return sum(registry.made for registry in model._registries)


def test_a_model_starts_at_week_0_and_ends_with_the_horizon(scenario):
    model = SanlianModel(scenario, seed=1)
    assert (model.week, model.steps, model.running) == (0, 0, True)
    model.step()
    assert (model.week, model.steps, model.running) == (1, 1, True)
    model.run()
    assert (model.week, model.steps, model.running) == (6, 6, False)
    with pytest.raises(RuntimeError, match="horizon of 6 weeks is over"):
        model.step()


def test_the_warm_up_can_be_watched(scenario, model):
    cold = SanlianModel(scenario, seed=1, warm_up=False)
    assert (cold.week, cold.steps) == (-2, 0)
    cold.step()
    cold.warm_up()
    assert state(cold) == state(model)


def test_the_seed_decides_everything(scenario, model):
    same = SanlianModel(scenario, seed=np.int64(1))
    other = SanlianModel(scenario, seed=2)
    model.run()
    same.run()
    other.run()
    assert state(same) == state(model)
    assert state(other) != state(model)
    assert (same.seed, type(same.seed)) == (1, int)


def test_a_world_seed_fixes_the_population(scenario, model):
    other = SanlianModel(scenario, seed=2, world_seed=1)
    assert other.residents.key.tolist() == model.residents.key.tolist()
    assert state(other) != state(model)


def test_a_seed_left_out_is_drawn_and_told(scenario):
    first, second = (SanlianModel(scenario, warm_up=False) for _ in range(2))
    assert first.seed != second.seed
    assert state(SanlianModel(scenario, seed=first.seed, warm_up=False)) == state(first)


@pytest.mark.parametrize("seed", ["1", 1.0, [1]])
def test_a_seed_is_an_integer(scenario, seed):
    with pytest.raises(TypeError, match="integer"):
        SanlianModel(scenario, seed=seed)


def test_a_model_takes_a_scenario():
    with pytest.raises(TypeError, match=r"experiment\.scenario\(name\); got str"):
        SanlianModel("linked", seed=1)


def test_mesas_luck_changes_nothing(scenario, model):
    shuffled = SanlianModel(scenario, seed=1)
    shuffled.agents_by_type[Resident].shuffle()
    shuffled.random.random()
    shuffled.rng.random()
    model.run()
    shuffled.run()
    assert state(shuffled) == state(model)


def test_mesas_luck_can_be_started_anew(model):
    first = [model.random.random() for _ in range(3)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # deprecated in Mesa 3.5
        model.reset_randomizer()
    assert [model.random.random() for _ in range(3)] == first


def test_agents_are_rows(model):
    resident = model.agents_by_type[Resident][5]
    resident.wellbeing = 9.5
    assert model.residents.wellbeing[5] == 9.5
    assert resident.model is model
    assert model.residents.employed.tolist() == model.agents_by_type[Resident].get("employed")


def test_every_kind_of_agent_is_there(model):
    sets = model.agents_by_type
    assert list(sets) == model.agent_types
    assert set(sets) <= set(TABLES)
    assert {Resident, Community} <= set(sets)
    assert len(model.agents) == sum(map(len, sets.values()))
    numbers = [agent.unique_id for agent in model.agents]
    assert numbers == sorted(set(numbers))
    assert (numbers[0], numbers[-1] < model.agent_id_counter) == (1, True)


def test_looking_and_running_make_no_agents(model):
    model.step()
    model.agents_by_type[Resident].agg("wellbeing", "mean")
    assert len(model.agents.select(agent_type=Resident).select("employed")) > 0
    assert len(model.agents) > 400
    model.run()
    assert views_made(model) == 0


def test_agents_on_the_way_change_nothing(scenario, model):
    watched = SanlianModel(scenario, seed=1)
    while watched.running:
        watched.agents.shuffle_do("step")
        watched.step()
    model.run()
    assert state(watched) == state(model)


def test_neighbours_are_tied_both_ways(model):
    degree = np.diff(model.world.ties.start)
    resident = model.agents_by_type[Resident][int(degree.argmax())]
    assert len(resident.neighbours) == degree.max() > 0
    assert all(resident in neighbour.neighbours for neighbour in resident.neighbours)
    assert resident.neighbours[0] is model.agents_by_type[Resident][resident.neighbours[0].row]
    partner = resident.neighbours[0]
    resident.remove()
    assert resident.neighbours == []
    assert resident not in partner.neighbours


def test_a_removed_resident_is_no_agent_but_the_week_goes_on(scenario, model):
    whole = SanlianModel(scenario, seed=1)
    resident = model.agents_by_type[Resident][3]
    identity = resident.unique_id
    resident.remove()
    resident.remove()
    assert resident not in model.agents
    assert len(model.agents_by_type[Resident]) == 399
    assert identity not in model.agents.get("unique_id")
    model.run()
    whole.run()
    assert state(model) == state(whole)


def test_all_agents_can_be_removed(model, visitor_class):
    resident = model.agents_by_type[Resident][3]
    visitor_class(model)
    model.remove_all_agents()
    assert len(model.agents) == 0
    assert list(model.agents) == []
    assert resident not in model.agents
    assert len(model.residents) == 400


def test_a_class_may_act_on_removal(scenario):
    class Mourned(Resident):
        gone: bool = False

        def remove(self):
            self.gone = True
            super().remove()

    model = SanlianModel(scenario, seed=1, resident_class=Mourned)
    residents = list(model.agents_by_type[Mourned])
    model.remove_all_agents()
    assert all(resident.gone for resident in residents)


class TestPlainAgents:
    def test_they_work_beside_ours(self, model, visitor_class):
        rows, first = len(model.agents), model.agent_id_counter
        visitors = visitor_class.create_agents(model, 3, purse=[1.0, 2.0, 3.0])
        assert [visitor.unique_id for visitor in visitors] == [first, first + 1, first + 2]
        assert len(model.agents) == rows + 3
        assert list(model.agents)[-3:] == list(visitors)
        assert model.agents_by_type[visitor_class].agg("purse", sum) == 6.0
        assert model.agent_types[-1] is visitor_class
        model.agents.do("step")
        assert [visitor.steps for visitor in visitors] == [1, 1, 1]
        assert list(model.agents.select(agent_type=visitor_class)) == list(visitors)
        assert len(model.agents.select(agent_type=mesa.Agent)) == rows + 3

    def test_who_is_removed_in_the_middle_is_not_called(self, model, visitor_class):
        visitors = list(visitor_class.create_agents(model, 2))
        called = []

        def push_the_other(agent):
            called.append(agent)
            visitors[agent is visitors[0]].remove()

        model.agents.select(agent_type=visitor_class)
        everybody = model.agents
        everybody.do(lambda agent: push_the_other(agent) if agent in visitors else None)
        assert called == visitors[:1]
        assert visitors[1] not in everybody

    def test_they_may_go_into_a_space(self, model, visitor_class):
        grid = mesa.space.MultiGrid(5, 5, torus=False)
        visitor = visitor_class(model)
        resident = model.agents_by_type[Resident][0]
        grid.place_agent(visitor, (1, 2))
        grid.place_agent(resident, (1, 2))
        assert set(grid.get_cell_list_contents([(1, 2)])) == {visitor, resident}
        assert resident.pos == (1, 2)


def test_everybody_can_be_shuffled_in_place(model):
    everybody = model.agents
    before = everybody.get("unique_id")
    assert everybody.shuffle(inplace=True) is everybody
    assert everybody.get("unique_id") != before
    assert sorted(everybody.get("unique_id")) == before
    assert model.agents.get("unique_id") == before


def test_subscribers_hear_of_removals(model):
    if not hasattr(model, "observe"):
        pytest.skip("this Mesa has no signals")
    heard = []

    def listen(message):
        heard.append(message.additional_kwargs["args"][0])

    model.observe("agents", "agent_removed", listen)
    resident = model.agents_by_type[Resident][0]
    resident.remove()
    assert heard == [resident]


def count_visits(model):
    """A user's phase in plain Python."""
    for resident in model.agents_by_type[Resident].select("volunteer"):
        resident.visits_paid += 1


@pytest.fixture
def extended(scenario):
    """A model with agents looked at, a column, a phase, a plain agent and a reporter more."""
    phases = insert_phase(PHASES, ModelPhase("visits", count_visits), after="wellbeing")
    model = SanlianModel(scenario, seed=1, phases=phases, warm_up=False)
    model.residents.add_column("visits_paid", Column("i4", "visits", "visits paid", 0))
    model.warm_up()
    model.step()
    return model


@pytest.mark.parametrize("again", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_in_the_middle_goes_on_as_if_undisturbed(extended, again, visitor_class):
    visitor = visitor_class(extended)
    extended.agents_by_type[Resident][2].pos = (0, 0)
    extended.agents_by_type[Resident][7].remove()
    twin = again(extended)
    extended.run()
    assert state(twin) != state(extended)
    twin.run()
    assert state(twin) == state(extended)
    assert twin.residents.visits_paid.sum() > 0
    assert twin.agents_by_type[Resident][2].pos == (0, 0)
    assert twin.agents_by_type[Resident][2].model is twin
    assert len(twin.agents) == len(extended.agents)
    assert twin.agents_by_type[visitor_class].get("unique_id") == [visitor.unique_id]
    assert twin.random.random() == extended.random.random()
    assert twin.outcomes().equals(extended.outcomes())
    frames = (m.datacollector.get_model_vars_dataframe() for m in (twin, extended))
    assert next(frames).equals(next(frames))


def test_the_collector_gets_every_dropped_model(scenario, visitor_class):
    models = [SanlianModel(scenario, seed=seed) for seed in range(3)]
    for model in models:
        model.step()
        visitor_class(model)
        model.agents.do("step")
    gone = [weakref.ref(model) for model in models] + [weakref.ref(m.world) for m in models]
    del models, model
    gc.collect()
    assert [ref() for ref in gone] == [None] * 6


def test_a_closed_model_lets_go_of_its_world_at_once(scenario):
    gc.disable()
    try:
        with SanlianModel(scenario, seed=1) as model:
            world = weakref.ref(model.world)
            model.step()
        assert world() is None
    finally:
        gc.enable()
    assert not model.running
    assert len(model.agents) == 0
    for use in (model.step, lambda: model.residents):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_the_social_network(model):
    graph = model.network("social")
    assert len(graph) == 400
    tied = [edge for edge in graph.edges(data="household") if not edge[2]]
    assert len(tied) == len(model.world.ties.partner) / 2
    with pytest.raises(ValueError, match="no layer 'socal'; did you mean 'social'"):
        model.network("socal")


def test_mesas_scenario_is_not_ours(model):
    with pytest.raises(AttributeError, match=r"model\.world\.scenario"):
        _ = model.scenario


def test_means_over_adults_are_undefined_where_there_are_only_children():
    experiment = Experiment(scenarios={"linked": {"arrangement": "linked"}})
    residents = pd.DataFrame({"id": range(6), "household": [0, 0, 0, 1, 1, 1], "age": 5})
    model = SanlianModel(experiment.with_data(residents).scenario("linked"), seed=1)
    assert math.isnan(model.datacollector.get_model_vars_dataframe()["wellbeing"].iloc[0])
