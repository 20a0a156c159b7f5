"""The set of all agents of a model: rows of its tables, and plain Mesa agents that users add."""

from collections.abc import Sequence
from itertools import chain
from random import Random
from typing import Any

from sanlian_sim.simulation.agentsets import DeferredSet
from sanlian_sim.simulation.rowset import RowSet


class Everybody(DeferredSet):
    """All agents of a model: the rows of each table, then plain agents in order of arrival.

    Parameters
    ----------
    tables : sequence of RowSet
        One per table.
    plain : AgentSet
        Mesa's own set of the plain agents.
    random : random.Random
        The model's.
    """

    def __init__(self, tables: Sequence[RowSet], plain: Any, random: Random) -> None:
        super().__init__(random)
        self._tables = tables
        self._plain = plain

    def _made(self) -> list[Any]:
        return list(chain(*(table.to_list() for table in self._tables), self._plain))

    def _holds(self, agent: object) -> bool:
        return any(agent in table for table in self._tables) or agent in self._plain

    def _count(self) -> int:
        return sum(map(len, self._tables)) + len(self._plain)

    def select(
        self,
        filter_func: Any = None,
        at_most: float = float("inf"),
        inplace: bool = False,
        agent_type: type[Any] | None = None,
    ) -> Any:
        """Return the agents for which ``filter_func`` is true; of one table as a ``RowSet``."""
        table = None if inplace or self._listed is not None else self._only_table(agent_type)
        if table is None:
            return super().select(filter_func, at_most, inplace, agent_type)
        # A share is one of all agents, not of those of the type.
        share = isinstance(at_most, float) and at_most <= 1
        return table.select(filter_func, int(len(self) * at_most) if share else at_most)

    def _only_table(self, agent_type: type[Any] | None) -> RowSet | None:
        """Return the table that holds all agents of a type, None if there is not just one."""
        if agent_type is None or any(isinstance(agent, agent_type) for agent in self._plain):
            return None
        tables = [table for table in self._tables if issubclass(table.agent_class, agent_type)]
        return tables[0] if len(tables) == 1 else None
