"""Costs against effects: published worked examples, closed forms and properties."""

import subprocess
import sys
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanlian_sim.outcomes import economics, inequality

quick = settings(deadline=None, max_examples=60)
small = st.integers(0, 12)
strategy_points = st.lists(st.tuples(small, small), min_size=1, max_size=8)

# HIV screening, Paltiel et al. 2006, as tabulated in the vignette of dampack: quality-adjusted
# life months per person.
HIV = ["none", "one time", "5 years", "3 years", "annual"]
HIV_COSTS = np.array([26_000, 27_000, 28_020, 28_440, 29_440])
HIV_EFFECTS = np.array([277.25, 277.57, 277.78, 277.83, 277.76]) / 12

NORMAL = NormalDist()


def by_strategy(frame, column):
    return dict(zip(frame["strategy"], frame[column], strict=True))


def normal_draws(mean, sd, n=20_000):
    """Two strategies of equal cost; the second gains an effect with a normal distribution."""
    law = NormalDist(mean, sd)
    gain = np.array([law.inv_cdf((i + 0.5) / n) for i in range(n)])
    return np.column_stack([np.zeros(n), gain])


# ---- Frontier


def test_hiv_screening_ratios():
    frame = economics.icers(HIV, HIV_COSTS, HIV_EFFECTS)
    ratio, status = by_strategy(frame, "icer"), by_strategy(frame, "status")
    assert ratio["one time"] == pytest.approx(37_500, abs=0.5)
    assert ratio["5 years"] == pytest.approx(58_286, abs=0.5)
    assert ratio["3 years"] == pytest.approx(100_800, abs=0.5)
    assert status["annual"] == "dominated"
    assert [status[name] for name in HIV[:4]] == ["frontier"] * 4
    assert np.isnan(ratio["none"])
    assert np.isnan(ratio["annual"])


def test_second_dampack_example_of_dominance():
    names = ["E", "D", "C", "B", "A", "UC"]
    costs = [55_000, 35_000, 25_000, 10_000, 12_000, 5_000]
    frame = economics.icers(names, costs, [5, 4, 3, 2, 1.5, 1])
    assert frame["strategy"].tolist() == ["UC", "B", "A", "C", "D", "E"]
    assert frame["status"].tolist() == [
        "frontier",
        "frontier",
        "dominated",
        "extended_dominated",
        "frontier",
        "frontier",
    ]
    nan = np.nan
    np.testing.assert_allclose(frame["icer"], [nan, 5_000, nan, nan, 12_500, 20_000])
    np.testing.assert_allclose(frame["inc_cost"], [nan, 5_000, nan, nan, 25_000, 20_000])
    np.testing.assert_allclose(frame["inc_effect"], [nan, 1, nan, nan, 2, 1])


def test_columns_and_order_of_the_frame():
    frame = economics.icers(["b", "a"], [2, 1], [2, 1])
    assert frame.columns.tolist() == [
        "strategy",
        "cost",
        "effect",
        "inc_cost",
        "inc_effect",
        "icer",
        "status",
    ]
    assert frame["strategy"].tolist() == ["a", "b"]
    assert frame.index.tolist() == [0, 1]


def test_removing_one_strategy_exposes_the_next():
    """C falls to D; only then does the ratio of B exceed that of the step from B to D."""
    frame = economics.icers("ABCD", [0, 10, 22, 24], [0, 1, 2, 5])
    status = by_strategy(frame, "status")
    assert status["B"] == status["C"] == "extended_dominated"
    assert frame["icer"].iloc[-1] == pytest.approx(24 / 5)


@pytest.mark.parametrize(
    ("costs", "effects", "expected"),
    [
        ([1, 1], [1, 2], ["dominated", "frontier"]),
        ([1, 2], [3, 3], ["frontier", "dominated"]),
        ([1, 1], [3, 3], ["frontier", "dominated"]),
        ([1, 2, 3], [1, 2, 3], ["frontier"] * 3),
        ([1, 2, 3], [0.2, 0.3, 0.4], ["frontier"] * 3),
        ([5], [-1], ["frontier"]),
    ],
    ids=["equal cost", "equal effect", "equal", "one line", "one line, rounded", "alone"],
)
def test_ties(costs, effects, expected):
    names = [f"s{i}" for i in range(len(costs))]
    status = by_strategy(economics.icers(names, costs, effects), "status")
    assert [status[name] for name in names] == expected


