"""Agents as views of rows: they are made when somebody asks for one, and hold nothing themselves.

A ``Registry`` knows which rows of one table are agents of a model and keeps the views made so far,
so that a row has one agent and what is put on it survives. Views are made without
``Agent.__init__``, which would register every agent with its model one by one and, in Mesa 3.3,
keep each model alive for ever.
"""

import gc
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import mesa
import numpy as np
from numpy.typing import NDArray

from sanlian_sim.scenario.problems import nearest
from sanlian_sim.world.columns import Column, Derived, Table, column_specs

RowNumbers = NDArray[np.integer[Any]]


class UnknownAttributeError(AttributeError):
    """An attribute that neither the class nor the table has; the text names the nearest one."""

    def __init__(self, owner: "type[RowAgent]", attribute: str, added: Iterable[str]) -> None:
        super().__init__(owner, attribute)
        self.owner = owner
        self.added = added
        self.name = attribute

    def __str__(self) -> str:
        # Looked up here, as most of these errors are caught and never read.
        known = {name for name in self.owner._settable if not name.startswith("_")}
        advice = nearest(self.name, sorted(known.union(self.added)))
        text = f"{self.owner.__name__} has no attribute {self.name!r}"
        return f"{text}; {advice}" if advice else text

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.owner, self.name, tuple(self.added))


class RowAgent(mesa.Agent):  # type: ignore[misc]
    """A Mesa agent whose attributes are a row of a table.

    Subclasses declare further state as ``Column`` attributes, which join the table, or as plain
    class attributes, which live on the agents that set them.
    """

    __slots__ = ("_registry", "_row", "_table")
    _registry: "Registry"
    _row: int
    _table: Table
    _settable: frozenset[str] = frozenset()
    pos = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError(
            f"a {type(self).__name__} is a row of its model's table and is made with the world; "
            "for agents of your own subclass mesa.Agent"
        )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        check_row_class(cls)
        annotated = (name for base in cls.__mro__ for name in vars(base).get("__annotations__", ()))
        cls._settable = frozenset([*dir(cls), *annotated])

    @property
    def model(self) -> Any:
        """The model whose world holds the row."""
        return self._registry.model

    @property
    def unique_id(self) -> int:
        """Number of the agent within its model, from 1."""
        return self._registry.first_id + self._row

    @property
    def row(self) -> int:
        """Row of the table."""
        return self._row

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self._settable or name.startswith("_") or hasattr(type(self), name):
            object.__setattr__(self, name, value)
        elif name in self._table.specs:
            self._table.specs[name].__set__(self, value)
        else:
            raise self._unknown(name)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and name in self._table.specs:
            return self._table.specs[name].__get__(self, type(self))
        raise self._unknown(name)

    def _unknown(self, name: str) -> UnknownAttributeError:
        added = () if name.startswith("_") else self._table.specs.keys()
        return UnknownAttributeError(type(self), name, added)


def check_row_class(cls: type[RowAgent]) -> None:
    """Raise TypeError if rows cannot be agents of this class."""
    if "__init__" in vars(cls) or cls.__init__ is not RowAgent.__init__:
        raise TypeError(
            f"{cls.__name__} has an __init__, which would never run: rows are made in bulk; "
            "declare Column attributes with their first values instead"
        )
    columns = column_specs(cls)
    for name in columns:
        if hasattr(RowAgent, name):
            raise TypeError(f"{name!r} belongs to mesa.Agent; name the column otherwise")
        if not isinstance(getattr(cls, name), Column):
            raise TypeError(f"{cls.__name__} puts something else in place of the column {name!r}")


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without it the collector walks all views again and again while they are made."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_SET_REGISTRY: Final[Any] = vars(RowAgent)["_registry"].__set__
_SET_ROW: Final[Any] = vars(RowAgent)["_row"].__set__
_SET_TABLE: Final[Any] = vars(RowAgent)["_table"].__set__


