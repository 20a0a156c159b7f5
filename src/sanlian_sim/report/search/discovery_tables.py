"""Tables of a discovery."""

from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.experiments.search.discover import Answer
from sanlian_sim.experiments.statistics.intervals import paired

if TYPE_CHECKING:
    import pandas as pd

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