@quick
@given(strategy_points)
def test_frontier_holds_exactly_the_strategies_that_some_threshold_prefers(points):
    costs, effects = np.array(points, dtype=float).T
    frame = economics.icers(map(str, range(costs.size)), costs, effects)
    frontier = frame[frame["status"] == "frontier"]
    ratios = frontier["icer"].dropna().to_numpy()
    assert (np.diff(ratios) >= 0).all()
    between = np.convolve(np.concatenate(([0], ratios, [1e6])), [0.5, 0.5], "valid")
    for threshold in np.concatenate((between, ratios)):
        net = threshold * effects - costs
        best = (threshold * frontier["effect"] - frontier["cost"]).max()
        assert best == pytest.approx(net.max(), abs=1e-9)
    for threshold, (cost, effect) in zip(
        between, frontier[["cost", "effect"]].to_numpy(), strict=True
    ):
        assert threshold * effect - cost == pytest.approx(
            (threshold * effects - costs).max(), rel=1e-12, abs=1e-9
        )


@quick
@given(strategy_points, st.data())
def test_frontier_does_not_depend_on_the_order(points, data):
    shuffled = data.draw(st.permutations(points))
    frames = [
        economics.icers(map(str, range(len(rows))), *np.array(rows, dtype=float).T)
        for rows in (points, shuffled)
    ]
    columns = ["cost", "effect", "inc_cost", "inc_effect", "icer", "status"]
    assert frames[0][columns].equals(frames[1][columns])


@pytest.mark.parametrize("sign", [1, -1])
def test_effects_below_zero_are_effects(sign):
    """The frontier does not depend on where effects and costs are counted from."""
    costs, effects = np.array([3.0, 1.0, 2.0, 6.0]), np.array([1.0, 0.0, -1.0, 4.0])
    base = economics.icers("abcd", costs, effects)
    moved = economics.icers("abcd", costs - 10 * sign, effects - 10 * sign)
    assert moved["strategy"].tolist() == base["strategy"].tolist()
    assert moved["status"].tolist() == base["status"].tolist()
    np.testing.assert_allclose(moved["icer"], base["icer"])


def test_identical_strategies_leave_the_first_on_the_frontier():
    frame = economics.icers("abc", [2, 2, 2], [1, 1, 1])
    assert by_strategy(frame, "status") == {"a": "frontier", "b": "dominated", "c": "dominated"}
    assert frame["icer"].isna().all()


# ---- Net benefit


def test_hiv_screening_net_benefit():
    net = economics.net_benefit(HIV_COSTS, HIV_EFFECTS, 75_000)
    np.testing.assert_allclose(net - net[0], [0, 1_000, 1_292.5, 1_185, -252.5], atol=1e-6)


def test_home_care_of_little_gain_is_not_worth_its_cost():
    """0.22 points at 20,000 yuan are 4,400 a year; 120 hours of 45 yuan cost 5,400."""
    assert economics.net_benefit(120 * 45, 0.22, 20_000) == pytest.approx(4_400 - 5_400)


def test_at_a_worth_of_nothing_cost_alone_decides():
    assert economics.net_benefit([3, 5], [1, 9], 0).tolist() == [-3, -5]
    frame = economics.acceptability([[3, 5]], [[1, 9]], [0])
    assert frame["probability"].tolist() == [1, 0]


def test_net_benefit_keeps_the_shape():
    assert economics.net_benefit(np.ones((2, 3)), np.ones((2, 3)), 5).shape == (2, 3)


# ---- Acceptability


@pytest.mark.parametrize("threshold", [1_000, 10_000, 50_000])
def test_acceptability_of_a_normal_effect(threshold):
    effects = normal_draws(mean=0.3, sd=0.5)
    costs = np.tile([0.0, 2_000.0], (len(effects), 1))
    frame = economics.acceptability(costs, effects, [threshold], ["usual", "linked"])
    z = (0.3 * threshold - 2_000) / (0.5 * threshold)
    assert by_strategy(frame, "probability")["linked"] == pytest.approx(NORMAL.cdf(z), abs=1e-4)
    assert by_strategy(frame, "on_frontier") == {"usual": z < 0, "linked": z > 0}


