"""Runs of small worlds, and what the tests of this folder read off them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import t

from sanlian_sim.dynamics.week import advance
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.flows import Category
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.state import AgeBand

SERVICES = (
    "life_care", "nursing", "medical", "comfort", "counselling", "employment", "mediation",
)  # fmt: skip
GOVERNMENT = {"arrangement": "government_led"}
LINKED = {"arrangement": "linked"}
EMBEDDED = {"arrangement": "embedded"}
FISCAL = [category for category in Category if category.fiscal]


def without(mechanism):
    return {mechanism: False}


def every_service(**values):
    """The same value of some fields in all services."""
    return {name: dict(values) for name in SERVICES}


def experiment(after, before=None, *, weeks=104, warmup=52, people=2000, **sections):
    """Return an experiment of two scenarios, ``before`` the baseline and ``after`` the policy."""
    sections.setdefault("community", {"population": people})
    return Experiment(
        horizon={"weeks": weeks, "warmup": warmup},
        scenarios={"before": before or after, "after": after},
        design={"baseline": "before", "closure": "as_is"},
        **sections,
    )


def scenario_of(after, before=None, **settings):
    return experiment(after, before, **settings).scenario("after")


@dataclass
class Run:
    """A world at its last week, and the recorder that watched it."""

    recorder: Recorder

    @property
    def world(self):
        return self.recorder.world

    @property
    def series(self):
        return self.recorder.series.counted

    @cached_property
    def cases(self):
        """Log of the cases that ended in counted weeks or are open."""
        return self.recorder.cases()

    def total(self, series):
        """Sum over counted weeks of a series of communities, or of services over all of them."""
        if isinstance(series, CommunitySeries):
            return float(self.series.community[:, series].sum())
        return float(self.series.service[:, :, series].sum())

    def row(self, service):
        return self.world.services.index(service)

    def waits(self, service=None):
        """Weeks from notice to the first hour of the cases that got one."""
        log = self.cases
        chosen = (log["noticed"] >= 0) & (log["first_served"] >= log["noticed"])
        if service is not None:
            chosen &= log["service"] == self.row(service)
        return (log["first_served"] - log["noticed"])[chosen]

    @property
    def noticed(self):
        """Case-weeks latent, and cases noticed, of all services."""
        return self.total(ServiceSeries.LATENT), self.total(ServiceSeries.NOTICED)

    @property
    def unmet_hours(self):
        return self.total(ServiceSeries.UNMET) / MINUTES

    @property
    def wellbeing(self):
        """Mean over counted weeks of residents of 15 and more."""
        adults = np.count_nonzero(self.world.residents.age_band != AgeBand.CHILD)
        return self.total(CommunitySeries.WELLBEING_SUM) / adults / self.series.weeks

    @property
    def yuan(self):
        """What government pays in all."""
        return float(self.series.fen[:, FISCAL].sum()) / 100

    @property
    def communication_yuan(self):
        return float(self.series.fen[:, [Category.COMMUNICATION, Category.EDGES]].sum()) / 100


def run(scenario, seed=1, *, world_seed=None, prepare=None):
    """Simulate a scenario over its whole horizon; ``prepare`` may change the world at its start."""
    world = build_world(scenario, seed, world_seed=world_seed)
    if prepare is not None:
        prepare(world)
    recorder = Recorder(world, "total")
    while world.week < scenario.horizon.weeks:
        advance(world)
        recorder.observe()
    return Run(recorder)


def watch(scenario, see, seed=1):
    """What ``see`` finds in a world at the end of every week, as an array."""
    world, found = build_world(scenario, seed), []
    while world.week < scenario.horizon.weeks:
        advance(world)
        found.append(see(world))
    return np.array(found)


def last_world(scenario, seed=1):
    """A world at its last week, which nobody records."""
    world = build_world(scenario, seed)
    while world.week < scenario.horizon.weeks:
        advance(world)
    return world


def teams(world):
    """Rows of the teams and facilities that hold a contract."""
    rows = world.providers.rows[world.teams]
    return rows[rows["open"]]


def half_width(values, level):
    """Half of the width of a t interval of the mean of independent values."""
    n = len(values)
    return np.std(values, ddof=1) / np.sqrt(n) * t.ppf(0.5 + level / 2, n - 1)
