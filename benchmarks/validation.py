"""The status quo at central values beside what was expected of it, as Markdown tables.

Expected values come from arithmetic and a simulation of independent queues, made before the model
and without its families, ties, routes and repeat cases. Run ``python benchmarks/validation.py``;
with ``--checks`` it also sets mechanisms to neutral values and shows how figures move, and
simulates nursing once more as a queue by itself.
"""

import argparse
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sanlian_sim.outcomes.survival import mean_wait, survival
from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.schema import Experiment, Parameters
from sanlian_sim.simulation.result import Result
from sanlian_sim.simulation.run import run

WAITS = {
    "life_care": 1.7, "nursing": 1.6, "medical": 0.2, "comfort": 1.2,
    "counselling": 1.6, "employment": 1.2, "mediation": 1.2,
}  # fmt: skip
STOCKS = {
    "life_care": (3, 1, 78), "nursing": (2, 1, 22), "medical": (33, 3, 25), "comfort": (36, 2, 101),
    "counselling": (22, 2, 7), "employment": (9, 4, 7), "mediation": (4, 2, 3),
}  # fmt: skip
UTILISATION = {
    "life_care": 0.95, "nursing": 0.92, "medical": 0.89, "comfort": 0.97,
    "counselling": 0.93, "employment": 0.95, "mediation": 0.88,
}  # fmt: skip
STAGES = ("latent", "queued", "in_service")
YEAR = 52
WHOLE, LAST = "whole horizon", "last counted year"

Key = tuple[str, str, str]
"""A figure: its name, the service ("" for all) and the period."""


def _parameters(**values: Any) -> dict[str, Any]:
    return {"parameters": values}


def _services(**rows: Mapping[str, Any]) -> dict[str, Any]:
    return _parameters(services=rows)


_RELIEVED = ("life_care", "employment", "mediation")
_REPEATED = ("medical", "counselling", "employment", "mediation")
_STAYING = {
    name: {"give_up_per_week": 0.0} | ({"volunteer_order": 0} if name in _RELIEVED else {})
    for name in WAITS
}

CHECKS: tuple[tuple[str, dict[str, Any], dict[str, tuple[str, ...]]], ...] = (
    (
        "no hand-over misroutes",
        _parameters(misroute=0.0, misroute_across=0.0),
        {"wait": ("medical", "counselling", "nursing", "employment", "mediation")},
    ),
    (
        "volunteers relieve nobody",
        _services(**{name: {"volunteer_order": 0} for name in _RELIEVED}),
        {"wait": _RELIEVED, "utilisation": _RELIEVED, "queued": _RELIEVED},
    ),
    (
        "nobody gives up, declines or is relieved",
        _parameters(decline=0.0, services=_STAYING),
        {"utilisation": ("nursing", "counselling", "employment", "mediation")},
    ),
    (
        "no repeat cases, and no staff for them",
        _services(**{name: {"repeats": False, "repeat_share": 0.0} for name in _REPEATED}),
        {"wait": _REPEATED},
    ),
    (
        "all requests for nursing of one size",
        _services(nursing={"request_distribution": "fixed"}),
        {"wait": ("nursing",), "utilisation": ("nursing",)},
    ),
    (
        "nursing staffed for 3 % more cases",
        _services(nursing={"load": 0.927}),
        {"wait": ("nursing",), "utilisation": ("nursing",), "in_service": ("nursing",)},
    ),
    (
        "life care staffed as if every carer were able",
        _services(life_care={"load": 1.045}),
        {"wait": ("life_care",), "in_service": ("life_care",), "fiscal_cost": ("",)},
    ),
    (
        "four times the residents",
        {"community": {"preset": "reference", "population": 4 * 7640}},
        {"wait": tuple(WAITS), "utilisation": tuple(WAITS), "escalations": ("",)},
    ),
    (
        "nobody reports more readily because ties were helped",
        _parameters(response_peers=0.0),
        {"latent": tuple(WAITS)},
    ),
    (
        "visits begun before the warm-up last a week",
        _services(medical={"mean_service_weeks": 1.0}),
        {"wait": ("medical",), "in_service": ("medical",)},
    ),
    (
        "no patience: grievance from the first week of waiting",
        _parameters(grievance_wait_weeks=0),
        {"escalations": ("",)},
    ),
    ("no memory of grievance", _parameters(grievance_memory=0.0), {"escalations": ("",)}),
    ("no grievance by waiting", _parameters(grievance_waiting=0.0), {"escalations": ("",)}),
    ("no grievance by disputes", _parameters(grievance_dispute=0.0), {"escalations": ("",)}),
    ("grievance does not spread", _parameters(grievance_spread=0.0), {"escalations": ("",)}),
    ("severity does not grow", _parameters(growth_scale=0.0), {"gain": ("",)}),
    ("environment without weight", _parameters(beta_environment=0.0), {"gain": ("",)}),
    (
        "disputes without weight in the environment",
        _parameters(environment_mediation=0.0, environment_built=0.6),
        {"gain": ("",)},
    ),
    ("neither", _parameters(growth_scale=0.0, beta_environment=0.0), {"gain": ("",)}),
    (
        "neither, and help finds no jobs",
        _parameters(growth_scale=0.0, beta_environment=0.0, job_find_help=1.0),
        {"gain": ("",)},
    ),
)
"""What is changed, how, and the services (or "") whose figures are to move, by figure."""