def test_frontier_follows_the_mean_and_not_the_probability():
    effects = np.array([[0, 1], [0, 1], [0, -9]])
    frame = economics.acceptability(np.zeros((3, 2)), effects, [1])
    assert frame["probability"].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert frame["on_frontier"].tolist() == [True, False]


def test_ties_are_split_evenly():
    effects = np.array([[1, 1, 0], [2, 0, 1]])
    frame = economics.acceptability(np.zeros((2, 3)), effects, [1, 0], ["a", "b", "c"])
    assert frame["threshold"].tolist() == [1, 1, 1, 0, 0, 0]
    assert frame["strategy"].tolist() == ["a", "b", "c"] * 2
    assert frame["probability"].tolist() == pytest.approx([0.75, 0.25, 0] + [1 / 3] * 3)
    assert frame["on_frontier"].tolist() == [True, False, False, True, True, True]


def test_strategies_without_names_are_numbered():
    frame = economics.acceptability(np.zeros((1, 2)), np.zeros((1, 2)), 3)
    assert frame["strategy"].tolist() == ["0", "1"]


@st.composite
def draws(draw):
    shape = (draw(st.integers(1, 6)), draw(st.integers(1, 4)))
    cells = st.lists(
        st.floats(-100, 100), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
    )
    return np.reshape(draw(cells), shape), np.reshape(draw(cells), shape)


@quick
@given(draws(), st.lists(st.floats(0, 1e5), min_size=1, max_size=3))
def test_probabilities_sum_to_one(pair, thresholds):
    frame = economics.acceptability(*pair, thresholds)
    sums = frame["probability"].to_numpy().reshape(len(thresholds), -1).sum(axis=1)
    np.testing.assert_allclose(sums, 1)
    assert frame["probability"].between(0, 1).all()


# ---- Value of information


# Warfarin and a left atrial appendage device: net benefits of ten draws in dollars, at 100,000 a
# QALY (J Am Heart Assoc 2014, PMC4323782, table 1).
DEVICE_BENEFITS = np.array(
    [
        [438_601.6, 419_543.2], [437_745.5, 463_363.4], [433_453.8, 467_280.0],
        [435_035.0, 440_207.7], [437_617.4, 449_992.3], [435_430.2, 445_595.7],
        [434_030.5, 424_200.5], [433_893.7, 435_406.7], [435_033.6, 434_547.6],
        [437_555.7, 457_368.1],
    ]
)  # fmt: skip


def test_evpi_of_a_published_table():
    draws = np.zeros_like(DEVICE_BENEFITS), DEVICE_BENEFITS
    assert economics.evpi(*draws, [1])[0] == pytest.approx(2_937.4, abs=0.05)
    frame = economics.acceptability(*draws, [1], ["warfarin", "device"])
    assert by_strategy(frame, "probability") == pytest.approx({"warfarin": 0.3, "device": 0.7})
    assert by_strategy(frame, "on_frontier") == {"warfarin": False, "device": True}
    means = DEVICE_BENEFITS.mean(axis=0)
    assert means == pytest.approx([435_839.7, 443_750.5], abs=0.06)


def test_three_equal_normal_strategies():
    """The mean of the largest of three standard normal values is 3 / (2 sqrt(pi))."""
    quantiles = [NORMAL.inv_cdf((i + 0.5) / 60) for i in range(60)]
    effects = np.array(np.meshgrid(quantiles, quantiles, quantiles)).reshape(3, -1).T
    costs = np.zeros_like(effects)
    probability = economics.acceptability(costs, effects, [2])["probability"]
    assert probability.tolist() == pytest.approx([1 / 3] * 3)
    expected = 2 * 3 / (2 * np.sqrt(np.pi))
    assert economics.evpi(costs, effects, [2])[0] == pytest.approx(expected, rel=1e-2)


def test_of_a_single_strategy_nothing_needs_to_be_known():
    assert economics.evpi([[3], [9]], [[1], [2]], [0, 5]).tolist() == [0, 0]


@pytest.mark.parametrize("threshold", [4_000, 10_000, 50_000])
def test_evpi_of_a_normal_effect(threshold):
    effects = normal_draws(mean=0.3, sd=0.5)
    costs = np.tile([0.0, 2_000.0], (len(effects), 1))
    mean, sd = 0.3 * threshold - 2_000, 0.5 * threshold
    loss = sd * NORMAL.pdf(mean / sd) - abs(mean) * NORMAL.cdf(-abs(mean) / sd)
    value = economics.evpi(costs, effects, [threshold])
    assert value.shape == (1,)
    assert value[0] == pytest.approx(loss, rel=1e-3)


