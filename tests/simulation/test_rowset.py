import copy
import inspect
import operator
import pickle
import random
import statistics

import numpy as np
import pytest
from mesa.agent import AgentSet

from sanlian_sim.simulation.agents import Community, Resident
from sanlian_sim.simulation.agentsets import AGGREGATES, DeferredSet
from sanlian_sim.simulation.rows import Registry
from sanlian_sim.simulation.rowset import RowSet
from sanlian_sim.world.columns import Column, Table


def ordinary(row_set):
    """Mesa's own set of the same agents, with luck of its own from the same state."""
    luck = random.Random()
    luck.setstate(row_set.random.getstate())
    return AgentSet(row_set._registry.views(row_set.rows), luck)


def members(agents):
    return [agent.unique_id for agent in agents]


def test_every_public_method_of_mesas_set_is_overridden():
    public = {
        name
        for base in AgentSet.__mro__
        if base.__module__.startswith("mesa")
        for name, value in vars(base).items()
        if inspect.isfunction(value) and (not name.startswith("_") or name.startswith("__"))
    }
    ours = {name for base in (RowSet, DeferredSet) for name in vars(base)}
    assert public - ours == set()


class TestColumnsAnswer:
    """What needs no agent makes none."""

    @pytest.fixture(autouse=True)
    def no_views(self, registry):
        yield
        assert registry.made == 0

    def test_get(self, row_set, registry):
        assert row_set.get("wellbeing") == registry.table.columns["wellbeing"].tolist()
        assert row_set.get(["labour", "employed"])[1] == [1, True]
        assert row_set.get("unique_id") == list(range(1, 41))
        assert row_set.get("key", handle_missing="default")[0] == 1 << 58

    def test_set(self, row_set, registry):
        assert row_set.select("volunteer").set("wellbeing", 3) is not None
        assert set(registry.table.columns["wellbeing"][1::4]) == {3.0}
        assert set(registry.table.columns["wellbeing"][0::4]) != {3.0}
        with pytest.raises(ValueError, match="wellbeing must lie"):
            row_set.set("wellbeing", 11.0)
        with pytest.raises(TypeError, match="volunteer takes a bool"):
            row_set.set("volunteer", 1)

    @pytest.mark.parametrize("name", AGGREGATES)
    def test_agg(self, row_set, name):
        chosen = row_set.select("volunteer")
        for attribute in ("wellbeing", "threshold", "labour", "volunteer", "employed"):
            listed = chosen.get(attribute)
            expected = AGGREGATES[name](listed)
            assert chosen.agg(attribute, name) == expected
            assert chosen.agg(attribute, AGGREGATES[name]) == expected
            assert type(chosen.agg(attribute, name)) is type(expected)

    def test_agg_by_several_functions(self, row_set):
        assert row_set.agg("wellbeing", [min, "max", np.mean]) == [
            0.0,
            10.0,
            np.mean(row_set.get("wellbeing")),
        ]

    def test_agg_of_keys_beyond_signed_integers(self, row_set):
        assert row_set.agg("key", "max") == np.max(row_set.get("key")) > 2**63

    def test_select(self, row_set):
        assert row_set.select("employed").get("labour") == [1] * 13
        low = np.array(row_set.get("wellbeing")) < 3
        assert len(row_set.select(low)) == low.sum()
        assert len(row_set.select(low.tolist(), at_most=2)) == 2
        assert row_set.select(agent_type=Resident).get("key") == row_set.get("key")
        assert len(row_set.select(agent_type=Community)) == 0

    @pytest.mark.parametrize(
        ("at_most", "size"), [(0, 0), (3, 3), (100, 40), (0.25, 10), (1.0, 40), (2.5, 3), (-1, 0)]
    )
    def test_select_at_most(self, row_set, at_most, size):
        assert row_set.select(at_most=at_most).get("unique_id") == list(range(1, 41))[:size]

    @pytest.mark.parametrize("condition", ["wellbeing", "nothing", [True], np.arange(40)])
    def test_select_by_nonsense(self, row_set, condition):
        with pytest.raises((TypeError, AttributeError), match=r"select takes|nothing"):
            row_set.select(condition)

    def test_groupby(self, row_set):
        groups = row_set.groupby("community")
        assert list(groups.groups) == list(dict.fromkeys(row_set.get("community")))
        assert sum(groups.count().values()) == 40
        means = groups.agg("wellbeing", "mean")
        for community, group in groups:
            assert set(group.get("community")) == {community}
            assert means[community] == np.mean(group.get("wellbeing"))

    def test_sort_and_shuffle(self, row_set):
        assert row_set.sort("wellbeing").get("wellbeing")[0] == 10.0
        assert row_set.shuffle().agg("wellbeing", "count") == 40

    def test_size_and_copies(self, row_set):
        assert len(row_set) == 40
        assert len(row_set.copy()) == len(copy.copy(row_set)) == 40
        assert len(pickle.loads(pickle.dumps(row_set.rows))) == 40


