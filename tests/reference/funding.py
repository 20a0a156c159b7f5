"""Money: what base hours cost, and what a comparison leaves for posts and for contracts."""

import math

from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import PostType

from .rules import MINUTES, WEEKS_PER_YEAR

REFERENCE_RESIDENTS = 7640
FEN_PER_YUAN = 100


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
    kept = post_share(model)
    bought = {at: at[0].volume[at[1]] * at[1].rate for at in places(model)}
    filled = {at: at[0].filled(at[1]) for at in places(model)}
    model.posts_fen = wage_bill(model, filled)
    scale = scale_for(model, model.posts_fen, math.fsum(bought.values()))
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


def planned_scale(model, share, weeks):
    """Scale to be expected some weeks on, when so much is delegated.

    Until then posts are left, of either type at its own pace, and none is filled again that the
    work left to government does not ask for.
    """
    rules, filled, y = model.rules, {}, post_share(model)
    for where, service in places(model):
        goal, later = (1.0 - share[where, service]) * y, 0.0
        for kind, part, leave in (
            (PostType.CIVIL, rules.civil_share, rules.civil_attrition),
            (PostType.CONTRACT, 1.0 - rules.civil_share, rules.contract_attrition),
        ):
            still = max(0.0, 1.0 - (leave + rules.redeployment) / WEEKS_PER_YEAR) ** weeks
            later += max(part * goal, where.posts[service][kind] * still)
        filled[where, service] = later
    return scale_for(model, wage_bill(model, filled), wage_bill(model, share)) * model.supply_scale


def wage_bill(model, share):
    """Fen a week that shares of the base hours now supplied cost as posts."""
    return math.fsum(
        where.bill[service] * where.mean(lambda one: one.supply) * share[where, service]
        for where, service in places(model)
    )


def scale_for(model, posts, delegated):
    """Contract money over what delegated hours would cost as posts."""
    if not is_budgeted(model) or delegated <= 0.0:
        return 1.0
    led = share_led(model, [one.lead for one in model.communities])
    return min(2.0, max(0.0, left(model, posts) / (1.0 + model.rules.lead_fee * led) / delegated))


def left(model, posts):
    """What the baseline's budget leaves after posts, levers, and all else that costs more now."""
    return budget(model) - posts - (model.other_fen - model.usual_fen)


def budget(model):
    """Fen a week of the baseline's budget that levers leave."""
    before = model.scenario.baseline
    bill = {
        (where, service): where.bill[service] * before.levers.formal_supply
        for where, service in places(model)
    }
    led = share_led(model, [float(before.levers.lead_organisation)] * len(model.communities))
    contracts = math.fsum(bill[at] * before.delegation[at[1].name] for at in bill)
    whole = math.fsum(bill.values()) + model.rules.lead_fee * led * contracts
    return whole - added_cost(model) * FEN_PER_YUAN / WEEKS_PER_YEAR


def follow_outlays(model):
    """Follow over a year what costs government money besides posts, contracts and levers."""
    contracts = (
        Category.CONTRACT, Category.GRANT, Category.FACILITY, Category.PREMISES, Category.LEAD,
    )  # fmt: skip
    fiscal = [one for one in Category if one < Category.WAGES and one not in contracts]
    other = sum(model.week_fen[one] for one in fiscal)
    other += sum(one.station_fen for one in model.organisations)
    other -= model.posts_fen
    other -= added_cost(model) * FEN_PER_YUAN / WEEKS_PER_YEAR
    if model.week == -model.scenario.horizon.warmup:
        model.other_fen = model.usual_fen = other
        return
    model.other_fen += (other - model.other_fen) / WEEKS_PER_YEAR
    if model.week < 0:
        model.usual_fen = model.other_fen


def share_led(model, lead):
    """Share of all residents whose arrangement has a lead organisation."""
    people = [community.residents for community in model.communities]
    return math.fsum(a * b for a, b in zip(lead, people, strict=True)) / population(model)


def overspent(model):
    """Fen of a week's posts and fees above an equal budget, levers paid."""
    if not is_budgeted(model):
        return 0.0
    led = share_led(model, [one.lead for one in model.communities])
    fees = math.fsum(where.fees[service] for where, service in places(model))
    return max(0.0, (1.0 + model.rules.lead_fee * led) * fees - (budget(model) - model.posts_fen))


def tender_cost(model, instrument, service, yuan):
    """Yuan that the award of a contract of some yearly value costs the office (M7)."""
    fixed = min(instrument.tender_yuan, model.rules.tender_cap * yuan)
    follows_value = instrument.tender_share * (1.0 + service.specificity) * yuan
    return model.rules.transaction_costs * (fixed + follows_value)
