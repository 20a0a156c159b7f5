"""What every phase of the week must keep, a phase that is added later included."""

from collections import defaultdict
from functools import cache

import pytest

from sanlian_sim.dynamics.week import PHASES, advance
from sanlian_sim.world import blocks
from sanlian_sim.world.build import build_world

from .state import changed, result_of, snapshot, uncovered
from .worlds import busy, empty_world, of_people, phases_of

every_phase = pytest.mark.parametrize("phase", PHASES, ids=lambda phase: phase.name)


@cache
def writes_of_phases():
    """Names of all that each phase changed in some week of a busy world under either closure."""
    written = defaultdict(set)
    for closure, weeks in (("equal_budget", 54), ("equal_service", 12)):
        world = build_world(busy(weeks=weeks), 5)
        world.closure, world.service_scale = closure, 0.8
        while world.week < world.scenario.horizon.weeks:
            for phase in phases_of(world):
                before = snapshot(world)
                phase.run(world)
                written[phase.name] |= changed(before, snapshot(world))
            world.week += 1
    return written


def test_a_world_of_one_resident_needs_nothing_compiled_anew():
    one, two = (build_world(of_people(n, {"arrangement": "linked"}), 1) for n in (1, 2))
    assert one.handle._numba_type_ == two.handle._numba_type_


@every_phase
def test_writes_only_what_it_declares(phase):
    assert uncovered(writes_of_phases()[phase.name], phase.writes) == set()


@every_phase
def test_declares_nothing_that_it_never_writes(phase):
    written = writes_of_phases()[phase.name]
    tables = {name.split(".")[0] for name in written}
    assert set(phase.writes) - written - tables == set()


@every_phase
def test_names_what_exists(phase):
    held = set(snapshot(build_world(busy(), 5)))
    held |= {name.split(".")[0] for name in held}
    assert set(phase.reads) | set(phase.writes) <= held


@every_phase
def test_runs_where_nobody_lives(phase, monkeypatch):
    run_alone(phase, empty_world(monkeypatch, of_people(1, {"arrangement": "linked"})))


@every_phase
def test_runs_for_one_resident(phase):
    run_alone(phase, build_world(of_people(1, {"arrangement": "linked"}), 1))


def run_alone(phase, world):
    """Run a phase after two full weeks, in a week in which all that came before it has run."""
    advance(world)
    advance(world)
    for earlier in phases_of(world):
        earlier.run(world)
        if earlier is phase:
            return
    phase.run(world)


@cache
def weeks_by_phase(threads, blocks_per_thread):
    """State of a world of fourteen communities in two sub-districts after each phase."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_BLOCKS_PER_THREAD", blocks_per_thread)
        community = {"population": 840, "communities": 14}
        world = build_world(busy(community=community, weeks=6, warmup=3), 7, threads=threads)
        after = defaultdict(list)
        while world.week < world.scenario.horizon.weeks:
            for phase in phases_of(world):
                phase.run(world)
                after[phase.name].append(result_of(world))
            world.week += 1
    return after


@every_phase
@pytest.mark.parametrize("blocks_per_thread", [1, 7])
def test_does_the_same_on_any_threads_and_blocks(phase, blocks_per_thread):
    one = weeks_by_phase(1, 4)[phase.name]
    two = weeks_by_phase(2, blocks_per_thread)[phase.name]
    assert one
    assert [changed(a, b) for a, b in zip(one, two, strict=True)] == [set()] * len(one)


@every_phase
def test_can_be_printed(phase):
    line = str(phase)
    assert line.startswith(phase.name)
    assert "\n" not in line
    assert all(name in line for name in (*phase.reads, *phase.writes))


def test_names_are_unique_and_intervals_positive():
    assert len({phase.name for phase in PHASES}) == len(PHASES)
    assert all(phase.every >= 1 for phase in PHASES)