class Registry:
    """The rows of one table that are agents of a model, and the views made of them.

    Parameters
    ----------
    model : mesa.Model
        Model whose agents they are.
    table : Table
        Their attributes; takes over the columns that ``agent_class`` adds.
    agent_class : type
        Class of the views.
    first_id : int
        ``unique_id`` of row 0; rows are never given to another agent.
    """

    def __init__(
        self, model: Any, table: Table, agent_class: type[RowAgent], first_id: int
    ) -> None:
        check_row_class(agent_class)
        table.adopt(agent_class)
        self.model = model
        self.table = table
        self.agent_class = agent_class
        self.first_id = first_id
        self.alive = np.ones(table.size, dtype=np.bool_)
        self.removed = 0
        self._views: list[Any] | None = None
        self._lock = threading.RLock()

    @property
    def made(self) -> int:
        """Number of views made so far."""
        return sum(view is not None for view in self._views or ())

    def __len__(self) -> int:
        return self.table.size - self.removed

    def attribute(self, name: str) -> Column[Any] | Derived[Any] | None:
        """Return what answers for an attribute by columns alone, None if nothing does."""
        found = self.table.specs.get(name) or getattr(self.agent_class, name, None)
        return found if isinstance(found, Column | Derived) else None

    def view(self, row: int) -> Any:
        """Return the agent of a row."""
        return self.views([row])[0]

    def views(self, rows: Iterable[int]) -> list[Any]:
        """Return the agents of rows, made now if they are not there."""
        wanted = rows.tolist() if isinstance(rows, np.ndarray) else list(rows)
        with self._lock:
            if self._views is None:
                self._views = [None] * self.table.size
            views = self._views
            with _collector_paused():
                self._make([row for row in wanted if views[row] is None], views)
            return [views[row] for row in wanted]

    def _make(self, rows: list[int], views: list[Any]) -> None:
        cls, table = self.agent_class, self.table
        for row in rows:
            view = cls.__new__(cls)
            _SET_TABLE(view, table)
            _SET_ROW(view, row)
            _SET_REGISTRY(view, self)
            views[row] = view

    def holds(self, agent: object) -> bool:
        """Tell whether an agent is one of these rows, and still in the model."""
        return (
            isinstance(agent, RowAgent) and agent._registry is self and bool(self.alive[agent._row])
        )

    def remove(self, agent: RowAgent) -> None:
        """Take a row out of the model's agents; its agent keeps a private copy of it.

        Raises
        ------
        KeyError
            If it is not there.
        """
        with self._lock:
            if not self.holds(agent):
                raise KeyError(agent)
            row = agent._row
            self.alive[row] = False
            self.removed += 1
            apart = self._apart(slice(row, row + 1), agent.unique_id)
            _move(agent, apart, 0)
            if self._views is not None:
                self._views[row] = None

    def restrict(self, living: NDArray[np.bool_]) -> None:
        """Leave only some rows as agents, none of which anybody has asked for yet.

        Parameters
        ----------
        living : bool array, shape (rows,)
        """
        self.alive[:] = living
        self.removed = int(np.count_nonzero(~living))

    def admit(self, row: int) -> None:
        """Make a row one of the model's agents that was none so far."""
        with self._lock:
            self.alive[row] = True
            self.removed -= 1

    def remove_all(self) -> None:
        """Take all rows out of the model's agents."""
        with self._lock:
            views = [view for view in self._views or () if view is not None]
            self.alive[:] = False
            self.removed = self.table.size
            self._views = None
            if views:
                apart = self._apart(slice(None), self.first_id)
                for view in views:
                    _move(view, apart, view._row)

    def _apart(self, rows: slice, first_id: int) -> "Registry":
        apart = Registry(self.model, self.table.copied(rows), self.agent_class, first_id)
        apart.alive[:] = False
        return apart

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._lock = threading.RLock()


def _move(view: RowAgent, registry: Registry, row: int) -> None:
    _SET_TABLE(view, registry.table)
    _SET_ROW(view, row)
    _SET_REGISTRY(view, registry)
