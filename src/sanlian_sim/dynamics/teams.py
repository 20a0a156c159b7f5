"""Teams: rows of organisations' staff, and what several rules ask of organisations."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.world import World

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Teams:
    """Rows of organisations' teams and facilities.

    Attributes
    ----------
    rows : int array, shape (teams,)
        Provider rows.
    organisation : int array, shape (teams,)
        Owners; -1 for a facility without operator.
    held : structured array
        A copy of those rows as they stand when the phase begins.
    """

    rows: NDArray[np.int64]
    organisation: NDArray[np.int32]
    held: Rows

    def by_organisation(self, values: Floats, number: int) -> Floats:
        """Sum of values over each organisation's teams."""
        owned = self.organisation >= 0
        total = np.bincount(self.organisation[owned], values[owned], number)
        return total.astype(np.float64)


def teams_of(world: World) -> Teams:
    """Teams and facilities as they stand."""
    providers = world.providers.rows
    held = providers[world.teams]
    return Teams(world.teams, held["owner"], held)


def wage_by_team(world: World, teams: Teams) -> Floats:
    """Yuan per hour that each team's organisation pays."""
    wage: Floats = world.market.wage[teams.held["service"]] * world.rule.oncost_social
    return wage


def has_contract(world: World) -> NDArray[np.bool_]:
    """Whether each organisation has a contract in force; shape (organisations,)."""
    own = world.layout.organisation
    found: NDArray[np.bool_] = ((own >= 0) & world.providers.rows["open"][own]).any(axis=1)
    return found


def offices(world: World) -> slice:
    """Rows of the offices in the table of governments."""
    return slice(1, 1 + len(world.layout.office))
