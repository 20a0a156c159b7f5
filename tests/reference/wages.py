"""Wages: what work in organisations and stations costs, and what is called off for it."""

from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import Side

from .rules import MINUTES, rounded

FEN_PER_YUAN = 100


def fen_per_hour(yuan, oncost):
    """Wages with on-costs, in whole fen."""
    return rounded(yuan * oncost * FEN_PER_YUAN)


def public_wage(model, job):
    """Fen per hour that government pays for a job."""
    parameters = model.settings.parameters
    return fen_per_hour(parameters.jobs[job], parameters.oncost_government)


def social_wage(model, job):
    """Fen per hour that organisations pay for a job."""
    parameters = model.settings.parameters
    return fen_per_hour(parameters.jobs[job], parameters.oncost_social)


def whole(fen_minutes):
    """Whole fen of minutes times fen per hour."""
    return (fen_minutes + MINUTES // 2) // MINUTES


def owe_to_organisations(model):
    """Hours called off from every organisation, and what its teams and facilities cost it."""
    for organisation in model.organisations:
        called = wages = overhead = direct = 0
        for team in model.providers:
            if team.owner is organisation:
                pay = wages_of(model, team)
                hours = max(0, team.paid - team.fee_minutes)
                called += hours * rounded(team.price * FEN_PER_YUAN)
                wages += pay
                overhead += rounded(pay * team.overhead)
                direct += team.direct
        fees = rounded(direct * model.settings.parameters.user_fee * FEN_PER_YUAN / MINUTES)
        book = model.books[organisation]
        organisation.station_fen = whole(organisation.station_fen_minutes)
        book[Category.CONTRACT] += whole(called) + organisation.station_fen
        book[Category.WAGES] += whole(wages) + organisation.station_fen
        book[Category.OVERHEAD] += whole(overhead)
        book[Category.FEES] += fees


def wages_of(model, team):
    """Staff is paid with work or without; who withholds quality spares part of it (M8)."""
    spared = 1.0 - model.rules.shading_saving * team.shading
    return rounded((team.paid + team.bench) * social_wage(model, team.service.job) * spared)


def owe_to_workers(model, sub_district, office):
    """Station workers: in posts of the office, or through the organisations that employ them."""
    parameters, worker = model.settings.parameters, sub_district.worker
    for organisation in sub_district.organisations:
        organisation.station_fen_minutes = 0
    minutes = worker.paid + sum(provider.paid for provider in sub_district.casework.values())
    social = worker.side == Side.SOCIAL
    employed = [one for one in sub_district.workers if one.employer is not None]
    yuan = parameters.worker_cost_year / parameters.worker_hours_year
    oncost = parameters.oncost_social if social else parameters.oncost_government
    fen = fen_per_hour(yuan, oncost)
    if social and employed and minutes > 0:
        for one in employed:
            one.employer.station_fen_minutes += one.minutes * fen
        overtime = minutes - sum(one.minutes for one in employed)
        employed[0].employer.station_fen_minutes += overtime * fen
    else:
        model.owed[Category.POSTS, office, "workers' households"] += minutes * fen
