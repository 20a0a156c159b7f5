"""Organisations: how contracts, oversight and debts change those who hold them.

Equations C1-C11 and L10 of the model documentation. Offices watch, relations grow, staff is used or
kept busy by others, quality is withheld or earned, and organisations are backed, close and open.
"""

import numpy as np

from sanlian_sim.dynamics.conduct import bind, motivate, use, withhold
from sanlian_sim.dynamics.founding import dismiss, found
from sanlian_sim.dynamics.oversight import know, relate, watch
from sanlian_sim.dynamics.quality import judge
from sanlian_sim.dynamics.teams import Floats, Teams, has_contract, offices, teams_of, wage_by_team
from sanlian_sim.randomness import Stream, uniforms
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import NEVER, Founder
from sanlian_sim.world.world import World


def organisations(world: World) -> None:
    """Run the phase."""
    world.communities.rows["founded_nearby"] = 0
    teams = teams_of(world)
    know(world)
    watch(world, teams)
    relate(world)
    motivate(world)
    bind(world)
    use(world)
    withhold(world, teams)
    judge(world, teams)
    weekly = _weekly_wages(world, teams)
    _back(world, weekly)
    _close(world, weekly)
    _open(world)


def _weekly_wages(world: World, teams: Teams) -> Floats:
    """Fen a week that each organisation's staff costs, with work or without."""
    staff = teams.held["staff"] * wage_by_team(world, teams) / MINUTES
    return teams.by_organisation(staff, len(world.organisations)) * FEN_PER_YUAN


def _back(world: World, weekly: Floats) -> None:
    """Backers give who takes on staff what it needs until it is paid (equation L10)."""
    rows = world.organisations.rows
    more = np.where(rows["alive"], np.maximum(0.0, weekly - rows["backed"]), 0.0)
    given = np.floor(world.rule.working_capital_weeks * more + 0.5)
    world.market.endowment[...] = given.astype(np.int64)
    rows["backed"] += more


def _close(world: World, weekly: Floats) -> None:
    """Organisations close after weeks of debts, or for want of contracts (M23, equation C10).

    Their contracts fall vacant; cash and debts are settled when this week is paid.
    """
    rule, rows = world.rule, world.organisations.rows
    indebted = rows["alive"] & (rows["cash"] < -rule.credit_weeks * weekly)
    rows["debt_weeks"] = np.where(indebted & (rule.insolvency > 0.0), rows["debt_weeks"] + 1, 0)
    u = uniforms(world.seed, int(Stream.EXIT), rows["key"].copy(), world.week)
    idle = rows["alive"] & ~has_contract(world) & ~rows["initiative"]
    idle &= rows["kind"] != LEAD_KIND
    leaves = idle & (u < min(1.0, rule.exit_per_year / WEEKS_PER_YEAR))
    bankrupt = rows["debt_weeks"] >= rule.exit_weeks
    dismiss(world, np.flatnonzero(rows["alive"] & (leaves | bankrupt)))


def _open(world: World) -> None:
    """New organisations enter, on seats nobody has had, in proportion to those there are (C11)."""
    rule, rows = world.rule, world.organisations.rows
    first = world.layout.first_organisation
    keys = world.governments.rows["key"][offices(world)].copy()
    u = uniforms(world.seed, int(Stream.ENTRY), keys, world.week)
    serving = rows["alive"] & (rows["kind"] != LEAD_KIND)
    number = np.bincount(rows["sub_district"][serving], minlength=len(keys))
    enters = u < np.minimum(1.0, rule.entry_per_year / WEEKS_PER_YEAR * np.maximum(1, number))
    for j in np.flatnonzero(enters).tolist():
        here = slice(first[j], first[j + 1])
        seats = np.flatnonzero(~rows["alive"][here] & (rows["founded"][here] == NEVER))
        if len(seats):
            found(world, int(first[j] + seats[0]), Founder.ENTRY)