def experiment(sections: Mapping[str, Any]) -> Experiment:
    """One community of 7,640 residents at central values, but for the sections given."""
    return Experiment(
        **{"community": {"preset": "reference"}} | dict(sections),
        scenarios={
            "status_quo": {"arrangement": "government_led"},
            "none": {"arrangement": "no_service"},
        },
        design={"baseline": "status_quo"},
    )


def replicate(sections: Mapping[str, Any], compared: bool, number: int) -> dict[Key, float]:
    """Figures of one replicate; against no service only if they are asked for."""
    asked = experiment(sections)
    seed = replicate_seed(asked.design.seed, number)
    result = run(asked.scenario("status_quo"), seed=seed, replicate=number)
    found = _summary(result) | _series(result)
    if compared:
        found |= _gain(result, run(asked.scenario("none"), seed=seed, replicate=number))
    return found


def _summary(result: Result) -> dict[Key, float]:
    found = {}
    for service in WAITS:
        found["wait", service, WHOLE] = result.value("mean_wait", service=service)
        found["utilisation", service, WHOLE] = result.value("utilisation", service=service)
    for period, suffix in ((WHOLE, ""), (LAST, "_last_year")):
        found["fiscal_cost", "", period] = result.value(f"fiscal_cost{suffix}")
    return found


def _series(result: Result) -> dict[Key, float]:
    """Figures that weekly series give, for the whole horizon and for its last year."""
    weekly = result.weekly
    weekly = weekly[weekly["community"] == -1]
    end = weekly["week"].max() + 1
    found = {}
    for period, start in ((WHOLE, 0), (LAST, end - YEAR)):
        cut = weekly[weekly["week"] >= start]
        mean = cut.groupby(["series", "service"], observed=True)["value"].sum() / (end - start)
        for service in WAITS:
            direct = mean["direct_government", service] + mean["direct_social", service]
            found["client minutes", service, period] = direct + mean["idle", service]
            found["noticed", service, period] = mean["noticed", service]
            found["wait of the served", service, period] = (
                mean["wait_sum", service] / mean["started", service]
            )
            found["utilisation with volunteers", service, period] = (
                direct / found["client minutes", service, period]
            )
            for stage in STAGES:
                found[stage, service, period] = mean[stage, service]
            found["in service or closed", service, period] = (
                mean["in_service", service] + mean["closed", service]
            )
        yearly = 1000 * YEAR * mean["escalations", ""]
        found["escalations", "", period] = yearly / result.value("residents")
    return found


