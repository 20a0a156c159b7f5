"""Cost-effectiveness of summaries whose answers are known, and of a study."""

from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sanlian_sim.experiments.comparison.cost_effectiveness import (
    ACCEPTABILITY_COLUMNS,
    CENTRAL_THRESHOLD,
    FRONTIER_COLUMNS,
    THRESHOLDS,
    Draws,
    acceptability,
    frontier,
    frontiers,
    net_benefit,
    read_draws,
)

NORMAL = NormalDist()


def summary(costs, effects, adults=750.0, residents=1000.0):
    """Build a summary from costs and WELLBYs per 10,000 adult-years by scenario and replicate."""
    rows = []
    for name in costs:
        for replicate, (cost, effect) in enumerate(zip(costs[name], effects[name], strict=True)):
            values = {
                "fiscal_cost_discounted": cost, "societal_cost_discounted": 3 * cost,
                "wellbys": effect, "adults": adults, "residents": residents,
            }  # fmt: skip
            rows += [(name, replicate, key, "all", "", value) for key, value in values.items()]
            rows.append((name, replicate, "wellbys", "carers", "", -1.0))
    columns = ["scenario", "replicate", "outcome", "group", "service", "value"]
    return pd.DataFrame(rows, columns=columns)


COSTS = {"before": [10.0, 14.0, 12.0], "after": [13.0, 16.0, 19.0], "worse": [20.0, 20.0, 20.0]}
EFFECTS = {"before": [5e4, 6e4, 5.5e4], "after": [5.2e4, 6.1e4, 5.9e4], "worse": [5e4] * 3}


def test_draws_are_brought_to_the_years_of_all_residents():
    draws = read_draws(summary(COSTS, EFFECTS), "societal")
    assert draws.scenarios == ("before", "after", "worse")
    assert draws.costs[:, 1].tolist() == [39.0, 48.0, 57.0]
    # 5.2 a year of an adult, three adults in four residents.
    assert draws.effects[:, 1] == pytest.approx([3.9, 4.575, 4.425])


def test_a_replicate_counts_where_every_scenario_has_all():
    costs = COSTS | {"after": [13.0, np.nan, 19.0]}
    assert len(read_draws(summary(costs, EFFECTS))) == 2
    frame = summary(COSTS, EFFECTS)
    partial = frame[~((frame["scenario"] == "worse") & (frame["replicate"] == 0))]
    assert len(read_draws(partial)) == 2
    assert len(read_draws(partial, scenarios=["before", "after"])) == 3


def test_the_frontier_is_that_of_means():
    table = frontier(read_draws(summary(COSTS, EFFECTS)))
    assert tuple(table.columns) == FRONTIER_COLUMNS
    assert table["scenario"].tolist() == ["before", "after", "worse"]
    assert table["status"].tolist() == ["frontier", "frontier", "dominated"]
    assert table["n"].tolist() == [3] * 3
    gained = 0.75 * np.mean([0.2, 0.1, 0.4])
    assert table["icer"][1] == pytest.approx(4 / gained)


def test_net_benefit_has_the_interval_of_paired_differences():
    table = net_benefit(read_draws(summary(COSTS, EFFECTS)), "before", [20.0])
    row = table.set_index("scenario").loc["after"]
    benefit = 20 * 0.75 * np.array([0.2, 0.1, 0.4]) - np.array([3.0, 2.0, 7.0])
    low, high = stats.ttest_1samp(benefit, 0.0).confidence_interval()
    assert row["net_benefit"] == pytest.approx(benefit.mean())
    assert [row["ci_low"], row["ci_high"]] == pytest.approx([low, high])


def test_a_single_scenario_is_always_best():
    draws = read_draws(summary({"before": [1.0, 2.0]}, {"before": [5e4, 6e4]}))
    table = acceptability(draws, "before", [0, 100])
    assert table["probability"].tolist() == [1.0, 1.0]
    assert table["evpi"].tolist() == [0.0, 0.0]
    assert frontier(draws)["status"].tolist() == ["frontier"]


def test_one_replicate_has_no_interval():
    draws = read_draws(summary({"a": [1.0], "b": [2.0]}, {"a": [5e4], "b": [6e4]}))
    table = acceptability(draws, "a", [1e4])
    assert table["ci_low"].isna().all()
    assert table["probability"].tolist() == [0.0, 1.0]


