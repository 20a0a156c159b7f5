"""Effects, shares and verdicts of claims on numbers made up for it; no claim's sign is asserted."""

import numpy as np
import pytest

from sanlian_sim.experiments.claims.effects import (
    Drawn,
    Effect,
    central_effect,
    drawn_effects,
)
from sanlian_sim.experiments.claims.equal_service import matched
from sanlian_sim.experiments.claims.imposed import Swaps, imposed_share, lost_share, shapley_share
from sanlian_sim.experiments.claims.judge import (
    Tally,
    Verdict,
    combined,
    gain,
    in_words,
    judge,
    tally,
)
from sanlian_sim.experiments.claims.read import claim_of
from sanlian_sim.experiments.claims.schema import Measure, Term
from sanlian_sim.experiments.claims.values import Quantity, Values
from sanlian_sim.experiments.statistics.decomposition import wilson
from sanlian_sim.experiments.statistics.intervals import jackknife_ratio, paired


def term(power=1, **scenarios):
    return Term(outcome="wellbys", scenarios=scenarios, power=power)


def measure(*terms, least=(), **facts):
    given = {"name": "m", "direction": 1, "smallest": 1.0, "reason": "r"} | facts
    return Measure(terms=terms, least=tuple(least), **given)


class Held:
    """Values of scenarios, replicates last."""

    def __init__(self, **scenarios):
        self.scenarios = scenarios

    def of(self, term):
        return sum(
            weight * np.asarray(self.scenarios[name], dtype=float)
            for name, weight in term.scenarios.items()
        )


def drawn(*values):
    found = np.array(values, dtype=float)
    return Drawn(found, np.isfinite(found), np.zeros(len(found)))


def held(number, of=100, by_parameters=1.0):
    return Tally(number, of, number / of, *wilson(number, of), by_parameters)


def test_a_contrast_is_the_paired_difference():
    values = Held(a=[3.0, 5.0, 7.5], b=[1.0, 2.0, 3.0])
    found, known = central_effect(measure(term(a=1, b=-1)), values), paired([1, 2, 3], [3, 5, 7.5])
    assert found == (known.difference, known.low, known.high, True)


def test_a_quotient_is_that_of_the_means_with_the_jackknife():
    top, bottom = [2.0, 3.0, 4.5, 5.0], [1.0, 1.2, 1.1, 0.9]
    found = central_effect(measure(term(a=1), term(-1, b=1), null=1), Held(a=top, b=bottom))
    known = jackknife_ratio(top, bottom)
    assert found[:3] == pytest.approx((known.value, known.low, known.high))
    assert found.defined


def test_a_quotient_is_undefined_where_the_interval_of_its_divisor_holds_nothing():
    found = central_effect(measure(term(a=1), term(-1, b=1)), Held(a=[1.0, 2, 3], b=[-1.0, 2, 1]))
    assert not found.defined


def test_half_the_work_and_twice_the_result_is_four():
    scenarios = {"none": [0.0, 1.0], "led": [10.0, 11.0], "linked": [20.0, 21.0]}
    gains = (term(linked=1, none=-1), term(-1, led=1, none=-1))
    costs = (term(-1, cheap=1), term(dear=1))
    values = Held(**scenarios, cheap=[5.0, 5.0], dear=[10.0, 10.0])
    assert central_effect(measure(*gains, *costs), values).value == pytest.approx(4.0)


def test_where_all_must_hold_the_weakest_counts():
    parts = [term(mix=1, a=-1), term(mix=1, b=-1)]
    values = Held(mix=[5.0, 6.0], a=[1.0, 1.5], b=[4.0, 5.5])
    assert central_effect(measure(least=parts), values).value == pytest.approx(0.75)
    assert central_effect(measure(least=parts, direction=-1), values).value == pytest.approx(4.25)
    many = Held(mix=[[5.0, 6.0], [1.0, 1.0]], a=[[1.0, 1.5], [2.0, 2.0]], b=[[4.0, 5.5], [0, 0]])
    assert drawn_effects(measure(least=parts), many).values == pytest.approx([0.75, -1.0])


