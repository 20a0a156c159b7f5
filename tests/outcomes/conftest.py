"""Two small communities, simulated once, with a copy of everything each week left behind."""

from types import SimpleNamespace

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.world.build import build_world

WEEKS, WARMUP = 60, 53


def scenario_of(arrangement="linked", *, weeks=WEEKS, warmup=WARMUP, baseline="government_led",
                communities=2, population=1400, rollout=None, **settings):  # fmt: skip
    after = {"arrangement": arrangement, "rollout": rollout or {}}
    experiment = Experiment(
        community={"preset": "reference", "communities": communities, "population": population},
        horizon={"weeks": weeks, "warmup": warmup},
        scenarios={"before": {"arrangement": baseline}, "after": after},
        design={"baseline": "before"},
        **settings,
    )
    return experiment.scenario("after")


@pytest.fixture(scope="session")
def make_scenario():
    return scenario_of


def copied(world):
    return SimpleNamespace(
        community=world.community_tally.copy(),
        service=world.service_tally.copy(),
        idle=world.idle_tally.copy(),
        fen=world.register.week_fen.copy(),
        providers=world.providers.rows.copy(),
        ended=np.concatenate(
            [
                world.ended.rows[first : first + count]
                for first, count in zip(world.ended.first[:-1], world.ended.count, strict=True)
            ]
        ),
    )


@pytest.fixture(scope="session")
def simulate():
    def simulate(scenario, seed=3, levels=("total",)):
        world = build_world(scenario, seed)
        recorders = [Recorder(world, level) for level in levels]
        history = []
        while world.week < scenario.horizon.weeks:
            advance(world)
            for recorder in recorders:
                recorder.observe()
            history.append(copied(world))
        return SimpleNamespace(world=world, recorders=recorders, history=history)

    return simulate


@pytest.fixture(scope="session")
def linked(simulate):
    """A linked world that three recorders watched at once."""
    return simulate(scenario_of(), levels=("community", "total", "off"))


@pytest.fixture(scope="session")
def recorder(linked):
    return linked.recorders[0]


@pytest.fixture(scope="session")
def unserved(simulate):
    """The same place, in which nobody is served from week 0."""
    return simulate(scenario_of("no_service", weeks=30)).recorders[0]