def test_draws_of_parameters_are_read_like_replicates():
    """Net benefit is normal, as the sum of independent normal cost and effect."""
    grid = (np.arange(300) + 0.5) / 300
    quantiles = np.array([NORMAL.inv_cdf(p) for p in grid])
    effect, cost = np.meshgrid(0.3 + 0.5 * quantiles, 2_000 + 4_000 * quantiles)
    zero = np.zeros(effect.size)
    draws = Draws(
        "fiscal", ("usual", "new"), np.column_stack([zero, cost.ravel()]),
        np.column_stack([zero, effect.ravel()]),
    )  # fmt: skip
    thresholds = [2_000.0, 10_000.0, 30_000.0]
    table = acceptability(draws, "usual", thresholds).query("scenario == 'new'")
    for threshold, row in zip(thresholds, table.to_dict("records"), strict=True):
        mean, sd = 0.3 * threshold - 2_000, np.hypot(0.5 * threshold, 4_000)
        loss = sd * NORMAL.pdf(mean / sd) - abs(mean) * NORMAL.cdf(-abs(mean) / sd)
        assert row["net_benefit"] == pytest.approx(mean, abs=1e-6)
        assert row["probability"] == pytest.approx(NORMAL.cdf(mean / sd), abs=2e-3)
        assert row["evpi"] == pytest.approx(loss, rel=5e-3)
        assert row["on_frontier"] == (mean > 0)


def test_what_is_missing_gives_tables_without_rows():
    frame = summary(COSTS, EFFECTS)
    without = frame[frame["outcome"] != "wellbys"]
    assert len(frontiers(without)) == 0
    assert tuple(frontiers(without).columns) == FRONTIER_COLUMNS
    table = acceptability(read_draws(frame), "another")
    assert len(table) == 0
    assert tuple(table.columns) == ACCEPTABILITY_COLUMNS


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f: read_draws(f, "public"), "must be fiscal or societal; got 'public'"),
        (lambda f: read_draws(f, scenarios=["befor"]), "among before, after, worse; got 'befor'"),
        (lambda f: acceptability(read_draws(f), "before", [-1.0]), "must not be negative; got -1"),
        (lambda f: acceptability(read_draws(f), "before", [np.inf]), "must be finite; got inf"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(ValueError, match=message):
        call(summary(COSTS, EFFECTS))


def test_thresholds_go_from_cost_alone_beyond_the_central_one():
    assert THRESHOLDS[0] == 0
    assert CENTRAL_THRESHOLD in THRESHOLDS
    assert list(THRESHOLDS) == sorted(THRESHOLDS)


def test_a_scenario_like_the_baseline_is_neither_better_nor_worse(study):
    table = study.acceptability
    own, same = (table[table["scenario"] == name] for name in ("status_quo", "same"))
    assert (same[["net_benefit", "ci_low", "ci_high"]] == 0.0).all(axis=None)
    for column in ("probability", "on_frontier"):
        assert same[column].tolist() == own[column].tolist()
    status = frontiers(study.summary).set_index(["perspective", "scenario"])["status"]
    assert (status.loc[:, "same"] == "equal").all()


@pytest.mark.parametrize("perspective", ["fiscal", "societal"])
def test_net_benefit_is_nothing_where_a_wellby_is_worth_its_cost(study, perspective):
    """The comparison's cost per WELLBY is where net benefit crosses zero."""
    draws = read_draws(study.summary, perspective)
    at_0, at_1 = (
        net_benefit(draws, "status_quo", [w]).set_index("scenario")["net_benefit"] for w in (0, 1)
    )
    compared = study.comparison.set_index(["scenario", "outcome"])["difference"]
    for name in ("linked", "nothing"):
        ratio = compared[name, f"{perspective}_cost_per_wellby"]
        assert -at_0[name] / (at_1[name] - at_0[name]) == pytest.approx(ratio)


def test_probabilities_of_a_study_add_up(study):
    table = study.acceptability
    assert table.groupby(["perspective", "threshold"])["probability"].sum().tolist() == (
        pytest.approx([1.0] * 2 * len(THRESHOLDS))
    )
    assert (table["evpi"] >= 0).all()
