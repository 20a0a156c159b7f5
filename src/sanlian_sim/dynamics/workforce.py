"""Workforce: posts are left and filled, teams grow and shrink, staff tire and learn.

Equations K1-K9 of the model documentation. Teams are counted in minutes of paid time, so that a
place of a few thousand residents can have part of a nurse; station workers are persons.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.randomness import Stream, uniforms
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.institutions import LEAD_KIND, post_turnover, usual_skill, worker_turnover
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import Node
from sanlian_sim.world.world import World

Floats = NDArray[np.float64]


def workforce(world: World) -> None:
    """Run the phase."""
    _tire(world)
    _share_jobs(world, _turn_over_posts(world) + _turn_over_teams(world))
    _turn_over_workers(world)


def hire_at_once(world: World) -> None:
    """Start with the staff that contracts ask for."""
    market, rows = world.market, world.providers.rows
    money = market.volume * market.rate * market.scale[:, None]
    money = np.minimum(money * market.call_off[:, None], money - market.fees)
    teams = world.teams
    own = rows[teams]
    called = own["call_share"] * np.maximum(0.0, money)[own["sub_district"], own["service"]]
    fen = np.where(own["price"] > 0.0, own["price"], 1.0) * FEN_PER_YUAN
    rows["staff"][teams] = np.floor(MINUTES * called / fen + 0.5) + own["fee_minutes"]
    rows["staff_counted"][teams] = rows["staff"][teams]


def _tightness(world: World) -> float:
    """Share of usual hiring that succeeds as society ages (equation K2)."""
    places = world.communities.rows
    people = max(1, places["residents"].sum())
    more = (places["older"].sum() - places["older_initial"].sum()) / people
    return float(min(1.0, max(0.0, 1.0 - world.rule.hiring_tightness * more)))


def _tire(world: World) -> None:
    """Move fatigue towards the overload of the week (equation K4, M22)."""
    rows = world.providers.rows
    held = rows[world.staffed]
    load = np.minimum(1.0, np.maximum(0.0, held["strain"] - 1.0))
    step = world.rule.fatigue_step * (load - held["fatigue"])
    rows["fatigue"][world.staffed] = held["fatigue"] + step


def _hired(want: Floats, left: Floats, weeks: float, notice: float, tight: float) -> Floats:
    """Change of staff in a week: part of what is missing, or of what is too much (K1, K3)."""
    missing = want - left
    change = np.where(missing > 0.0, missing / max(1.0, weeks) * tight, missing / max(1.0, notice))
    result: Floats = change
    return result


def _learned(world: World, skill: Floats, joined: Floats, yearly: float | Floats) -> Floats:
    """Skill after a week: experience and training add to it, newcomers have none (K5, K6)."""
    learning = world.rule.skill_learning / WEEKS_PER_YEAR + yearly
    after = skill + learning * (1.0 - skill) - joined * skill
    result: Floats = np.minimum(1.0, np.maximum(0.0, after))
    return result


def _turn_over_posts(world: World) -> Floats:
    """Government's posts are left, and filled again if there is work for them (equation K1).

    Posts without work are given up only as they are left, or by redeployment: stranded until then.

    Returns
    -------
    float array, shape (sub-districts,)
        Full-time posts added, less those given up.
    """
    rule, market, tight = world.rule, world.market, _tightness(world)
    burnt = 1.0 + rule.burnout * _desk_fatigue(world)
    yearly = np.array([rule.civil_attrition, rule.contract_attrition])
    share = np.array([rule.civil_share, 1.0 - rule.civil_share])
    posts, goal, before = market.posts, share * market.goal[:, :, None], market.posts.sum(axis=2)
    attrition = np.minimum(1.0, yearly / WEEKS_PER_YEAR * burnt[:, :, None])
    left = posts - posts * attrition
    reserve = 1.0 + yearly / WEEKS_PER_YEAR * max(0.0, rule.post_hire_weeks - 1.0)
    filled = _hired(goal * reserve, left, rule.post_hire_weeks, 1.0, tight)
    moved = np.minimum(left, posts * (rule.redeployment / WEEKS_PER_YEAR))
    fewer = np.maximum(np.minimum(goal, left), left - moved)
    hires = np.where(posts > goal, 0.0, np.maximum(0.0, filled))
    market.posts[...] = np.where(posts > goal, fewer, left + hires)
    hired = hires.sum(axis=2)
    _teach_desks(world, hired, before)
    _count_posts(world)
    return in_row_order(market.full_time * (market.posts.sum(axis=2) - before))


def _desk_fatigue(world: World) -> Floats:
    """Fatigue at desks; committees' own services have none. Shape (sub-districts, services)."""
    desk = world.layout.desk
    fatigue: Floats = np.where(desk >= 0, world.providers.rows["fatigue"][desk], 0.0)
    return fatigue


