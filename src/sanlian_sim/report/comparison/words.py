"""What a comparison says, in plain sentences."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from sanlian_sim.experiments.comparison.compare import is_headline, records
from sanlian_sim.experiments.comparison.drift import NOT_DECIDED, STILL
from sanlian_sim.experiments.comparison.study import Study, notes_of
from sanlian_sim.language.catalogue import Language, listed, words
from sanlian_sim.language.translate import translated
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.report.comparison.precision import precision_notes
from sanlian_sim.report.numbers import interval, places_of, plain, signed

if TYPE_CHECKING:
    import pandas as pd

_ONLY_RUNS_KNOW: Final = "Drawn"
FEW: Final = 10
"""Below so many replicates readers are warned."""


def sentences(study: Study, lang: Language = "en") -> list[str]:
    """Say of every scenario what it costs and gains against the baseline, with intervals."""
    space = words(lang)["marks"]["sentence"]
    lifted = _with_platform(study)
    by_scenario = study.comparison.groupby("scenario", sort=False)
    told = (
        [
            *_of_scenario(rows, lang, lifted=name in lifted),
            *_break_even(study.break_even.get(str(name), 0.0), lang),
        ]
        for name, rows in by_scenario
        if is_headline(rows).any()
    )
    return [space.join(parts) for parts in told]


def _of_scenario(frame: "pd.DataFrame", lang: Language, *, lifted: bool) -> Iterator[str]:
    told = words(lang)
    rows = {row["outcome"]: row for row in records(frame[is_headline(frame)])}
    clauses = {name: _clause(rows[name], name, told) for name in HEADLINES if name in rows}
    names = {name: frame[name].iloc[0] for name in ("scenario", "baseline")}
    if len(clauses) == len(HEADLINES):
        yield told["sentence"]["whole"].format(**names, **clauses)
    elif clauses:
        yield told["sentence"]["headline"].format(
            **names, outcomes=words(lang)["marks"]["clause"].join(clauses.values())
        )
    yield from _ratio(frame, rows, told)
    if lifted and "wellbys" in rows:
        yield told["sentence"]["platform"]


def _clause(row: Mapping[str, Any], outcome: str, told: Mapping[str, Any]) -> str:
    value, low, high = row["difference"], row["ci_low"], row["ci_high"]
    places = places_of(low, high, value)
    kind = _kind(value, low, high)
    return str(
        told[outcome][kind].format(
            size=plain(abs(value), places),
            signed=signed(value, places),
            interval=_interval(low, high, places, row["n"], told),
        )
    )


def _kind(value: float, low: float, high: float) -> str:
    """How a difference is told: whether its interval leaves zero out, and on which side."""
    if not math.isfinite(value):
        return "undefined"
    if not math.isfinite(low):
        return "point"
    if value == low == high == 0:
        return "same"
    if low <= 0 <= high:
        return "zero"
    return "more" if value > 0 else "less"


def _interval(low: float, high: float, places: int, n: int, told: Mapping[str, Any]) -> str:
    about = told["interval"]
    if n < 2:
        return str(about["none"])
    return str(about["whole"].format(interval=interval(low, high, places, about["to"])))


def _ratio(
    frame: "pd.DataFrame", rows: Mapping[str, Mapping[str, Any]], told: Mapping[str, Any]
) -> Iterator[str]:
    """Cost per WELLBY, where there is a gain that was paid for."""
    found = records(frame[frame["outcome"] == "fiscal_cost_per_wellby"])
    paid_for = [rows[name]["ci_low"] > 0 for name in ("fiscal_cost", "wellbys") if name in rows]
    if not found or len(paid_for) < 2 or not all(paid_for):
        return
    row = found[0]
    places = places_of(row["ci_low"], row["ci_high"], row["difference"])
    text = _interval(row["ci_low"], row["ci_high"], places, row["n"], told)
    yield told["sentence"]["ratio"].format(value=plain(row["difference"], places), interval=text)


def _break_even(week: float, lang: Language) -> Iterator[str]:
    """When what was spent more is recovered, where something was and is."""
    if week > 0:
        yield words(lang)["sentence"]["break_even"].format(week=int(week))


def notes(study: Study, lang: Language = "en") -> list[str]:
    """Say what a reader must know before believing the sentences."""
    told = words(lang)["notes"]
    found = [*_about_design(study, told), *precision_notes(study, lang)]
    found += _about_scenarios(study, lang)
    drawn = (note for note in _of_runs(study) if note.startswith(_ONLY_RUNS_KNOW))
    return found + [translated(note, lang) for note in drawn]


def _about_design(study: Study, told: Mapping[str, str]) -> Iterator[str]:
    asked, finished = len(study.asked), len(study.results)
    if study.runs.interrupted:
        yield told["interrupted"].format(n=finished, asked=asked)
    if study.failures:
        yield told["failed"].format(n=len(study.failures), asked=asked)
    if study.replicates < FEW:
        yield told["one" if study.replicates == 1 else "few"].format(n=study.replicates)
    delegations = {tuple(s.policy.delegation.items()) for s in study.experiment.scenarios.values()}
    if len(delegations) > 1:
        yield told["transition"].format(weeks=study.experiment.horizon.weeks)


def _about_scenarios(study: Study, lang: Language) -> Iterator[str]:
    told = words(lang)["notes"]
    for name, scenario in study.experiment.scenarios.items():
        if scenario.between_places:
            yield told["places"].format(scenario=name)
    if lifted := _with_platform(study):
        yield told["platform"].format(scenario=listed(lifted, lang))
    yield from _about_coverage(study, lang)
    dearer = _above_the_budget(study)
    if dearer:
        yield told["budget"].format(scenario=listed(dearer, lang))
    for name, scale in study.scales.items():
        text = told["scale" if scale.reached else "scale_missed"]
        gap = signed(100 * scale.gap, 1)
        yield text.format(scenario=name, value=plain(scale.value, 3), gap=gap)
    yield from _about_drift(study, lang)


def _with_platform(study: Study) -> list[str]:
    """Scenarios whose platform does more than the baseline's."""
    return [
        name
        for name, scenario in study.experiment.scenarios.items()
        if scenario.policy.levers.platform_level > scenario.baseline.levers.platform_level
    ]


