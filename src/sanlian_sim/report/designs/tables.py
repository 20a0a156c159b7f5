"""Tables of sensitivity as text."""

from collections.abc import Mapping
from typing import Any, Final

from sanlian_sim.experiments.designs.sensitivity import Analysis
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.catalogue import words as common_words
from sanlian_sim.report.designs.words import design_words, short
from sanlian_sim.report.numbers import between, decimals, plain, signed
from sanlian_sim.report.text import text_table

MOST_ROWS: Final = 15
_SHARES: Final = 3


def sensitivity_text(analysis: Analysis, lang: Language = "en", width: int | None = None) -> str:
    """Return the table of the most important factors.

    Parameters
    ----------
    analysis : Analysis
    lang : {"en", "zh"}
    width : int, optional
        Longest line.
    """
    method, words = analysis.method, design_words(lang)
    rows = analysis.table.head(MOST_ROWS).to_dict("records")
    cells = [
        (
            short(row["factor"]),
            _number(row["low"]),
            _number(row["high"]),
            *_cells(method, row, lang),
        )
        for row in rows
    ]
    heads = (words["factor"], words["low"], words["high"], *words[f"heads_{method}"])
    table = text_table(heads, cells, right=range(1, len(heads)), width=width)
    rest = len(analysis.table) - len(rows)
    return f"{table}\n{words['more'].format(number=rest)}" if rest > 0 else table


def _cells(method: str, row: Mapping[Any, Any], lang: Language) -> tuple[str, ...]:
    if method == "sobol":
        return (
            plain(row["S1"], _SHARES), _between(row, "S1_low", "S1_high", _SHARES, lang),
            plain(row["ST"], _SHARES), _between(row, "ST_low", "ST_high", _SHARES, lang),
            plain(row["chance"], _SHARES),
        )  # fmt: skip
    if method == "morris":
        places = decimals((row["mu_star_high"] - row["mu_star_low"]) / 2 or row["mu_star"])
        return (
            signed(row["mu"], places), plain(row["mu_star"], places),
            _between(row, "mu_star_low", "mu_star_high", places, lang), plain(row["sigma"], places),
            plain(row["chance"], places),
        )  # fmt: skip
    places = decimals((row["ci_high"] - row["ci_low"]) / 2 or row["swing"])
    return (
        plain(row["at_low"], places), plain(row["at_high"], places), signed(row["swing"], places),
        _between(row, "ci_low", "ci_high", places, lang),
    )  # fmt: skip


def _between(row: Mapping[Any, Any], low: str, high: str, places: int, lang: Language) -> str:
    to = common_words(lang)["marks"]["to"]
    return between(plain(row[low], places), plain(row[high], places), to)


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
