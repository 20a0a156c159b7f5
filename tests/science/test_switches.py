"""Every switch is tested both ways, and whichever is off, weeks add up."""

from importlib import import_module

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.scenario.schema import Mechanisms
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.flows import Category
from sanlian_sim.world.rules import rule_row

from .coverage import COVERAGE
from .runs import scenario_of, without

SWITCHES = tuple(Mechanisms.model_fields)
EXITS = (ServiceSeries.CLOSED, ServiceSeries.PASSED, ServiceSeries.GAVE_UP, ServiceSeries.DECLINED)
SPENT = [name for name in HOURS if name not in ("paid", "client")]
BUSY = {
    "initiative_rate": 300, "organisations_per_10000": 200, "job_loss_per_week": 0.02,
    "call_per_week": 0.3, "load_scale": 1.6, "approval_weeks": 2, "working_capital_weeks": 2,
    "credit_weeks": 0, "exit_weeks": 4, "entry_per_year": 4, "exit_per_year": 2,
    "instruments": {"purchase": {"term_weeks": 13, "renewals": 1}, "venture": {"term_weeks": 13}},
}  # fmt: skip


def test_every_switch_is_tested_both_ways():
    assert set(COVERAGE) == set(SWITCHES)
    for named in COVERAGE.values():
        assert len(set(named)) == 2
        for name in named:
            module, function = name.split(".")
            assert callable(getattr(import_module(f".{module}", __package__), function)), name
    assert len({one for named in COVERAGE.values() for one in named}) == 2 * len(COVERAGE)


def busy(mechanisms):
    """A small place in which much happens, adopting the links one by one."""
    before = {"arrangement": "embedded", "delegation": 0.3}
    after = {
        "arrangement": "linked", "delegation": 0.7,
        "instruments": {"purchase": 0.5, "venture": 0.25, "outsourcing": 0.25},
        "levers": {"workers_per_10000": 40, "capacity_yuan": 5000},
        "rollout": {"order": "watching"},
    }  # fmt: skip
    return scenario_of(
        after, before, weeks=40, warmup=12, mechanisms=mechanisms, parameters=BUSY,
        community={"population": 600, "communities": 3},
    )  # fmt: skip


@pytest.mark.parametrize("switch", SWITCHES)
def test_with_a_mechanism_off_weeks_add_up(switch):
    world = build_world(busy(without(switch)), 3)
    while world.week < world.scenario.horizon.weeks:
        before = world.cases.count.sum()
        advance(world)
        tally = world.service_tally.sum(axis=(0, 1))
        left = sum(tally[series] for series in EXITS)
        assert world.cases.count.sum() == before + tally[ServiceSeries.OPENED] - left
        rows = world.providers.rows
        assert np.array_equal(rows["paid"], sum(rows[name].astype(np.int64) for name in SPENT))
        check_money(world.register)


def check_money(register):
    """Cash is what came in less what went out, and nothing is settled before it is owed."""
    cash = np.zeros_like(register.cash)
    flows, fen = register.flows, register.fen.sum(axis=0)
    real = ~np.array([one.imputed or one.accrued for one in Category])[flows.category]
    np.subtract.at(cash, flows.payer[real], fen[real])
    np.add.at(cash, flows.payee[real], fen[real])
    assert np.array_equal(cash, register.cash)
    accrued = sum(fen[register.of[one]].sum() for one in Category if one.accrued)
    assert fen[register.of[Category.SETTLEMENT]].sum() <= accrued


def test_what_a_switch_sets_to_zero_acts_otherwise():
    """Every switch changes numbers, and no two the same."""
    parameters = busy({}).policy.parameters
    on = rule_row(parameters, Mechanisms())[0]
    changed = set()
    for switch in SWITCHES:
        off = rule_row(parameters, Mechanisms(**without(switch)))[0]
        names = {name for name in on.dtype.names if on[name] != off[name]}
        assert names, switch
        assert not names & changed, switch
        changed |= names
