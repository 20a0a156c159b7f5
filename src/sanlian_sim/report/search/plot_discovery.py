"""Where a policy beats the baseline: points, the first box, and scores of parameters."""

from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.search.discover import Answer
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.tables import unit_label
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    DOUBLE,
    GREY,
    LINE_SPACING,
    Key,
    caption,
    count,
    new_figure,
    styled,
    subject,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW_INCHES: Final = 0.26


def plot_discovery(answer: Answer, lang: Language = "en") -> "Figure":
    """Points over the two parameters that tell most, with the first box; scores of all."""
    told, question = words(lang)["figures"]["discovery"], answer.question
    with styled(lang):
        height = max(3.2, 0.6 + _ROW_INCHES * len(answer.scores))
        figure, (left, right) = new_figure(DOUBLE, height, columns=2)
        draw_points(left, answer, lang)
        draw_scores(right, answer, lang)
        replicates = count(question.replicates, lang)
        note = told["note"].format(draws=len(answer.points), replicates=replicates)
        under = subject(question.experiment.title, question.scenario, lang)
        caption(figure, told["title"], under, note, Key(left))
    return figure


def draw_points(axes: "Axes", answer: Answer, lang: Language = "en") -> None:
    """Draw the draws over the two parameters that tell most, and the first box.

    Parameters
    ----------
    axes : Axes
        In the units of the two parameters.
    answer : Answer
    lang : {"en", "zh"}
    """
    from matplotlib.patches import Rectangle

    told = words(lang)["figures"]["discovery"]
    names = [name for name, _ in answer.scores][:2]
    across, up = names[0], names[-1]
    for rows, face, edge, label in (
        (answer.beats, COLOURS[0], COLOURS[0], told["beats"]),
        (answer.known & ~answer.beats, "none", GREY, told["loses"]),
    ):
        own = answer.points[rows]
        axes.scatter(
            own[across], own[up], s=14, linewidths=0.7, facecolors=face, edgecolors=edge,
            label=label,
        )  # fmt: skip
    if answer.boxes:
        limits = {one.parameter: (one.low, one.high) for one in answer.boxes[0].limits}
        spans = [limits.get(name, _span(answer, name)) for name in (across, up)]
        (x, right), (y, top) = spans
        axes.add_patch(
            Rectangle((x, y), right - x, top - y, fill=False, edgecolor=BASELINE_COLOUR, lw=1.4)
        )
    axes.set_xlabel(_labelled(answer, across, lang), linespacing=LINE_SPACING)
    axes.set_ylabel(_labelled(answer, up, lang), linespacing=LINE_SPACING)


def _labelled(answer: Answer, name: str, lang: Language) -> str:
    """Name and unit of a parameter."""
    unit = next(one.unit for one in answer.question.varied if one.path == name)
    label = "" if unit in ("", "1") else unit_label(unit, lang)
    return "\n".join(filter(None, (_short(name), label)))


def _span(answer: Answer, name: str) -> tuple[float, float]:
    one = next(one for one in answer.question.varied if one.path == name)
    return one.low, one.high


def draw_scores(axes: "Axes", answer: Answer, lang: Language = "en") -> None:
    """Draw how much each parameter tells of whether the policy wins."""
    names, scores = zip(*answer.scores, strict=True)
    rows = np.arange(len(names))
    axes.hlines(rows, 0, scores, color=COLOURS[0], linewidth=2)
    axes.plot(scores, rows, "o", color=COLOURS[0], markersize=5)
    axes.set_yticks(rows, [_short(name) for name in names])
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_xlabel(words(lang)["figures"]["discovery"]["score"])


def _short(path: str) -> str:
    return path.removeprefix("parameters.").removeprefix("scenarios.")
