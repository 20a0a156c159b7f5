"""Social ties between residents of different households, as compressed rows.

Links are made between households, most of them within the grid, where households stand on a ring
(after the small worlds of Watts & Strogatz 1998), the others in proportion to lognormal weights;
each link ties some pairs of members. Members of one household are a clique, which is added when
the network is exported and not stored.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.special import ndtri

from sanlian_sim.randomness import Stream, draw, fold, geometric, stream_state, to_unit, uniforms
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.world.places import Place
from sanlian_sim.world.population import Population
from sanlian_sim.world.state import AgeBand

if TYPE_CHECKING:
    import networkx

Rows = NDArray[np.int32]
Starts = NDArray[np.int64]
Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]

_DRAWS_PER_LINK: Final = 3
_PARTNER_STREAM: Final = int(Stream.TIE_PARTNER)
_PERSON_STREAM: Final = int(Stream.TIE_PERSON)
_CHILD: Final = int(AgeBand.CHILD)


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Ties of n residents to residents of other households, each stored in both directions.

    Parameters
    ----------
    start : array of int64, shape (n + 1,)
        Resident i's ties are ``partner[start[i]:start[i + 1]]``.
    partner : array of int32
        Rows of partners, ascending for each resident.
    """

    start: Starts
    partner: Rows

    @property
    def degree(self) -> Starts:
        """Number of ties of each resident."""
        return np.diff(self.start)


def synthetic_ties(
    population: Population, place: Place, world_seed: int, parameters: Parameters
) -> Ties:
    """Draw the ties of a population.

    Parameters
    ----------
    population : Population
        Residents and households.
    place : Place
        Gives each community's sub-district and mean weight of ties.
    world_seed : int
        Seed of the world.
    parameters : Parameters
        Uses the ``tie_`` parameters.

    Returns
    -------
    Ties
        Only residents of 15 and more have ties.
    """
    reach = _reach(population, place)
    weight = _household_weights(population, place, world_seed, parameters)
    rounding = uniforms(world_seed, int(Stream.TIE_DEGREE), population.household_key, 1)
    source, target = _linked(
        world_seed,
        population.household_key,
        np.floor(weight / 2.0 + rounding).astype(np.int32),
        np.concatenate([[0.0], np.cumsum(weight)]),
        reach,
        _layer_limits(parameters),
        1.0 / parameters.tie_ring_mean,
    )
    start, partner = _compressed(source, target, population.households)
    return Ties(
        *_person_ties(
            world_seed,
            parameters.tie_member_probability,
            start,
            partner,
            population.household_first,
            population.household_size,
            population.household,
            population.age_band,
            population.key,
        )
    )


def _layer_limits(parameters: Parameters) -> Floats:
    """Cumulative shares of links in the grid, the community and the sub-district."""
    shares = np.array(
        [
            parameters.tie_grid,
            parameters.tie_community,
            parameters.tie_sub_district,
            parameters.tie_elsewhere,
        ]
    )
    limits: Floats = np.cumsum(shares)[:3]
    return limits


def _rings(population: Population) -> NDArray[np.int64]:
    """Grid of each household, counted through all communities."""
    community = population.household_community
    grid = population.grid[population.household_first]
    begins = np.zeros(population.households, dtype=np.int64)
    begins[1:] = (np.diff(community) != 0) | (np.diff(grid) != 0)
    return np.cumsum(begins)


def _reach(population: Population, place: Place) -> NDArray[np.int32]:
    """First and last + 1 household of each household's grid, community, sub-district, place."""
    community = population.household_community
    sub_district = np.array([c.sub_district for c in place.communities], dtype=np.int64)
    everywhere = np.zeros(population.households, dtype=np.int64)
    reach = np.empty((population.households, 4, 2), dtype=np.int32)
    labels: tuple[NDArray[Any], ...] = (
        _rings(population),
        community,
        sub_district[community],
        everywhere,
    )
    for layer, label in enumerate(labels):
        counts = np.bincount(label)
        ends = np.cumsum(counts)
        reach[:, layer, 0] = (ends - counts)[label]
        reach[:, layer, 1] = ends[label]
    return reach


