"""The result of a run: immutable, with where it came from, and small enough to send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.caselog import case_frame
from sanlian_sim.outcomes.drift import Drift
from sanlian_sim.outcomes.ledger import Ledger
from sanlian_sim.outcomes.record import Places
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.outcomes.rows import Row
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.scenario.problems import nearest
from sanlian_sim.simulation.provenance import Provenance
from sanlian_sim.world.rules import MINUTES

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, kw_only=True)
class Result:
    """What one run of one scenario came to.

    Tables are made anew whenever they are asked for, so that changing one changes no result;
    arrays cannot be written to.

    Attributes
    ----------
    scenario : str
    replicate, seed, world_seed : int
    services, communities, sub_districts : tuple of str
        Names, in the order of their numbers in tables.
    residents, adopted : int arrays, shape (communities,)
        Residents of each community, and the week in which it adopts the scenario, which may lie
        beyond the horizon.
    rows : tuple of Row
        The summary.
    accounts : Ledger
        Flows of money of the counted years.
    places : Places
        Idle, unmet and mismatched minutes by sub-district and service.
    drift : Drift
        Change per year of unmet hours, wellbeing and open cases, relative to their level, over
        the last 52 weeks of warm-up.
    series : WeeklySeries or None
        None if they were not to be kept.
    log : structured array or None
        One row per case; None if they were not to be kept.
    between_places : bool
        The scenario's world is not the baseline's, so that comparing compares places.
    notes : tuple of str
        What a reader must know.
    provenance : Provenance
        Versions, platform, seeds and hash of the scenario, the same for equal runs.
    seconds : float
        Wall time.
    """

    scenario: str
    replicate: int
    seed: int
    world_seed: int
    services: tuple[str, ...]
    communities: tuple[str, ...]
    sub_districts: tuple[str, ...]
    residents: NDArray[np.int32]
    adopted: NDArray[np.int32]
    rows: tuple[Row, ...]
    accounts: Ledger
    places: Places
    drift: Drift
    series: WeeklySeries | None
    log: NDArray[Any] | None
    between_places: bool
    notes: tuple[str, ...]
    provenance: Provenance
    seconds: float = field(repr=False)

    def __post_init__(self) -> None:
        for array in self._arrays():
            array.flags.writeable = False

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__post_init__()

    def _arrays(self) -> Iterator[NDArray[Any]]:
        held = [*vars(self.accounts).values(), *self.places, self.log, self.residents, self.adopted]
        if self.series is not None:
            held += [*vars(self.series).values(), *(self.series.own or ())]
        return (part for part in held if isinstance(part, np.ndarray))

    def __repr__(self) -> str:
        return f"Result(scenario={self.scenario!r}, replicate={self.replicate}, seed={self.seed})"

    def value(self, outcome: str, group: str = "all", service: str = "") -> float:
        """Return one measure.

        Raises
        ------
        KeyError
            If there is none of that name, group and service; names the nearest.
        """
        for row in self.rows:
            if (row.outcome, row.group, row.service) == (outcome, group, service):
                return row.value
        text = f"no measure {outcome!r} of group {group!r} and service {service!r}"
        raise KeyError(": ".join(filter(None, (text, self._nearest(outcome, group, service)))))

    def _nearest(self, outcome: str, group: str, service: str) -> str | None:
        """Say what is near to a measure that is not there."""
        same = [row for row in self.rows if row.outcome == outcome]
        if not same:
            return nearest(outcome, dict.fromkeys(row.outcome for row in self.rows))
        if all(row.group != group for row in same):
            return nearest(group, dict.fromkeys(row.group for row in same))
        return nearest(service, dict.fromkeys(row.service for row in same))

    @property
    def summary(self) -> "pd.DataFrame":
        """Measures, one a row.

        Columns: scenario, replicate, seed, world_seed, outcome, group, service, unit, value.
        """
        import pandas as pd

        outcomes, values, groups, services = zip(*self.rows, strict=True)
        units = [OUTCOMES[name].unit if name in OUTCOMES else "" for name in outcomes]
        return self._named(
            pd.DataFrame(
                {
                    "seed": self.seed, "world_seed": self.world_seed, "outcome": outcomes,
                    "group": groups, "service": services, "unit": units,
                    "value": np.array(values, dtype=np.float64),
                }
            )
        )  # fmt: skip

    @property
    def weekly(self) -> "pd.DataFrame":
        """Weekly series (scenario, replicate, week, community, service, series, value).

        Raises
        ------
        ValueError
            If they were not kept.
        """
        if self.series is None:
            raise ValueError("weekly series were not kept; run with record='total'")
        return self._named(self.series.frame())

    @property
    def ledger(self) -> "pd.DataFrame":
        """Flows (scenario, replicate, year, payer, payee, category, imputed, yuan)."""
        return self._named(self.accounts.frame())

    @property
    def mismatch(self) -> "pd.DataFrame":
        """Idle hours beside unmet need of the same service and sub-district, counted weeks.

        Columns: scenario, replicate, sub_district, service, idle_hours, unmet_hours,
        mismatch_hours.
        """
        import pandas as pd

        names = pd.MultiIndex.from_product([self.sub_districts, self.services])
        frame = names.to_frame(index=False, name=["sub_district", "service"])
        for name, minutes in zip(self.places._fields, self.places, strict=True):
            frame[f"{name}_hours"] = minutes.reshape(-1) / MINUTES
        return self._named(frame)

    @property
    def cases(self) -> "pd.DataFrame":
        """One row per case that ended in counted weeks or is open at the end.

        Raises
        ------
        ValueError
            If they were not kept.
        """
        if self.log is None:
            raise ValueError("cases were not kept; run with cases=True")
        return self._named(case_frame(self.log, self.services))

    def _named(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        frame.insert(0, "scenario", self.scenario)
        frame.insert(1, "replicate", self.replicate)
        return frame
