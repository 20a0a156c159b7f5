"""Agreements: what the contracts in force this week mean for those who hold them."""

from .rules import WEEKS_PER_YEAR

BY_CONTRACT = ("overhead", "insecurity", "monitoring_share")


def agree(model):
    """Open teams and facilities, promise hours for fees, and share out the call-off."""
    held = [contract for contract in model.contracts if contract.in_force(model.week)]
    for provider in model.providers:
        provider.open, provider.fee_minutes, provider.coaching = False, 0, 0
        provider.call_share = provider.price = 0.0
    for sub_district in model.sub_districts:
        begin(model, sub_district)
    for contract in held:
        come_into_force(contract)
    for sub_district in model.sub_districts:
        count(model, sub_district, held)
    set_means(model, held)
    for contract in held:
        call_off(model, contract)
    for provider in model.providers:
        if provider.call_share > 0.0:
            provider.price /= provider.call_share


def begin(model, sub_district):
    """Start with no fees, and the part of the money that buys hours called off."""
    sub_district.fees = dict.fromkeys(model.services, 0)
    sub_district.call_off = 0.0
    for instrument, share in sub_district.mix.items():
        if not instrument.fixed_fee:
            sub_district.call_off += share


def giver_of(contract):
    """Who gives a contract's hours: a team, or the facility that it operates."""
    facility = contract.sub_district.facilities.get(contract.service)
    if contract.instrument.facility and facility is not None:
        return facility
    return contract.organisation.offers[contract.service]


def come_into_force(contract):
    """Open who serves a contract; a facility is built where most people live, once."""
    sub_district, service, giver = contract.sub_district, contract.service, giver_of(contract)
    contract.organisation.offers[service].open = giver.open = True
    giver.fee_minutes += contract.minutes
    giver.coaching += contract.coaching
    sub_district.fees[service] += contract.fee + contract.premises
    if giver is sub_district.facilities.get(service):
        giver.owner = contract.organisation
        if sub_district.site[service] is None:
            largest = max(sub_district.communities, key=lambda community: community.residents)
            sub_district.site[service] = largest


def count(model, sub_district, held):
    """Count organisations with a contract for each service, and those new to it."""
    for service in model.services:
        since = {}
        for contract in held:
            if contract.service is service and contract.sub_district is sub_district:
                before = since.get(contract.organisation, contract.since)
                since[contract.organisation] = min(before, contract.since)
        new = [week for week in since.values() if week > model.week - WEEKS_PER_YEAR]
        sub_district.agreements[service] = len(since)
        sub_district.newcomers[service] = len(new)


def set_means(model, held):
    """Overhead, insecurity and monitoring of those with several contracts are means of these."""
    gives = {}
    for contract in held:
        gives.setdefault(giver_of(contract), []).append(contract)
    teams = [team for organisation in model.organisations for team in organisation.teams]
    facilities = [one for where in model.sub_districts for one in where.facilities.values()]
    for provider in teams + facilities:
        total = dict.fromkeys(BY_CONTRACT, 0.0)
        for contract in gives.get(provider, []):
            for name, value in terms_of(contract).items():
                total[name] += value
        for name in BY_CONTRACT:
            setattr(provider, name, total[name] / max(1, len(gives.get(provider, []))))


def terms_of(contract):
    """What a contract costs besides wages, how soon it ends, and the monitoring it needs."""
    instrument = contract.instrument
    costs = (1.0 + contract.organisation.overhead) * (1.0 + instrument.reporting_share)
    return {
        "overhead": costs - 1.0,
        "insecurity": WEEKS_PER_YEAR / instrument.term_weeks,
        "monitoring_share": instrument.monitoring_share,
    }


def call_off(model, contract):
    """Give a contract its part of the call-off: of its instrument's, an equal one."""
    instrument, sub_district = contract.instrument, contract.sub_district
    if instrument.fixed_fee:
        return
    [block] = [block for block in model.blocks if contract in block.contracts]
    whole = sub_district.call_off if sub_district.call_off > 0.0 else 1.0
    share = sub_district.mix[instrument] / whole / max(1, block.lots)
    team = contract.organisation.offers[contract.service]
    team.call_share += share
    team.price += share * contract.price
