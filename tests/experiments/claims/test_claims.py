"""Claims as data, the runs they ask for, and what decides them; in places of a few residents."""

import numpy as np
import pandas as pd
import pytest

from sanlian_sim.experiments.claims.conduct import run_claims
from sanlian_sim.experiments.claims.deciders import (
    FAMILY,
    HANDICAP,
    deciders,
    drawn_table,
    handicap,
    named,
    shown,
)
from sanlian_sim.experiments.claims.plan import parts_of, tasks_of, variant
from sanlian_sim.experiments.claims.read import library_ids, read_claims, shared_design
from sanlian_sim.experiments.claims.schema import Mode
from sanlian_sim.experiments.claims.tables import CLAIM_TABLES, tables
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Parameters

TINY = {
    "community.population": 300, "community.communities": 2, "horizon.weeks": 6,
    "horizon.warmup": 2,
}  # fmt: skip
MODE = Mode(central=2, draws=2, replicates=2, scales=(0.9, 1.0, 1.1), one_out=False, overrides=TINY)
OWN = """
id = "own"
title = "More is more"
meaning = "Linked costs less"
kind = "emergent"
closure = "as_is"
[scenarios.little]
arrangement = "linked"
delegation = 0.1
[[measures]]
name = "Cost"
outcome = "fiscal_cost"
scenarios = { little = 1, government_led = -1 }
direction = -1
smallest = 1
reason = "a yuan"
"""


@pytest.fixture(scope="module")
def study():
    return run_claims(read_claims(["C3", "C13"]), mode=MODE)


def test_the_library_holds_fifteen_claims_in_order():
    assert library_ids() == [f"C{n}" for n in range(1, 16)]
    claims = read_claims()
    assert [claim.id for claim in claims] == library_ids()
    assert all(one.reason and one.smallest > 0 for claim in claims for one in claim.measures)
    assert all(claim.quote and claim.meaning and claim.note for claim in claims)


def test_every_scenario_of_the_library_can_be_run():
    parts = parts_of(read_claims(), shared_design(), MODE)
    assert {part.closure for part in parts} == {"equal_budget", "equal_service", "as_is"}
    for part in parts:
        assert len(part.draws) == 2
        assert {*part.compared, *part.swapped} == {*part.draws.experiment.scenarios}


def test_swapped_levers_are_the_baselines_and_nothing_else_changes():
    mode = MODE.model_copy(update={"one_out": True})
    (part,) = parts_of(read_claims(["C2"]), shared_design(), mode)
    experiment = part.draws.experiment
    led, linked = (experiment.scenario(name).policy for name in ("government_led", "linked"))
    alone = experiment.scenario(variant("linked", "levers")).policy
    assert alone.delegation == linked.delegation
    swapped = {lever for group in shared_design().levers.values() for lever in group}
    for lever in swapped:
        assert getattr(alone.levers, lever) == getattr(led.levers, lever)
    idle = experiment.scenario(variant("linked", "delegation")).policy
    assert (idle.levers, idle.delegation) == (linked.levers, led.delegation)
    without = experiment.scenario(variant("linked", "platform")).policy.levers
    changed = {
        n for n in type(without).model_fields if getattr(without, n) != getattr(linked.levers, n)
    }
    assert changed == set(shared_design().levers["platform"])


def test_every_lever_in_which_linked_differs_is_swapped():
    (part,) = parts_of(read_claims(["C2"]), shared_design(), MODE)
    led, linked = (
        part.draws.experiment.scenario(name).policy.levers for name in ("government_led", "linked")
    )
    differ = {n for n in type(led).model_fields if getattr(led, n) != getattr(linked, n)}
    swapped = {lever for group in shared_design().levers.values() for lever in group}
    assert differ - {"delegation_default"} <= swapped


def test_claims_of_one_closure_share_their_runs():
    one = tasks_of(parts_of(read_claims(["C2"]), shared_design(), MODE), MODE)[0]
    both = tasks_of(parts_of(read_claims(["C2", "C15"]), shared_design(), MODE), MODE)[0]
    assert len(one) == len(both)


def test_problems_of_claims_are_told_together(tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(OWN.replace("fiscal_cost", "fiscal_costs").replace("little = 1", "litle = 1"))
    with pytest.raises(ExperimentError) as caught:
        read_claims(["C99", str(wrong)])
    told = str(caught.value)
    assert "C99: no such claim" in told
    assert "fiscal_costs: no such outcome" in told.replace('= "fiscal_costs"', "fiscal_costs")
    assert "litle" in told


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("smallest = 1", "smallest = 0", "smallest"),
        ('outcome = "fiscal_cost"\n', "", "either outcome or outcomes"),
        ('kind = "emergent"', 'kind = "sure"', "kind"),
    ],
)
def test_a_claim_that_is_none_is_refused(tmp_path, old, new, rule):
    path = tmp_path / "claim.toml"
    path.write_text(OWN.replace(old, new))
    with pytest.raises(ExperimentError, match=rule):
        read_claims([path])


