"""Where runs are done: in this process, or in several beside it.

Processes are spawned, not forked: a fork would copy the locks of compiled code's threads in
whatever state they are, and spawning is the one way that exists on every system. A worker takes
about two seconds to start, then loads the compiled model from disk.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from types import TracebackType
from typing import Self, TypeVar

TaskT = TypeVar("TaskT")
DoneT = TypeVar("DoneT")


class WorkerDiedError(RuntimeError):
    """A process ended before its task was done."""

    def __init__(self) -> None:
        super().__init__(
            "a worker process ended unexpectedly: it may have run out of memory (use fewer"
            " workers), or a script calls compare() outside of `if __name__ == '__main__':`"
        )


class Workers:
    """Do tasks, one by one here or several at a time in processes.

    Parameters
    ----------
    number : int
        Tasks at a time; 1 stays in this process.

    Raises
    ------
    ValueError
        If the number is not positive.
    """

    def __init__(self, number: int = 1) -> None:
        if number < 1:
            raise ValueError(f"`workers` must be at least 1; got {number}")
        self._others = set(active_children())
        self._pool = (
            ProcessPoolExecutor(number, get_context("spawn"), initializer=_serve)
            if number > 1
            else None
        )

    def finished(
        self, function: Callable[[TaskT], DoneT], tasks: Sequence[TaskT]
    ) -> Iterator[tuple[TaskT, DoneT]]:
        """Yield tasks with what came of them, as they finish, in any order.

        Parameters
        ----------
        function : callable
            A function of a module.
        tasks : sequence
            What it is called with; both can be pickled.

        Raises
        ------
        WorkerDiedError
            If a process ends before its task is done.
        """
        if self._pool is None:
            yield from ((task, function(task)) for task in tasks)
            return
        try:
            with _deaf_to_interrupts():
                futures = {self._pool.submit(function, task): task for task in tasks}
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BrokenProcessPool:
            raise WorkerDiedError from None
        except BaseException:
            self.stop()
            raise

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
