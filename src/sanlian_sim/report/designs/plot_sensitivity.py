"""Figures of sensitivity: effects and indices with intervals, the most important on top."""

from collections.abc import Callable, Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.designs.responses import Question
from sanlian_sim.experiments.designs.sensitivity import Analysis
from sanlian_sim.report.designs.words import asked, short
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
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
_HEIGHT, _ROW = 2.1, 0.27  # inches
_BAR: Final = 0.36
_TITLES: Final[Mapping[str, str]] = {
    "morris": "What it hinges on: screening",
    "sobol": "What it hinges on: parts of the variance",
    "tornado": "What it hinges on: one factor at a time",
}


def sensitivity_figure(analysis: Analysis, question: Question, title: str) -> "Figure":
    """Draw an analysis.

    Parameters
    ----------
    analysis : Analysis
    question : Question
        What was analysed.
    title : str
        Of the experiment.
    """
    table = analysis.table.iloc[:_MOST]
    with styled():
        figure, (axes,) = new_figure(7.2, _HEIGHT + _ROW * max(4, len(table)), notes=3)
        note = _DRAWERS[analysis.method](axes, table, question)
        axes.set_yticks(range(len(table)), [short(path) for path in table["factor"]])
        axes.set_ylim(len(table) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=LINE)
        left_out = len(analysis.table) - len(table)
        rest = (
            f" The {left_out} least important of {len(analysis.table)} are left out."
            if left_out
            else ""
        )
        under = "\n".join(shorten(text, 100) for text in (title, asked(question)))
        caption(figure, _TITLES[analysis.method], under.strip(), f"{note}{rest}{_luck(analysis)}")
    return figure


def _luck(analysis: Analysis) -> str:
    chance = analysis.chance
    if not np.isfinite(chance.share):
        return ""
    return (
        f" {chance.replicates} replicates; {chance.share:.0%} of the variance between points may"
        " be chance."
    )


def _morris(axes: "Axes", table: "pd.DataFrame", question: Question) -> str:
    rows = np.arange(len(table))
    _bars(axes, rows, table, "mu_star", COLOURS[0], "size of the effect (mu*)", 2 * _BAR)
    axes.plot(table["sigma"], rows, "D", color=COLOURS[1], markersize=4, label="its spread (sigma)")
    floor = table["chance"].iloc[0]
    if np.isfinite(floor):
        axes.axvline(floor, color=GREY, linestyle="--", linewidth=1.0, label="by chance alone")
    axes.set_xlabel(f"Effect from low to high, {question.unit}".rstrip(", "))
    axes.legend(loc="lower right")
    return (
        "Whiskers: 95 % intervals by bootstrap of trajectories. A spread above the size: bends or"
        " interactions."
    )


def _sobol(axes: "Axes", table: "pd.DataFrame", question: Question) -> str:
    rows = np.arange(len(table))
    _bars(axes, rows - _BAR / 2, table, "ST", COLOURS[0], "total", _BAR)
    _bars(axes, rows + _BAR / 2, table, "S1", COLOURS[4], "by itself", _BAR)
    floor = table["chance"].iloc[0]
    if np.isfinite(floor):
        axes.axvline(floor, color=GREY, linestyle="--", linewidth=1.0, label="total by chance")
    axes.axvline(0, color=BASELINE_COLOUR, linewidth=0.8)
    axes.set_xlabel("Part of the variance")
    axes.legend(loc="lower right")
    return "Sobol indices; whiskers: 95 % intervals by bootstrap of base points."


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


def _tornado(axes: "Axes", table: "pd.DataFrame", question: Question) -> str:
    rows, central = np.arange(len(table)), float(table["at_central"].iloc[0])
    for name, colour, label in (
        ("at_low", COLOURS[4], "low end"), ("at_high", COLOURS[1], "high end"),
    ):  # fmt: skip
        axes.barh(rows, table[name] - central, 2 * _BAR, left=central, color=colour, label=label)
    reach = np.stack([table["swing"] - table["ci_low"], table["ci_high"] - table["swing"]])
    axes.errorbar(
        table["at_high"], rows, xerr=np.maximum(reach, 0), linestyle="", ecolor=TEXT,
        elinewidth=0.9, capsize=2,
    )  # fmt: skip
    for row, low, high in zip(rows, table["low"], table["high"], strict=True):
        axes.annotate(
            f"{_end(low)} to {_end(high)}", (1.01, row), xycoords=("axes fraction", "data"),
            fontsize=7, color=TEXT, va="center",
        )  # fmt: skip
    axes.axvline(central, color=BASELINE_COLOUR, linewidth=1.0)
    axes.set_xlabel(question.unit or question.outcome)
    axes.legend(loc="lower right")
    return (
        "Each factor at its ends, told on the right, the others central. Whiskers: 95 % intervals"
        " of the difference between the ends, over replicates."
    )


def _end(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


_DRAWERS: Final[Mapping[str, Callable[["Axes", "pd.DataFrame", Question], str]]] = {
    "morris": _morris, "sobol": _sobol, "tornado": _tornado,
}  # fmt: skip
