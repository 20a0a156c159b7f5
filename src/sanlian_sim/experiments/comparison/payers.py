"""Who pays, or owes, in a run."""

from typing import Final

import numpy as np

from sanlian_sim.simulation.result import Result
from sanlian_sim.world.flows import FEN_PER_YUAN, Category

PAYERS: Final = ("bureau", "office", "committee", "organisation", "residents", "outside")
"""Kinds of parties, by the word with which their names begin."""
# A settlement pays what was booked when it was owed.
_NOT_COUNTED: Final = (
    Category.SETTLEMENT, *(category for category in Category if category.imputed),
)  # fmt: skip


def payments(result: Result) -> dict[str, float]:
    """Return what each kind of party pays or owes others over the counted years.

    Time that nobody pays for is left out, and settlements, which pay what was booked when owed.

    Returns
    -------
    dict
        Yuan per resident by kind, ``PAYERS``.
    """
    accounts = result.accounts
    names = np.array([name.replace(":", " ").split(" ")[0] for name in accounts.parties])
    counted = ~np.isin(accounts.category, _NOT_COUNTED)
    kind = names[accounts.payer]
    yuan = np.where(counted, accounts.fen / FEN_PER_YUAN, 0.0) / result.residents.sum()
    return {one: float(yuan[kind == one].sum()) for one in PAYERS}
