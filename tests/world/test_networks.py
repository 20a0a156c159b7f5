import dataclasses

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import skew

from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.world.networks import (
    social_graph,
    synthetic_ties,
    ties_from_edges,
    ties_from_graph,
)
from sanlian_sim.world.places import Place, resolve_place
from sanlian_sim.world.population import synthetic_population

PARAMETERS = Parameters()
SEEDS = range(6)


def place_of(*communities, sub_districts=1, **figures):
    """Place of communities given as residents or (residents, sub-district)."""
    (base,) = resolve_place(CommunitySettings(figures=figures), 1).communities
    pairs = [pair if isinstance(pair, tuple) else (pair, 0) for pair in communities]
    made = tuple(
        dataclasses.replace(base, residents=residents, sub_district=district)
        for residents, district in pairs
    )
    return Place("test", tuple(f"s{number}" for number in range(sub_districts)), made)


def world(place, seed=1, **parameters):
    chosen = Parameters(**{**PARAMETERS.model_dump(include=set(parameters)), **parameters})
    population = synthetic_population(place, seed, chosen)
    return population, synthetic_ties(population, place, seed, chosen)


def sources(ties):
    return np.repeat(np.arange(ties.degree.shape[0]), ties.degree)


@pytest.fixture(scope="module")
def references():
    return [world(place_of(7_640), seed) for seed in SEEDS]


def adult_degrees(population, ties):
    return ties.degree[population.age_band > 0]


def test_mean_degree_outside_the_household(references):
    degrees = [adult_degrees(*pair).mean() for pair in references]
    assert np.mean(degrees) == pytest.approx(8.2, abs=0.25)


def test_those_living_alone_have_fewer_ties(references):
    degrees = [ties.degree[population.living_alone].mean() for population, ties in references]
    assert np.mean(degrees) == pytest.approx(6.8, abs=0.35)


def test_degrees_are_skewed_to_the_right(references):
    percentiles = [np.percentile(adult_degrees(*pair), [1, 50, 99]) for pair in references]
    assert np.mean(percentiles, axis=0) == pytest.approx([1, 7, 25], abs=1)
    assert np.mean([skew(adult_degrees(*pair)) for pair in references]) == pytest.approx(
        1.6, abs=0.3
    )


def test_few_have_no_tie_at_all(references):
    none = [(adult_degrees(*pair) == 0).mean() for pair in references]
    assert np.mean(none) == pytest.approx(0.006, abs=0.002)


def test_clustering_with_household_cliques(references):
    population, ties = references[0]
    adults = np.flatnonzero(population.age_band > 0).tolist()
    clustering = nx.average_clustering(social_graph(population, ties), nodes=adults)
    assert clustering == pytest.approx(0.27, abs=0.015)


def test_ties_follow_the_world_seed(references):
    population, ties = references[0]
    again = synthetic_ties(population, place_of(7_640), SEEDS[0], PARAMETERS)
    other = synthetic_ties(population, place_of(7_640), 99, PARAMETERS)
    assert (ties.start == again.start).all()
    assert (ties.partner == again.partner).all()
    assert ties.partner.tobytes() != other.partner.tobytes()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2)), max_size=5),
    st.integers(0, 2**40),
)
def test_rows_are_symmetric_sorted_and_between_adults_of_two_households(communities, seed):
    place = place_of(*sorted(communities, key=lambda pair: pair[1]), sub_districts=3)
    population, ties = world(place, seed)
    assert ties.start.shape == (population.residents + 1,)
    assert ties.start[0] == 0
    assert ties.start[-1] == ties.partner.shape[0]
    source, partner = sources(ties), ties.partner
    assert (population.household[source] != population.household[partner]).all()
    assert (population.age_band[source] > 0).all()
    pairs = set(zip(source.tolist(), partner.tolist(), strict=True))
    assert len(pairs) == partner.shape[0]
    assert {(b, a) for a, b in pairs} == pairs
    for row in range(population.residents):
        own = partner[ties.start[row] : ties.start[row + 1]]
        assert (np.diff(own) > 0).all()


