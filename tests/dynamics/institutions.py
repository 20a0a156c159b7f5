"""What is exact about institutions in every week: contracts, dues, posts, and who has closed."""

from collections import defaultdict

import numpy as np

from sanlian_sim.dynamics.week import PHASES, Phase, advance
from sanlian_sim.world.flows import Category
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.state import NEVER

from .state import recount

ROUNDING = 1e-9
"""How far shares that add up to 1 may be above it."""


def advance_checked(world):
    """Simulate a week; what contracts mean is checked as soon as they are in force."""
    counted = Phase("check", check_agreements)
    after = next(n for n, phase in enumerate(PHASES) if phase.name == "policy") + 1
    advance(world, (*PHASES[:after], counted, *PHASES[after:]))


def check_institutions(world, alive_before):
    """All that holds after a week; ``alive_before`` says who was alive at its start."""
    check_contracts(world)
    check_dues(world)
    check_closed(world, alive_before)
    check_posts(world)
    check_shares(world)


def in_force(world, week):
    """Contracts that somebody holds and that bind in a week."""
    rows = world.contracts.rows
    return rows[(rows["organisation"] >= 0) & (rows["start"] <= week) & (week < rows["end"])]


def check_agreements(world):
    """Partners are those who hold a contract; their teams are open, and nobody else's."""
    market, layout, rows = world.market, world.layout, world.providers.rows
    since, places, teams = defaultdict(list), defaultdict(set), set()
    for one in in_force(world, world.week):
        j, k, o = (int(one[name]) for name in ("sub_district", "service", "organisation"))
        since[j, k, o].append(int(one["since"]))
        places[j].add(o)
        teams.add(int(layout.organisation[o, k]))
        if world.instruments["facility"][one["instrument"]] and layout.facility[j, k] >= 0:
            teams.add(int(layout.facility[j, k]))
    partners, new = np.zeros_like(market.agreements), np.zeros_like(market.newcomers)
    for (j, k, _), weeks in since.items():
        partners[j, k] += 1
        new[j, k] += min(weeks) > world.week - 52
    assert np.array_equal(market.agreements, partners)
    assert np.array_equal(market.newcomers, new)
    assert market.active.tolist() == [len(places[j]) for j in range(len(market.active))]
    assert set(np.flatnonzero(rows["open"]).tolist()) == teams
    assert not world.policy.delta[partners[world.communities.rows["sub_district"]] == 0].any()
    check_call_off(world, rows)


def check_call_off(world, rows):
    """Money for hours called off is handed out once at most, at a price."""
    teams = rows[world.teams]
    shares = np.zeros(world.market.bill.shape)
    np.add.at(shares, (teams["sub_district"], teams["service"]), teams["call_share"])
    assert shares.max(initial=0.0) <= 1.0 + ROUNDING
    assert teams["call_share"].min(initial=0.0) >= 0.0
    assert (teams["price"][teams["call_share"] > 0.0] > 0.0).all()
    assert not teams["call_share"][~teams["open"]].any()


def check_contracts(world):
    """Who holds a contract lives, works there and offers the service; no amount is negative."""
    rows, organisations = world.contracts.rows, world.organisations.rows
    held = rows[rows["organisation"] >= 0]
    holders = organisations[held["organisation"]]
    assert holders["alive"].all()
    assert np.array_equal(holders["sub_district"], held["sub_district"])
    assert (world.layout.organisation[held["organisation"], held["service"]] >= 0).all()
    assert (held["start"] < held["end"]).all()
    for name in ("price", "fee", "minutes", "fixed", "coaching", "premises", "capital", "value"):
        assert rows[name].min(initial=0) >= 0, name
    assert len(np.unique(rows["key"])) == len(rows)
    check_blocks(world, rows)
    granted = world.instruments["initiatives"][held["instrument"]]
    grantees = held["organisation"][granted]
    assert len(np.unique(grantees)) == len(grantees)
    projects = np.flatnonzero(organisations["granted_until"] != NEVER).tolist()
    assert sorted(grantees.tolist()) == projects
    assert set(np.flatnonzero(organisations["initiative"]).tolist()) <= set(projects)


