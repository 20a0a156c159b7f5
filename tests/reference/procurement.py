"""Procurement: contracts are renewed, tendered and awarded when they are due."""

import math

from sanlian_sim.world.state import LONG_AGO

from .bidding import best_bid, highest_price, unit_cost
from .funding import FEN_PER_YUAN, places, planned_scale, tender_cost
from .projects import applicants, close_projects, found_project
from .rules import MINUTES, WEEKS_PER_YEAR, rounded

RETRY_WEEKS = 13


def procure(model):
    """Renew or tender what is due, and tender again what nobody holds."""
    model.awards = []
    for sub_district in model.sub_districts:
        sub_district.tender_fen = 0
    close_projects(model)
    for block in model.blocks:
        if is_wanted(model, block):
            begin_another_year(model, block)
    for block in [block for block in model.blocks if is_due(model, block)]:
        renew_or_tender(model, block)
    for block in model.blocks:
        for contract in block.contracts[: block.lots]:
            if is_vacant(model, block, contract):
                award(model, block, contract, contract.start, contract.end)


def begin_another_year(model, block):
    """Plan a contract's money anew when whole years of its term have passed."""
    for contract in block.contracts:
        years, weeks = divmod(model.week - contract.start, WEEKS_PER_YEAR)
        if contract.in_force(model.week) and years > 0 and weeks == 0:
            set_value(model, block, contract)
            model.awards.append(f"another year of {block.instrument.name}")


def is_wanted(model, block):
    """Whether hours are to be delegated, and bought in this way."""
    wanted = wanted_share(model, block.sub_district, block.service) > 0.0
    return wanted and block.sub_district.mix[block.instrument] > 0.0


def is_due(model, block):
    """Whether contracts have ended, or never begun, although hours are to be delegated."""
    return block.end <= model.week and is_wanted(model, block) and bool(block.contracts)


def is_vacant(model, block, contract):
    """Whether nobody holds a contract that is still wanted, and it is time to try again."""
    waits = contract.organisation is None and contract.end > model.week >= contract.retry
    return waits and is_wanted(model, block)


def wanted_share(model, sub_district, service):
    """Delegation that is asked for in the long run: all of it where policy has begun."""
    total = 0.0
    for community in sub_district.communities:
        settings = (model.scenario.baseline, model.scenario.policy)[community.regime]
        if community.supply > 0.0:
            total += settings.delegation[service.name] * community.residents
    return total / sub_district.people


def is_first_week(model):
    return model.week == -model.scenario.horizon.warmup


def renew_or_tender(model, block):
    """Go on with a block's contracts, as far as they may be renewed, or begin anew."""
    start = model.week + weeks_of_approval(model, block)
    renewing = block.lots > 0 and block.renewals < block.instrument.renewals
    if not renewing:
        for contract in block.contracts:
            contract.end = LONG_AGO
        number = rounded(planned_yuan(model, block) / block.instrument.lot_yuan)
        most = 1 if gives_at_facility(block) else len(block.contracts)
        block.lots = min(max(1, number), most)
    block.end = start + block.instrument.term_weeks
    block.renewals = block.renewals + 1 if renewing else 0
    for contract in block.contracts[: block.lots]:
        if renewing and performs(model, contract.organisation):
            contract.start, contract.end = start, block.end
            set_value(model, block, contract)
            model.awards.append("renewal")
        else:
            award(model, block, contract, start, block.end)


def weeks_of_approval(model, block):
    """Weeks until departments consent: none at the very start, or for what is known."""
    known = block.end != LONG_AGO
    if is_first_week(model) or known or block.service.department == "civil_affairs":
        return 0
    cooperation = max(community.cooperation for community in block.sub_district.communities)
    return rounded(model.rules.approval_weeks * (1.0 - cooperation))


def planned_yuan(model, block):
    """Yuan a year that a block is to have, halfway through its next year, or its term.

    Until then capacity goes on following what is wanted, as fast as cases turn over.
    """
    halfway, share = min(block.instrument.term_weeks, WEEKS_PER_YEAR) / 2.0, {}
    for where, service in places(model):
        goal = wanted_share(model, where, service)
        missing = (1.0 - 1.0 / max(1.0, service.stock_weeks)) ** halfway
        share[where, service] = goal + (where.phi[service] - goal) * missing
    here, service = block.sub_district, block.service
    fen = here.bill[service] * share[here, service] * planned_scale(model, share, halfway)
    return fen * WEEKS_PER_YEAR / FEN_PER_YUAN * here.mix[block.instrument]


