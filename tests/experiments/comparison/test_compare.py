"""Comparisons of summaries whose answers are known."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sanlian_sim.experiments.comparison.compare import COLUMNS, compare_summaries, is_headline
from sanlian_sim.experiments.statistics.intervals import holm

UNITS = {"wellbys": "w", "fiscal_cost": "yuan", "fiscal_cost_discounted": "yuan", "cases": "n"}


def summary(values):
    """Build a summary from {scenario: {outcome: values by replicate}}."""
    rows = [
        (scenario, replicate, outcome, group, "", UNITS.get(outcome, "1"), value)
        for scenario, outcomes in values.items()
        for (outcome, group), series in outcomes.items()
        for replicate, value in enumerate(series)
        if value is not None
    ]
    names = ["scenario", "replicate", "outcome", "group", "service", "unit", "value"]
    return pd.DataFrame(rows, columns=names)


def compared(values):
    names = list(values)
    return compare_summaries(
        summary(values), names[0], dict.fromkeys(names, "as_is"), dict.fromkeys(names, "no")
    )


A = np.array([1.0, 4.0, 2.0, 8.0])
B = np.array([2.0, 7.0, 2.5, 9.0])


def test_rows_hold_the_paired_t_test_of_every_outcome():
    frame = compared({"a": {("cases", "all"): A}, "b": {("cases", "all"): B}})
    assert tuple(frame.columns) == COLUMNS
    (row,) = frame.to_dict("records")
    test = stats.ttest_rel(B, A)
    low, high = test.confidence_interval()
    assert row["p_value"] == pytest.approx(test.pvalue)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high))
    assert (row["n"], row["mean_baseline"], row["mean_scenario"]) == (4, A.mean(), B.mean())
    assert (row["scenario"], row["baseline"], row["closure"]) == ("b", "a", "as_is")
    assert np.isnan(row["p_holm"])


def test_headline_outcomes_are_corrected_together_over_scenarios():
    frame = compared(
        {
            "a": {("wellbys", "all"): A, ("fiscal_cost", "all"): A, ("wellbys", "carers"): A},
            "b": {("wellbys", "all"): B, ("fiscal_cost", "all"): A, ("wellbys", "carers"): B},
            "c": {("wellbys", "all"): 3 * B, ("fiscal_cost", "all"): -B, ("wellbys", "carers"): A},
        }
    )
    tested = is_headline(frame)
    assert tested.sum() == 4
    corrected = holm(frame.loc[tested, "p_value"])
    assert frame.loc[tested, "p_holm"].to_numpy() == pytest.approx(corrected)
    assert frame.loc[~tested, "p_holm"].isna().all()


def test_a_replicate_counts_where_both_have_a_value():
    values = {"a": {("cases", "all"): [1, 2, None, 4]}, "b": {("cases", "all"): [3, None, 5, 6]}}
    (row,) = compared(values).to_dict("records")
    assert (row["n"], row["difference"], row["mean_baseline"]) == (2, 2.0, 2.5)


def test_the_baseline_alone_gives_no_rows():
    frame = compared({"a": {("cases", "all"): A}})
    assert len(frame) == 0
    assert tuple(frame.columns) == COLUMNS


def test_cost_per_wellby_is_brought_to_the_years_of_all_residents():
    people = {("residents", "all"): [200.0] * 2, ("adults", "all"): [150.0] * 2}
    base = {("fiscal_cost_discounted", "all"): [10.0, 12.0], ("wellbys", "all"): [5e4, 6e4]}
    more = {("fiscal_cost_discounted", "all"): [13.0, 15.0], ("wellbys", "all"): [5.2e4, 6.2e4]}
    frame = compared({"a": base | people, "b": more | people})
    row = frame[frame["outcome"] == "fiscal_cost_per_wellby"].iloc[0]
    # 3 yuan per resident-year; 0.2 WELLBYs per year of an adult, 3/4 of that per resident.
    assert row["difference"] == pytest.approx(3 / 0.15)
    assert row["ci_low"] == pytest.approx(row["ci_high"])
    assert row["unit"] == "yuan per WELLBY"
    assert np.isnan(row["p_value"])


def test_equal_scenarios_differ_by_exactly_nothing(study):
    frame = study.comparison
    same = frame[(frame["scenario"] == "same") & (frame["n"] > 0) & frame["sd_difference"].notna()]
    assert len(same) > 300
    for column in ("difference", "ci_low", "ci_high", "sd_difference"):
        assert (same[column] == 0.0).all()
    assert (same["p_value"] == 1.0).all()


def test_other_scenarios_differ(study):
    frame = study.comparison
    linked = frame[(frame["scenario"] == "linked") & is_headline(frame)]
    assert (linked["sd_difference"] > 0).all()
    closures = dict(zip(frame["scenario"], frame["closure"], strict=True))
    assert closures == {"linked": "as_is", "same": "as_is", "nothing": "as_is"}
    assert set(frame["drift_warning"]) == {"not decided"}
