"""What is exact in every week: cases, hours, money and counts add up, and shares stay shares."""

import numpy as np
from hypothesis import HealthCheck, example, given, settings

from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import NEVER, AgeBand, Exit, Labour, Node, ProviderKind, Side, Stage

from .institutions import advance_checked, check_institutions
from .state import TABLES, floats, recount
from .strategies import Question, questions
from .worlds import busy

EXAMPLES = 40
SPENT = tuple(name for name in HOURS if name not in ("paid", "client"))
EXITS = (ServiceSeries.CLOSED, ServiceSeries.PASSED, ServiceSeries.GAVE_UP, ServiceSeries.DECLINED)
STAGES = (ServiceSeries.LATENT, ServiceSeries.QUEUED, ServiceSeries.IN_SERVICE)


@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(questions())
@example(Question(busy(), "equal_budget", 1.0, 1))
def test_every_week_of_every_world_adds_up(question):
    world = build_world(question.scenario, question.seed)
    world.closure, world.service_scale = question.closure, question.service_scale
    check_counts(world)
    check_levels(world)
    check_open_services(world, open_cases(world))
    while world.week < world.scenario.horizon.weeks:
        advance_and_check(world)


def advance_and_check(world):
    """Simulate a week, and check all that is exact."""
    opened, paid = open_by_service(world), fen_by_category(world)
    diluted = world.providers.rows["diluted_weeks"].copy()
    alive = world.organisations.alive.copy()
    advance_checked(world)
    check_cases(world, opened)
    check_hours(world)
    check_intake(world)
    check_dilution(world, diluted)
    check_money(world, paid)
    check_counts(world)
    check_levels(world)
    check_institutions(world, alive)


def open_cases(world):
    return world.cases.rows[world.cases.open_rows()]


def open_by_service(world, stage=None):
    """Number of open cases by community and service."""
    cases = open_cases(world)
    cases = cases if stage is None else cases[cases["stage"] == stage]
    out = np.zeros(world.service_tally.shape[:2], dtype=np.int64)
    np.add.at(out, (world.residents.community[cases["resident"]], cases["service"]), 1)
    return out


def check_cases(world, before):
    """opened = closed + passed + gave up + declined + change in open, each as counted."""
    tally, now = world.service_tally, open_by_service(world)
    left = tally[:, :, list(EXITS)].sum(axis=2)
    assert np.array_equal(tally[:, :, ServiceSeries.OPENED], left + now - before)
    for stage, series in zip(Stage, STAGES, strict=True):
        assert np.array_equal(tally[:, :, series], open_by_service(world, stage))
    ended = world.ended.rows[world.ended.open_rows()]
    for how, series in zip(Exit, EXITS, strict=True):
        assert np.count_nonzero(ended["exit"] == how) == tally[:, :, series].sum()
    cases = open_cases(world)
    segment = np.repeat(np.arange(len(world.communities)), world.cases.count)
    assert np.array_equal(world.residents.community[cases["resident"]], segment)
    check_open_services(world, cases)


