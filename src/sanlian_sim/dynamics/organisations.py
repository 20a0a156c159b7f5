"""Organisations: how contracts, oversight and debts change those who hold them.

Equations C1-C11 and L10 of the model documentation. Offices watch, relations grow, staff is used or
kept busy by others, quality is withheld or earned, and organisations are backed, close and open.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.conduct import bind, motivate, use, withhold
from sanlian_sim.dynamics.founding import dismiss, found
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.dynamics.oversight import know, relate, rotate, watch
from sanlian_sim.dynamics.quality import judge
from sanlian_sim.dynamics.teams import embedding_of, has_contract, hourly_wage
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.institutions import LEAD_KIND, post_turnover, usual_skill, worker_turnover
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import NEVER, Founder
from sanlian_sim.world.world import World


def organisations(world: World) -> None:
    """Run the phase."""
    rule = world.rule
    yuan = world.settings.parameters.jobs["civil_servant"] * rule.oncost_government
    desks, social = (usual_skill(rule, one(rule)) for one in (post_turnover, worker_turnover))
    closing = np.zeros(len(world.organisations), dtype=np.bool_)
    entering = np.zeros(len(world.layout.office), dtype=np.bool_)
    _behave(world.handle, world.now, yuan, desks, social)
    _come_and_go(world.handle, world.now, closing, entering)
    dismiss(world, np.flatnonzero(closing))
    _open(world, entering)


@kernel
def _behave(world: Any, now: Now, yuan: float, desks: float, social: float) -> None:
    rule, services = world.rule[0], world.services
    world.communities.founded_nearby[:] = 0
    world.providers.quality_factor[:] = 1.0
    for j in range(world.office.shape[0]):
        know(world, rule, j)
        watch(world, rule, services, yuan, j)
        embedded = embedding_of(world, j)
        _change_organisations(world, rule, now, embedded, j)
        use(world, rule, j)
        withhold(world, rule, services, j)
        judge(world, rule, desks, social, embedded, j)


@inner
def _change_organisations(world: Any, rule: Any, now: Now, embedded: float, j: int) -> None:
    """Let oversight change organisations; who has no contract is not watched (C3-C5)."""
    rotates = rotate(world, rule, now, j)
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        one, contract = world.organisations[o], has_contract(world, o)
        watched = world.governments[1 + j].monitoring if contract else 0.0
        relate(rule, one, contract, rotates)
        motivate(rule, one, watched)
        bind(rule, one, watched, embedded)


@kernel
def _come_and_go(world: Any, now: Now, closing: Any, entering: Any) -> None:
    rule, weekly = world.rule[0], np.zeros(world.organisations.shape[0])
    for row in world.teams:
        team = world.providers[row]
        if team.owner >= 0:
            weekly[team.owner] += team.staff * hourly_wage(world, rule, team) / MINUTES
    for o in range(weekly.shape[0]):
        fen = weekly[o] * FEN_PER_YUAN
        world.endowment[o] = _back(rule, world.organisations[o], fen)
        closing[o] = _closes(world, rule, now, o, fen)
    for j in range(entering.shape[0]):
        entering[j] = _enters(world, rule, now, closing, j)


@inner
def _back(rule: Any, organisation: Any, weekly: float) -> int:
    """Backers give who takes on staff what it needs until it is paid (equation L10).

    Parameters
    ----------
    rule, organisation : rows
    weekly : float
        Fen a week that its staff costs, with work or without.
    """
    more = max(0.0, weekly - organisation.backed) if organisation.alive else 0.0
    organisation.backed += more
    return rounded(rule.working_capital_weeks * more)


@inner
def _closes(world: Any, rule: Any, now: Now, o: int, weekly: float) -> bool:
    """Organisations close after weeks of debts, or for want of contracts (M23, equation C10).

    Their contracts fall vacant; cash and debts are settled when this week is paid.
    """
    one = world.organisations[o]
    indebted = one.alive and one.cash < -rule.credit_weeks * weekly
    one.debt_weeks = one.debt_weeks + 1 if indebted and rule.insolvency > 0.0 else 0
    lasting = has_contract(world, o) or one.initiative or one.kind == LEAD_KIND
    u = draw(stream_state(now.seed, Stream.EXIT), one.key, now.week)
    leaves = not lasting and u < min(1.0, rule.exit_per_year / WEEKS_PER_YEAR)
    return bool(one.alive and (leaves or one.debt_weeks >= rule.exit_weeks))


@inner
def _enters(world: Any, rule: Any, now: Now, closing: Any, j: int) -> bool:
    """Whether a new organisation enters, in proportion to those there are (equation C11)."""
    number = 0
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        one = world.organisations[o]
        number += one.alive and not closing[o] and one.kind != LEAD_KIND
    u = draw(stream_state(now.seed, Stream.ENTRY), world.governments[1 + j].key, now.week)
    return bool(u < min(1.0, rule.entry_per_year / WEEKS_PER_YEAR * max(1, number)))


def _open(world: World, entering: NDArray[np.bool_]) -> None:
    """Let new organisations take seats that nobody has had."""
    rows, first = world.organisations.rows, world.layout.first_organisation
    for j in np.flatnonzero(entering).tolist():
        here = slice(first[j], first[j + 1])
        seats = np.flatnonzero(~rows["alive"][here] & (rows["founded"][here] == NEVER))
        if len(seats):
            found(world, int(first[j] + seats[0]), Founder.ENTRY)
