"""The agents of a community as Mesa sees them: each is a row of a table of the world."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sanlian_sim.simulation.rows import RowAgent
from sanlian_sim.world.columns import Derived
from sanlian_sim.world.state import (
    CommunityColumns,
    GovernmentColumns,
    Labour,
    PropertyManagerColumns,
    ResidentColumns,
    SocialOrganisationColumns,
    SocialWorkerColumns,
)


class Resident(RowAgent, ResidentColumns):
    """A resident. ``community``, ``grid`` and ``household`` are numbers of rows."""

    employed = Derived[bool]("has a job", lambda labour: labour == Labour.EMPLOYED, "labour")

    @property
    def neighbours(self) -> "list[Resident]":
        """Residents of other households to whom the resident is tied; none after leaving."""
        if not self._registry.holds(self):
            return []
        ties = self.model.world.ties
        partners = ties.partner[ties.start[self._row] : ties.start[self._row + 1]]
        return self._registry.views(partners[self._registry.alive[partners]])


class Community(RowAgent, CommunityColumns):
    """A community with its residents' committee and grid workers."""


class SocialOrganisation(RowAgent, SocialOrganisationColumns):
    """A social organisation."""


class SocialWorker(RowAgent, SocialWorkerColumns):
    """A social worker of a sub-district's station."""


class Government(RowAgent, GovernmentColumns):
    """The district bureau or a sub-district office."""


class PropertyManager(RowAgent, PropertyManagerColumns):
    """The property manager of a community."""


TABLES: Final[Mapping[type[RowAgent], str]] = MappingProxyType(
    {
        Resident: "residents",
        Community: "communities",
        SocialOrganisation: "organisations",
        SocialWorker: "workers",
        Government: "governments",
        PropertyManager: "property_managers",
    }
)
