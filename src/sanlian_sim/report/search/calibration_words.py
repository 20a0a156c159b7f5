"""What a calibration says, in plain sentences."""

from collections.abc import Iterator

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.search.calibrate import Answer
from sanlian_sim.language.catalogue import Language, listed, words
from sanlian_sim.report.numbers import between, places_of, plain, signed
from sanlian_sim.report.search.calibration_tables import posterior_table, predictive_table
from sanlian_sim.report.text import text_table

_LITTLE = 0.2
"""A parameter that keeps more of its prior's variance than the rest of this was not learnt."""


def findings(answer: Answer, lang: Language = "en") -> str:
    """Return tables and sentences as Markdown."""
    title = answer.question.experiment.title or words(lang)["calibration"]["title"]
    texts = (posterior_text(answer, lang), predictive_text(answer, lang))
    tables = [f"```\n{text}\n```" for text in texts]
    return "\n\n".join([f"# {title}", *tables, *sentences(answer, lang)]) + "\n"


def posterior_text(answer: Answer, lang: Language = "en") -> str:
    """Lay out prior and posterior as text."""
    to = words(lang)["marks"]["to"]
    rows = []
    for row in records(posterior_table(answer)):
        places = places_of(row["low"], row["high"], row["mean"])
        low, mean, high = (plain(row[name], places) for name in ("low", "mean", "high"))
        prior = between(f"{row['prior_low']:g}", f"{row['prior_high']:g}", to)
        rows.append([row["parameter"], prior, mean, between(low, high, to), f"{row['learnt']:.0%}"])
    return text_table(words(lang)["calibration"]["posterior_heads"], rows, right=(2, 3, 4))


def predictive_text(answer: Answer, lang: Language = "en") -> str:
    """Lay out observed and predicted moments as text."""
    to, common = words(lang)["marks"]["to"], words(lang)["search"]
    rows = []
    for row in records(predictive_table(answer)):
        places = places_of(row["low"], row["high"], row["mean"])
        observed, sd, mean, low, high = (
            plain(row[name], places) for name in ("observed", "sd", "mean", "low", "high")
        )
        agrees = common["yes" if row["agrees"] else "no"]
        rows.append([row["moment"], f"{observed} ± {sd}", mean, between(low, high, to),
                     signed(row["deviation"], 1), agrees])  # fmt: skip
    return text_table(words(lang)["calibration"]["predictive_heads"], rows, right=(1, 2, 3, 4))


def sentences(answer: Answer, lang: Language = "en") -> list[str]:
    """Say how good the fit is, what was learnt, and what to mind."""
    return [*_fit(answer, lang), *_learnt(answer, lang)]


def _fit(answer: Answer, lang: Language) -> Iterator[str]:
    last, least = answer.fit.populations[-1], f"{answer.question.plan.tolerance:.2f}"
    told = words(lang)["calibration"]
    if answer.reached:
        yield told["reached"].format(least=least)
    else:
        yield told["open"].format(tolerance=f"{last.tolerance:.2f}", least=least)
    if last.effective < len(answer.fit.weights) / 4:
        yield told["uneven"].format(number=f"{last.effective:.0f}")


def _learnt(answer: Answer, lang: Language) -> Iterator[str]:
    told = words(lang)["calibration"]
    little = [
        row["parameter"] for row in records(posterior_table(answer)) if row["learnt"] < _LITTLE
    ]
    if little:
        yield told["little"].format(parameters=listed(little, lang))
    wrong = [row["moment"] for row in records(predictive_table(answer)) if not row["agrees"]]
    yield told["wrong"].format(moments=listed(wrong, lang)) if wrong else told["agrees"]
    failed = sum(one.failed for one in answer.entries)
    if failed:
        yield words(lang)["search"]["failed"].format(number=failed)
