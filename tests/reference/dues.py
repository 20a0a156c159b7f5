"""Dues: what contracts owe is accrued, advanced, settled later, and written off at closing."""

from collections import Counter

from sanlian_sim.world.flows import Category

from .rules import WEEKS_PER_YEAR, rounded
from .workforce import LEAD_KIND

DUE_WEEKS = 53
ACCRUED = (Category.CONTRACT, Category.GRANT, Category.FACILITY)
RECEIVED = (
    Category.SETTLEMENT, Category.LEAD, Category.MATCH, Category.FEES, Category.ENDOWMENT,
)  # fmt: skip


def open_books(model):
    """A book of fen by category for every organisation."""
    model.books = {organisation: Counter() for organisation in model.organisations}


def settle(model):
    """Complete the books of organisations by what contracts owe, and what is paid of it."""
    held = [contract for contract in model.contracts if contract.in_force(model.week)]
    for contract in held:
        book_fee(model.books[contract.organisation], contract)
    for organisation, book in model.books.items():
        book[Category.ENDOWMENT] += organisation.endowment
    for organisation in model.organisations:
        if organisation.kind == LEAD_KIND:
            pay_lead(model, organisation)
    for organisation in model.organisations:
        mine = [contract for contract in held if contract.organisation is organisation]
        fall_due(model, organisation, mine)
        depend(organisation, model.books[organisation])
        if not organisation.alive:
            wind_up(model, organisation)
    return sum(contract.premises for contract in held)


def book_fee(book, contract):
    """Accrue a fixed fee: as a grant, for a facility, or as a contract; others match it."""
    category = Category.CONTRACT
    if contract.instrument.initiatives:
        category = Category.GRANT
    elif contract.premises + contract.fixed > 0:
        category = Category.FACILITY
    book[category] += contract.fee
    book[Category.MATCH] += rounded(contract.fee * contract.instrument.match_share)
    book[Category.OVERHEAD] += contract.fixed + contract.coaching


def accrued(book):
    return sum(book[category] for category in ACCRUED)


def pay_lead(model, lead):
    """A lead organisation has a share of all contract money, and pays its staff with it."""
    total = 0
    for organisation, book in model.books.items():
        passing = organisation.station_fen
        share = (accrued(book) - passing) * organisation.sub_district.hub * model.rules.lead_fee
        total += rounded(share)
    model.books[lead][Category.LEAD] = total
    model.books[lead][Category.WAGES] += total


def fall_due(model, organisation, held):
    """Pay advances, and what has fallen due; every instrument has its own terms."""
    book, fees = model.books[organisation], Counter()
    for contract in held:
        fees[contract.instrument] += contract.fee
    for instrument, fen in fees.items():
        owe(model, organisation, instrument, fen)
    # Station workers' pay only passes through: it is settled at once.
    called = accrued(book) - sum(fees.values()) - organisation.station_fen
    book[Category.SETTLEMENT] += organisation.station_fen
    for instrument, fen in divide_call_off(model, organisation, held, called):
        owe(model, organisation, instrument, fen)
    now = model.week % DUE_WEEKS
    book[Category.SETTLEMENT] += organisation.due[now]
    organisation.due[now] = 0


def divide_call_off(model, organisation, held, called):
    """What was called off, by instrument: in proportion to the contracts held, or to the mix."""
    by_hour = [instrument for instrument in model.instruments if not instrument.fixed_fee]
    usual, *others = by_hour or model.instruments[:1]
    weights = {one: sum(c.value for c in held if c.instrument is one) for one in by_hour}
    if not any(weights.values()):
        weights = {one: organisation.sub_district.mix[one] for one in by_hour}
    whole, left = 0.0, called
    for instrument in by_hour:
        whole += weights[instrument]
    for instrument in others:
        share = weights[instrument] / (whole if whole > 0.0 else 1.0)
        part = min(left, int(called * share))
        left -= part
        yield instrument, part
    yield usual, left


def owe(model, organisation, instrument, fen):
    """Pay part of an amount at once, and the rest after the instrument's delay."""
    advance = rounded(fen * instrument.advance_share)
    delay = rounded(instrument.delay_weeks * model.rules.delay_scale)
    organisation.due[(model.week + delay) % DUE_WEEKS] += fen - advance
    model.books[organisation][Category.SETTLEMENT] += advance


def depend(organisation, book):
    """Dependency follows, over a year, the part of income that is government's (M4)."""
    public = accrued(book) + book[Category.LEAD]
    income = public + book[Category.MATCH] + book[Category.FEES]
    if income > 0:
        gap = public / income - organisation.dependency
        organisation.dependency += gap / WEEKS_PER_YEAR


def wind_up(model, organisation):
    """Who has closed is paid all that is due, and hands on what it has, or owes."""
    book = model.books[organisation]
    book[Category.SETTLEMENT] += sum(organisation.due)
    organisation.due = [0] * DUE_WEEKS
    fen = organisation.cash + sum(book[category] for category in RECEIVED)
    fen -= book[Category.WAGES] + book[Category.OVERHEAD]
    book[Category.SURPLUS], book[Category.DEFAULT] = max(0, fen), max(0, -fen)