CALLS = {
    "get": lambda agents: agents.get("wellbeing"),
    "get several": lambda agents: agents.get(["wellbeing", "labour", "row"]),
    "get unknown": lambda agents: agents.get("charm", handle_missing="default", default_value=7),
    "get none": lambda agents: agents.get([]),
    "agg": lambda agents: agents.agg("threshold", np.mean),
    "agg several": lambda agents: agents.agg("threshold", [sum, statistics.median]),
    "map": lambda agents: agents.map(lambda agent, plus: agent.wellbeing + plus, 2),
    "map method": lambda agents: agents.map("step"),
    "do": lambda agents: members(agents.do(lambda agent: None)),
    "select": lambda agents: members(agents.select(lambda agent: agent.labour == 1, at_most=4)),
    "select share": lambda agents: members(agents.select(lambda agent: agent.volunteer, 0.1)),
    "select in place": lambda agents: members(agents.select(at_most=5, inplace=True)),
    "shuffle": lambda agents: members(agents.shuffle()),
    "shuffle in place": lambda agents: members(agents.shuffle(inplace=True).shuffle()),
    "sort": lambda agents: members(agents.sort("wellbeing")),
    "sort ascending": lambda agents: members(agents.sort("wellbeing", ascending=True)),
    "sort by function": lambda agents: members(agents.sort(lambda agent: -agent.labour)),
    "sort by row": lambda agents: members(agents.sort("row", inplace=True)),
    "sort flags": lambda agents: members(agents.sort("volunteer")),
    "groupby": lambda agents: {k: members(v) for k, v in agents.groupby("labour")},
    "groupby function": lambda agents: {
        k: members(v) for k, v in agents.groupby(lambda agent: agent.wellbeing > 4)
    },
    "groupby attribute": lambda agents: agents.groupby("row").count(),
    "groupby list": lambda agents: {
        k: members(v) for k, v in agents.groupby("employed", result_type="list")
    },
    "groupby agg": lambda agents: agents.groupby("labour").agg("threshold", sum),
    "groupby map": lambda agents: agents.groupby("labour").map("get", "threshold"),
    "contains": lambda agents: [agent in agents for agent in list(agents)],
    "count": lambda agents: agents.count(list(agents)[2]),
    "reversed": lambda agents: members(reversed(list(agents))),
    "union": lambda agents: members(agents | list(agents)[:3]),
    "difference": lambda agents: members(agents - list(agents)[:3]),
    "disjoint": lambda agents: agents.isdisjoint(list(agents)[:1]),
    "pop": lambda agents: (agents.pop().unique_id, len(agents)),
    "clear": lambda agents: (agents.clear(), len(agents)),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("part", [False, True], ids=["all", "some"])
def test_the_result_is_mesas(row_set, call, part):
    agents = row_set.sort("threshold").select("volunteer", at_most=9) if part else row_set
    if part:
        agents.add(row_set[0])
    expected = ordinary(agents)
    assert call(agents) == call(expected)
    assert agents.random.getstate() == expected.random.getstate()


def test_shuffle_do_calls_in_mesas_order(row_set):
    expected, called, wanted = ordinary(row_set), [], []
    assert row_set.shuffle_do(lambda agent, log: log.append(agent.row), called) is row_set
    expected.shuffle_do(lambda agent, log: log.append(agent.row), wanted)
    assert called == wanted != sorted(wanted)


def test_do_calls_methods_on_columns(row_set, registry):
    row_set.do("__setattr__", "wellbeing", 1.5)
    assert set(registry.table.columns["wellbeing"]) == {1.5}


def test_a_function_is_handed_a_list(row_set):
    assert row_set.agg("wellbeing", type) is list
    assert row_set.groupby("labour").agg("wellbeing", type)[0] is list


def test_an_unknown_aggregate_names_the_nearest(row_set):
    with pytest.raises(ValueError, match="no aggregate 'meen'; did you mean 'mean'"):
        row_set.agg("wellbeing", "meen")


def test_an_unknown_attribute_is_an_error(row_set):
    with pytest.raises(AttributeError, match="did you mean 'wellbeing'"):
        row_set.get("welbeing")
    with pytest.raises(AttributeError, match="did you mean 'wellbeing'"):
        row_set.set("welbeing", 1.0)
    with pytest.raises(ValueError, match="handle_missing"):
        row_set.get("wellbeing", handle_missing="ignore")


def test_plain_attributes_are_set_agent_by_agent(row_set):
    row_set.set("pos", (1, 2))
    assert row_set[3].pos == (1, 2)


def test_a_set_is_a_sequence(row_set):
    assert row_set[5] is row_set.to_list()[5] is list(row_set)[5]
    assert [agent.row for agent in row_set[2:5]] == [2, 3, 4]
    assert row_set[-1].row == 39
    with pytest.raises(IndexError):
        row_set[40]
    assert row_set.index(row_set[17], 3, 30) == 17
    with pytest.raises(ValueError, match="not in"):
        row_set.select(at_most=3).index(row_set[3])
    with pytest.raises(ValueError, match="not in"):
        row_set.index(row_set[17], 18)


def test_a_set_takes_and_drops_agents(row_set):
    few = row_set.select(at_most=2)
    few.add(row_set[7])
    few.add(row_set[0])
    assert few.get("row") == [0, 1, 7]
    few.remove(row_set[1])
    few.discard(row_set[30])
    assert few.get("row") == [0, 7]
    assert (row_set[7] in few, row_set[1] in few) == (True, False)
    with pytest.raises(KeyError):
        few.remove(row_set[1])
    assert len(row_set) == 40


def test_other_agents_make_it_an_ordinary_set(row_set):
    registry = Registry(row_set._registry.model, Table(Community, 2), Community, 41)
    mixed = row_set.select("volunteer")
    mixed.add(registry.view(1))
    assert mixed.get("unique_id") == [*range(2, 41, 4), 42]
    assert mixed.groupby(type).count() == {Resident: 10, Community: 1}
    assert list(mixed.select(agent_type=Community)) == [registry.view(1)]
    assert (registry.view(1) in mixed, registry.view(0) in mixed) == (True, False)
    assert len(mixed.shuffle(inplace=True).sort("unique_id", inplace=True)) == 11
    assert mixed.index(registry.view(1)) == 0
    assert members(mixed.copy()) == members(mixed)
    with pytest.raises(AttributeError, match="wellbeing"):
        mixed.agg("wellbeing", "mean")
    mixed.discard(registry.view(1))
    assert len(mixed) == 10
    assert len(row_set) == 40


def test_who_leaves_the_model_leaves_every_set(row_set, registry):
    some = row_set.select(at_most=6)
    leaver = some[2]
    registry.remove(leaver)
    assert (len(row_set), len(some)) == (39, 5)
    assert leaver not in row_set
    assert some.get("row") == [0, 1, 3, 4, 5]
    assert row_set.agg("wellbeing", "count") == 39
    row_set.set("wellbeing", 2.0)
    assert registry.table.columns["wellbeing"][2] != 2.0


def test_who_leaves_in_the_middle_is_not_called(row_set, registry):
    called = []

    def push_the_next(agent):
        called.append(agent.row)
        if agent.row + 1 < 40:
            registry.remove(registry.view(agent.row + 1))

    row_set.do(push_the_next)
    assert called == list(range(0, 40, 2))


def test_sets_in_place_do_not_touch_others(row_set):
    first = row_set.copy()
    second = copy.copy(first)
    first.sort("wellbeing", inplace=True)
    first.select("volunteer", inplace=True)
    assert second.get("row") == list(range(40))
    assert len(first) == 10


def test_user_columns_answer_too(row_set, registry):
    registry.table.add_column("calls_made", Column("i4", "calls", "calls made", 1))
    row_set.select("volunteer").set("calls_made", 4)
    assert row_set.agg("calls_made", "sum") == 30 + 40
    assert row_set.groupby("calls_made").count() == {1: 30, 4: 10}
    assert registry.made == 0


def test_a_set_survives_pickling(row_set):
    chosen = row_set.select("employed").shuffle()
    again = pickle.loads(pickle.dumps(chosen))
    assert again.get("key") == chosen.get("key")
    assert members(again.shuffle()) == members(chosen.shuffle())
    assert again._registry is not chosen._registry


def test_an_empty_set_says_so_as_mesa_does(row_set):
    nobody = row_set.select(at_most=0)
    assert (len(nobody), nobody.get("wellbeing"), list(nobody)) == (0, [], [])
    assert nobody.groupby("labour").count() == {}
    assert nobody.agg("wellbeing", "sum") == 0
    assert nobody.agg("wellbeing", operator.not_) is True