def test_draws_are_judged_by_their_means_and_lost_runs_left_out():
    values = Held(a=[[1.0, 3.0], [np.nan, 4.0], [np.nan, np.nan]], b=[[0.0, 0.0]] * 3)
    found = drawn_effects(measure(term(a=1, b=-1)), values)
    assert found.values[:2] == pytest.approx([2.0, 4.0])
    assert found.defined.tolist() == [True, True, False]


def test_chance_is_told_from_parameters():
    rng = np.random.default_rng(1)
    chance = 2.0 * rng.standard_normal((400, 4))
    alone = drawn_effects(measure(term(a=1)), Held(a=chance))
    assert alone.errors == pytest.approx(np.full(400, 1.0), rel=0.1)
    assert alone.by_parameters < 0.2
    moved = drawn_effects(measure(term(a=1)), Held(a=chance + 3.0 * rng.standard_normal((400, 1))))
    assert moved.by_parameters == pytest.approx(0.9, abs=0.05)
    assert np.isnan(drawn_effects(measure(term(a=1)), Held(a=[[1.0, 2.0]])).by_parameters)


def test_the_error_of_a_quotient_is_as_its_draws_scatter():
    rng = np.random.default_rng(2)
    top, bottom = (10.0 + rng.standard_normal((4000, 4)) for _ in range(2))
    found = drawn_effects(measure(term(a=1), term(-1, b=1), null=1), Held(a=top, b=bottom))
    assert found.errors.mean() == pytest.approx(found.values.std(), rel=0.05)


def test_at_a_draw_a_quotient_is_undefined_where_chance_reaches_the_divisor():
    values = Held(a=[[1.0, 1.0]] * 2, b=[[10.0, 11.0], [-0.2, 0.4]])
    found = drawn_effects(measure(term(a=1), term(-1, b=1)), values)
    assert found.defined.tolist() == [True, False]
    assert np.isnan(found.values[1])


def test_holding_at_a_draw_is_beyond_the_smallest_effect_in_the_claims_direction():
    found = tally(measure(term(a=1), direction=-1, smallest=2.0), drawn(-3, -2, -1, 5, np.nan))
    assert (found.held, found.defined, found.share) == (1, 4, 0.25)
    assert gain(measure(term(a=1), null=1.0, smallest=0.5), 2.0) == 2.0


@pytest.mark.parametrize(
    ("number", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_the_interval_of_a_share_is_as_newcombe_1998_has_it(number, of, low, high):
    gains = [2.0] * number + [0.0] * (of - number)
    found = tally(measure(term(a=1)), drawn(*gains))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("effect", "found", "verdict"),
    [
        (Effect(3, 2, 4), held(95), Verdict.HOLDS),
        (Effect(3, 0.5, 5.5), held(95), Verdict.UNDECIDED),
        (Effect(3, 2, 4), held(78), Verdict.DEPENDS),
        (Effect(0.2, 0.1, 0.3), held(4), Verdict.FAILS),
        (Effect(-3, -4, -2), held(4), Verdict.FAILS),
        (Effect(0.2, -1, 1.4), held(4), Verdict.UNDECIDED),
        (Effect(3, 2, 4), held(50), Verdict.DEPENDS),
        (Effect(3, 2, 4), held(3, 6), Verdict.DEPENDS),
        (Effect(3, 2, 4), held(3, 3), Verdict.UNDECIDED),
        (Effect(3, 2, 4), held(50, by_parameters=0.3), Verdict.UNDECIDED),
        (Effect(3, 2, 4, False), held(95), Verdict.UNDECIDED),
        (Effect(np.nan, np.nan, np.nan, False), Tally(0, 0, *[np.nan] * 4), "undecided"),
    ],
)
def test_a_verdict_follows_from_interval_and_share(effect, found, verdict):
    expected = Verdict.UNDECIDED if verdict == "undecided" else verdict
    assert judge(measure(term(a=1)), effect, found) == expected


def test_what_follows_from_a_definition_has_no_verdict():
    assert judge(measure(term(a=1), identity=True), Effect(3, 2, 4), held(99)) == Verdict.IDENTITY


def test_the_direction_of_a_claim_turns_the_interval():
    lower = measure(term(a=1), direction=-1)
    assert judge(lower, Effect(-3, -4, -2), held(95)) == Verdict.HOLDS
    assert judge(lower, Effect(3, 2, 4), held(2)) == Verdict.FAILS


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["holds", "holds", "true by definition"], "holds"),
        (["holds", "fails", "depends"], "fails"),
        (["holds", "depends", "not decided by these runs"], "depends"),
        (["holds", "not decided by these runs"], "not decided by these runs"),
        (["true by definition"], "true by definition"),
    ],
)
def test_a_claim_of_several_measures_needs_all(verdicts, expected):
    assert combined([Verdict(one) for one in verdicts]) == expected


