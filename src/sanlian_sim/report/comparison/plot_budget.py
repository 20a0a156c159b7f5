"""Fiscal cost by year, as differences to the baseline."""

from typing import TYPE_CHECKING

import numpy as np

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    TEXT,
    drawn_names,
    finish,
    left_out,
    legend_below,
    looks,
    new_figure,
    whole_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_GROUP_WIDTH = 0.8


def budget(study: Study) -> "Figure":
    """Fiscal cost of every counted year: bars by scenario, with intervals."""
    figure, (axes,) = new_figure(7.2, 4.4, notes=5)
    names = drawn_names(study)
    axes.axhline(0, color=BASELINE_COLOUR, linewidth=1.0)
    for place, (name, look) in enumerate(looks(names).items()):
        _bars(axes, study, name, (place + 0.5) / len(names) - 0.5, look["color"])
    axes.set_xlabel("counted year")
    axes.set_ylabel("yuan per resident-year")
    whole_numbers(axes)
    legend_below(figure, axes, notes=3, side=0.05, columns=5)
    note = (
        "Differences to the baseline, not discounted, a last year of fewer weeks at their pace;"
        " whiskers: 95 % intervals over replicates."
    )
    finish(figure, study, "What it costs government, year by year", f"{note} {left_out(study)}")
    return figure


def _bars(axes: "Axes", study: Study, name: str, shift: float, colour: str) -> None:
    """Bars of a scenario, moved from the middle of each year by a share of the group's width."""
    impact = study.budget_impact
    own = impact[impact["scenario"] == name]
    names = drawn_names(study)
    height = own["difference"].to_numpy(dtype=np.float64)
    low, high = (own[bound].to_numpy(dtype=np.float64) for bound in ("ci_low", "ci_high"))
    axes.bar(
        own["year"] + shift * _GROUP_WIDTH, height, _GROUP_WIDTH / len(names),
        color=colour, label=name, yerr=np.stack([height - low, high - height]),
        error_kw={"ecolor": TEXT, "elinewidth": 0.9, "capsize": 2},
    )  # fmt: skip
