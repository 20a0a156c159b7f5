"""Figures of sweeps: an outcome's difference against every factor, a dot per point."""

from textwrap import shorten
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.designs.factors import Factor
from sanlian_sim.experiments.designs.points import Design
from sanlian_sim.experiments.designs.responses import Question, Responses
from sanlian_sim.experiments.designs.sweep import movers
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.designs.words import label, short
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    caption,
    legend_below,
    looks,
    new_figure,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST: Final = 6
_COLUMNS: Final = 3


def sweep_figure(
    design: Design, responses: Responses, baseline: str, outcome: str, title: str
) -> "Figure":
    """Draw an outcome over a sweep, one panel for each of the factors it goes most with.

    Parameters
    ----------
    design : Design
    responses : Responses
    baseline : str
        Scenario that differences are taken to.
    outcome, title : str
    """
    index = design.points.index
    names = [str(one) for one in responses.frame["scenario"].unique()]
    others = [name for name in names if name != baseline]
    means = {
        name: responses.values(Question(outcome, name, baseline), index).mean(axis=1)
        for name in others
    } or {baseline: responses.values(Question(outcome, baseline), index).mean(axis=1)}
    shown = _strongest(design, means)
    columns = min(_COLUMNS, len(shown))
    rows = -(-len(shown) // columns)
    with styled():
        figure, axes = new_figure(1.2 + 2.4 * columns, 1.9 + 2.1 * rows, rows, columns, notes=4)
        for panel, factor in zip(axes, shown, strict=False):
            _panel(panel, design, factor, means, bool(others))
        for panel in axes[len(shown) :]:
            panel.set_visible(False)
        figure.supylabel(shorten(OUTCOMES[outcome].unit, 45), fontsize=9)
        legend_below(figure, axes[0], notes=2, side=0.05, columns=4)
        what = f"difference to {baseline}" if others else "level"
        left_out = len(design.factors) - len(shown)
        rest = f" The {left_out} factors it goes least with are left out." if left_out else ""
        caption(
            figure, label(outcome), shorten(title, 90),
            f"{len(design.points)} points; {what}, mean over replicates.{rest}",
        )  # fmt: skip
    return figure


def _strongest(design: Design, means: dict[str, np.ndarray]) -> list[Factor]:
    """Factors that any scenario's values go most with, in the order of the design."""
    strength = dict.fromkeys(design.paths, 0.0)
    for values in means.values():
        for path, rho in movers(design, values):
            strength[path] = max(strength[path], abs(np.nan_to_num(rho)))
    chosen = sorted(strength, key=lambda path: -strength[path])[:_MOST]
    return [factor for factor in design.factors if factor.path in chosen]


def _panel(
    axes: "Axes", design: Design, factor: Factor, means: dict[str, np.ndarray], zero: bool
) -> None:
    at = factor.numbers(design.points[factor.path].tolist())
    for name, look in looks(means).items():
        axes.plot(
            at, means[name], linestyle="", markersize=3, alpha=0.7, label=name,
            color=look["color"], marker=look["marker"],
        )  # fmt: skip
    if zero:
        axes.axhline(0, color=BASELINE_COLOUR, linewidth=0.8)
    if factor.values:
        axes.set_xticks(range(len(factor.values)), [str(one) for one in factor.values])
    axes.set_xlabel("\n".join((short(factor.path), factor.unit)).rstrip(), fontsize=8)
