import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from sanlian_sim.world.households import (
    MEMBERS,
    OLD_COUPLE_SHARE,
    ONE_PERSON_SHARE,
    REFERENCE_SHARES,
    Composition,
    age_quotas,
    household_counts,
    household_shares,
    without_adult_share,
)

SIZE = MEMBERS.sum(axis=1)
OLDER = MEMBERS[:, 2] + MEMBERS[:, 3]
ALONE = (SIZE == 1) & (OLDER == 1)
REFERENCE = Composition((0.105, 0.615, 0.242, 0.038), 0.14, 2.29)
JINHONG = Composition((0.097708, 0.572292, 0.28, 0.05), 0.18, 2.29)


def targets(shares):
    older = shares @ OLDER
    return {
        "mean": shares @ SIZE,
        "ages": shares @ MEMBERS / (shares @ SIZE),
        "alone": shares @ ALONE / older,
        "one_person": shares @ (SIZE == 1),
        "old_couples": 2 * shares @ ((SIZE == 2) & (OLDER == 2)) / older,
    }


@st.composite
def compositions(draw):
    older = draw(st.floats(0.0, 0.5))
    oldest = older * draw(st.floats(0.0, 0.4))
    child = (1.0 - older) * draw(st.floats(0.0, 0.3))
    ages = (child, 1.0 - older - child, older - oldest, oldest)
    return Composition(ages, draw(st.floats(0.0, 0.35)), draw(st.floats(2.1, 2.5)))


def test_the_table_itself_holds_the_reference_targets():
    assert REFERENCE_SHARES.sum() == pytest.approx(1.0)
    held = targets(REFERENCE_SHARES)
    assert held["mean"] == pytest.approx(2.29, abs=0.002)
    assert held["ages"] == pytest.approx(REFERENCE.ages, abs=0.001)
    assert held["alone"] == pytest.approx(0.14, abs=0.001)


def test_the_reference_keeps_the_table():
    assert np.array(household_shares(REFERENCE)) == pytest.approx(REFERENCE_SHARES, abs=0.001)


@pytest.mark.parametrize("composition", [REFERENCE, JINHONG])
def test_targets_are_met(composition):
    held = targets(np.array(household_shares(composition)))
    assert held["mean"] == pytest.approx(2.29, abs=1e-4)
    assert held["ages"] == pytest.approx(composition.ages, abs=1e-4)
    assert held["alone"] == pytest.approx(composition.alone_60_plus, abs=1e-4)
    assert held["one_person"] == pytest.approx(ONE_PERSON_SHARE, abs=1e-3)
    assert held["old_couples"] == pytest.approx(OLD_COUPLE_SHARE, abs=1e-3)


def test_no_other_shares_with_the_same_targets_are_nearer_to_the_table():
    shares = np.array(household_shares(JINHONG))
    conditions = np.column_stack(
        [np.ones(SIZE.shape[0]), MEMBERS, ALONE, SIZE == 1, (SIZE == 2) & (OLDER == 2)]
    ).astype(float)

    def divergence(candidate):
        return float(candidate @ np.log(candidate / REFERENCE_SHARES))

    nearest = minimize(
        divergence,
        REFERENCE_SHARES,
        bounds=[(1e-9, 1.0)] * SIZE.shape[0],
        constraints={"type": "eq", "fun": lambda x: (x - shares) @ conditions},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    assert nearest.success
    assert divergence(shares) <= nearest.fun + 1e-6
    assert nearest.x == pytest.approx(shares, abs=1e-3)


@settings(max_examples=80, deadline=None)
@given(compositions(), st.integers(0, 3_000))
def test_residents_of_every_age_are_exact(composition, residents):
    counts = np.array(household_counts(residents, composition))
    quotas = age_quotas(residents, composition.ages)
    assert (counts >= 0).all()
    assert (counts @ MEMBERS).tolist() == quotas.tolist()
    assert quotas.sum() == residents
    assert np.abs(quotas - residents * np.array(composition.ages)).max() < 1.0 + 1e-6


@settings(max_examples=80, deadline=None)
@given(compositions(), st.integers(200, 3_000))
def test_those_living_alone_are_exact_and_types_near_their_shares(composition, residents):
    counts = np.array(household_counts(residents, composition))
    older = int(counts @ OLDER)
    assert abs(counts @ ALONE - composition.alone_60_plus * older) <= 0.5 + 1e-6
    shares = np.array(household_shares(composition))
    assert np.abs(counts - shares * residents / (shares @ SIZE)).max() < 3


@pytest.mark.parametrize(
    ("residents", "composition", "members"),
    [
        (0, REFERENCE, []),
        (1, REFERENCE, [[0, 1, 0, 0]]),
        (1, Composition((0.0, 0.4, 0.6, 0.0), 0.0, 1.9), [[0, 0, 1, 0]]),
        (2, Composition((0.45, 0.5, 0.05, 0.0), 0.0, 2.29), [[1, 1, 0, 0]]),
    ],
)
def test_the_smallest_communities_have_households(residents, composition, members):
    counts = np.array(household_counts(residents, composition))
    assert np.repeat(MEMBERS, counts, axis=0).tolist() == members


@pytest.mark.parametrize(
    ("ages", "alone", "size", "message"),
    [
        ((0.5, 0.4, 0.1, 0.0), 0.1, 2.29, r"share_0_14 = 0\.5.*cannot exceed share_15_59 = 0\.4"),
        ((0.1, 0.6, 0.2, 0.2), 0.1, 2.29, "must sum to 1"),
        ((0.1, 0.7, 0.3, -0.1), 0.1, 2.29, "none negative"),
        ((0.1, 0.6, 0.2, 0.1), 1.2, 2.29, r"alone_60_plus must lie in \[0, 1\]; got 1\.2"),
    ],
)
def test_a_contradictory_composition_is_refused(ages, alone, size, message):
    with pytest.raises(ValueError, match=message):
        Composition(ages, alone, size)


@pytest.mark.parametrize("size", [1.2, 4.0])
def test_an_unreachable_mean_size_names_the_sizes_that_can_be_reached(size):
    with pytest.raises(ValueError, match=r"mean_household = .*; sizes from 1\.\d+ to 3\.\d+ can"):
        household_shares(Composition(REFERENCE.ages, 0.14, size))


def test_only_old_residents_can_be_so_old_and_alone_as_they_fit():
    with pytest.raises(ValueError, match=r"sizes from 1\.75 to 1\.75 can"):
        household_shares(Composition((0.0, 0.0, 0.8, 0.2), 0.14, 2.29))
    shares = np.array(household_shares(Composition((0.0, 0.0, 0.8, 0.2), 0.14, 1 / 0.57)))
    assert targets(shares)["alone"] == pytest.approx(0.14, abs=1e-3)


def test_old_residents_without_an_adult_are_alone_or_in_couples():
    shares = np.array(household_shares(REFERENCE))
    held = targets(shares)
    expected = (held["alone"] + held["old_couples"]) * (REFERENCE.ages[2] + REFERENCE.ages[3])
    assert without_adult_share(REFERENCE) == pytest.approx(expected, abs=1e-4)
