"""What long and short contracts leave behind (M11-M13), in limits, and switched off."""

import numpy as np
import pytest

from sanlian_sim.dynamics import bidding

from .runs import GOVERNMENT, every_service, teams, watch, without
from .worlds import instrument, market_world

# M11: a contractor that keeps its contracts is trusted, and monitored less, until rotation.


def relation(mechanisms=None, **parameters):
    """Week by week, trust in contractors, and monitoring for which an office is short of time."""
    parameters = {
        "civil_servants_per_10000": 0.05, "services": every_service(measurability=0.3),
    } | parameters  # fmt: skip

    def see(world):
        rows = world.organisations.rows[np.unique(teams(world)["owner"])]
        return rows["relation"].mean(), world.governments.rows["monitoring"][1]

    return watch(market_world(mechanisms=mechanisms, weeks=208, **parameters), see).T


def test_trust_in_contractors_grows_and_spares_monitoring():
    (trust, watched), (_, distant) = relation(), relation(without("relational_contracting"))
    assert trust[0] < 0.05 < 0.3 < trust[-1]
    assert (watched >= distant).all()
    spared = 1.0 - 0.5 * trust[-52:].mean()
    assert watched[-52:].mean() == pytest.approx(distant[-52:].mean() / spared, rel=0.05)


def test_rotation_of_officials_ends_it():
    """Where officials rotate every week trust stays below what a week adds, twice over."""
    (trust, watched), (_, distant) = (
        relation(rotation_per_year=52), relation(without("relational_contracting"))
    )  # fmt: skip
    assert 0.0 < trust.max() < 2 * 0.5 / 52
    assert watched[-52:].mean() == pytest.approx(distant[-52:].mean(), rel=0.01)


def test_without_relational_contracting_nobody_is_trusted():
    trust, watched = relation(without("relational_contracting"))
    assert not trust.any()
    assert np.array_equal(watched, relation(relation_rate=0, relation_weight_scale=0)[1])


# M12: short contracts make staff leave, and those who stay are less skilled.


def staff_under(term_weeks, mechanisms=None):
    """Skill of teams after six years, and staff hired a year over staff there is."""
    scenario = market_world(
        mechanisms=mechanisms, weeks=312, **instrument("purchase", term_weeks=term_weeks)
    )

    def see(world):
        hired = world.communities.rows["local_hires"].sum()
        return hired, teams(world)["staff"].sum(), teams(world)["skill"].min()

    found = watch(scenario, see)[-104:]
    paid = world_hours(scenario)
    return found[-1, 2], found[:, 0].sum() / 2 / (found[:, 1].mean() * 52 / 60 / paid)


def world_hours(scenario):
    return scenario.policy.parameters.paid_hours_year


def test_long_contracts_keep_staff_and_its_skill():
    (skilled, hired), (less, more) = staff_under(208), staff_under(52)
    assert less == pytest.approx(0.5 / (0.5 + 0.13 + 0.06), rel=0.02)
    assert skilled == pytest.approx(0.5 / (0.5 + 0.13 + 0.06 / 4), rel=0.02)
    assert more > 1.2 * hired


def test_very_short_contracts_lose_more():
    assert staff_under(13)[0] < staff_under(52)[0] - 0.1


def test_without_short_contracts_as_a_mechanism_their_length_does_not_matter():
    off = without("short_contracts")
    (skilled, hired), (less, more) = staff_under(208, off), staff_under(26, off)
    assert less == pytest.approx(skilled, abs=1e-3)
    assert more == pytest.approx(hired, rel=0.02)


# M13: know-how fades with what is delegated and comes back slowly: prices remember.


def know_how_and_ceiling(before, mechanisms=None, **parameters):
    """Know-how and the accepted price over that of government's own hours, week by week.

    ``before`` is delegated for ten years, half of everything in the ten years from week 0 on.
    """
    parameters = {"know_how_loss": 0.3, "know_how_gain": 0.2, "organisations_least": 3,
                  "know_how_price": 0.3, "redeployment": 0.5} | parameters  # fmt: skip
    scenario = market_world(
        delegation=0.5, before=GOVERNMENT | {"delegation": before}, mechanisms=mechanisms,
        weeks=520, warmup=520, people=400, **parameters,
    )  # fmt: skip

    def see(world):
        know_how = float(world.governments.rows["know_how"][1])
        return know_how, bidding.highest_price(world.rule, 1.0, know_how)

    return watch(scenario, see).T


def test_know_how_fades_and_prices_rise_by_what_was_delegated_before():
    loyal, hollow = know_how_and_ceiling(0.0), know_how_and_ceiling(0.9)
    start, later = slice(520, 572), slice(-52, None)
    assert (hollow[0][start] < loyal[0][start] - 0.2).all()
    assert (hollow[1][start] > loyal[1][start] + 0.05).all()
    assert loyal[0][-1] < loyal[0][520]
    assert hollow[0][-1] > hollow[0][520]
    apart = loyal[0] - hollow[0]
    assert 0.0 < apart[later].max() < 0.5 * apart[start].min()


def test_without_hollowing_out_know_how_stays():
    found = know_how_and_ceiling(0.9, without("hollowing_out"))
    assert (found[0] == 1.0).all()
    assert (found[1] == 1.25).all()
