"""The items of CHEERS 2022 that a run can answer, filled in (Husereau et al. 2022)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from sanlian_sim.experiments.comparison.cost_effectiveness import (
    CENTRAL_THRESHOLD,
    PERSPECTIVES,
    THRESHOLDS,
    read_draws,
)
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.runs.provenance import PACKAGE, version_of
from sanlian_sim.report.comparison.words import sentences
from sanlian_sim.report.vocabulary import words
from sanlian_sim.scenario.describe import describe_parameters

if TYPE_CHECKING:
    import pandas as pd


class _Item(NamedTuple):
    """An item; without an answer it is the author's, with ``rest`` something is left to say."""

    section: str
    item: str
    answer: Callable[[Study], str] | None = None
    rest: str = ""


def cheers(study: Study) -> "pd.DataFrame":
    """Fill in the checklist from a study.

    Returns
    -------
    DataFrame
        number, section, item (a paraphrase), answered_by ("run", "author" or "both") and answer;
        one row for each of the 28 items.
    """
    import pandas as pd

    rows = []
    for number, (section, item, answer, rest) in enumerate(_ITEMS, start=1):
        said = "" if answer is None else answer(study)
        by = "author" if not said else "both" if rest else "run"
        left = f"For the author: {rest}" if rest else ""
        told = " ".join(filter(None, [said, left])) or "For the author"
        rows.append((number, section, item, by, told))
    columns = ["number", "section", "item", "answered_by", "answer"]
    return pd.DataFrame(rows, columns=columns)


def _title(study: Study) -> str:
    return f"{study.experiment.title or 'Untitled'}: {_names(study)}, compared by simulation."


def _names(study: Study) -> str:
    baseline = study.experiment.design.baseline
    others = [name for name in study.experiment.scenarios if name != baseline]
    return f"{', '.join(others) or 'no other scenario'} against {baseline}"


def _population(study: Study) -> str:
    compared = study.summary
    whole = compared[(compared["scenario"] == compared["scenario"].iloc[0])]
    means = whole[whole["outcome"] == "residents"].groupby("group", sort=False)["value"].mean()
    if "all" not in means:
        return ""
    shown = ("age_60_79", "age_80_plus", "low_income", "disabled_60_plus")
    parts = [f"{name} {means[name] / means['all']:.1%}" for name in shown if name in means]
    return f"{means['all']:,.0f} residents, groups fixed at week 0: {', '.join(parts)}."


def _setting(study: Study) -> str:
    first = study.results[0]
    community = study.experiment.community
    place = f"Preset {community.preset}" if community.preset else "The reference community"
    if community.residents or study.experiment.scenarios[first.scenario].data:
        place = "Residents of the user's own"
    size = f"communities: {len(first.communities)}, sub-districts: {len(first.sub_districts)}"
    return f"{place}, a city in China; {size}; all settings in experiment.toml."


def _comparators(study: Study) -> str:
    parts = [
        f"{name} ({scenario.policy.arrangement}, delegates"
        f" {max(scenario.policy.delegation.values(), default=0.0):.0%} of a service at most)"
        for name, scenario in study.experiment.scenarios.items()
    ]
    held = words("en")["closures"][study.experiment.design.closure]
    return f"{'; '.join(parts)}. Baseline: {study.experiment.design.baseline}. Held: {held}."


def _perspective(study: Study) -> str:
    return (
        "Fiscal (what bureau, offices and committees owe to others) and societal (all resources"
        " used, time of families, volunteers and residents at shadow prices)."
    )


def _horizon(study: Study) -> str:
    horizon = study.experiment.horizon
    return (
        f"{horizon.weeks} counted weeks ({horizon.weeks / 52:.1f} years of 52), transition"
        f" included, after {horizon.warmup} weeks of warm-up under the baseline."
    )


def _discounting(study: Study) -> str:
    scenarios = study.experiment.scenarios.values()
    rates = sorted({scenario.policy.parameters.discount_rate for scenario in scenarios})
    text = " and ".join(f"{rate:.1%}" for rate in rates)
    return f"{text} a year from the second counted year on, costs and effects alike."


def _outcomes(study: Study) -> str:
    return (
        "WELLBYs (point-years of life satisfaction, 0-10) of residents of 15 and more; besides"
        " unmet hours, waits, coverage, trust and others: data_dictionary.md."
    )


def _measurement(study: Study) -> str:
    return (
        "Simulated week by week from needs, service, work, trust and environment, by rules"
        " stated in docs/model.md."
    )


