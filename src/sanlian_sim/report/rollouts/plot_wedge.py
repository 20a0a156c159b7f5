"""A stepped wedge: what a study would find, beside what is true."""

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.rollouts.trial import Trial, exposure_table, table
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    DOUBLE,
    MARKERS,
    Key,
    caption,
    count,
    new_figure,
    styled,
    whole_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ESTIMATORS: Final = ("two_way", "by_exposure")
_SHIFT = 0.16
_LONGEST_TITLE = 90


def wedge(
    studied: Sequence[Trial], title: str, unit: str, period_weeks: int, lang: Language = "en"
) -> "Figure":
    """Estimates by replicate, and effects by time since adoption.

    Parameters
    ----------
    studied : sequence of Trial
    title : str
        What was studied.
    unit : str
        What is watched.
    period_weeks : int
        Weeks of a period.
    lang : {"en", "zh"}
    """
    told, space = words(lang)["figures"]["wedge"], words(lang)["marks"]["sentence"]
    with styled(lang):
        figure, (left, right) = new_figure(DOUBLE, 2.9, columns=2)
        draw_estimates(left, studied, lang)
        draw_exposures(right, studied, period_weeks, lang)
        left.set_title(told["replicates"])
        right.set_title(told["exposure"])
        left.set_ylabel(shorten(unit, 60))
        note = space.join([count(len(studied), lang), told["note"]])
        caption(figure, told["title"], shorten(title, _LONGEST_TITLE), note, Key(left))
    return figure


def draw_estimates(axes: "Axes", studied: Sequence[Trial], lang: Language = "en") -> None:
    """Draw the estimates of every replicate with intervals, beside the truth.

    Parameters
    ----------
    axes : Axes
        Vertical: in the unit of what is watched.
    studied : sequence of Trial
    lang : {"en", "zh"}
    """
    told, frame = words(lang)["figures"]["wedge"], table(studied)
    for n, name in enumerate(_ESTIMATORS):
        own = frame[frame["estimator"] == name]
        axes.errorbar(
            own["replicate"] + (2 * n - 1) * _SHIFT, own["estimate"],
            yerr=[own["estimate"] - own["ci_low"], own["ci_high"] - own["estimate"]],
            fmt=MARKERS[n], color=COLOURS[n], markersize=4, elinewidth=0.9, label=told[name],
        )  # fmt: skip
    axes.plot(
        own["replicate"], own["truth"], "_", color=BASELINE_COLOUR, ms=11, label=told["truth"]
    )
    axes.set_xlabel(told["replicate"])
    whole_numbers(axes)


def draw_exposures(
    axes: "Axes", studied: Sequence[Trial], period_weeks: int, lang: Language = "en"
) -> None:
    """Draw mean effects by time since adoption: what the study finds, and the truth.

    Parameters
    ----------
    axes : Axes
        Vertical: in the unit of what is watched.
    studied : sequence of Trial
    period_weeks : int
    lang : {"en", "zh"}
    """
    frame, at = exposure_table(studied), _ESTIMATORS.index("by_exposure")
    axes.plot(
        frame["periods"], frame["estimate"], marker=MARKERS[at], color=COLOURS[at], markersize=4,
        linewidth=1.0,
    )  # fmt: skip
    axes.plot(frame["periods"], frame["truth"], color=BASELINE_COLOUR, linewidth=1.4)
    axes.axhline(0, color=BASELINE_COLOUR, linewidth=0.6)
    axes.set_xlabel(words(lang)["figures"]["wedge"]["periods"].format(weeks=period_weeks))
