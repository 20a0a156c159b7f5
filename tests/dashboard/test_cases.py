"""Every open case is in one place, and drawn where its resident is."""

from dataclasses import replace

import numpy as np
import pytest

import sanlian_sim as sl
from sanlian_sim.dashboard.cases import Look, find_cases
from sanlian_sim.dashboard.layout import discs, dots
from sanlian_sim.dashboard.nodes import nodes
from sanlian_sim.world.state import Stage


@pytest.fixture(scope="module")
def model():
    experiment = sl.Experiment(
        community={"population": 2000, "communities": 2},
        horizon={"weeks": 70, "warmup": 4},
        scenarios={
            "status_quo": {"arrangement": "government_led"},
            "linked": {"arrangement": "linked"},
        },
        design={"baseline": "status_quo", "closure": "as_is"},
    )
    made = sl.SanlianModel(experiment.scenario("linked"), seed=3)
    made.run()
    return made


def test_no_case_is_lost_or_counted_twice(model):
    rows = model.world.cases.rows[model.world.cases.open_rows()]
    found = find_cases(model.world)
    for stage, table in ((Stage.QUEUED, found.waiting), (Stage.IN_SERVICE, found.served)):
        by_community = np.bincount(
            rows["community"][rows["stage"] == stage], minlength=len(model.world.communities)
        )
        np.testing.assert_array_equal(table.sum(axis=1), by_community)
    unnoticed = np.count_nonzero(found.looks == Look.UNNOTICED)
    assert unnoticed == np.count_nonzero(rows["stage"] == Stage.LATENT)
    assert sorted(found.residents) == sorted(rows["resident"])


def test_what_an_organisation_serves_is_what_its_teams_serve(model):
    found, providers = find_cases(model.world), model.world.providers.rows
    rows = model.world.cases.rows[model.world.cases.open_rows()]
    serving = rows["provider"][rows["stage"] == Stage.IN_SERVICE]
    assert found.served[:, 4:].sum() == np.count_nonzero(providers["owner"][serving] >= 0)
    assert found.served[:, 4:].sum() > 0


@pytest.mark.parametrize("sub_districts", [1, 2, 3])
def test_institutions_hold_all_that_no_community_does(model, sub_districts):
    there = find_cases(model.world)
    found = replace(there, sub_district=np.array([0, sub_districts - 1]))
    drawn = nodes(found)
    assert sum(int(n.served.sum()) for n in drawn) == found.served[:, 1:].sum()
    assert sum(int(n.waiting.sum()) for n in drawn) == found.waiting[:, 1:].sum()


@pytest.mark.parametrize("residents", [[6000], [1000] * 6, [900, 50, 4000], [70] * 90])
def test_residents_are_inside_their_community_and_communities_apart(residents):
    places, at = discs(residents), dots(residents)
    assert len(at) == sum(residents)
    start = 0
    for people, disc in zip(residents, places, strict=True):
        mine = at[start : start + people]
        away = np.hypot(mine[:, 0] - disc.x, mine[:, 1] - disc.y)
        assert away.max() <= disc.radius
        start += people
    for n, one in enumerate(places):
        for other in places[:n]:
            assert np.hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius
