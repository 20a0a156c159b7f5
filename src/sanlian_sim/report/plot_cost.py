"""Cost by category."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.study import Study
from sanlian_sim.report.style import COLOURS, TEXT, finish, new_figure
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
_TIME_PARTS: Final[Mapping[str, tuple[Category, ...]]] = {
    "Carers' time": (Category.CARER_TIME,),
    "Volunteers' time": (Category.VOLUNTEER_TIME,),
    "Residents' time": (Category.RESIDENT_TIME,),
}


def cost(study: Study) -> "Figure":
    """Cost by category: what government pays, and the time for which nobody pays."""
    names = [name for name in study.experiment.scenarios if study.of(name)]
    figure, panels = new_figure(8.4, 2.3 + 0.34 * len(names), columns=2)
    for axes, parts, title in zip(
        panels, (_FISCAL_PARTS, _TIME_PARTS), ("Fiscal cost", "Time at shadow prices"), strict=True
    ):
        _stack(axes, study, names, parts)
        axes.set_title(title)
        axes.set_xlabel("yuan per resident-year")
    panels[1].tick_params(axis="y", labelleft=False)
    note = "Means over replicates; numbers: totals. Societal cost is both panels together."
    finish(figure, study, "What it costs, and whom", note)
    return figure


def _stack(
    axes: "Axes", study: Study, names: Sequence[str], parts: Mapping[str, tuple[Category, ...]]
) -> None:
    summary = study.summary
    means = summary.groupby(["scenario", "outcome"])["value"].mean()
    total = np.zeros(len(names))
    for (label, categories), colour in zip(parts.items(), COLOURS, strict=False):
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
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.32), ncols=2, fontsize=7.5)
