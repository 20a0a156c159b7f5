"""Agent sets whose agents are made when one is asked for: the base of row sets and of all agents.

Mesa's own sets hold their agents. These know how to name their members and make them; whatever
cannot be answered otherwise is handed to an ordinary ``AgentSet`` of the agents made then, so that
every result is Mesa's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from typing import Any, Self

import numpy as np
from mesa.agent import AgentSet

from sanlian_sim.scenario.problems import nearest

try:
    from mesa.agentset import GroupBy
except ImportError:  # Mesa 3.3 has it beside the agent
    from mesa.agent import GroupBy

AGGREGATES: Mapping[str, Callable[[Any], Any]] = {
    "count": len,
    "max": np.max,
    "mean": np.mean,
    "median": np.median,
    "min": np.min,
    "std": np.std,
    "sum": np.sum,
    "var": np.var,
}


def aggregate(name_or_function: str | Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the function that a name such as "mean" stands for; functions stand for themselves.

    Raises
    ------
    ValueError
        If no aggregate has the name.
    """
    if callable(name_or_function):
        return name_or_function
    if name_or_function not in AGGREGATES:
        advice = nearest(name_or_function, AGGREGATES)
        raise ValueError(f"no aggregate {name_or_function!r}" + (f"; {advice}" if advice else ""))
    return AGGREGATES[name_or_function]


class Groups(GroupBy):  # type: ignore[misc]
    """Mesa's groups, aggregated by the sets themselves where they can."""

    def agg(self, attr_name: str, func: Any) -> dict[Any, Any]:
        """Aggregate an attribute in every group, by a function or the name of one."""
        return {
            key: group.agg(attr_name, func)
            if isinstance(group, AgentSet)
            else aggregate(func)([getattr(agent, attr_name) for agent in group])
            for key, group in self.groups.items()
        }


class DeferredSet(AgentSet):  # type: ignore[misc]
    """An agent set that makes its agents when one of them is asked for.

    Parameters
    ----------
    random : random.Random
        The model's, which decides the order of a shuffle.

    Notes
    -----
    An agent that leaves the model leaves the set, also in the middle of ``do``.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        # An ordinary set takes over once the members were changed or reordered in place.
        self._listed: Any = None

    def _made(self) -> list[Any]:
        """Return the members, in order."""
        raise NotImplementedError

    def _holds(self, agent: object) -> bool:
        """Tell whether an agent is a member."""
        raise NotImplementedError

    def _count(self) -> int:
        """Return the number of members."""
        raise NotImplementedError

    def _ordinary(self) -> Any:
        return AgentSet(self._made(), self.random) if self._listed is None else self._listed

    def _update(self, agents: Iterable[Any]) -> Self:
        self._listed = AgentSet(agents, self.random)
        return self

    def _result(self, agents: Any, inplace: bool) -> Any:
        return self._update(agents) if inplace else AgentSet(agents, self.random)

    @classmethod
    def _from_iterable(cls, agents: Iterable[Any]) -> Any:
        return AgentSet(agents)

    def __len__(self) -> int:
        return self._count() if self._listed is None else len(self._listed)

    def __contains__(self, agent: object) -> bool:
        return self._holds(agent) if self._listed is None else agent in self._listed

    def __iter__(self) -> Iterator[Any]:
        return self._present(self.to_list())

    def _present(self, agents: Iterable[Any]) -> Iterator[Any]:
        """Pass on the agents that are still members when their turn comes."""
        return (agent for agent in agents if agent in self)

    def __getitem__(self, item: Any) -> Any:
        return self.to_list()[item]

    def to_list(self) -> list[Any]:
        """Return the agents as a list."""
        return self._made() if self._listed is None else list(self._listed)

    def copy(self) -> Any:
        """Return a set of the same agents that can be changed without changing this one."""
        return AgentSet(self.to_list(), self.random)

    def __copy__(self) -> Any:
        return self.copy()

    def add(self, agent: Any) -> None:
        """Add an agent."""
        if agent not in self:
            self._update([*self.to_list(), agent])

    def discard(self, agent: Any) -> None:
        """Take an agent out if it is in."""
        if agent in self:
            self._update(other for other in self.to_list() if other is not agent)

    def remove(self, agent: Any) -> None:
        """Take an agent out; KeyError if it is not in."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def clear(self) -> None:
        """Take all agents out."""
        self._update([])

    def select(
        self,
        filter_func: Any = None,
        at_most: float = float("inf"),
        inplace: bool = False,
        agent_type: type[Any] | None = None,
    ) -> Any:
        """Return the agents for which ``filter_func`` is true, as in Mesa."""
        chosen = self._ordinary().select(filter_func, at_most, False, agent_type)
        return self._result(chosen, inplace)

    def shuffle(self, inplace: bool = False) -> Any:
        """Return the agents in random order."""
        agents = self.to_list()
        self.random.shuffle(agents)
        return self._result(agents, inplace)

    def sort(self, key: Any, ascending: bool = False, inplace: bool = False) -> Any:
        """Return the agents sorted by an attribute or a function, the greatest first."""
        return self._result(self._ordinary().sort(key, ascending), inplace)

    def groupby(self, by: Any, result_type: str = "agentset") -> Groups:
        """Group the agents by an attribute or a function."""
        return Groups(self._ordinary().groupby(by, result_type).groups)

    def get(
        self, attr_names: Any, handle_missing: Any = "error", default_value: Any = None
    ) -> list[Any]:
        """Return an attribute of each agent, or several as a list of lists."""
        values: list[Any] = self._ordinary().get(attr_names, handle_missing, default_value)
        return values

    def set(self, attr_name: str, value: Any) -> Self:
        """Set an attribute of each agent to one value."""
        for agent in self:
            setattr(agent, attr_name, value)
        return self

    def agg(self, attribute: str, func: Any) -> Any:
        """Aggregate an attribute by a function, the name of one ("mean"), or several of them."""
        values = self.get(attribute)
        if isinstance(func, str) or callable(func):
            return aggregate(func)(values)
        return [aggregate(each)(values) for each in func]

    def do(self, method: Any, *args: Any, **kwargs: Any) -> Self:
        """Call a method or function on each agent."""
        self.map(method, *args, **kwargs)
        return self

    def map(self, method: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Call a method or function on each agent and return what they give."""
        return self._called(iter(self), method, args, kwargs)

    def shuffle_do(self, method: Any, *args: Any, **kwargs: Any) -> Self:
        """Call a method or function on each agent, in random order."""
        agents = self.to_list()
        self.random.shuffle(agents)
        self._called(self._present(agents), method, args, kwargs)
        return self

    @staticmethod
    def _called(agents: Iterator[Any], method: Any, args: Any, kwargs: Any) -> list[Any]:
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in agents]
        return [method(agent, *args, **kwargs) for agent in agents]

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__.copy()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
