"""Comparing the reference with the compiled world, column by column, to the last bit."""

from operator import attrgetter

from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries

from .agents import Agent
from .care import family_minutes
from .compare_market import market_differences

NOT_MODELLED = {
    "residents": {"open_services", "groups", "next_due"},
    "communities": {"family_minutes", "most_ties"},
}
"""Columns compared in another form, only there for speed, or of the outcomes alone."""


def differences(model, world):
    """Yield (entity, column, value of the reference, value of the world) that differ."""
    for name, agents in (
        ("residents", model.residents),
        ("households", model.households),
        ("communities", model.communities),
        ("organisations", model.organisations),
        ("workers", model.workers),
        ("governments", model.governments),
        ("property_managers", model.property_managers),
        ("contracts", model.contracts),
        ("providers", model.providers),
    ):
        table = getattr(world, name)
        columns = {k: v for k, v in table.columns.items() if k not in NOT_MODELLED.get(name, ())}
        yield from _rows(name, agents, columns)
    minutes = [family_minutes(community) for community in model.communities]
    theirs = world.communities.columns["family_minutes"].tolist()
    yield from _unequal("communities", "family_minutes", minutes, theirs)
    yield from _onsets(model, world)
    yield from _segments(model, world)
    yield from _policy(model, world)
    yield from market_differences(model, world)
    yield from _series(model, world)
    yield from _money(model, world)


def _plain(value):
    """Row number of an agent, -1 for none, other values as they are."""
    if value is None:
        return -1
    return value.row if isinstance(value, Agent) else value


def _rows(name, agents, columns):
    for column, values in columns.items():
        mine, theirs = list(map(attrgetter(column), agents)), values.tolist()
        if mine != theirs:
            yield from _unequal(name, column, [_plain(value) for value in mine], theirs)


def _unequal(name, column, mine, theirs):
    if len(mine) != len(theirs):
        yield name, "number", len(mine), len(theirs)
    for row, (a, b) in enumerate(zip(mine, theirs, strict=False)):
        if a != b:
            yield f"{name} {row}", column, a, b


def _onsets(model, world):
    columns = {
        "calendar": [list(one.calendar.values()) for one in model.residents],
        "onsets": [list(one.onsets.values()) for one in model.residents],
    }
    for column, mine in columns.items():
        yield from _unequal("residents", column, mine, getattr(world, column).tolist())
    mine = [sum(1 << one.row for one in resident.open_services) for resident in model.residents]
    yield from _unequal("residents", "open_services", mine, world.residents.open_services.tolist())


def _segments(model, world):
    """Cases, events and ended cases, in the order of their lists."""
    for name in ("cases", "events", "ended"):
        theirs = getattr(world, name)
        for community in model.communities:
            first, count = theirs.first[community.row], theirs.count[community.row]
            mine, where = getattr(community, name), f"{name} of community {community.row}:"
            if len(mine) != count:
                yield where, "number", len(mine), int(count)
            rows = theirs.rows[first : first + count]
            yield from _rows(where, mine, {k: rows[k] for k in rows.dtype.names})


def _policy(model, world):
    policy = world.policy
    for name, agents in (("delta", model.communities), ("phi", model.sub_districts)):
        mine = [[one[k] for k in model.services] for one in (vars(a)[name] for a in agents)]
        yield from _unequal("policy", name, mine, getattr(policy, name).tolist())
    nodes = [_plain(place.worker_node) for place in model.sub_districts]
    yield from _unequal("policy", "worker_node", nodes, policy.worker_node.tolist())
    for name in ("supply_scale", "posts_fen", "overspent_fen", "other_fen", "usual_fen"):
        if getattr(model, name) != getattr(world, name):
            yield "policy", name, getattr(model, name), getattr(world, name)


def _series(model, world):
    for community in model.communities:
        theirs = dict(zip(CommunitySeries, world.community_tally[community.row], strict=True))
        mine = {series: community.tally[series.name.lower()] for series in CommunitySeries}
        yield from _counts(f"community {community.row}", mine, theirs)
        for service in model.services:
            counts = community.service_tally[service]
            values = world.service_tally[community.row, service.row]
            theirs = dict(zip(ServiceSeries, values, strict=True))
            mine = {series: counts[series.name.lower()] for series in ServiceSeries}
            yield from _counts(f"community {community.row}, {service.name}", mine, theirs)
    idle = [[place.idle[k] for k in model.services] for place in model.sub_districts]
    yield from _unequal("sub_district", "idle", idle, world.idle_tally.tolist())


def _counts(name, mine, theirs):
    for key, value in mine.items():
        if value != theirs[key]:
            yield name, key.name.lower(), value, float(theirs[key])


def _money(model, world):
    """The ledger by year, category, payer and payee, this week's totals, and cash."""
    names, theirs = world.register.parties.names, {}
    for year, amounts in enumerate(world.register.fen.tolist()):
        for category, a, b, fen in zip(*world.register.flows, amounts, strict=True):
            flow = (year, category, names[a], names[b])
            theirs[flow] = theirs.get(flow, 0) + fen
    for flow in {*model.ledger, *theirs}:
        if model.ledger.get(flow, 0) != theirs.get(flow, 0):
            yield "ledger", flow, model.ledger.get(flow, 0), theirs.get(flow, 0)
    for name, fen in zip(names, world.register.cash.tolist(), strict=True):
        if model.cash[name] != fen:
            yield "cash", name, model.cash[name], fen
    for category, fen in enumerate(world.register.week_fen.tolist()):
        if model.week_fen.get(category, 0) != fen:
            yield "week_fen", category, model.week_fen.get(category, 0), fen
