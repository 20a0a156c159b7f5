"""Figures of sensitivity: effects and indices with intervals, the most important on top."""

from collections.abc import Callable, Iterator, Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.designs.responses import Question
from sanlian_sim.experiments.designs.sensitivity import Analysis
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.designs.words import asked, short
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    DOUBLE,
    GREY,
    LINE,
    TEXT,
    caption,
    new_figure,
    styled,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST: Final = 20
_HEIGHT, _ROW = 0.6, 0.27  # inches
_BAR: Final = 0.36


def sensitivity_figure(
    analysis: Analysis, question: Question, title: str, lang: Language = "en"
) -> "Figure":
    """Draw an analysis.

    Parameters
    ----------
    analysis : Analysis
    question : Question
        What was analysed.
    title : str
        Of the experiment.
    lang : {"en", "zh"}
    """
    told, space = words(lang)["figures"]["sensitivity"], words(lang)["marks"]["sentence"]
    rows = max(4, len(_shown(analysis)))
    with styled(lang):
        figure, (axes,) = new_figure(DOUBLE, _HEIGHT + _ROW * rows)
        draw_sensitivity(axes, analysis, question, lang)
        axes.legend(loc="lower right")
        notes = [told[f"{analysis.method}_note"], *_rest(analysis, told), *_luck(analysis, told)]
        under = "\n".join(shorten(text, 100) for text in (title, asked(question, lang)))
        caption(figure, told[analysis.method], under.strip(), space.join(notes))
    return figure


def draw_sensitivity(
    axes: "Axes", analysis: Analysis, question: Question, lang: Language = "en"
) -> None:
    """Draw effects or indices of the most important factors with intervals, a row each.

    Parameters
    ----------
    axes : Axes
    analysis : Analysis
    question : Question
        What was analysed.
    lang : {"en", "zh"}
    """
    table = _shown(analysis)
    _DRAWERS[analysis.method](axes, table, question, lang)
    axes.set_yticks(range(len(table)), [short(path) for path in table["factor"]])
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=LINE)


def _shown(analysis: Analysis) -> "pd.DataFrame":
    return analysis.table.iloc[:_MOST]


def _rest(analysis: Analysis, told: Mapping[str, str]) -> Iterator[str]:
    left_out = len(analysis.table) - len(_shown(analysis))
    if left_out:
        yield told["rest"].format(number=left_out, all=len(analysis.table))


def _luck(analysis: Analysis, told: Mapping[str, str]) -> Iterator[str]:
    chance = analysis.chance
    if np.isfinite(chance.share):
        yield told["luck"].format(replicates=chance.replicates, share=f"{chance.share:.0%}")


def _morris(axes: "Axes", table: "pd.DataFrame", question: Question, lang: Language) -> None:
    told, rows = words(lang)["figures"]["sensitivity"], np.arange(len(table))
    _bars(axes, rows, table, "mu_star", COLOURS[0], told["size"], 2 * _BAR)
    axes.plot(table["sigma"], rows, "D", color=COLOURS[1], markersize=4, label=told["spread"])
    floor = table["chance"].iloc[0]
    if np.isfinite(floor):
        axes.axvline(floor, color=GREY, linestyle="--", linewidth=1.0, label=told["chance"])
    axes.set_xlabel(told["morris_x"].format(unit=unit_label(question.unit, lang)).rstrip(", "))


def _sobol(axes: "Axes", table: "pd.DataFrame", question: Question, lang: Language) -> None:
    told, rows = words(lang)["figures"]["sensitivity"], np.arange(len(table))
    _bars(axes, rows - _BAR / 2, table, "ST", COLOURS[0], told["total"], _BAR)
    _bars(axes, rows + _BAR / 2, table, "S1", COLOURS[4], told["first"], _BAR)
    floor = table["chance"].iloc[0]
    if np.isfinite(floor):
        axes.axvline(floor, color=GREY, linestyle="--", linewidth=1.0, label=told["total_chance"])
    axes.axvline(0, color=BASELINE_COLOUR, linewidth=0.8)
    axes.set_xlabel(told["sobol_x"])


def _bars(
    axes: "Axes", rows: "np.ndarray", table: "pd.DataFrame", name: str, colour: str, label: str,
    height: float,
) -> None:  # fmt: skip
    size = table[name].to_numpy()
    reach = np.stack([size - table[f"{name}_low"], table[f"{name}_high"] - size])
    axes.barh(
        rows, size, height, color=colour, label=label, xerr=np.maximum(reach, 0),
        error_kw={"ecolor": TEXT, "elinewidth": 0.9, "capsize": 2},
    )  # fmt: skip


def _tornado(axes: "Axes", table: "pd.DataFrame", question: Question, lang: Language) -> None:
    told = words(lang)["figures"]["sensitivity"]
    rows, central = np.arange(len(table)), float(table["at_central"].iloc[0])
    for name, colour, label in (
        ("at_low", COLOURS[4], told["low"]), ("at_high", COLOURS[1], told["high"]),
    ):  # fmt: skip
        axes.barh(rows, table[name] - central, 2 * _BAR, left=central, color=colour, label=label)
    reach = np.stack([table["swing"] - table["ci_low"], table["ci_high"] - table["swing"]])
    axes.errorbar(
        table["at_high"], rows, xerr=np.maximum(reach, 0), linestyle="", ecolor=TEXT,
        elinewidth=0.9, capsize=2,
    )  # fmt: skip
    for row, low, high in zip(rows, table["low"], table["high"], strict=True):
        axes.annotate(
            told["ends"].format(low=_end(low), high=_end(high)), (1.01, row), fontsize=7,
            xycoords=("axes fraction", "data"), color=TEXT, va="center",
        )  # fmt: skip
    axes.axvline(central, color=BASELINE_COLOUR, linewidth=1.0)
    axes.set_xlabel(unit_label(question.unit, lang) or outcome_label(question.outcome, lang))


def _end(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


_DRAWERS: Final[Mapping[str, Callable[["Axes", "pd.DataFrame", Question, Language], None]]] = {
    "morris": _morris, "sobol": _sobol, "tornado": _tornado,
}  # fmt: skip
