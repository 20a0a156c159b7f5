"""Fitting by sequential Monte Carlo: a posterior that is known, order, seeds."""

import numpy as np
import pytest

from sanlian_sim.experiments.search.smc import NothingFitsError, Plan, fit
from sanlian_sim.experiments.search.varied import Varied

pytest.importorskip("pyabc")
NOISE, ERROR = 0.3, 0.2


def noisy(asked):
    """A normal mean: the parameter and luck that follows from the number of the proposal."""
    luck = [np.random.default_rng(number).normal(0, NOISE) for _, number in asked]
    return np.array([[p[0] + e] for (p, _), e in zip(asked, luck, strict=True)])


def moments_of(found):
    mean = found.weights @ found.parameters
    return mean, np.sqrt(found.weights @ (found.parameters - mean) ** 2)


def test_the_posterior_of_a_normal_mean():
    """Under a wide prior it has the observed mean, and the variances of luck and error together."""
    plan = Plan((Varied("mean", -5, 5),), (1.0,), (ERROR,), particles=200, populations=10)
    found = fit(plan, noisy)
    (mean,), (sd,) = moments_of(found)
    expected = np.hypot(NOISE, ERROR)
    assert found.populations[-1].tolerance == pytest.approx(np.sqrt(3))
    assert mean == pytest.approx(1.0, abs=3 * expected / np.sqrt(found.populations[-1].effective))
    assert sd == pytest.approx(expected, rel=0.2)


def test_particles_stand_beside_their_moments_and_known_parameters_come_back():
    def exact(asked):
        return np.array([[p[0] + p[1], p[0] - p[1]] for p, _ in asked])

    priors = (Varied("a", 0, 10), Varied("b", 0, 10, mode=5))
    found = fit(Plan(priors, (7.0, 3.0), (0.2, 0.2), particles=60, populations=12), exact)
    assert exact([(p, 0) for p in found.parameters]) == pytest.approx(found.moments)
    assert moments_of(found)[0] == pytest.approx([5.0, 2.0], abs=0.15)
    assert found.distances.max() <= found.populations[-1].tolerance


def test_a_fit_follows_from_the_seed_and_every_proposal_has_luck_of_its_own():
    numbers = []

    def watched(asked):
        numbers.extend(number for _, number in asked)
        return noisy(asked)

    def fitted(seed):
        prior = (Varied("mean", -5, 5),)
        return fit(Plan(prior, (1.0,), (ERROR,), particles=20, populations=3, seed=seed), watched)

    before = np.random.get_state()[1].copy()  # noqa: NPY002
    first = fitted(1)
    assert numbers == list(range(first.proposals))
    assert np.array_equal(first.parameters, fitted(1).parameters)
    assert not np.array_equal(first.parameters, fitted(2).parameters)
    assert np.array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_proposals_that_cannot_be_tried_are_refused():
    def half(asked):
        values = noisy(asked)
        values[[p[0] < 1 for p, _ in asked]] = np.nan
        return values

    prior = (Varied("mean", -1, 5),)
    found = fit(Plan(prior, (1.0,), (ERROR,), particles=30, populations=4), half)
    assert found.parameters.min() >= 1

    def never(asked):
        return np.full((len(asked), 1), np.nan)

    with pytest.raises(NothingFitsError):
        fit(Plan(prior, (1.0,), (ERROR,), particles=10, populations=2), never)