def _valuation(study: Study) -> str:
    return (
        "Weights of needs in points of life satisfaction are parameters with sources. A WELLBY is"
        f" worth {THRESHOLDS[0]} to {THRESHOLDS[-1]:,} yuan in acceptability.csv and makes good"
        f" {CENTRAL_THRESHOLD:,} yuan elsewhere in equity.csv, both assumed."
    )


def _resources(study: Study) -> str:
    return (
        "From the ledger: wages, contracts, tenders, premises, platforms and others as booked when"
        " owed (ledger.parquet); time nobody pays for at shadow prices, marked as imputed."
    )


def _currency(study: Study) -> str:
    return "Yuan, at the prices of the parameters, which are constant over the horizon."


def _model(study: Study) -> str:
    return (
        f"Agent-based simulation, {PACKAGE} {version_of(PACKAGE)}: open source, documented in"
        " docs/model.md, versions and seeds in provenance.json."
    )


def _analytics(study: Study) -> str:
    design = study.experiment.design
    return (
        f"{study.replicates} replicates from seed {design.seed}, luck shared by scenarios; paired"
        " differences, Student's t; ratios and equity by the jackknife; headline p-values corrected"
        " by Holm. No extrapolation beyond the horizon."
    )


def _heterogeneity(study: Study) -> str:
    return "Outcomes by group of residents, decile of ties and service: comparison.csv."


def _distribution(study: Study) -> str:
    return (
        "Distributional cost-effectiveness by group: equivalents, equity impact and switch point of"
        " aversion in equity.csv, gains and burdens in equity_groups.csv. Assumed: cost falls on"
        " groups in proportion to their residents of 15 and more."
    )


def _uncertainty(study: Study) -> str:
    return (
        "Chance over replicates alone: intervals, acceptability and value of perfect information"
        " do not hold what is uncertain about parameters."
    )


def _parameters(study: Study) -> str:
    rows = describe_parameters(study.experiment.parameters)
    found = sum(row.source.startswith(("found", "calculated")) for row in rows)
    return (
        f"{len(rows)} parameters with unit, range and source (sanlian list parameters), values in"
        f" experiment.toml; {found} found or calculated, the others assumed or given."
    )


def _results(study: Study) -> str:
    return " ".join(sentences(study))


def _effect_of_uncertainty(study: Study) -> str:
    draws = [read_draws(study.summary, perspective) for perspective in PERSPECTIVES]
    counts = {len(one) for one in draws}
    return (
        f"acceptability.csv, over {max(counts)} replicates that all scenarios have. Of discount"
        " rate and time horizon: change them in the experiment and compare again."
    )


_METHODS: Final = "methods"
_ITEMS: Final[tuple[_Item, ...]] = (
    _Item("title", "Say it is an economic evaluation and of what", _title),
    _Item("abstract", "Structured summary"),
    _Item("introduction", "Context, question and its use for decisions"),
    _Item(_METHODS, "Analysis plan, and where it is"),
    _Item(_METHODS, "Population studied", _population),
    _Item(_METHODS, "Place and context", _setting, "what of the real place bears on results."),
    _Item(_METHODS, "What is compared, and why", _comparators, "why these."),
    _Item(_METHODS, "Perspectives, and why", _perspective, "why these."),
    _Item(_METHODS, "Time horizon, and why", _horizon, "why this long."),
    _Item(_METHODS, "Discount rates, and why", _discounting, "why these."),
    _Item(_METHODS, "Outcomes of benefit and harm", _outcomes),
    _Item(_METHODS, "How outcomes were measured", _measurement),
    _Item(_METHODS, "How outcomes were valued", _valuation),
    _Item(_METHODS, "How resources and costs were measured and valued", _resources),
    _Item(_METHODS, "Currency, year of prices, conversion", _currency, "year of prices."),
    _Item(_METHODS, "The model, why it, and where to get it", _model, "why this model."),
    _Item(_METHODS, "Analysis, transformation, extrapolation, validation", _analytics),
    _Item(_METHODS, "How results differ between subgroups", _heterogeneity),
    _Item(_METHODS, "How effects are distributed, and who has priority", _distribution),
    _Item(_METHODS, "How uncertainty was treated", _uncertainty, "uncertain parameters."),
    _Item(_METHODS, "How those concerned were involved"),
    _Item("results", "Values, ranges and sources of all inputs", _parameters),
    _Item("results", "Main costs and outcomes in summary", _results),
    _Item("results", "What uncertainty does to the findings", _effect_of_uncertainty),
    _Item("results", "What involving those concerned changed"),
    _Item("discussion", "Findings, limits, ethics, transfer to policy"),
    _Item("other", "Funding, and the funder's part"),
    _Item("other", "Conflicts of interest"),
)
"""The items in their order; wording is a paraphrase of the statement's."""
