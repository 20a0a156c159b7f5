"""The register of money: who paid whom for what, in whole fen.

``Register.pay`` is the only writer of the register and of cash. Imputed categories value time that
nobody pays for; they move no cash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

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


@dataclass
class Flows:
    """Amounts of one category by year.

    Attributes
    ----------
    payer, payee : int arrays
        Numbers of the parties of each flow.
    fen : list of int64 arrays
        One per year, the first for the warm-up.
    """

    payer: NDArray[np.int64]
    payee: NDArray[np.int64]
    fen: list[NDArray[np.int64]]


class Register:
    """All flows of a run.

    Attributes
    ----------
    parties : Parties
    flows : dict
        Flows by the order in which a week pays them; a week always pays the same flows in the
        same order, so that amounts of one place add up.
    cash : int64 array
        Balance of every party: received less paid.
    week_fen : int64 array, shape (categories,)
        This week's total of every category.
    """

    def __init__(self, parties: Parties) -> None:
        self.parties = parties
        self.flows: dict[tuple[Category, bytes, bytes], Flows] = {}
        self.cash = np.zeros(len(parties.names), dtype=np.int64)
        self.week_fen = np.zeros(len(Category), dtype=np.int64)

    def pay(
        self, week: int, category: Category, payer: NDArray[np.int64],
        payee: NDArray[np.int64], fen: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Book amounts of one category and move cash.

        Parameters
        ----------
        week : int
            Week of payment; weeks below 0 are booked as warm-up.
        category : Category
        payer, payee, fen : int64 arrays of one shape
            Distinct pairs of parties, and amounts, which cannot be negative.

        Raises
        ------
        ValueError
            If an amount is negative.
        """
        if len(fen) and fen.min() < 0:
            raise ValueError(f"{category.label} cannot be negative; got {fen.min()} fen")
        key = (category, payer.tobytes(), payee.tobytes())
        flows = self.flows.setdefault(key, Flows(payer, payee, []))
        year = 0 if week < 0 else 1 + week // WEEKS_PER_YEAR
        while len(flows.fen) <= year:
            flows.fen.append(np.zeros(len(fen), dtype=np.int64))
        flows.fen[year] += fen
        self.week_fen[category] += fen.sum()
        if not category.imputed:
            np.subtract.at(self.cash, payer, fen)
            np.add.at(self.cash, payee, fen)
