"""Tables and words of a discovery."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.experiments.search.boxes import Box
from sanlian_sim.experiments.search.discover import Answer
from sanlian_sim.experiments.statistics.intervals import paired
from sanlian_sim.report.numbers import probability
from sanlian_sim.report.text import text_table

if TYPE_CHECKING:
    import pandas as pd

_FEW: Final = 20
_CHANCE: Final = 0.05
BOXES: Final = (
    Column("box", "int64", "", "Number of the box, from 1"),
    Column("coverage", "float64", "share", "Of all points at which the policy wins, those in it"),
    Column("density", "float64", "share", "Of the points in it, those at which the policy wins"),
    Column("mass", "float64", "share", "Of all points, those in it"),
    Column("parameter", "word", "", "Dotted path of a parameter that it restricts"),
    Column("low", "float64", "of the parameter", "Lower bound"),
    Column("high", "float64", "of the parameter", "Upper bound"),
    Column("p_low", "float64", "probability", "Quasi-p-value of the lower bound, if restricting"),
    Column("p_high", "float64", "probability", "Quasi-p-value of the upper bound, if restricting"),
)
SCORES: Final = (
    Column("parameter", "word", "", "Dotted path"),
    Column("score", "float64", "share", "How much it tells of whether the policy wins"),
)


def point_columns(answer: Answer) -> tuple[Column, ...]:
    """Columns of the table of points, which depend on what is varied."""
    about = answer.question.goal.about
    return (
        Column("point", "int64", "", "Number of the draw, from 0"),
        *(Column(one.path, "float64", one.unit, one.meaning) for one in answer.question.varied),
        Column(
            "difference", "float64", about.unit, f"{about.name}: mean difference to the baseline"
        ),
        Column("se", "float64", about.unit, "Its standard error"),
        Column("beats", "bool", "", "Whether the policy beats the baseline by the margin"),
    )


def point_table(answer: Answer) -> "pd.DataFrame":
    """One row per draw of parameters."""
    means = paired(np.zeros_like(answer.differences), answer.differences)
    frame = answer.points.assign(difference=means.difference, se=means.se, beats=answer.beats)
    frame.insert(0, "point", np.arange(len(frame)))
    return frame


def box_table(answer: Answer) -> "pd.DataFrame":
    """One row per box and parameter that it restricts."""
    import pandas as pd

    rows = [
        (n, box.coverage, box.density, box.mass, *limit)
        for n, box in enumerate(answer.boxes, start=1)
        for limit in box.limits
    ]
    return pd.DataFrame(rows, columns=[column.name for column in BOXES])


def score_table(answer: Answer) -> "pd.DataFrame":
    """One row per parameter, the most telling first."""
    import pandas as pd

    return pd.DataFrame(answer.scores, columns=[column.name for column in SCORES])


def findings(answer: Answer) -> str:
    """Return tables and sentences as Markdown."""
    title = answer.question.experiment.title or "Scenario discovery"
    tables = [f"```\n{text}\n```" for text in texts(answer)]
    return "\n\n".join([f"# {title}", *tables, *sentences(answer)]) + "\n"


def texts(answer: Answer) -> list[str]:
    """Lay out boxes, if there are any, and scores."""
    scores = [[name, f"{score:.0%}"] for name, score in answer.scores]
    rows = [row for n, box in enumerate(answer.boxes, start=1) for row in _rows(n, box)]
    heads = ["box", "coverage", "density", "parameter", "from", "to", "by chance"]
    boxes = [text_table(heads, rows, right=(1, 2, 4, 5, 6))] if rows else []
    return [*boxes, text_table(["parameter", "score"], scores, right=(1,))]


def _rows(number: int, box: Box) -> Iterator[list[str]]:
    head = [str(number), f"{box.coverage:.0%}", f"{box.density:.0%}"]
    for limit in box.limits:
        chances = [p for p in (limit.p_low, limit.p_high) if np.isfinite(p)]
        chance = probability(max(chances)) if chances else "–"
        low, high = (
            f"{bound:.4g}" if np.isfinite(p) else "–"
            for bound, p in ((limit.low, limit.p_low), (limit.high, limit.p_high))
        )
        yield [*head, limit.parameter, low, high, chance]
        head = ["", "", ""]


def sentences(answer: Answer) -> list[str]:
    """Say how often the policy wins, where, and what to mind."""
    return list(_told(answer))


def _told(answer: Answer) -> Iterator[str]:
    question, wins = answer.question, int(answer.beats.sum())
    total, label = int(answer.known.sum()), question.goal.about.label_en
    words = ("higher", "lower") if question.goal.sign > 0 else ("lower", "higher")
    by = f"{words[0]} by more than {question.margin:g}" if question.margin else words[0]
    if question.margin < 0:
        by = f"{words[1]} by less than {-question.margin:g}"
    yield (
        f"{question.scenario} beats {question.experiment.design.baseline} ({label} {by}) at"
        f" {wins} of {total} draws of parameters."
    )
    for number, box in enumerate(answer.boxes, start=1):
        names = ", ".join(limit.parameter for limit in box.limits)
        yield (
            f"Box {number} restricts {names}: it holds {box.coverage:.0%} of these draws, and in it"
            f" the policy wins at {box.density:.0%}."
        )
        luck = [one.parameter for one in box.limits if not _meant(one.p_low, one.p_high)]
        if luck:
            yield f"The bounds of {', '.join(luck)} may be luck: do not build on them."
    if wins in (0, total):
        yield "There is nothing to tell apart: vary other parameters, or set another margin."
    elif not answer.boxes:
        yield f"No box is as dense as {question.density:.0%}: no few parameters decide alone."
    if min(wins, total - wins) < _FEW and wins not in (0, total):
        yield "One side has few draws, so that boxes and scores are rough: draw more points."


def _meant(*chances: float) -> bool:
    """Whether one of the bounds is unlikely to be luck."""
    return any(p < _CHANCE for p in chances if np.isfinite(p))
