"""The register of money: who paid whom for what, in whole fen.

``Register.pay`` is the only writer of the register and of cash. Imputed categories value time that
nobody pays for; they move no cash.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import kernel
from sanlian_sim.world.rules import WEEKS_PER_YEAR

FEN_PER_YUAN: Final = 100


class Category(IntEnum):
    """What a payment is for."""

    POSTS = 0
    STRANDED = 1
    GRID = 2
    COMMUNICATION = 3
    OVERSIGHT = 4
    ESCALATION = 5
    TENDERING = 6
    CONTRACT = 7
    GRANT = 8
    FACILITY = 9
    PREMISES = 10
    PLATFORM = 11
    CAPACITY = 12
    REDEVELOPMENT = 13
    LEAD = 14
    EDGES = 15
    VOLUNTEERS = 16
    WAGES = 17
    OVERHEAD = 18
    PRIVATE = 19
    SETTLEMENT = 20
    MATCH = 21
    FEES = 22
    ENDOWMENT = 23
    SURPLUS = 24
    DEFAULT = 25
    VOLUNTEER_TIME = 26
    CARER_TIME = 27
    RESIDENT_TIME = 28

    @property
    def label(self) -> str:
        """Name as it stands in tables."""
        return self.name.lower()

    @property
    def imputed(self) -> bool:
        """Whether the category values time that nobody pays for."""
        return self >= Category.VOLUNTEER_TIME

    @property
    def fiscal(self) -> bool:
        """Whether it is an outlay of government, in the week in which it is owed."""
        return self < Category.WAGES

    @property
    def societal(self) -> bool:
        """Whether it uses up resources; all that passes money on is left out."""
        return not self.transfer

    @property
    def accrued(self) -> bool:
        """Whether it is owed when it is booked, and paid later as a settlement."""
        return Category.CONTRACT <= self <= Category.FACILITY

    @property
    def transfer(self) -> bool:
        """Whether it passes money on without using up anything."""
        passes = self.accrued or self == Category.LEAD
        return passes or Category.SETTLEMENT <= self <= Category.DEFAULT


class Parties:
    """Numbers and names of all who pay and are paid.

    Parameters
    ----------
    communities, sub_districts : sequence of str
        Names; each community has a committee, each sub-district an office.
    organisations : int
        Number of organisations.

    Attributes
    ----------
    names : tuple of str
    bureau, households, residents, foundations, outside : int
    offices, committees, organisations, governments : int arrays
        ``governments`` are the bureau and the offices.
    """

    def __init__(
        self, communities: Sequence[str], sub_districts: Sequence[str], organisations: int
    ) -> None:
        self.names = (
            "bureau",
            *(f"office: {name}" for name in sub_districts),
            *(f"committee: {name}" for name in communities),
            *(f"organisation {o + 1}" for o in range(organisations)),
            "workers' households",
            "residents",
            "foundations",
            "outside",
        )
        first = 1 + len(sub_districts)
        self.bureau = 0
        self.governments = np.arange(first)
        self.offices = np.arange(1, first)
        self.committees = first + np.arange(len(communities))
        self.organisations = first + len(communities) + np.arange(organisations)
        last = range(len(self.names) - 4, len(self.names))
        self.households, self.residents, self.foundations, self.outside = last


COMMITTEE_PAYS: Final = (
    Category.COMMUNICATION, Category.EDGES, Category.GRID, Category.POSTS, Category.VOLUNTEERS,
    Category.STRANDED,
)  # fmt: skip
"""What a committee pays for, in the order of its flows."""
OFFICE_PAYS: Final = (
    Category.COMMUNICATION, Category.ESCALATION, Category.OVERSIGHT, Category.POSTS,
    Category.STRANDED, Category.TENDERING,
)  # fmt: skip
"""What an office pays for itself, in the order of its flows."""
BUREAU_PAYS: Final = (
    Category.PREMISES, Category.PLATFORM, Category.CAPACITY, Category.REDEVELOPMENT,
)  # fmt: skip
"""What the bureau pays to others than organisations, in the order of its flows."""
OF_ORGANISATIONS: Final = (
    Category.CONTRACT, Category.GRANT, Category.FACILITY, Category.SETTLEMENT, Category.LEAD,
    Category.MATCH, Category.FEES, Category.ENDOWMENT, Category.DEFAULT, Category.WAGES,
    Category.OVERHEAD, Category.SURPLUS,
)  # fmt: skip
"""What organisations are paid and pay, in the order of flows, each for all organisations."""
IMPUTED: Final = tuple(category for category in Category if category.imputed)


class Flows(NamedTuple):
    """Who pays whom for what: every flow of a place once, in a fixed order.

    Attributes
    ----------
    category, payer, payee : int64 arrays, shape (flows,)
        Categories, and numbers of parties.
    """

    category: NDArray[np.int64]
    payer: NDArray[np.int64]
    payee: NDArray[np.int64]


def flows_of(parties: Parties, sub_district: Sequence[int]) -> Flows:
    """List the flows of a place.

    Committees come first, each with ``COMMITTEE_PAYS``, then offices with ``OFFICE_PAYS``, the
    bureau's ``BUREAU_PAYS``, ``OF_ORGANISATIONS`` by category, private purchase, and the
    ``IMPUTED`` categories.

    Parameters
    ----------
    parties : Parties
    sub_district : sequence of int
        Of each organisation.
    """
    rows = np.array(list(_each_flow(parties, sub_district)), dtype=np.int64)
    return Flows(*np.ascontiguousarray(rows.T))


def _each_flow(parties: Parties, sub_district: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    homes, outside, residents = parties.households, parties.outside, parties.residents
    for committee in parties.committees.tolist():
        for category in COMMITTEE_PAYS:
            payee = outside if category == Category.VOLUNTEERS else homes
            yield category, committee, payee
    offices = parties.offices.tolist()
    for office in offices:
        for category in OFFICE_PAYS:
            yield category, office, outside if category == Category.TENDERING else homes
    yield from ((category, parties.bureau, outside) for category in BUREAU_PAYS)
    for category in OF_ORGANISATIONS:
        for organisation, j in zip(parties.organisations.tolist(), sub_district, strict=True):
            yield (category, *_sides(parties, category, organisation, offices[j]))
    yield Category.PRIVATE, residents, outside
    yield from ((category, residents, residents) for category in IMPUTED)


def _sides(parties: Parties, category: Category, organisation: int, office: int) -> tuple[int, int]:
    """Payer and payee of what an organisation is paid or pays."""
    pays = {
        Category.WAGES: parties.households,
        Category.OVERHEAD: parties.outside,
        Category.SURPLUS: parties.outside,
    }
    paid_by = {
        Category.LEAD: parties.bureau,
        Category.MATCH: parties.foundations,
        Category.FEES: parties.residents,
        Category.ENDOWMENT: parties.outside,
        Category.DEFAULT: parties.outside,
    }
    if category in pays:
        return organisation, pays[category]
    return paid_by.get(category, office), organisation


class Register:
    """All flows of a run.

    Attributes
    ----------
    parties : Parties
    flows : Flows
    of : mapping
        Positions of each category among the flows.
    fen : int64 array, shape (years, flows)
        Amounts by year, the first for the warm-up.
    cash : int64 array
        Balance of every party: received less paid; what is accrued moves it when it is settled.
    week_fen : int64 array, shape (categories,)
        This week's total of every category.
    """

    def __init__(self, parties: Parties, flows: Flows) -> None:
        self.parties, self.flows = parties, flows
        self.of = {one: np.flatnonzero(flows.category == one) for one in Category}
        self.fen = np.zeros((1, len(flows.payer)), dtype=np.int64)
        self.cash = np.zeros(len(parties.names), dtype=np.int64)
        self.week_fen = np.zeros(len(Category), dtype=np.int64)

    def pay(self, week: int, fen: NDArray[np.int64]) -> None:
        """Book an amount of every flow and move cash.

        Parameters
        ----------
        week : int
            Week of payment; weeks below 0 are booked as warm-up.
        fen : int64 array, shape (flows,)
            Amounts, which cannot be negative.

        Raises
        ------
        ValueError
            If an amount is negative.
        """
        if fen.min(initial=0) < 0:
            category = Category(self.flows.category[fen.argmin()])
            raise ValueError(f"{category.label} cannot be negative; got {fen.min()} fen")
        year = 0 if week < 0 else 1 + week // WEEKS_PER_YEAR
        if year >= len(self.fen):
            more = np.zeros((year + 1 - len(self.fen), len(fen)), dtype=np.int64)
            self.fen = np.concatenate([self.fen, more])
        _book(self.flows, fen, self.fen[year], self.week_fen, self.cash)

    def payables(self) -> NDArray[np.int64]:
        """Return what has been accrued and not yet settled; fen, shape (organisations,)."""
        booked = self.fen.sum(axis=0)
        owed = sum(booked[self.of[one]] for one in Category if one.accrued)
        result: NDArray[np.int64] = owed - booked[self.of[Category.SETTLEMENT]]
        return result


_MOVES_CASH: Final = np.array([not (one.imputed or one.accrued) for one in Category])


@kernel
def _book(flows: Any, fen: Any, year_fen: Any, week_fen: Any, cash: Any) -> None:
    for f in range(fen.shape[0]):
        year_fen[f] += fen[f]
        week_fen[flows.category[f]] += fen[f]
        if _MOVES_CASH[flows.category[f]]:
            cash[flows.payer[f]] -= fen[f]
            cash[flows.payee[f]] += fen[f]
