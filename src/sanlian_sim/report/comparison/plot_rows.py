"""Figures of dots with intervals in rows: waits by service, wellbeing by group."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.report.comparison.plotted import Band, levels
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    LINE,
    drawn_names,
    finish,
    left_out,
    looks,
    new_figure,
)
from sanlian_sim.scenario.describe import describe_groups, describe_services
from sanlian_sim.world.groups import DECILES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def waits(study: Study) -> "Figure":
    """Mean wait by service, in the baseline and in every scenario."""
    services = {row.name: row.label_en for row in describe_services(study.experiment.parameters)}
    baseline = study.experiment.design.baseline
    look = {baseline: {"color": BASELINE_COLOUR, "marker": "o"}, **looks(drawn_names(study))}
    figure, (axes,) = new_figure(7.0, 1.8 + 0.11 * len(services) * (len(look) + 1), notes=3)
    for place, name in enumerate(look):
        band = levels(study, name, "mean_wait", list(services), by="service")
        _dots(axes, band, place, len(look), name, look[name])
    _label_rows(axes, list(services.values()))
    axes.set_xlim(left=0)
    axes.set_xlabel("Mean wait from notice to the first hour, weeks")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    note = (
        "Bars: 95 % intervals over replicates, which share their luck, so that differences are"
        " surer than the bars suggest. Waits never ended count until the case ends (Kaplan-Meier),"
        " for 52 weeks at most."
    )
    finish(figure, study, "How long people wait", note)
    return figure


def wellbeing(study: Study) -> "Figure":
    """Difference in mean wellbeing by group of residents."""
    groups = {row.name: row.label_en for row in describe_groups() if row.name not in DECILES}
    names = drawn_names(study)
    figure, (axes,) = new_figure(7.0, 1.8 + 0.10 * len(groups) * (len(names) + 1))
    axes.axvline(0, color=BASELINE_COLOUR, linewidth=1.0)
    frame = study.comparison[study.comparison["outcome"] == "wellbeing"]
    for place, (name, look) in enumerate(looks(names).items()):
        own = frame[frame["scenario"] == name].set_index("group").reindex(list(groups))
        band = Band(*(own[key].to_numpy() for key in ("difference", "ci_low", "ci_high")))
        _dots(axes, band, place, len(names), name, look)
    _label_rows(axes, list(groups.values()))
    axes.set_xlabel("Mean wellbeing of residents 15+, points of 0-10, difference to the baseline")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    note = (
        "Bars: 95 % intervals of paired differences. Groups overlap and are fixed at week 0;"
        " 'In need' are residents with a case open then or opened later, employment left out."
    )
    finish(figure, study, "Who gains and who loses", f"{note} {left_out(study)}")
    return figure


def _dots(
    axes: "Axes", band: Band, place: int, number: int, label: str, look: Mapping[str, str]
) -> None:
    """Draw one scenario's dots and bars, one row each, beside those of the others."""
    step = 0.78 / max(1, number)
    rows = np.arange(len(band.mean)) + (place - (number - 1) / 2) * step
    axes.hlines(rows, band.low, band.high, color=look["color"], linewidth=1.4)
    axes.plot(
        band.mean, rows, color=look["color"], marker=look["marker"], linestyle="", markersize=4.5,
        label=label,
    )  # fmt: skip


def _label_rows(axes: "Axes", labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    for row in range(1, len(labels)):
        axes.axhline(row - 0.5, color=LINE, linewidth=0.7, zorder=0)