@quick
@given(draws(), st.lists(st.floats(0, 1e5), min_size=1, max_size=3))
def test_evpi_is_never_negative_and_equals_its_definition(pair, thresholds):
    costs, effects = pair
    values = economics.evpi(costs, effects, thresholds)
    for value, threshold in zip(values, thresholds, strict=True):
        net = economics.net_benefit(costs, effects, threshold)
        assert value >= 0
        assert value == pytest.approx(
            net.max(axis=1).mean() - net.mean(axis=0).max(), abs=1e-9 * (1 + np.abs(net).max())
        )


@quick
@given(draws(), st.data())
def test_order_of_draws_and_strategies_has_no_influence(pair, data):
    costs, effects = pair
    rows = data.draw(st.permutations(range(costs.shape[0])))
    columns = data.draw(st.permutations(range(costs.shape[1])))
    shuffled = [array[np.ix_(rows, columns)] for array in pair]
    np.testing.assert_allclose(
        economics.evpi(*shuffled, [7]), economics.evpi(costs, effects, [7]), atol=1e-9
    )
    original = economics.acceptability(costs, effects, 7)["probability"].to_numpy()
    np.testing.assert_allclose(
        economics.acceptability(*shuffled, 7)["probability"], original[columns], atol=1e-12
    )


def test_perfect_knowledge_is_worth_nothing_where_one_strategy_always_wins():
    effects = np.array([[0, 1], [0, 2], [0, 3]])
    assert economics.evpi(np.zeros((3, 2)), effects, [1, 5]).tolist() == [0, 0]


# ---- Wellbeing-years


def test_uk_guidance_example():
    """HM Treasury 2021: 0.2 points at 13,000 pounds are 2,600 a year, 5,200 over two years."""
    assert economics.wellby(0.2, 1) * 13_000 == pytest.approx(2_600)
    assert economics.wellby(0.2, 2) * 13_000 == pytest.approx(5_200)


def test_a_category_of_loneliness():
    """8,100 pounds for a category of loneliness are 0.62 WELLBYs of 13,000 pounds."""
    assert economics.wellby(0.62, 1) == pytest.approx(8_100 / 13_000, abs=5e-3)


def test_discounting_by_the_year():
    expected = 0.2 * (1 + 1.05**-1 + 1.05**-2 + 0.5 * 1.05**-3)
    assert economics.wellby([0.2] * 4, [1, 1, 1, 0.5], 0.05) == pytest.approx(expected)
    assert economics.wellby(0.2, 3.5, 0.05) == pytest.approx(expected)


def test_residents_are_summed():
    wellbeing = [[0.1, 0.3], [0.2, -0.1], [0.0, 0.5]]
    assert economics.wellby(wellbeing, 1, 0.1) == pytest.approx(0.3 + 0.7 / 1.1)


@quick
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.floats(0, 0.3), st.integers(2, 52))
def test_the_cut_of_time_has_no_influence(yearly, rate, parts):
    expected = sum(points * (1 + rate) ** -t for t, points in enumerate(yearly))
    fine = economics.wellby(np.repeat(yearly, parts), 1 / parts, rate)
    assert fine == pytest.approx(expected, abs=1e-9)


def test_a_tiny_rate_is_no_rate():
    assert economics.wellby(1, 40.25, 1e-300) == pytest.approx(40.25)


# ---- Distributional analysis


BASELINE, POPULATION = np.array([4.0, 6.0]), np.array([100, 300])


def test_distributional_analysis_by_hand():
    result = economics.distributional(
        BASELINE, [30, 0], 200_000, [0.25, 0.75], 20_000, 2, POPULATION
    )
    np.testing.assert_allclose(result.net_effect, [27.5, -7.5])
    np.testing.assert_allclose(result.outcome, [4.275, 5.975])
    assert result.mean == pytest.approx(5.55)
    assert result.mean_change == pytest.approx(0.05)
    harmonic_before = 400 / (100 / 4 + 300 / 6)
    harmonic_after = 400 / (100 / 4.275 + 300 / 5.975)
    assert result.ede == pytest.approx(harmonic_after)
    assert result.ede_change == pytest.approx(harmonic_after - harmonic_before)
    assert result.equity_impact == pytest.approx(harmonic_after - harmonic_before - 0.05)
    assert result.equity_impact > 0


