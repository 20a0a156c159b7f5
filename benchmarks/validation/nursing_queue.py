"""Nursing by itself, as a queue written without the model's code."""

from typing import NamedTuple

import numpy as np

from sanlian_sim.outcomes.survival import mean_wait, survival
from sanlian_sim.scenario.schema import Parameters

from .status_quo import YEAR, experiment


class Client(NamedTuple):
    """A case of the queue by itself: minutes a week, severity, and weeks."""

    request: int
    severity: float
    end: int
    noticed: int
    listed: int


class Queue:
    """Nursing by itself: cases noticed at a rate, one list, slots of one desk.

    It is written without the model's code so that agreement says something; only the rules are
    the same. ``rate`` is cases noticed and ``minutes`` client time, both per week.
    """

    def __init__(self, rate: float, minutes: float, seed: int) -> None:
        asked = experiment({})
        self.parameters: Parameters = asked.parameters
        self.row = asked.parameters.services["nursing"]
        self.rate, self.minutes = rate, round(minutes)
        self.rng = np.random.default_rng(seed)
        self.slots: list[Client] = []
        self.waiting: list[Client] = []
        self.waits: list[tuple[int, bool]] = []
        self.given = 0

    def simulate(self, warmup: int = 156, weeks: int = 5 * YEAR) -> tuple[float, float]:
        """Return the mean wait in weeks, as the model measures it, and utilisation."""
        for week in range(-warmup, weeks):
            self.slots = [one for one in self.slots if one.end > week]
            stay = [one for one in self.waiting if not self._leaves(one, week)]
            new = (self._client(week) for _ in range(self.rng.poisson(self.rate)))
            self.waiting = sorted([*stay, *new], key=lambda one: -self._priority(one, week))
            self._fill(week)
            if week >= 0:
                self.given += sum(one.request for one in self.slots)
        for one in self.waiting:
            self._log(one, weeks - 1, served=False)
        waited, served = map(np.array, zip(*self.waits, strict=True))
        wait = mean_wait(survival(waited, served))
        return wait, self.given / (self.minutes * weeks)

    def _client(self, week: int) -> Client:
        sigma = self.row.request_sigma
        mean = np.log(60 * self.row.request_mean_hours) - sigma**2 / 2
        most = 60 * self.row.weekly_maximum_hours
        request = int(min(most, max(15, self.rng.lognormal(mean, sigma))) + 0.5)
        severity = self.rng.beta(self.parameters.severity_alpha, self.parameters.severity_beta)
        spell = self.rng.geometric(1 / self.row.duration_weeks)
        # Each of two hand-overs is tried again every week until it does not misroute.
        late = self.rng.geometric(1 - self.parameters.misroute, 2).sum() - 2
        return Client(request, severity, week + spell, week, week + late)

    def _leaves(self, one: Client, week: int) -> bool:
        leaves = one.end <= week or self.rng.random() < self.row.give_up_per_week
        if leaves:
            self._log(one, week - 1, served=False)
        return bool(leaves)

    def _priority(self, one: Client, week: int) -> float:
        return one.severity + (week - one.noticed) / self.parameters.priority_weeks

    def _fill(self, week: int) -> None:
        free, stay = self.minutes - sum(one.request for one in self.slots), []
        declines = self.parameters.decline * (1 - self.parameters.trust_reference)
        for one in self.waiting:
            if one.listed > week or one.request > free:
                stay.append(one)
                continue
            served = self.rng.random() >= declines
            self._log(one, week, served)
            if served:
                free -= one.request
                self.slots.append(one)
        self.waiting = stay

    def _log(self, one: Client, week: int, served: bool) -> None:
        if one.noticed >= 0:
            self.waits.append((max(0, week - one.noticed), served))
