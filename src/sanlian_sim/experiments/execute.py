"""Doing the runs of an experiment; what fails or is interrupted leaves the others."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sanlian_sim.experiments.design import Task
from sanlian_sim.experiments.listener import Listener
from sanlian_sim.experiments.workers import WorkerDiedError, Workers
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.simulation.result import Result
from sanlian_sim.simulation.run import run

_SHOWN: Final = 5
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """A run that failed.

    Attributes
    ----------
    scenario : str
    replicate, seed : int
    reason : str
        What went wrong, in one line.
    """

    scenario: str
    replicate: int
    seed: int
    reason: str

    @property
    def where(self) -> str:
        """What a message calls the run."""
        return f"scenario '{self.scenario}', replicate {self.replicate}, seed {self.seed}"

    def __str__(self) -> str:
        """Return one line that names the run and the reason."""
        return f"{self.where}: {self.reason}"


def failure_lines(failures: Sequence[Failure]) -> list[str]:
    """Tell of runs that failed, those of one reason together: the first few, then how many."""
    lines = []
    for reason in dict.fromkeys(one.reason for one in failures):
        same = [one for one in failures if one.reason == reason]
        lines.append(f"{len(same)} run{'s' if len(same) > 1 else ''} failed: {reason}")
        lines += [f"  {one.where}" for one in same[:_SHOWN]]
        lines += [f"  and {len(same) - _SHOWN} more"] if len(same) > _SHOWN else []
    return lines


class RunsFailedError(Exception):
    """Nothing can be said without the runs that failed."""

    exit_code = 1

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        super().__init__("\n".join(failure_lines(self.failures)))


@dataclass(frozen=True)
class Runs:
    """What came of the tasks of an experiment.

    Attributes
    ----------
    results : tuple of Result
        By scenario in the experiment's order, then by replicate.
    failures : tuple of Failure
    interrupted : bool
        Whether the user stopped before all was done.
    """

    results: tuple[Result, ...]
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False


Attempt: TypeAlias = Result | Failure


def attempt(task: Task) -> Attempt:
    """Do one run.

    Raises
    ------
    ExperimentError
        If what the user asks cannot be done.
    """
    try:
        return run(
            task.scenario,
            seed=task.seed,
            replicate=task.replicate,
            world_seed=task.world_seed,
            threads=task.threads,
            closure=task.closure,
            service_scale=task.service_scale,
            record=task.recording.weekly,
            cases=task.recording.cases,
            phases=task.phases,
            measures=task.measures,
        )
    except ExperimentError:
        raise
    except Exception as error:
        # Whatever a user's own phase raises, it must not cost the other runs.
        _log.warning("%s failed", task, exc_info=True)
        return failure(task, error)


def failure(task: Task, error: Exception) -> Failure:
    """Return what is told of a run that raised an error."""
    text = " ".join(str(error).split())
    reason = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return Failure(task.scenario.name, task.replicate, task.seed, reason)


def execute(tasks: Sequence[Task], workers: Workers, listener: Listener) -> Runs:
    """Do runs, keeping those that are finished when others fail or the user interrupts.

    Parameters
    ----------
    tasks : sequence of Task
        Distinct runs.
    workers : Workers
        Where they are done; no result depends on it.
    listener : Listener
        Hears of every finished run.

    Raises
    ------
    ExperimentError
        If what the user asks cannot be done.
    """
    done: dict[tuple[str, int], Attempt] = {}
    interrupted = False
    listener.expect("runs", len(tasks))
    try:
        for task, came_of_it in workers.finished(attempt, tasks):
            done[task.key] = came_of_it
            listener.advance()
    except KeyboardInterrupt:
        interrupted = True
    except WorkerDiedError as error:
        lost = [task for task in tasks if task.key not in done]
        done.update((task.key, failure(task, error)) for task in lost)
    return _sorted(tasks, done, interrupted)


def _sorted(
    tasks: Sequence[Task], done: Mapping[tuple[str, int], Attempt], interrupted: bool
) -> Runs:
    """Bring what came of runs in an order that does not depend on when they finished."""
    names = list(dict.fromkeys(task.scenario.name for task in tasks))
    keys = sorted(done, key=lambda key: (names.index(key[0]), key[1]))
    found = [done[key] for key in keys]
    return Runs(
        results=tuple(one for one in found if not isinstance(one, Failure)),
        failures=tuple(one for one in found if isinstance(one, Failure)),
        interrupted=interrupted,
    )
