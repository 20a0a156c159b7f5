"""Private purchase: what households buy who gave up waiting."""

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import Exit

from .worlds import STRAIN, scenario_of


def bought_and_given_up(**parameters):
    """Minutes bought, and minutes of the rest of the spells that were given up, by income class.

    Of services that stay without hours, so that every spell that is noticed is given up or ends.
    """
    services = {
        name: row | {"give_up_per_week": 0.2, "grid_visibility": 0.5}
        for name, row in STRAIN["services"].items()
    }
    scenario = scenario_of(
        {"arrangement": "government_led", "levers": {"formal_supply": 0.05}},
        community={"population": 6000, "communities": 2}, weeks=30, warmup=4,
        parameters=STRAIN | {"services": services} | parameters,
    )  # fmt: skip
    world, bought, rest = build_world(scenario, 3), 0.0, np.zeros(5)
    care = [world.services.index(name) for name in ("life_care", "nursing")]
    while world.week < scenario.horizon.weeks:
        ends = dict(zip(open_cases(world)["key"], open_cases(world)["end_week"], strict=True))
        advance(world)
        bought += world.community_tally[:, CommunitySeries.PRIVATE_MINUTES].sum()
        gone = world.ended.rows[world.ended.open_rows()]
        gone = gone[(gone["exit"] == Exit.GAVE_UP) & np.isin(gone["service"], care)]
        weeks = np.array([ends[key] for key in gone["key"]], dtype=np.int64) - gone["ended"]
        income = world.residents.income_class[gone["resident"]]
        rest += np.bincount(income, weights=gone["request"] * weeks, minlength=5)
    return bought, rest


def open_cases(world):
    return world.cases.rows[world.cases.open_rows()]


def test_who_can_afford_it_buys_all_that_is_left():
    bought, rest = bought_and_given_up(private_share=1.0)
    assert bought == rest[3:].sum() > 0
    assert rest[:3].sum() > 0


def test_half_of_them_do():
    bought, rest = bought_and_given_up(private_share=0.5, private_class=0)
    assert bought == pytest.approx(0.5 * rest.sum(), rel=0.2)


@pytest.mark.parametrize("nobody", [{"private_share": 0.0}, {"private_class": 5}])
def test_nobody_buys_where_nobody_can_or_wants(nobody):
    assert bought_and_given_up(**nobody)[0] == 0.0
