"""Tables of a calibration."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.experiments.search.calibrate import Answer
from sanlian_sim.experiments.search.varied import Varied
from sanlian_sim.experiments.statistics.weights import quantiles
from sanlian_sim.outcomes.registry import OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

_QUANTILES: Final = (0.025, 0.5, 0.975)
POSTERIOR: Final = (
    Column("parameter", "word", "", "Dotted path"),
    Column("unit", "word", "", "Unit of the values of the row"),
    Column("prior_low", "float64", "see unit", "Lower bound of the prior"),
    Column("prior_mode", "float64", "see unit", "Likeliest value; missing if uniform"),
    Column("prior_high", "float64", "see unit", "Upper bound of the prior"),
    Column("mean", "float64", "see unit", "Mean of the posterior"),
    Column("sd", "float64", "see unit", "Its standard deviation"),
    Column("low", "float64", "see unit", "2.5 % of the posterior lie below"),
    Column("median", "float64", "see unit", "Half of it lies below"),
    Column("high", "float64", "see unit", "97.5 % lie below"),
    Column("learnt", "float64", "share", "Part of the prior's variance that is gone"),
)
PREDICTIVE: Final = (
    Column("moment", "word", "", "Name as in the user's table"),
    Column("unit", "word", "", "Unit of the values of the row"),
    Column("observed", "float64", "see unit", "Observed value"),
    Column("sd", "float64", "see unit", "Standard deviation of its error"),
    Column("mean", "float64", "see unit", "Mean over runs at the posterior with fresh luck"),
    Column("low", "float64", "see unit", "2.5 % of these lie below"),
    Column("high", "float64", "see unit", "97.5 % lie below"),
    Column(
        "deviation", "float64", "standard deviations", "Observed less mean, by spread and error"
    ),
    Column("agrees", "bool", "", "Whether the deviation is within 2"),
)
MOMENTS: Final = (
    Column("name", "word", "", "Name as in the user's table"),
    Column("value", "float64", "of its outcome", "Observed value"),
    Column("sd", "float64", "of its outcome", "Standard deviation of its error"),
)
POPULATIONS: Final = (
    Column("population", "int64", "", "Number, from 0"),
    Column("tolerance", "float64", "standard deviations", "Largest distance that was accepted"),
    Column("proposals", "int64", "", "Parameters that were tried"),
    Column("accepted", "int64", "", "Of these, accepted"),
    Column("effective", "float64", "", "Number of equal weights that would tell as much"),
)


def particle_columns(answer: Answer) -> tuple[Column, ...]:
    """Columns of the table of particles, which depend on what is fitted."""
    question = answer.question
    moments = [
        Column(f"moment.{one.name}", "float64", OUTCOMES[one.outcome].unit, "Of the accepted run")
        for one in question.moments
    ]
    priors = [Column(one.path, "float64", one.unit, one.meaning) for one in question.priors]
    return (
        Column("weight", "float64", "share", "Weight in the posterior"),
        Column("distance", "float64", "standard deviations", "From the observed moments"),
        *priors,
        *moments,
    )


def moment_table(answer: Answer) -> "pd.DataFrame":
    """What was observed, in the form in which it is read."""
    import pandas as pd

    rows = ((one.name, one.value, one.sd) for one in answer.question.moments)
    return pd.DataFrame(rows, columns=[column.name for column in MOMENTS])


def particle_table(answer: Answer) -> "pd.DataFrame":
    """One row per particle of the posterior."""
    import pandas as pd

    question, fit = answer.question, answer.fit
    columns: dict[str, Any] = {"weight": fit.weights, "distance": fit.distances}
    columns |= {one.path: fit.parameters[:, n] for n, one in enumerate(question.priors)}
    columns |= {f"moment.{one.name}": fit.moments[:, n] for n, one in enumerate(question.moments)}
    return pd.DataFrame(columns)


def posterior_table(answer: Answer) -> "pd.DataFrame":
    """One row per parameter: prior and posterior."""
    import pandas as pd

    weights, rows = answer.fit.weights, []
    for n, prior in enumerate(answer.question.priors):
        values = answer.fit.parameters[:, n]
        mean = float(weights @ values)
        variance = float(weights @ (values - mean) ** 2)
        low, median, high = quantiles(values, weights, _QUANTILES)
        rows.append(
            (
                prior.path, prior.unit, prior.low, np.nan if prior.mode is None else prior.mode,
                prior.high, mean, np.sqrt(variance), low, median, high,
                1.0 - variance / _variance(prior),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in POSTERIOR])


def predictive_table(answer: Answer) -> "pd.DataFrame":
    """One row per moment: what was observed, and what the posterior predicts."""
    import pandas as pd

    rows = []
    for n, moment in enumerate(answer.question.moments):
        values = answer.predicted[:, n][np.isfinite(answer.predicted[:, n])]
        mean = float(values.mean())
        low, _, high = np.quantile(values, _QUANTILES)
        deviation = (moment.value - mean) / np.hypot(values.std(), moment.sd)
        unit = OUTCOMES[moment.outcome].unit
        rows.append(
            (moment.name, unit, moment.value, moment.sd, mean, low, high, deviation,
             bool(abs(deviation) <= 2))
        )  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in PREDICTIVE])


def population_table(answer: Answer) -> "pd.DataFrame":
    """One row per population of the fit."""
    import pandas as pd

    frame = pd.DataFrame(answer.fit.populations)
    frame.insert(0, "population", np.arange(len(frame)))
    return frame


def _variance(prior: Varied) -> float:
    """Variance of a uniform or a triangular law."""
    a, b = prior.low, prior.high
    if prior.mode is None:
        return (b - a) ** 2 / 12
    c = prior.mode
    return (a * a + b * b + c * c - a * b - a * c - b * c) / 18
