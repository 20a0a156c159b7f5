"""Doing the runs of an experiment; what fails or is interrupted leaves the others."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from traceback import format_exception
from typing import Final, TypeAlias, TypeVar

from sanlian_sim.experiments.runs.design import Key, Task, scenario_identity
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.results import Results
from sanlian_sim.experiments.runs.run_log import Entry, Log, MemoryLog
from sanlian_sim.experiments.runs.workers import WorkerDiedError, Workers
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.simulation.portable import to_bytes
from sanlian_sim.simulation.result import Result
from sanlian_sim.simulation.run import run
from sanlian_sim.simulation.warmup import Warmups

_SHOWN: Final = 5
_UNITS_PER_WORKER: Final = 4
"""Replicates are shared out whole if there are so many that no worker stands idle in the end."""
_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True)
class Failure:
    """A run that failed.

    Attributes
    ----------
    scenario : str
    replicate, seed : int
    reason : str
        What went wrong, in one line.
    traceback : str
        Where, as Python tells it.
    """

    scenario: str
    replicate: int
    seed: int
    reason: str
    traceback: str = ""

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
    results : Results
        By scenario in the experiment's order, then by replicate.
    failures : tuple of Failure
    interrupted : bool
        Whether the user stopped before all was done.
    entries : tuple of Entry
        What the log says of both, in the same order.
    """

    results: Results
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False
    entries: tuple[Entry, ...] = ()


Attempt: TypeAlias = Result | Failure


def attempt(task: Task, warmups: Warmups | None = None) -> Attempt:
    """Do one run; warm-ups are shared with others of its replicate.

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
            warmups=warmups,
        )
    except ExperimentError:
        raise
    except Exception as error:
        # Whatever a user's own phase raises, it must not cost the other runs.
        return failure(task, error)


def attempt_all(tasks: Sequence[Task]) -> list[bytes | Failure]:
    """Do the runs of one replicate, and return them as bytes."""
    return list(_attempts(tasks))


def _attempts(tasks: Sequence[Task]) -> Iterator[bytes | Failure]:
    warmups = Warmups() if len(tasks) > 1 else None
    for task in tasks:
        done = attempt(task, warmups)
        yield done if isinstance(done, Failure) else to_bytes(done)


def failure(task: Task, error: Exception) -> Failure:
    """Return what is told of a run that raised an error."""
    text = " ".join(str(error).split())
    reason = f"{type(error).__name__}: {text}" if text else type(error).__name__
    where = "".join(format_exception(error))
    return Failure(task.scenario.name, task.replicate, task.seed, reason, where)


def execute(
    tasks: Sequence[Task],
    workers: Workers,
    listener: Listener,
    *,
    log: Log | None = None,
    stop_on_error: bool = False,
) -> Runs:
    """Do runs, keeping those that are finished when others fail or the user interrupts.

    Parameters
    ----------
    tasks : sequence of Task
        Distinct runs.
    workers : Workers
        Where they are done; no result depends on it.
    listener : Listener
        Hears of every finished run.
    log : Log, optional
        Where runs are kept as they finish; those that it holds already are not done again.
    stop_on_error : bool
        Whether the first run that fails ends it all.

    Raises
    ------
    ExperimentError
        If what the user asks cannot be done.
    OSError
        If a run cannot be kept.
    """
    log = MemoryLog() if log is None else log
    keys = _keys(tasks)
    known = log.finished()
    done = {
        task.key: replace(known[keys[task.key]], point=task.point)
        for task in tasks
        if keys[task.key] in known
    }
    listener.expect("runs", len(tasks), len(done))
    interrupted = False
    told: set[str] = set()
    try:
        missing = [task for task in tasks if task.key not in done]
        for task, came_of_it in _finished(missing, workers):
            entry = Entry(keys[task.key], task.scenario.name, task.replicate, task.seed, task.point)
            if isinstance(came_of_it, Failure):
                _tell(came_of_it, told)
                entry = replace(entry, reason=came_of_it.reason, traceback=came_of_it.traceback)
                done[task.key] = log.add(entry, b"")
                if stop_on_error:
                    break
            else:
                done[task.key] = log.add(entry, came_of_it)
            listener.advance()
    except KeyboardInterrupt:
        interrupted = True
    return _sorted(tasks, done, log, interrupted)


def _tell(failed: Failure, told: set[str]) -> None:
    """Log a failure, with its traceback the first time: a fault in a phase fails every run."""
    where = "" if failed.reason in told else f"\n{failed.traceback}"
    told.add(failed.reason)
    _log.warning("%s failed: %s%s", failed.where, failed.reason, where)


def all_of(
    function: Callable[[Task], T | Failure], tasks: Sequence[Task], workers: Workers
) -> Iterator[tuple[Task, T]]:
    """Yield what a function makes of tasks of which none may fail, as they finish.

    Raises
    ------
    RunsFailedError
        At the first that fails.
    """
    for task, done in workers.finished(function, tasks):
        if isinstance(done, WorkerDiedError):
            raise RunsFailedError([failure(task, done)])
        if isinstance(done, Failure):
            raise RunsFailedError([done])
        yield task, done


def _keys(tasks: Sequence[Task]) -> dict[Key, str]:
    """Hash of every run."""
    scenarios = {(task.point, task.scenario.name): task.scenario for task in tasks}
    identity = {name: scenario_identity(one) for name, one in scenarios.items()}
    return {
        task.key: task.identity(identity[task.point, task.scenario.name]) for task in tasks
    }  # fmt: skip


def _finished(tasks: Sequence[Task], workers: Workers) -> Iterator[tuple[Task, bytes | Failure]]:
    """Yield runs as they finish; the scenarios of one replicate are done together."""
    units: dict[tuple[int, int], list[Task]] = {}
    for task in tasks:
        units.setdefault((task.point, task.replicate), []).append(task)
    shared = list(units.values())
    if workers.alone:
        for unit in shared:
            yield from zip(unit, _attempts(unit), strict=True)
        return
    if len(shared) < _UNITS_PER_WORKER * workers.number:
        shared = [[task] for task in tasks]
    for unit, done in workers.finished(attempt_all, shared):
        if isinstance(done, WorkerDiedError):
            yield from ((task, failure(task, done)) for task in unit)
        else:
            yield from zip(unit, done, strict=True)


def _sorted(tasks: Sequence[Task], done: Mapping[Key, Entry], log: Log, interrupted: bool) -> Runs:
    """Bring what came of runs in an order that does not depend on when they finished."""
    names = list(dict.fromkeys(task.scenario.name for task in tasks))
    keys = sorted(done, key=lambda key: (key[0], names.index(key[1]), key[2]))
    found = [done[key] for key in keys]
    return Runs(
        results=Results(log, [one for one in found if not one.failed]),
        failures=tuple(
            Failure(one.scenario, one.replicate, one.seed, one.reason, one.traceback)
            for one in found
            if one.failed
        ),
        interrupted=interrupted,
        entries=tuple(found),
    )
