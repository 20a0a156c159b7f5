"""Who hears how far the runs are: nobody, or a terminal."""

from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated

if TYPE_CHECKING:
    from rich.progress import TaskID


class Listener(Protocol):
    """Hears how far the runs are."""

    def say(self, text: str) -> None:
        """Hear one line."""

    def expect(self, what: str, runs: int, done: int = 0) -> None:
        """Hear what is done next, how many runs it takes, and how many of them are there."""

    def advance(self) -> None:
        """Hear that a run is finished."""


class Silent:
    """Nobody listens."""

    def say(self, text: str) -> None:
        """Drop the line."""

    def expect(self, what: str, runs: int, done: int = 0) -> None:
        """Drop the numbers."""

    def advance(self) -> None:
        """Drop the news."""


class Terminal:
    """A progress bar with the time left on the error output, while that is a terminal.

    In a pipe there is no bar, and only lines that are said appear. Use it as a context.
    """

    def __init__(self, lang: Language = "en") -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeElapsedColumn as Elapsed
        from rich.progress import TimeRemainingColumn as Remaining

        self._lang = lang
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Elapsed(),
            TextColumn(translated("left", lang)), Remaining(),
        )  # fmt: skip
        shown = self._console.is_terminal
        self._progress: Progress = Progress(
            *columns, console=self._console, transient=True, disable=not shown
        )
        self._task: TaskID | None = None

    def say(self, text: str) -> None:
        """Write one line."""
        self._console.print(translated(text, self._lang), markup=False)

    def expect(self, what: str, runs: int, done: int = 0) -> None:
        """Start a bar of so many runs in place of the last one."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(
            translated(what, self._lang), total=runs, completed=done
        )

    def advance(self) -> None:
        """Move the bar by one run."""
        if self._task is not None:
            self._progress.advance(self._task)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()


def heard(progress: bool, lang: Language = "en") -> AbstractContextManager[Listener]:
    """Return who hears of runs: a terminal, or nobody."""
    return Terminal(lang) if progress else nullcontext(Silent())
