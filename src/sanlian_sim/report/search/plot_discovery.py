"""Where a policy beats the baseline: points, the first box, and scores of parameters."""

from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.search.discover import Answer
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    GREY,
    caption,
    count,
    new_figure,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW_INCHES: Final = 0.26


def plot_discovery(answer: Answer) -> "Figure":
    """Points over the two parameters that tell most, with the first box; scores of all."""
    with styled():
        height = max(4.4, 2.0 + _ROW_INCHES * len(answer.scores))
        figure, (left, right) = new_figure(9.6, height, columns=2, notes=4)
        _points(left, answer)
        _scores(right, answer)
        question = answer.question
        note = (
            f"{len(answer.points)} draws, {count(question.replicates)} each. Filled: the policy "
            "beats the baseline; frame: the first box. Scores are of extra trees and sum to 1; "
            "a parameter that tells nothing scores above 0 too."
        )
        under = f"{question.experiment.title}: {question.scenario}".strip(": ")
        caption(figure, "Which parameters decide whether the policy wins", under, note)
    return figure


def _points(axes: "Axes", answer: Answer) -> None:
    from matplotlib.patches import Rectangle

    names = [name for name, _ in answer.scores][:2]
    across, up = names[0], names[-1]
    for rows, face, edge, label in (
        (answer.beats, COLOURS[0], COLOURS[0], "beats"),
        (answer.known & ~answer.beats, "none", GREY, "does not"),
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
    axes.set_xlabel(_short(across))
    axes.set_ylabel(_short(up))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)


def _span(answer: Answer, name: str) -> tuple[float, float]:
    one = next(one for one in answer.question.varied if one.path == name)
    return one.low, one.high


def _scores(axes: "Axes", answer: Answer) -> None:
    names, scores = zip(*answer.scores, strict=True)
    rows = np.arange(len(names))
    axes.hlines(rows, 0, scores, color=COLOURS[0], linewidth=2)
    axes.plot(scores, rows, "o", color=COLOURS[0], markersize=5)
    axes.set_yticks(rows, [_short(name) for name in names])
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_xlabel("score")


def _short(path: str) -> str:
    return path.removeprefix("parameters.").removeprefix("scenarios.")
