"""The log of cases, against the cases themselves."""

from itertools import pairwise

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.outcomes import caselog
from sanlian_sim.outcomes.caselog import CASE_DTYPE, NO_WEEK, OPEN, CaseLog, case_frame, open_cases
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import NOT_YET, Exit

WEEKS = ("opened", "noticed", "first_served")


@pytest.fixture(scope="module")
def log(recorder):
    return recorder.cases()


def test_all_cases_that_ended_in_counted_weeks_are_logged(linked, recorder, log):
    ended = np.concatenate([week.ended for week in linked.history[-recorder.counted_weeks :]])
    logged = log[log["exit"] != OPEN]
    assert len(logged) == len(ended) > 100
    for name in CASE_DTYPE.names:
        expected = ended[name]
        if name in WEEKS:
            expected = np.where(expected == NOT_YET, NO_WEEK, expected)
        assert (logged[name] == expected).all(), name


def test_open_cases_follow(linked, log):
    still_open = log[log["exit"] == OPEN]
    assert len(still_open) == linked.world.cases.count.sum()
    assert (still_open["ended"] == NO_WEEK).all()
    rows = linked.world.cases.rows[linked.world.cases.open_rows()]
    for name in ("resident", "service", "onset", "side", "request", "delivered"):
        assert (still_open[name] == rows[name]).all(), name
    latent = rows["noticed"] == NOT_YET
    assert (still_open["noticed"][latent] == NO_WEEK).all()
    assert (still_open["noticed"][~latent] == rows["noticed"][~latent]).all()


def test_a_case_is_logged_once(log):
    names = ["resident", "service", "onset", "repeat"]
    assert len(np.unique(log[names])) == len(log)


def test_weeks_of_a_case_are_in_order(log):
    weeks = [log[name].astype(int) for name in (*WEEKS, "ended")]
    for earlier, later in pairwise(weeks):
        known = (earlier != NO_WEEK) & (later != NO_WEEK)
        assert (earlier[known] <= later[known]).all()
    served_unnoticed = (weeks[2] != NO_WEEK) & (weeks[1] == NO_WEEK)
    assert not served_unnoticed.any()


def test_chunks_do_not_show(make_scenario, monkeypatch):
    monkeypatch.setattr(caselog, "_LEAST_CHUNK", 1)
    monkeypatch.setattr(caselog, "_WEEKS_PER_CHUNK", 1)
    world = build_world(make_scenario(weeks=12, warmup=0), 3)
    log, expected = CaseLog(), []
    nothing = np.zeros(0, dtype=CASE_DTYPE)
    for week in range(12):
        advance(world)
        log.add(world, int(world.ended.count.sum()))
        for first, count in zip(world.ended.first[:-1], world.ended.count, strict=True):
            expected += world.ended.rows["resident"][first : first + count].tolist()
        if week in (5, 6):
            assert log.rows(nothing)["resident"].tolist() == expected
    still_open = open_cases(world)
    rows = log.rows(still_open)
    assert rows["resident"].tolist() == expected + still_open["resident"].tolist()
    assert len(expected) > 12


def test_the_table_of_cases_says_everything_in_words():
    log = np.zeros(3, dtype=CASE_DTYPE)
    log["resident"] = 7, 8, 9
    log["service"] = 1, 0, 1
    log["opened"] = -5, 2, 3
    log["noticed"] = -4, 2, NO_WEEK
    log["first_served"] = -4, NO_WEEK, NO_WEEK
    log["ended"] = 1, 4, NO_WEEK
    log["exit"] = Exit.CLOSED, Exit.GAVE_UP, OPEN
    log["side"] = 1, 0, -1
    log["channel"] = 3, 1, -1
    log["organisation"] = 2, -1, -1
    log["request"], log["delivered"] = 120, (90, 0, 0)
    frame = case_frame(log, ("comfort", "nursing"))
    assert frame["service"].tolist() == ["nursing", "comfort", "nursing"]
    assert frame["exit"].tolist() == ["closed", "gave_up", "open"]
    assert frame["side"].tolist() == ["social", "government", "unknown"]
    assert frame["channel"].tolist() == ["self", "grid", "none"]
    assert frame["organisation"].isna().tolist() == [False, True, True]
    assert frame["opened"].tolist() == [-5, 2, 3]
    assert frame["noticed"].isna().tolist() == [False, False, True]
    assert frame["first_served"].isna().tolist() == [False, True, True]
    assert frame["ended"].isna().tolist() == [False, False, True]
    assert frame["delivered_minutes"].tolist() == [90, 0, 0]
