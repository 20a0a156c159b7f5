"""What a calibration says, in plain sentences."""

from collections.abc import Iterator

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.search.calibrate import Answer
from sanlian_sim.report.numbers import places_of, plain, signed
from sanlian_sim.report.search.calibration_tables import posterior_table, predictive_table
from sanlian_sim.report.text import text_table

_LITTLE = 0.2
"""A parameter that keeps more of its prior's variance than the rest of this was not learnt."""


def findings(answer: Answer) -> str:
    """Return tables and sentences as Markdown."""
    title = answer.question.experiment.title or "Calibration"
    tables = [f"```\n{text(answer)}\n```" for text in (posterior_text, predictive_text)]
    return "\n\n".join([f"# {title}", *tables, *sentences(answer)]) + "\n"


def posterior_text(answer: Answer) -> str:
    """Lay out prior and posterior as text."""
    rows = []
    for row in records(posterior_table(answer)):
        places = places_of(row["low"], row["high"], row["mean"])
        low, mean, high = (plain(row[name], places) for name in ("low", "mean", "high"))
        prior = f"{row['prior_low']:g} to {row['prior_high']:g}"
        rows.append([row["parameter"], prior, mean, f"{low} to {high}", f"{row['learnt']:.0%}"])
    heads = ["parameter", "prior", "posterior", "95 % interval", "learnt"]
    return text_table(heads, rows, right=(2, 3, 4))


def predictive_text(answer: Answer) -> str:
    """Lay out observed and predicted moments as text."""
    rows = []
    for row in records(predictive_table(answer)):
        places = places_of(row["low"], row["high"], row["mean"])
        observed, sd, mean, low, high = (
            plain(row[name], places) for name in ("observed", "sd", "mean", "low", "high")
        )
        agrees = "yes" if row["agrees"] else "no"
        rows.append([row["moment"], f"{observed} ± {sd}", mean, f"{low} to {high}",
                     signed(row["deviation"], 1), agrees])  # fmt: skip
    heads = ["moment", "observed", "predicted", "95 % of runs", "deviation", "agrees"]
    return text_table(heads, rows, right=(1, 2, 3, 4))


def sentences(answer: Answer) -> list[str]:
    """Say how good the fit is, what was learnt, and what to mind."""
    return list(_told(answer))


def _told(answer: Answer) -> Iterator[str]:
    last, least = answer.fit.populations[-1], answer.question.plan.tolerance
    if answer.reached:
        yield (
            f"The tolerance fell to {least:.2f} standard deviations, at which the posterior counts"
            " the errors of the moments once."
        )
    else:
        yield (
            f"The tolerance stands at {last.tolerance:.2f} standard deviations; at {least:.2f} the"
            " posterior would count the errors of the moments once. It is wider than it should be,"
            " or the model cannot be so near: allow more populations, and look at the predictions."
        )
    if last.effective < len(answer.fit.weights) / 4:
        yield f"The weights are uneven: particles tell as much as {last.effective:.0f} equal ones."
    little = [
        row["parameter"] for row in records(posterior_table(answer)) if row["learnt"] < _LITTLE
    ]
    if little:
        yield f"The moments say little of {', '.join(little)}: the posterior is about the prior."
    wrong = [row["moment"] for row in records(predictive_table(answer)) if not row["agrees"]]
    if wrong:
        yield (
            f"The fitted model does not bring back {', '.join(wrong)}: it is wrong there, the"
            " priors are too narrow, or the stated errors are too small."
        )
    else:
        yield "Runs at the posterior with fresh luck agree with every moment."
    failed = sum(one.failed for one in answer.entries)
    if failed:
        yield f"{failed} runs failed and are left out."