def _about_coverage(study: Study, lang: Language) -> Iterator[str]:
    """Tell which part of all need is met, as unmet hours leave unnoticed need out."""
    summary = study.summary
    whole = summary[(summary["group"] == "all") & (summary["service"] == "")]
    met = whole[whole["outcome"] == "coverage"].groupby("scenario")["value"].mean()
    told = words(lang)["notes"]
    shares = [
        told["met"].format(scenario=name, share=plain(100 * met[name], 0))
        for name in study.experiment.scenarios
        if name in met and math.isfinite(met[name])
    ]
    if shares:
        yield told["coverage"].format(list=listed(shares, lang))


def _above_the_budget(study: Study) -> list[str]:
    """Scenarios that cost more although budgets are equal."""
    if study.experiment.design.closure != "equal_budget":
        return []
    frame = study.comparison
    rows = records(frame[is_headline(frame) & (frame["outcome"] == "fiscal_cost")])
    return [row["scenario"] for row in rows if row["ci_low"] > 0]


def _about_drift(study: Study, lang: Language) -> Iterator[str]:
    told = words(lang)
    warnings = study.comparison.drop_duplicates("scenario")[["scenario", "drift_warning"]]
    found = {row["scenario"]: row["drift_warning"] for row in records(warnings)}
    if NOT_DECIDED in found.values():
        yield told["notes"]["drift_open"]
    for warning in dict.fromkeys(found.values()):
        if warning not in (STILL, NOT_DECIDED):
            names = listed((name for name, own in found.items() if own == warning), lang)
            series = listed((told["series"][name] for name in warning.split(";")), lang)
            yield told["notes"]["drift"].format(scenario=names, series=series)


def _of_runs(study: Study) -> list[str]:
    (found,) = study.read(notes_of)
    return list(dict.fromkeys(note for notes in found.values() for note in notes))
