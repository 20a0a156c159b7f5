"""Where runs are done: in this process, in several beside it, or on a cluster.

Processes are spawned, not forked: a fork would copy the locks of compiled code's threads in
whatever state they are, and spawning is the one way that exists on every system. A worker takes
about two seconds to start, then loads the compiled model from disk.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from types import TracebackType
from typing import Final, Self, TypeVar

from sanlian_sim.scenario.problems import ExperimentError

ATTEMPTS: Final = 3
TaskT = TypeVar("TaskT")
DoneT = TypeVar("DoneT")


class WorkerDiedError(RuntimeError):
    """A process ended before its task was done, and again when it was tried again."""

    def __init__(self, about: str = "") -> None:
        super().__init__(
            "a worker process ended unexpectedly: it may have run out of memory (use fewer"
            " workers), or a script calls compare() outside of `if __name__ == '__main__':`"
            + (f" ({about})" if about else "")
        )


class Workers:
    """Do tasks, one by one here or several at a time elsewhere.

    Parameters
    ----------
    number : int
        Tasks at a time, in processes of this machine; 1 stays in this process.
    executor : Executor, optional
        Whatever does tasks in place of these, as that of a Dask client; who gave it shuts it down.

    Raises
    ------
    ValueError
        If the number is not positive.
    """

    def __init__(self, number: int = 1, executor: Executor | None = None) -> None:
        if number < 1:
            raise ValueError(f"`workers` must be at least 1; got {number}")
        self.number = number
        self._others = set(active_children())
        self._given = executor
        self._pool = _processes(number) if executor is None and number > 1 else None

    @property
    def alone(self) -> bool:
        """Whether tasks are done in this process, one by one."""
        return self._given is None and self._pool is None

    def finished(
        self, function: Callable[[TaskT], DoneT], tasks: Sequence[TaskT]
    ) -> Iterator[tuple[TaskT, DoneT | WorkerDiedError]]:
        """Yield tasks with what came of them, as they finish, in any order.

        Tasks that were lost with a process are done again, in the last of ``ATTEMPTS`` rounds one
        at a time, so that one that takes its process with it spoils no other.

        Parameters
        ----------
        function : callable
            A function of a module.
        tasks : sequence
            What it is called with; both can be pickled.
        """
        if self.alone:
            yield from ((task, function(task)) for task in tasks)
            return
        left = list(tasks)
        try:
            for _ in range(ATTEMPTS - 1):
                lost: list[TaskT] = []
                for task, done in self._round(function, left):
                    if isinstance(done, WorkerDiedError):
                        lost.append(task)
                    else:
                        yield task, done
                left = lost
            for task in left:
                yield from self._round(function, [task])
        except BaseException:
            self.stop()
            raise

    def _round(
        self, function: Callable[[TaskT], DoneT], tasks: Sequence[TaskT]
    ) -> Iterator[tuple[TaskT, DoneT | WorkerDiedError]]:
        """Do tasks once; those whose process died come with the error."""
        if not tasks:
            return
        executor, broken = self._given or self._pool, False
        assert executor is not None
        with _deaf_to_interrupts():
            futures = {executor.submit(function, task): task for task in tasks}
        for future in as_completed(list(futures)):
            task = futures.pop(future)
            try:
                done: DoneT | WorkerDiedError = future.result()
            except ExperimentError:
                raise
            except Exception as error:
                # What a cluster raises when it gives up on a task is its own; processes say this.
                if self._given is None and not isinstance(error, BrokenExecutor):
                    raise
                done, broken = WorkerDiedError(f"{type(error).__name__}: {error}"), True
            yield task, done
        if broken and self._pool is not None:
            self._pool.shutdown(wait=False)
            self._pool = _processes(self.number)

    def stop(self) -> None:
        """End the processes with what they are doing."""
        for process in set(active_children()) - self._others:
            process.terminate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the processes end; after an error, at once."""
        if self._pool is None:
            return
        if kind is not None:
            self.stop()
        self._pool.shutdown(cancel_futures=True)


def _processes(number: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, get_context("spawn"), initializer=_serve)


def _serve() -> None:
    """Leave Ctrl-C to the process that waits for the results, and end when that has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that do not die of a Ctrl-C while they are still starting."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may set how signals are handled
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
