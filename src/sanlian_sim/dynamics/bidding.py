"""Bidding: what an hour costs a bidder, what it bids, and how bids are ranked.

Pure functions of numbers, so that each equation can be checked by itself.
"""

from typing import Any


def unit_cost(wage: float, oncost: float, overhead: float, reporting: float) -> float:
    """Yuan that a paid hour costs an organisation, bids and reports included (equation O2).

    Parameters
    ----------
    wage : float
        Yuan per hour.
    oncost, overhead, reporting : float
        On-costs as a factor; rent and management, and the effort of bids and reports, as shares.
    """
    return wage * oncost * (1.0 + overhead) * (1.0 + reporting)


def highest_price(rule: Any, wage: float, know_how: float) -> float:
    """Yuan per paid hour above which an office does not buy (equation O3, M13)."""
    own = wage * rule.oncost_government
    ignorance = 1.0 + rule.know_how_price * (1.0 - know_how)
    return float(own * (1.0 + rule.price_ceiling) * ignorance)


def bid(rule: Any, cost: float, ceiling: float, bidders: int) -> float:
    """Yuan per paid hour that is asked: cost, and a margin that falls with bidders (O4, M10).

    A single bidder asks the highest price. Without competition margins are those among
    ``bidders_reference``.
    """
    rivals = rule.competition * bidders
    rivals += (1.0 - rule.competition) * rule.bidders_reference
    return float(cost + (ceiling - cost) / rivals)


def award_score(
    rule: Any, instrument: Any, price: float, ceiling: float, reputation: float, relation: float
) -> float:
    """Rank of a bid: saving on the highest price, reputation and relation (equation O5, M11)."""
    saving = 1.0 - price / ceiling if ceiling > 0.0 else 0.0
    known = rule.relation_weight_scale * relation
    return float(
        instrument["price_weight"] * saving
        + instrument["quality_weight"] * reputation
        + instrument["relation_weight"] * known
    )


def tender_cost(rule: Any, instrument: Any, specificity: float, yuan: float) -> float:
    """Yuan that awarding a contract of some yearly value costs the office (equation O6, M7)."""
    fixed = min(float(instrument["tender_yuan"]), rule.tender_cap * yuan)
    variable = instrument["tender_share"] * (1.0 + specificity) * yuan
    return float(rule.transaction_costs * (fixed + variable))
