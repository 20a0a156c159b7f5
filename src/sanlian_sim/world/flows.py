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
    GRID = 1
    COMMUNICATION = 2
    OVERSIGHT = 3
    ESCALATION = 4
    CONTRACT = 5
    PLATFORM = 6
    EDGES = 7
    VOLUNTEERS = 8
    WAGES = 9
    VOLUNTEER_TIME = 10
    CARER_TIME = 11
    RESIDENT_TIME = 12

    @property
    def label(self) -> str:
        """Name as it stands in tables."""
        return self.name.lower()

    @property
    def imputed(self) -> bool:
        """Whether the category values time that nobody pays for."""
        return self >= Category.VOLUNTEER_TIME


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
    bureau, households, residents, outside : int
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
            "outside",
        )
        first = 1 + len(sub_districts)
        self.bureau = 0
        self.governments = np.arange(first)
        self.offices = np.arange(1, first)
        self.committees = first + np.arange(len(communities))
        self.organisations = first + len(communities) + np.arange(organisations)
        self.households, self.residents, self.outside = range(len(self.names) - 3, len(self.names))

    def is_government(self) -> NDArray[np.bool_]:
        """Whether each party is the bureau, an office or a committee."""
        last: int = len(self.governments) + len(self.committees)
        return np.arange(len(self.names)) < last


COMMITTEE_PAYS: Final = (
    Category.COMMUNICATION, Category.EDGES, Category.GRID, Category.POSTS, Category.VOLUNTEERS,
)  # fmt: skip
"""What a committee pays for, in the order of its flows."""
OFFICE_PAYS: Final = (
    Category.COMMUNICATION, Category.ESCALATION, Category.OVERSIGHT, Category.POSTS,
)  # fmt: skip
"""What an office pays for itself, in the order of its flows."""
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

    Committees come first, each with ``COMMITTEE_PAYS``, then offices with ``OFFICE_PAYS``,
    contracts and wages by organisation, platforms, and the ``IMPUTED`` categories.

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
    offices, organisations = parties.offices.tolist(), parties.organisations.tolist()
    for office in offices:
        yield from ((category, office, homes) for category in OFFICE_PAYS)
    for organisation, j in zip(organisations, sub_district, strict=True):
        yield Category.CONTRACT, offices[j], organisation
    yield from ((Category.WAGES, organisation, homes) for organisation in organisations)
    yield Category.PLATFORM, parties.bureau, outside
    yield from ((category, residents, residents) for category in IMPUTED)


class Register:
    """All flows of a run.

    Attributes
    ----------
    parties : Parties
    flows : Flows
    fen : int64 array, shape (years, flows)
        Amounts by year, the first for the warm-up.
    cash : int64 array
        Balance of every party: received less paid.
    week_fen : int64 array, shape (categories,)
        This week's total of every category.
    """

    def __init__(self, parties: Parties, flows: Flows) -> None:
        self.parties, self.flows = parties, flows
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


@kernel
def _book(flows: Any, fen: Any, year_fen: Any, week_fen: Any, cash: Any) -> None:
    for f in range(fen.shape[0]):
        year_fen[f] += fen[f]
        week_fen[flows.category[f]] += fen[f]
        if flows.category[f] < Category.VOLUNTEER_TIME:
            cash[flows.payer[f]] -= fen[f]
            cash[flows.payee[f]] += fen[f]
