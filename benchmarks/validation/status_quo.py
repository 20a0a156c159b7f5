"""The status quo at central values, and what was expected of it before it was simulated.

Expected values come from arithmetic and a simulation of independent queues, made before the model
and without its families, ties, routes and repeat cases.
"""

from collections.abc import Mapping
from typing import Any

from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.schema import Experiment
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
