"""Stationary stocks: a world starts with the open cases, trust and wellbeing it would keep.

Every resident and service has an open case with its stationary probability, in the stage in which
such cases spend their time (Little's law); equations I1-I5. The warm-up removes the rest.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.randomness import (
    Stream,
    beta_table,
    draw,
    geometric,
    normal_quantile,
    stream_state,
    table_quantile,
    uniforms,
)  # fmt: skip
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.capacity import NOTICED_AT_MEAN_SEVERITY, onset_rate
from sanlian_sim.world.care import become_limited, residual_request
from sanlian_sim.world.cases import case_key, size_of_request, write_case
from sanlian_sim.world.communities import (
    circumstance_weights,
    circumstances,
    disputes_unsettled,
    settle_communities,
    tie_index,
)
from sanlian_sim.world.joining import balanced_join_rate
from sanlian_sim.world.onsets import CANDIDATE_FACTOR, next_candidate
from sanlian_sim.world.rules import JOB_LOSS, LIMITATION
from sanlian_sim.world.state import NEVER, NOT_YET, AgeBand, Labour, Side, Stage
from sanlian_sim.world.world import World

_LATENT, _QUEUED, _SERVED = range(3)
_AT_PROVIDER = -1
_ROOM = 1.5
_SPARE = 48


def start(world: World) -> None:
    """Give a world its initial stocks, in place."""
    _levels(world)
    expected = np.zeros(len(world.communities))
    world.run(_expected_cases, expected)
    world.reserve((_ROOM * expected + 4.0 * np.sqrt(expected) + _SPARE).astype(np.int64))
    short = np.ones(len(world.communities), dtype=np.bool_)
    delegation = np.array(list(world.scenario.baseline.delegation.values()))
    world.run(_open_stocks, delegation, short)
    while short.any():
        world.make_room(short)
        world.run(_open_stocks, delegation, short)
    world.run(_fill_providers, delegation, by="sub_district")
    _communities(world)
    _wellbeing(world)


def _levels(world: World) -> None:
    """Draw personal baselines of trust and thresholds; levels start at the baselines (I1)."""
    p, people, seed = world.scenario.baseline.parameters, world.residents, world.world_seed
    tables = (
        beta_table(p.trust_government_a, p.trust_government_b),
        beta_table(p.trust_social_a, p.trust_social_b),
    )
    world.run(_draw_trust, *tables, p.trust_correlation, seed)
    people.columns["trust_government"][...] = people.baseline_trust_government
    people.columns["trust_social"][...] = people.baseline_trust_social
    people.columns["awareness"][...] = p.awareness_baseline
    u = uniforms(seed, int(Stream.THRESHOLD), people.key, 0)
    people.columns["threshold"][...] = p.threshold_low + u * (p.threshold_high - p.threshold_low)
    people.columns["fatigue"][...] = np.where(people.volunteer, p.fatigue_reference, 0.0)


@kernel
def _draw_trust(
    world: Any, rule: Any, services: Any, now: Now, government: Any, social: Any,
    correlation: float, seed: int, start: int, end: int,
) -> None:  # fmt: skip
    """Gaussian copula of two Beta marginals."""
    state = stream_state(seed, Stream.TRUST_BASELINE)
    other = math.sqrt(1.0 - correlation * correlation)
    for c in range(start, end):
        community = world.communities[c]
        for i in range(community.first_resident, community.first_resident + community.residents):
            u = draw(state, world.key[i], 0)
            z = correlation * normal_quantile(u)
            z += other * normal_quantile(draw(state, world.key[i], 1))
            v = 0.5 * math.erfc(-z / math.sqrt(2.0))
            world.baseline_trust_government[i] = table_quantile(government, u)
            world.baseline_trust_social[i] = table_quantile(social, min(v, 1.0 - 1e-12))


def _communities(world: World) -> None:
    """Put communities' levels at the fixed point under the baseline, and balance joining (I4)."""
    settings, rows = world.scenario.baseline, world.communities.rows
    p, levers = settings.parameters, settings.levers
    first = np.append(rows["first_resident"], len(world.residents)).astype(np.int32)
    rows["tie_index"] = tie_index(world.ties.degree, first, p.tie_saturation)
    world.run(_unsettled)
    world.run(settle_communities, float(levers.platform_level))
    world.policy.mobilisers[...] = levers.mobiliser_hours / 7.64
    rows["join_rate"] = balanced_join_rate(world.handle, world.rows_in_force[0])


