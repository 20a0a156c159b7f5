from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanlian_sim.scenario.fields import acts_of, meta_of
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.world.build import build_world

from .agreement import compare_runs, where_they_part
from .read import read_world
from .scenarios import EXPERIMENTS
from .strain import INSTRUMENTS, MARKET, MECHANISMS, MIX, STRAIN, arrangement, experiment
from .week import PHASES
from .witness import EXPECTED

SEED = 3


@cache
def happenings_of(name):
    return compare_runs(EXPERIMENTS[name].scenario("after"), SEED)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_agree_to_the_last_bit(name):
    happenings_of(name)


@pytest.mark.parametrize("name", ["dissolved", "linked", "market_of_two", "two_sub_districts"])
def test_agree_on_two_threads(name):
    compare_runs(EXPERIMENTS[name].scenario("after"), SEED, threads=2)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_agree_without_a_mechanism(mechanism):
    one_off = experiment(
        arrangement("embedded", delegation=0.5, instruments=MIX),
        arrangement("linked", instruments=MIX, rollout={"order": "watching"}),
        people=240, communities=2, weeks=10, warmup=4, parameters=MARKET,
        mechanisms={mechanism: False},
    )  # fmt: skip
    compare_runs(one_off.scenario("after"), SEED)


@pytest.mark.parametrize(("closure", "scale"), [("equal_budget", 1.0), ("equal_service", 0.7)])
@pytest.mark.parametrize("name", ["affordable", "market", "withdrawn"])
def test_agree_under_a_closure(name, closure, scale):
    scenario = EXPERIMENTS[name].scenario("after")
    seen = compare_runs(scenario, SEED, closure=closure, service_scale=scale)
    assert seen["scaled"] > 10
    assert seen["delegated hours"] > 10


def test_every_branch_is_taken():
    seen = sum((happenings_of(name) for name in EXPERIMENTS), Counter())
    assert {name: seen[name] for name in EXPECTED if seen[name] < 3} == {}


FREE = sorted(
    name
    for name, field in Parameters.model_fields.items()
    if acts_of(field) == "week" and meta_of(field) is not None
    # Weights that have to sum to 1, shares that have to be ordered.
    and name.split("_")[0] not in ("environment", "cohesion", "sharing", "misroute", "worker")
)  # fmt: skip


@st.composite
def mixes(draw):
    parts = {name: draw(st.integers(0, 3)) for name in MIX}
    whole = sum(parts.values())
    return {name: part / whole for name, part in parts.items() if part} or {"purchase": 1.0}


@st.composite
def experiments(draw):
    parameters = dict(draw(st.sampled_from([{**STRAIN, "instruments": INSTRUMENTS}, MARKET])))
    for name in draw(st.lists(st.sampled_from(FREE), max_size=8, unique=True)):
        meta = meta_of(Parameters.model_fields[name])
        low, high = meta.range_around(Parameters.model_fields[name].default)
        whole = isinstance(Parameters.model_fields[name].default, int)
        values = st.integers(int(low), int(high)) if whole else st.floats(low, high)
        parameters[name] = draw(values)
    names = st.sampled_from(["government_led", "embedded", "endogenous", "linked", "no_service"])
    share = st.floats(0, 1)
    delegation = {name: draw(share) for name in Parameters().services}
    weeks = st.integers(0, 8)
    rollout = {"start": draw(weeks), "duration": draw(weeks), "ramp_weeks": draw(weeks)}
    rollout["order"] = draw(st.sampled_from(["random", "need", "readiness", "watching"]))
    before, after = draw(mixes()), draw(mixes())
    return experiment(
        arrangement(draw(names), instruments=before),
        arrangement(draw(names), delegation=delegation, instruments=after, rollout=rollout),
        people=draw(st.integers(120, 240)), communities=draw(st.integers(1, 2)),
        weeks=draw(st.integers(6, 14)), warmup=draw(st.integers(0, 8)), parameters=parameters,
    )  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked=experiments(), seed=st.integers(0, 2**31), threads=st.sampled_from([1, 2]))
def test_agree_on_anything(asked, seed, threads):
    compare_runs(asked.scenario("after"), seed, threads=threads)


def both_at_start():
    world = build_world(EXPERIMENTS["government_led"].scenario("after"), SEED)
    return world, read_world(world)


def test_a_difference_is_located():
    world, model = both_at_start()
    world.residents.trust_social[17] += 1e-15
    message = where_they_part(world, model, 0)
    assert message.startswith("week -8, after policy:\n  residents 17, trust_social: reference 0.")


def test_a_difference_is_attributed_to_its_phase(monkeypatch):
    monkeypatch.setitem(PHASES, "wellbeing", lambda model: None)
    message = where_they_part(*both_at_start(), 0)
    assert message.startswith("week -8, after wellbeing:\n  residents ")


def test_a_difference_in_a_contract_is_seen():
    scenario = EXPERIMENTS["market"].scenario("after")
    world = build_world(scenario, SEED)
    model = read_world(world)
    world.contracts.rows["number"][3] += 1
    number = model.contracts[3].number
    message = f"contracts 3, number: reference {number}, compiled {number + 1}"
    assert message in where_they_part(world, model, 0)


def test_a_difference_in_the_market_is_seen():
    scenario = EXPERIMENTS["market"].scenario("after")
    world = build_world(scenario, SEED)
    model = read_world(world)
    world.market.volume[0, 1] += 1e-9
    assert "after policy:" in where_they_part(world, model, 0)


def test_a_difference_in_money_is_seen():
    world, model = both_at_start()
    world.register.cash[0] += 1
    assert "cash, bureau: reference 0, compiled 1" in where_they_part(world, model, 0)
