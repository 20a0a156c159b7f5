import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.world.places import Place, resolve_place, whole
from sanlian_sim.world.population import Population, even_grids, synthetic_population

PARAMETERS = Parameters()
COLUMNS = [field.name for field in dataclasses.fields(Population)]


def place_of(*residents, **figures):
    (community,) = resolve_place(CommunitySettings(figures=figures), 1).communities
    communities = (
        dataclasses.replace(community, residents=count, name=f"c{index}")
        for index, count in enumerate(residents)
    )
    return Place("test", ("only",), tuple(communities))


def same(a, b):
    return all((getattr(a, name) == getattr(b, name)).all() for name in COLUMNS)


@pytest.fixture(scope="module")
def reference():
    return synthetic_population(place_of(7_640), 1, PARAMETERS)


def test_the_reference_has_the_stated_households(reference):
    assert reference.residents == 7_640
    assert reference.residents / reference.households == pytest.approx(2.29, abs=0.005)
    assert (reference.household_size == 1).mean() == pytest.approx(0.29, abs=0.003)
    assert reference.living_alone[reference.age_band >= 2].mean() == pytest.approx(0.14, abs=5e-4)


def test_the_reference_has_the_stated_composition(reference):
    assert np.bincount(reference.age_band).tolist() == [802, 4_699, 1_849, 290]
    disabled = [reference.disabled[reference.age_band == band].sum() for band in range(4)]
    assert disabled == [0, 80, 157, 87]
    assert reference.low_income.sum() == 99
    assert reference.bereaved.sum() == 23
    assert reference.volunteer.sum() == 351
    force = (reference.labour > 0).sum()
    assert force == whole(4_619 * 0.836) + 32
    assert (reference.labour == 2).sum() == whole(force * 0.055)


def test_counts_do_not_vary_with_the_seed(reference):
    other = synthetic_population(place_of(7_640), 2, PARAMETERS)
    assert not same(reference, other)
    for name in ("age_band", "disabled", "low_income", "bereaved", "labour", "volunteer"):
        assert (np.bincount(getattr(reference, name)) == np.bincount(getattr(other, name))).all()
    assert (np.sort(reference.household_size) == np.sort(other.household_size)).all()


def test_the_same_seed_gives_the_same_bytes(reference):
    again = synthetic_population(place_of(7_640), 1, PARAMETERS)
    assert same(reference, again)
    assert [getattr(reference, name).dtype for name in COLUMNS] == [
        getattr(again, name).dtype for name in COLUMNS
    ]


def test_a_community_does_not_depend_on_the_others():
    alone = synthetic_population(place_of(300), 1, PARAMETERS)
    among = synthetic_population(place_of(300, 500), 1, PARAMETERS)
    other = synthetic_population(place_of(300, 70, 90), 1, PARAMETERS)
    for name in ("key", "age_band", "disabled", "education", "labour", "volunteer", "grid"):
        assert (getattr(among, name)[:300] == getattr(alone, name)).all()
        assert (getattr(other, name)[:300] == getattr(alone, name)).all()


def test_keys_are_unique_and_differ_between_communities():
    population = synthetic_population(place_of(400, 400), 1, PARAMETERS)
    everything = np.concatenate([population.key, population.household_key])
    assert np.unique(everything).shape[0] == everything.shape[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 1_500), max_size=5), st.integers(0, 2**40))
def test_residents_lie_by_community_grid_and_household(residents, seed):
    population = synthetic_population(place_of(*residents), seed, PARAMETERS)
    assert np.diff(population.community_first).tolist() == residents
    order = np.lexsort((population.household, population.grid, population.community))
    assert (order == np.arange(population.residents)).all()
    sizes = np.bincount(population.household, minlength=population.households)
    assert (sizes == population.household_size).all()
    assert (population.household_first == np.cumsum(sizes) - sizes).all()
    community = population.household_community[population.household]
    assert (community == population.community).all()
    first = population.community_first_household
    assert (
        np.diff(first) == np.bincount(population.household_community, minlength=len(residents))
    ).all()
    assert (population.living_alone == (sizes == 1)[population.household]).all()
    grid_of_household = population.grid[population.household_first]
    assert (grid_of_household[population.household] == population.grid).all()


@pytest.mark.parametrize("residents", [(), (0,), (1,), (0, 1, 0), (2, 0)])
def test_the_smallest_places_have_a_population(residents):
    population = synthetic_population(place_of(*residents), 1, PARAMETERS)
    assert population.residents == sum(residents)
    for name in COLUMNS:
        assert getattr(population, name).ndim == 1


@pytest.mark.parametrize(
    ("households", "grids"), [(0, 0), (1, 1), (300, 1), (449, 1), (450, 2), (3_336, 11)]
)
def test_grids_hold_about_three_hundred_households(households, grids):
    grid = even_grids(households, 300.0)
    assert np.unique(grid).shape[0] == grids
    if grids:
        assert grid[-1] == grids - 1
        assert np.ptp(np.bincount(grid)) <= 1


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"bereaved": 0.2}, r"community 'c0': bereaved = 0\.2 exceeds 0\.12"),
        ({"active_volunteers": 0.9}, r"active_volunteers = 0\.9 exceeds 0\.857"),
        (
            {"share_0_14": 0.5, "share_15_59": 0.4, "share_60_79": 0.1, "share_80_plus": 0.0},
            "share_0_14 = 0.5",
        ),
        ({"alone_60_plus": 1.0, "share_60_79": 0.6}, "mean_household = 2.29 cannot be reached"),
    ],
)
def test_contradictory_targets_are_refused_by_name(figures, message):
    with pytest.raises(ValueError, match=message):
        synthetic_population(place_of(500, **figures), 1, PARAMETERS)


def test_a_place_without_old_residents_or_children_is_possible():
    figures = {"share_0_14": 0.0, "share_15_59": 1.0, "share_60_79": 0.0, "share_80_plus": 0.0}
    population = synthetic_population(place_of(500, bereaved=0.0, **figures), 1, PARAMETERS)
    assert (population.age_band == 1).all()
