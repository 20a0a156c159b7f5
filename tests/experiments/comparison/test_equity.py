"""Distributional analysis of summaries whose answers are known, and of a study."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sanlian_sim.experiments.comparison.cost_effectiveness import net_benefit, read_draws
from sanlian_sim.experiments.comparison.equity import (
    DIVISIONS,
    EQUITY_COLUMNS,
    GROUP_COLUMNS,
    OTHERS,
    equity,
    group_equity,
)

POOR, OTHER = 100.0, 300.0
RESIDENTS = 500.0


def summary(scenarios):
    """Build a summary from (cost, points of the poor, points of others) by replicate."""
    rows = []
    for name, draws in scenarios.items():
        for replicate, (cost, poor, others) in enumerate(draws):
            mean = (POOR * poor + OTHER * others) / (POOR + OTHER)
            rows += [
                (name, replicate, "fiscal_cost_discounted", "all", cost),
                (name, replicate, "societal_cost_discounted", "all", cost),
                (name, replicate, "residents", "all", RESIDENTS),
                (name, replicate, "adults", "all", POOR + OTHER),
                (name, replicate, "adults", "low_income", POOR),
                (name, replicate, "wellbys", "all", 1e4 * mean),
                (name, replicate, "wellbys", "low_income", 1e4 * poor),
                (name, replicate, "adults", "bereaved", 0.0),
                (name, replicate, "wellbys", "bereaved", np.nan),
            ]
    columns = ["scenario", "replicate", "outcome", "group", "value"]
    return pd.DataFrame(rows, columns=columns).assign(service="")


def one(frame, **values):
    for key, value in values.items():
        frame = frame[frame[key] == value]
    (row,) = frame.to_dict("records")
    return row


BEFORE = [(20.0, 4.0, 6.0)]


def test_a_division_by_hand():
    """Cost of 40 a resident is 20,000 in all, one WELLBY elsewhere, a quarter of it the poor's."""
    frame = summary({"before": BEFORE, "after": [(60.0, 4.3, 6.0)]})
    row = one(equity(frame, "before", threshold=20_000, epsilons=[2]))
    poor, others = 4 + (30 - 0.25) / 100, 6 - 0.75 / 300
    harmonic = 400 / (100 / poor + 300 / others) - 400 / (100 / 4 + 300 / 6)
    assert row["division"] == "low_income"
    assert row["mean_change"] == pytest.approx(1e4 * 29 / 400)
    assert row["ede_change"] == pytest.approx(1e4 * harmonic)
    assert row["equity_impact"] == pytest.approx(1e4 * (harmonic - 29 / 400))
    assert row["ranking"] == "better at all aversions up to 15"
    assert np.isnan(row["switch"])
    groups = group_equity(frame, "before", threshold=20_000).set_index("group")
    assert groups.loc["low_income", ["gain", "burden", "net_gain"]].tolist() == pytest.approx(
        [3_000.0, 25.0, 2_975.0]
    )
    assert groups["cost_share"].tolist() == groups["share"].tolist() == [0.25, 0.75]


def test_cost_falls_where_it_is_said_to():
    frame = summary({"before": BEFORE, "after": [(60.0, 4.3, 6.0)]})
    groups = group_equity(frame, "before", threshold=20_000, burden={"low_income": 0.0})
    assert groups["burden"].tolist() == pytest.approx([0.0, 1e4 / 300])
    doubled = group_equity(frame, "before", threshold=20_000, burden={OTHERS: 2.0})
    assert doubled["cost_share"].tolist() == pytest.approx([1 / 7, 6 / 7])


def test_net_gains_of_groups_have_the_intervals_of_their_replicates():
    """With as many residents in every replicate the jackknife is Student's t of their gains."""
    after = [(60.0, 4.3, 6.0), (70.0, 4.1, 6.1), (50.0, 4.2, 5.9)]
    frame = summary({"before": BEFORE * 3, "after": after})
    row = one(group_equity(frame, "before", threshold=20_000), group="low_income")
    each = [1e4 * (poor - 4 - (cost - 20) * 500 / 20_000 / 400) for cost, poor, _ in after]
    low, high = stats.t.interval(0.95, 2, np.mean(each), stats.sem(each))
    found = row["net_gain"], row["net_low"], row["net_high"]
    assert found == pytest.approx((np.mean(each), low, high))
    single = group_equity(summary({"before": BEFORE, "after": after[:1]}), "before")
    assert single[["net_low", "net_high"]].isna().all(axis=None)


def test_a_ranking_switches_where_equality_makes_up_for_what_is_lost():
    """Geometric means are equal, so that the ranking flips at an aversion of 1."""
    others = (4.0 * 6.0**3 / 4.8) ** (1 / 3)
    frame = summary({"before": BEFORE, "after": [(20.0, 4.8, others)]})
    row = one(equity(frame, "before", epsilons=[1]))
    assert row["mean_change"] < 0
    assert row["ede_change"] == pytest.approx(0.0, abs=1e-8)
    assert row["switch"] == pytest.approx(1.0)
    assert row["ranking"] == "worse below, better above"
    back = one(equity(summary({"a": [(20.0, 4.8, others)], "b": BEFORE}), "a", epsilons=[1]))
    assert back["ranking"] == "better below, worse above"


