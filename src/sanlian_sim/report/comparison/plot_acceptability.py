"""Acceptability curves with their frontier."""

from typing import TYPE_CHECKING

from sanlian_sim.experiments.comparison.cost_effectiveness import (
    PERSPECTIVES,
    Perspective,
    acceptability,
    read_draws,
)
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.style import DOUBLE, Key, all_looks, choices, finish, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def acceptability_curves(study: Study, lang: Language = "en") -> "Figure":
    """Share of replicates in which each scenario has the highest net benefit, by threshold."""
    figure, panels = new_figure(DOUBLE, 2.9, columns=2)
    for axes, perspective in zip(panels, PERSPECTIVES, strict=True):
        draw_acceptability(axes, study, lang, perspective)
        axes.set_title(words(lang)["figures"][perspective])
    panels[1].set_ylabel("")
    return finish(figure, study, "acceptability", lang, Key(panels[0]))


def draw_acceptability(
    axes: "Axes", study: Study, lang: Language = "en", perspective: Perspective = "fiscal"
) -> None:
    """Draw the share of replicates in which each scenario has the highest net benefit.

    Parameters
    ----------
    axes : Axes
        Horizontal: worth of a WELLBY, thousand yuan; vertical: share of replicates.
    study : Study
    lang : {"en", "zh"}
    perspective : {"fiscal", "societal"}
    """
    told, look, names = words(lang)["figures"]["acceptability"], all_looks(study), choices(study)
    draws = read_draws(study.summary, perspective, names)
    frame = acceptability(draws, study.experiment.design.baseline)
    for name in names:
        own = frame[frame["scenario"] == name]
        x, y = own["threshold"] / 1000, own["probability"]
        on = y.where(own["on_frontier"].astype(bool))
        axes.plot(x, on, color=look[name]["color"], linewidth=8, alpha=0.25, solid_capstyle="butt")
        axes.plot(
            x, y, color=look[name]["color"], marker=look[name]["marker"], markersize=4,
            linewidth=1.4, label=name,
        )  # fmt: skip
    axes.set_xlabel(told["x"])
    axes.set_ylabel(told["y"])
    axes.set_ylim(-0.03, 1.03)
    axes.grid(axis="y")
