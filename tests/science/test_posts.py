"""Government's posts: stranded until they are left, or moved to other duties."""

import numpy as np
import pytest

from sanlian_sim.world.flows import Category

from .runs import GOVERNMENT, every_service, run, scenario_of, watch

FAST = {"services": every_service(stock_weeks=1), "approval_weeks": 0}
"""The work goes to organisations at once."""
STAYING = {"civil_attrition": 0, "contract_attrition": 0, "redeployment": 0, "burnout": 0}


def posts(parameters, weeks=104):
    """Filled and stranded posts week by week, where half of the work is handed over in week 0."""
    scenario = scenario_of(
        GOVERNMENT | {"delegation": 0.5}, GOVERNMENT, weeks=weeks, warmup=8, people=2000,
        parameters=FAST | parameters,
    )  # fmt: skip

    def see(world):
        rows = world.governments.rows[1]
        return rows["posts"], rows["stranded"]

    return watch(scenario, see)[8:].T, scenario


def test_where_nobody_leaves_stranded_posts_stay_and_are_paid():
    (filled, stranded), scenario = posts(STAYING)
    assert filled == pytest.approx(filled[0])
    assert stranded[1:] == pytest.approx(0.5 * filled[0])
    yearly = run(scenario).series.fen[:, Category.STRANDED].reshape(2, 52).sum(axis=1)
    assert yearly[1] == pytest.approx(yearly[0], rel=0.05)
    assert yearly[0] > 0


def test_by_attrition_alone_posts_are_given_up_as_they_are_left():
    (filled, stranded), _ = posts(STAYING | {"civil_attrition": 0.3, "contract_attrition": 0.3})
    left = stranded[1:] + filled[0] / 2
    assert left[1:] / left[:-1] == pytest.approx(1 - 0.3 / 52, rel=1e-4)


def test_redeployment_moves_them_sooner():
    (_, kept), _ = posts(STAYING | {"redeployment": 0.1})
    (_, moved), _ = posts(STAYING | {"redeployment": 0.5})
    assert (np.diff(kept[1:]) < 0).all()
    assert (moved[2:] < kept[2:]).all()


def test_work_that_returns_is_waited_for():
    """Posts that were given up are filled again, but not at once."""
    scenario = scenario_of(
        GOVERNMENT, GOVERNMENT | {"delegation": 0.5}, weeks=52, warmup=8, people=2000,
        parameters=FAST | {"burnout": 0, "post_hire_weeks": 12},
    )  # fmt: skip
    filled = watch(scenario, lambda world: world.market.posts.sum())[8:]
    assert filled[0] < 0.6 * 7
    assert (np.diff(filled) > 0)[:20].all()
    assert filled[11] < 0.95 * 7 < filled[-1]
