"""The items of CHEERS 2022 that a run can answer, filled in (Husereau et al. 2022)."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sanlian_sim.experiments.comparison.cost_effectiveness import (
    CENTRAL_THRESHOLD,
    PERSPECTIVES,
    THRESHOLDS,
    read_draws,
)
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.runs.provenance import PACKAGE, version_of
from sanlian_sim.language.catalogue import Language, listed, words
from sanlian_sim.report.comparison.told import label
from sanlian_sim.report.comparison.words import sentences
from sanlian_sim.scenario.describe import describe_groups, describe_parameters

if TYPE_CHECKING:
    import pandas as pd

_FROM_SOURCES: Final = ("found: ", "calculated: ")
"""How labels begin that name a source; what is calculated without one is solved from the rest."""

Filling: TypeAlias = Mapping[str, object] | None


def cheers(
    study: Study, lang: Language = "en", draws: Mapping[str, Any] | None = None
) -> "pd.DataFrame":
    """Fill in the checklist from a study.

    Parameters
    ----------
    study : Study
    lang : {"en", "zh"}
    draws : mapping, optional
        How parameters were drawn, if they were: number of draws and replicates of each.

    Returns
    -------
    DataFrame
        number, section, item (a paraphrase), answered_by ("run", "author" or "both") and answer;
        one row for each of the 28 items.
    """
    import pandas as pd

    told = words(lang)["cheers"]
    rests = {**told["rests"], **(told["drawn_rests"] if draws else {})}
    rows = []
    for number, (item, section) in enumerate(_ITEMS.items(), start=1):
        said, rest = _answer(study, item, lang, draws), rests.get(item, "")
        by = "author" if not said else "both" if rest else "run"
        left = told["rest"].format(rest=rest) if rest else ""
        text = words(lang)["marks"]["sentence"].join(filter(None, [said, left])) or told["author"]
        about = told["sections"][section], told["items"][item], told["by"][by]
        rows.append((number, *about, text))
    columns = ["number", "section", "item", "answered_by", "answer"]
    return pd.DataFrame(rows, columns=columns)


def _answer(study: Study, item: str, lang: Language, draws: Mapping[str, Any] | None) -> str:
    """Return what a run says of an item; nothing where it is the author's."""
    if item == "results":
        return str(words(lang)["marks"]["sentence"]).join(sentences(study, lang))
    own = words(lang)["cheers"]
    told = {**own["answers"], **(own["drawn"] if draws else {})}
    filling = _FILLINGS[item](study, lang) if item in _FILLINGS else {}
    if item not in told or filling is None:
        return ""
    return str(told[item].format(**filling, draws=draws))


def _title(study: Study, lang: Language) -> Filling:
    told = words(lang)["cheers"]
    baseline = study.experiment.design.baseline
    others = [name for name in study.experiment.scenarios if name != baseline]
    names = listed(others, lang) or told["nobody"]
    return {
        "title": study.experiment.title or told["untitled"],
        "names": told["answers"]["names"].format(others=names, baseline=baseline),
    }


def _population(study: Study, lang: Language) -> Filling:
    compared = study.summary
    whole = compared[(compared["scenario"] == compared["scenario"].iloc[0])]
    means = whole[whole["outcome"] == "residents"].groupby("group", sort=False)["value"].mean()
    if "all" not in means:
        return None
    shown = ("age_60_79", "age_80_plus", "low_income", "disabled_60_plus")
    labels = {row.name: label(row, lang) for row in describe_groups()}
    parts = [f"{labels[name]} {means[name] / means['all']:.1%}" for name in shown if name in means]
    return {"residents": f"{means['all']:,.0f}", "groups": listed(parts, lang)}


def _setting(study: Study, lang: Language) -> Filling:
    first, told = study.results[0], words(lang)["cheers"]["answers"]
    community = study.experiment.community
    preset = told["preset"].format(preset=community.preset)
    place = preset if community.preset else told["reference"]
    if community.residents or study.experiment.scenarios[first.scenario].data:
        place = told["own"]
    return {
        "place": place,
        "communities": len(first.communities),
        "sub_districts": len(first.sub_districts),
    }


def _comparators(study: Study, lang: Language) -> Filling:
    told = words(lang)["cheers"]["answers"]["comparator"]
    parts = [
        told.format(
            scenario=name, arrangement=scenario.policy.arrangement,
            share=f"{max(scenario.policy.delegation.values(), default=0.0):.0%}",
        )
        for name, scenario in study.experiment.scenarios.items()
    ]  # fmt: skip
    return {
        "list": words(lang)["marks"]["clause"].join(parts),
        "baseline": study.experiment.design.baseline,
        "closure": words(lang)["closures"][study.experiment.design.closure],
    }


def _horizon(study: Study, lang: Language) -> Filling:
    horizon = study.experiment.horizon
    years = f"{horizon.weeks / 52:.1f}"
    return {"weeks": horizon.weeks, "years": years, "warmup": horizon.warmup}


def _discounting(study: Study, lang: Language) -> Filling:
    scenarios = study.experiment.scenarios.values()
    rates = sorted({scenario.policy.parameters.discount_rate for scenario in scenarios})
    between = words(lang)["cheers"]["answers"]["rates"]
    return {"rates": between.join(f"{rate:.1%}" for rate in rates)}


def _valuation(study: Study, lang: Language) -> Filling:
    return {
        "low": THRESHOLDS[0],
        "high": f"{THRESHOLDS[-1]:,}",
        "central": f"{CENTRAL_THRESHOLD:,}",
    }


def _model(study: Study, lang: Language) -> Filling:
    return {"package": PACKAGE, "version": version_of(PACKAGE)}


def _analytics(study: Study, lang: Language) -> Filling:
    return {"replicates": study.replicates, "seed": study.experiment.design.seed}


def _parameters(study: Study, lang: Language) -> Filling:
    rows = describe_parameters(study.experiment.parameters)
    found = sum(row.source.startswith(_FROM_SOURCES) for row in rows)
    return {"number": len(rows), "found": found}


def _effect(study: Study, lang: Language) -> Filling:
    draws = [read_draws(study.summary, perspective) for perspective in PERSPECTIVES]
    return {"number": max(len(one) for one in draws)}


_FILLINGS: Final[Mapping[str, Callable[[Study, Language], Filling]]] = {
    "title": _title,
    "population": _population,
    "setting": _setting,
    "comparators": _comparators,
    "horizon": _horizon,
    "discounting": _discounting,
    "valuation": _valuation,
    "model": _model,
    "analytics": _analytics,
    "parameters": _parameters,
    "effect": _effect,
}
_ITEMS: Final[Mapping[str, str]] = {
    "title": "title",
    "abstract": "abstract",
    "context": "introduction",
    **dict.fromkeys(
        (
            "plan", "population", "setting", "comparators", "perspective", "horizon",
            "discounting", "outcomes", "measurement", "valuation", "resources", "currency",
            "model", "analytics", "heterogeneity", "distribution", "uncertainty", "involved",
        ),
        "methods",
    ),
    **dict.fromkeys(("parameters", "results", "effect", "involvement"), "results"),
    "discussion": "discussion",
    "funding": "other",
    "interests": "other",
}  # fmt: skip
"""The items in their order, each with its section."""
