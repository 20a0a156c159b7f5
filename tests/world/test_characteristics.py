import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanlian_sim.randomness import Stream, keys
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.world import characteristics as draws
from sanlian_sim.world.places import resolve_place, whole

(PLACE,) = resolve_place(CommunitySettings(), 1).communities


def members_of(households, seed=1):
    """Members of households given as lists of age bands."""
    size = np.array([len(household) for household in households], dtype=np.int32)
    bands = np.array([band for household in households for band in household], dtype=np.int8)
    return draws.Members(
        key=keys(seed, 0, bands.shape[0]),
        age_band=bands,
        household=np.repeat(np.arange(size.shape[0], dtype=np.int32), size),
        household_key=keys(seed, 2**32, size.shape[0]),
        household_first=(np.cumsum(size) - size).astype(np.int32),
        household_size=size,
    )


MIXED = members_of([[1, 1, 0], [2, 2], [3], [1], [1, 2], [2]] * 400)
households_strategy = st.lists(
    st.lists(st.integers(0, 3), min_size=1, max_size=6), min_size=0, max_size=60
)
shares = st.floats(0.0, 1.0)


def test_first_by_hash_takes_the_smallest_draws_of_the_eligible():
    eligible = MIXED.age_band == 1
    some = draws.first_by_hash(3, Stream.PERSON_FLAGS, 0, MIXED.key, eligible, 10)
    more = draws.first_by_hash(3, Stream.PERSON_FLAGS, 0, MIXED.key, eligible, 50)
    assert some.sum() == 10
    assert more.sum() == 50
    assert not (some & ~more).any()
    assert not (more & ~eligible).any()
    everybody = draws.first_by_hash(3, Stream.PERSON_FLAGS, 0, MIXED.key, eligible, 10**6)
    assert (everybody == eligible).all()


