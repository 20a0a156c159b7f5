"""Compiling the model once on a machine, before several processes would all do it."""

import subprocess
import sys
from threading import Timer
from time import process_time
from typing import Final

from sanlian_sim.dynamics.delivery import delivery
from sanlian_sim.dynamics.week import PHASES
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.scenario.schema import Experiment, Scenario
from sanlian_sim.simulation.run import run
from sanlian_sim.world.build import build_world
from sanlian_sim.world.world import World

ANNOUNCEMENT: Final = "compiling the model, once on this machine: about a minute ..."
LONGEST_LOADING_SECONDS: Final = 6.0
"""Of a processor: a world is built in less unless it has to be compiled."""


def compile_model(listener: Listener) -> None:
    """Run a small place, so that the model is compiled and kept on disk if it was not yet.

    Parameters
    ----------
    listener : Listener
        Hears of it if it takes longer than reading compiled code from disk does.
    """
    notice = Timer(LONGEST_LOADING_SECONDS, listener.say, [ANNOUNCEMENT])
    notice.daemon = True
    notice.start()
    helper = None
    try:
        began = process_time()
        _small_world()
        if process_time() - began > LONGEST_LOADING_SECONDS:
            helper = _second_process()
        run(_small_place(), seed=1)
    finally:
        notice.cancel()
        if helper is not None:
            helper.kill()
            helper.wait()


def compile_backwards() -> None:
    """Compile delivery, which takes longest, then the phases after it from the last.

    Called in a second process while the first compiles the week in its order: each finds on disk
    what the other has done.
    """
    world = _small_world()
    last = [phase.run for phase in PHASES].index(delivery)
    for phase in (PHASES[last], *reversed(PHASES[last + 1 :])):
        phase.run(world)


def _small_world() -> World:
    return build_world(_small_place(), 1)


def _small_place() -> Scenario:
    return Experiment(
        community={"population": 400},
        horizon={"weeks": 5, "warmup": 0},
        scenarios={"linked": {"arrangement": "linked"}},
    ).scenario("linked")


def _second_process() -> subprocess.Popen[bytes]:
    code = f"from {__name__} import compile_backwards; compile_backwards()"
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-c", code], stdin=quiet, stdout=quiet, stderr=quiet)
