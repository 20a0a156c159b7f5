"""Cost by category."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.study import Study
from sanlian_sim.report.style import COLOURS, TEXT, finish, legend_below, new_figure
from sanlian_sim.world.flows import Category

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FISCAL_PARTS: Final[Mapping[str, tuple[Category, ...]]] = {
    "Posts": (Category.POSTS,),
    "Contracts": (Category.CONTRACT,),
    "Committees": (Category.GRID,),
    "Communication, edges, platforms": (Category.COMMUNICATION, Category.EDGES, Category.PLATFORM),
    "Oversight, escalation": (Category.OVERSIGHT, Category.ESCALATION),
    "Volunteers' expenses": (Category.VOLUNTEERS,),
}
# Paul Tol's muted colours, so that nothing here is taken for a part of the other panel.
_TIME_COLOURS: Final = ("#882255", "#117733", "#DDCC77")
_BAR_INCHES = 0.34
_LEGEND_SIDES = (0.08, 0.56)
_TIME_PARTS: Final[Mapping[str, tuple[Category, ...]]] = {
    "Carers' time": (Category.CARER_TIME,),
    "Volunteers' time": (Category.VOLUNTEER_TIME,),
    "Residents' time": (Category.RESIDENT_TIME,),
}


def cost(study: Study) -> "Figure":
    """Cost by category: what government pays, and the time for which nobody pays."""
    names = [name for name in study.experiment.scenarios if study.of(name)]
    figure, panels = new_figure(8.4, 2.9 + _BAR_INCHES * len(names), columns=2, notes=5)
    _stack(panels[0], study, names, _FISCAL_PARTS, COLOURS)
    panels[0].set_title("Fiscal cost")
    _stack(panels[1], study, names, _TIME_PARTS, _TIME_COLOURS)
    panels[1].set_title("Time at shadow prices")
    for axes, side in zip(panels, _LEGEND_SIDES, strict=True):
        legend_below(figure, axes, notes=1, side=side, columns=2)
    panels[1].tick_params(axis="y", labelleft=False)
    note = "Means over replicates; numbers: totals. Societal cost is both panels together."
    finish(figure, study, "What it costs, and whom", note)
    return figure


def _stack(
    axes: "Axes", study: Study, names: Sequence[str],
    parts: Mapping[str, tuple[Category, ...]], colours: Sequence[str],
) -> None:  # fmt: skip
    summary = study.summary
    means = summary.groupby(["scenario", "outcome"])["value"].mean()
    total = np.zeros(len(names))
    for (label, categories), colour in zip(parts.items(), colours, strict=False):
        width = np.array(
            [sum(means[name, f"cost_{c.label}"] for c in categories) for name in names]
        )
        axes.barh(
            names, width, left=total, color=colour, label=label, height=0.66, edgecolor="white",
            linewidth=0.6,
        )  # fmt: skip
        total += width
    for row, value in enumerate(total):
        axes.text(value, row, f" {value:,.1f}", va="center", fontsize=8, color=TEXT)
    axes.invert_yaxis()
    axes.margins(x=0.16)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("yuan per resident-year")
