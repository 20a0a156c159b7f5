"""Patterns of the literature and the null, measured over replicates."""

from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import skew
from tests.science.null import outcomes
from tests.science.patterns import (
    exits_after_late_payment,
    share_of_most_served,
    turnover,
    unit_cost_and_use,
    utilisation_and_waits,
)
from tests.science.runs import GOVERNMENT, run, scenario_of, without
from tests.science.test_adoption import adopted

from .page import Page, shown

LOADS = (0.6, 0.75, 0.9, 1.0, 1.1, 1.2)
REACHES = (3.0, 8.0, 20.0, 100.0)
DELAYS = (17, 30, 40, 51)
SHOCK_WEEKS = 104
Pool = Executor


def _replicated(pool: Pool, measure: Callable[..., Any], replicates: int, *given: Any) -> list[Any]:
    return list(pool.map(partial(measure, *given), range(1, replicates + 1)))


def _load(load: float, seed: int) -> tuple[float, float, float]:
    used, waits = utilisation_and_waits(load, seed)
    return float(used), float(waits.mean()), float(skew(waits))


def _minority(seed: int) -> float:
    found = run(scenario_of(GOVERNMENT, people=7640, weeks=260, warmup=104), seed)
    return float(share_of_most_served(found))


def add_patterns(page: Page, pool: Pool, replicates: int) -> dict[str, Any]:
    """Write the figures; return what is drawn."""
    loads = np.array([_replicated(pool, _load, replicates, load) for load in LOADS])
    use = np.array([_replicated(pool, unit_cost_and_use, replicates, reach) for reach in REACHES])
    exits = np.array(
        [_replicated(pool, exits_after_late_payment, replicates, delay) for delay in DELAYS]
    )
    page.table(
        ("load_scale", "client hours used", "mean wait, weeks", "skewness of waits"),
        [[f"{load:g}", *map(shown, found.T)] for load, found in zip(LOADS, loads, strict=True)],
    )
    page.say(
        f"A tenth of residents gets {shown(_replicated(pool, _minority, replicates))} of all hours",
        "of five years. Of organisations' staff,",
        f"{shown(_replicated(pool, turnover, replicates))} are gone after a year in which nobody",
        "is hired (S52: .18 to .20 and more).",
    )
    page.table(
        ("reach of a facility, minutes", "yuan per hour with clients", "hours a year"),
        [[f"{reach:g}", *map(shown, found.T)] for reach, found in zip(REACHES, use, strict=True)],
    )
    page.table(
        ("weeks to payment", "closed after half a year", "after a year", "after two years"),
        [
            [str(delay), *(shown(found[:, week]) for week in (25, 51, 103))]
            for delay, found in zip(DELAYS, exits, strict=True)
        ],
    )
    spread = {"with imitation": adopted(), "without": adopted(without("adoption_diffusion"))}
    return {"loads": loads, "use": use, "exits": exits, "adoption": spread}


def _null(delegation: float, replicate: int) -> tuple[float, float, float]:
    return outcomes(delegation, replicate)


def add_null(page: Page, pool: Pool, replicates: int) -> None:
    """Write what delegation changes where nothing tells the sides apart."""
    government, organisations = (
        np.array(_replicated(pool, _null, replicates, delegation)) for delegation in (0.0, 1.0)
    )
    names = ("unmet hours in three years", "mean wellbeing", "yuan in three years")
    page.table(
        ("outcome", "δ = 0", "δ = 1", "difference"),
        [
            [name, *(shown(part[:, n]) for part in (government, organisations)),
             shown(organisations[:, n] - government[:, n])]
            for n, name in enumerate(names)
        ],
    )  # fmt: skip