def check_open_services(world, cases):
    """One open case at most per resident and service; bits say which."""
    pairs = np.stack([cases["resident"], cases["service"]], axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    bits = recount(cases["resident"], 2.0 ** cases["service"], len(world.residents))
    assert np.array_equal(bits, world.residents.open_services)


def check_hours(world):
    """Paid minutes are spent, none negative; what providers give, cases are given."""
    rows, tally = world.providers.rows, world.service_tally
    assert rows["paid"].dtype == np.int32
    spent = sum(rows[name].astype(np.int64) for name in SPENT)
    assert np.array_equal(rows["paid"], spent)
    for name in (*HOURS, "base", "free", "limit", "requested"):
        assert rows[name].min(initial=0) >= 0, name
    given = tally[:, :, [ServiceSeries.DIRECT_GOVERNMENT, ServiceSeries.DIRECT_SOCIAL]]
    place = world.communities.rows["sub_district"]
    size = len(world.layout.office)
    for side in (Side.GOVERNMENT, Side.SOCIAL):
        booked = recount(place, given[:, :, side].sum(axis=1), size)
        direct = np.where(rows["side"] == side, rows["direct"], 0)
        assert np.array_equal(booked, recount(rows["sub_district"], direct, size))
    check_workers(world, rows)
    assert tally[:, :, ServiceSeries.UNMET].min() >= 0
    latent = need_of_latent(world)
    need = tally[:, :, [ServiceSeries.NEED, ServiceSeries.UNMET]].sum(axis=(0, 1))
    assert need[0] - need[1] - latent == given.sum()


def check_workers(world, rows):
    """Station workers have among them the minutes they are paid for, but for overtime."""
    workers, size = world.workers.rows, len(world.layout.office)
    stations = np.isin(rows["kind"], (ProviderKind.WORKER, ProviderKind.WORKER_CASEWORK))
    overtime = np.where(stations, np.maximum(0, rows["intake"] - rows["limit"]), 0)
    paid = recount(rows["sub_district"], np.where(stations, rows["paid"], 0) - overtime, size)
    minutes = recount(workers["sub_district"], workers["minutes"], size)
    assert np.array_equal(minutes, paid)
    employed = world.policy.worker_node == Node.ORGANISATION
    for j in np.flatnonzero(world.policy.worker_node >= 0):
        here = stations & (rows["sub_district"] == j)
        assert (rows["side"][here] == (Side.SOCIAL if employed[j] else Side.GOVERNMENT)).all()
    for j in np.unique(workers["sub_district"]):
        assert np.ptp(workers["post_minutes"][workers["sub_district"] == j]) <= 1
    vacant = workers["minutes"] == 0
    assert np.array_equal(workers["minutes"][~vacant], workers["post_minutes"][~vacant])
    assert np.array_equal(minutes, world.market.worker_minutes)


def check_intake(world):
    """Where minutes are left intake begins, so that overtime is less than one intake a week."""
    rule = world.rows_in_force[0][0]
    longest = int(max(rule["entry_minutes"], rule["handover_minutes"]) + 0.5)
    places, rows = world.communities.rows, world.providers.rows
    rows = rows[np.isin(rows["kind"], [ProviderKind.WORKER, ProviderKind.ORGANISATION])]
    used = np.concatenate([places["intake_used"], rows["intake"]])
    limit = np.concatenate([places["intake_limit"], rows["limit"]])
    assert (used <= np.where(limit > 0, limit - 1 + longest, 0)).all()


def check_dilution(world, before):
    """A pool counts a week of dilution once, and none without a slot."""
    rows, cases = world.providers.rows, open_cases(world)
    continuing = world.rows_in_force[1]["continuing"][cases["service"]]
    held = cases["provider"][continuing & (cases["stage"] == Stage.IN_SERVICE)]
    assert (rows["diluted_weeks"] <= before + 1).all()
    without = np.ones(len(rows), dtype=np.bool_)
    without[rows["pool"][held]] = False
    assert not rows["diluted_weeks"][without].any()


def need_of_latent(world):
    """Minutes that latent cases would have needed; a case that reopened this week is none."""
    cases = open_cases(world)
    return int(cases["planned"][cases["stage"] == Stage.LATENT].sum())


def fen_by_category(world):
    totals = np.zeros_like(world.register.week_fen)
    np.add.at(totals, world.register.flows.category, world.register.fen.sum(axis=0))
    return totals


def check_money(world, before):
    """Every payment has two sides; cash is what came in less what went out."""
    register, parties = world.register, world.register.parties
    cash, flows = np.zeros_like(register.cash), register.flows
    assert register.fen.min() >= 0
    assert len(np.unique(np.stack(flows), axis=1).T) == len(flows.payer)
    for category, payer, payee, fen in zip(*flows, register.fen.sum(axis=0), strict=True):
        if not (Category(category).imputed or Category(category).accrued):
            cash[payer] -= fen
            cash[payee] += fen
    assert np.array_equal(cash, register.cash)
    assert register.cash.sum() == 0
    assert np.array_equal(fen_by_category(world) - before, register.week_fen)
    governments = world.governments.rows["cash"]
    assert np.array_equal(governments[parties.governments], cash[parties.governments])
    assert not np.delete(governments, parties.governments).any()
    assert np.array_equal(world.organisations.rows["cash"], cash[parties.organisations])


def check_counts(world):
    """Counters kept beside rows agree with a count of the rows."""
    people, places, homes = world.residents, world.communities.rows, world.households.rows
    size = len(places)
    assert np.array_equal(places["volunteers"], recount(people.community, people.volunteer, size))
    minutes = people.care_family - people.care_displaced
    assert minutes.min(initial=0) >= 0
    assert np.array_equal(places["family_minutes"], recount(people.community, minutes, size))
    following = world.calendar.min(axis=1, initial=NEVER)
    assert np.array_equal(people.next_due, np.minimum(following, people.limited_until))
    limited = people.limited_until != NEVER
    able = (people.age_band >= AgeBand.WORKING_AGE) & (people.age_band <= AgeBand.OLDER)
    able &= ~people.disabled & ~limited
    carers = recount(people.household, able, len(homes))
    assert np.array_equal(homes["able_carers"], carers)
    assert np.array_equal(homes["dependants"], recount(people.household, limited, len(homes)))
    care = recount(people.household, minutes, len(homes))
    own = recount(people.household, people.own_care_minutes, len(homes))
    assert np.array_equal(own, np.where(carers > 0, care, 0))
    assert not people.own_care_minutes[~able].any()
    flags = people.disabled | people.low_income | people.bereaved
    older = recount(people.community, people.age_band >= AgeBand.OLDER, size)
    assert np.array_equal(places["older"], older)
    sought = flags | (people.age_band >= AgeBand.OLDER) | (people.labour == Labour.UNEMPLOYED)
    assert np.array_equal(places["targets"], recount(people.community, sought, size))
    assert np.array_equal(world.cases.count, open_by_service(world).sum(axis=1))


def check_levels(world):
    """Shares lie between 0 and 1, wellbeing between 0 and 10, and nothing is undefined."""
    people, cases = world.residents, open_cases(world)
    for name in ("trust_government", "trust_social", "awareness", "grievance"):
        assert_within(people.columns[name], 1.0, name)
    assert_within(people.wellbeing, 10.0, "wellbeing")
    for name in ("severity", "start_severity", "quality"):
        assert_within(cases[name], 1.0, name)
    places, managers = world.communities.rows, world.property_managers.rows
    for table in TABLES:
        for name in shares_of(world, table):
            assert_within(getattr(world, table).columns[name], 1.0, name)
    assert np.array_equal(managers["friction"], places["friction"])
    assert np.array_equal(managers["responsiveness"], 1.0 - places["friction"])
    for table in TABLES:
        for name, values in floats(getattr(world, table)).items():
            assert np.isfinite(values).all(), (table, name)
    for values in (world.community_tally, world.service_tally, cases["covered"]):
        assert np.isfinite(values).all()


def shares_of(world, table):
    """Columns that say of themselves that they lie between 0 and 1, but for volunteers' fatigue.

    That starts at a number of the user's, which may be above 1.
    """
    specs = getattr(world, table).specs.items()
    names = {name for name, column in specs if (column.low, column.high) == (0, 1)}
    return names - ({"fatigue"} if table == "residents" else set())


def test_shares_of_every_kind_are_looked_at():
    world = build_world(busy(), 1)
    shares = {f"{table}.{name}" for table in TABLES for name in shares_of(world, table)}
    assert {
        "communities.cohesion", "organisations.reputation", "organisations.motivation",
        "organisations.diverted", "providers.skill", "providers.shading", "workers.skill",
        "governments.know_how", "governments.monitoring", "property_managers.friction",
    } <= shares  # fmt: skip


def assert_within(values, high, name):
    assert values.min(initial=0.0) >= 0.0, name
    assert values.max(initial=0.0) <= high, name
