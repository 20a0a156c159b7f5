"""Sets of agents that are rows of one table, answered from its columns without making agents."""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import attrgetter
from random import Random
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.simulation.agentsets import DeferredSet, Groups, aggregate
from sanlian_sim.simulation.rows import Registry, RowAgent, RowNumbers

# These give the same result on an array as on a list of the same numbers; other functions are
# handed a list, as Mesa does.
_TAKE_ARRAYS: Final[frozenset[Callable[..., Any]]] = frozenset(
    {np.max, np.mean, np.median, np.min, np.std, np.sum, np.var}
)


class RowSet(DeferredSet):
    """Agents of one table, in order, as row numbers.

    Attributes that are columns are read, set, aggregated, grouped, sorted and selected by without
    making an agent; everything else is done agent by agent, as by Mesa's ``AgentSet``.

    Parameters
    ----------
    registry : Registry
        Whose rows these are.
    rows : int array, optional
        Row numbers in order; by default all rows of the model's agents.
    random : random.Random
        The model's, which decides the order of a shuffle.
    """

    def __init__(self, registry: Registry, rows: RowNumbers | None, random: Random) -> None:
        super().__init__(random)
        self._registry = registry
        self._rows = rows
        self._members: NDArray[np.bool_] | None = None

    @property
    def rows(self) -> RowNumbers:
        """Row numbers of the agents, in order."""
        rows = np.arange(self._registry.table.size) if self._rows is None else self._rows
        return rows[self._registry.alive[rows]] if self._registry.removed else rows

    @property
    def agent_class(self) -> type[RowAgent]:
        """Class of the agents."""
        return self._registry.agent_class

    def _made(self) -> list[Any]:
        return self._registry.views(self.rows)

    def _count(self) -> int:
        if self._rows is None:
            return len(self._registry)
        return len(self.rows)

    def _holds(self, agent: object) -> bool:
        if not self._registry.holds(agent):
            return False
        if self._rows is None:
            return True
        if self._members is None:
            self._members = np.zeros(self._registry.table.size, dtype=np.bool_)
            self._members[self._rows] = True
        return bool(self._members[agent._row])  # type: ignore[attr-defined]

    def _present(self, agents: Iterable[Any]) -> Iterator[Any]:
        if self._listed is not None:
            return super()._present(agents)
        # A row that is removed moves to a registry of its own.
        registry = self._registry
        return (agent for agent in agents if agent._registry is registry)

    def _update(self, agents: Iterable[Any]) -> Self:
        chosen = list(agents)
        if not all(map(self._registry.holds, chosen)):
            super()._update(chosen)
            return self
        return self._reordered(np.array([agent._row for agent in chosen], dtype=np.intp))

    def _reordered(self, rows: RowNumbers) -> Self:
        self._listed, self._rows, self._members = None, rows, None
        return self

    def _taken(self, rows: RowNumbers, inplace: bool = False) -> "RowSet":
        return self._reordered(rows) if inplace else RowSet(self._registry, rows, self.random)

    def copy(self) -> Any:
        """Return a set of the same agents that can be changed without changing this one."""
        return super().copy() if self._listed is not None else self._taken(self.rows)

    def add(self, agent: Any) -> None:
        """Add an agent."""
        if self._listed is None and self._registry.holds(agent) and agent not in self:
            self._reordered(np.append(self.rows, agent._row))
        else:
            super().add(agent)

    def discard(self, agent: Any) -> None:
        """Take an agent out if it is in."""
        if self._listed is None and agent in self:
            self._reordered(self.rows[self.rows != agent._row])
        else:
            super().discard(agent)

    def __getitem__(self, item: Any) -> Any:
        if self._listed is not None or isinstance(item, slice):
            return super().__getitem__(item)
        return self._registry.view(int(self.rows[item]))

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """Return the place of an agent; ValueError if it is not in the set."""
        if self._listed is None and value in self:
            value, members = value._row, self.rows.tolist()
        else:
            members = self.to_list()
        place: int = members.index(value, start, len(members) if stop is None else stop)
        return place

    def values(self, name: str) -> NDArray[Any] | None:
        """Return an attribute of the agents as an array, None if columns do not hold it."""
        if self._listed is not None:
            return None
        if name == "unique_id":
            return self._registry.first_id + self.rows
        attribute = self._registry.attribute(name)
        return None if attribute is None else attribute.of(self._registry.table.columns, self._span)

    @property
    def _span(self) -> RowNumbers | slice:
        """The rows, as a slice if they are all."""
        whole = self._rows is None and not self._registry.removed
        return slice(None) if whole else self.rows

    def get(
        self, attr_names: Any, handle_missing: Any = "error", default_value: Any = None
    ) -> list[Any]:
        """Return an attribute of each agent, or several as a list of lists."""
        names = [attr_names] if isinstance(attr_names, str) else list(attr_names)
        found = [values for values in map(self.values, names) if values is not None]
        if len(found) < len(names) or handle_missing not in ("error", "default") or not names:
            return super().get(attr_names, handle_missing, default_value)
        lists = [values.tolist() for values in found]
        return (
            lists[0] if isinstance(attr_names, str) else list(map(list, zip(*lists, strict=True)))
        )

    def set(self, attr_name: str, value: Any) -> Self:
        """Set an attribute of each agent to one value."""
        column = None if self._listed is not None else self._registry.table.specs.get(attr_name)
        if column is None:
            return super().set(attr_name, value)
        self._registry.table.columns[attr_name][self._span] = column.checked(value)
        return self

    def agg(self, attribute: str, func: Any) -> Any:
        """Aggregate an attribute by a function, the name of one ("mean"), or several of them."""
        if not isinstance(func, str) and not callable(func):
            return [self.agg(attribute, each) for each in func]
        function = aggregate(func)
        values = self.values(attribute) if function in _TAKE_ARRAYS else None
        if values is None or not len(values):
            return super().agg(attribute, function)
        return function(_as_listed(values))

    def select(
        self,
        filter_func: Any = None,
        at_most: float = float("inf"),
        inplace: bool = False,
        agent_type: type[Any] | None = None,
    ) -> Any:
        """Return the agents for which ``filter_func`` is true.

        Parameters
        ----------
        filter_func : callable, str or bool array, optional
            A function of an agent; the name of a true-or-false column; or one value per agent.
        at_most : int or float
            Number of agents, or a share of the set if a float up to 1.
        inplace : bool
            Change this set instead of returning another.
        agent_type : type, optional
            Class of the agents.
        """
        if self._listed is not None:
            return super().select(filter_func, at_most, inplace, agent_type)
        rows, most = self.rows, _number(at_most, len(self))
        if agent_type is not None and not issubclass(self.agent_class, agent_type):
            rows = rows[:0]
        elif callable(filter_func):
            agents = filter(filter_func, self._registry.views(rows))
            rows = np.array([agent._row for agent in islice(agents, most)], dtype=np.intp)
        elif filter_func is not None:
            rows = rows[self._mask(filter_func)]
        return self._taken(rows[:most], inplace)

    def _mask(self, condition: Any) -> NDArray[np.bool_]:
        named = self.values(condition) if isinstance(condition, str) else np.asarray(condition)
        if named is None or named.dtype != np.bool_ or named.shape != (len(self),):
            raise TypeError(
                "select takes a function, the name of a true-or-false column, or one true or "
                f"false per agent ({len(self)}); got {condition!r}"
            )
        return named

    def shuffle(self, inplace: bool = False) -> Any:
        """Return the agents in random order: the order Mesa would give them."""
        if self._listed is not None:
            return super().shuffle(inplace)
        rows = self.rows.tolist()
        self.random.shuffle(rows)
        return self._taken(np.array(rows, dtype=np.intp), inplace)

    def sort(self, key: Any, ascending: bool = False, inplace: bool = False) -> Any:
        """Return the agents sorted by an attribute or a function, the greatest first."""
        values = self.values(key) if isinstance(key, str) else None
        if values is None:
            return super().sort(key, ascending, inplace)
        order = np.argsort(values if ascending else values[::-1], kind="stable")
        if not ascending:
            order = len(values) - 1 - order[::-1]
        return self._taken(self.rows[order], inplace)

    def groupby(self, by: Any, result_type: str = "agentset") -> Groups:
        """Group the agents by an attribute or a function, in order of appearance."""
        if self._listed is not None:
            return super().groupby(by, result_type)
        make = self._taken if result_type == "agentset" else self._registry.views
        return Groups({key: make(rows) for key, rows in self._split(by).items()})

    def _split(self, by: Any) -> dict[Any, RowNumbers]:
        rows = self.rows
        values = None if callable(by) else self.values(by)
        if values is not None:
            return _split_by_array(values, rows)
        key = by if callable(by) else attrgetter(by)
        groups: dict[Any, list[int]] = {}
        for agent in self._registry.views(rows):
            groups.setdefault(key(agent), []).append(agent._row)
        return {key: np.array(members, dtype=np.intp) for key, members in groups.items()}


def _number(at_most: float, size: int) -> int:
    """Return how many of ``size`` agents Mesa's ``at_most`` lets through at most."""
    if isinstance(at_most, float) and at_most <= 1:
        return max(0, int(size * at_most))
    return max(0, math.ceil(min(at_most, size)))


def _as_listed(values: NDArray[Any]) -> NDArray[Any]:
    """Return the array NumPy would make of the list of these values."""
    if values.dtype.kind == "f":
        return np.ascontiguousarray(values, dtype=np.float64)
    if values.dtype.kind == "b" or values.max() > np.iinfo(np.int64).max:
        return np.ascontiguousarray(values)
    return np.ascontiguousarray(values, dtype=np.int64)


def _split_by_array(values: NDArray[Any], rows: RowNumbers) -> dict[Any, RowNumbers]:
    keys, first, group, sizes = np.unique(
        values, return_index=True, return_inverse=True, return_counts=True
    )
    members = np.split(rows[np.argsort(group, kind="stable")], np.cumsum(sizes)[:-1])
    listed = keys.tolist()
    return {listed[i]: members[i] for i in np.argsort(first).tolist()}
