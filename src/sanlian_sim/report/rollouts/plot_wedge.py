"""A stepped wedge: what a study would find, beside what is true."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.rollouts.trial import Trial, exposure_table, table
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    MARKERS,
    caption,
    count,
    legend_below,
    new_figure,
    styled,
    whole_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LABELS: Final[Mapping[str, str]] = {
    "two_way": "one effect from the first day",
    "by_exposure": "effects by time since adoption",
}
_SHIFT = 0.16
_LONGEST_TITLE = 90


def wedge(studied: Sequence[Trial], title: str, unit: str, period_weeks: int) -> "Figure":
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
    """
    with styled():
        figure, (left, right) = new_figure(8.4, 4.4, columns=2, notes=5)
        _replicates(left, studied)
        _exposures(right, studied)
        left.set_ylabel(shorten(unit, 60))
        right.set_xlabel(f"periods of {period_weeks} weeks since adoption")
        legend_below(figure, left, notes=3, side=0.05, columns=3)
        note = (
            f"{count(len(studied))}. The truth is the mean difference to the baseline with the same"
            " luck, over treated communities and periods; whiskers: the study's own 95 % intervals."
        )
        under = shorten(title, _LONGEST_TITLE)
        caption(figure, "What a stepped rollout shows, and what is true", under, note)
    return figure


def _replicates(axes: "Axes", studied: Sequence[Trial]) -> None:
    frame = table(studied)
    for n, (name, label) in enumerate(_LABELS.items()):
        own = frame[frame["estimator"] == name]
        axes.errorbar(
            own["replicate"] + (2 * n - 1) * _SHIFT, own["estimate"],
            yerr=[own["estimate"] - own["ci_low"], own["ci_high"] - own["estimate"]],
            fmt=MARKERS[n], color=COLOURS[n], markersize=4, elinewidth=0.9, label=label,
        )  # fmt: skip
    axes.plot(own["replicate"], own["truth"], "_", color=BASELINE_COLOUR, ms=11, label="truth")
    axes.set_title("Effect in each replicate")
    axes.set_xlabel("replicate")
    whole_numbers(axes)


def _exposures(axes: "Axes", studied: Sequence[Trial]) -> None:
    frame, name = exposure_table(studied), "by_exposure"
    at = list(_LABELS).index(name)
    axes.plot(
        frame["periods"], frame["estimate"], marker=MARKERS[at], color=COLOURS[at], markersize=4,
        linewidth=1.0,
    )  # fmt: skip
    axes.plot(frame["periods"], frame["truth"], color=BASELINE_COLOUR, linewidth=1.4)
    axes.axhline(0, color=BASELINE_COLOUR, linewidth=0.6)
    axes.set_title("Mean effect by time since adoption")
