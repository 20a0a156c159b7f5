"""Organisations: how contracts, oversight and debts change those who hold them.

Equations C1-C11 of the model documentation. Offices watch, relations grow, staff is used or kept
busy by others, quality is withheld or earned, and organisations open and close.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics.founding import dismiss, found
from sanlian_sim.dynamics.workforce import usual_skills
from sanlian_sim.randomness import Stream, uniforms
from sanlian_sim.world.arrays import CommunitySeries, Rows
from sanlian_sim.world.institutions import LEAD_KIND, wages
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import NEVER, Founder, ProviderKind
from sanlian_sim.world.world import World

Floats = NDArray[np.float64]
HEADS_OF_WORKERS: Final = 0.6
"""Station workers per 10,000 residents that count as a full leg of the link (S39)."""


def organisations(world: World) -> None:
    """Run the phase."""
    world.communities.rows["founded_nearby"] = 0
    teams = _teams(world)
    _know(world)
    _watch(world, teams)
    _relate(world)
    _motivate(world)
    _bind(world)
    _use(world)
    _withhold(world, teams)
    _judge(world, teams)
    _close(world, teams)
    _open(world)


@dataclass(frozen=True)
class Teams:
    """Rows of organisations' teams and facilities.

    Attributes
    ----------
    rows : int array, shape (teams,)
        Provider rows.
    organisation : int array, shape (teams,)
        Owners; -1 for a facility without operator.
    held : structured array
        A copy of those rows as they stood at the end of delivery.
    """

    rows: NDArray[np.int64]
    organisation: NDArray[np.int32]
    held: Rows

    def by_organisation(self, values: Floats, number: int) -> Floats:
        """Sum of values over each organisation's teams."""
        owned = self.organisation >= 0
        total = np.bincount(self.organisation[owned], values[owned], number)
        return total.astype(np.float64)


def _teams(world: World) -> Teams:
    providers = world.providers.rows
    held = providers[world.teams]
    return Teams(world.teams, held["owner"], held)


def _offices(world: World) -> slice:
    return slice(1, 1 + len(world.layout.office))


def _delegated(world: World) -> Floats:
    """Share of what base hours cost that has been handed over, by sub-district."""
    bill, phi = world.market.bill, world.policy.phi
    whole, part = np.zeros(len(bill)), np.zeros(len(bill))
    for k in range(bill.shape[1]):
        whole += bill[:, k]
        part += bill[:, k] * phi[:, k]
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)


def _know(world: World) -> None:
    """Know-how to judge fades as work is handed over, and grows by doing it (M13, equation C1)."""
    rule, rows = world.rule, world.governments.rows[_offices(world)]
    share = _delegated(world)
    gain = rule.know_how_gain * (1.0 - rows["know_how"]) * (1.0 - share)
    loss = rule.know_how_loss * rows["know_how"] * share
    after = rows["know_how"] + (gain - loss) / WEEKS_PER_YEAR
    rows["know_how"] = np.minimum(1.0, np.maximum(0.0, after))


def _watch(world: World, teams: Teams) -> None:
    """Part of the monitoring needed for which offices have time (M7, M9, M11, equation C2)."""
    rule, held, n = world.rule, teams.held, len(world.layout.office)
    hard = 2.0 * (1.0 - world.rows_in_force[1]["measurability"][held["service"]])
    known = world.organisations.rows["relation"][teams.organisation] * (teams.organisation >= 0)
    value = held["paid"] * _wage_by_team(world, teams) * held["monitoring_share"]
    need = value * hard * (1.0 - rule.relation_saving * known)
    yuan = world.settings.parameters.jobs["civil_servant"] * rule.oncost_government
    asked = np.bincount(held["sub_district"], need, n) * rule.transaction_costs / max(1e-9, yuan)
    rows, there = world.governments.rows[_offices(world)], _time_to_watch(world)
    covered = np.where(asked > 0.0, there / np.where(asked > 0.0, asked, 1.0), 1.0)
    rows["monitoring"] = np.minimum(1.0, covered) * rows["know_how"]


def _time_to_watch(world: World) -> NDArray[np.int64]:
    """Minutes that offices have left this week, after intake and escalations."""
    places, n = world.communities.rows["sub_district"], len(world.layout.office)
    number = np.bincount(places, world.community_tally[:, CommunitySeries.ESCALATIONS], n)
    escalations = np.floor(MINUTES * world.rule.escalation_hours * number + 0.5).astype(np.int64)
    office = world.providers.rows[world.layout.office]
    left: NDArray[np.int64] = np.maximum(0, office["paid"] - office["intake"] - escalations)
    return left


