"""What is decided: usual levers, paths and bounds of a user's, the mix of instruments."""

import numpy as np
import pytest

from sanlian_sim.experiments.search.policy_space import Mix, space_of
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.vary import variant

PLACE = "scenarios.linked"


def test_the_usual_levers(experiment):
    space = space_of(experiment, "linked")
    assert space.bounds[f"{PLACE}.delegation.nursing"] == (0, 0.9)
    assert space.bounds[f"{PLACE}.levers.workers_per_10000"] == (0.3, 1.5)
    assert f"{PLACE}.instruments.cut_2" in space.bounds
    point = {name: (low + high) / 2 for name, (low, high) in space.bounds.items()}
    policy = variant(experiment, space.settings(point)).scenario("linked").policy
    assert policy.delegation["nursing"] == pytest.approx(0.45)
    assert policy.levers.platform_level == pytest.approx(0.5)
    assert policy.levers.platform_yuan == pytest.approx(6000)
    assert policy.parameters.instruments["purchase"].monitoring_share > 0
    assert sum(policy.instruments.values()) == pytest.approx(1)


def test_a_scenario_without_workers_or_platform_decides_neither(experiment):
    names = " ".join(space_of(experiment, "same").bounds)
    assert "workers" not in names
    assert "platform" not in names


def test_cuts_drawn_evenly_give_mixes_drawn_evenly():
    mix, rng = Mix("m", ("a", "b", "c", "d")), np.random.default_rng(1)
    shares = np.array([list(mix.shares(cuts).values()) for cuts in rng.random((20_000, 3))])
    assert shares.sum(axis=1) == pytest.approx(1)
    assert shares.mean(axis=0) == pytest.approx(np.full(4, 0.25), abs=0.01)
    # Every share of an even mix of four is Beta(1, 3), of variance 3/80.
    assert shares.var(axis=0) == pytest.approx(np.full(4, 3 / 80), rel=0.05)


def test_own_bounds_and_the_mix(experiment):
    asked = [f"{PLACE}.delegation=0.1:0.5", f"{PLACE}.instruments", f"{PLACE}.rollout.start=0:9"]
    space = space_of(experiment, "linked", asked)
    assert list(space.bounds.values()) == [(0.1, 0.5), (0, 9), (0, 1), (0, 1)]
    point = dict(zip(space.bounds, (0.3, 4.6, 0, 0), strict=True))
    scenario = variant(experiment, space.settings(point)).scenario("linked")
    assert set(scenario.policy.delegation.values()) == {0.3}
    assert scenario.rollout.start == 5
    assert scenario.policy.instruments == {"purchase": 0, "venture": 0, "outsourcing": 1}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (f"{PLACE}.levers.platfrm_level", "did you mean 'platform_level'?"),
        (f"{PLACE}.delegation=0:2", "must lie in [0, 1]"),
        (f"{PLACE}.delegation=0.5:0.2", "bounds must rise"),
        (f"{PLACE}.delegation=many", "must read PATH=LOW:HIGH"),
        (f"{PLACE}.levers.data_sharing=0:1", "must be true or false"),
        (f"{PLACE}.rollout.start", "has no plausible range on record"),
        ("scenarios.link.delegation", "is no part of the policy that is searched"),
        ("parameters.discount_rate", "is no part of the policy that is searched"),
    ],
)
def test_what_is_wrong_is_named(experiment, asked, told):
    good = f"{PLACE}.levers.endorsement"
    with pytest.raises(ExperimentError) as error:
        space_of(experiment, "linked", [asked, good, good])
    assert told in str(error.value)
    assert "is varied twice" in str(error.value)
