"""Phase 12, accounts: what was done this week is paid for, or its time valued.

Wages are whole fen per hour; pay is rounded once for each sum of minutes.
"""

from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import Side

from .rules import MINUTES, WEEKS_PER_YEAR, rounded

FEN_PER_YUAN = 100
BUREAU, HOUSEHOLDS, RESIDENTS, OUTSIDE = "bureau", "workers' households", "residents", "outside"


def accounts(model):
    """Run the phase."""
    model.week_fen = dict.fromkeys(Category, 0)
    for sub_district in model.sub_districts:
        answer_escalations(model, sub_district)
    for community in model.communities:
        pay_committee(model, community)
    for sub_district in model.sub_districts:
        pay_office(model, sub_district)
    for organisation in model.organisations:
        pay_organisation(model, organisation)
    for sub_district in model.sub_districts:
        pay_workers(model, sub_district)
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


def pay_of(minutes, fen):
    """Fen for minutes at a wage per hour."""
    return (minutes * fen + MINUTES // 2) // MINUTES


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


def pay_committee(model, community):
    """The committee pays staff, mobilisers, and volunteers' expenses."""
    payer, own, wage = committee_of(model, community), community.committee, public_wage
    staff = wage(model, "committee")
    pay(model, Category.COMMUNICATION, payer, HOUSEHOLDS, pay_of(own.intake, staff))
    pay(model, Category.EDGES, payer, HOUSEHOLDS, pay_of(own.edges, staff))
    grid = pay_of(own.paid - own.intake - own.edges, staff)
    for service, provider in community.own_services.items():
        grid += pay_of(provider.paid, wage(model, service.job))
    pay(model, Category.GRID, payer, HOUSEHOLDS, grid)
    mobilisers = pay_of(community.mobiliser_minutes, wage(model, "mobiliser"))
    pay(model, Category.POSTS, payer, HOUSEHOLDS, mobilisers)
    minutes = sum(team.paid - team.idle for team in community.team.values())
    expenses = rounded(model.rules.volunteer_cash_per_hour * FEN_PER_YUAN)
    pay(model, Category.VOLUNTEERS, payer, OUTSIDE, pay_of(minutes, expenses))


def pay_office(model, sub_district):
    """The sub-district pays civil servants and desks."""
    payer, office = office_of(model, sub_district), sub_district.office
    wage = public_wage(model, "civil_servant")
    for category, minutes in (
        (Category.COMMUNICATION, office.intake),
        (Category.ESCALATION, office.escalation),
        (Category.OVERSIGHT, office.administration),
    ):
        pay(model, category, payer, HOUSEHOLDS, pay_of(minutes, wage))
    desks = 0
    for service, desk in sub_district.desks.items():
        desks += desk.paid * public_wage(model, service.job)
    pay(model, Category.POSTS, payer, HOUSEHOLDS, pay_of(desks, 1))


def pay_organisation(model, organisation):
    """The sub-district pays an organisation for purchased hours; it pays wages."""
    parameters, hours = model.settings.parameters, 0
    for service, provider in organisation.offers.items():
        wage = fen_per_hour(parameters.jobs[service.job], parameters.oncost_social)
        hours += provider.paid * wage
    contract(model, organisation, pay_of(hours, 1))


def contract(model, organisation, fen):
    """Money that passes through an organisation to those who work for it."""
    payer, payee = office_of(model, organisation.sub_district), name_of(organisation)
    pay(model, Category.CONTRACT, payer, payee, fen)
    pay(model, Category.WAGES, payee, HOUSEHOLDS, fen)


def pay_workers(model, sub_district):
    """Station workers, in posts of the sub-district or through an organisation."""
    parameters, worker = model.settings.parameters, sub_district.worker
    minutes = worker.paid + sum(provider.paid for provider in sub_district.casework.values())
    yuan = parameters.worker_cost_year / parameters.worker_hours_year
    if worker.side == Side.SOCIAL:
        wage = fen_per_hour(yuan, parameters.oncost_social)
        contract(model, sub_district.organisations[0], pay_of(minutes, wage))
    else:
        wage = fen_per_hour(yuan, parameters.oncost_government)
        payer = office_of(model, sub_district)
        pay(model, Category.POSTS, payer, HOUSEHOLDS, pay_of(minutes, wage))


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
