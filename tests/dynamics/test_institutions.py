"""Institutions at their extremes: the week goes on, and all that is exact stays exact."""

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sanlian_sim.dynamics.founding import dismiss
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.flows import Category
from sanlian_sim.world.institutions import LEAD_KIND
from sanlian_sim.world.state import NEVER, ProviderKind

from .test_invariants import advance_and_check
from .worlds import MIX, STRAIN, TURMOIL, scenario_of

EXAMPLES = 4
SOCIAL = {"arrangement": "embedded", "delegation": 0.8, "levers": {"workers_per_10000": 0}}
GOVERNMENT = {"arrangement": "government_led"}
LASTING = {"entry_per_year": 0, "exit_per_year": 0, "insolvency": 0}

extreme = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.generate]
)  # fmt: skip
seeds = given(st.integers(0, 10_000))


def world_of(seed, after=SOCIAL, before=SOCIAL, *, weeks=14, closure="as_is", **parameters):
    asked = STRAIN | TURMOIL | parameters
    world = build_world(scenario_of(after, before, weeks=weeks, parameters=asked), seed)
    world.closure = closure
    return world


def weeks_of(world):
    """Simulate to the end, checking everything; stop after every week."""
    while world.week < world.scenario.horizon.weeks:
        advance_and_check(world)
        yield world.week - 1


def holders(world):
    return set(world.contracts.organisation.tolist()) - {-1}


@extreme
@seeds
def test_whoever_is_paid_late_and_has_nothing_goes_under(seed):
    late = {name: row | {"delay_weeks": 51} for name, row in TURMOIL["instruments"].items()}
    world = world_of(
        seed, SOCIAL | {"instruments": MIX}, instruments=late, working_capital_weeks=0,
        credit_weeks=0, exit_weeks=1, exit_per_year=0,
    )  # fmt: skip
    failed, held = 0, set()
    for _ in weeks_of(world):
        failed += len(held - set(np.flatnonzero(world.organisations.alive).tolist()))
        held = holders(world)
    assert failed > 3
    settled = world.register.of[Category.SETTLEMENT]
    assert world.register.fen[:, settled].sum() > 0


@extreme
@seeds
def test_where_nobody_bids_government_serves(seed):
    world = world_of(seed, price_ceiling=0, know_how_price=0, oncost_social=3, **LASTING)
    for _ in weeks_of(world):
        assert holders(world) == set()
        assert not world.policy.delta.any()
        assert not world.providers.rows["staff"].any()
        assert not world.service_tally[:, :, ServiceSeries.DIRECT_SOCIAL].any()
    assert world.service_tally[:, :, ServiceSeries.DIRECT_GOVERNMENT].sum() > 0
    assert not world.register.fen[:, world.register.of[Category.TENDERING]].any()


@extreme
@seeds
def test_posts_that_nobody_leaves_take_all_of_an_equal_budget(seed):
    world = world_of(
        seed, SOCIAL, GOVERNMENT, closure="equal_budget", civil_attrition=0, contract_attrition=0,
        redeployment=0, **LASTING,
    )  # fmt: skip
    kept = world.market.posts.copy()
    for week in weeks_of(world):
        assert np.array_equal(world.market.posts, kept)
        if week > 0:
            assert not world.market.scale.any()
            assert not world.providers.rows["asked"].any()
    assert holders(world)
    assert (world.governments.rows["stranded"][1:2] > 0).all()


@extreme
@given(st.integers(0, 10_000), st.sampled_from(("as_is", "equal_budget", "equal_service")))
def test_without_any_staff_only_volunteers_serve(seed, closure):
    world = world_of(seed, SOCIAL | {"instruments": MIX}, closure=closure, supply_scale=0)
    rows, given = world.providers.rows, 0
    serves = np.isin(rows["kind"], (ProviderKind.DESK, ProviderKind.COMMITTEE_SERVICE))
    teams = rows["kind"] == ProviderKind.VOLUNTEERS
    for _ in weeks_of(world):
        assert not rows["paid"][serves].any()
        assert not rows["direct"][~teams].any()
        given += rows["direct"][teams].sum()
    assert given > 0


@extreme
@seeds
def test_a_monopolist_asks_the_highest_price(seed):
    world = world_of(
        seed, organisations_least=1, organisations_per_10000=0, organisation_seats_per_10000=0,
        know_how_loss=0, **LASTING,
    )  # fmt: skip
    assert np.count_nonzero(world.organisations.alive) == 1
    jobs, services = world.settings.parameters.jobs, world.settings.parameters.services
    wage = np.array([jobs[service.job] for service in services.values()])
    held = set()
    for _ in weeks_of(world):
        rows = world.contracts.rows
        own = rows[rows["organisation"] >= 0]
        assert own["price"] == pytest.approx(1.25 * wage[own["service"]])
        assert world.market.agreements.max() <= 1
        held |= set(own["service"].tolist())
    offered = np.flatnonzero((world.layout.organisation[world.organisations.alive] >= 0).any(0))
    assert held == set(offered.tolist()) != set()


@extreme
@seeds
def test_once_seats_have_run_out_organisations_only_leave(seed):
    world = world_of(
        seed, GOVERNMENT, GOVERNMENT, organisation_seats_per_10000=0, entry_per_year=52,
        exit_per_year=8,
    )  # fmt: skip
    alive = []
    for _ in weeks_of(world):
        if (world.organisations.founded != NEVER).all():
            alive.append(np.count_nonzero(world.organisations.alive))
    assert len(alive) > 5
    assert alive == sorted(alive, reverse=True)
    assert alive[-1] < alive[0]


@extreme
@given(st.integers(0, 10_000), st.sampled_from((-3, 0, 5)), st.booleans())
def test_all_may_leave_at_once(seed, when, shared):
    levers = SOCIAL["levers"] | {"shared_list": shared, "workers_per_10000": 60}
    after = SOCIAL | {"instruments": MIX, "levers": levers | {"worker_employer": "organisation"}}
    world = world_of(seed, after, after, organisation_seats_per_10000=1000)
    with_organisations = again = 0
    while world.week < world.scenario.horizon.weeks:
        if world.week == when:
            with_organisations = len(holders(world))
            everybody = np.flatnonzero(world.organisations.alive)
            dismiss(world, everybody[world.organisations.kind[everybody] != LEAD_KIND])
            assert holders(world) == set()
        advance_and_check(world)
        again += bool(holders(world)) and world.week > when
    assert with_organisations > 0
    assert again > 0
