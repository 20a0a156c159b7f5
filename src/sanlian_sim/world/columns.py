"""Columns and tables: the state of every kind of agent, one array per attribute.

A kind of agent declares its attributes once, as ``Column`` descriptors on a plain class. A
``Table`` of that class holds the arrays; an agent that mixes the class in is a view of one row,
whose attributes read and write the arrays.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Generic, Protocol, Self, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.scenario.problems import nearest

Value = TypeVar("Value", int, float, bool)
Columns = Mapping[str, NDArray[Any]]
_KINDS: Final = {"b": bool, "f": float, "i": int, "u": int}


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
        Closed bounds which writes through an agent must respect; by default those of the dtype.

    Raises
    ------
    TypeError
        If the default is not of the dtype's kind (``0.0`` for "f8", not ``0``) or out of bounds.
    """

    __slots__ = ("_highest", "_kind", "_lowest", "default", "dtype", "high", "low", "meaning",
                 "name", "unit")  # fmt: skip

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
        self._kind: type = type(default)
        least, most = _limits(self.dtype)
        self._lowest = least if low is None else low
        self._highest = most if high is None else high
        if (
            _KINDS[self.dtype.kind] is not self._kind
            or not self._lowest <= default <= self._highest
        ):
            raise TypeError(f"a column of {self.dtype} cannot hold its default {default!r}")

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

    def of(self, columns: Columns, rows: Any) -> NDArray[Any]:
        """Values in the given rows (an array of row numbers, or a slice)."""
        values: NDArray[Any] = columns[self.name][rows]
        return values

    def agrees_with(self, other: "Column[Any]") -> bool:
        """Tell whether two declarations of one name can share an array."""
        return self.dtype == other.dtype and self._kind is other._kind

    def checked(self, value: Any) -> Value:
        """Return ``value`` as the column's Python type.

        Raises
        ------
        TypeError
            If the value is of another kind; nothing is rounded, and 1 is not True.
        ValueError
            If it is out of bounds, infinite or not a number.
        """
        # An exact type is nearly every write, and this test a third of the cost of the other.
        exact: Any = value
        if type(value) is not self._kind:
            exact = self._converted(value)
        if self._lowest <= exact <= self._highest:
            result: Value = exact
            return result
        raise ValueError(
            f"{self.name} must lie in [{self._lowest}, {self._highest}]; got {value!r}"
        )

    def _converted(self, value: Any) -> Any:
        plain = value.item() if isinstance(value, np.generic) else value
        if self._kind is float:
            fits = isinstance(plain, int | float) and not isinstance(plain, bool)
        else:
            fits = isinstance(plain, self._kind) and isinstance(plain, bool) == (self._kind is bool)
        if not fits:
            raise TypeError(f"{self.name} takes a {self._kind.__name__}; got {value!r}")
        return self._kind(plain)


class Derived(Generic[Value]):
    """A read-only attribute that follows from columns of the same row.

    Parameters
    ----------
    meaning : str
        One line for readers.
    rule : callable
        Takes one array per source and returns an array of the same length.
    *sources : str
        Names of the columns it follows from.
    """

    __slots__ = ("meaning", "name", "rule", "sources")

    def __init__(self, meaning: str, rule: Callable[..., Any], *sources: str) -> None:
        self.meaning = meaning
        self.rule = rule
        self.sources = sources
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
        value: Value = self.of(row._table.columns, row._row).item()
        return value

    def __set__(self, row: Row, value: Value) -> None:
        raise AttributeError(f"{self.name} follows from {', '.join(self.sources)}; set that")

    def of(self, columns: Columns, rows: Any) -> NDArray[Any]:
        """Values in the given rows (an array of row numbers, or a slice)."""
        values: NDArray[Any] = self.rule(*(columns[source][rows] for source in self.sources))
        return values


def _limits(dtype: np.dtype[Any]) -> tuple[float, float]:
    """Least and greatest value that fits, as Python numbers."""
    if dtype.kind == "b":
        return False, True
    info = np.finfo(dtype) if dtype.kind == "f" else np.iinfo(dtype)
    return np.asarray(info.min).item(), np.asarray(info.max).item()


def column_specs(owner: type) -> dict[str, "Column[Any]"]:
    """Return the columns a class declares or inherits, in order of declaration.

    Raises
    ------
    TypeError
        If two classes declare one name with different types.
    """
    found: dict[str, Column[Any]] = {}
    for base in reversed(owner.__mro__):
        for name, column in vars(base).items():
            if isinstance(column, Column):
                _agree(name, found.get(name, column), column)
                found[name] = column
    return found