def test_programmes_along_an_axis_equal_one_at_a_time():
    effects, costs = np.array([[30, 0], [0, 30], [5, 5]]), np.array([200_000, 0, -50_000])
    rest = ([0.5, 0.5], 20_000, 1, POPULATION)
    together = economics.distributional(BASELINE, effects, costs, *rest)
    assert together.net_effect.shape == (3, 2)
    for i in range(3):
        alone = economics.distributional(BASELINE, effects[i], costs[i], *rest)
        assert together.ede[i] == pytest.approx(float(alone.ede))
        assert together.equity_impact[i] == pytest.approx(float(alone.equity_impact))


@quick
@given(
    st.lists(st.floats(-20, 20), min_size=2, max_size=2),
    st.floats(-1e5, 1e5),
    st.floats(0, 1),
)
def test_without_aversion_equity_has_no_impact(effects, cost, share):
    result = economics.distributional(
        BASELINE, effects, cost, [share, 1 - share], 20_000, 0, POPULATION
    )
    assert result.equity_impact == pytest.approx(0, abs=1e-12)
    assert result.net_effect.sum() == pytest.approx(sum(effects) - cost / 20_000)


def test_equity_impact_turns_with_who_gains():
    to_worse_off, to_better_off = (
        economics.distributional(BASELINE, effects, 0, [0.5, 0.5], 1, 1, POPULATION).equity_impact
        for effects in ([30, 0], [0, 30])
    )
    assert to_better_off < 0 < to_worse_off


def test_nothing_changes_without_effect_or_cost():
    result = economics.distributional(BASELINE, [0, 0], 0, [0.5, 0.5], 1, 1, POPULATION)
    assert result.ede == pytest.approx(inequality.ede(BASELINE, 1, POPULATION))
    assert result.ede_change == result.mean_change == result.equity_impact == 0


# ---- Switch point


def equivalent_change(programme, baseline, population=(1, 1)):
    """Change of the equivalent by aversion, for a programme that costs nothing."""
    effects = (np.array(programme) - baseline) * population

    def change(epsilon):
        rest = (0, [0.5, 0.5], 1, epsilon, population)
        return float(economics.distributional(baseline, effects, *rest).ede_change)

    return change


@pytest.mark.parametrize(
    ("programme", "baseline", "aversion"),
    [
        ([4.5, 8.0], [4.0, 9.0], 1.0),  # both have the geometric mean 6
        ([4.0, 4.0], [3.0, 6.0], 2.0),  # both have the harmonic mean 4
        ([3.0, 6.0], [4.0, 4.0], 2.0),
    ],
)
def test_switch_point_of_equal_means(programme, baseline, aversion):
    change = equivalent_change(programme, np.array(baseline))
    assert economics.switch_point(change) == pytest.approx(aversion, abs=1e-6)


def test_switch_point_depends_on_the_sizes_of_groups():
    """Three of four at 4 / 1.1 and one at 4 x 1.1^3 have the geometric mean 4."""
    change = equivalent_change([4.0, 4.0], np.array([4 / 1.1, 4 * 1.1**3]), (3, 1))
    assert economics.switch_point(change) == pytest.approx(1.0, abs=1e-6)


def test_no_switch_where_one_is_better_at_all_aversions_or_nothing_changes():
    better = equivalent_change([5.0, 7.0], np.array([4.0, 7.0]))
    same = equivalent_change([4.0, 7.0], np.array([4.0, 7.0]))
    late = equivalent_change([4.0, 4.0], np.array([3.0, 6.0]))
    assert np.isnan(economics.switch_point(better))
    assert np.isnan(economics.switch_point(same))
    assert np.isnan(economics.switch_point(late, highest=1.5))


def test_the_lowest_of_several_flips_is_found_across_a_zero():
    assert economics.switch_point(lambda e: (e - 1.1) * (e - 3)) == pytest.approx(1.1)
    assert economics.switch_point(lambda e: e - 2.0, step=1.0) == pytest.approx(2.0)


# ---- Refusals


