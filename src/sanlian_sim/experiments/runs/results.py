"""Results of many runs, read from their log one at a time."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self, overload

from sanlian_sim.experiments.runs.run_log import Entry, Kept
from sanlian_sim.simulation.portable import from_bytes
from sanlian_sim.simulation.result import Result


class Results(Sequence[Result]):
    """Results in an order, of which none is held: each is read when it is asked for.

    A study of thousands of runs then needs as much memory as one of ten. Reading one takes some
    milliseconds: what needs several things of every result takes them in one pass (``gather``).

    Parameters
    ----------
    log : Kept
        Where they are kept.
    entries : sequence of Entry
    """

    def __init__(self, log: Kept, entries: Sequence[Entry]) -> None:
        self._log = log
        self.entries = tuple(entries)

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> Result | Self:
        """Return one result, or those of a slice unread."""
        if isinstance(index, slice):
            return self.only(self.entries[index])
        return self._read(self.entries[index])

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Result]:
        return map(self._read, self.entries)

    def only(self, entries: Sequence[Entry]) -> Self:
        """Return some of the results unread."""
        return type(self)(self._log, entries)

    def of(self, scenario: str) -> Self:
        """Return the results of one scenario unread."""
        return self.only([one for one in self.entries if one.scenario == scenario])

    def gather(self, *functions: Callable[[Result], Any]) -> list[tuple[Any, ...]]:
        """Return what functions make of every result, reading each once."""
        return [tuple(function(one) for function in functions) for one in self]

    def bytes_of(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """Yield runs of the same log, those that failed too, with their bytes."""
        return ((entry, b"" if entry.failed else self._log.read(entry)) for entry in entries)

    def _read(self, entry: Entry) -> Result:
        return from_bytes(self._log.read(entry))
