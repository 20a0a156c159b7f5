"""With every difference between institutions taken away, it does not matter who serves.

Delegation 0 and 1, each in a world that has always been so, must give the same welfare and cost
within the interval. Between them a pool would be split in two, which is a difference in itself.
"""

import ast
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

import sanlian_sim
from sanlian_sim.scenario.library import arrangement_rows
from sanlian_sim.scenario.schema import Levers

from .runs import half_width, run, scenario_of

REPLICATES, LEVEL, POWER = 24, 0.99, 0.9
NOTICEABLE = 0.02
"""Difference that the test must be able to see, relative to the outcome's level; for wellbeing,
relative to all that services do for it."""

NEUTRAL = {
    **dict.fromkeys(
        ("entry_minutes", "handover_minutes", "misroute", "misroute_across", "edge_hours",
         "coordination_hours", "endorsement_rate", "administration_relief",
         "administration_contracts", "awareness_contact", "outreach_awareness",
         # Prices: an hour of an organisation costs what one of government's does.
         "overhead", "overhead_spread", "price_ceiling", "know_how_price", "transaction_costs",
         "approval_weeks",
         # Quality: nothing but the table of services.
         "temptation", "skill_effect", "autonomy_quality", "embedded_access", "complementarity",
         "administrative_pull", "substitution", "churn_weight",
         # Staff: there as soon as it is asked for, on both sides.
         "hire_weeks", "post_hire_weeks", "insecurity", "burnout", "hiring_tightness",
         # Organisations: always the same, and never in debt.
         "entry_per_year", "exit_per_year", "delay_scale", "insolvency",
         "organisations_per_10000"), 0,
    ),
    "call_off_weeks": 1, "organisations_least": 3,
    "instruments": {"purchase": dict.fromkeys(
        ("reporting_share", "monitoring_share", "tender_yuan", "tender_share", "delay_weeks"), 0
    )},
    "trust_government_a": 75, "trust_government_b": 25,
    "trust_social_a": 75, "trust_social_b": 25, "trust_correlation": 0.99,
    "awareness_government": 0.9, "awareness_baseline": 0.9,
}  # fmt: skip


def simulate(replicate, **settings):
    scenario = scenario_of(
        {"arrangement": "government_led", **settings},
        parameters=NEUTRAL, people=3000, weeks=156, warmup=104,
    )  # fmt: skip
    return run(scenario, 100 + replicate)


def outcomes(delegation, replicate):
    """Unmet hours, wellbeing and cost of a world in which that much was always delegated."""
    found = simulate(replicate, delegation=delegation)
    agreed = found.world.market.agreements[0].tolist()
    assert agreed == [int(delegation > 0.0)] * 7, "each service is given by one organisation"
    return found.unmet_hours, found.wellbeing, found.yuan


@pytest.fixture(scope="module")
def paired():
    """Outcomes by delegation and replicate; a replicate has the same residents and luck."""
    return np.array([[outcomes(d, r) for r in range(REPLICATES)] for d in (0.0, 1.0)])


@pytest.fixture(scope="module")
def levels(paired):
    """What differences are compared with."""
    mean = paired.mean(axis=(0, 1))
    unserved = [simulate(r, levers={"formal_supply": 0.0}).wellbeing for r in range(4)]
    gained = paired[:, :4, 1] - unserved
    assert (gained > 0.0).all(), "services that do nothing would be equal too"
    mean[1] = gained[0].mean()
    return mean


@pytest.mark.parametrize("outcome", [0, 1, 2], ids=["unmet hours", "wellbeing", "cost"])
def test_it_does_not_matter_who_serves(paired, levels, outcome):
    government, organisations = paired[:, :, outcome]
    difference = organisations - government
    found = difference.mean() / levels[outcome]
    width = half_width(difference, LEVEL) / levels[outcome]
    error = difference.std(ddof=1) / np.sqrt(REPLICATES) / levels[outcome]
    power = t.cdf((NOTICEABLE - width) / error, REPLICATES - 1)
    said = f"organisations less government: {found:+.2%} +- {width:.2%} of {levels[outcome]:.4g}"
    assert power > POWER, f"{power:.2f} is too little power to see {NOTICEABLE:.0%}; {said}"
    assert abs(found) <= width, said


def test_an_arrangement_sets_levers_and_nothing_else():
    labels = {"label_zh", "label_en", "meaning"}
    for name, row in arrangement_rows().items():
        assert set(row) - labels == set(Levers.model_fields), name


@pytest.mark.parametrize("layer", ["dynamics", "world"])
def test_no_phase_asks_for_an_arrangement(layer):
    sources = sorted((Path(sanlian_sim.__file__).parent / layer).rglob("*.py"))
    assert len(sources) > 20
    for source in sources:
        nodes = list(ast.walk(ast.parse(source.read_text("utf-8"))))
        attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        strings = {node.value for node in nodes if isinstance(node, ast.Constant)}
        assert "arrangement" not in attributes | strings, source
        assert not strings & set(arrangement_rows()), source