def _agree(name: str, old: "Column[Any]", new: "Column[Any]") -> None:
    if not new.agrees_with(old):
        raise TypeError(
            f"column {name!r} is declared twice, as {old.dtype} holding {old.default!r} and as "
            f"{new.dtype} holding {new.default!r}; rename one of them"
        )


_OWN: Final = frozenset({"columns", "rows", "size", "spec", "specs"})


class Table:
    """The columns of one kind of agent, each an array of length ``size``.

    Parameters
    ----------
    spec : type
        Class whose ``Column`` attributes are stored.
    size : int
        Number of rows.
    packed : sequence of str, optional
        Columns stored side by side in one structured array ``rows``, for rows used whole and in
        any order; all by default. The others have an array each, to be streamed one at a time.
    """

    columns: dict[str, NDArray[Any]]

    def __init__(self, spec: type, size: int, *, packed: Sequence[str] | None = None) -> None:
        self.spec = spec
        self.size = size
        self.specs = column_specs(spec)
        together = tuple(self.specs) if packed is None else tuple(packed)
        dtype = np.dtype([(name, self.specs[name].dtype) for name in together], align=True)
        self.rows = np.zeros(size, dtype=dtype)
        self.columns = {
            name: self.rows[name] if name in together else np.empty(size, dtype=column.dtype)
            for name, column in self.specs.items()
        }
        for name, column in self.specs.items():
            self.columns[name][...] = column.default

    def add_column(self, name: str, column: "Column[Any]") -> NDArray[Any]:
        """Give every row one more attribute, beside those the package declares.

        Parameters
        ----------
        name : str
            Name of the attribute; agents of this table read and write it too.
        column : Column
            Its dtype, unit, meaning and value in every row.

        Returns
        -------
        array, shape (size,)
            The new column.

        Raises
        ------
        ValueError
            If the table has the name already, or it is no attribute name.
        """
        if not name.isidentifier() or name.startswith("_"):
            raise ValueError(f"{name!r} cannot be the name of a column")
        if hasattr(self, name):
            raise ValueError(f"{name!r} is there already; choose another name")
        if not column.name:
            column.name = name
        if column.name != name:
            raise ValueError(f"this column is named {column.name!r}, not {name!r}; make a new one")
        self.specs[name] = column
        self.columns[name] = np.full(self.size, column.default, dtype=column.dtype)
        return self.columns[name]

    def adopt(self, spec: type) -> None:
        """Take over the columns and derived attributes a class adds to those stored.

        Raises
        ------
        TypeError
            If the class declares a stored name with another type.
        """
        for name, column in column_specs(spec).items():
            if name in self.specs:
                _agree(name, self.specs[name], column)
            else:
                self.add_column(name, column)
        self.spec = spec

    def copied(self, rows: slice) -> "Table":
        """Return a private copy of some rows, one array per column."""
        copy = Table.__new__(Table)
        copy.spec, copy.specs = self.spec, self.specs
        copy.columns = {name: column[rows].copy() for name, column in self.columns.items()}
        copy.size = len(range(*rows.indices(self.size)))
        return copy

    def __getattr__(self, name: str) -> NDArray[Any]:
        columns = self.__dict__.get("columns", {})
        if name in columns:
            column: NDArray[Any] = columns[name]
            return column
        derived = getattr(self.__dict__.get("spec"), name, None)
        if isinstance(derived, Derived):
            return derived.of(columns, slice(None))
        raise self._unknown(name)

    def __setattr__(self, name: str, value: Any) -> None:
        # Phases hold the arrays: another array in their place would be a column of its own.
        if name in _OWN:
            object.__setattr__(self, name, value)
        elif name not in self.columns:
            raise self._unknown(name)
        elif value is not self.columns[name]:
            raise AttributeError(f"columns are written in place: .{name}[:] = values")

    def _unknown(self, name: str) -> AttributeError:
        advice = nearest(name, self.__dict__.get("columns", {}))
        return AttributeError(f"no column {name!r}" + (f"; {advice}" if advice else ""))

    def __getstate__(self) -> dict[str, Any]:
        # Packed columns are views of the rows, which they would no longer be once unpickled.
        packed = self._packed()
        columns = {name: None if name in packed else c for name, c in self.columns.items()}
        return {**self.__dict__, "columns": columns}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        for name in self._packed():
            self.columns[name] = self.rows[name]

    def _packed(self) -> tuple[str, ...]:
        return self.rows.dtype.names or () if "rows" in self.__dict__ else ()

    def __len__(self) -> int:
        return self.size