def check_blocks(world, rows):
    """A block has as many contracts in use as it has lots, and room for them."""
    shape = world.market.block_end.shape
    block = np.ravel_multi_index(
        [rows[name].astype(np.int64) for name in ("instrument", "sub_district", "service")], shape
    )
    room = recount(block, np.ones(len(rows)), np.prod(shape)).reshape(shape)
    binding = recount(block, rows["end"] > world.week, np.prod(shape)).reshape(shape)
    assert (world.market.block_lots <= room).all()
    assert (binding <= world.market.block_lots).all()


def check_dues(world):
    """What was accrued and not settled falls due later; nobody is owed less than nothing."""
    register, parties = world.register, world.register.parties.organisations
    total = register.fen.sum(axis=0)
    owed = np.zeros_like(register.cash)
    for category in Category:
        of = register.of[category]
        if category.accrued:
            np.add.at(owed, register.flows.payee[of], total[of])
        elif category == Category.SETTLEMENT:
            np.subtract.at(owed, register.flows.payee[of], total[of])
    due = world.market.due
    assert due.min(initial=0) >= 0
    assert np.array_equal(owed[parties], due.sum(axis=1))
    assert np.array_equal(register.payables(), owed[parties])
    assert not np.delete(owed, parties).any()


def check_closed(world, alive_before):
    """Who has closed holds, employs, owes and is owed nothing, and serves nobody a week later."""
    rows, providers = world.organisations.rows, world.providers.rows
    gone = np.flatnonzero(~rows["alive"])
    for name in ("cash", "debt_weeks", "initiative"):
        assert not rows[name][gone].any(), name
    assert not world.market.due[gone].any()
    assert not np.isin(world.contracts.organisation, gone).any()
    assert not providers["staff"][np.isin(providers["owner"], gone)].any()
    long_gone = np.flatnonzero(~rows["alive"] & ~alive_before & (rows["kind"] != LEAD_KIND))
    cases = world.cases.rows[world.cases.open_rows()]
    assert not np.isin(cases["organisation"], long_gone).any()
    idle = providers[np.isin(providers["owner"], long_gone)]
    assert not idle["paid"].any()
    assert not idle["bench"].any()
    assert not np.isin(world.workers.employer, long_gone).any()


def check_posts(world):
    """Posts are never fewer than none, and those without work are some of them.

    Levers cheaper than the baseline's leave money for more posts under an equal budget.
    """
    market, governments = world.market, world.governments.rows
    assert np.isfinite(market.posts).all()
    assert market.posts.min(initial=0.0) >= 0.0
    assert market.goal.min(initial=0.0) >= 0.0
    assert world.closure == "equal_budget" or market.goal.max(initial=0.0) <= 1.0
    assert governments["stranded"].min() >= 0.0
    assert (governments["stranded"] <= governments["posts"] * (1.0 + ROUNDING)).all()


def check_shares(world):
    """What institutions keep as a share is one, and amounts are not negative."""
    market, rows = world.market, world.providers.rows
    for name in ("embedding", "links", "hub", "mix", "call_off"):
        values = getattr(market, name)
        assert values.min(initial=0.0) >= 0.0, name
        assert values.max(initial=0.0) <= 1.0 + ROUNDING, name
    for name in ("volume", "scale", "fees", "wanted", "rate", "bill"):
        values = getattr(market, name)
        assert np.isfinite(values).all(), name
        assert values.min(initial=0.0) >= 0.0, name
    for name in ("diverted", "helped", "tender_fen", "endowment", "worker_minutes"):
        assert getattr(market, name).min(initial=0) >= 0, name
    for name in ("staff", "bench", "asked", "fee_minutes", "coaching", "overhead", "insecurity",
                 "quality_factor", "fit"):  # fmt: skip
        assert rows[name].min(initial=0) >= 0, name
    teams = rows[world.teams]
    assert not teams["paid"][~teams["open"]].any()
