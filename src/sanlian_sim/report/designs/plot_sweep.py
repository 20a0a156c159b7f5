"""Figures of sweeps: an outcome's difference against every factor, a dot per point."""

from collections.abc import Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.designs.factors import Factor
from sanlian_sim.experiments.designs.points import Design
from sanlian_sim.experiments.designs.responses import Question, Responses
from sanlian_sim.experiments.designs.sweep import movers
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.designs.words import short
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    DOUBLE,
    LINE_SPACING,
    Key,
    caption,
    looks,
    new_figure,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST: Final = 6
_COLUMNS: Final = 3
_WIDTHS: Final = (4.6, 6.0, DOUBLE)
"""Inches of the figure by columns of axes."""


def sweep_figure(
    design: Design, responses: Responses, baseline: str, outcome: str, title: str,
    lang: Language = "en",
) -> "Figure":  # fmt: skip
    """Draw an outcome over a sweep, one panel for each of the factors it goes most with.

    Parameters
    ----------
    design : Design
    responses : Responses
    baseline : str
        Scenario that differences are taken to.
    outcome, title : str
    lang : {"en", "zh"}
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
    with styled(lang):
        figure, axes = new_figure(_WIDTHS[columns - 1], 0.5 + 1.9 * rows, rows, columns)
        for panel, factor in zip(axes, shown, strict=False):
            draw_factor(panel, design, factor, means, lang, zero=bool(others))
        for panel in axes[len(shown) :]:
            panel.set_visible(False)
        figure.supylabel(shorten(unit_label(OUTCOMES[outcome].unit, lang), 45), fontsize=9)
        told, space = words(lang)["figures"]["sweep"], words(lang)["marks"]["sentence"]
        what = told["difference" if others else "level"]
        notes = [what.format(points=len(design.points), baseline=baseline)]
        if len(design.factors) > len(shown):
            notes.append(told["rest"].format(number=len(design.factors) - len(shown)))
        heading = outcome_label(outcome, lang)
        caption(figure, heading, shorten(title, 90), space.join(notes), Key(axes[0]))
    return figure


def _strongest(design: Design, means: dict[str, np.ndarray]) -> list[Factor]:
    """Factors that any scenario's values go most with, in the order of the design."""
    strength = dict.fromkeys(design.paths, 0.0)
    for values in means.values():
        for path, rho in movers(design, values):
            strength[path] = max(strength[path], abs(np.nan_to_num(rho)))
    chosen = sorted(strength, key=lambda path: -strength[path])[:_MOST]
    return [factor for factor in design.factors if factor.path in chosen]


def draw_factor(
    axes: "Axes", design: Design, factor: Factor, means: Mapping[str, np.ndarray],
    lang: Language = "en", *, zero: bool = True,
) -> None:  # fmt: skip
    """Draw values at all points against one factor.

    Parameters
    ----------
    axes : Axes
        Horizontal: the factor in its unit; vertical: ``means``.
    design : Design
    factor : Factor
        One of the design.
    means : mapping
        Float arrays of shape (points,) by scenario.
    lang : {"en", "zh"}
    zero : bool
        Whether the values are differences, so that zero is marked.
    """
    at = factor.numbers(design.points[factor.path].tolist())
    alone = len(design.factors) == 1
    order = np.argsort(at, kind="stable")
    for name, look in looks(means).items():
        axes.plot(
            at[order], means[name][order], linestyle="-" if alone else "", linewidth=1.0,
            markersize=5 if alone else 3, alpha=1.0 if alone else 0.7, label=name,
            color=look["color"], marker=look["marker"],
        )  # fmt: skip
    if zero:
        axes.axhline(0, color=BASELINE_COLOUR, linewidth=0.8)
    if factor.values:
        axes.set_xticks(range(len(factor.values)), [str(one) for one in factor.values])
    unit = "" if factor.unit in ("", "1") else unit_label(factor.unit, lang)
    name = "\n".join(filter(None, (short(factor.path), unit)))
    axes.set_xlabel(name, fontsize=8, linespacing=LINE_SPACING)