def test_fitting_meets_every_margin_and_keeps_the_odds():
    table = draws.fitted_flags(
        ((30, 0), (500, 60), (150, 40), (10, 20)), ((30, 0), (550, 10), (170, 20), (20, 10)), 25
    )
    assert table.sum(axis=(2, 3)) == pytest.approx(
        np.array([(30, 0), (500, 60), (150, 40), (10, 20)]), abs=1e-6
    )
    assert table.sum(axis=(1, 3))[:, 1] == pytest.approx([0, 10, 20, 10], abs=1e-6)
    assert table[..., 1].sum() == pytest.approx(25)
    odds = table[1:, :, :, 1] / table[1:, :, :, 0]
    assert odds[1] / odds[0] == pytest.approx(np.array([[1.5, 1.0]] * 2), rel=1e-6)
    assert odds[0, :, 1] / odds[0, :, 0] == pytest.approx(1.5, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(households_strategy, shares, shares, st.integers(0, 5))
def test_disabled_quotas_are_exact_in_every_age_band(households, older, adult, seed):
    members = members_of(households)
    place = dataclasses.replace(
        PLACE, disabled_80_plus=older, disabled_60_79=older, disabled_15_59=adult
    )
    disabled = draws.draw_disabled(members, place, seed)
    for band, share in enumerate((0.0, adult, older, older)):
        of_age = members.age_band == band
        assert disabled[of_age].sum() == whole(int(of_age.sum()) * share)


@settings(max_examples=60, deadline=None)
@given(households_strategy, shares, st.integers(0, 5))
def test_low_income_falls_on_whole_households_up_to_the_quota(households, share, seed):
    members = members_of([*households, [1], [2], [1], [1], [2], [1]])
    place = dataclasses.replace(PLACE, low_income=share)
    low = draws.draw_low_income(members, np.zeros(members.key.shape[0], dtype=bool), place, seed)
    assert (low == members.any_in_household(low)).all()
    wanted = whole(members.key.shape[0] * share)
    assert low.sum() <= wanted
    assert wanted - low.sum() < 6


def test_low_income_is_more_frequent_among_older_and_disabled():
    place = dataclasses.replace(PLACE, low_income=0.10)
    members = members_of([[1], [2]] * 3_000)
    disabled = np.zeros(6_000, dtype=bool)
    disabled[:2_000:2] = True
    low = np.mean([draws.draw_low_income(members, disabled, place, s) for s in range(20)], axis=0)
    plain = low[2_000::2].mean()
    assert low[1::2].mean() / plain == pytest.approx(1.45, abs=0.12)
    assert low[:2_000:2].mean() / plain == pytest.approx(1.45, abs=0.15)


def test_bereaved_are_old_and_live_without_a_younger_adult():
    place = dataclasses.replace(PLACE, bereaved=0.05)
    bereaved = draws.draw_bereaved(MIXED, place, 1)
    assert bereaved.sum() == whole(0.05 * MIXED.key.shape[0])
    assert (MIXED.age_band[bereaved] >= 2).all()
    assert not MIXED.any_in_household(MIXED.age_band == 1)[bereaved].any()


def test_education_and_income_have_exact_shares_among_adults():
    education = draws.draw_education(MIXED, 1)
    income = draws.draw_income_class(
        MIXED, education, np.zeros(MIXED.key.shape[0], dtype=bool), 0.4, 1
    )
    adults = MIXED.age_band > 0
    assert np.bincount(education[adults]).tolist() == [1_260, 1_440, 900]
    assert np.bincount(income[adults]).tolist() == [720] * 5


def test_children_have_the_education_and_income_of_their_adult():
    education = draws.draw_education(MIXED, 1)
    income = draws.draw_income_class(
        MIXED, education, np.zeros(MIXED.key.shape[0], dtype=bool), 0.4, 1
    )
    children = np.flatnonzero(MIXED.age_band == 0)
    assert (education[children] == education[children - 2]).all()
    assert (income[children] == income[children - 2]).all()


def test_a_child_without_an_adult_has_a_class_of_its_own():
    members = members_of([[0], [0, 0]])
    assert draws.draw_education(members, 1).shape == (3,)


@pytest.mark.parametrize(("correlation", "expected"), [(0.0, 0.0), (0.4, 0.36), (-0.4, -0.36)])
def test_income_is_correlated_with_education(correlation, expected):
    members = members_of([[1]] * 8_000)
    education = draws.draw_education(members, 2)
    income = draws.draw_income_class(members, education, np.zeros(8_000, bool), correlation, 2)
    assert np.corrcoef(education, income)[0, 1] == pytest.approx(expected, abs=0.04)


def test_income_follows_an_education_that_is_given():
    members = members_of([[1]] * 8_000)
    education = np.repeat(np.array([2, 0], dtype=np.int8), 4_000)
    income = draws.draw_income_class(members, education, np.zeros(8_000, bool), 0.4, 2)
    assert income[:4_000].mean() > income[4_000:].mean() + 0.5


def test_low_income_is_the_lowest_class():
    low = np.zeros(MIXED.key.shape[0], dtype=bool)
    low[MIXED.household % 3 == 0] = True
    education = draws.draw_education(MIXED, 1)
    assert (draws.draw_income_class(MIXED, education, low, 0.4, 1)[low] == 0).all()


def test_labour_force_and_unemployment_are_exact():
    disabled = np.zeros(MIXED.key.shape[0], dtype=bool)
    disabled[MIXED.household < 300] = True
    labour = draws.draw_labour(MIXED, disabled, 0.836, 0.40, 0.055, 1)
    working = MIXED.age_band == 1
    for group, rate in ((working & ~disabled, 0.836), (working & disabled, 0.40)):
        assert (labour[group] > 0).sum() == whole(int(group.sum()) * rate)
    assert (labour[~working] == 0).all()
    assert (labour == 2).sum() == whole(int((labour > 0).sum()) * 0.055)


def test_volunteers_are_a_share_of_all_residents_aged_15_to_79():
    volunteers = draws.draw_volunteers(MIXED, PLACE, 1)
    assert volunteers.sum() == whole(0.046 * MIXED.key.shape[0])
    assert set(MIXED.age_band[volunteers].tolist()) == {1, 2}
