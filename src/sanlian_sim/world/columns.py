"""Columns and tables: the state of every kind of agent, one array per attribute.

A kind of agent declares its attributes once, as ``Column`` descriptors on a plain class. A
``Table`` of that class holds the arrays; an agent that mixes the class in is a view of one row,
whose attributes read and write the arrays.
"""

from collections.abc import Mapping
from typing import Any, Generic, Protocol, Self, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", int, float, bool)


class Row(Protocol):
    """A view of one row of a table."""

    _table: "Table"
    _row: int


class Column(Generic[Value]):
    """One attribute: its dtype, unit, meaning and the value of a new row.

    Parameters
    ----------
    dtype : str
        NumPy dtype, e.g. ``"f8"``.
    unit : str
        Unit in words; empty for codes, flags and counts.
    meaning : str
        One line for readers.
    default : int, float or bool
        Value in a new row; its Python type is the type an agent reads.
    low, high : float, optional
        Closed bounds which writes through an agent must respect.
    """

    __slots__ = ("default", "dtype", "high", "low", "meaning", "name", "unit")

    def __init__(
        self,
        dtype: str,
        unit: str,
        meaning: str,
        default: Value,
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        self.dtype = np.dtype(dtype)
        self.unit = unit
        self.meaning = meaning
        self.default: Value = default
        self.low = low
        self.high = high
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: Row, owner: type) -> Value: ...
    def __get__(self, row: Row | None, owner: type) -> "Self | Value":
        if row is None:
            return self
        value: Value = row._table.columns[self.name].item(row._row)
        return value

    def __set__(self, row: Row, value: Value) -> None:
        row._table.columns[self.name][row._row] = self.checked(value)

    def checked(self, value: Any) -> Value:
        """Return ``value`` if the column can hold it, otherwise raise TypeError or ValueError."""
        kind = type(self.default)
        plain = value.item() if isinstance(value, np.generic) else value
        exact = isinstance(plain, bool) if kind is bool else not isinstance(plain, bool)
        numeric = isinstance(plain, (int, float) if kind is float else kind)
        if not (exact and numeric):
            raise TypeError(f"{self.name} takes a {kind.__name__}; got {value!r}")
        if kind is float and plain != plain:
            raise ValueError(f"{self.name} takes a number; got {value!r}")
        if (self.low is not None and plain < self.low) or (
            self.high is not None and plain > self.high
        ):
            raise ValueError(f"{self.name} must lie in [{self.low}, {self.high}]; got {value!r}")
        result: Value = kind(plain)
        return result


def column_specs(owner: type) -> dict[str, "Column[Any]"]:
    """Return the columns a class declares or inherits, in order of declaration."""
    found: dict[str, Column[Any]] = {}
    for base in reversed(owner.__mro__):
        found.update({k: v for k, v in vars(base).items() if isinstance(v, Column)})
    return found


class Table:
    """The columns of one kind of agent, each an array of length ``size``.

    Parameters
    ----------
    spec : type
        Class whose ``Column`` attributes are stored.
    size : int
        Number of rows.
    packed : bool
        Store the rows as one structured array ``rows`` (rows used whole and in any order) instead
        of one array per column (columns streamed one at a time).
    """

    columns: Mapping[str, NDArray[Any]]

    def __init__(self, spec: type, size: int, *, packed: bool = True) -> None:
        self.spec = spec
        self.size = size
        specs = column_specs(spec)
        if packed:
            dtype = np.dtype([(name, c.dtype) for name, c in specs.items()], align=True)
            self.rows = np.zeros(size, dtype=dtype)
            self.columns = {name: self.rows[name] for name in specs}
        else:
            self.columns = {name: np.empty(size, dtype=c.dtype) for name, c in specs.items()}
        for name, column in specs.items():
            self.columns[name][...] = column.default

    def __getattr__(self, name: str) -> NDArray[Any]:
        try:
            return self.__dict__["columns"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(f"no column {name!r}") from None

    def __len__(self) -> int:
        return self.size