def _gain(result: Result, none: Result) -> dict[Key, float]:
    """WELLBYs per 10,000 resident-years that the status quo is ahead, not discounted."""
    difference = result.value("wellbys") - none.value("wellbys")
    discount = result.value("wellbys") / result.value("wellbeing") / 1e4
    last = result.value("wellbys_last_year") - none.value("wellbys_last_year")
    return {("gain", "", WHOLE): difference / discount, ("gain", "", LAST): last}


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


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=40)
    parser.add_argument("--checks", action="store_true")
    asked = parser.parse_args()
    # Once, before two processes would both compile.
    replicate({}, False, 0)
    with ProcessPoolExecutor(2) as pool:

        def simulate(sections: Mapping[str, Any], compared: bool) -> pd.DataFrame:
            one = partial(replicate, sections, compared)
            return pd.DataFrame(list(pool.map(one, range(asked.replicates))))

        found = simulate({}, True)
        print(f"{asked.replicates} replicates; measured: mean (standard error)\n")
        _expected_table(found)
        _reckoned_table(found)
        if asked.checks:
            _head("check", "figure", "as it is", "changed", "difference")
            for name, sections, moved in CHECKS:
                changed = simulate(sections, "gain" in moved)
                _check_rows(name, moved, found, changed)
            _queue_table(found)


def _expected_table(found: pd.DataFrame) -> None:
    _head("figure", "expected", WHOLE, LAST)
    for service, expected in WAITS.items():
        label = f"{service}: weeks from notice to first hour"
        _row(label, f"{expected:g}", _both(found, "wait", "wait of the served", service))
    for service, expected in UTILISATION.items():
        both = _both(found, "utilisation", "utilisation with volunteers", service)
        _row(f"{service}: utilisation", f"{expected:g}", both)
    for service, stocks in STOCKS.items():
        for stage, stock in zip(STAGES, stocks, strict=True):
            label = f"{service}: {stage.replace('_', ' ')}"
            _row(label, f"{stock}", _both(found, stage, stage, service))
    for label, expected, name in (
        ("fiscal cost, yuan per resident-year", 292, "fiscal_cost"),
        ("escalations per 1,000 residents and year", 2, "escalations"),
        ("WELLBYs per 10,000 against no service, undiscounted", 95, "gain"),
    ):
        _row(label, f"{expected}", _both(found, name, name, ""))


def _reckoned_table(found: pd.DataFrame) -> None:
    """What the last year is reckoned by, and who is in service in a week, whole horizon."""
    names = ("wait of the served", "utilisation with volunteers", "in service or closed")
    _head("whole horizon", *names)
    for service in WAITS:
        _row(service, *([_shown(found[name, service, WHOLE])] for name in names))


def _check_rows(
    name: str, moved: Mapping[str, Iterable[str]], found: pd.DataFrame, changed: pd.DataFrame
) -> None:
    for figure, services in moved.items():
        for service in services:
            for period in (WHOLE, LAST) if figure == "gain" else (WHOLE,):
                key = (figure, service, period)
                label = " ".join(part for part in (service, figure, period) if part)
                before, after = found[key], changed[key]
                _row(name, label, [_shown(one) for one in (before, after, after - before)])


def _queue_table(found: pd.DataFrame) -> None:
    """Nursing in the model and by itself, with its mean cases noticed and client minutes."""
    rate, minutes = (found[name, "nursing", WHOLE].mean() for name in ("noticed", "client minutes"))
    alone = [Queue(rate, minutes, seed).simulate() for seed in range(5 * len(found))]
    _head("nursing", "in the model", "by itself")
    for n, name in enumerate(("wait", "utilisation")):
        values = pd.Series([one[n] for one in alone])
        _row(name, [_shown(found[name, "nursing", WHOLE]), _shown(values)])


def _both(found: pd.DataFrame, whole: str, last: str, service: str) -> list[str]:
    return [_shown(found[whole, service, WHOLE]), _shown(found[last, service, LAST])]


def _head(*titles: str) -> None:
    print("\n| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")


def _row(*cells: "str | list[str]") -> None:
    flat = [part for cell in cells for part in ([cell] if isinstance(cell, str) else cell)]
    print("| " + " | ".join(flat) + " |")


def _shown(values: "pd.Series[float]") -> str:
    error = values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():.3g} ({error:.2g})"


if __name__ == "__main__":
    main()
