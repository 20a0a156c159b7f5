"""Conduct under contract: quality that is withheld, and quality that is earned."""

from .rules import MINUTES, WEEKS_PER_YEAR
from .workforce import teams_of


def withhold(model, team):
    """Quality that nobody can verify is withheld where mission and monitoring are weak (M8)."""
    motivation = team.owner.motivation if team.owner else 1.0
    watched = team.sub_district.government.monitoring
    unseen = model.rules.temptation * (1.0 - team.service.measurability)
    team.shading = unseen * (1.0 - motivation) * (1.0 - watched)


def usual_skill(rules, turnover):
    """Skill of a staff that has always had some turnover."""
    learned = rules.skill_learning + turnover
    return rules.skill_learning / learned if learned > 0.0 else 1.0


def usual_at_desks(rules):
    """Skill of government's staff under usual attrition."""
    civil = rules.civil_share * rules.civil_attrition
    return usual_skill(rules, civil + (1.0 - rules.civil_share) * rules.contract_attrition)


def judge(model, sub_district):
    """Set the quality of next week's hours of desks, teams, facilities and casework."""
    rules = model.rules
    social = usual_skill(rules, rules.turnover_base + rules.insecurity)
    embedded = sub_district.mean(lambda one: one.embedding)
    free = 1.0 - rules.autonomy_quality * (embedded * embedded)
    gain = balance(model, sub_district) - rules.complementarity_threshold
    linked = max(0.0, 1.0 + rules.complementarity * sub_district.links * gain)
    for desk in sub_district.desks.values():
        desk.quality_factor = 1.0 + rules.skill_effect * (desk.skill - usual_at_desks(rules))
    for team in teams_of(model, sub_district):
        skilled = max(0.0, 1.0 + rules.skill_effect * (team.skill - social))
        whole = 1.0 - rules.shading_depth * team.shading
        team.quality_factor = skilled * whole * team.fit * free * linked
    judge_workers(rules, sub_district, social, linked)


def judge_workers(rules, sub_district, usual, linked):
    """Casework has the mean skill of the station workers in post, and what linkage adds."""
    present = [worker for worker in sub_district.workers if worker.minutes > 0]
    total = 0.0
    for worker in present:
        total += worker.skill
    skill = total / len(present) if present else usual
    for provider in sub_district.casework.values():
        provider.skill = skill
        skilled = max(0.0, 1.0 + rules.skill_effect * (skill - usual))
        provider.quality_factor = skilled * linked


def balance(model, sub_district):
    """Balance of committees, organisations and workers: the harmonic mean of their levels (M1)."""
    rules, serving, staffed, asked = model.rules, 0, 0.0, 0.0
    for community in sub_district.communities:
        serving += community.committee.paid - community.committee.administration
        serving += sum(own.paid for own in community.own_services.values())
        staffed += community.staff_minutes * (1.0 - rules.administration_base)
    bought = sum(team.paid for team in teams_of(model, sub_district))
    for service in model.services:
        asked += sub_district.full_time[service]
    asked = asked * rules.paid_hours_year * MINUTES
    workers = sub_district.people * rules.leg_workers / 1e4 * rules.worker_hours_year * MINUTES
    legs = (
        (serving, staffed), (bought, rules.leg_organisations * asked / WEEKS_PER_YEAR),
        (sub_district.worker_minutes, workers / WEEKS_PER_YEAR),
    )  # fmt: skip
    total = 0.0
    for amount, whole in legs:
        level = min(1.0, amount / (whole if whole > 0.0 else 1.0))
        total += 1.0 / max(1e-9, level)
    return len(legs) / total
