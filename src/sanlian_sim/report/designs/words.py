"""What sweeps and analyses of sensitivity say, in plain sentences."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sanlian_sim.experiments.designs.points import Design
from sanlian_sim.experiments.designs.responses import FUNCTION, Question, Responses
from sanlian_sim.experiments.designs.sensitivity import Analysis, Chance
from sanlian_sim.experiments.designs.sweep import movers
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.catalogue import words as common_words
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.numbers import decimals, plain, signed

if TYPE_CHECKING:
    import pandas as pd

_TOLD: Final = 5
_LEVEL: Final = 0.05
_WEAKEST: Final = 0.3
"""Rank correlations below it are not told."""
_SHARE_PLACES: Final = 2
_SIZES: Final[Mapping[str, str]] = {"morris": "mu_star", "sobol": "ST", "tornado": "swing"}
Words = Mapping[str, str]


def design_words(lang: Language) -> Words:
    """Return the words of designs in a language."""
    found: Words = common_words(lang)["designs"]
    return found


def short(path: str) -> str:
    """Return a factor's path without what goes without saying."""
    return path.removeprefix("parameters.")


def asked(question: Question, lang: Language = "en") -> str:
    """Return in words what is asked."""
    words = design_words(lang)
    whole = question.group == "all"
    where = [
        outcome_label(question.outcome, lang),
        "" if whole else question.group,
        question.service,
    ]
    if question.scenario != FUNCTION:
        key = "against" if question.against else "level"
        where.append(words[key].format(scenario=question.scenario, other=question.against))
    return words["of"].join(filter(None, where))


def sensitivity_sentences(
    analysis: Analysis, design: Design, question: Question, lang: Language = "en"
) -> list[str]:
    """Say what matters most, what does not, and how much may be chance."""
    words, unit = design_words(lang), _unit(question.outcome, lang)
    chance = analysis.chance
    told = words["about_function" if question.scenario == FUNCTION else "about"]
    about = told.format(
        question=asked(question, lang), points=len(design.points), factors=len(design.factors),
        replicates=chance.replicates,
    )  # fmt: skip
    body = [*_ranking(analysis, unit, words)] if _varies(analysis) else [words["flat"]]
    luck = [] if question.scenario == FUNCTION else [*_luck(chance, unit, words)]
    return [about, *body, *luck, *_left_out(chance, words)]


def sized(table: "pd.DataFrame", method: str) -> tuple[list[bool], list[bool]]:
    """Return which factors have an effect that is told from chance, and which have none at all."""
    size = table[_SIZES[method]]
    if method == "tornado":
        # A swing that is the same in every replicate has no spread to test it by.
        steady = (table["ci_low"] == table["ci_high"]) & (size != 0)
        matter = steady | (table["p_holm"] < _LEVEL)
    else:
        matter = table[f"{_SIZES[method]}_low"] > table["chance"].fillna(0.0)
    return matter.tolist(), (size == 0).tolist()


def _unit(outcome: str, lang: Language) -> str:
    """Return an outcome's unit as it stands behind a number."""
    known = OUTCOMES.get(outcome)
    space = common_words(lang)["marks"]["unit"]
    return f"{space}{unit_label(known.unit, lang)}" if known else ""


def _varies(analysis: Analysis) -> bool:
    return bool((analysis.table[_SIZES[analysis.method]].abs() > 0).any())


def _ranking(analysis: Analysis, unit: str, words: Words) -> Iterator[str]:
    table, method = analysis.table, analysis.method
    matter, none = sized(table, method)
    write = _WRITERS[method]
    first = [write(row, unit, words) for row in _rows(table, matter)[:_TOLD]]
    yield words["most"].format(factors=words["and"].join(first)) if first else words["nothing"]
    if method == "morris":
        uneven = [
            one and s > m
            for one, s, m in zip(matter, table["sigma"], table["mu_star"], strict=True)
        ]
        yield from _named("bends", table, uneven, words)
    if method == "sobol":
        yield words["alone"].format(share=plain(float(table["S1"].sum()), _SHARE_PLACES))
    rest = [not one and not nothing for one, nothing in zip(matter, none, strict=True)]
    yield from _named("little", table, rest, words)
    yield from _named("none_at_all", table, none, words)


