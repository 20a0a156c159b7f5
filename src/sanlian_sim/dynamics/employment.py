"""Employment: jobs are lost and found; a job lost this week opens its case next week."""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner, kernel, prefetch
from sanlian_sim.dynamics.discovery import is_target
from sanlian_sim.dynamics.livelihood import earn
from sanlian_sim.randomness import Stream, draw, geometric, stream_state
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.onsets import CANDIDATE_FACTOR
from sanlian_sim.world.rules import JOB_LOSS
from sanlian_sim.world.state import NEVER, Labour
from sanlian_sim.world.world import World

AHEAD = 8
"""Residents ahead of the one worked on whose keys are fetched."""


def employment(world: World) -> None:
    """Run the phase: all outcomes are drawn on last week's labour, then they take effect."""
    world.run(_draw)
    world.run(_take_effect)


@inner
def next_loss(resident_key: np.uint64, seed: int, week: int, rule: Any) -> int:
    """Week of the next candidate for losing a job (equation J1)."""
    hazard = CANDIDATE_FACTOR * rule.job_loss_per_week
    if hazard <= 0.0:
        return NEVER
    u = draw(stream_state(seed, Stream.JOB_LOSS_GAP), resident_key, week)
    return int(min(week + geometric(u, hazard), NEVER))


@kernel
def _draw(world: Any, now: Now, start: int, end: int) -> None:
    rule = world.rule[0]
    for c in range(start, end):
        first = world.communities[c].first_resident
        rows = world.changes[first : first + world.communities[c].residents]
        found = _whom_it_concerns(world, now.week, first, rows)
        local, changes = earn(world, rule, c), 0
        for n in range(found):
            prefetch(world.key, rows[min(n + AHEAD, found - 1)])
            i = rows[n]
            changed = False
            if world.next_job_loss[i] == now.week:
                changed = _loses(world, rule, now, i)
            if world.labour[i] == Labour.UNEMPLOYED:
                changed = _finds(world, rule, now, local, i)
            rows[changes] = i
            changes += 1 if changed else 0
        world.change_count[c] = changes


@inner
def _whom_it_concerns(world: Any, week: int, first: int, rows: Any) -> int:
    """List the unemployed, and those who may lose their job this week, in row order."""
    last = first + rows.shape[0]
    next_job_loss, labour = world.next_job_loss[first:last], world.labour[first:last]
    found = 0
    for n in range(rows.shape[0]):
        rows[found] = first + n
        found += (next_job_loss[n] == week) | (labour[n] == Labour.UNEMPLOYED)
    return found


@inner
def _loses(world: Any, rule: Any, now: Now, i: int) -> bool:
    """Draw the next candidate, and decide whether this one costs the resident a job."""
    key = world.key[i]
    world.next_job_loss[i] = next_loss(key, now.seed, now.week, rule)
    u = draw(stream_state(now.seed, Stream.JOB_LOSS_ACCEPT), key, now.week)
    return bool(world.labour[i] == Labour.EMPLOYED and u < 1.0 / CANDIDATE_FACTOR)


@inner
def _finds(world: Any, rule: Any, now: Now, local: float, i: int) -> bool:
    """Decide whether an unemployed resident finds a job; ties are read only where they matter."""
    u = draw(stream_state(now.seed, Stream.JOB_FIND), world.key[i], now.week)
    highest = rule.job_find_per_week * max(1.0, rule.job_find_help) * (1.0 + rule.job_find_ties)
    return bool(u < highest * local and u < finding_hazard(world, rule, i) * local)


@inner
def finding_hazard(world: Any, rule: Any, i: int) -> float:
    """Weekly chance of finding a job, without local ones: help received, ties (equation J2)."""
    hazard = rule.job_find_per_week
    if world.job_help_done[i]:
        hazard *= rule.job_find_help
    force, employed = 0, 0
    for t in range(world.tie_start[i], world.tie_start[i + 1]):
        labour = world.labour[world.tie_partner[t]]
        force += 1 if labour != Labour.OUTSIDE else 0
        employed += 1 if labour == Labour.EMPLOYED else 0
    if force > 0:
        hazard *= 1.0 + rule.job_find_ties * (employed / force - rule.job_find_reference)
    return float(hazard)


@kernel
def _take_effect(world: Any, now: Now, start: int, end: int) -> None:
    rule, services = world.rule[0], world.services
    wanting = stream_state(now.seed, Stream.WANT_JOB_HELP)
    for c in range(start, end):
        first = world.communities[c].first_resident
        for n in range(first, first + world.change_count[c]):
            i = world.changes[n]
            world.job_help_done[i] = False
            found = world.labour[i] == Labour.UNEMPLOYED
            world.communities[c].targets -= is_target(world, i)
            world.labour[i] = Labour.EMPLOYED if found else Labour.UNEMPLOYED
            world.communities[c].targets += is_target(world, i)
            if not found and draw(wanting, world.key[i], now.week) < rule.want_job_help:
                _ask_for_help(world, services, now, i)


@inner
def _ask_for_help(world: Any, services: Any, now: Now, i: int) -> None:
    for k in range(services.shape[0]):
        if services[k].trigger == JOB_LOSS:
            world.calendar[i, k] = now.week + 1
            world.next_due[i] = min(world.next_due[i], now.week + 1)