def test_links_that_leave_the_grid_reach_the_stated_layers():
    place = place_of(*[(3_000, i // 3) for i in range(9)], sub_districts=3)
    population, ties = world(place)
    a, b = sources(ties), ties.partner
    grid = population.community * 1_000 + population.grid
    outside = grid[a] != grid[b]
    # Links within the grid coincide more often, so fewer than .60 of the ties stay there.
    assert 0.50 < 1.0 - outside.mean() < 0.60
    here = population.community[a] == population.community[b]
    near = population.community[a] // 3 == population.community[b] // 3
    assert (here & outside).sum() / outside.sum() == pytest.approx(0.75, abs=0.02)
    assert (near & ~here).sum() / outside.sum() == pytest.approx(0.20, abs=0.02)
    assert (~near).sum() / outside.sum() == pytest.approx(0.05, abs=0.015)


def only(layer):
    layers = ("tie_grid", "tie_community", "tie_sub_district", "tie_elsewhere")
    return {name: float(name == layer) for name in layers}


def test_a_layer_with_nobody_else_falls_back_to_the_next_smaller():
    one = place_of(2_000)
    _, elsewhere = world(one, **only("tie_elsewhere"))
    _, community = world(one, **only("tie_community"))
    assert elsewhere.partner.tobytes() == community.partner.tobytes()
    small = place_of(400)
    _, beyond = world(small, **only("tie_sub_district"))
    _, grid = world(small, **only("tie_grid"))
    assert beyond.partner.tobytes() == grid.partner.tobytes()


def test_links_elsewhere_leave_the_sub_district():
    place = place_of((600, 0), (600, 0), (600, 1), sub_districts=2)
    population, ties = world(place, **only("tie_elsewhere"))
    district = population.community // 2
    assert (district[sources(ties)] != district[ties.partner]).all()


def test_partners_beyond_the_grid_are_chosen_by_weight():
    population, ties = world(place_of(6_000), tie_single_factor=0.2, **only("tie_community"))
    grown = population.age_band > 0
    alone = ties.degree[population.living_alone & grown].mean()
    shared = ties.degree[~population.living_alone & grown].mean()
    assert alone / shared == pytest.approx(0.2, abs=0.05)


@pytest.mark.parametrize("residents", [0, 1, 2, 3])
def test_nobody_in_reach_means_no_tie(residents):
    population, ties = world(place_of(residents), seed=3)
    assert ties.degree.shape == (residents,)
    if population.households < 2:
        assert ties.partner.shape == (0,)


def test_the_new_quarter_has_fewer_ties():
    population, ties = world(place_of(7_640, tie_weight_new_quarter=0.5))
    old = population.grid * 2 < population.grid.max() + 1
    assert ties.degree[~old].mean() < 0.75 * ties.degree[old].mean()


def test_no_weight_no_ties():
    _, ties = world(place_of(500, tie_weight=0.0))
    assert ties.partner.shape == (0,)


@pytest.mark.parametrize(("probability", "share"), [(0.0, 0.0), (1.0, 1.0)])
def test_members_of_linked_households_are_tied_with_the_stated_probability(probability, share):
    population, ties = world(place_of(900), tie_member_probability=probability)
    home = population.household
    links = set(zip(home[sources(ties)].tolist(), home[ties.partner].tolist(), strict=True))
    adults = np.bincount(home, population.age_band > 0, population.households)
    assert ties.partner.shape[0] == share * sum(adults[a] * adults[b] for a, b in links)


def test_edges_are_merged_in_both_directions():
    ties = ties_from_edges(np.array([0, 2, 2, 0]), np.array([1, 0, 0, 2]), 4)
    assert ties.start.tolist() == [0, 2, 3, 4, 4]
    assert ties.partner.tolist() == [1, 2, 0, 0]
    assert ties.start.dtype == np.int64
    assert ties.partner.dtype == np.int32


def test_edges_within_a_household_are_left_out():
    household = np.array([0, 0, 1], dtype=np.int32)
    ties = ties_from_edges(np.array([0, 1]), np.array([1, 2]), 3, household=household)
    assert ties.degree.tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([0, 1], [1, 1], r"edge 1 \(1, 1\): no self-ties"),
        ([0], [4], r"edge 0 \(0, 4\): residents are rows 0 to 3"),
        ([0, -1], [1, 2], r"edge 1 \(-1, 2\)"),
    ],
)
def test_impossible_edges_are_named(a, b, message):
    with pytest.raises(ValueError, match=message):
        ties_from_edges(np.array(a), np.array(b), 4)


def test_no_edges_no_residents():
    nobody = ties_from_edges(np.empty(0, dtype=int), np.empty(0, dtype=int), 0)
    assert nobody.start.tolist() == [0]
    assert ties_from_edges(np.empty(0, int), np.empty(0, int), 3).degree.tolist() == [0, 0, 0]


def test_the_graph_has_households_as_cliques_and_gives_the_ties_back():
    population, ties = world(place_of(400))
    graph = social_graph(population, ties)
    assert graph.number_of_nodes() == 400
    size = population.household_size
    inside = [pair for *pair, home in graph.edges.data("household") if home]
    assert len(inside) == (size * (size - 1) // 2).sum()
    assert all(population.household[a] == population.household[b] for a, b in inside)
    assert graph.number_of_edges() == len(inside) + ties.partner.shape[0] // 2
    back = ties_from_graph(graph, population)
    assert (back.start == ties.start).all()
    assert (back.partner == ties.partner).all()


def test_a_graph_with_unknown_nodes_is_refused():
    population, _ = world(place_of(60))
    with pytest.raises(ValueError, match="rows 0 to 59"):
        ties_from_graph(nx.Graph([(0, 60)]), population)
    assert ties_from_graph(nx.Graph(), population).partner.shape == (0,)
