"""Money: what base hours cost, and what a comparison leaves for posts and for contracts."""

import math

from .rules import MINUTES, WEEKS_PER_YEAR

REFERENCE_RESIDENTS = 7640
FEN_PER_YUAN = 100
MOST_LOTS = 24


def wage_of(model, service):
    """Yuan per hour of a service's job."""
    return model.settings.parameters.jobs[service.job]


def price_hours(model):
    """Price a client minute, and count and price all base hours, as posts of government."""
    for service in model.services:
        yuan = wage_of(model, service) * model.settings.parameters.oncost_government
        fen = yuan * FEN_PER_YUAN / MINUTES
        service.rate = fen / paid_share(service)
        for sub_district in model.sub_districts:
            minutes = base_minutes(sub_district, service)
            sub_district.bill[service] = minutes * service.rate
            hours = minutes / paid_share(service) * WEEKS_PER_YEAR / MINUTES
            posts = hours / model.settings.parameters.paid_hours_year
            sub_district.full_time[service] = posts


def paid_share(service):
    """Client time in what government's posts are paid for."""
    return service.client_share if service.at_desk else 1.0


def base_minutes(sub_district, service):
    """Client minutes a week of a service under the baseline."""
    if service.at_desk:
        return sub_district.desks[service].base
    return sum(one.own_services[service].base for one in sub_district.communities)


def fund(model):
    """Set the posts that government's work asks for, and the scale of contract money."""
    model.supply_scale = service_scale(model)
    kept, scale = post_share(model), contract_scale(model)
    for sub_district in model.sub_districts:
        for service in model.services:
            sub_district.goal[service] = (1.0 - sub_district.phi[service]) * kept
        supplied = sub_district.mean(lambda one: one.supply) > 0.0
        sub_district.scale = scale * model.supply_scale if supplied else 0.0


def adopted(model):
    """Communities under the scenario's levers."""
    return [community for community in model.communities if community.regime == 1]


def is_budgeted(model):
    """Whether outlays are held equal, and there is a policy to pay for."""
    return model.closure == "equal_budget" and model.week >= 0 and bool(adopted(model))


def service_scale(model):
    """Scale of all hours that keeps services equal, as far as communities have adopted."""
    if model.week < 0 or model.closure != "equal_service":
        return 1.0
    reached = sum(one.residents for one in adopted(model)) / population(model)
    return model.service_scale * reached + (1.0 - reached)


def population(model):
    return max(1, sum(community.residents for community in model.communities))


def places(model):
    """Every service of every sub-district."""
    return [(where, service) for where in model.sub_districts for service in model.services]


def post_share(model):
    """Share of posts for which there is money once levers are paid."""
    if not is_budgeted(model):
        return 1.0
    wages = math.fsum(where.bill[service] for where, service in places(model))
    wages = wages * WEEKS_PER_YEAR / FEN_PER_YUAN
    return max(0.0, 1.0 - added_cost(model) / max(1e-9, wages))


def added_cost(model):
    """Yuan a year that levers cost where they have been adopted, above the baseline's."""
    return math.fsum(more_cost(model.scenario, one) for one in adopted(model))


def more_cost(scenario, community):
    """Yuan a year that the scenario's levers cost in a community, above the baseline's."""
    return yearly_cost(scenario.policy, community) - yearly_cost(scenario.baseline, community)


def yearly_cost(settings, community):
    """Yuan a year of the workers, mobilisers, platform and budgets that levers ask for."""
    levers, parameters = settings.levers, settings.parameters
    social = levers.worker_employer == "organisation"
    oncost = parameters.oncost_social if social else parameters.oncost_government
    posts = community.residents * levers.workers_per_10000 / 1e4
    hours = community.residents * levers.mobiliser_hours / REFERENCE_RESIDENTS * WEEKS_PER_YEAR
    return (
        posts * parameters.worker_cost_year * oncost
        + hours * parameters.jobs["mobiliser"] * parameters.oncost_government
        + (levers.platform_yuan + levers.capacity_yuan + levers.redevelopment_yuan)
    )


def contract_scale(model):
    """Scale of contract money this week."""
    share = {at: at[0].phi[at[1]] for at in places(model)}
    return scale_for(model, share, {at: at[0].filled(at[1]) for at in places(model)})