def _teach_desks(world: World, hired: Floats, before: Floats) -> None:
    rows, desk = world.providers.rows, world.layout.desk
    held = desk >= 0
    joined = hired[held] / np.where(before[held] > 0.0, before[held], 1.0)
    rows["skill"][desk[held]] = _learned(world, rows["skill"][desk[held]], joined, 0.0)


def _count_posts(world: World) -> None:
    """Tell offices how many posts they have, and how many of them are stranded."""
    market, rows = world.market, world.governments.rows
    filled = market.posts.sum(axis=2)
    offices = slice(1, 1 + len(filled))
    stranded = np.maximum(0.0, filled - market.goal)
    rows["posts"][offices] = in_row_order(market.full_time * filled)
    rows["stranded"][offices] = in_row_order(market.full_time * stranded)


def in_row_order(values: Floats) -> Floats:
    """Sums over services, added one by one: NumPy adds eight and more in another order."""
    total = np.zeros(len(values))
    for k in range(values.shape[1]):
        total += values[:, k]
    return total


def _turn_over_teams(world: World) -> Floats:
    """Organisations' teams are left, and hire towards the hours asked of them (equation K3).

    Returns
    -------
    float array, shape (sub-districts,)
        Full-time staff added, less staff let go.
    """
    rule, rows, tight = world.rule, world.providers.rows, _tightness(world)
    teams = world.teams
    own = rows[teams]
    yearly = rule.turnover_base + rule.insecurity * own["insecurity"]
    leaving = np.minimum(1.0, yearly / WEEKS_PER_YEAR * (1.0 + rule.burnout * own["fatigue"]))
    left = own["staff"] - own["staff"] * leaving
    reserve = 1.0 + rule.turnover_base / WEEKS_PER_YEAR * max(0.0, rule.hire_weeks - 1.0)
    change = _hired(own["asked"] * reserve, left, rule.hire_weeks, rule.notice_weeks, tight)
    after = np.maximum(0.0, left + change)
    joined = np.maximum(0.0, change) / np.where(after > 0.0, after, 1.0)
    rows["staff"][teams] = after
    trained = _training(world, teams, after)
    rows["skill"][teams] = _learned(world, own["skill"], np.minimum(1.0, joined), trained)
    added = after - own["staff_counted"]
    rows["staff_counted"][teams] = after
    grown = np.bincount(own["sub_district"], added, len(world.layout.office))
    full_time: Floats = grown * WEEKS_PER_YEAR / MINUTES / rule.paid_hours_year
    return full_time


def _training(world: World, teams: NDArray[np.int64], staff: Floats) -> Floats:
    """Skill that training adds in a week: hours bought per full-time worker (equation K6).

    Capacity building is for all teams of a sub-district, coaching for those with a grant.
    """
    rule, places = world.rule, world.communities.rows
    n, where = len(world.layout.office), world.providers.rows["sub_district"][teams]
    yuan = np.bincount(places["sub_district"], world.policy.capacity, n) / WEEKS_PER_YEAR
    hourly = max(1e-9, rule.worker_cost_year / rule.worker_hours_year)
    weekly = MINUTES * rule.paid_hours_year / WEEKS_PER_YEAR
    together = np.bincount(where, staff, n) / weekly
    shared = np.where(together > 0.0, yuan / np.where(together > 0.0, together, 1.0), 0.0)
    alone, coaching = staff / weekly, world.providers.rows["coaching"][teams] / FEN_PER_YUAN
    own = np.where(alone > 0.0, coaching / np.where(alone > 0.0, alone, 1.0), 0.0)
    gained: Floats = np.minimum(1.0, rule.training_effect * ((shared[where] + own) / hourly))
    return gained