def performs(model, organisation):
    """Whether a holder is still there, and known to be no worse than at the start."""
    expected = model.scenario.baseline.parameters.reputation_initial
    return organisation is not None and organisation.alive and organisation.reputation >= expected


def bidders_for(model, block):
    """Who may bid: organisations that offer the service below the highest price, or projects."""
    if block.instrument.initiatives:
        return applicants(model, block.sub_district, block.service)
    return [
        one
        for one in block.sub_district.organisations
        if one.alive and not one.initiative and block.service in one.offers
        and unit_cost(model, block, one) <= highest_price(model, block)
    ]  # fmt: skip


def award(model, block, contract, start, end):
    """Award a contract to the best bidder, and pay for the tender; or nobody bids."""
    contract.start, contract.end = start, end
    bidders = bidders_for(model, block)
    if not bidders:
        contract.organisation, contract.retry = None, model.week + RETRY_WEEKS
        model.awards.append("empty tender")
        return
    winner, price = best_bid(model, block, contract, bidders)
    if contract.organisation is not winner or block.instrument.initiatives:
        contract.since = LONG_AGO if is_first_week(model) else model.week
    hand_over_staff(model, block, contract, winner)
    contract.organisation, contract.price = winner, price
    yuan = set_value(model, block, contract)
    if block.instrument.initiatives:
        found_project(model, winner, block.service, end)
    cost = tender_cost(model, block.instrument, block.service, yuan)
    block.sub_district.tender_fen += in_fen(cost)
    model.awards.append(f"tender of {block.instrument.name}")


def hand_over_staff(model, block, contract, winner):
    """Part of who works for a contract goes with it to the winner, and stays as skilled."""
    old = contract.organisation
    if old is None or old is winner or gives_at_facility(block):
        return
    team, other = old.offers[block.service], winner.offers[block.service]
    hourly = contract.price * FEN_PER_YUAN
    employed = MINUTES * contract.value / hourly if hourly > 0.0 else 0.0
    moved = model.rules.staff_transfer * min(team.staff, employed)
    if moved > 0.0:
        skilled = other.skill * other.staff + team.skill * moved
        other.skill = skilled / (other.staff + moved)
        model.awards.append("staff handed over")
    other.staff += moved
    team.staff -= moved


def set_value(model, block, contract):
    """Set what a contract is worth until it is planned anew, and its fee; return yuan a year."""
    yuan = planned_yuan(model, block) / block.lots
    contract.value = in_fen(yuan / WEEKS_PER_YEAR)
    set_fee(model, block, contract, yuan)
    return yuan


def in_fen(yuan):
    return rounded(yuan * FEN_PER_YUAN)


def gives_at_facility(block):
    return block.instrument.facility and block.service.facility


def set_fee(model, block, contract, yuan):
    """Fix a fee, and the minutes it buys; none where hours are called off."""
    instrument = block.instrument
    for name in ("fee", "minutes", "fixed", "coaching", "premises", "capital"):
        setattr(contract, name, 0)
    if not instrument.fixed_fee:
        return
    fee = yuan
    if gives_at_facility(block):
        fee -= set_facility(model, instrument, contract, yuan)
    contract.fee = in_fen(fee / WEEKS_PER_YEAR)
    money = contract.fee * (1.0 + instrument.match_share)
    contract.coaching = rounded(money * instrument.coaching_share)
    money -= contract.coaching
    money -= contract.fixed
    per_hour = contract.price * FEN_PER_YUAN
    if per_hour > 0.0:
        contract.minutes = math.floor(MINUTES * max(0.0, money) / per_hour + 0.5)


def set_facility(model, instrument, contract, yuan):
    """Size a facility to its money; return the yuan a year that pay its capital back."""
    rate, years = model.rules.discount_rate, model.rules.facility_life_years
    annuity = rate / -math.expm1(-years * math.log1p(rate)) if rate > 0.0 else 1.0 / years
    size = min(1.0, yuan / instrument.lot_yuan)
    premises = min(yuan, size * instrument.capital_yuan * annuity)
    contract.capital = in_fen(size * instrument.capital_yuan)
    contract.fixed = in_fen(size * instrument.fixed_cost_yuan / WEEKS_PER_YEAR)
    contract.premises = in_fen(premises / WEEKS_PER_YEAR)
    return premises
