"""Phase 10, workforce: posts are left and filled, teams hire and lose staff, staff tire and learn.

Government's posts are shares of base hours, teams are minutes of paid time, station workers are
persons.
"""

import math

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import Node, PostType, ProviderKind

from .draws import uniform
from .funding import FEN_PER_YUAN
from .rules import MINUTES, WEEKS_PER_YEAR, held_in, rounded

STAFFED = (
    ProviderKind.DESK, ProviderKind.ORGANISATION, ProviderKind.FACILITY,
    ProviderKind.WORKER_CASEWORK,
)  # fmt: skip
TEAMS = (ProviderKind.ORGANISATION, ProviderKind.FACILITY)
LEAD_KIND = 5


def workforce(model):
    """Run the phase."""
    for provider in model.providers:
        if provider.kind in STAFFED:
            tire(model, provider)
    for sub_district in model.sub_districts:
        added = 0.0
        for service in model.services:
            before = sub_district.filled(service)
            turn_over_posts(model, sub_district, service)
            added += sub_district.full_time[service] * (sub_district.filled(service) - before)
        count_posts(model, sub_district)
        added = added + turn_over_teams(model, sub_district)
        for community in sub_district.communities:
            community.local_hires = added * (community.residents / sub_district.people)
        share_cases(sub_district)
    for worker in model.workers:
        turn_over_worker(model, worker)


def teams_of(model, sub_district):
    """Teams and facilities of a sub-district, in row order."""
    return [
        one for one in model.providers if one.kind in TEAMS and one.sub_district is sub_district
    ]


def tire(model, provider):
    """Fatigue follows the overload of the week."""
    load = held_in(provider.strain - 1.0)
    provider.fatigue += model.rules.fatigue_step * (load - provider.fatigue)


def tightness(model):
    """Part of usual hiring that succeeds as society ages."""
    people = sum(community.residents for community in model.communities)
    older = sum(community.older for community in model.communities)
    before = sum(community.older_initial for community in model.communities)
    return held_in(1.0 - model.rules.hiring_tightness * ((older - before) / max(1, people)))


def hired(model, want, left, weeks, notice):
    """Change of staff in a week: part of what is missing, or of what is too much."""
    missing = want - left
    if missing > 0.0:
        return missing / max(1.0, weeks) * tightness(model)
    return missing / max(1.0, notice)


def learned(model, skill, joined, trained):
    """Skill after a week: practice and training add to it, newcomers have none."""
    learning = model.rules.skill_learning / WEEKS_PER_YEAR + trained
    return held_in(skill + learning * (1.0 - skill) - joined * skill)


def turn_over_posts(model, sub_district, service):
    """Posts are left, and filled again if they have work; return what was filled."""
    rules, desk = model.rules, sub_district.desks.get(service)
    before, hires = sub_district.filled(service), 0.0
    for kind, share, yearly in (
        (PostType.CIVIL, rules.civil_share, rules.civil_attrition),
        (PostType.CONTRACT, 1.0 - rules.civil_share, rules.contract_attrition),
    ):  # fmt: skip
        posts, goal = sub_district.posts[service][kind], share * sub_district.goal[service]
        burnt = 1.0 + rules.burnout * (desk.fatigue if desk else 0.0)
        left = posts - posts * min(1.0, yearly / WEEKS_PER_YEAR * burnt)
        if posts > goal:
            moved = min(left, posts * (rules.redeployment / WEEKS_PER_YEAR))
            after = max(min(goal, left), left - moved)
        else:
            reserve = 1.0 + yearly / WEEKS_PER_YEAR * max(0.0, rules.post_hire_weeks - 1.0)
            more = max(0.0, hired(model, goal * reserve, left, rules.post_hire_weeks, 1.0))
            hires, after = hires + more, left + more
        sub_district.posts[service][kind] = after
    if desk:
        desk.skill = learned(model, desk.skill, hires / (before if before > 0.0 else 1.0), 0.0)


def count_posts(model, sub_district):
    """Posts in full-time equivalents, and those of them whose work was handed over."""
    government = sub_district.government
    government.posts = government.stranded = 0.0
    for service in model.services:
        number, filled = sub_district.full_time[service], sub_district.filled(service)
        government.posts += number * filled
        government.stranded += number * max(0.0, filled - sub_district.goal[service])


