"""Compiling the model once on a machine, before several processes would all do it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from numba.core.dispatcher import Dispatcher

from sanlian_sim.dynamics.week import PHASES
from sanlian_sim.experiments.listener import Listener
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.run import run

ANNOUNCEMENT = "compiling the model, once on this machine: about a minute ..."


def compile_model(listener: Listener) -> None:
    """Compile the model if the machine has no compiled one yet, by running a small place.

    Parameters
    ----------
    listener : Listener
        Hears of it before it begins.
    """
    if is_compiled():
        return
    listener.say(ANNOUNCEMENT)
    small = Experiment(
        community={"population": 400},
        horizon={"weeks": 5, "warmup": 0},
        scenarios={"linked": {"arrangement": "linked"}},
    )
    run(small.scenario("linked"), seed=1)


def is_compiled() -> bool:
    """Whether compiled code of every phase lies on disk, no older than its source."""
    modules = {phase.run.__module__: sys.modules[phase.run.__module__] for phase in PHASES}
    return all(_is_on_disk(kernel) for module in modules.values() for kernel in _kernels(module))


def _kernels(module: ModuleType) -> Iterator[Any]:
    """Yield the compiled functions of a module that are kept on disk."""
    found = [value for value in vars(module).values() if isinstance(value, Dispatcher)]
    for kernel in found:
        own = kernel.py_func.__module__ == module.__name__
        if own and kernel.stats.cache_path is not None:
            yield kernel


def _is_on_disk(kernel: Any) -> bool:
    source = Path(kernel.py_func.__code__.co_filename)
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    pattern = f"{source.stem}.{kernel.py_func.__qualname__}-*.{python}.nbi"
    held = Path(kernel.stats.cache_path).glob(pattern)
    return any(index.stat().st_mtime >= source.stat().st_mtime for index in held)