def planned_scale(model, share, weeks):
    """Scale to be expected some weeks on, when so much is delegated."""
    rules, filled = model.rules, {}
    leave = rules.civil_share * rules.civil_attrition
    leave += (1.0 - rules.civil_share) * rules.contract_attrition + rules.redeployment
    kept = max(0.0, 1.0 - leave / WEEKS_PER_YEAR) ** weeks
    for where, service in places(model):
        goal = 1.0 - share[where, service]
        stranded = max(0.0, where.filled(service) - goal) * kept
        filled[where, service] = goal + stranded
    return scale_for(model, share, filled) * model.supply_scale


def scale_for(model, share, filled):
    """Contract money over what delegated hours would cost as posts.

    With outlays held equal, contracts have what the baseline's budget leaves after posts as they
    are filled, levers, tenders and a lead organisation.
    """
    if not is_budgeted(model):
        return 1.0
    now = {
        (where, service): where.bill[service] * where.mean(lambda one: one.supply)
        for where, service in places(model)
    }
    delegated = math.fsum(now[at] * share[at] for at in now)
    if delegated <= 0.0:
        return 1.0
    left = budget(model) - math.fsum(now[at] * filled[at] for at in now)
    led = share_led(model, [one.lead for one in model.communities])
    return min(2.0, max(0.0, left / (1.0 + model.rules.lead_fee * led) / delegated))


def budget(model):
    """Fen a week of the baseline's budget that levers and tenders leave for posts and contracts."""
    before = model.scenario.baseline
    bill = {
        (where, service): where.bill[service] * before.levers.formal_supply
        for where, service in places(model)
    }
    led = share_led(model, [float(before.levers.lead_organisation)] * len(model.communities))
    contracts = math.fsum(bill[at] * before.delegation[at[1].name] for at in bill)
    left = math.fsum(bill.values()) + model.rules.lead_fee * led * contracts
    left -= added_cost(model) * FEN_PER_YUAN / WEEKS_PER_YEAR
    tenders = math.fsum(where.tenders for where in model.sub_districts)
    return left - tenders * FEN_PER_YUAN / WEEKS_PER_YEAR


def share_led(model, lead):
    """Share of all residents whose arrangement has a lead organisation."""
    people = [community.residents for community in model.communities]
    return math.fsum(a * b for a, b in zip(lead, people, strict=True)) / population(model)


def overspent(model):
    """Fen of a week's posts, levers, tenders and fees above an equal budget."""
    if not is_budgeted(model):
        return 0.0
    posts = math.fsum(
        where.bill[service] * where.mean(lambda one: one.supply) * where.filled(service)
        for where, service in places(model)
    )
    led = share_led(model, [one.lead for one in model.communities])
    fees = math.fsum(where.fees[service] for where, service in places(model))
    return max(0.0, (1.0 + model.rules.lead_fee * led) * fees - (budget(model) - posts))


def expect_tenders(model, sub_district):
    """What tenders are expected to cost a year above the baseline's, where policy has begun."""
    here = [one for one in sub_district.communities if one.regime == 1]
    reached = sum(one.residents for one in here) / sub_district.people
    more = yearly_tenders(model, sub_district, model.scenario.policy)
    more -= yearly_tenders(model, sub_district, model.scenario.baseline)
    sub_district.tenders = more * reached


def yearly_tenders(model, sub_district, settings):
    """Yuan a year that tenders cost under some settings."""
    total = 0.0
    for instrument in model.instruments:
        mix = settings.instruments.get(instrument.name, 0.0)
        years = instrument.term_weeks * (1 + instrument.renewals) / WEEKS_PER_YEAR
        for service in model.services:
            fen = sub_district.bill[service] * settings.delegation[service.name] * mix
            yuan = fen * WEEKS_PER_YEAR / FEN_PER_YUAN
            if yuan > 0.0:
                most = 1 if instrument.facility and service.facility else MOST_LOTS
                lots = min(max(1, math.floor(yuan / instrument.lot_yuan + 0.5)), most)
                total += tender_cost(model, instrument, service, yuan / lots) * lots / years
    return total


def tender_cost(model, instrument, service, yuan):
    """Yuan that the award of a contract of some yearly value costs the office (M7)."""
    fixed = min(instrument.tender_yuan, model.rules.tender_cap * yuan)
    follows_value = instrument.tender_share * (1.0 + service.specificity) * yuan
    return model.rules.transaction_costs * (fixed + follows_value)