def _relate(world: World) -> None:
    """Offices come to trust whom they know as good, until officials rotate (M11, equation C3)."""
    rule, rows = world.rule, world.organisations.rows
    pace = rule.relation_rate / WEEKS_PER_YEAR
    moved = rows["relation"] + pace * (rows["reputation"] - rows["relation"])
    moved = np.where(_has_contract(world), moved, rows["relation"])
    offices = world.governments.rows["key"][_offices(world)].copy()
    chance = rule.rotation_per_year / WEEKS_PER_YEAR
    rotates = uniforms(world.seed, int(Stream.ROTATION), offices, world.week) < chance
    rows["relation"] = np.where(rotates[rows["sub_district"]], 0.5 * moved, moved)


def _has_contract(world: World) -> NDArray[np.bool_]:
    own = world.layout.organisation
    found: NDArray[np.bool_] = ((own >= 0) & world.providers.rows["open"][own]).any(axis=1)
    return found


def _motivate(world: World) -> None:
    """Motivation returns to the mission; too much monitoring crowds it out (M9, equation C4)."""
    rule, rows = world.rule, world.organisations.rows
    watched = world.governments.rows["monitoring"][1 + rows["sub_district"]]
    watched = np.where(_has_contract(world), watched, 0.0)
    crowded = rule.motivation_crowding * np.maximum(0.0, watched - rule.monitoring_tolerance)
    back = rule.motivation_return * (rule.mission - rows["motivation"])
    after = rows["motivation"] + (back - crowded) / WEEKS_PER_YEAR
    rows["motivation"] = np.minimum(1.0, np.maximum(0.0, after))


def embedding_by_sub_district(world: World) -> Floats:
    """Mean embedding of organisations in the committees of each sub-district."""
    places, n = world.communities.rows, len(world.layout.office)
    total = np.bincount(places["sub_district"], world.market.embedding * places["residents"], n)
    people = np.bincount(places["sub_district"], places["residents"], n)
    mean: Floats = total / np.maximum(1.0, people)
    return mean


def _bind(world: World) -> None:
    """Administrative load follows dependency, monitoring, embedding (M4, M5, equation C5)."""
    rule, rows = world.rule, world.organisations.rows
    embedded = embedding_by_sub_district(world)[rows["sub_district"]]
    watched = world.governments.rows["monitoring"][1 + rows["sub_district"]]
    pull = rule.administrative_pull * rows["dependency"] * watched * (embedded * embedded)
    goal = np.where(_has_contract(world), pull, 0.0)
    pace = min(1.0, rule.administrative_pace / WEEKS_PER_YEAR)
    after = rows["administrative_load"] + pace * (goal - rows["administrative_load"])
    rows["administrative_load"] = np.minimum(1.0, np.maximum(0.0, after))


def _use(world: World) -> None:
    """Committees short of hours use those of embedded organisations (M6, equation C6)."""
    rule, places = world.rule, world.communities.rows
    n = len(world.layout.office)
    pressed = np.maximum(0.0, places["admin_share"] - rule.substitution_bar)
    used = rule.substitution * world.market.embedding * pressed * places["residents"]
    people = np.bincount(places["sub_district"], places["residents"], n)
    share = np.bincount(places["sub_district"], used, n) / np.maximum(1.0, people)
    rows = world.organisations.rows
    rows["diverted"] = np.minimum(1.0, share)[rows["sub_district"]]
    given = world.market.diverted[places["sub_district"]]
    whole = np.maximum(1, people.astype(np.int64))[places["sub_district"]]
    world.market.helped[...] = given * places["residents"] // whole


def _withhold(world: World, teams: Teams) -> None:
    """Unverifiable quality is withheld where mission and watch are weak (M8, equation C7)."""
    rule, rows, held = world.rule, world.organisations.rows, teams.held
    measurable = world.rows_in_force[1]["measurability"][held["service"]]
    motivation = np.where(teams.organisation >= 0, rows["motivation"][teams.organisation], 1.0)
    watched = world.governments.rows["monitoring"][1 + held["sub_district"]]
    shading = rule.temptation * (1.0 - measurable) * (1.0 - motivation) * (1.0 - watched)
    world.providers.rows["shading"][teams.rows] = shading


def _balance(world: World) -> Floats:
    """Balance of the three legs, committees, organisations and workers, 0-1 (M1, equation C8)."""
    n, rows, places = len(world.layout.office), world.providers.rows, world.communities.rows
    committee = rows[world.layout.committee]
    own = rows["kind"] == ProviderKind.COMMITTEE_SERVICE
    serving = np.bincount(
        places["sub_district"], committee["paid"] - committee["administration"], n
    ) + np.bincount(rows["sub_district"][own], rows["paid"][own], n)
    staffed = places["staff_minutes"] * (1.0 - world.rule.administration_base)
    teams = world.teams
    bought = np.bincount(rows["sub_district"][teams], rows["paid"][teams], n)
    bill = np.zeros(n)
    for k in range(world.market.bill.shape[1]):
        rate = world.market.rate[k]
        bill += world.market.bill[:, k] / (rate if rate > 0.0 else 1.0)
    people = np.bincount(places["sub_district"], places["residents"], n)
    full = people * HEADS_OF_WORKERS / 1e4 * world.rule.worker_hours_year * MINUTES
    legs = (
        (serving, np.bincount(places["sub_district"], staffed, n)),
        (2.0 * bought, bill),
        (world.market.worker_minutes * 1.0, full / WEEKS_PER_YEAR),
    )
    total = np.zeros(n)
    for amount, whole in legs:
        level = np.minimum(1.0, amount / np.where(whole > 0.0, whole, 1.0))
        total += 1.0 / np.maximum(1e-9, level)
    balance: Floats = len(legs) / total
    return balance


