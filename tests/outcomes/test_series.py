"""Weekly series as tidy tables, and cut by weeks."""

import numpy as np
import pytest

from sanlian_sim.outcomes.institution_series import InstitutionSeries
from sanlian_sim.outcomes.series import HOURS, WeeklySeries
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import ProviderKind


@pytest.fixture(scope="module")
def frame(recorder):
    return recorder.series.frame()


def look_up(frame, week, series, community=-1, service=""):
    found = frame[
        (frame["week"] == week)
        & (frame["series"] == series)
        & (frame["community"] == community)
        & (frame["service"] == service)
    ]
    (value,) = found["value"]
    return value


def test_every_value_has_one_row(recorder, frame):
    services = len(recorder.world.services)
    own = len(CommunitySeries) + (services + 1) * len(ServiceSeries)
    place = own + 2 * (services + 1) + len(ProviderKind) * len(HOURS) + len(Category) + 1
    place += len(InstitutionSeries)
    assert len(frame) == recorder.series.weeks * (place + 2 * own)
    keys = ["week", "community", "service", "series"]
    assert not frame.duplicated(keys).any()
    assert frame["week"].min() == -53
    assert frame["week"].max() == 59


def test_rows_say_what_the_arrays_hold(linked, recorder, frame):
    week = linked.history[53 + 7]
    nursing = recorder.world.services.index("nursing")
    assert look_up(frame, 7, "need", service="nursing") == week.service[:, nursing, 11].sum()
    assert look_up(frame, 7, "need", 1, "nursing") == week.service[1, nursing, 11]
    assert look_up(frame, 7, "need") == week.service[:, :, 11].sum()
    assert look_up(frame, 7, "wellbeing_sum", 1) == week.community[1, 1]
    assert look_up(frame, 7, "idle", service="nursing") == week.idle[0, nursing]
    assert look_up(frame, 7, "idle") == week.idle.sum()
    assert look_up(frame, 7, "fen_posts") == week.fen[Category.POSTS]
    alive = recorder.series.counted.institutions[7, InstitutionSeries.ORGANISATIONS]
    assert look_up(frame, 7, "organisations") == alive > 0
    desks = week.providers[week.providers["kind"] == ProviderKind.DESK]
    assert look_up(frame, 7, "minutes_desk_travel") == desks["travel"].sum()


def test_delegation_of_all_services_is_a_mean(frame):
    assert look_up(frame, 7, "delta") == pytest.approx(0.6)
    assert look_up(frame, -1, "delta") == 0
    assert look_up(frame, 7, "delta", 0) == pytest.approx(0.6)


def test_without_communities_of_their_own_only_the_place_has_rows(linked):
    frame = linked.recorders[1].series.frame()
    assert (frame["community"] == -1).all()


def test_a_series_of_all_communities_is_found_by_name(linked, recorder):
    nursing = recorder.world.services.index("nursing")
    weeks = [week.service[:, nursing, ServiceSeries.NEED] for week in linked.history]
    assert np.array_equal(recorder.series.of_communities("need", "nursing"), weeks)
    weeks = [week.community[:, CommunitySeries.COHESION] for week in linked.history]
    assert np.array_equal(recorder.series.counted.of_communities("cohesion"), weeks[53:])


def test_a_series_that_communities_do_not_have_is_refused(linked, recorder):
    with pytest.raises(ValueError, match="no series 'idle' of service 'nursing'"):
        recorder.series.of_communities("idle", "nursing")
    with pytest.raises(ValueError, match="were not kept; run with record='community'"):
        linked.recorders[1].series.of_communities("need")


def test_series_are_cut_by_week():
    series = WeeklySeries.empty(-5, 65, ("one",), 2)
    series.fen[:, 0] = np.arange(-5, 60)
    assert series.counted.fen[:, 0].tolist() == list(range(60))
    assert series.last_year.fen[:, 0].tolist() == list(range(8, 60))
    assert series.last_year.first_week == 8
    assert series.between(-9, -3).fen[:, 0].tolist() == [-5, -4]
    assert series.between(70, 80).weeks == 0
    assert series.between(-2, 3).own[0].shape[:2] == (5, 2)
    short = WeeklySeries.empty(-5, 15, ("one",), None)
    assert short.last_year.weeks == 10
