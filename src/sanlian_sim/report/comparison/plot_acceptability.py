"""Acceptability curves with their frontier."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.comparison.cost_effectiveness import (
    PERSPECTIVES,
    Perspective,
    acceptability,
    read_draws,
)
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    choices,
    drawn_names,
    finish,
    left_out,
    legend_below,
    looks,
    new_figure,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TITLES: Final[Mapping[Perspective, str]] = {
    "fiscal": "Fiscal cost", "societal": "Societal cost",
}  # fmt: skip


def acceptability_curves(study: Study) -> "Figure":
    """Share of replicates in which each scenario has the highest net benefit, by threshold."""
    figure, panels = new_figure(7.6, 4.4, columns=2, notes=5)
    for axes, perspective in zip(panels, PERSPECTIVES, strict=True):
        draws = read_draws(study.summary, perspective, choices(study))
        _curves(axes, study, acceptability(draws, study.experiment.design.baseline))
        axes.set_title(_TITLES[perspective])
        axes.set_xlabel("worth of a WELLBY, thousand yuan")
        axes.set_ylim(-0.03, 1.03)
        axes.grid(axis="y")
    panels[0].set_ylabel("share of replicates in which\nnet benefit is highest")
    legend_below(figure, panels[0], notes=3, side=0.05, columns=6)
    note = (
        "Thick pale band: the scenario with the highest mean net benefit (frontier). Ties are"
        " split. Replicates differ in luck, not in parameters: of what is uncertain about these the"
        " curves say nothing."
    )
    finish(figure, study, "Which scenario is worth its cost", f"{note} {left_out(study)}")
    return figure


def _curves(axes: "Axes", study: Study, frame: "pd.DataFrame") -> None:
    baseline = study.experiment.design.baseline
    look = {baseline: {"color": BASELINE_COLOUR, "marker": "o"}, **looks(drawn_names(study))}
    for name in choices(study):
        own = frame[frame["scenario"] == name]
        x, y = own["threshold"] / 1000, own["probability"]
        on = y.where(own["on_frontier"].astype(bool))
        axes.plot(x, on, color=look[name]["color"], linewidth=8, alpha=0.25, solid_capstyle="butt")
        axes.plot(
            x, y, color=look[name]["color"], marker=look[name]["marker"], markersize=4,
            linewidth=1.4, label=name,
        )  # fmt: skip
