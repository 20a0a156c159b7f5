"""Compiling the model once on a machine, before several processes would all do it."""

from threading import Timer
from typing import Final

from sanlian_sim.experiments.listener import Listener
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.run import run

ANNOUNCEMENT: Final = "compiling the model, once on this machine: about a minute ..."
LONGEST_LOADING_SECONDS: Final = 6.0


def compile_model(listener: Listener) -> None:
    """Run a small place, so that the model is compiled and kept on disk if it was not yet.

    Parameters
    ----------
    listener : Listener
        Hears of it if it takes longer than reading compiled code from disk does.
    """
    small = Experiment(
        community={"population": 400},
        horizon={"weeks": 5, "warmup": 0},
        scenarios={"linked": {"arrangement": "linked"}},
    )
    notice = Timer(LONGEST_LOADING_SECONDS, listener.say, [ANNOUNCEMENT])
    notice.daemon = True
    notice.start()
    try:
        run(small.scenario("linked"), seed=1)
    finally:
        notice.cancel()
