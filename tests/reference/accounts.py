"""Phase 12, accounts: what was done this week is paid for, or its time valued.

Wages are whole fen per hour. What one party owes another for one category in a week is added up
over all hours, and rounded to fen once.
"""

from collections import Counter

from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import Side

from .rules import MINUTES, WEEKS_PER_YEAR, rounded

FEN_PER_YUAN = 100
BUREAU, HOUSEHOLDS, RESIDENTS, OUTSIDE = "bureau", "workers' households", "residents", "outside"


def accounts(model):
    """Run the phase."""
    model.week_fen, model.owed = dict.fromkeys(Category, 0), Counter()
    for sub_district in model.sub_districts:
        answer_escalations(model, sub_district)
    for community in model.communities:
        owe_at_committee(model, community)
    for sub_district in model.sub_districts:
        owe_at_office(model, sub_district)
    for organisation in model.organisations:
        owe_to_organisation(model, organisation)
    for sub_district in model.sub_districts:
        owe_to_workers(model, sub_district)
    for flow, fen_minutes in model.owed.items():
        pay(model, *flow, (fen_minutes + MINUTES // 2) // MINUTES)
    pay_platform(model)
    value_time(model)
    show_cash(model)


def show_cash(model):
    """Cash of the bureau, the offices and the organisations, as their tables hold it."""
    names = [BUREAU, *(office_of(model, sub_district) for sub_district in model.sub_districts)]
    for government, name in zip(model.governments, names, strict=True):
        government.cash = model.cash[name]
    for organisation in model.organisations:
        organisation.cash = model.cash[name_of(organisation)]


def answer_escalations(model, sub_district):
    """Spend the office's time on escalations; what exceeds its time is overtime."""
    number = sum(community.tally["escalations"] for community in sub_district.communities)
    office = sub_district.office
    office.escalation = rounded(MINUTES * model.rules.escalation_hours * number)
    used = office.intake + office.escalation
    office.paid = max(office.paid, used)
    office.administration = office.paid - used


def fen_per_hour(yuan, oncost):
    return rounded(yuan * oncost * FEN_PER_YUAN)


def owe(model, category, payer, payee, minutes, fen):
    """Note minutes to be paid at a wage per hour."""
    model.owed[category, payer, payee] += minutes * fen


def pay(model, category, payer, payee, fen):
    """Book an amount, and move cash unless it only values time."""
    year = 0 if model.week < 0 else 1 + model.week // WEEKS_PER_YEAR
    flow = (year, category, payer, payee)
    model.ledger[flow] = model.ledger.get(flow, 0) + fen
    model.week_fen[category] += fen
    if category < Category.VOLUNTEER_TIME:
        model.cash[payer] -= fen
        model.cash[payee] += fen


def public_wage(model, job):
    parameters = model.settings.parameters
    return fen_per_hour(parameters.jobs[job], parameters.oncost_government)


def committee_of(model, community):
    return f"committee: {model.place.communities[community.row].name}"


def office_of(model, sub_district):
    return f"office: {model.place.sub_districts[sub_district.row]}"


def name_of(organisation):
    return f"organisation {organisation.row + 1}"


def owe_at_committee(model, community):
    """Staff, own services and mobilisers of a committee, and expenses of volunteers."""
    payer, own, staff = committee_of(model, community), community.committee, "committee"
    rest = own.paid - own.intake - own.edges
    for category, minutes, job in (
        (Category.COMMUNICATION, own.intake, staff),
        (Category.EDGES, own.edges, staff),
        (Category.GRID, rest, staff),
        *((Category.GRID, given.paid, k.job) for k, given in community.own_services.items()),
        (Category.POSTS, community.mobiliser_minutes, "mobiliser"),
    ):
        owe(model, category, payer, HOUSEHOLDS, minutes, public_wage(model, job))
    used = sum(team.direct for team in community.team.values())
    with_travel = max(used, rounded(used / model.rules.volunteer_client_share))
    expenses = rounded(model.rules.volunteer_cash_per_hour * FEN_PER_YUAN)
    owe(model, Category.VOLUNTEERS, payer, OUTSIDE, with_travel, expenses)


def owe_at_office(model, sub_district):
    """Civil servants, and the staff of desks."""
    payer, office = office_of(model, sub_district), sub_district.office
    for category, minutes, job in (
        (Category.COMMUNICATION, office.intake, "civil_servant"),
        (Category.ESCALATION, office.escalation, "civil_servant"),
        (Category.OVERSIGHT, office.administration, "civil_servant"),
        *((Category.POSTS, desk.paid, k.job) for k, desk in sub_district.desks.items()),
    ):
        owe(model, category, payer, HOUSEHOLDS, minutes, public_wage(model, job))


def owe_to_organisation(model, organisation):
    """Purchased hours of an organisation."""
    parameters = model.settings.parameters
    for service, provider in organisation.offers.items():
        wage = fen_per_hour(parameters.jobs[service.job], parameters.oncost_social)
        owe_by_contract(model, organisation, provider.paid, wage)


def owe_by_contract(model, organisation, minutes, fen):
    """Hours bought from an organisation, which owes as much to those who work them."""
    payer, payee = office_of(model, organisation.sub_district), name_of(organisation)
    owe(model, Category.CONTRACT, payer, payee, minutes, fen)
    owe(model, Category.WAGES, payee, HOUSEHOLDS, minutes, fen)


def owe_to_workers(model, sub_district):
    """Station workers, in posts of the sub-district or through an organisation."""
    parameters, worker = model.settings.parameters, sub_district.worker
    minutes = worker.paid + sum(provider.paid for provider in sub_district.casework.values())
    yuan = parameters.worker_cost_year / parameters.worker_hours_year
    if worker.side == Side.SOCIAL:
        wage = fen_per_hour(yuan, parameters.oncost_social)
        owe_by_contract(model, sub_district.organisations[0], minutes, wage)
    else:
        wage = fen_per_hour(yuan, parameters.oncost_government)
        payer = office_of(model, sub_district)
        owe(model, Category.POSTS, payer, HOUSEHOLDS, minutes, wage)


def pay_platform(model):
    """Platforms; a yearly amount is spread over weeks without remainder."""
    year_fen = 0
    for community in model.communities:
        year_fen += rounded(community.levers.platform_yuan * FEN_PER_YUAN)
    week = model.week % WEEKS_PER_YEAR
    fen = year_fen * (week + 1) // WEEKS_PER_YEAR - year_fen * week // WEEKS_PER_YEAR
    pay(model, Category.PLATFORM, BUREAU, OUTSIDE, fen)


def value_time(model):
    """Value the time of volunteers, carers and residents, for which nobody pays."""
    rules = model.rules
    teams = [team for community in model.communities for team in community.team.values()]
    volunteers = sum(team.paid for team in teams) / rules.volunteer_case_share
    carers = sum(community.tally["family_minutes"] for community in model.communities)
    residents = sum(community.tally["resident_minutes"] for community in model.communities)
    for category, minutes, yuan in (
        (Category.VOLUNTEER_TIME, volunteers, rules.volunteer_time_per_hour),
        (Category.CARER_TIME, carers, rules.carer_time_per_hour),
        (Category.RESIDENT_TIME, residents, rules.resident_time_per_hour),
    ):  # fmt: skip
        fen = rounded(minutes * yuan * FEN_PER_YUAN / MINUTES)
        pay(model, category, RESIDENTS, RESIDENTS, fen)
