"""The tables of a comparison: columns with type, unit and meaning, and the files of its runs."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.runs.tables import (
    CASES,
    LEDGER,
    OUTCOME,
    SCENARIO,
    SUMMARY,
    WEEKLY,
    Column,
    ParquetFile,
    write_csv,
)

_YUAN: Final = "yuan per resident-year"
COMPARISON: Final = (
    SCENARIO,
    Column("baseline", "word", "", "Scenario it is compared with"),
    Column("closure", "word", "", "What is held equal: equal_budget, equal_service or as_is"),
    *OUTCOME,
    Column("n", "int64", "replicates", "Replicates in which both scenarios have a value"),
    Column("mean_baseline", "float64", "see unit", "Mean of the baseline over them"),
    Column("mean_scenario", "float64", "see unit", "Mean of the scenario over them"),
    Column(
        "difference", "float64", "see unit",
        "Mean of the paired differences; in rows of cost per WELLBY the ratio of mean differences",
    ),
    Column("sd_difference", "float64", "see unit", "Their standard deviation"),
    Column("se", "float64", "see unit", "Standard error; of a ratio by the jackknife"),
    Column("ci_low", "float64", "see unit", "Lower bound of the 95 % interval"),
    Column("ci_high", "float64", "see unit", "Upper bound"),
    Column(
        "interval", "word", "",
        "How it is made: Student's t; BCa bootstrap of skewed differences; jackknife; or none",
    ),
    Column("p_value", "float64", "probability", "Two-sided, paired t test; 1 if nothing varies"),
    Column("p_holm", "float64", "probability", "Headline outcomes: corrected over all scenarios"),
    Column(
        "variance_ratio", "float64", "1",
        "(Variance of baseline + of scenario) / variance of the difference",
    ),
    Column(
        "drift_warning", "word", "",
        "Series that drift in the last year of warm-up; no; or not decided",
    ),
)  # fmt: skip
BUDGET_IMPACT: Final = (
    SCENARIO,
    Column("baseline", "word", "", "Scenario it is compared with"),
    Column("year", "int32", "years", "Counted year, from 0"),
    Column("weeks", "int32", "weeks", "Weeks of the year: 52, the last year may have fewer"),
    Column("n", "int64", "replicates", "Replicates that both scenarios have"),
    Column("mean_baseline", "float64", _YUAN, "Fiscal cost of the baseline, mean over them"),
    Column("mean_scenario", "float64", _YUAN, "Fiscal cost of the scenario, mean over them"),
    Column("difference", "float64", _YUAN, "Mean of the paired differences, not discounted"),
    Column("ci_low", "float64", _YUAN, "Lower bound of the 95 % interval, Student's t, n - 1"),
    Column("ci_high", "float64", _YUAN, "Upper bound"),
)
_BASELINE: Final = Column("baseline", "word", "", "Scenario it is compared with")
_PERSPECTIVE: Final = Column(
    "perspective", "word", "", "Whose costs: fiscal (government's) or societal (all resources)"
)
_WELLBYS: Final = "WELLBYs per 10,000 resident-years 15+"
_DIVISION: Final = Column(
    "division",
    "word",
    "",
    "What divides residents 15+: a group and all others, or deciles of ties",
)
_ELSEWHERE: Final = Column(
    "threshold", "float64", "yuan per WELLBY", "Money that makes one WELLBY elsewhere"
)
_DRAWS: Final = Column("n", "int64", "replicates", "Replicates that all scenarios have")
COST_EFFECTIVENESS: Final = (
    _PERSPECTIVE,
    SCENARIO,
    _DRAWS,
    Column("cost", "float64", _YUAN, "Mean cost, discounted"),
    Column("effect", "float64", "WELLBYs per resident-year", "Mean effect, discounted, all ages"),
    Column("inc_cost", "float64", _YUAN, "Cost against the preceding scenario of the frontier"),
    Column("inc_effect", "float64", "WELLBYs per resident-year", "Effect against it"),
    Column("icer", "float64", "yuan per WELLBY", "inc_cost / inc_effect; missing off the frontier"),
    Column(
        "status",
        "word",
        "",
        "frontier; dominated; extended_dominated; equal to a scenario before it in every figure",
    ),
)
ACCEPTABILITY: Final = (
    _PERSPECTIVE,
    Column("threshold", "float64", "yuan per WELLBY", "Worth of a WELLBY"),
    SCENARIO,
    _BASELINE,
    _DRAWS,
    Column("net_benefit", "float64", _YUAN, "Net benefit less that of the baseline, mean"),
    Column("ci_low", "float64", _YUAN, "Lower bound of the 95 % interval, Student's t, n - 1"),
    Column("ci_high", "float64", _YUAN, "Upper bound"),
    Column(
        "probability",
        "float64",
        "probability",
        "Share of replicates in which net benefit is highest; ties are split. Luck alone",
    ),
    Column("on_frontier", "bool", "", "Mean net benefit is highest"),
    Column(
        "evpi", "float64", _YUAN, "Expected value of perfect information, of luck; by threshold"
    ),
)
EQUITY: Final = (
    _PERSPECTIVE,
    _DIVISION,
    SCENARIO,
    _BASELINE,
    _ELSEWHERE,
    _DRAWS,
    Column("epsilon", "float64", "1", "Aversion to inequality of the Atkinson equivalent"),
    Column("ede_baseline", "float64", _WELLBYS, "Equal equivalent of the baseline"),
    Column("mean_change", "float64", _WELLBYS, "Change of the mean, net of what cost displaces"),
    Column("mean_low", "float64", _WELLBYS, "Lower bound of its 95 % interval, jackknife"),
    Column("mean_high", "float64", _WELLBYS, "Upper bound"),
    Column("ede_change", "float64", _WELLBYS, "Change of the equal equivalent, likewise"),
    Column("ede_low", "float64", _WELLBYS, "Lower bound of its 95 % interval, jackknife"),
    Column("ede_high", "float64", _WELLBYS, "Upper bound"),
    Column("equity_impact", "float64", _WELLBYS, "ede_change - mean_change: above 0 equalises"),
    Column("impact_low", "float64", _WELLBYS, "Lower bound of its 95 % interval, jackknife"),
    Column("impact_high", "float64", _WELLBYS, "Upper bound"),
    Column("ranking", "word", "", "Whether better or worse than the baseline, by aversion"),
    Column(
        "switch",
        "float64",
        "1",
        "Lowest aversion at which the ranking flips; missing if there is none up to 15",
    ),
)
EQUITY_GROUPS: Final = (
    _PERSPECTIVE,
    _DIVISION,
    Column("group", "word", "", "Group: see Groups; others are all residents 15+ not in it"),
    SCENARIO,
    _BASELINE,
    _ELSEWHERE,
    Column("share", "float64", "share", "Its part of residents 15+"),
    Column("cost_share", "float64", "share", "Its part of the cost, by assumption"),
    Column("level_baseline", "float64", _WELLBYS, "Level of the baseline, discounted"),
    Column("gain", "float64", _WELLBYS, "Difference to the baseline"),
    Column("burden", "float64", _WELLBYS, "What its part of the cost would make elsewhere"),
    Column("net_gain", "float64", _WELLBYS, "gain - burden"),
    Column("net_low", "float64", _WELLBYS, "Lower bound of its 95 % interval, jackknife"),
    Column("net_high", "float64", _WELLBYS, "Upper bound"),
)
CHEERS: Final = (
    Column("number", "int32", "", "Number of the item in CHEERS 2022"),
    Column("section", "word", "", "Section of a report"),
    Column("item", "word", "", "Item, paraphrased"),
    Column("answered_by", "word", "", "run: answered here; author: to be written; both"),
    Column("answer", "word", "", "What the run says of it; for the author what is left to say"),
)
REPLICATES_NEEDED: Final = (
    SCENARIO,
    Column("baseline", "word", "", "Scenario it is compared with"),
    Column("outcome", "word", "", "Headline outcome of the whole place"),
    Column("unit", "word", "", "Unit of the values of the row"),
    Column("sd_difference", "float64", "see unit", "Standard deviation of paired differences"),
    Column("difference", "float64", "see unit", "Their mean"),
    Column(
        "needed_to_find", "float64", "replicates",
        "To find this difference with 80 % power; missing if there is none",
    ),
    Column("needed_to_halve", "float64", "replicates", "For half the present 95 % interval"),
    Column("replicates", "int64", "replicates", "A number of replicates, and what it tells:"),
    Column("half_width", "float64", "see unit", "Half the 95 % interval, Student's t"),
    Column(
        "detectable_difference", "float64", "see unit",
        "Least difference that is found with 80 % power at 5 %, two-sided paired t test",
    ),
)  # fmt: skip
UNCERTAINTY: Final = (
    SCENARIO,
    Column("baseline", "word", "", "Scenario it is compared with"),
    Column("outcome", "word", "", "Headline outcome of the whole place"),
    Column("unit", "word", "", "Unit of the values of the row"),
    Column("difference", "float64", "see unit", "Mean paired difference at central values"),
    Column("ci_low", "float64", "see unit", "Lower bound of its 95 % interval: chance alone"),
    Column("ci_high", "float64", "see unit", "Upper bound"),
    Column("interval", "word", "", "How it is made, as in comparison"),
    Column("draws", "int64", "draws", "Draws of the parameters that have a value"),
    Column("replicates", "int64", "replicates", "Replicates of each"),
    Column("mean_difference", "float64", "see unit", "Mean of the draws' mean differences"),
    Column("draw_low", "float64", "see unit", "Their 2.5th percentile"),
    Column("draw_high", "float64", "see unit", "Their 97.5th percentile"),
    Column("share_positive", "float64", "share", "Draws whose mean difference is above 0"),
    Column("share_low", "float64", "share", "Lower bound of its 95 % interval (Wilson)"),
    Column("share_high", "float64", "share", "Upper bound"),
    Column("share_negative", "float64", "share", "Draws whose mean difference is below 0"),
    Column("sd_chance", "float64", "see unit", "Standard deviation of differences within draws"),
    Column(
        "sd_parameters", "float64", "see unit",
        "Standard deviation of differences between draws, chance taken off",
    ),
)  # fmt: skip
DRAWS: Final = (
    Column("draw", "int64", "", "Number of the draw, from 0"),
    Column(
        "PARAMETER", "float64", "see sanlian list parameters",
        "Value drawn, or following from those drawn; a column for each",
    ),
)  # fmt: skip
TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "summary": SUMMARY,
    "weekly": WEEKLY,
    "ledger": LEDGER,
    "cases": CASES,
    "comparison": COMPARISON,
    "budget_impact": BUDGET_IMPACT,
    "cost_effectiveness": COST_EFFECTIVENESS,
    "acceptability": ACCEPTABILITY,
    "equity": EQUITY,
    "equity_groups": EQUITY_GROUPS,
    "cheers": CHEERS,
    "replicates_needed": REPLICATES_NEEDED,
    "uncertainty": UNCERTAINTY,
    "draws": DRAWS,
}
"""Columns of every file, in their order."""


def write_runs(study: Study, directory: Path) -> None:
    """Write the tables of all runs: summary, weekly series, ledger, and cases if they were kept.

    Raises
    ------
    OSError
        If they cannot be written.
    """
    write_csv(study.summary, SUMMARY, directory / "summary.csv")
    with ParquetFile(directory / "summary.parquet", SUMMARY) as file:
        for _, frame in study.summary.groupby(["scenario", "replicate"], sort=False):
            file.write(frame)
    tables = [("weekly", WEEKLY), ("ledger", LEDGER)]
    if study.asked[0].recording.cases:
        tables.append(("cases", CASES))
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(ParquetFile(directory / f"{name}.parquet", columns))
            for name, columns in tables
        }
        for result in study.results:
            for name, file in files.items():
                file.write(getattr(result, name))