def _share_jobs(world: World, added: Floats) -> None:
    """Share out the jobs that providers add, or cut, over communities by residents (K9).

    They are net ones: staff that replaces who has left adds no job.
    """
    places = world.communities.rows
    people = np.bincount(places["sub_district"], places["residents"], len(added))
    part = places["residents"] / np.maximum(1.0, people)[places["sub_district"]]
    places["local_hires"] = added[places["sub_district"]] * part


def share_minutes(world: World, total: Floats) -> None:
    """Divide each sub-district's minutes over its workers' posts, the remainder a minute each."""
    workers = world.workers.rows
    place = workers["sub_district"]
    persons = np.bincount(place, minlength=len(total))[place]
    turn = np.arange(len(workers)) - np.searchsorted(place, place)
    workers["post_minutes"] = total[place] // persons + (turn < total[place] % persons)


def employ(world: World) -> None:
    """Let committees or organisations employ station workers, as the levers in force say (K7)."""
    workers = world.workers.rows
    node = world.policy.worker_node[workers["sub_district"]]
    workers["employer_kind"] = np.where(node >= 0, node, workers["employer_kind"])
    workers["employer"] = np.where(
        workers["employer_kind"] == Node.ORGANISATION, workers["employer"], -1
    )


def attend(world: World) -> None:
    """Count the minutes of the workers who are in post, and find employers for all (K7)."""
    workers = world.workers.rows
    _reemploy(world)
    present = workers["vacant_until"] <= world.week
    workers["minutes"] = np.where(present, workers["post_minutes"], 0)
    n = len(world.market.worker_minutes)
    minutes = np.bincount(workers["sub_district"], workers["minutes"], n)
    world.market.worker_minutes[...] = minutes.astype(np.int64)


def _reemploy(world: World) -> None:
    """Let workers without an organisation go in turn to those that there are, if any are."""
    workers, rows = world.workers.rows, world.organisations.rows
    there = (workers["employer"] >= 0) & rows["alive"][workers["employer"]]
    for n in np.flatnonzero((workers["employer_kind"] == Node.ORGANISATION) & ~there).tolist():
        here = rows["sub_district"] == workers["sub_district"][n]
        left = np.flatnonzero(here & rows["alive"] & (rows["kind"] != LEAD_KIND))
        turn = n - np.searchsorted(workers["sub_district"], workers["sub_district"][n])
        workers["employer"][n] = left[turn % len(left)] if len(left) else -1


def _turn_over_workers(world: World) -> None:
    """Station workers leave by luck of their own; their posts stay vacant for a while (K7)."""
    rule, workers = world.rule, world.workers.rows
    _share_cases(world)
    yearly = rule.turnover_base + rule.insecurity
    chance = np.minimum(1.0, yearly / WEEKS_PER_YEAR * (1.0 + rule.burnout * workers["fatigue"]))
    u = uniforms(world.seed, int(Stream.TURNOVER), workers["key"].copy(), world.week)
    present = workers["vacant_until"] <= world.week
    leaves = present & (workers["post_minutes"] > 0) & (u < chance)
    none = np.zeros(len(workers))
    workers["skill"] = np.where(leaves, 0.0, _learned(world, workers["skill"], none, 0.0))
    workers["tenure"] = np.where(leaves | ~present, 0, workers["tenure"] + 1)
    back = world.week + 1 + math.floor(rule.hire_weeks + 0.5)
    workers["vacant_until"] = np.where(leaves, back, workers["vacant_until"])


def _share_cases(world: World) -> None:
    """Tell workers their part of the casework, and how tired it has made their station (K8)."""
    workers, casework, rows = world.workers.rows, world.layout.casework, world.providers.rows
    held = casework >= 0
    tired = np.where(held, rows["fatigue"][casework], 0.0).max(axis=1, initial=0.0)
    workers["fatigue"] = tired[workers["sub_district"]]
    number = np.where(held, rows["clients"][casework], 0).sum(axis=1)
    persons = np.bincount(workers["sub_district"], minlength=len(number))
    place = workers["sub_district"]
    turn = np.arange(len(workers)) - np.searchsorted(place, place)
    each = np.maximum(1, persons)
    workers["caseload"] = (number // each)[place] + (turn < (number % each)[place])


def usual_skills(world: World) -> tuple[float, float]:
    """Skill of desks and of organisations' staff under usual turnover (equation K5)."""
    rule = world.rule
    return usual_skill(rule, post_turnover(rule)), usual_skill(rule, worker_turnover(rule))
