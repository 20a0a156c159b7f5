"""How hours meet lists: slots, pools that are too small, shared lists, and reputation."""

import numpy as np
import pytest

from sanlian_sim.dynamics.routing import AT_PROVIDER
from sanlian_sim.dynamics.week import advance
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import NOT_YET, Exit, ProviderKind, Side, Stage

from .worlds import scenario_of, with_services

GOVERNMENT = {"arrangement": "government_led"}
COMFORT = Parameters().services["comfort"]
WITHOUT_PARTNERSHIP = {"coordination_hours": 0, "edge_hours": 0}
OF_EVEN_QUALITY = {
    "overload_exponent": 0, "skill_effect": 0, "temptation": 0, "autonomy_quality": 0,
    "complementarity": 0,
}  # fmt: skip


def comfort(**values):
    """Comfort that nearly everybody who needs it asks for at once."""
    asked = {"onset_factor": 3, "noticed_probability": 0.9, "self_report": 0.9}
    return COMFORT.model_copy(update=asked | values)


def open_cases(world):
    return world.cases.rows[world.cases.open_rows()]


def weeks_of(world):
    """Simulate to the end, stopping after every week."""
    while world.week < world.scenario.horizon.weeks:
        advance(world)
        yield world.week - 1


def test_a_slot_is_diluted_from_the_start_only_where_no_pool_has_the_minutes():
    """Comfort is asked of the committee first, then of volunteers, each with an hour or two."""
    place = {"population": 1500, "communities": 10}
    scenario = scenario_of(GOVERNMENT, community=place, parameters={}, weeks=150)
    world = build_world(with_services(scenario, {"comfort": (COMFORT, 0.0)}), 1)
    layout, minutes, found = world.layout, world.providers.rows["opening"], []
    for week in weeks_of(world):
        cases = open_cases(world)
        taken = (cases["first_served"] == week) & (cases["stage"] == Stage.IN_SERVICE)
        for case in cases[taken & (cases["given"] < cases["request"])]:
            c = world.residents.community[case["resident"]]
            open_to = [layout.committee_service[c, 0], layout.team[c, Side.GOVERNMENT]]
            found.append((minutes[open_to].max(), case["request"]))
    largest, requests = np.transpose(found)
    assert len(requests) > 3
    assert (largest < requests).all()


def test_weeks_of_dilution_are_counted_once_for_all_lists_of_a_pool():
    """Volunteers hold slots of two services when all hours cease."""
    services = dict.fromkeys(("comfort", "company"), (comfort(load=1.5), 0.0))
    parameters = {"dilution_weeks": 2, "volunteer_minutes_per_week": 30}
    scenario = scenario_of(
        {"arrangement": "no_service"}, community={"population": 3000}, parameters=parameters,
        weeks=4, warmup=20,
    )  # fmt: skip
    world = build_world(with_services(scenario, services), 1)
    rows, counted = world.providers.rows, []
    for _ in weeks_of(world):
        if world.week > 0:
            counted.append(rows["diluted_weeks"].copy())
        elif world.week == 0:
            cases = open_cases(world)
            held = cases[(cases["stage"] == Stage.IN_SERVICE) & (cases["end_week"] > 4)]
            held = held[rows["diluted_weeks"][rows["pool"][held["provider"]]] == 0]
    teams = rows["kind"][held["provider"]] == ProviderKind.VOLUNTEERS
    of_first, of_second = (set(held["provider"][teams & (held["service"] == k)]) for k in (0, 1))
    assert of_first & of_second
    for provider in np.unique(held["provider"]):
        assert [weeks[provider] for weeks in counted] == [1, 2, 0, 0], provider


def test_who_waits_on_a_shared_list_has_no_organisation_yet():
    linked = {"arrangement": "linked", "delegation": 0.8}
    world = build_world(scenario_of(linked, linked), 1)
    organisations, waiting, served = world.providers.rows["owner"], 0, 0
    for _ in weeks_of(world):
        cases = open_cases(world)
        social = cases[(cases["side"] == Side.SOCIAL) & (cases["opened"] > -8)]
        new = social[(social["hops"] == AT_PROVIDER) & (social["first_served"] == NOT_YET)]
        assert (new["organisation"] == -1).all()
        waiting += len(new)
        at_work = social[(social["stage"] == Stage.IN_SERVICE)]
        by = organisations[at_work["provider"]]
        assert (by == at_work["organisation"])[by >= 0].all()
        served += np.count_nonzero(by >= 0)
    assert waiting > 50
    assert served > 50


def test_every_closure_moves_reputation_spells_that_end_included():
    """With quality q always, n closures leave r = q + (start - q) (1 - rate)^n."""
    alike = {"quality_government": 0.9, "quality_social": 0.9, "quality_volunteer": 0.9}
    short = comfort(**alike, duration_weeks=4, stock_weeks=1, volunteer_order=0)
    scenario = scenario_of(
        {"arrangement": "embedded"}, community={"population": 3000},
        parameters=WITHOUT_PARTNERSHIP | OF_EVEN_QUALITY, weeks=40,
    )  # fmt: skip
    world = build_world(with_services(scenario, {"comfort": (short, 1.0)}), 1)
    closed = np.zeros(len(world.organisations))
    for _ in weeks_of(world):
        ended = world.ended.rows[world.ended.open_rows()]
        ended = ended[(ended["exit"] == Exit.CLOSED) & (ended["side"] == Side.SOCIAL)]
        np.add.at(closed, ended["organisation"], 1)
    p = world.scenario.policy.parameters
    expected = 0.9 + (p.reputation_initial - 0.9) * (1 - p.reputation_rate) ** closed
    assert closed.max() > 5
    assert world.organisations.rows["reputation"] == pytest.approx(expected)


def test_a_committee_without_services_of_its_own_takes_in_what_is_expected():
    """It has time for visits and intake alone, and visits must not take all of it."""
    medical = Parameters().services["medical"]
    world = build_world(
        with_services(scenario_of(GOVERNMENT, parameters={}), {"medical": (medical, 0.0)}), 1
    )
    used = [world.communities.rows["intake_used"].sum() for _ in weeks_of(world)]
    assert np.mean(used) == pytest.approx(world.communities.expected_intake.sum(), rel=0.2)
