"""The register of money read as fiscal and as societal accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.institution_series import InstitutionSeries
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.rows import Row, ratio
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.world.flows import FEN_PER_YUAN, Category, Register
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR

if TYPE_CHECKING:
    import pandas as pd

FISCAL: Final = tuple(category for category in Category if category.fiscal)
"""Categories that the bureau, offices and committees owe to others."""
SOCIETAL: Final = tuple(category for category in Category if category.societal)
"""Categories that use up resources; contracts pass money on to those who are paid wages."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Flows of the counted years, one row per year, payer, payee and category.

    Attributes
    ----------
    parties : tuple of str
        Names of payers and payees.
    year, payer, payee, category : int arrays, shape (flows,)
        Year from 0; numbers of parties and categories.
    fen : int array, shape (flows,)
    """

    parties: tuple[str, ...]
    year: NDArray[np.int16]
    payer: NDArray[np.int32]
    payee: NDArray[np.int32]
    category: NDArray[np.int8]
    fen: NDArray[np.int64]

    def fiscal(self) -> NDArray[np.bool_]:
        """Whether each flow is an outlay of government to others, when it is owed."""
        return np.isin(self.category, FISCAL)

    def societal(self) -> NDArray[np.bool_]:
        """Whether each flow stands for resources used up."""
        return np.isin(self.category, SOCIETAL)

    def frame(self) -> "pd.DataFrame":
        """Return the flows as a table: year, payer, payee, category, imputed, yuan.

        Yuan have two decimals and are exact: rounded to fen they add up to the register.
        """
        import pandas as pd

        def words(codes: NDArray[np.integer], names: tuple[str, ...]) -> "pd.Categorical[Any]":
            return pd.Categorical.from_codes(codes.astype(np.int64), pd.Index(names))

        return pd.DataFrame(
            {
                "year": self.year,
                "payer": words(self.payer, self.parties),
                "payee": words(self.payee, self.parties),
                "category": words(self.category, tuple(c.label for c in Category)),
                "imputed": self.category >= Category.VOLUNTEER_TIME,
                "yuan": self.fen / FEN_PER_YUAN,
            }
        )

    def by_year(self) -> "pd.DataFrame":
        """Budget impact: yuan of each counted year by perspective (fiscal, societal)."""
        import pandas as pd

        years = range(int(self.year.max(initial=-1)) + 1)
        views = {"fiscal": self.fiscal(), "societal": self.societal()}
        return pd.DataFrame(
            {
                "year": list(years),
                **{
                    f"{name}_yuan": [
                        int(self.fen[mask & (self.year == year)].sum()) / FEN_PER_YUAN
                        for year in years
                    ]
                    for name, mask in views.items()
                },
            }
        )


def read_ledger(register: Register) -> Ledger:
    """Read the flows of the counted years, by year, payer, payee and category."""
    counted, flows = register.fen[1:], register.flows
    year, flow = np.nonzero(counted)
    order = np.lexsort((flows.category[flow], flows.payee[flow], flows.payer[flow], year))
    year, flow = year[order], flow[order]
    return Ledger(
        register.parties.names, year.astype(np.int16), flows.payer[flow].astype(np.int32),
        flows.payee[flow].astype(np.int32), flows.category[flow].astype(np.int8),
        counted[year, flow],
    )  # fmt: skip


def costs(recorder: Recorder) -> Iterator[Row]:
    """Cost per resident-year by perspective and by category, and what was not planned."""
    counted, n = recorder.series.counted, len(recorder.world.residents)
    years = n * recorder.years
    yuan = counted.fen.sum(axis=0) / FEN_PER_YUAN
    present = (recorder.discounts()[:, None] * counted.fen).sum(axis=0) / FEN_PER_YUAN
    last = recorder.series.last_year
    last_yuan, last_years = last.fen.sum(axis=0) / FEN_PER_YUAN, n * last.weeks / WEEKS_PER_YEAR
    for name, categories in (("fiscal", FISCAL), ("societal", SOCIETAL)):
        own = list(categories)
        yield Row(f"{name}_cost", ratio(yuan[own].sum(), years))
        yield Row(f"{name}_cost_discounted", ratio(present[own].sum(), years))
        yield Row(f"{name}_cost_last_year", ratio(last_yuan[own].sum(), last_years))
    for category in Category:
        yield Row(f"cost_{category.label}", ratio(yuan[category], years))
    yield Row("overrun", ratio(_overrun_yuan(recorder, counted), years))


def _overrun_yuan(recorder: Recorder, counted: WeeklySeries) -> float:
    """Yuan of offices' overtime, and of what equal budgets do not suffice for."""
    over = counted.institutions[:, InstitutionSeries.OVERSPENT_FEN].sum() / FEN_PER_YUAN
    p = recorder.world.scenario.policy.parameters
    hours = counted.overtime.sum() / MINUTES
    return float(over + hours * p.jobs["civil_servant"] * p.oncost_government)
