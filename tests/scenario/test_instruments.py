"""Instruments are a table: rows can be changed and added, and a scenario mixes them."""

from __future__ import annotations

import tomllib

import pytest

from sanlian_sim.scenario.describe import describe_instruments, describe_parameters
from sanlian_sim.scenario.library import instrument_rows
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment, InstrumentRow

VOUCHERS = {"label_en": "Vouchers", "term_weeks": 26, "lot_yuan": 50_000, "delay_weeks": 4}
ROW = "parameters.instruments.vouchers"
MIX = "scenarios.linked.instruments"


class TestShares:
    def test_all_is_purchased_where_nothing_is_said(self, load):
        experiment = load()
        for scenario in experiment.scenarios.values():
            assert scenario.policy.instruments == {"purchase": 1, "venture": 0, "outsourcing": 0}

    def test_instruments_left_out_have_none(self, load):
        found = load({MIX: {"venture": 0.25, "outsourcing": 0.75}}).scenario("linked").policy
        assert dict(found.instruments) == {"purchase": 0, "venture": 0.25, "outsourcing": 0.75}
        assert list(found.instruments) == list(found.parameters.instruments)

    def test_baseline_keeps_its_own(self, load):
        linked = load({MIX: {"venture": 1}}).scenario("linked")
        assert linked.baseline.instruments["purchase"] == 1

    def test_shares_need_not_be_exact_to_the_last_digit(self, load):
        mix = dict.fromkeys(instrument_rows(), 0.3333333)
        assert load({MIX: mix}).scenario("linked").policy.instruments == mix


class TestChangedRow:
    def test_single_value_for_all_scenarios(self, load):
        experiment = load({"parameters.instruments.venture.match_share": 0.5})
        shipped = Parameters().instruments["venture"]
        for scenario in experiment.scenarios.values():
            row = scenario.policy.parameters.instruments["venture"]
            assert row == shipped.model_copy(update={"match_share": 0.5})

    def test_single_value_of_one_scenario(self, load):
        experiment = load({"scenarios.linked.parameters.instruments.purchase.term_weeks": 156})
        terms = [
            one.policy.parameters.instruments["purchase"].term_weeks
            for one in experiment.scenarios.values()
        ]
        assert terms == [52, 156]

    def test_no_other_place_by_other_contracts(self, load):
        overrides = {
            "scenarios.linked.parameters.instruments.purchase": {"term_weeks": 156, "lot_yuan": 9}
        }
        assert not load(overrides).scenario("linked").between_places


class TestFourthInstrument:
    def test_from_a_file(self, load):
        experiment = load({ROW: VOUCHERS, MIX: {"vouchers": 0.4, "purchase": 0.6}})
        assert list(experiment.parameters.instruments)[-1] == "vouchers"
        policy = experiment.scenario("linked").policy
        assert policy.instruments["vouchers"] == 0.4
        assert policy.parameters.instruments["vouchers"] == InstrumentRow(**VOUCHERS)

    def test_from_python(self):
        experiment = Experiment(
            parameters={"instruments": {"vouchers": InstrumentRow(**VOUCHERS).model_dump()}},
            scenarios={"a": {"arrangement": "linked", "instruments": {"vouchers": 1}}},
        )
        assert experiment.scenario("a").policy.instruments["vouchers"] == 1.0

    def test_fields_left_out_are_neutral(self):
        row = InstrumentRow(**VOUCHERS)
        unused = ("renewals", "match_share", "tender_yuan", "monitoring_share", "capital_yuan")
        assert [getattr(row, name) for name in unused] == [0] * len(unused)
        assert (row.fixed_fee, row.initiatives, row.facility) == (False, False, False)

    def test_written_and_read_again(self, load):
        mix = {MIX: {"vouchers": 0.4, "purchase": 0.6}}
        changed = {"scenarios.linked.parameters.instruments.vouchers.delay_weeks": 8}
        experiment = load({ROW: VOUCHERS, **mix, **changed})
        document = tomllib.loads(experiment.to_toml())
        again = Experiment(**document)
        assert again == experiment
        assert again.content_hash() == experiment.content_hash()
        assert document["scenarios"]["linked"]["parameters"] == {
            "instruments": {"vouchers": {"delay_weeks": 8}}
        }

    def test_listed_as_given(self, load):
        parameters = load({ROW: VOUCHERS}).parameters
        rows = {row.name: row for row in describe_parameters(parameters)}
        row = rows["instruments.vouchers.delay_weeks"]
        assert (row.value, row.source, row.unit) == (4, "given", "weeks")
        assert [row.name for row in describe_instruments(parameters)][-1] == "vouchers"

    def test_as_many_as_eight(self, load):
        rows = {f"way_{n}": VOUCHERS for n in range(5)}
        assert len(load({"parameters.instruments": rows}).parameters.instruments) == 8
        with pytest.raises(ExperimentError, match="at most 8 instruments, got 9"):
            load({"parameters.instruments": {**rows, "way_5": VOUCHERS}})


