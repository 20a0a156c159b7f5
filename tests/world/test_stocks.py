"""How a world starts: levels, open cases and who serves them."""

import numpy as np
import pytest

from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import NEVER, AgeBand, ProviderKind, Side, Stage


def world_of(parameters=None, *, people=4000, delegation=0.5, seed=1, world_seed=None):
    asked = Experiment(
        community={"population": people, "communities": 1},
        horizon={"weeks": 4, "warmup": 2},
        parameters=parameters or {},
        scenarios={"one": {"arrangement": "linked", "delegation": delegation}},
        design={"baseline": "one", "closure": "as_is"},
    )
    return build_world(asked.scenario("one"), seed, world_seed=world_seed)


@pytest.mark.parametrize(
    ("mean", "sd", "shapes"),
    [(5.8, 2.2, (2.339, 1.694)), (5.0, 1.0, (2.339, 1.694)), (5.0, 1.5, (6.0, 6.0))],
)
def test_wellbeing_starts_with_the_stated_mean_and_spread(mean, sd, shapes):
    world = world_of(
        {
            "wellbeing_mean": mean, "wellbeing_sd": sd,
            "wellbeing_beta_a": shapes[0], "wellbeing_beta_b": shapes[1],
        }
    )  # fmt: skip
    wellbeing = world.residents.wellbeing[world.residents.age_band != AgeBand.CHILD]
    assert wellbeing.mean() == pytest.approx(mean, abs=4 * sd / np.sqrt(len(wellbeing)))
    assert wellbeing.std() == pytest.approx(sd, rel=0.04)


def test_without_spread_only_circumstances_tell_residents_apart():
    world = world_of({"wellbeing_sd": 0})
    assert np.ptp(world.residents.baseline_wellbeing) == 0
    assert 0 < world.residents.wellbeing.std() < 0.5


@pytest.fixture(scope="module")
def served():
    """Cases in service at the start, with the services and providers they belong to."""
    better = {name: {"quality_social": 0.91} for name in ("life_care", "nursing", "employment")}
    world = world_of({"services": better})
    cases = world.cases.rows[world.cases.open_rows()]
    cases = cases[cases["stage"] == Stage.IN_SERVICE]
    return world, cases, world.rows_in_force[1][cases["service"]]


def test_served_cases_have_the_quality_of_who_serves_them(served):
    world, cases, services = served
    providers = world.providers.rows[cases["provider"]]
    assert np.array_equal(providers["side"], cases["side"])
    volunteers = providers["kind"] == ProviderKind.VOLUNTEERS
    social = providers["side"] == Side.SOCIAL
    assert (cases["quality"][social & ~volunteers] == 0.91).sum() > 10
    expected = np.where(social, services["quality_social"], services["quality_government"])
    expected = np.where(volunteers, services["quality_volunteer"], expected)
    assert np.array_equal(cases["quality"], expected)
    assert np.array_equal(cases["covered"], np.where(services["continuing"], expected, 0.0))


def test_only_continuing_service_is_to_be_reported_again(served):
    world, cases, services = served
    assert (cases["next_event"][~services["continuing"]] == NEVER).all()
    weeks = cases["next_event"][services["continuing"]] - world.week
    assert (~services["continuing"]).sum() > 3
    assert 1 <= weeks.min() < weeks.max() <= 13


def test_a_case_without_a_slot_waits_as_if_it_had_never_been_served(served):
    world, _, _ = served
    cases = world.cases.rows[world.cases.open_rows()]
    waiting = cases[cases["stage"] == Stage.QUEUED]
    assert len(waiting) > 3
    assert (waiting["next_event"] == NEVER).all()
    assert not waiting["quality"].any()
    assert not waiting["covered"].any()


def test_open_cases_belong_to_the_place_and_not_to_the_replicate():
    one, two, other = (
        world_of(people=600, seed=seed, world_seed=place)
        for seed, place in ((1, 9), (2, 9), (1, 8))
    )
    held = [world.cases.rows[world.cases.open_rows()].tolist() for world in (one, two, other)]
    assert held[0] == held[1] != held[2]
    assert not np.array_equal(one.calendar, two.calendar)
