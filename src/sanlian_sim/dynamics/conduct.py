"""Conduct: how organisations are moved, bound and used, and what they withhold.

Equations C4-C7 of the model documentation.
"""

import numpy as np

from sanlian_sim.dynamics.funding import mean_by_sub_district
from sanlian_sim.dynamics.teams import Teams, has_contract
from sanlian_sim.world.rules import WEEKS_PER_YEAR
from sanlian_sim.world.world import World


def motivate(world: World) -> None:
    """Motivation returns to the mission; too much monitoring crowds it out (M9, equation C4)."""
    rule, rows = world.rule, world.organisations.rows
    watched = world.governments.rows["monitoring"][1 + rows["sub_district"]]
    watched = np.where(has_contract(world), watched, 0.0)
    crowded = rule.motivation_crowding * np.maximum(0.0, watched - rule.monitoring_tolerance)
    back = rule.motivation_return * (rule.mission - rows["motivation"])
    after = rows["motivation"] + (back - crowded) / WEEKS_PER_YEAR
    rows["motivation"] = np.minimum(1.0, np.maximum(0.0, after))


def bind(world: World) -> None:
    """Administrative load follows dependency, monitoring, embedding (M4, M5, equation C5)."""
    rule, rows = world.rule, world.organisations.rows
    embedded = mean_by_sub_district(world, world.market.embedding)[rows["sub_district"]]
    watched = world.governments.rows["monitoring"][1 + rows["sub_district"]]
    pull = rule.administrative_pull * rows["dependency"] * watched * (embedded * embedded)
    goal = np.where(has_contract(world), pull, 0.0)
    pace = min(1.0, rule.administrative_pace / WEEKS_PER_YEAR)
    after = rows["administrative_load"] + pace * (goal - rows["administrative_load"])
    rows["administrative_load"] = np.minimum(1.0, np.maximum(0.0, after))


def use(world: World) -> None:
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


def withhold(world: World, teams: Teams) -> None:
    """Unverifiable quality is withheld where mission and watch are weak (M8, equation C7)."""
    rule, rows, held = world.rule, world.organisations.rows, teams.held
    measurable = world.rows_in_force[1]["measurability"][held["service"]]
    motivation = np.where(teams.organisation >= 0, rows["motivation"][teams.organisation], 1.0)
    watched = world.governments.rows["monitoring"][1 + held["sub_district"]]
    shading = rule.temptation * (1.0 - measurable) * (1.0 - motivation) * (1.0 - watched)
    world.providers.rows["shading"][teams.rows] = shading
