"""The cost-welfare plane."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sanlian_sim.experiments.compare import is_headline, records
from sanlian_sim.experiments.intervals import Floats
from sanlian_sim.experiments.study import Study
from sanlian_sim.report.figures import differences
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    GREY,
    drawn_names,
    finish,
    left_out,
    looks,
    new_figure,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def frontier(study: Study) -> "Figure":
    """Cost-welfare plane: difference in fiscal cost against WELLBYs, scenario by scenario."""
    figure, (axes,) = new_figure(7.0, 5.0)
    names = drawn_names(study)
    frame = study.comparison[is_headline(study.comparison)]
    rows = {(row["scenario"], row["outcome"]): row for row in records(frame)}
    baseline = study.experiment.design.baseline
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.plot(
        0,
        0,
        marker="o",
        color=BASELINE_COLOUR,
        linestyle="",
        label=baseline,
    )
    for name, look in looks(names).items():
        gained, cost = rows[name, "wellbys"], rows[name, "fiscal_cost"]
        cloud = (differences(study, name, "wellbys"), differences(study, name, "fiscal_cost"))
        axes.scatter(*cloud, s=14, color=look["color"], marker=look["marker"], alpha=0.45, lw=0)
        axes.errorbar(
            gained["difference"], cost["difference"], xerr=_arms(gained), yerr=_arms(cost),
            markersize=7, elinewidth=1.6, capsize=0, label=name, linestyle="", zorder=3,
            color=look["color"], marker=look["marker"],
        )  # fmt: skip
    _label_quadrants(axes)
    axes.set_xlabel("WELLBYs per 10,000 resident-years (15+), difference to the baseline")
    axes.set_ylabel("Fiscal cost, yuan per resident-year,\ndifference to the baseline")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    note = "Crosses: means with 95 % intervals; pale points: single replicates."
    finish(figure, study, "What delegation costs and gains", f"{note} {left_out(study)}")
    return figure


def _arms(row: Mapping[str, float]) -> Floats | None:
    """Lengths of an interval's arms, if there is one."""
    arms = [[row["difference"] - row["ci_low"]], [row["ci_high"] - row["difference"]]]
    return np.maximum(arms, 0.0) if np.isfinite(arms).all() else None


def _label_quadrants(axes: "Axes") -> None:
    for x, y, text in (
        (0.01, 0.99, "costs more,\ngains less"), (0.99, 0.99, "costs more,\ngains more"),
        (0.01, 0.01, "costs less,\ngains less"), (0.99, 0.01, "costs less,\ngains more"),
    ):  # fmt: skip
        axes.text(
            x, y, text, transform=axes.transAxes, fontsize=7.5, color=GREY,
            ha="left" if x < 0.5 else "right", va="bottom" if y < 0.5 else "top",
        )  # fmt: skip
    axes.margins(0.18)
