"""A world: the state of one run, and the settings in force."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import Handle
from sanlian_sim.randomness import beta_table
from sanlian_sim.scenario.schema import Scenario, Settings
from sanlian_sim.scenario.settings import Closure
from sanlian_sim.world.arrays import Market, Now, Policy
from sanlian_sim.world.blocks import blocks_for, run_blocks
from sanlian_sim.world.columns import Table, column_specs
from sanlian_sim.world.flows import Register
from sanlian_sim.world.layout import Layout
from sanlian_sim.world.networks import Ties
from sanlian_sim.world.places import Place
from sanlian_sim.world.rules import WEEKS_PER_YEAR, instrument_rows, settings_rows
from sanlian_sim.world.segments import Segmented
from sanlian_sim.world.state import ProviderKind, ResidentColumns

_TABLES = (
    "households", "communities", "organisations", "workers", "governments", "property_managers",
    "providers", "contracts",
)  # fmt: skip
_OWN = (
    "teams", "staffed", "instruments", "calendar", "onsets", "seen", "changes", "change_count",
    "severity_table", "community_tally", "service_tally", "idle_tally",
)  # fmt: skip
EVENTS_PER_CASE = 3
_SPARE_ROWS = 32


@dataclass
class World:
    """The state of one run, and the settings in force.

    Attributes
    ----------
    scenario : Scenario
    seed, world_seed : int
    week : int
        Week about to be simulated, from ``-warmup``.
    residents, households, communities, organisations, workers, governments, property_managers,
    providers, contracts : Table
    cases, events, ended : Segmented
        Open cases; this week's events and ended cases.
    calendar : int32 array, shape (residents, services)
        Week of the next candidate onset.
    onsets : uint16 array, shape (residents, services)
        Number of the next candidate onset.
    filled : tuple of str
        Columns that the user's own table did not give and that were drawn.
    threads : int
        Threads that compiled phases use; no result depends on it.
    closure : str
        What is held equal between scenarios.
    service_scale, supply_scale : float
        Scale of hours found for ``equal_service``, and the scale in force this week.
    budget_fen, posts_fen, overspent_fen : float
        An equal budget's money for posts and contracts a week, what posts take of it this week, and
        what fees cost above the rest.
    other_fen, usual_fen : float
        Other outlays of a week, followed over a year, and as they were before policy.
    market : Market
        What institutions have agreed.
    agreed : bytes
        The contracts and terms from which agreements were last worked out.
    instruments : structured array
        The table of instruments in force.
    rule : namespace
        Flat parameters in force as Python numbers, mechanisms applied, for rules of institutions.
    """

    scenario: Scenario
    seed: int
    world_seed: int
    place: Place
    filled: tuple[str, ...]
    residents: Table
    households: Table
    communities: Table
    organisations: Table
    workers: Table
    governments: Table
    property_managers: Table
    providers: Table
    contracts: Table
    layout: Layout
    ties: Ties
    policy: Policy
    market: Market
    register: Register
    cases: Segmented
    events: Segmented
    ended: Segmented
    calendar: NDArray[np.int32]
    onsets: NDArray[np.uint16]
    community_tally: NDArray[np.float64]
    service_tally: NDArray[np.float64]
    idle_tally: NDArray[np.float64]
    threads: int = 1
    closure: Closure = "as_is"
    service_scale: float = 1.0
    supply_scale: float = 1.0
    budget_fen: float = 0.0
    posts_fen: float = 0.0
    overspent_fen: float = 0.0
    other_fen: float = 0.0
    usual_fen: float = 0.0
    agreed: bytes = b""
    week: int = 0
    changes: NDArray[np.int32] = field(init=False)
    change_count: NDArray[np.int32] = field(init=False)
    seen: NDArray[np.uint64] = field(init=False)
    severity_table: NDArray[np.float64] = field(init=False)
    rows_in_force: tuple[NDArray[Any], NDArray[Any]] = field(init=False)
    instruments: NDArray[Any] = field(init=False)
    rule: SimpleNamespace = field(init=False)
    handle: Handle = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.residents)
        self.week = -self.scenario.horizon.warmup
        self.changes = np.zeros(n, dtype=np.int32)
        self.change_count = np.zeros(len(self.communities), dtype=np.int32)
        self.seen = np.zeros(n, dtype=np.uint64)
        parameters = self.scenario.baseline.parameters
        self.severity_table = beta_table(parameters.severity_alpha, parameters.severity_beta)
        self.put_in_force(self.scenario.baseline)

    @property
    def settings(self) -> Settings:
        """Settings whose parameters hold this week; levers follow adoption by community."""
        return self.scenario.baseline if self.week < 0 else self.scenario.policy

    @property
    def now(self) -> Now:
        """The week about to be simulated, as compiled phases take it."""
        year = max(0, self.week) // WEEKS_PER_YEAR
        discount = (1.0 + self.rule.discount_rate) ** -year
        return Now(self.week, self.seed, self.week >= 0, discount, self.supply_scale)

    @cached_property
    def services(self) -> tuple[str, ...]:
        """Names of the services in table order."""
        return tuple(self.scenario.policy.parameters.services)

    @cached_property
    def teams(self) -> NDArray[np.int64]:
        """Provider rows of organisations' teams and facilities."""
        return self.provider_rows(ProviderKind.ORGANISATION, ProviderKind.FACILITY)

    @cached_property
    def staffed(self) -> NDArray[np.int64]:
        """Provider rows whose staff tires: desks, teams, facilities and casework."""
        return self.provider_rows(
            ProviderKind.DESK, ProviderKind.ORGANISATION, ProviderKind.FACILITY,
            ProviderKind.WORKER_CASEWORK,
        )  # fmt: skip

    def provider_rows(self, *kinds: ProviderKind) -> NDArray[np.int64]:
        """Provider rows of some kinds, ascending."""
        return np.flatnonzero(np.isin(self.providers.rows["kind"], kinds))

    def delegation(self, settings: Settings) -> NDArray[np.float64]:
        """Delegation that settings ask for, by service in table order."""
        return np.array([settings.delegation[name] for name in self.services])

    @cached_property
    def community_blocks(self) -> list[tuple[int, int]]:
        """Ranges of communities that threads work on."""
        return blocks_for(self.communities.rows["residents"], self.threads)

    @cached_property
    def sub_district_blocks(self) -> list[tuple[int, int]]:
        """Ranges of sub-districts that threads work on."""
        people = np.bincount(
            self.communities.rows["sub_district"], weights=self.communities.rows["residents"],
            minlength=len(self.layout.office),
        )  # fmt: skip
        return blocks_for(people.astype(np.int64), self.threads)

    def run(
        self, kernel: Callable[..., Any], *extra: Any,
        by: Literal["community", "sub_district"] = "community",
    ) -> None:  # fmt: skip
        """Run a compiled phase over all blocks with the rows in force."""
        blocks = self.community_blocks if by == "community" else self.sub_district_blocks
        run_blocks(kernel, self.threads, blocks, self.handle, self.now, *extra)

    def put_in_force(self, settings: Settings) -> None:
        """Let the parameters and mechanisms of some settings hold from now on."""
        self.rows_in_force = settings_rows(settings)
        self.instruments = instrument_rows(settings.parameters)
        rule = self.rows_in_force[0][0]
        self.rule = SimpleNamespace(**{name: rule[name].item() for name in rule.dtype.names})
        self.take_views()

    def make_room(self, short: NDArray[np.bool_]) -> None:
        """Double the room for cases of the communities that are short of it."""
        room = np.diff(self.cases.first)
        self.reserve(np.where(short, 2 * room + _SPARE_ROWS, room))

    def reserve(self, capacity: NDArray[np.int64]) -> None:
        """Set aside room for ``capacity`` open cases in every community."""
        self.cases.grow(capacity)
        self.ended.grow(np.diff(self.cases.first))
        self.events.grow(EVENTS_PER_CASE * np.diff(self.cases.first))
        self.take_views()

    def take_views(self) -> None:
        """Give compiled phases the arrays as they lie now; again whenever a table has moved."""
        rule, services = self.rows_in_force
        self.handle = Handle(
            {
                **{name: self.residents.columns[name] for name in column_specs(ResidentColumns)},
                **{name: getattr(self, name).rows for name in _TABLES},
                **self.layout._asdict(),
                **self.policy._asdict(),
                **self.market._asdict(),
                "rule": rule,
                "services": services,
                "cases": self.cases.rows,
                "first_case": self.cases.first,
                "case_count": self.cases.count,
                "events": self.events.rows,
                "event_count": self.events.count,
                "ended": self.ended.rows,
                "ended_count": self.ended.count,
                "tie_start": self.ties.start,
                "tie_partner": self.ties.partner,
                **{name: getattr(self, name) for name in _OWN},
            }
        )

    def __getstate__(self) -> dict[str, Any]:
        """State without the views of it, which would be stored twice."""
        return {k: v for k, v in self.__dict__.items() if k != "handle"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.take_views()
