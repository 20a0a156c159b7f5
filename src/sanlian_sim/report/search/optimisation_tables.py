"""Tables of a search for policies."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.experiments.search.optimise import Answer, settings_of, within
from sanlian_sim.outcomes.registry import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

FRONT: Final = (
    Column("trial", "int64", "", "Number of the trial that found the policy"),
    Column("outcome", "word", "", "What is measured: see Outcomes"),
    Column("unit", "word", "", "Unit of the values of the row"),
    Column("searched", "float64", "see unit", "Mean difference to the baseline in the search"),
    Column("searched_se", "float64", "see unit", "Its standard error"),
    Column("n", "int64", "replicates", "Fresh replicates, which had no part in the search"),
    Column("verified", "float64", "see unit", "Mean difference to the baseline in these"),
    Column("verified_se", "float64", "see unit", "Its standard error"),
    Column("ci_low", "float64", "see unit", "Lower bound of its 95 % interval, t with n - 1"),
    Column("ci_high", "float64", "see unit", "Upper bound"),
    Column("optimism", "float64", "see unit", "How much better the search made it look"),
    Column("within_budget", "bool", "", "Whether it keeps the budget in fresh replicates"),
    Column("holds", "bool", "", "Whether it is within budget and on the front in them"),
)


def trial_columns(answer: Answer) -> tuple[Column, ...]:
    """Columns of the table of trials, which depend on what is decided."""
    question = answer.question
    about = _about(answer)
    decided = [Column(path, "float64", *about[path]) for path in settings_of(answer)[0]]
    measured = [
        Column(f"{kind}.{name}", "float64", OUTCOMES[name].unit, meaning)
        for name in question.outcomes
        for kind, meaning in (
            ("difference", f"{name}: mean difference to the baseline; missing if not payable"),
            ("se", "Its standard error"),
        )
    ]
    return (
        Column("trial", "int64", "", "Number of the trial, from 0"),
        Column("batch", "int64", "", "Number of its batch, from 0"),
        Column("within_budget", "bool", "", "Whether it could be paid for and keeps the budget"),
        Column("on_front", "bool", "", "Whether it is on the front of the search"),
        *decided,
        *measured,
    )


def trial_table(answer: Answer) -> "pd.DataFrame":
    """One row per trial: what was decided, and mean differences to the baseline."""
    import pandas as pd

    question, means = answer.question, answer.means
    number = np.arange(len(answer.points))
    columns: dict[str, Any] = {
        "trial": number,
        "batch": number // question.plan.batch,
        "within_budget": within(means.difference, question),
        "on_front": np.isin(number, answer.chosen),
    }
    settings = pd.DataFrame(settings_of(answer))
    for n, name in enumerate(question.outcomes):
        settings[f"difference.{name}"] = means.difference[:, n]
        settings[f"se.{name}"] = means.se[:, n]
    return pd.concat([pd.DataFrame(columns), settings], axis=1)


def front_table(answer: Answer) -> "pd.DataFrame":
    """One row per policy of the front and outcome: search and verification."""
    import pandas as pd

    question, searched, fresh = answer.question, answer.means, answer.fresh_means
    signs = {goal.outcome: goal.sign for goal in question.goals}
    rows = []
    for row, trial in enumerate(answer.chosen):
        for n, name in enumerate(question.outcomes):
            before, after = searched.difference[trial, n], fresh.difference[row, n]
            rows.append(
                (
                    trial, name, OUTCOMES[name].unit, before, searched.se[trial, n],
                    fresh.n[row, n], after, fresh.se[row, n], fresh.low[row, n],
                    fresh.high[row, n], signs.get(name, -1) * (before - after),
                    answer.affordable[row], answer.holds[row],
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in FRONT])


def _about(answer: Answer) -> dict[str, tuple[str, str]]:
    """Unit and meaning of what is decided, by dotted path."""
    space = answer.question.space
    about = {one.path: (one.unit, one.meaning) for one in space.numbers}
    about |= {
        path: (f"{factor:g} times the unit", f"In proportion to {one.path}")
        for one in space.numbers
        for path, factor in one.along
    }
    if space.mix:
        shares = [f"{space.mix.path}.{name}" for name in space.mix.names]
        about |= dict.fromkeys(shares, ("share", "Share of the instrument in what is delegated"))
    return about