@kernel
def _unsettled(world: Any, rule: Any, services: Any, now: Now, start: int, end: int) -> None:
    """Set unsettled disputes from the initial stocks, their mean over the whole place."""
    waiting, people = 0.0, 0
    for c in range(world.communities.shape[0]):
        people += world.communities[c].residents
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            if services[case.service].friction and case.stage != Stage.IN_SERVICE:
                waiting += 1.0
    for c in range(start, end):
        community = world.communities[c]
        own = waiting * community.residents / max(1, people)
        community.disputes = disputes_unsettled(rule[0], community, own)


@inner
def _stationary(service: Any, rule: Any, opened: float) -> Any:
    """Probabilities of a latent, queued and served case for a rate of opening (equation I2)."""
    notice = service.noticed_probability * NOTICED_AT_MEAN_SEVERITY
    leaves = service.pass_per_week
    if service.trigger == JOB_LOSS:
        leaves = rule.job_find_per_week
    if service.continuing:
        leaves = 1.0 / service.duration_weeks
    out = np.zeros(3)
    if notice + leaves <= 0.0:
        return out
    out[_LATENT] = opened / (notice + leaves)
    noticed = opened * notice / (notice + leaves)
    out[_QUEUED] = noticed * service.mean_wait_weeks
    out[_SERVED] = noticed * service.served_share * service.mean_service_weeks
    return out


@inner
def _opening(world: Any, rule: Any, service: Any, c: int, i: int) -> float:
    """Rate at which a resident opens cases; for care, at which limitations begin."""
    if service.trigger == JOB_LOSS:
        if world.labour[i] != Labour.UNEMPLOYED:
            return 0.0
        return float(rule.want_job_help * rule.job_find_per_week)
    return float(onset_rate(world, rule, service, c, i))


@kernel
def _expected_cases(
    world: Any, rule: Any, services: Any, now: Now, expected: Any, start: int, end: int
) -> None:
    for c in range(start, end):
        community = world.communities[c]
        for i in range(community.first_resident, community.first_resident + community.residents):
            for k in range(services.shape[0]):
                opened = _opening(world, rule[0], services[k], c, i)
                expected[c] += min(1.0, _stationary(services[k], rule[0], opened).sum())


@kernel
def _open_stocks(
    world: Any, rule: Any, services: Any, now: Now, delegation: Any, short: Any,
    start: int, end: int,
) -> None:  # fmt: skip
    """Draw the open cases of each community that is marked short; unmark it when it had room."""
    for c in range(start, end):
        if not short[c]:
            continue
        world.case_count[c] = 0
        short[c] = False
        community = world.communities[c]
        first = community.first_resident
        for i in range(first, first + community.residents):
            _set_clocks(world, rule[0], services, now, i)
            for k in range(services.shape[0]):
                if world.case_count[c] >= world.first_case[c + 1] - world.first_case[c]:
                    short[c] = True
                    break
                _maybe_open(world, rule[0], services, now, c, i, k, delegation)


@inner
def _set_clocks(world: Any, rule: Any, services: Any, now: Now, i: int) -> None:
    """Set the first candidates after the first week of warm-up; number 0 is the initial case."""
    world.open_services[i] = 0
    for k in range(services.shape[0]):
        world.onsets[i, k] = 1
        world.calendar[i, k] = NEVER
        if services[k].trigger != JOB_LOSS:
            world.calendar[i, k] = next_candidate(
                world, i, k, services[k], rule, now.seed, now.week, 1
            )
    hazard = CANDIDATE_FACTOR * rule.job_loss_per_week
    world.next_job_loss[i] = NEVER
    if world.labour[i] != Labour.OUTSIDE and hazard > 0.0:
        u = draw(stream_state(now.seed, Stream.JOB_LOSS_GAP), world.key[i], now.week)
        world.next_job_loss[i] = now.week + geometric(u, hazard)