def test_intervals_are_those_of_the_mean_where_populations_are_equal():
    rng = np.random.default_rng(5)
    before = [(20.0, 4.0, 6.0), (21.0, 4.1, 6.1), (19.0, 3.9, 6.2), (20.0, 4.0, 6.0)]
    after = [
        (c + 1, p + g, o) for (c, p, o), g in zip(before, rng.normal(0.1, 0.05, 4), strict=True)
    ]
    frame = summary({"before": before, "after": after})
    row = one(equity(frame, "before", threshold=20_000, epsilons=[0]))
    gains = [100 * (a[1] - b[1]) / 400 for a, b in zip(after, before, strict=True)]
    net = 1e4 * (np.array(gains) - 500 / 20_000 / 400)
    low, high = stats.ttest_1samp(net, 0.0).confidence_interval()
    assert row["n"] == 4
    assert [row["mean_low"], row["mean_high"]] == pytest.approx([low, high])
    assert [row["ede_low"], row["ede_high"]] == pytest.approx([low, high])
    assert [row["impact_low"], row["impact_high"]] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_equal_scenarios_are_equal_and_need_no_aversion():
    row = one(equity(summary({"a": BEFORE * 3, "b": BEFORE * 3}), "a", epsilons=[2]))
    for name in ("mean", "ede", "impact"):
        assert (row[f"{name}_low"], row[f"{name}_high"]) == (0.0, 0.0)
    assert (row["mean_change"], row["ede_change"], row["equity_impact"]) == (0.0, 0.0, 0.0)
    assert row["ranking"] == "equal"
    assert np.isnan(row["switch"])


def test_a_scenario_of_other_people_is_left_out():
    frame = summary({"a": BEFORE, "b": BEFORE, "c": BEFORE})
    other = (frame["scenario"] == "b") & (frame["outcome"] == "adults")
    frame.loc[other & (frame["group"] == "all"), "value"] = 401.0
    assert equity(frame, "a")["scenario"].unique().tolist() == ["c"]


def test_a_cost_that_leaves_no_wellbeing_is_left_out():
    frame = summary({"a": BEFORE, "b": [(1e6, 4.0, 6.0)]})
    assert len(equity(frame, "a")) == 0
    assert len(group_equity(frame, "a")) == 0


def test_nothing_to_compare_gives_no_rows():
    frame = summary({"a": BEFORE})
    for found, columns in (
        (equity(frame, "a"), EQUITY_COLUMNS),
        (group_equity(frame, "a"), GROUP_COLUMNS),
    ):
        assert len(found) == 0
        assert tuple(found.columns) == columns
    assert len(equity(summary({"a": BEFORE, "b": BEFORE}), "absent")) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"perspective": "public"}, "must be fiscal or societal; got 'public'"),
        ({"threshold": 0.0}, "`threshold` must be positive; got 0"),
        ({"epsilons": [-1.0]}, "`epsilon` must not be negative; got -1"),
        ({"burden": {"rich": 2.0}}, "must name groups of residents; got 'rich'"),
        ({"burden": {"low_income": -1.0}}, "must be finite, not negative"),
        ({"burden": {"low_income": 0.0, OTHERS: 0.0}}, "not all zero"),
    ],
)
def test_refusals(options, message):
    frame = summary({"a": BEFORE, "b": [(20.0, 4.1, 6.0)]})
    with pytest.raises(ValueError, match=message):
        equity(frame, "a", **options)


# ---- A study


def test_divisions_hold_everybody(study):
    groups = group_equity(study.summary, "status_quo")
    found = groups[groups["scenario"] == "linked"].groupby("division")
    assert set(found.groups) <= set(DIVISIONS)
    assert {"ties", "in_need", "no_flag"} <= set(found.groups)
    for name in ("share", "cost_share"):
        assert (found[name].sum() - 1).abs().max() < 1e-12


def test_equity_adds_up_to_net_benefit(study):
    """What groups keep is, at the threshold, the net benefit of all residents."""
    table = study.equity
    row = one(table, perspective="fiscal", division="ties", scenario="linked", epsilon=1)
    groups = group_equity(study.summary, "status_quo")
    own = groups[(groups["scenario"] == "linked") & (groups["division"] == "ties")]
    assert (own["share"] * own["net_gain"]).sum() == pytest.approx(row["mean_change"])
    benefit = net_benefit(read_draws(study.summary), "status_quo", [row["threshold"]])
    found = one(benefit, scenario="linked")["net_benefit"]
    people = [[r.value(name) for r in study.of("linked")] for name in ("adults", "residents")]
    adults, residents = map(sum, people)
    expected = row["mean_change"] / 1e4 * row["threshold"] * adults / residents
    assert expected == pytest.approx(found, rel=1e-2)


def test_a_scenario_compared_with_itself_changes_nothing(study):
    table = study.equity
    same = table[table["scenario"] == "same"]
    assert len(same) > 30
    numbers = ["mean_change", "ede_change", "equity_impact"]
    assert (same[numbers] == 0.0).all(axis=None)
    assert set(same["ranking"]) == {"equal"}
    groups = group_equity(study.summary, "status_quo").query("scenario == 'same'")
    assert (groups[["gain", "burden", "net_gain"]] == 0.0).all(axis=None)
