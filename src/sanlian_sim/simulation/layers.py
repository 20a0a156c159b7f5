"""The layers of a world's network, as graphs."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, cast

from numpy.typing import NDArray

from sanlian_sim.world.graphs import governance_graph, service_graph
from sanlian_sim.world.networks import social_graph
from sanlian_sim.world.population import Population
from sanlian_sim.world.world import World


class _Households(NamedTuple):
    """The part of a population that its social graph is made of."""

    residents: int
    household_first: NDArray[Any]
    household_size: NDArray[Any]


def _social(world: World) -> Any:
    rows = world.households.rows
    households = _Households(len(world.residents), rows["first_row"], rows["size"])
    return social_graph(cast("Population", households), world.ties)


LAYERS: Final[Mapping[str, Callable[[World], Any]]] = MappingProxyType(
    {"social": _social, "governance": governance_graph, "service": service_graph}
)
