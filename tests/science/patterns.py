"""What the literature has patterns of, measured at central values."""

import numpy as np

from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import ProviderKind

from .runs import GOVERNMENT, run, scenario_of, teams, watch

FORMAL = [ProviderKind.COMMITTEE_SERVICE, ProviderKind.DESK]
MANY = {"preset": "shahekou", "population": 42_000}
"""A district of seven sub-districts, each with seven organisations at first."""


def utilisation_and_waits(load, seed):
    """Share of client hours that are used, and waits, of three years of the reference place."""
    found = run(scenario_of(GOVERNMENT, people=7640, parameters={"load_scale": load}), seed)
    hours = found.series.hours[:, FORMAL].sum(axis=(0, 1))
    return hours[HOURS.index("direct")] / hours[HOURS.index("client")], found.waits()


def share_of_most_served(found, part=0.1):
    """Share of all hours that go to those residents who get most."""
    minutes = np.sort(found.world.residents.delivered_minutes)[::-1]
    return minutes[: int(part * len(minutes))].sum() / minutes.sum()


def exits_after_late_payment(delay_weeks, seed, weeks=104):
    """Organisations closed by the end of each week, of those there were when payments slowed.

    A district delegates most of its services; from week 0 on it pays after so many weeks, where
    it had paid after as many as usual.
    """
    after = GOVERNMENT | {"delegation": 0.6}
    late = {"parameters": {"instruments": {"purchase": {"delay_weeks": delay_weeks}}}}
    scenario = scenario_of(after | late, after, weeks=weeks, warmup=104, community=MANY)
    alive = watch(scenario, lambda world: world.organisations.rows["alive"].copy(), seed)
    before = alive[103]
    return (~alive[104:] & before).sum(axis=1) / before.sum()


def turnover(seed):
    """Share of organisations' staff that is gone after a year in which nobody can be hired.

    Hiring ends in week 0, as if all who are older had grown so at once.
    """
    parameters = {
        "instruments": {"purchase": {"renewals": 20}}, "hiring_tightness": 100,
    }  # fmt: skip
    after = GOVERNMENT | {"delegation": 0.6}
    scenario = scenario_of(after, weeks=52, warmup=104, people=20_000, parameters=parameters)

    def see(world):
        if world.week == 0:
            world.communities.rows["older_initial"] = 0
        return teams(world)["staff"].sum()

    staff = watch(scenario, see, seed)
    return 1.0 - staff[-1] / staff[103]


def unit_cost_and_use(reach_minutes, seed):
    """Yuan per hour with clients at facilities, and such hours a year, by how far people walk."""
    after = GOVERNMENT | {"delegation": 0.5, "instruments": {"outsourcing": 1}}
    parameters = {
        "facility_reach_minutes": reach_minutes, "entry_per_year": 0, "exit_per_year": 0,
    }  # fmt: skip
    scenario = scenario_of(after, weeks=104, warmup=26, people=7640, parameters=parameters)
    series = run(scenario, seed).series
    hours = series.hours[:, ProviderKind.FACILITY, HOURS.index("direct")].sum() / 60
    yuan = series.fen[:, [Category.FACILITY, Category.PREMISES]].sum() / 100
    return yuan / hours, hours / 2
