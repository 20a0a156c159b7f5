"""Cost by category."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.report.style import TEXT, finish, legend_below, new_figure
from sanlian_sim.world.flows import Category

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Part(NamedTuple):
    """Part of a bar: its colour, and the categories that it adds up."""

    colour: str
    categories: tuple[Category, ...]


# One colour for what government's own work costs, another for what it buys, a paler one for
# what is lost or given at a fee; time that nobody pays for has Paul Tol's muted colours.
_FISCAL_PARTS: Final[Mapping[str, Part]] = {
    "Posts": Part("#0072B2", (Category.POSTS,)),
    "Stranded posts": Part("#56B4E9", (Category.STRANDED,)),
    "Committees": Part("#009E73", (Category.GRID,)),
    "Contracts": Part("#D55E00", (Category.CONTRACT,)),
    "Grants, facilities": Part("#E69F00", (Category.GRANT, Category.FACILITY, Category.PREMISES)),
    "Communication, edges, platforms, leads": Part(
        "#CC79A7", (Category.COMMUNICATION, Category.EDGES, Category.PLATFORM, Category.LEAD)
    ),
    "Oversight, tenders, escalation": Part(
        "#7F7F7F", (Category.OVERSIGHT, Category.TENDERING, Category.ESCALATION)
    ),
    "Volunteers, training, redevelopment": Part(
        "#C9C9C9", (Category.VOLUNTEERS, Category.CAPACITY, Category.REDEVELOPMENT)
    ),
}
_SOCIETAL_PARTS: Final[Mapping[str, Part]] = {
    "Government's staff": Part(
        "#0072B2",
        (
            Category.POSTS,
            Category.STRANDED,
            Category.GRID,
            Category.COMMUNICATION,
            Category.EDGES,
            Category.OVERSIGHT,
            Category.ESCALATION,
        ),
    ),
    "Organisations' staff, overhead": Part("#D55E00", (Category.WAGES, Category.OVERHEAD)),
    "Other outlays": Part(
        "#7F7F7F",
        (
            Category.TENDERING,
            Category.PREMISES,
            Category.PLATFORM,
            Category.CAPACITY,
            Category.REDEVELOPMENT,
            Category.VOLUNTEERS,
        ),
    ),
    "Private purchase": Part("#332288", (Category.PRIVATE,)),
    "Carers' time": Part("#882255", (Category.CARER_TIME,)),
    "Volunteers' time": Part("#117733", (Category.VOLUNTEER_TIME,)),
    "Residents' time": Part("#DDCC77", (Category.RESIDENT_TIME,)),
}
_BAR_INCHES = 0.34
_LEGEND_SIDES = (0.04, 0.55)


def cost(study: Study) -> "Figure":
    """Cost by category: what government owes, and all resources that are used."""
    names = [name for name in study.experiment.scenarios if study.of(name)]
    figure, panels = new_figure(8.8, 3.1 + _BAR_INCHES * len(names), columns=2, notes=6)
    _stack(panels[0], study, names, _FISCAL_PARTS)
    panels[0].set_title("Fiscal cost")
    _stack(panels[1], study, names, _SOCIETAL_PARTS)
    panels[1].set_title("Societal cost")
    for axes, side in zip(panels, _LEGEND_SIDES, strict=True):
        legend_below(figure, axes, notes=1, side=side, columns=2)
    panels[1].tick_params(axis="y", labelleft=False)
    note = "Means over replicates; numbers: totals. Unpaid time at shadow prices."
    finish(figure, study, "What it costs, and whom", note)
    return figure


def _stack(
    axes: "Axes", study: Study, names: Sequence[str],
    parts: Mapping[str, Part],
) -> None:  # fmt: skip
    summary = study.summary
    means = summary.groupby(["scenario", "outcome"])["value"].mean()
    total = np.zeros(len(names))
    for label, (colour, categories) in parts.items():
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
