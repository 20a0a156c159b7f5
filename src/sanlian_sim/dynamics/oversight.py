"""Oversight: offices know, watch and come to trust those from whom they buy.

Equations C1-C3 of the model documentation.
"""

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dynamics.teams import Floats, Teams, has_contract, offices, wage_by_team
from sanlian_sim.dynamics.workforce import in_row_order
from sanlian_sim.randomness import Stream, uniforms
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.world import World


def know(world: World) -> None:
    """Know-how to judge fades as work is handed over, and grows by doing it (M13, equation C1)."""
    rule, rows = world.rule, world.governments.rows[offices(world)]
    share = _delegated(world)
    gain = rule.know_how_gain * (1.0 - rows["know_how"]) * (1.0 - share)
    loss = rule.know_how_loss * rows["know_how"] * share
    after = rows["know_how"] + (gain - loss) / WEEKS_PER_YEAR
    rows["know_how"] = np.minimum(1.0, np.maximum(0.0, after))


def watch(world: World, teams: Teams) -> None:
    """Part of the monitoring needed for which offices have time (M7, M9, M11, equation C2)."""
    rule, held, n = world.rule, teams.held, len(world.layout.office)
    hard = 2.0 * (1.0 - world.rows_in_force[1]["measurability"][held["service"]])
    relation = world.organisations.rows["relation"][teams.organisation]
    known = np.where(teams.organisation >= 0, relation, 0.0)
    value = held["paid"] * wage_by_team(world, teams) * held["monitoring_share"]
    need = value * hard * (1.0 - rule.relation_saving * known)
    yuan = world.settings.parameters.jobs["civil_servant"] * rule.oncost_government
    asked = np.bincount(held["sub_district"], need, n) * rule.transaction_costs / max(1e-9, yuan)
    there = _time_to_watch(world)
    rows = world.governments.rows[offices(world)]
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


def _delegated(world: World) -> Floats:
    """Share of what base hours cost that has been handed over, by sub-district."""
    bill, phi = world.market.bill, world.policy.phi
    whole, part = in_row_order(bill), in_row_order(bill * phi)
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), 0.0)


def relate(world: World) -> None:
    """Offices come to trust whom they know as good, until officials rotate (M11, equation C3)."""
    rule, rows = world.rule, world.organisations.rows
    pace = rule.relation_rate / WEEKS_PER_YEAR
    moved = rows["relation"] + pace * (rows["reputation"] - rows["relation"])
    moved = np.where(has_contract(world), moved, rows["relation"])
    keys = world.governments.rows["key"][offices(world)].copy()
    u = uniforms(world.seed, int(Stream.ROTATION), keys, world.week)
    rotates = u < min(1.0, rule.rotation_per_year / WEEKS_PER_YEAR)
    rows["relation"] = np.where(rotates[rows["sub_district"]], 0.5 * moved, moved)