def test_a_claim_of_a_users_own_is_tested_like_the_others(tmp_path):
    path = tmp_path / "claim.toml"
    path.write_text(OWN)
    found = run_claims(read_claims([path]), mode=MODE)
    (one,) = found.findings
    assert np.isfinite(one.effect.value)
    assert np.isnan(one.imposed.value)
    assert one.tally.defined == 2


def test_two_claims_may_not_mean_different_scenarios_by_one_name(tmp_path):
    paths = [tmp_path / "a.toml", tmp_path / "b.toml"]
    for path, share in zip(paths, ("0.1", "0.2"), strict=True):
        path.write_text(OWN.replace('"own"', f'"{path.stem}"').replace("0.1", share))
    with pytest.raises(ExperimentError, match="another scenario of that name"):
        parts_of(read_claims(paths), shared_design(), MODE)


def test_findings_hold_effect_share_and_levers(study):
    assert not study.failures
    assert [one.claim.id for one in study.findings] == ["C3"] * 2 + ["C13"] * 3
    assert all(np.isfinite(one.effect.value) for one in study.findings)
    assert all(one.tally.defined == 2 for one in study.of("C13"))
    assert set(study.verdicts) == {"C3", "C13"}


def test_where_service_is_not_equal_nothing_is_decided(study):
    reached = study.matches["linked", True].reached[0] == 1
    assert [one.effect.defined for one in study.of("C3")] == [reached] * 2
    served = study.matches["linked", False].reached
    assert all(one.tally.defined == (served == 1).sum() for one in study.of("C3"))


def test_tables_have_the_columns_they_say(study):
    found = tables(study)
    assert set(found) == set(CLAIM_TABLES)
    for name, columns in CLAIM_TABLES.items():
        assert list(found[name].columns) == [column.name for column in columns]
    assert len(found["claims"]) == 5
    assert len(found["claims_draws"]) == 10
    assert set(found["claims_scales"]["draw"]) == {-1, 0, 1}


def test_effects_are_those_of_the_runs(study):
    finding = study.of("C13")[0]
    levels = {
        name: [
            float(
                result.summary.query(
                    "outcome == 'administrative_share' and group == 'all' and service == ''"
                )["value"].iloc[0]
            )
            for entry, result in zip(study.runs.results.entries, study.runs.results, strict=True)
            if entry.scenario == name and study.places[entry.point][:2] == ("equal_budget", -1)
        ]
        for name in ("linked", "government_led")
    }
    difference = np.mean(levels["linked"]) - np.mean(levels["government_led"])
    assert finding.effect.value == pytest.approx(difference)


def test_the_handicap_is_the_gap_in_log_odds_of_response():
    p = Parameters()
    assert handicap({}, p) > 0
    equal = {
        "trust_social_a": p.trust_government_a, "trust_social_b": p.trust_government_b,
        "awareness_baseline": p.awareness_government,
    }  # fmt: skip
    assert handicap(equal, p) == pytest.approx(0.0)
    known = handicap({"awareness_baseline": p.awareness_baseline + 0.1}, p)
    assert handicap({}, p) - known == pytest.approx(0.1 * p.response_awareness)


def test_what_decides_is_found_and_the_two_are_always_shown():
    rng = np.random.default_rng(1)
    names = [HANDICAP, FAMILY, "overhead", "x", "y", "z"]
    table = pd.DataFrame(rng.random((60, len(names))), columns=names)
    effects = 3 * table["overhead"].to_numpy() + 0.1 * rng.random(60)
    rows = deciders(effects, table)
    assert rows[0].parameter == "overhead"
    assert rows[0].low < rows[0].correlation < rows[0].high
    assert named(rows) == ["overhead"]
    assert {HANDICAP, FAMILY} <= {one.parameter for one in shown(rows)}
    assert 3 <= len(shown(rows)) <= 5


def test_without_effects_nothing_decides():
    table = pd.DataFrame({HANDICAP: [1.0, 2.0, 3.0]})
    assert deciders(np.array([1.0, np.nan, np.nan]), table) == []


def test_what_is_drawn_together_is_looked_at_once(study):
    table = drawn_table(study.parts[0].draws)
    assert table.columns[0] == HANDICAP
    assert FAMILY in table
    onsets = [name for name in table if "onset" in name and "factor" not in name]
    assert len(onsets) == len({name.split(".")[1] for name in onsets})