def dcea(**changes):
    arguments = {
        "baseline": BASELINE,
        "effects": [1, 1],
        "costs": 0,
        "cost_shares": [0.5, 0.5],
        "threshold": 1,
        "epsilon": 1,
        "population": POPULATION,
    }
    return economics.distributional(**(arguments | changes))


ONE = np.ones((1, 2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: economics.icers([], [], []),
            r"`costs` must hold at least one value; got shape \(0,\)",
        ),
        (
            lambda: economics.icers("ab", [1, np.nan], [1, 2]),
            "`costs` must be finite; got nan at position 1",
        ),
        (
            lambda: economics.icers("ab", [1, 2], [1, 2, 3]),
            r"`effects` must match `costs`, shape \(2,\); got shape \(3,\)",
        ),
        (
            lambda: economics.icers("abc", [1, 2], [1, 2]),
            "`strategies` must name each of the 2 strategies in `costs`; got 3 names",
        ),
        (
            lambda: economics.icers("aa", [1, 2], [1, 2]),
            "`strategies` must be distinct; got 'a' more than once",
        ),
        (lambda: economics.net_benefit([1], [1], -2), "`threshold` must not be negative; got -2"),
        (lambda: economics.net_benefit([1], [np.inf], 2), "`effects` must be finite; got inf"),
        (
            lambda: economics.acceptability([1, 2], [1, 2], [1]),
            r"`costs` must have the shape \(draws, strategies\); got an array of shape \(2,\)",
        ),
        (
            lambda: economics.acceptability(ONE, ONE, [1], ["a"]),
            "`strategies` must name each of the 2 strategies in `costs`; got 1 names",
        ),
        (
            lambda: economics.evpi(ONE, [[1, np.nan]], [1]),
            r"`effects` must be finite; got nan at position \(0, 1\)",
        ),
        (
            lambda: economics.evpi(ONE, ONE, [1, -1]),
            "`thresholds` must not be negative; got -1 at position 1",
        ),
        (lambda: economics.evpi(ONE, ONE, []), "`thresholds` must hold at least one value"),
        (
            lambda: economics.evpi(ONE, ONE, [[1, 2]]),
            r"`thresholds` must match `\(thresholds,\)`, shape \(2,\); got shape \(1, 2\)",
        ),
        (lambda: economics.wellby([], 1), "`wellbeing` must hold at least one value"),
        (lambda: economics.wellby(1, 0), "`years` must be positive; got 0"),
        (
            lambda: economics.wellby([1, 2], [1]),
            r"`years` must match `wellbeing`, shape \(2,\); got shape \(1,\)",
        ),
        (lambda: economics.wellby(1, 1, -0.1), "`discount_rate` must not be negative; got -0.1"),
        (lambda: dcea(cost_shares=[0.5, 0.6]), "`cost_shares` must sum to 1; got the sum 1.1"),
        (lambda: dcea(cost_shares=[1.5, -0.5]), "`cost_shares` must not be negative; got -0.5"),
        (
            lambda: economics.acceptability(ONE, ONE, [1, np.inf]),
            "`thresholds` must be finite; got inf at position 1",
        ),
        (lambda: economics.net_benefit([1], [1], np.inf), "`threshold` must be finite; got inf"),
        (lambda: economics.switch_point(lambda e: np.nan), "`change` must be finite; got nan"),
        (lambda: economics.switch_point(lambda e: 1.0, highest=0), "`highest` must be positive"),
        (lambda: economics.switch_point(lambda e: 1.0, step=0), "`step` must be positive; got 0"),
        (lambda: dcea(threshold=0), "`threshold` must be positive; got 0"),
        (lambda: dcea(population=[1, 0]), "`population` must be positive; got 0 at position 1"),
        (
            lambda: dcea(population=[1]),
            r"`population` must match `baseline`, shape \(2,\); got shape \(1,\)",
        ),
        (
            lambda: dcea(effects=[1, 2, 3]),
            r"`effects` must match `costs x baseline`, shape \(2,\); got shape \(3,\)",
        ),
        (lambda: dcea(baseline=[0, 1]), "`baseline` must be positive where epsilon >= 1"),
        (
            lambda: dcea(effects=[-400, 0]),
            r"`baseline \+ net effect per person` must be positive .* got 0 at position 0",
        ),
    ],
)
def test_refusals_name_argument_value_and_rule(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_import_does_not_load_pandas():
    code = "import sys, sanlian_sim.outcomes.economics; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
