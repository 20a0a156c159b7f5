"""Bidding: what organisations ask for an hour, and whose bid an office likes best."""

from sanlian_sim.randomness import Stream

from .draws import gumbel, joint, uniform
from .funding import wage_of


def highest_price(model, block):
    """Yuan per paid hour above which the office does not buy; ignorance raises it (M13)."""
    rules = model.rules
    own = wage_of(model, block.service) * rules.oncost_government
    ignorance = 1.0 + rules.know_how_price * (1.0 - block.sub_district.government.know_how)
    return own * (1.0 + rules.price_ceiling) * ignorance


def unit_cost(model, block, organisation):
    """Yuan that a paid hour costs an organisation."""
    wage = wage_of(model, block.service) * model.rules.oncost_social
    return wage * (1.0 + organisation.overhead) * (1.0 + block.instrument.reporting_share)


def asked_price(model, cost, ceiling, bidders):
    """Cost, and a margin that rivals share, as far as there is competition (M10)."""
    rules = model.rules
    rivals = rules.competition * bidders
    rivals += (1.0 - rules.competition) * rules.bidders_reference
    return cost + (ceiling - cost) / rivals


def score(model, block, organisation, price, ceiling):
    """What speaks for a bid: the price, what is known of quality, and the relation (M11)."""
    instrument, scale = block.instrument, model.rules.relation_weight_scale
    saving = 1.0 - price / ceiling if ceiling > 0.0 else 0.0
    return (
        instrument.price_weight * saving
        + instrument.quality_weight * organisation.reputation
        + instrument.relation_weight * (scale * organisation.relation)
    )


def best_bid(model, block, contract, bidders):
    """Winner of a contract and its price; of equals the first in the table."""
    ceiling, ranked = highest_price(model, block), []
    for organisation in bidders:
        cost = unit_cost(model, block, organisation)
        price = asked_price(model, cost, max(cost, ceiling), len(bidders))
        key = joint(organisation.key, contract.key)
        liking = gumbel(uniform(model.seed, Stream.TENDER, key, model.week))
        rank = score(model, block, organisation, price, ceiling) + model.rules.tender_noise * liking
        ranked.append((rank, -organisation.row, organisation, price))
    return max(ranked, key=lambda one: one[:2])[2:]
