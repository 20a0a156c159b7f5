"""Phase 12, accounts: what was done this week is paid for, or its time valued.

Wages are whole fen per hour. What one party owes another for one category in a week is added up
over all hours, and rounded to fen once.
"""

from collections import Counter

from sanlian_sim.world.flows import Category

from .dues import ACCRUED, settle
from .dues import open_books as open_books_of_organisations
from .funding import follow_outlays
from .rules import MINUTES, WEEKS_PER_YEAR, rounded
from .wages import owe_to_organisations, owe_to_workers, public_wage

FEN_PER_YUAN = 100
BUREAU, HOUSEHOLDS, RESIDENTS = "bureau", "workers' households", "residents"
FOUNDATIONS, OUTSIDE = "foundations", "outside"
PAID_BY_ORGANISATION = {
    Category.WAGES: HOUSEHOLDS, Category.OVERHEAD: OUTSIDE, Category.SURPLUS: OUTSIDE,
}  # fmt: skip
PAID_TO_ORGANISATION = {
    Category.LEAD: BUREAU, Category.MATCH: FOUNDATIONS, Category.FEES: RESIDENTS,
    Category.ENDOWMENT: OUTSIDE, Category.DEFAULT: OUTSIDE,
}  # fmt: skip
"""Who pays; anything else is paid by the office."""


def accounts(model):
    """Run the phase."""
    model.week_fen, model.owed = dict.fromkeys(Category, 0), Counter()
    open_books_of_organisations(model)
    for sub_district in model.sub_districts:
        answer_escalations(model, sub_district)
    for community in model.communities:
        owe_at_committee(model, community)
    for sub_district in model.sub_districts:
        owe_at_office(model, sub_district)
        owe_to_workers(model, sub_district, office_of(model, sub_district))
    owe_to_organisations(model)
    for flow, fen_minutes in model.owed.items():
        pay(model, *flow, (fen_minutes + MINUTES // 2) // MINUTES)
    pay(model, Category.PREMISES, BUREAU, OUTSIDE, settle(model))
    for organisation, book in model.books.items():
        for category, fen in book.items():
            pay(model, category, *sides_of(model, organisation, category), fen)
    pay_by_the_year(model)
    value_time(model)
    if model.closure == "equal_budget":
        follow_outlays(model)
    show_cash(model)


def sides_of(model, organisation, category):
    """Payer and payee of what an organisation pays or is paid."""
    if category in PAID_BY_ORGANISATION:
        return name_of(organisation), PAID_BY_ORGANISATION[category]
    office = office_of(model, organisation.sub_district)
    return PAID_TO_ORGANISATION.get(category, office), name_of(organisation)


def show_cash(model):
    """Cash of the bureau, the offices and the organisations, as their tables hold it."""
    model.governments[0].cash = model.cash[BUREAU]
    for sub_district in model.sub_districts:
        sub_district.government.cash = model.cash[office_of(model, sub_district)]
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


def owe(model, category, payer, payee, minutes, fen):
    """Note minutes to be paid at a wage per hour."""
    model.owed[category, payer, payee] += minutes * fen


def pay(model, category, payer, payee, fen):
    """Book an amount, and move cash unless it is only owed, or only values time."""
    year = 0 if model.week < 0 else 1 + model.week // WEEKS_PER_YEAR
    flow = (year, category, payer, payee)
    model.ledger[flow] = model.ledger.get(flow, 0) + fen
    model.week_fen[category] += fen
    if category not in ACCRUED and category < Category.VOLUNTEER_TIME:
        model.cash[payer] -= fen
        model.cash[payee] += fen


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
        (Category.POSTS, community.mobiliser_minutes, "mobiliser"),
    ):
        owe(model, category, payer, HOUSEHOLDS, minutes, public_wage(model, job))
    for service, given in community.own_services.items():
        owe_for_posts(model, Category.GRID, payer, service, given)
    used = sum(team.direct for team in community.team.values())
    with_travel = max(used, rounded(used / model.rules.volunteer_client_share))
    expenses = rounded(model.rules.volunteer_cash_per_hour * FEN_PER_YUAN)
    owe(model, Category.VOLUNTEERS, payer, OUTSIDE, with_travel, expenses)


def owe_for_posts(model, category, payer, service, provider):
    """Pay posts, those apart whose work was handed over."""
    sub_district, wage = provider.sub_district, public_wage(model, service.job)
    filled, idle = sub_district.filled(service), 0
    if filled > 0.0:
        more = max(0.0, filled - sub_district.goal[service])
        idle = rounded(provider.paid * more / filled)
    owe(model, category, payer, HOUSEHOLDS, provider.paid - idle, wage)
    owe(model, Category.STRANDED, payer, HOUSEHOLDS, idle, wage)


def owe_at_office(model, sub_district):
    """Civil servants, the staff of desks, and the cost of tenders."""
    payer, office = office_of(model, sub_district), sub_district.office
    for category, minutes in (
        (Category.COMMUNICATION, office.intake),
        (Category.ESCALATION, office.escalation),
        (Category.OVERSIGHT, office.administration),
    ):
        wage = public_wage(model, "civil_servant")
        owe(model, category, payer, HOUSEHOLDS, minutes, wage)
    for service, desk in sub_district.desks.items():
        owe_for_posts(model, Category.POSTS, payer, service, desk)
    pay(model, Category.TENDERING, payer, OUTSIDE, sub_district.tender_fen)


def pay_by_the_year(model):
    """Platforms, training and renewal; a year's amount is spread over weeks without remainder."""
    week = model.week % WEEKS_PER_YEAR
    for category, lever in (
        (Category.PLATFORM, "platform_yuan"),
        (Category.CAPACITY, "capacity_yuan"),
        (Category.REDEVELOPMENT, "redevelopment_yuan"),
    ):
        year = sum(
            rounded(getattr(community.levers, lever) * FEN_PER_YUAN)
            for community in model.communities
        )
        fen = year * (week + 1) // WEEKS_PER_YEAR - year * week // WEEKS_PER_YEAR
        pay(model, category, BUREAU, OUTSIDE, fen)


def value_time(model):
    """Care that households buy; and the value of time for which nobody pays."""
    rules = model.rules
    teams = [team for community in model.communities for team in community.team.values()]
    volunteers = sum(team.paid for team in teams) / rules.volunteer_case_share
    carers = sum(community.tally["family_minutes"] for community in model.communities)
    residents = sum(community.tally["resident_minutes"] for community in model.communities)
    private = sum(community.tally["private_minutes"] for community in model.communities)
    fen = rounded(private * model.settings.parameters.private_price * FEN_PER_YUAN / MINUTES)
    pay(model, Category.PRIVATE, RESIDENTS, OUTSIDE, fen)
    for category, minutes, yuan in (
        (Category.VOLUNTEER_TIME, volunteers, rules.volunteer_time_per_hour),
        (Category.CARER_TIME, carers, rules.carer_time_per_hour),
        (Category.RESIDENT_TIME, residents, rules.resident_time_per_hour),
    ):  # fmt: skip
        fen = rounded(minutes * yuan * FEN_PER_YUAN / MINUTES)
        pay(model, category, RESIDENTS, RESIDENTS, fen)
