"""Initial slots: served cases are given to providers while their hours last; the rest waits."""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.state import NEVER, NOT_YET, Side, Stage
from sanlian_sim.world.world import World


def fill_providers(world: World) -> None:
    """Put the initial cases in service into slots."""
    delegation = world.delegation(world.scenario.baseline)
    world.run(_fill_providers, delegation, world.world_seed, by="sub_district")


@kernel
def _fill_providers(
    world: Any, now: Now, delegation: Any, seed: int,
    start: int, end: int,
) -> None:  # fmt: skip
    """Give served cases to providers in row order while their hours last; the rest waits."""
    rule, services = world.rule[0], world.services
    left = np.zeros(world.providers.shape[0])
    for j in range(start, end):
        for c in range(world.first_community[j], world.first_community[j + 1]):
            _set_team_hours(world, rule, services, c, delegation, left)
        for k in range(services.shape[0]):
            _set_hours(world, j, k, delegation[k], left)
        for c in range(world.first_community[j], world.first_community[j + 1]):
            for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
                case = world.cases[row]
                if case.stage != Stage.LATENT:
                    _assign(world, services, now, seed, j, c, case, left)


@inner
def _set_team_hours(
    world: Any, rule: Any, services: Any, c: int, delegation: Any, left: Any
) -> None:
    phi = 0.0
    for k in range(services.shape[0]):
        if services[k].volunteer_order == 1:
            phi = delegation[k]
    client = rule.volunteer_minutes_per_week * world.communities[c].volunteers
    left[world.team[c, Side.GOVERNMENT]] = client * (1.0 - phi)
    left[world.team[c, Side.SOCIAL]] = client * phi


@inner
def _set_hours(world: Any, j: int, k: int, delta: float, left: Any) -> None:
    """Set base hours of a service, its delegated part shared by the organisations offering it."""
    base = 0.0
    if world.desk[j, k] >= 0:
        base = world.providers[world.desk[j, k]].base
        left[world.desk[j, k]] = base * (1.0 - delta)
    for c in range(world.first_community[j], world.first_community[j + 1]):
        row = world.committee_service[c, k]
        if row >= 0:
            base += world.providers[row].base
            left[row] = world.providers[row].base * (1.0 - delta)
    offers = 0
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        offers += 1 if _offers(world, o, k) else 0
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        if _offers(world, o, k):
            left[world.organisation[o, k]] = base * delta / offers


@inner
def _offers(world: Any, o: int, k: int) -> bool:
    """Tell whether there is an organisation, not just a seat for one, that offers a service."""
    return bool(world.organisation[o, k] >= 0 and world.organisations[o].alive)


@inner
def _assign(
    world: Any, services: Any, now: Now, seed: int, j: int, c: int, case: Any, left: Any
) -> None:
    """Put a served case in a slot of its provider or of the volunteers, or back on the list.

    Where no organisation offers the service the case stays with government.
    """
    k, service = case.service, services[case.service]
    row = world.desk[j, k] if world.desk[j, k] >= 0 else world.committee_service[c, k]
    quality = service.quality_government
    if case.side == Side.SOCIAL:
        case.organisation = _any_organisation(world, seed, j, case)
        case.side = Side.SOCIAL if case.organisation >= 0 else Side.GOVERNMENT
    if case.side == Side.SOCIAL:
        row, quality = world.organisation[case.organisation, k], service.quality_social
    if case.stage != Stage.IN_SERVICE:
        return
    minutes = case.request if service.continuing else 0
    if left[row] < minutes and service.volunteer_order == 1:
        row, quality = world.team[c, case.side], service.quality_volunteer
    if left[row] < minutes:
        _send_back(now, case)
        return
    left[row] -= minutes
    case.provider = row
    case.quality = quality
    case.covered = quality if service.continuing else 0.0


@inner
def _send_back(now: Now, case: Any) -> None:
    """Let a case for which there are no hours wait since it was noticed."""
    case.stage = Stage.QUEUED
    case.noticed += now.week - case.first_served
    case.first_served = NOT_YET
    case.next_event = NEVER


@inner
def _any_organisation(world: Any, seed: int, j: int, case: Any) -> int:
    """One of the organisations that offer the service, drawn evenly; -1 if there is none."""
    first, last = world.first_organisation[j], world.first_organisation[j + 1]
    found = np.empty(last - first, dtype=np.int64)
    n = 0
    for o in range(first, last):
        if _offers(world, o, case.service):
            found[n] = o
            n += 1
    if n == 0:
        return -1
    u = draw(stream_state(seed, Stream.PROVIDER_CHOICE), case.key, 0)
    return int(found[int(u * n)])