def turn_over_teams(model, sub_district):
    """Staff leaves, sooner where contracts are short; teams hire towards what is asked."""
    rules, teams, changes, grown = model.rules, teams_of(model, sub_district), {}, {}
    for team in teams:
        yearly = rules.turnover_base + rules.insecurity * team.insecurity
        burnt = 1.0 + rules.burnout * team.fatigue
        left = team.staff - team.staff * min(1.0, yearly / WEEKS_PER_YEAR * burnt)
        reserve = 1.0 + rules.turnover_base / WEEKS_PER_YEAR * max(0.0, rules.hire_weeks - 1.0)
        want = team.asked * reserve
        changes[team] = hired(model, want, left, rules.hire_weeks, rules.notice_weeks)
        team.staff = max(0.0, left + changes[team])
        grown[team] = team.staff - team.staff_counted
        team.staff_counted = team.staff
    together = in_order(team.staff for team in teams)
    for team in teams:
        joined = max(0.0, changes[team]) / (team.staff if team.staff > 0.0 else 1.0)
        trained = training(model, sub_district, team, together)
        team.skill = learned(model, team.skill, min(1.0, joined), trained)
    added = in_order(grown[team] for team in teams)
    return added * WEEKS_PER_YEAR / MINUTES / rules.paid_hours_year


def in_order(values):
    """Sum, added up one by one."""
    total = 0.0
    for value in values:
        total += value
    return total


def training(model, sub_district, team, together):
    """Skill gained in a week by the training bought for all teams, and coaching for this one."""
    rules = model.rules
    full_time = MINUTES * rules.paid_hours_year / WEEKS_PER_YEAR
    shared = in_order(community.capacity for community in sub_district.communities)
    shared = each_of(shared / WEEKS_PER_YEAR, together / full_time)
    own = each_of(team.coaching / FEN_PER_YUAN, team.staff / full_time)
    hourly = max(1e-9, rules.worker_cost_year / rules.worker_hours_year)
    return min(1.0, rules.training_effect * ((shared + own) / hourly))


def each_of(yuan, workers):
    """What each of some workers has, nothing if there is none."""
    return yuan / workers if workers > 0.0 else 0.0


def hire_at_once(model):
    """Start with the staff that contracts ask for."""
    for sub_district in model.sub_districts:
        for team in teams_of(model, sub_district):
            service = team.service
            money = sub_district.volume[service] * service.rate * sub_district.scale
            left = money - sub_district.fees[service]
            money = max(0.0, min(money * sub_district.call_off, left))
            fen = (team.price if team.price > 0.0 else 1.0) * 100.0
            team.staff = rounded(MINUTES * (team.call_share * money) / fen) + team.fee_minutes
            team.staff_counted = team.staff


def attend(model):
    """Find employers for station workers, and count the minutes of those in post."""
    for worker in model.workers:
        find_employer(worker, worker.sub_district.workers.index(worker))
        present = worker.vacant_until <= model.week
        worker.minutes = worker.post_minutes if present else 0
    for sub_district in model.sub_districts:
        sub_district.worker_minutes = sum(worker.minutes for worker in sub_district.workers)


def find_employer(worker, turn):
    """Who has no employer goes in turn to the organisations that there are, if any are."""
    closed = worker.employer is None or not worker.employer.alive
    if worker.employer_kind == Node.ORGANISATION and closed:
        there = [
            one
            for one in worker.sub_district.organisations
            if one.alive and one.kind != LEAD_KIND
        ]  # fmt: skip
        worker.employer = there[turn % len(there)] if there else None


def share_cases(sub_district):
    """Tell workers their part of the casework, and how tired it has made them."""
    casework, workers = list(sub_district.casework.values()), sub_district.workers
    clients = sum(provider.clients for provider in casework)
    for place, worker in enumerate(workers):
        worker.fatigue = max((provider.fatigue for provider in casework), default=0.0)
        worker.caseload = clients // len(workers) + (place < clients % len(workers))


def turn_over_worker(model, worker):
    """A worker stays and learns, or leaves a post that is vacant until somebody is found."""
    rules, present = model.rules, worker.vacant_until <= model.week
    yearly = rules.turnover_base + rules.insecurity
    chance = min(1.0, yearly / WEEKS_PER_YEAR * (1.0 + rules.burnout * worker.fatigue))
    unlucky = uniform(model.seed, Stream.TURNOVER, worker.key, model.week) < chance
    if present and worker.post_minutes > 0 and unlucky:
        worker.skill, worker.tenure = 0.0, 0
        worker.vacant_until = model.week + 1 + math.floor(rules.hire_weeks + 0.5)
    else:
        worker.skill = learned(model, worker.skill, 0.0, 0.0)
        worker.tenure = worker.tenure + 1 if present else 0