def test_hash_follows_rows_and_shares(load):
    asked = [
        {},
        {"parameters.instruments.venture.coaching_share": 0.2},
        {ROW: VOUCHERS},
        {MIX: {"venture": 1}},
        {"scenarios.linked.rollout.order": "need"},
    ]
    assert len({load(overrides).content_hash() for overrides in asked}) == len(asked)


WRONG = [
    (
        {"parameters.instruments.venture.lot_yaun": 1},
        ".venture.lot_yaun",
        "unknown key",
        "lot_yuan",
    ),
    ({"parameters.instruments.venture.delay_weeks": 52}, ".venture.delay_weeks", "[0, 51]", None),
    ({"parameters.instruments.venture.term_weeks": 0}, ".venture.term_weeks", "[1, 520]", None),
    ({"parameters.instruments.venture.term_weeks": 8.5}, ".venture.term_weeks", "whole", None),
    ({"parameters.instruments.venture.fixed_fee": 1}, ".venture.fixed_fee", "true or false", None),
    ({"parameters.instruments.venture.lot_yuan": "9"}, ".venture.lot_yuan", "a number", "quotes"),
    ({"parameters.instruments.ventrue": {}}, ".ventrue", "needs label_en", "venture"),
    ({"parameters.instruments": {"a way": VOUCHERS}}, '."a way"', "an instrument's name is", None),
    ({"parameters.instruments.venture": 3}, ".venture", "must be a table", "[parameters."),
    ({"parameters.instruments": 3}, "", "must be a table", "[parameters."),
]


@pytest.mark.parametrize(("overrides", "where", "rule", "suggestion"), WRONG)
def test_wrong_row_is_refused(problems, overrides, where, rule, suggestion):
    (problem,) = problems(overrides)
    assert problem.place == f"parameters.instruments{where}"
    assert rule in problem.rule
    assert (problem.suggestion is None) == (suggestion is None)
    assert suggestion is None or suggestion in problem.suggestion


def test_scenario_adds_no_instrument(problems):
    (problem,) = problems({"scenarios.linked.parameters.instruments.vouchers": VOUCHERS})
    assert problem.place == "scenarios.linked.parameters.instruments.vouchers"
    assert "unknown instrument; a new one belongs under [parameters.instruments]" in problem.rule


@pytest.mark.parametrize(
    ("mix", "where", "rule"),
    [
        ({"vouchers": 1.0}, ".vouchers", "unknown key"),
        ({"purchase": 1.2, "venture": -0.2}, ".purchase", "must lie in [0, 1]"),
        ({"purchase": True}, ".purchase", "must be a number"),
        ({"purchase": 0.5, "venture": 0.6}, "", "shares must sum to 1"),
        ({"purchase": 0}, "", "shares must sum to 1"),
    ],
)
def test_wrong_share_is_refused(problems, mix, where, rule):
    problem = problems({MIX: mix})[0]
    assert problem.place == MIX + where
    assert rule in problem.rule


def test_misspelt_instrument_of_a_mix_suggests_an_added_one(problems):
    (problem,) = problems({ROW: VOUCHERS, MIX: {"voucher": 1.0}})
    assert "vouchers" in problem.suggestion


def test_order_of_rollout_is_one_of_four(load, problems):
    orders = ("random", "need", "readiness", "watching")
    key = "scenarios.linked.rollout.order"
    assert [load({key: one}).scenario("linked").rollout.order for one in orders] == list(orders)
    assert load().scenario("linked").rollout.order == "random"
    (problem,) = problems({key: "readyness"})
    assert problem.rule == "must be one of random, need, readiness, watching"
    assert "readiness" in problem.suggestion
