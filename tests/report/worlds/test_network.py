"""The picture of a world shows everybody and every institution, by rules alone."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

import sanlian_sim as sl
from sanlian_sim.report.worlds.places import edges_of, places_of
from sanlian_sim.report.worlds.plot_network import network


@pytest.fixture(scope="module")
def world():
    experiment = sl.Experiment(
        community={"population": 900, "communities": 5},
        scenarios={"linked": {"arrangement": "linked"}},
        design={"baseline": "linked"},
    )
    with sl.SanlianModel(experiment.scenario("linked"), seed=1) as model:
        yield model.world


def test_residents_do_not_lie_over_each_other(world):
    points = places_of(world).residents
    apart, _ = cKDTree(points).query(points, k=2)
    assert apart[:, 1].min() > 0.5


def test_communities_do_not_overlap(world):
    places = places_of(world)
    centres = np.array([places.nodes["committee", c] for c in range(5)])
    nearest = cKDTree(centres).query(places.residents)[1]
    assert (nearest == world.residents.community).all()


def test_every_institution_has_a_place_and_every_edge_two_ends(world):
    nodes = places_of(world).nodes
    kinds = [kind for kind, _ in nodes]
    assert kinds.count("committee") == 5
    assert kinds.count("organisation") == int(world.organisations.rows["alive"].sum())
    assert kinds.count("worker") == len(world.workers)
    edges = edges_of(world)
    assert len(edges["statute"]) == 5
    assert edges["kept"]
    assert all(end in nodes for pairs in edges.values() for pair in pairs for end in pair)


def test_equal_worlds_give_equal_bytes_and_small_files(world, tmp_path):
    sizes = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.png"
        network(world).savefig(path, metadata={"Software": None})
        sizes.append(path.read_bytes())
    assert sizes[0] == sizes[1]
    assert len(sizes[0]) < 2_000_000
