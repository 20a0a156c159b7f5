"""Expected need of a place, and the hours that meet it.

Staffing is solved from need (equation S1): client hours of a service are its expected offered
load divided by the service's target load, with the residents of this world and the baseline's
parameters. They are computed once per world and are the same in every scenario.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.scenario.schema import Parameters
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.care import can_care
from sanlian_sim.world.rules import JOB_LOSS, LIMITATION, MINUTES, base_hazard
from sanlian_sim.world.state import Labour
from sanlian_sim.world.world import World

NOTICED_AT_MEAN_SEVERITY: Final = 0.944
"""Mean chance of notice over its value at severity 1/2, for severity Beta(2, 2.5): 0.5 + 4/9."""

_CARERS: Final = 3


@dataclass(frozen=True)
class ExpectedNeed:
    """Weekly expectations by community and service, each of shape (communities, services).

    Attributes
    ----------
    client_minutes : float array
        Offered load in client minutes per week.
    noticed : float array
        Cases noticed per week.
    """

    client_minutes: NDArray[np.float64]
    noticed: NDArray[np.float64]


def care_after_family(parameters: Parameters) -> NDArray[np.float64]:
    """Return, for 0, 1 and 2 or more able carers, P(r >= minimum) and E[r | r >= minimum].

    The residual r = min(entitlement, H - family(H)) of a lognormal need H is integrated over
    2,001 equally probable points; shape (3, 2), r in hours per week.
    """
    z = norm.ppf((np.arange(2001) + 0.5) / 2001)
    need = np.exp(np.log(parameters.limitation_median_hours) + parameters.limitation_sigma * z)
    need = np.minimum(parameters.limitation_cap_hours, need)
    limit = parameters.carer_limit_hours
    kin = np.minimum(parameters.kin_share * need, limit)
    out = np.zeros((_CARERS, 2))
    for carers in range(_CARERS):
        shared = np.minimum(parameters.family_share * need, limit * carers)
        residual = np.minimum(parameters.entitlement_hours, need - (shared if carers else kin))
        open_case = residual >= parameters.minimum_request_hours
        out[carers, 0] = open_case.mean()
        out[carers, 1] = residual[open_case].mean() if open_case.any() else 0.0
    return out


@kernel
def _add_expected(
    world: Any, now: Now, residual: Any, client_hours: Any,
    noticed: Any, start: int, end: int,
) -> None:  # fmt: skip
    rule, services = world.rule[0], world.services
    for c in range(start, end):
        community = world.communities[c]
        for i in range(community.first_resident, community.first_resident + community.residents):
            for k in range(services.shape[0]):
                found, hours = _expected_of(world, rule, services[k], c, i, residual)
                noticed[c, k] += found
                client_hours[c, k] += found * hours


@inner
def _expected_of(
    world: Any, rule: Any, service: Any, c: int, i: int, residual: Any
) -> tuple[float, float]:
    """Cases noticed per week and client hours of each, of one resident (equation S1)."""
    leaves = service.pass_per_week
    notice = service.noticed_probability * NOTICED_AT_MEAN_SEVERITY
    if service.trigger == JOB_LOSS:
        opened = 0.0
        if world.labour[i] != Labour.OUTSIDE:
            opened = rule.want_job_help * rule.job_loss_per_week
        leaves = rule.job_find_per_week
    else:
        opened = onset_rate(world, rule, service, c, i)
    hours = service.request_mean_hours
    if service.continuing:
        leaves = 1.0 / service.duration_weeks
        hours *= service.duration_weeks
        if service.trigger == LIMITATION:
            chance, weekly = _after_family(world, rule, service, c, i, residual)
            opened *= rule.accept_formal * chance
            hours = service.duration_weeks * weekly
    else:
        opened *= 1.0 + service.repeat_share
    found = opened * notice / (notice + leaves) if notice > 0.0 else 0.0
    return found, hours


@inner
def _after_family(
    world: Any, rule: Any, service: Any, c: int, i: int, residual: Any
) -> tuple[float, float]:
    """Chance that a limitation leaves a case, and its hours, over who may be able to care.

    Each other member able to care may be limited at the time, with the stationary probability;
    in couples of older people that often leaves nobody.
    """
    household = world.households[world.household[i]]
    none, one = 1.0, 0.0
    for m in range(household.first_row, household.first_row + household.size):
        if m == i or not can_care(world, m):
            continue
        limited = min(1.0, service.duration_weeks * onset_rate(world, rule, service, c, m))
        one = one * limited + none * (1.0 - limited)
        none *= limited
    several = 1.0 - none - one
    chance = none * residual[0, 0] + one * residual[1, 0] + several * residual[2, 0]
    hours = none * residual[0, 0] * residual[0, 1] + one * residual[1, 0] * residual[1, 1]
    hours += several * residual[2, 0] * residual[2, 1]
    return chance, hours / chance if chance > 0.0 else 0.0


@inner
def onset_rate(world: Any, rule: Any, service: Any, c: int, i: int) -> float:
    """Rate at which cases of a service open; those merged into an open spell are left out."""
    rate = base_hazard(
        service, rule.hazard_cap, world.age_band[i], world.disabled[i],
        world.low_income[i], world.bereaved[i], world.living_alone[i],
    )  # fmt: skip
    if service.friction:
        rate *= (1.0 + world.communities[c].friction) / (1.0 + rule.friction_reference)
    if service.continuing:
        rate /= 1.0 + rate * service.duration_weeks
    return float(rate)


def expected_need(world: World) -> ExpectedNeed:
    """Return the expected need of all residents, with the baseline's parameters."""
    shape = (len(world.communities), len(world.services))
    client, noticed = np.zeros(shape), np.zeros(shape)
    residual = care_after_family(world.scenario.baseline.parameters)
    world.run(_add_expected, residual, client, noticed)
    return ExpectedNeed(client * MINUTES, noticed)
