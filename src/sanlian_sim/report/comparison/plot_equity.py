"""The equity-efficiency plane: how much is gained in all, and how equally it is spread."""

from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.comparison.cost_effectiveness import CENTRAL_THRESHOLD
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.plotted import arms
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    DOUBLE,
    GREY,
    TEXT,
    Key,
    drawn_names,
    finish,
    looks,
    new_figure,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_EPSILON: Final = 1.0
DIVISIONS: Final = ("in_need", "no_flag", "low_income", "ties")
"""Divisions of residents that the figure shows."""


def equity_plane(study: Study, lang: Language = "en") -> "Figure":
    """Net gain against equity impact, scenario by scenario, for four divisions of residents."""
    told = words(lang)["figures"]["equity"]
    figure, panels = new_figure(DOUBLE, 4.9, rows=2, columns=2)
    for axes, division in zip(panels, DIVISIONS, strict=True):
        draw_equity(axes, study, lang, division)
        axes.set_title(told[division])
    facts = {"threshold": f"{CENTRAL_THRESHOLD:,}", "aversion": f"{_EPSILON:g}"}
    return finish(figure, study, "equity", lang, Key(panels[0]), **facts)


def draw_equity(
    axes: "Axes", study: Study, lang: Language = "en", division: str = "in_need"
) -> None:
    """Draw net gain against equity impact, WELLBYs per 10,000 resident-years 15+.

    Parameters
    ----------
    axes : Axes
    study : Study
    lang : {"en", "zh"}
    division : str
        Of residents into groups: see the column division of ``equity``.
    """
    told, frame = words(lang)["figures"]["equity"], study.equity
    own = frame[(frame["perspective"] == "fiscal") & (frame["division"] == division)]
    rows = {row["scenario"]: row for row in records(own[own["epsilon"] == _EPSILON])}
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.plot(
        0, 0, marker="o", color=BASELINE_COLOUR, linestyle="",
        label=study.experiment.design.baseline,
    )  # fmt: skip
    for name, look in looks(drawn_names(study)).items():
        if name in rows:
            row = rows[name]
            axes.errorbar(
                row["mean_change"], row["equity_impact"],
                xerr=arms(row["mean_change"], row["mean_low"], row["mean_high"]),
                yerr=arms(row["equity_impact"], row["impact_low"], row["impact_high"]),
                markersize=6, elinewidth=1.4, linestyle="", label=name, zorder=3,
                color=look["color"], marker=look["marker"],
            )  # fmt: skip
    if not rows:
        axes.text(0.5, 0.6, told["none"], transform=axes.transAxes, color=TEXT, ha="center")
    axes.set_xlabel(told["x"])
    axes.set_ylabel(told["y"])
    axes.margins(0.15)
