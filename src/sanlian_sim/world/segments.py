"""Tables whose rows belong to communities, each community's rows contiguous, with room to grow."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner
from sanlian_sim.world.columns import Table


class Segmented:
    """A packed table in which community c holds rows ``first[c]`` to ``first[c] + count[c]``.

    Parameters
    ----------
    spec : type
        Class of columns.
    capacity : array of int, shape (communities,)
        Rows set aside for each community.
    """

    def __init__(self, spec: type, capacity: NDArray[np.integer[Any]]) -> None:
        self.spec = spec
        self.first = _offsets(capacity)
        self.count = np.zeros(len(capacity), dtype=np.int32)
        self.table = Table(spec, int(self.first[-1]))

    @property
    def rows(self) -> NDArray[Any]:
        """All rows, the unused ones between segments included."""
        return self.table.rows

    def open_rows(self) -> NDArray[np.int64]:
        """Return the row numbers in use, by community."""
        return np.concatenate(
            [np.arange(a, a + n) for a, n in zip(self.first[:-1], self.count, strict=True)]
            or [np.empty(0, dtype=np.int64)]
        )

    def grow(self, capacity: NDArray[np.integer[Any]]) -> None:
        """Give every community at least ``capacity[c]`` rows, keeping the rows in use."""
        room = np.maximum(np.diff(self.first), capacity)
        first = _offsets(room)
        table = Table(self.spec, int(first[-1]))
        for c, n in enumerate(self.count):
            table.rows[first[c] : first[c] + n] = self.rows[self.first[c] : self.first[c] + n]
        self.table, self.first = table, first


def _offsets(capacity: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(capacity, dtype=np.int64)])


@inner
def keep_row(rows: Any, target: int, source: int) -> int:
    """Move a row down to ``target`` while a segment is compacted; return the next target."""
    if target != source:
        rows[target] = rows[source]
    return target + 1