def _household_weights(
    population: Population, place: Place, world_seed: int, parameters: Parameters
) -> Floats:
    """Links expected of each household, begun and received: lognormal around the place's mean."""
    community = population.household_community
    grid = population.grid[population.household_first]
    grids = np.zeros(len(place.communities), dtype=np.int64)
    np.maximum.at(grids, community, grid + 1)
    mean = np.array([c.tie_weight for c in place.communities], dtype=np.float64)
    new_quarter = np.array([c.tie_weight_new_quarter for c in place.communities])
    sigma = parameters.tie_sigma
    normal = ndtri(uniforms(world_seed, int(Stream.TIE_DEGREE), population.household_key, 0))
    weight: Floats = mean[community] * np.exp(sigma * normal - sigma**2 / 2.0)
    weight *= np.where(2 * grid >= grids[community], new_quarter[community], 1.0)
    weight *= np.where(population.household_size == 1, parameters.tie_single_factor, 1.0)
    return weight


@njit(cache=True, nogil=True)
def _linked(
    seed: int,
    key: Keys,
    begun: Rows,
    before: Floats,
    reach: NDArray[np.int32],
    limits: Floats,
    ring_step: float,
) -> tuple[Rows, Rows]:
    """Households that begin a link, and with whom; a link without anybody in reach is not made.

    ``before`` (h + 1) is the weight of all households before each, ``ring_step`` the success
    probability of the geometric distance on the ring.
    """
    state = stream_state(seed, _PARTNER_STREAM)
    source = np.empty(begun.sum(), dtype=np.int32)
    target = np.empty(source.shape[0], dtype=np.int32)
    made = 0
    for household in range(key.shape[0]):
        near = reach[household]
        for link in range(begun[household]):
            occasion = _DRAWS_PER_LINK * link
            layer = int(np.searchsorted(limits, draw(state, key[household], occasion)))
            while layer > 0 and _around(before, near, layer) <= 0.0:
                layer -= 1
            if layer == 0 and near[0, 1] - near[0, 0] < 2:
                continue
            u = draw(state, key[household], occasion + 1)
            if layer > 0:
                partner = _by_weight(before, near, layer, u)
            else:
                forward = draw(state, key[household], occasion + 2) < 0.5
                distance = geometric(u, ring_step) if forward else -geometric(u, ring_step)
                partner = _on_ring(household, near[0, 0], near[0, 1], distance)
            source[made] = household
            target[made] = partner
            made += 1
    return source[:made], target[:made]


@njit(cache=True, inline="always")
def _around(before: Floats, near: NDArray[np.int32], layer: int) -> float:
    """Weight of the households in a layer's range that are not in the next smaller one's."""
    left = before[near[layer - 1, 0]] - before[near[layer, 0]]
    return float(left + (before[near[layer, 1]] - before[near[layer - 1, 1]]))


@njit(cache=True, inline="always")
def _on_ring(household: int, low: int, high: int, distance: int) -> int:
    """Household ``distance`` places away on the ring of its grid, never itself."""
    others = high - low - 1
    step = 1 + (abs(distance) - 1) % others
    place = household - low + (step if distance > 0 else others + 1 - step)
    return low + place % (others + 1)


@njit(cache=True, inline="always")
def _by_weight(before: Floats, near: NDArray[np.int32], layer: int, u: float) -> int:
    """Household of a layer, the next smaller one left out, in proportion to weight."""
    low, high = near[layer, 0], near[layer, 1]
    inner_low, inner_high = near[layer - 1, 0], near[layer - 1, 1]
    left = before[inner_low] - before[low]
    x = u * _around(before, near, layer)
    if inner_high == high or (low < inner_low and x < left):
        found = np.searchsorted(before, before[low] + x, side="right") - 1
        return int(min(max(found, low), inner_low - 1))
    found = np.searchsorted(before, before[inner_high] + x - left, side="right") - 1
    return int(min(max(found, inner_high), high - 1))


