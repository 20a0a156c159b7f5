"""Draws keep the rules of the model, and supply follows need."""

import numpy as np
import pytest
from scipy import stats

from sanlian_sim.experiments.uncertainty.draws import OFFICES, draw_parameters
from sanlian_sim.experiments.uncertainty.ranges import SUPPLY, Range, plausible_ranges
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.vary import variant
from sanlian_sim.world.build import build_world
from sanlian_sim.world.capacity import expected_need

NUMBER = 40


@pytest.fixture(scope="module")
def draws(experiment):
    return draw_parameters(experiment, NUMBER)


def test_a_range_is_triangular_around_its_value():
    one = Range("x", 1.0, 2.0, 5.0)
    shares = [0.1, 0.25, 0.5, 0.9]
    assert one.at(shares) == pytest.approx(stats.triang.ppf(shares, 0.25, 1.0, 4.0))
    whole = Range("n", 2, 3, 4, whole=True).at(np.linspace(0, 1, 101))
    assert sorted(set(whole)) == [2, 3, 4]
    assert all(isinstance(value, int) for value in whole)


def test_all_that_acts_in_the_week_is_drawn_and_supply(experiment):
    names = {one.name for one in plausible_ranges(experiment)}
    assert {"trust_learning", "jobs.nurse", "services.comfort.beta", SUPPLY} <= names
    assert not names & {"tie_sigma", "services.life_care.noticed_probability"}
    assert all(one.low < one.high for one in plausible_ranges(experiment))


def test_names_may_hold_stars_and_must_be_known(experiment):
    found = plausible_ranges(experiment, ["services.*.beta", "discount_rate"])
    assert len(found) == 7
    assert plausible_ranges(experiment, ["parameters.services.*.beta", "discount_rate"]) == found
    with pytest.raises(ExperimentError, match="trust_learning"):
        plausible_ranges(experiment, ["trust_lerning"])


def test_a_value_outside_its_range_is_the_users_own(experiment):
    own = variant(experiment, {"parameters.trust_learning": 0.9})
    assert "trust_learning" not in {one.name for one in plausible_ranges(own)}


def test_a_hypercube_has_one_draw_in_each_part(draws):
    one = next(one for one in draws.ranges if one.name == "trust_learning")
    mode = (one.central - one.low) / (one.high - one.low)
    values = draws.to_frame()["trust_learning"]
    parts = stats.triang.cdf(values, mode, one.low, one.high - one.low) * NUMBER
    assert sorted(np.floor(parts)) == list(range(NUMBER))


def test_draws_of_a_parameter_do_not_depend_on_what_else_is_drawn(experiment, draws):
    alone = draw_parameters(experiment, NUMBER, names=["trust_learning"]).to_frame()
    assert (alone["trust_learning"] == draws.to_frame()["trust_learning"]).all()
    assert list(alone) == ["draw", "trust_learning"]


def test_a_draw_holds_for_all_scenarios_and_has_luck_of_its_own(experiment, draws):
    point = draws.points[3]
    values = {s.policy.parameters.trust_learning for s in point.scenarios.values()}
    assert values == {draws.values[3]["trust_learning"]}
    seeds = {one.design.seed for one in draws.points}
    assert len(seeds) == NUMBER
    assert experiment.design.seed not in seeds


def test_what_a_scenario_sets_for_itself_stays(changed):
    own = {"arrangement": "linked", "parameters": {"trust_learning": 0.2}}
    found = draw_parameters(changed(scenarios={"linked": own}), 2, names=["trust_learning"])
    for point, values in zip(found.points, found.values, strict=True):
        assert point.scenario("linked").policy.parameters.trust_learning == 0.2
        assert (
            point.scenario("status_quo").policy.parameters.trust_learning
            == (values["trust_learning"])
        )


def test_sums_and_orders_hold(draws):
    frame = draws.to_frame()
    for target in ("cohesion", "sharing", "environment"):
        weights = [name for name in frame if name.startswith(f"{target}_")]
        assert frame[weights].sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert (frame["misroute_across"] >= frame["misroute"]).all()
    assert (frame["worker_outreach"] + frame["worker_casework"] <= 1).all()


def test_onsets_of_a_service_move_together_and_what_is_expected_follows(experiment, draws):
    frame, row = draws.to_frame(), experiment.parameters.services["nursing"]
    older, old = (frame[f"services.nursing.onset_{age}"] for age in ("80_plus", "60_79"))
    assert older.rank().equals(old.rank())
    for leader, follower in (
        ("self_report", "noticed_probability"),
        ("duration_weeks", "mean_service_weeks"),
    ):
        factor = frame[f"services.nursing.{leader}"] / getattr(row, leader)
        expected = factor * getattr(row, follower)
        assert frame[f"services.nursing.{follower}"].to_numpy() == pytest.approx(expected)


def test_offices_have_time_for_their_hand_overs(experiment):
    found = draw_parameters(experiment, 5, names=["handover_minutes"]).to_frame()
    central = experiment.parameters
    expected = central.civil_servants_per_10000 * found["handover_minutes"] / 24.0
    assert found[OFFICES].to_numpy() == pytest.approx(expected)


def test_expected_load_of_every_service_stays_plausible(changed):
    """Staff is sized from the drawn need, so that load is what it is meant for (S2)."""
    for point in draw_parameters(changed(community={"population": 1000}), 3).points:
        world = build_world(point.scenario("status_quo"), seed=1)
        rows, desks = world.rows_in_force[1], world.layout.desk
        assert ((rows["load"] >= 0.75) & (rows["load"] <= 1.15)).all()
        need = expected_need(world).client_minutes.sum(axis=0)
        base = np.where(desks >= 0, world.providers.rows["base"][desks], 0).sum(axis=0)
        # Limitations of the start change who can care, and with it the need for life care.
        alone = (rows["volunteer_order"] == 0) & (base > 50)
        assert alone.sum() >= 2
        assert need[alone] / base[alone] == pytest.approx(rows["load"][alone], rel=0.02)