def test_a_verdict_names_what_it_depends_on():
    assert in_words(Verdict.DEPENDS, ["overhead", "trust"]) == "depends on overhead, trust"
    assert in_words(Verdict.DEPENDS, []) == "depends on what these draws do not tell"
    assert in_words(Verdict.HOLDS, ["overhead"]) == "holds"


def test_in_an_additive_world_the_imposed_share_is_what_levers_add():
    levers, delegation = 3.0, 1.0
    share = shapley_share(0.0, levers, delegation, levers + delegation)
    assert share == pytest.approx(0.75)
    assert lost_share(0.0, levers + delegation, delegation) == pytest.approx(0.75)


def test_the_interval_of_the_imposed_share_covers_the_truth():
    rng = np.random.default_rng(5)
    swaps = Swaps("nothing", "levers", "delegation", "both")
    asked, means = measure(term(both=1, nothing=-1)), (0.0, 3.0, 1.0, 4.0)
    trials, covered = 600, 0
    for _ in range(trials):
        drawn = zip(swaps, means, strict=True)
        held = {(name, Quantity("wellbys")): rng.normal(mean, 0.5, 20) for name, mean in drawn}
        found = imposed_share(asked, Values(held), swaps)
        covered += found.low <= 0.75 <= found.high
    assert 0.92 < covered / trials < 0.98


def test_what_both_make_together_is_halved():
    assert shapley_share(1.0, 1.0, 1.0, 3.0) == pytest.approx(0.5)
    assert np.isnan(shapley_share(1.0, 2.0, 0.0, 1.0))
    assert np.isnan(lost_share(1.0, 1.0, 0.0))


def test_service_is_equalled_on_straight_lines_over_the_logarithm_of_scale():
    scales = (0.8, 1.0, 1.25)
    unmet = [np.full((1, 2), 10.0 * scale**-2) for scale in scales]
    other = [np.array([[1.0, 3.0]]) + 4.0 * np.log(scale) for scale in scales]
    tried = [np.stack(pair) for pair in zip(unmet, other, strict=True)]
    target = np.stack([np.full((1, 2), 10.0 * np.exp(-0.2)), np.zeros((1, 2))])
    found = matched(tried, scales, target, unmet=0)
    assert found.scale == pytest.approx([np.exp(0.1)])
    assert found.values[1, 0] == pytest.approx([1.4, 3.4])
    assert found.reached.tolist() == [1.0]


def test_where_no_scale_serves_as_much_the_nearest_is_taken():
    tried = [np.full((1, 1, 2), level) for level in (9.0, 7.0)]
    found = matched(tried, (1.0, 1.2), np.full((1, 1, 2), 3.0), unmet=0)
    assert found.scale == pytest.approx([1.2])
    assert found.reached.tolist() == [0.0]
    nothing = matched(tried, (1.0, 1.2), np.full((1, 1, 2), np.nan), unmet=0)
    assert np.isnan(nothing.values).all()


def test_a_measure_without_terms_is_one_itself():
    plain = {"name": "m", "direction": 1, "smallest": 1.0, "reason": "r", "outcome": "wellbys"}
    claim = claim_of(
        {
            "id": "X", "title": "t", "meaning": "m", "kind": "mixed", "closure": "as_is",
            "measures": [{**plain, "scenarios": {"linked": 1, "government_led": -1}}],
        },
        "x.toml",
    )  # fmt: skip
    (one,) = claim.measures
    assert one.terms[0].scenarios == {"linked": 1, "government_led": -1}
    assert one.unit == "WELLBYs per 10,000 resident-years"
    assert claim.names == ["linked", "government_led"]