@inner
def _maybe_open(
    world: Any, rule: Any, services: Any, now: Now, c: int, i: int, k: int, delegation: Any
) -> None:
    """Open a resident's initial case of a service with its stationary probability."""
    service = services[k]
    state = stream_state(now.seed, Stream.INITIAL_CASE)
    opened = _opening(world, rule, service, c, i)
    stages = _stationary(service, rule, opened)
    key = case_key(world.key[i], k, 0, 0)
    u = draw(state, key, 0)
    request, end_week = 0, NEVER
    if service.continuing:
        end_week = now.week + geometric(draw(state, key, 1), min(1.0, 1.0 / service.duration_weeks))
    if service.trigger == LIMITATION:
        if u >= opened * service.duration_weeks or world.limited_until[i] != NEVER:
            return
        household = world.households[world.household[i]]
        become_limited(world, household, rule, i, key, end_week, now.seed)
        request = residual_request(world, rule, i)
        accepts = draw(stream_state(now.seed, Stream.ACCEPT_FORMAL), key, 0) < rule.accept_formal
        if request == 0 or not accepts:
            return
        u = draw(state, key, 2) * stages.sum()
    if u >= stages.sum():
        return
    stage = _LATENT if u < stages[_LATENT] else _QUEUED
    if u >= stages[_LATENT] + stages[_QUEUED]:
        stage = _SERVED
    _write(world, rule, service, now, c, i, k, stage, request, end_week, delegation)


@inner
def _write(
    world: Any, rule: Any, service: Any, now: Now, c: int, i: int, k: int, stage: int,
    request: int, end_week: int, delegation: Any,
) -> None:  # fmt: skip
    """Write an initial case, its history dated back by geometric ages (equation I3)."""
    key = case_key(world.key[i], k, 0, 0)
    state = stream_state(now.seed, Stream.INITIAL_CASE_DETAIL)
    if request == 0:
        request = size_of_request(now.seed, key, service)
    u = draw(stream_state(now.seed, Stream.SEVERITY), key, 0)
    severity = table_quantile(world.severity_table, u)
    row = world.first_case[c] + world.case_count[c]
    world.case_count[c] += 1
    case = world.cases[row]
    case.community = c
    write_case(case, key, i, k, 0, 0, severity, request, now.week, end_week)
    world.open_services[i] |= np.uint32(1) << np.uint32(k)
    notice = max(1e-9, min(1.0, service.noticed_probability))
    latent_for = geometric(draw(state, key, 0), notice) - 1
    case.opened = now.week - 1 - latent_for
    if stage == _LATENT:
        return
    case.stage = Stage.QUEUED
    case.channel = 3
    case.side = Side.GOVERNMENT
    if draw(stream_state(now.seed, Stream.SIDE), key, 0) < delegation[k]:
        case.side = Side.SOCIAL
    case.hops = _AT_PROVIDER
    waited = geometric(draw(state, key, 1), 1.0 / (1.0 + service.mean_wait_weeks)) - 1
    case.noticed = now.week - 1 - waited
    case.opened = case.noticed - latent_for
    if stage == _SERVED:
        _put_in_service(service, rule, now, case, draw(state, key, 2), draw(state, key, 3))


@inner
def _put_in_service(service: Any, rule: Any, now: Now, case: Any, u: float, v: float) -> None:
    """Date the first hour back and leave a uniform part of an episodic request to be done."""
    served = geometric(u, 1.0 / max(1.0, service.mean_service_weeks))
    case.stage = Stage.IN_SERVICE
    case.first_served = now.week - served
    case.noticed -= served
    case.opened -= served
    case.next_event = now.week + 1 + int(v * rule.trust_event_weeks)
    case.quality = service.quality_government
    case.covered = service.quality_government if service.continuing else 0.0
    if not service.continuing:
        case.left = max(1, int(v * case.request))