def _rows(table: "pd.DataFrame", chosen: Sequence[bool]) -> list[dict[str, Any]]:
    return [{str(key): one for key, one in row.items()} for row in table[chosen].to_dict("records")]


def _named(key: str, table: "pd.DataFrame", chosen: Sequence[bool], words: Words) -> Iterator[str]:
    names = [short(row["factor"]) for row in _rows(table, chosen)]
    if len(names) > _TOLD and f"{key}_many" in words:
        yield words[f"{key}_many"].format(number=len(names))
    elif names:
        yield words[key].format(factors=words["and"].join(names[:_TOLD]))


def _morris(row: Mapping[str, Any], unit: str, words: Words) -> str:
    places = decimals(row["mu_star"])
    return words["morris"].format(
        factor=short(row["factor"]), mu=signed(row["mu"], places),
        size=plain(row["mu_star"], places), unit=unit,
    )  # fmt: skip


def _sobol(row: Mapping[str, Any], unit: str, words: Words) -> str:
    # Estimates of nothing may fall below zero.
    total, first = (plain(max(row[name], 0.0), _SHARE_PLACES) for name in ("ST", "S1"))
    return words["sobol"].format(factor=short(row["factor"]), total=total, first=first)


def _tornado(row: Mapping[str, Any], unit: str, words: Words) -> str:
    places = decimals((row["ci_high"] - row["ci_low"]) / 2 or row["swing"])
    interval = words["interval"].format(
        low=signed(row["ci_low"], places), high=signed(row["ci_high"], places)
    )
    return words["tornado"].format(
        factor=short(row["factor"]), swing=signed(row["swing"], places), unit=unit,
        low=row["low"], high=row["high"], interval=interval,
    )  # fmt: skip


_WRITERS: Final[Mapping[str, Callable[[Mapping[str, Any], str, Words], str]]] = {
    "morris": _morris, "sobol": _sobol, "tornado": _tornado,
}  # fmt: skip


def _luck(chance: Chance, unit: str, words: Words) -> Iterator[str]:
    if chance.replicates < 2:
        yield words["unknown"]
    elif chance.standard_error == 0:
        yield words["steady"]
    elif math.isfinite(chance.share):
        yield words["chance"].format(
            error=plain(chance.standard_error, decimals(chance.standard_error)),
            unit=unit, share=f"{chance.share:.0%}",
        )  # fmt: skip
        if chance.dominates:
            yield words["dominates"]


def _left_out(chance: Chance, words: Words) -> Iterator[str]:
    if chance.left_out:
        yield words["left_out"].format(
            number=chance.left_out, all=chance.points + chance.left_out
        )  # fmt: skip


def sweep_sentences(
    design: Design, responses: Responses, baseline: str, outcome: str, lang: Language = "en"
) -> list[str]:
    """Say of every scenario over which range an outcome's difference lies, and what moves it."""
    words = design_words(lang)
    names = [str(one) for one in responses.frame["scenario"].unique()]
    others = [name for name in names if name != baseline] or names
    told = []
    for name in others:
        against = None if name == baseline else baseline
        values = responses.values(Question(outcome, name, against), design.points.index)
        mean = values.mean(axis=1)
        told += [*_spread(mean, name, baseline, outcome, against is None, words, lang)]
        moved = [one for one in movers(design, mean) if abs(one.correlation) >= _WEAKEST][:_TOLD]
        if moved:
            listed = (
                words["mover"].format(factor=short(path), correlation=signed(rho, _SHARE_PLACES))
                for path, rho in moved
            )
            told.append(words["moved"].format(factors=words["and"].join(listed)))
    return told


def _spread(
    mean: np.ndarray, name: str, baseline: str, outcome: str, level: bool, words: Words,
    lang: Language,
) -> Iterator[str]:  # fmt: skip
    known = mean[np.isfinite(mean)]
    if not len(known):
        return
    low, high, median = float(known.min()), float(known.max()), float(np.median(known))
    places = decimals((high - low) / 2 or median)
    write = plain if level else signed
    yield words["sweep_level" if level else "sweep"].format(
        scenario=name, outcome=outcome_label(outcome, lang), baseline=baseline,
        low=write(low, places),
        high=write(high, places), median=write(median, places), points=len(known),
        unit=_unit(outcome, lang).strip(), share=f"{(known > 0).mean():.0%}",
    )  # fmt: skip
