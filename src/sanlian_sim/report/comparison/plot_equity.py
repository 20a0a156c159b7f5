"""The equity-efficiency plane: how much is gained in all, and how equally it is spread."""

from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.comparison.cost_effectiveness import CENTRAL_THRESHOLD
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.report.comparison.plotted import arms
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    GREY,
    TEXT,
    drawn_names,
    finish,
    left_out,
    legend_below,
    looks,
    new_figure,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_EPSILON: Final = 1.0
_DIVISIONS: Final = {
    "in_need": "In need, and all others",
    "no_flag": "With a disadvantage, and without",
    "low_income": "Low income, and all others",
    "ties": "Deciles of ties",
}


def equity_plane(study: Study) -> "Figure":
    """Net gain against equity impact, scenario by scenario, for four divisions of residents."""
    figure, panels = new_figure(7.6, 6.6, rows=2, columns=2, notes=5)
    for axes, (division, title) in zip(panels, _DIVISIONS.items(), strict=True):
        _plane(axes, study, division)
        axes.set_title(title)
        axes.set_xlabel("net gain in all, WELLBYs per 10,000")
        axes.set_ylabel("equity impact,\nWELLBYs per 10,000")
    legend_below(figure, panels[0], notes=3, side=0.05, columns=6)
    note = (
        "Per resident-year 15+, against the baseline, fiscal cost taken off at"
        f" {CENTRAL_THRESHOLD:,} yuan per WELLBY, in equal parts per resident. Equity impact:"
        f" change of the Atkinson equivalent (aversion {_EPSILON:g}) less that of the mean; above 0"
        " equalises. Crosses: 95 % intervals over replicates (jackknife)."
    )
    title = "Gains in all, and how equally they are spread"
    finish(figure, study, title, f"{note} {left_out(study)}")
    return figure


def _plane(axes: "Axes", study: Study, division: str) -> None:
    frame = study.equity
    own = frame[(frame["perspective"] == "fiscal") & (frame["division"] == division)]
    own = own[own["epsilon"] == _EPSILON]
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.plot(
        0, 0, marker="o", color=BASELINE_COLOUR, linestyle="",
        label=study.experiment.design.baseline,
    )  # fmt: skip
    rows = {row["scenario"]: row for row in records(own)}
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
        axes.text(0.5, 0.6, "nothing to compare", transform=axes.transAxes, color=TEXT, ha="center")
    axes.margins(0.15)
