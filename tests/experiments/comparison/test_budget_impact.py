"""Cost by year and break-even of runs whose weekly cost is known."""

from types import SimpleNamespace

import numpy as np
import pytest

from sanlian_sim.experiments.comparison.budget_impact import (
    COLUMNS,
    break_even,
    break_even_weeks,
    budget_impact,
    outlays,
)
from sanlian_sim.outcomes.ledger import FISCAL
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.world.flows import Category

RESIDENTS = np.array([30, 20])
WARMUP = 2


def run(scenario, replicate, yuan, category=FISCAL[0]):
    """A run that cost so many yuan in each counted week, and a lot in its warm-up."""
    series = WeeklySeries.empty(-WARMUP, WARMUP + len(yuan), ("nursing",), None)
    series.fen[:WARMUP] = 10**9
    series.fen[WARMUP:, category] = np.round(np.asarray(yuan) * 100)
    return outlays(
        SimpleNamespace(scenario=scenario, replicate=replicate, series=series, residents=RESIDENTS)
    )


def weekly(first, later, weeks=60):
    return np.where(np.arange(weeks) < 52, first, later)


def test_years_hold_yuan_per_resident_year():
    runs = [
        run("before", 0, weekly(100.0, 100.0)),
        run("before", 1, weekly(200.0, 200.0)),
        run("after", 0, weekly(150.0, 90.0)),
        run("after", 1, weekly(270.0, 210.0)),
    ]
    frame = budget_impact(runs, "before")
    assert tuple(frame.columns) == COLUMNS
    assert frame["year"].tolist() == [0, 1]
    assert frame["weeks"].tolist() == [52, 8]
    assert frame["n"].tolist() == [2, 2]
    # A yuan a week is 52 a year, over 50 residents.
    assert frame["mean_baseline"].tolist() == pytest.approx([150 * 52 / 50] * 2)
    assert frame["difference"].tolist() == pytest.approx([60 * 52 / 50, 0.0])
    half = 12.706204736 * 10 * 52 / 50  # t of one degree of freedom; differences 50 and 70
    assert frame["ci_high"][0] - frame["difference"][0] == pytest.approx(half)
    assert frame["difference"][0] - frame["ci_low"][0] == pytest.approx(half)


def test_only_replicates_that_both_have_are_compared():
    runs = [
        run("before", 1, weekly(200.0, 200.0)),
        run("before", 2, weekly(900.0, 900.0)),
        run("after", 0, weekly(10.0, 10.0)),
        run("after", 1, weekly(250.0, 250.0)),
    ]
    frame = budget_impact(runs, "before")
    assert frame["n"].tolist() == [1, 1]
    assert frame["difference"].tolist() == pytest.approx([52.0, 52.0])
    assert frame["ci_low"].isna().all()


@pytest.mark.parametrize("category", Category)
def test_fiscal_categories_count_and_no_others(category):
    runs = [
        run("before", 0, weekly(0.0, 0.0)),
        run("after", 0, weekly(10.0, 10.0), category=category),
    ]
    expected = 10.4 if category in FISCAL else 0.0
    assert budget_impact(runs, "before")["difference"].tolist() == pytest.approx([expected] * 2)


def test_without_a_baseline_there_are_no_rows():
    runs = [run("after", 0, weekly(1.0, 1.0))]
    assert len(budget_impact(runs, "before")) == 0
    assert tuple(budget_impact(runs, "before").columns) == COLUMNS
    assert break_even_weeks(runs, "before") == {}


@pytest.mark.parametrize(
    ("cumulative", "week"),
    [
        ([2.0, 3.0, 1.0, 0.0, -1.0], 3),
        ([0.0, 0.0, 0.0], 0),
        ([-1.0, -2.0, -1.0], 0),
        ([-1.0, 2.0, -1.0, 1.0, -1.0, -2.0], 4),
        ([1.0, 2.0, 3.0], np.nan),
        ([-1.0, -1.0, 1.0], np.nan),
    ],
)
def test_break_even_is_the_first_week_without_return(cumulative, week):
    assert break_even(np.array(cumulative)) == pytest.approx(week, nan_ok=True)


def test_discounting_puts_off_what_comes_later():
    # 520 yuan more in the first year; 52 less in each of the weeks 52 to 61, then nothing.
    saved = np.zeros(104)
    saved[:52], saved[52:62] = 10.0, -52.0
    runs = [run("before", 0, np.full(104, 100.0)), run("after", 0, 100.0 + saved)]
    assert break_even_weeks(runs, "before") == {"after": 61.0}
    rates = {"before": 0.05, "after": 0.05}
    (week,) = break_even_weeks(runs, "before", rates).values()
    assert np.isnan(week)


def test_break_even_is_that_of_the_mean_over_replicates():
    base = [run("before", r, np.full(10, 100.0)) for r in range(2)]
    runs = [
        run("after", 0, [130.0, *np.full(9, 90.0)]),
        run("after", 1, [110.0, *np.full(9, 95.0)]),
    ]
    # The mean is 20 more in the first week, then 7.5 less in each.
    assert break_even_weeks([*base, *runs], "before") == {"after": 3.0}


def test_series_that_were_not_kept_are_missed():
    with pytest.raises(ValueError, match="weekly series were not kept"):
        outlays(SimpleNamespace(scenario="a", replicate=0, series=None))


def test_a_study_s_years_add_up_to_its_cost(study):
    frame = study.budget_impact.set_index("scenario")
    compared = study.comparison.set_index(["scenario", "outcome", "group", "service"])
    for name in ("linked", "same", "nothing"):
        whole = compared.loc[(name, "fiscal_cost", "all", "")]
        for column in ("difference", "ci_low", "ci_high", "mean_baseline", "mean_scenario"):
            assert frame.loc[name, column] == pytest.approx(whole[column])
    assert study.break_even["same"] == 0.0
