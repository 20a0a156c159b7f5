"""Workforce: posts are left and filled, teams grow and shrink, staff tire and learn.

Equations K1-K9 of the model documentation. Teams are counted in minutes of paid time, so that a
place of a few thousand residents can have part of a nurse; station workers are persons.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.dynamics.committee_hours import filled_posts
from sanlian_sim.dynamics.teams import people_of
from sanlian_sim.randomness import Stream, draw, stream_state
from sanlian_sim.world.arrays import Now
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import Node, PostType
from sanlian_sim.world.world import World


def workforce(world: World) -> None:
    """Run the phase."""
    _workforce(world.handle, world.now)


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


@kernel
def _workforce(world: Any, now: Now) -> None:
    rule = world.rule[0]
    tight = _tightness(world, rule)
    _tire(world, rule)
    for j in range(world.office.shape[0]):
        added = _turn_over_posts(world, rule, tight, j) + _turn_over_teams(world, rule, tight, j)
        _share_jobs(world, added, j)
        _share_cases(world, j)
    _turn_over_workers(world, rule, now)


@inner
def _tightness(world: Any, rule: Any) -> float:
    """Share of usual hiring that succeeds as society ages (equation K2)."""
    people, more = 0, 0
    for c in range(world.communities.shape[0]):
        people += world.communities[c].residents
        more += world.communities[c].older - world.communities[c].older_initial
    return float(min(1.0, max(0.0, 1.0 - rule.hiring_tightness * (more / max(1, people)))))


@inner
def _tire(world: Any, rule: Any) -> None:
    """Move fatigue towards the overload of the week (equation K4, M22)."""
    for row in world.staffed:
        held = world.providers[row]
        load = min(1.0, max(0.0, held.strain - 1.0))
        held.fatigue += rule.fatigue_step * (load - held.fatigue)


@inner
def _hired(want: float, left: float, weeks: float, notice: float, tight: float) -> float:
    """Change of staff in a week: part of what is missing, or of what is too much (K1, K3)."""
    missing = want - left
    return missing / max(1.0, weeks) * tight if missing > 0.0 else missing / max(1.0, notice)


@inner
def _learned(rule: Any, skill: float, joined: float, trained: float) -> float:
    """Skill after a week: experience and training add to it, newcomers have none (K5, K6)."""
    learning = rule.skill_learning / WEEKS_PER_YEAR + trained
    return float(min(1.0, max(0.0, skill + learning * (1.0 - skill) - joined * skill)))


@inner
def _turn_over_posts(world: Any, rule: Any, tight: float, j: int) -> float:
    """Turn over a sub-district's posts; full-time posts added, less those given up (K1)."""
    government, added = world.governments[1 + j], 0.0
    government.posts = government.stranded = 0.0
    for k in range(world.desk.shape[1]):
        before, hired, number = filled_posts(world, j, k), 0.0, world.full_time[j, k]
        for kind in (PostType.CIVIL, PostType.CONTRACT):
            hired += _turn_over_kind(world, rule, tight, j, k, kind)
        filled = filled_posts(world, j, k)
        if world.desk[j, k] >= 0:
            desk = world.providers[world.desk[j, k]]
            joined = hired / (before if before > 0.0 else 1.0)
            desk.skill = _learned(rule, desk.skill, joined, 0.0)
        government.posts += number * filled
        government.stranded += number * max(0.0, filled - world.goal[j, k])
        added += number * (filled - before)
    return added


@inner
def _turn_over_kind(world: Any, rule: Any, tight: float, j: int, k: int, kind: int) -> float:
    """Posts are left, and filled again if there is work for them; those filled (equation K1).

    Posts without work are given up only as they are left, or by redeployment: stranded until then.
    """
    civil = kind == PostType.CIVIL
    yearly = (rule.civil_attrition if civil else rule.contract_attrition) / WEEKS_PER_YEAR
    goal = (rule.civil_share if civil else 1.0 - rule.civil_share) * world.goal[j, k]
    tired = world.providers[world.desk[j, k]].fatigue if world.desk[j, k] >= 0 else 0.0
    posts = world.posts[j, k, kind]
    left = posts - posts * min(1.0, yearly * (1.0 + rule.burnout * tired))
    if posts > goal:
        moved = min(left, posts * (rule.redeployment / WEEKS_PER_YEAR))
        world.posts[j, k, kind] = max(min(goal, left), left - moved)
        return 0.0
    want = goal * (1.0 + yearly * max(0.0, rule.post_hire_weeks - 1.0))
    hires = max(0.0, _hired(want, left, rule.post_hire_weeks, 1.0, tight))
    world.posts[j, k, kind] = left + hires
    return hires


@inner
def _turn_over_teams(world: Any, rule: Any, tight: float, j: int) -> float:
    """Teams are left, and hire towards the hours asked of them (equation K3).

    Returns
    -------
    float
        Full-time staff added, less staff let go.
    """
    together, grown = 0.0, 0.0
    for row in world.teams:
        if world.providers[row].sub_district == j:
            together += _staff_after(rule, tight, world.providers[row])[0]
    bought = _bought_for_all(world, rule, together, j)
    for row in world.teams:
        team = world.providers[row]
        if team.sub_district == j:
            after, change = _staff_after(rule, tight, team)
            joined = max(0.0, change) / (after if after > 0.0 else 1.0)
            trained = _training(rule, bought, team.coaching, after)
            team.staff = after
            team.skill = _learned(rule, team.skill, min(1.0, joined), trained)
            grown += after - team.staff_counted
            team.staff_counted = after
    return float(grown * WEEKS_PER_YEAR / MINUTES / rule.paid_hours_year)


