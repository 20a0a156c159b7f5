"""Comparing what institutions have agreed."""

from sanlian_sim.world.state import PostType

from .funding import more_cost
from .procurement import wanted_share

BY_SERVICE = (
    "goal", "bill", "full_time", "volume", "fees", "agreements", "newcomers",
)  # fmt: skip
OF_SUB_DISTRICTS = (
    "scale", "call_off", "active", "hub", "links", "worker_minutes", "diverted",
    "tender_fen",
)  # fmt: skip
OF_BLOCKS = ("end", "lots", "renewals")


def market_differences(model, world):
    """Yield (entity, column, value of the reference, value of the world) that differ."""
    theirs, mine = world.market, dict(_market(model))
    for name in theirs._fields:
        if name != "first_contract":
            values = getattr(theirs, name).ravel().tolist()
            if mine[name] != values:
                for place, (a, b) in enumerate(zip(mine[name], values, strict=True)):
                    if a != b:
                        yield "market", f"{name} {place}", a, b


def _market(model):
    """Name and values of every array of the market, as the reference has them."""
    places, services = model.sub_districts, model.services
    for name in BY_SERVICE:
        yield name, [getattr(place, name)[service] for place in places for service in services]
    for name in OF_SUB_DISTRICTS:
        yield name, [getattr(place, name) for place in places]
    for name in OF_BLOCKS:
        yield f"block_{name}", [getattr(block, name) for block in model.blocks]
    jobs = model.settings.parameters.jobs
    yield "wage", [jobs[service.job] for service in services]
    yield "rate", [service.rate for service in services]
    yield "posts", [place.posts[k][kind] for place in places for k in services for kind in PostType]
    yield "mix", [place.mix[one] for place in places for one in model.instruments]
    yield "site", [_row(place.site[service]) for place in places for service in services]
    yield "wanted", [one.wanted[service] for one in model.communities for service in services]
    yield "embedding", [one.embedding for one in model.communities]
    yield "aim", [wanted_share(model, one, service) for one in places for service in services]
    costs = [more_cost(model.scenario, one) * one.regime for one in model.communities]
    yield "lever_cost", costs
    yield "helped", [one.helped for one in model.communities]
    yield "endowment", [one.endowment for one in model.organisations]
    yield "due", [fen for one in model.organisations for fen in one.due]


def _row(agent):
    return -1 if agent is None else agent.row
