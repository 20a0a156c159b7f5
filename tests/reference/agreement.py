"""Running both side by side and saying where they part."""

from collections import Counter
from itertools import islice

from sanlian_sim.dynamics.week import PHASES as COMPILED
from sanlian_sim.dynamics.week import advance, start_week
from sanlian_sim.world.build import build_world

from .compare import differences
from .read import read_world
from .week import EVERY, PHASES
from .week import advance as advance_reference
from .week import start_week as start_reference
from .witness import happenings

SHOWN = 6
"""Differences that a message lists."""


def compare_runs(scenario, seed, *, threads=1, closure="as_is", service_scale=1.0):
    """Run a scenario to its end both ways; return how often everything happened.

    Raises
    ------
    AssertionError
        With week, phase, entity, column and both values of what first differs.
    """

    def both():
        world = build_world(scenario, seed, threads=threads)
        world.closure, world.service_scale = closure, service_scale
        return world, read_world(world)

    world, model = both()
    seen = Counter()
    while world.week < scenario.horizon.weeks:
        advance(world)
        advance_reference(model)
        seen.update(happenings(model))
        if any(differences(model, world)):
            raise AssertionError(where_they_part(*both(), world.week))
    return seen


def where_they_part(world, model, end):
    """Message about the first phase before week ``end`` after which the two differ."""
    while world.week < end:
        start_week(world)
        start_reference(model)
        for phase in COMPILED:
            if world.week % phase.every == 0:
                phase.run(world)
            if model.week % EVERY.get(phase.name, 1) == 0:
                PHASES[phase.name](model)
            if found := list(islice(differences(model, world), SHOWN)):
                return _message(world.week, phase.name, found)
        world.week += 1
        model.week += 1
    return f"the two differ at the end of week {end - 1}, but after no phase"


def _message(week, phase, found):
    lines = [f"week {week}, after {phase}:"]
    for entity, column, mine, theirs in found:
        lines.append(f"  {entity}, {column}: reference {mine!r}, compiled {theirs!r}")
    return "\n".join(lines)