@njit(cache=True, nogil=True)
def _person_ties(
    seed: int,
    probability: float,
    link_start: Starts,
    linked: Rows,
    first: Rows,
    size: Rows,
    household: Rows,
    age_band: NDArray[np.int8],
    key: Keys,
) -> tuple[Starts, Rows]:
    """Tie pairs of members of 15 and more of linked households; count first, then fill."""
    state = stream_state(seed, _PERSON_STREAM)
    start = np.zeros(key.shape[0] + 1, dtype=np.int64)
    partner = np.empty(0, dtype=np.int32)
    for filling in range(2):
        tie = 0
        for person in range(key.shape[0]):
            own = household[person]
            for other in linked[link_start[own] : link_start[own + 1]]:
                for friend in range(first[other], first[other] + size[other]):
                    adults = min(age_band[person], age_band[friend]) > _CHILD
                    if adults and _pair_draw(state, key[person], key[friend]) < probability:
                        if filling:
                            partner[tie] = friend
                        tie += 1
            start[person + 1] = tie
        if not filling:
            partner = np.empty(tie, dtype=np.int32)
    return start, partner


@njit(cache=True, inline="always")
def _pair_draw(state: np.uint64, a: np.uint64, b: np.uint64) -> float:
    """Draw of a pair of residents, the same from either side."""
    return to_unit(fold(fold(state, min(a, b)), max(a, b)))


def ties_from_edges(
    a: NDArray[Any], b: NDArray[Any], n: int, household: Rows | None = None
) -> Ties:
    """Ties from a list of undirected edges; duplicates are merged.

    Parameters
    ----------
    a, b : array of int, shape (m,)
        Rows of the two residents of each edge, in either order.
    n : int
        Number of residents.
    household : array of int, shape (n,), optional
        Household of each resident; edges within a household are left out.

    Raises
    ------
    ValueError
        If an edge names a row outside 0 to n - 1 or ties a resident to itself.
    """
    a, b = np.asarray(a), np.asarray(b)
    outside = (np.minimum(a, b) < 0) | (np.maximum(a, b) >= n)
    for wrong, rule in ((outside, f"residents are rows 0 to {n - 1}"), (a == b, "no self-ties")):
        if wrong.any():
            edge = int(np.argmax(wrong))
            raise ValueError(f"edge {edge} ({a[edge]}, {b[edge]}): {rule}")
    if household is not None:
        apart = household[a] != household[b]
        a, b = a[apart], b[apart]
    return Ties(*_compressed(a.astype(np.int32), b.astype(np.int32), n))


def _compressed(a: Rows, b: Rows, n: int) -> tuple[Starts, Rows]:
    """Compressed rows of undirected edges: both directions, sorted, duplicates merged."""
    once = np.ones(2 * a.shape[0], dtype=np.bool_)
    rows = coo_array((once, (np.concatenate([a, b]), np.concatenate([b, a]))), shape=(n, n)).tocsr()
    rows.sum_duplicates()
    return rows.indptr.astype(np.int64), rows.indices.astype(np.int32, copy=False)


def social_graph(population: Population, ties: Ties) -> "networkx.Graph[int]":
    """Network of all residents with household members as cliques.

    Returns
    -------
    networkx.Graph
        Nodes are rows of residents; every edge has ``household`` True or False.
    """
    import networkx

    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(population.residents))
    source = np.repeat(np.arange(population.residents), ties.degree)
    once = source < ties.partner
    graph.add_edges_from(
        zip(source[once].tolist(), ties.partner[once].tolist(), strict=True), household=False
    )
    members = zip(
        population.household_first.tolist(), population.household_size.tolist(), strict=True
    )
    for first, size in members:
        rows = range(first, first + size)
        graph.add_edges_from(((i, j) for i in rows for j in rows if i < j), household=True)
    return graph


def ties_from_graph(graph: "networkx.Graph[int]", population: Population) -> Ties:
    """Ties of a network whose nodes are rows of residents; edges within households are left out.

    Raises
    ------
    ValueError
        If a node is no row of the population or tied to itself.
    """
    edges = np.array(list(graph.edges()), dtype=np.int64).reshape(-1, 2)
    return ties_from_edges(
        edges[:, 0], edges[:, 1], population.residents, household=population.household
    )