@kernel
def _fill_providers(
    world: Any, rule: Any, services: Any, now: Now, delegation: Any, start: int, end: int
) -> None:
    """Give served cases to providers in row order while their hours last; the rest waits."""
    left = np.zeros(world.providers.shape[0])
    for j in range(start, end):
        for c in range(world.first_community[j], world.first_community[j + 1]):
            _set_team_hours(world, rule[0], services, c, delegation, left)
        for k in range(services.shape[0]):
            _set_hours(world, j, k, delegation[k], left)
        for c in range(world.first_community[j], world.first_community[j + 1]):
            for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
                _assign(world, services, now, j, c, world.cases[row], left)


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
        offers += world.organisation[o, k] >= 0
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        if world.organisation[o, k] >= 0:
            left[world.organisation[o, k]] = base * delta / offers


@inner
def _assign(world: Any, services: Any, now: Now, j: int, c: int, case: Any, left: Any) -> None:
    """Put a served case in a slot of its provider or of the volunteers, or back on the list."""
    if case.stage == Stage.LATENT:
        return
    k = case.service
    row = world.desk[j, k] if world.desk[j, k] >= 0 else world.committee_service[c, k]
    if case.side == Side.SOCIAL:
        case.organisation = _any_organisation(world, now, j, case)
        if case.organisation < 0:
            case.side = Side.GOVERNMENT
        else:
            row = world.organisation[case.organisation, k]
    if case.stage != Stage.IN_SERVICE:
        return
    service = services[k]
    minutes = case.request if service.continuing else 0
    if left[row] < minutes and service.volunteer_order == 1:
        row = world.team[c, case.side]
        case.quality = case.covered = service.quality_volunteer
    if left[row] < minutes:
        case.stage = Stage.QUEUED
        case.covered = 0.0
        case.noticed += now.week - case.first_served
        case.first_served = NOT_YET
        return
    left[row] -= minutes
    case.provider = row


@inner
def _any_organisation(world: Any, now: Now, j: int, case: Any) -> int:
    """One of the organisations that offer the service, drawn evenly; -1 if none does."""
    first, last = world.first_organisation[j], world.first_organisation[j + 1]
    found = np.empty(last - first, dtype=np.int64)
    n = 0
    for o in range(first, last):
        if world.organisation[o, case.service] >= 0:
            found[n] = o
            n += 1
    if n == 0:
        return -1
    u = draw(stream_state(now.seed, Stream.PROVIDER_CHOICE), case.key, 0)
    return int(found[int(u * n)])


def _wellbeing(world: World) -> None:
    """Set baselines so that wellbeing has the stated mean and SD at the start (equation I5)."""
    p, people = world.scenario.baseline.parameters, world.residents
    effects = np.zeros(len(people))
    world.run(_effects, effects)
    adult = people.age_band != AgeBand.CHILD
    mean, variance = (float(f(effects[adult])) if adult.any() else 0.0 for f in (np.mean, np.var))
    spread = math.sqrt(max(0.0, 1.0 - variance / p.wellbeing_sd**2))
    table = beta_table(p.wellbeing_beta_a, p.wellbeing_beta_b)
    u = uniforms(world.world_seed, int(Stream.WELLBEING_BASELINE), people.key, 0)
    baseline = p.wellbeing_mean - mean + spread * (10.0 * _quantiles(table, u) - p.wellbeing_mean)
    people.columns["baseline_wellbeing"][...] = np.clip(baseline, 0.0, 10.0)
    people.columns["wellbeing"][...] = np.clip(people.baseline_wellbeing + effects, 0.0, 10.0)


def _quantiles(table: NDArray[np.float64], u: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.interp(u, np.linspace(0.0, 1.0, len(table)), table)


@kernel
def _effects(
    world: Any, rule: Any, services: Any, now: Now, effects: Any, start: int, end: int
) -> None:
    """Points that circumstances and open cases add to each resident's baseline (W1, W2)."""
    for c in range(start, end):
        community = world.communities[c]
        weights = circumstance_weights(rule[0], community.environment, community.cohesion)
        for i in range(community.first_resident, community.first_resident + community.residents):
            ties = world.tie_start[i + 1] - world.tie_start[i]
            unemployed = world.labour[i] == Labour.UNEMPLOYED
            effects[i] = circumstances(weights, unemployed, ties, world.own_care_minutes[i])
        for row in range(world.first_case[c], world.first_case[c] + world.case_count[c]):
            case = world.cases[row]
            weight = case.severity * (1.0 - case.covered)
            effects[case.resident] -= services[case.service].beta * weight
