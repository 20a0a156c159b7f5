"""The governance and service layers as graphs."""

import networkx
import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.world.build import build_world
from sanlian_sim.world.graphs import governance_graph, service_graph
from sanlian_sim.world.state import ProviderKind, Side, Stage


@pytest.fixture(scope="module")
def world():
    experiment = Experiment(
        community={"preset": "reference", "communities": 2, "population": 1500},
        horizon={"warmup": 0, "weeks": 20},
        scenarios={
            "a": {"arrangement": "embedded", "delegation": 0.9},
            "b": {"arrangement": "linked", "delegation": 0.9},
        },
        parameters={"edge_hours": 0.1, "entry_per_year": 1, "exit_per_year": 4},
        design={"baseline": "a"},
    )
    world = build_world(experiment.scenario("b"), 3)
    for _ in range(20):
        advance(world)
    return world


def test_hierarchy_is_a_tree_with_every_committee_two_steps_from_the_bureau(world):
    graph = governance_graph(world)
    assert networkx.is_tree(graph)
    distance = networkx.shortest_path_length(graph, ("bureau", 0))
    assert {distance["committee", c] for c in range(2)} == {2}
    grids = [node for node in graph if node[0] == "grid"]
    assert len(grids) >= 2


def test_linked_keeps_edges_between_all_institutions(world):
    graph = service_graph(world)
    organisations = np.count_nonzero(world.organisations.alive)
    kept = [pair for *pair, kind in graph.edges(data="kind") if kind == "kept"]
    assert len(kept) == 2 * organisations + organisations * (organisations - 1) // 2


def test_only_the_living_are_in_the_network(world):
    alive = world.organisations.alive
    assert 0 < np.count_nonzero(alive) < len(alive)
    nodes = {number for kind, number in service_graph(world) if kind == "organisation"}
    assert nodes == set(np.flatnonzero(alive).tolist())


def test_every_station_worker_has_one_employer(world):
    graph = service_graph(world)
    for n in range(len(world.workers)):
        kinds = [kind for *_, kind in graph.edges(("worker", n), data="kind")]
        assert kinds == ["employment"]


def test_clients_are_the_residents_whom_organisations_serve(world):
    cases = world.cases.rows[world.cases.open_rows()]
    served = cases[(cases["stage"] == Stage.IN_SERVICE) & (cases["side"] == Side.SOCIAL)]
    kinds = world.providers.rows["kind"][served["provider"]]
    by_organisations = set(served["resident"][kinds == ProviderKind.ORGANISATION].tolist())
    graph = service_graph(world)
    clients = {node[1] for node in graph if node[0] == "resident"}
    assert by_organisations <= clients <= set(served["resident"].tolist())
    assert by_organisations