def _judge(world: World, teams: Teams) -> None:
    """Set the quality of next week's hours: skill, fit, shading, linkage (M1, M5, equation C9)."""
    rule, rows = world.rule, world.providers.rows
    desks, social = usual_skills(world)
    rows["quality_factor"] = 1.0
    desk = rows["kind"] == ProviderKind.DESK
    rows["quality_factor"][desk] = 1.0 + rule.skill_effect * (rows["skill"][desk] - desks)
    embedded = embedding_by_sub_district(world)
    free = 1.0 - rule.autonomy_quality * (embedded * embedded)
    gain = _balance(world) - rule.complementarity_threshold
    linked = np.maximum(0.0, 1.0 + rule.complementarity * world.market.links * gain)
    own, place = teams.rows, teams.held["sub_district"]
    skilled = 1.0 + rule.skill_effect * (rows["skill"][own] - social)
    whole = 1.0 - rule.shading_depth * rows["shading"][own]
    rows["quality_factor"][own] = (
        np.maximum(0.0, skilled) * whole * rows["fit"][own] * free[place] * linked[place]
    )
    _judge_workers(world, social, linked)


def _judge_workers(world: World, usual: float, linked: Floats) -> None:
    """Station workers' casework has their mean skill, and what linkage adds."""
    workers, rows = world.workers.rows, world.providers.rows
    n = len(linked)
    present = workers["minutes"] > 0
    number = np.bincount(workers["sub_district"][present], minlength=n)
    total = np.bincount(workers["sub_district"][present], workers["skill"][present], n)
    mean = np.where(number > 0, total / np.maximum(1, number), usual)
    factor = np.maximum(0.0, 1.0 + world.rule.skill_effect * (mean - usual)) * linked
    casework = world.layout.casework
    j, k = np.nonzero(casework >= 0)
    rows["skill"][casework[j, k]] = mean[j]
    rows["quality_factor"][casework[j, k]] = factor[j]


def _close(world: World, teams: Teams) -> None:
    """Organisations close after weeks of debts, or for want of contracts (M23, equation C10).

    Their contracts fall vacant; cash and debts are settled when this week is paid.
    """
    rule, rows = world.rule, world.organisations.rows
    staff = teams.held["staff"] * _wage_by_team(world, teams) / MINUTES
    weekly = teams.by_organisation(staff, len(rows)) * 100.0
    indebted = rows["alive"] & (rows["cash"] < -rule.credit_weeks * weekly)
    rows["debt_weeks"] = np.where(indebted & (rule.insolvency > 0.0), rows["debt_weeks"] + 1, 0)
    u = uniforms(world.seed, int(Stream.EXIT), rows["key"].copy(), world.week)
    idle = rows["alive"] & ~_has_contract(world) & ~rows["initiative"]
    idle &= rows["kind"] != LEAD_KIND
    leaves = idle & (u < min(1.0, rule.exit_per_year / WEEKS_PER_YEAR))
    bankrupt = rows["debt_weeks"] >= rule.exit_weeks
    dismiss(world, np.flatnonzero(rows["alive"] & (leaves | bankrupt)))


def _wage_by_team(world: World, teams: Teams) -> Floats:
    """Yuan per hour that each team's organisation pays."""
    table = np.array(list(wages(world.settings.parameters).values()))
    job = world.rows_in_force[1]["job"][teams.held["service"]]
    wage: Floats = table[job] * world.rule.oncost_social
    return wage


def _open(world: World) -> None:
    """New organisations enter, on seats nobody has had, in proportion to those there are (C11)."""
    rule, rows = world.rule, world.organisations.rows
    first = world.layout.first_organisation
    offices = world.governments.rows["key"][_offices(world)].copy()
    number = np.bincount(rows["sub_district"][rows["alive"]], minlength=len(offices))
    u = uniforms(world.seed, int(Stream.ENTRY), offices, world.week)
    enters = u < rule.entry_per_year / WEEKS_PER_YEAR * number
    for j in np.flatnonzero(enters).tolist():
        here = slice(first[j], first[j + 1])
        seats = np.flatnonzero(~rows["alive"][here] & (rows["founded"][here] == NEVER))
        if len(seats):
            found(world, int(first[j] + seats[0]), Founder.ENTRY)
