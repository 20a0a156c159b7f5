"""The figure of tested claims: effects beside the parameter space in which they hold."""

from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.claims.judge import Verdict, gain
from sanlian_sim.experiments.claims.study import ClaimsStudy, Finding
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.language.translate import translated
from sanlian_sim.report.claims.words import how_run
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    GREY,
    LINE,
    Key,
    caption,
    new_figure,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS: Final = {
    Verdict.HOLDS: "#009E73",
    Verdict.FAILS: "#D55E00",
    Verdict.DEPENDS: "#E69F00",
    Verdict.IDENTITY: "#56B4E9",
    Verdict.UNDECIDED: GREY,
}
_FARTHEST: Final = 100.0
_LINEAR: Final = 1.0
_BETWEEN: Final = 0.5
_ROW: Final = 0.19
_WIDTH: Final = 9.6


def plot_claims(study: ClaimsStudy, lang: Language = "en") -> "Figure":
    """Draw every measure: its effect in smallest effects, and the share of draws at which it holds.

    Effects stand on a scale that is logarithmic beyond one smallest effect, and end at a hundred.
    """
    told, places = words(lang)["figures"]["claims"], _places(study.findings)
    figure, (left, right) = new_figure(_WIDTH, 0.9 + _ROW * places[-1], columns=2)
    draw_effects(left, study, lang)
    draw_shares(right, study, lang)
    for verdict, colour in _COLOURS.items():
        label = translated(str(verdict), lang)
        right.plot([], [], "o", color=colour, markersize=5, label=label)
    under = how_run(study, lang).replace("`", "")
    caption(figure, told["title"], under, told["note"], Key(right, 0.2, 1.0))
    return figure


def _places(found: list[Finding]) -> list[float]:
    """Row of every measure, with room between claims."""
    places, last = [], 0.0
    for n, one in enumerate(found):
        if n:
            last += 1.0 + _BETWEEN * (found[n - 1].claim.id != one.claim.id)
        places.append(last)
    return places


def draw_effects(axes: "Axes", study: ClaimsStudy, lang: Language = "en") -> None:
    """Draw the effect of every measure with its interval, in smallest effects worth noticing."""
    found, places = study.findings, _places(study.findings)
    axes.set_xscale("symlog", linthresh=_LINEAR, linscale=1.0)
    axes.axvline(0, color=BASELINE_COLOUR, linewidth=0.8)
    axes.axvline(1, color=BASELINE_COLOUR, linewidth=0.8, linestyle=":")
    for one, row in zip(found, places, strict=True):
        ends = (one.effect.value, one.effect.low, one.effect.high)
        value, *bounds = np.clip([gain(one.measure, x) for x in ends], -_FARTHEST, _FARTHEST)
        colour = _COLOURS[one.verdict]
        axes.hlines(row, min(bounds), max(bounds), color=colour, linewidth=1.5)
        fill = colour if one.effect.defined else "white"
        axes.plot(value, row, "o", color=colour, markerfacecolor=fill, markersize=4.5)
    labels = [f"{one.claim.id}  {translated(one.measure.name, lang)}" for one in found]
    axes.set_yticks(places, labels)
    for label, one in zip(axes.get_yticklabels(), found, strict=True):
        label.set_color(BASELINE_COLOUR if one.measure.counted else GREY)
    ticks = [-100, -10, -1, 0, 1, 10, 100]
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.set_xlim(-1.3 * _FARTHEST, 1.3 * _FARTHEST)
    axes.minorticks_off()
    axes.set_xlabel(words(lang)["figures"]["claims"]["effect"])
    _rows(axes, places)


def draw_shares(axes: "Axes", study: ClaimsStudy, lang: Language = "en") -> None:
    """Draw the share of draws at which every measure holds, with its interval."""
    found, places = study.findings, _places(study.findings)
    for one, row in zip(found, places, strict=True):
        colour, tally = _COLOURS[one.verdict], one.tally
        axes.hlines(row, 0, 1, color=LINE, linewidth=0.7, zorder=0)
        if tally.defined:
            axes.hlines(row, tally.low, tally.high, color=colour, linewidth=1.5)
            axes.plot(tally.share, row, "o", color=colour, markersize=4.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlim(-0.03, 1.03)
    axes.set_xlabel(words(lang)["figures"]["claims"]["share"])
    _rows(axes, places)


def _rows(axes: "Axes", places: list[float]) -> None:
    axes.set_ylim(places[-1] + 0.8, -0.8)
    axes.tick_params(axis="y", length=0)