@inner
def _staff_after(rule: Any, tight: float, team: Any) -> tuple[float, float]:
    """Staff of a team after this week, and how much of it is hired, or let go if below zero."""
    yearly = rule.turnover_base + rule.insecurity * team.insecurity
    leaving = min(1.0, yearly / WEEKS_PER_YEAR * (1.0 + rule.burnout * team.fatigue))
    left = team.staff - team.staff * leaving
    reserve = 1.0 + rule.turnover_base / WEEKS_PER_YEAR * max(0.0, rule.hire_weeks - 1.0)
    change = _hired(team.asked * reserve, left, rule.hire_weeks, rule.notice_weeks, tight)
    return max(0.0, left + change), change


@inner
def _bought_for_all(world: Any, rule: Any, staff: float, j: int) -> float:
    """Yuan of training a week for each full-time worker of a sub-district's teams."""
    yuan = 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        yuan += world.capacity[c]
    return _each_of(yuan / WEEKS_PER_YEAR, staff, rule)


@inner
def _each_of(yuan: float, staff: float, rule: Any) -> float:
    """What each full-time worker has, nothing if there is none."""
    workers = staff / (MINUTES * rule.paid_hours_year / WEEKS_PER_YEAR)
    return yuan / workers if workers > 0.0 else 0.0


@inner
def _training(rule: Any, bought: float, coaching: float, staff: float) -> float:
    """Skill that training adds in a week: hours bought per full-time worker (equation K6).

    Capacity building is for all teams of a sub-district, coaching for those with a grant.
    """
    hourly = max(1e-9, rule.worker_cost_year / rule.worker_hours_year)
    own = _each_of(coaching / FEN_PER_YUAN, staff, rule)
    return float(min(1.0, rule.training_effect * ((bought + own) / hourly)))


@inner
def _share_jobs(world: Any, added: float, j: int) -> None:
    """Share out the jobs that providers add, or cut, over communities by residents (K9).

    They are net ones: staff that replaces who has left adds no job.
    """
    people = max(1, people_of(world, j))
    for c in range(world.first_community[j], world.first_community[j + 1]):
        place = world.communities[c]
        place.local_hires = added * (place.residents / people)


def share_minutes(world: World, total: NDArray[np.float64]) -> None:
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
    _attend(world.handle, world.now)


@kernel
def _attend(world: Any, now: Now) -> None:
    world.worker_minutes[:] = 0
    turn, place = 0, -1
    for n in range(world.workers.shape[0]):
        worker = world.workers[n]
        turn = turn + 1 if worker.sub_district == place else 0
        place = worker.sub_district
        if worker.employer_kind == Node.ORGANISATION:
            _reemploy(world, worker, turn)
        worker.minutes = worker.post_minutes if worker.vacant_until <= now.week else 0
        world.worker_minutes[place] += worker.minutes


@inner
def _reemploy(world: Any, worker: Any, turn: int) -> None:
    """Let workers without an organisation go in turn to those that there are, if any are."""
    if worker.employer >= 0 and world.organisations[worker.employer].alive:
        return
    first = world.first_organisation[worker.sub_district]
    last = world.first_organisation[worker.sub_district + 1]
    there = 0
    for o in range(first, last):
        there += _employs(world.organisations[o])
    worker.employer, left = -1, turn % max(1, there)
    for o in range(first, last):
        if _employs(world.organisations[o]):
            if left == 0:
                worker.employer = o
            left -= 1


@inner
def _employs(organisation: Any) -> bool:
    return bool(organisation.alive and organisation.kind != LEAD_KIND)


@inner
def _turn_over_workers(world: Any, rule: Any, now: Now) -> None:
    """Station workers leave by luck of their own; their posts stay vacant for a while (K7)."""
    yearly = (rule.turnover_base + rule.insecurity) / WEEKS_PER_YEAR
    state = stream_state(now.seed, Stream.TURNOVER)
    for n in range(world.workers.shape[0]):
        worker = world.workers[n]
        chance = min(1.0, yearly * (1.0 + rule.burnout * worker.fatigue))
        present = worker.vacant_until <= now.week
        unlucky = draw(state, worker.key, now.week) < chance
        if present and worker.post_minutes > 0 and unlucky:
            worker.skill, worker.tenure = 0.0, 0
            worker.vacant_until = now.week + 1 + math.floor(rule.hire_weeks + 0.5)
        else:
            worker.skill = _learned(rule, worker.skill, 0.0, 0.0)
            worker.tenure = worker.tenure + 1 if present else 0


@inner
def _share_cases(world: Any, j: int) -> None:
    """Tell workers their part of the casework, and how tired it has made their station (K8)."""
    tired, clients, persons, turn = 0.0, 0, 0, 0
    for k in range(world.casework.shape[1]):
        if world.casework[j, k] >= 0:
            tired = max(tired, world.providers[world.casework[j, k]].fatigue)
            clients += world.providers[world.casework[j, k]].clients
    for n in range(world.workers.shape[0]):
        persons += world.workers[n].sub_district == j
    for n in range(world.workers.shape[0]):
        worker = world.workers[n]
        if worker.sub_district == j:
            worker.fatigue = tired
            worker.caseload = clients // persons + (turn < clients % persons)
            turn += 1
