"""The parts of cost that figures show, by category and by who pays."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from sanlian_sim.experiments.comparison.cost_effectiveness import Perspective
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.simulation.result import Result
from sanlian_sim.world.flows import FEN_PER_YUAN, Category
from sanlian_sim.world.rules import WEEKS_PER_YEAR


class Part(NamedTuple):
    """Part of a bar: its colour, and the categories that it adds up."""

    colour: str
    categories: tuple[Category, ...]


# One colour for what government's own work costs, another for what it buys, a paler one for
# what is lost or given at a fee; time that nobody pays for has Paul Tol's muted colours.
CATEGORIES: Final[Mapping[Perspective, Mapping[str, Part]]] = {
    "fiscal": {
        "posts": Part("#0072B2", (Category.POSTS,)),
        "stranded": Part("#56B4E9", (Category.STRANDED,)),
        "committees": Part("#009E73", (Category.GRID,)),
        "contracts": Part("#D55E00", (Category.CONTRACT,)),
        "grants": Part("#E69F00", (Category.GRANT, Category.FACILITY, Category.PREMISES)),
        "linking": Part(
            "#CC79A7",
            (Category.COMMUNICATION, Category.EDGES, Category.PLATFORM, Category.LEAD),
        ),
        "oversight": Part(
            "#7F7F7F", (Category.OVERSIGHT, Category.TENDERING, Category.ESCALATION)
        ),
        "training": Part(
            "#C9C9C9", (Category.VOLUNTEERS, Category.CAPACITY, Category.REDEVELOPMENT)
        ),
    },
    "societal": {
        "government": Part(
            "#0072B2",
            (
                Category.POSTS, Category.STRANDED, Category.GRID, Category.COMMUNICATION,
                Category.EDGES, Category.OVERSIGHT, Category.ESCALATION,
            ),
        ),
        "organisations": Part("#D55E00", (Category.WAGES, Category.OVERHEAD)),
        "outlays": Part(
            "#7F7F7F",
            (
                Category.TENDERING, Category.PREMISES, Category.PLATFORM, Category.CAPACITY,
                Category.REDEVELOPMENT, Category.VOLUNTEERS,
            ),
        ),
        "private": Part("#332288", (Category.PRIVATE,)),
        "carers": Part("#882255", (Category.CARER_TIME,)),
        "volunteers": Part("#117733", (Category.VOLUNTEER_TIME,)),
        "residents": Part("#DDCC77", (Category.RESIDENT_TIME,)),
    },
}  # fmt: skip
PAYERS: Final[Mapping[str, str]] = {
    "bureau": "#0072B2", "offices": "#56B4E9", "committees": "#009E73",
    "organisations": "#D55E00", "residents": "#DDCC77", "others": "#7F7F7F",
}  # fmt: skip
"""Who pays, and the colour of each."""
_FIRST_WORDS: Final = {
    "bureau": "bureau", "office": "offices", "committee": "committees",
    "organisation": "organisations", "residents": "residents", "workers": "residents",
}  # fmt: skip
"""Kind of payer by the first word of its name in the ledger."""


def paid(result: Result) -> Mapping[Perspective, Floats]:
    """Yuan per resident-year that each kind of payer bears, in the order of ``PAYERS``.

    What passes money on is in the fiscal view the outlay of who owes it, and in the societal
    view nothing: there wages are borne by the organisation that pays them.
    """
    accounts = result.accounts
    kinds = np.array([_kind(name) for name in accounts.parties])
    # Outcomes are per resident-year; the fiscal cost of all tells how many years that are.
    years = _resident_years(result)
    views: Mapping[Perspective, np.ndarray] = {
        "fiscal": accounts.fiscal(),
        "societal": accounts.societal(),
    }
    return {
        view: np.bincount(
            kinds[accounts.payer[own]], weights=accounts.fen[own], minlength=len(PAYERS)
        )
        / (FEN_PER_YUAN * years)
        for view, own in views.items()
    }


def _kind(name: str) -> int:
    first = name.split(":")[0].split("'")[0].split()[0]
    return list(PAYERS).index(_FIRST_WORDS.get(first, "others"))


def _resident_years(result: Result) -> float:
    if result.series is None:
        raise ValueError("weekly series were not kept, so cost cannot be told by payer")
    weeks = len(result.series.counted.fen)
    return result.value("residents") * weeks / WEEKS_PER_YEAR
