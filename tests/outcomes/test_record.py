"""What recorders keep, against sums over copies of the weeks themselves."""

import pickle

import numpy as np
import pytest

from sanlian_sim.dynamics.week import advance
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.series import COUNTS, HOURS, LEVELS
from sanlian_sim.outcomes.summary import summarise
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.build import build_world
from sanlian_sim.world.state import ProviderKind

S = ServiceSeries


@pytest.fixture(scope="module")
def weeks(linked):
    return np.array([week.service for week in linked.history])


def people(linked):
    return linked.world.communities.rows["residents"]


def test_service_series_are_sums_over_communities(linked, recorder, weeks):
    summed = weeks.sum(axis=1)
    share = people(linked) / people(linked).sum()
    summed[:, :, S.DELTA] = np.einsum("wck,c->wk", weeks[:, :, :, S.DELTA], share)
    np.testing.assert_allclose(recorder.series.service, summed, rtol=1e-13)
    exact = [s for s in S if s not in (S.DELTA, S.UNMET_WEIGHTED)]
    assert (recorder.series.service[:, :, exact] == summed[:, :, exact]).all()


def test_levels_are_means_and_other_series_sums(linked, recorder):
    tallies = np.array([week.community for week in linked.history])
    share = people(linked) / people(linked).sum()
    for series in CommunitySeries:
        weights = share if series in LEVELS else np.ones(2)
        expected = tallies[:, :, series] @ weights
        np.testing.assert_allclose(recorder.series.community[:, series], expected, rtol=1e-13)


def test_hours_are_summed_by_kind_of_provider(linked, recorder):
    for week, hours in zip(linked.history, recorder.series.hours, strict=True):
        for kind in ProviderKind:
            held = week.providers[week.providers["kind"] == kind]
            assert hours[kind].tolist() == [held[name].sum() for name in HOURS]


def test_minutes_of_providers_are_those_of_counted_weeks(linked, recorder):
    counted = linked.history[-recorder.counted_weeks :]
    for h, name in enumerate(HOURS):
        expected = np.sum([week.providers[name] for week in counted], axis=0)
        assert (recorder.provider_minutes[:, h] == expected).all()


def test_fen_are_those_of_the_register(linked, recorder):
    assert (recorder.series.fen == [week.fen for week in linked.history]).all()


def test_mismatch_is_idle_time_beside_unmet_need_of_the_same_place(linked, recorder, weeks):
    sub_district = linked.world.communities.rows["sub_district"]
    assert (sub_district == 0).all()
    unmet = weeks[:, :, :, S.UNMET].sum(axis=1)
    idle = np.array([week.idle for week in linked.history])[:, 0]
    assert (recorder.series.idle == idle).all()
    assert (recorder.series.mismatch == np.minimum(idle, unmet)).all()
    assert (recorder.series.mismatch < idle).any()
    assert (recorder.series.mismatch < unmet).any()
    counted = slice(-recorder.counted_weeks, None)
    assert (recorder.places.idle[0] == idle[counted].sum(axis=0)).all()
    assert (recorder.places.unmet[0] == unmet[counted].sum(axis=0)).all()
    assert (recorder.places.mismatch[0] == np.minimum(idle, unmet)[counted].sum(axis=0)).all()


def test_sub_districts_are_not_pooled(make_scenario, simulate):
    scenario = make_scenario(communities=14, population=1400, weeks=8, warmup=0)
    run = simulate(scenario)
    sub_district = run.world.communities.rows["sub_district"]
    assert sub_district.max() == 1
    (recorder,) = run.recorders
    mismatch = np.zeros_like(recorder.places.mismatch)
    for week in run.history:
        for j in range(2):
            unmet = week.service[sub_district == j, :, S.UNMET].sum(axis=0)
            mismatch[j] += np.minimum(week.idle[j], unmet)
    assert (recorder.places.mismatch == mismatch).all()
    assert mismatch.sum() > 0


def test_each_community_is_kept_exactly(linked, recorder, weeks):
    community, counts, rest = recorder.series.own
    assert (community == [week.community for week in linked.history]).all()
    assert (counts == weeks[:, :, :, :COUNTS]).all()
    assert (rest == weeks[:, :, :, COUNTS:]).all()


def test_opened_cases_end_or_stay_open(recorder):
    _, counts, _ = recorder.series.own
    opened = counts[1:, :, :, S.OPENED]
    ended = counts[1:, :, :, [S.CLOSED, S.PASSED, S.GAVE_UP, S.DECLINED]].sum(axis=3)
    stock = counts[:, :, :, [S.LATENT, S.QUEUED, S.IN_SERVICE]].sum(axis=3)
    assert (opened - ended == np.diff(stock, axis=0)).all()
    assert ended.sum() > 100


def test_measures_are_the_same_whatever_is_kept(linked):
    first, *others = (summarise(recorder) for recorder in linked.recorders)
    for rows in others:
        np.testing.assert_equal(rows, first)
    assert [r.series.own is None for r in linked.recorders] == [False, True, True]


def test_recording_changes_nothing(make_scenario):
    scenario = make_scenario(weeks=6, warmup=3)
    watched, alone = build_world(scenario, 5), build_world(scenario, 5)
    recorder = Recorder(watched, "community")
    while watched.week < 6:
        advance(watched)
        recorder.observe()
        summarise(recorder)
        advance(alone)
    for name, column in alone.residents.columns.items():
        assert (watched.residents.columns[name] == column).all(), name
    assert (watched.providers.rows == alone.providers.rows).all()
    assert (watched.register.cash == alone.register.cash).all()


def test_a_recorder_and_its_world_can_be_put_aside(make_scenario):
    world = build_world(make_scenario(weeks=8, warmup=2), 5)
    recorder = Recorder(world, "community")
    while world.week < 8:
        advance(world)
        recorder.observe()
        if world.week == 3:
            stored = pickle.dumps(recorder)
    again = pickle.loads(stored)
    while again.world.week < 8:
        advance(again.world)
        again.observe()
    np.testing.assert_equal(summarise(again), summarise(recorder))
    assert (again.series.own[1] == recorder.series.own[1]).all()


def test_time_of_offices_beyond_their_posts_is_overtime(make_scenario, simulate):
    scenario = make_scenario(weeks=20, warmup=4, parameters={"escalation_hours": 20.0,
                             "escalation_per_week": 1.0, "grievance_waiting": 1.0})  # fmt: skip
    run = simulate(scenario)
    office = run.world.layout.office[0]
    planned = run.world.providers.rows["base"][office]
    paid = np.array([week.providers["paid"][office] for week in run.history])
    assert (run.recorders[0].series.overtime == paid - planned).all()
    assert (paid > planned).any()


def test_offices_without_service_have_no_overtime(unserved):
    assert not unserved.series.counted.overtime.any()
    assert not unserved.series.counted.hours.any()


def test_weeks_are_recorded_one_by_one(make_scenario):
    world = build_world(make_scenario(weeks=5, warmup=0), 1)
    recorder = Recorder(world)
    with pytest.raises(ValueError, match="week 0 must be recorded next; got week -1"):
        recorder.observe()
    advance(world)
    recorder.observe()
    with pytest.raises(ValueError, match="week 1 must be recorded next; got week 0"):
        recorder.observe()
    advance(world)
    advance(world)
    with pytest.raises(ValueError, match="week 1 must be recorded next; got week 2"):
        recorder.observe()
    with pytest.raises(ValueError, match="recording must begin by week 0"):
        Recorder(world)


def test_unknown_levels_of_detail_are_refused(linked):
    world = build_world(linked.world.scenario, 1)
    with pytest.raises(ValueError, match="got 'all'"):
        Recorder(world, "all")


def test_discounting_begins_in_the_second_year(recorder):
    factors = recorder.discounts()
    assert factors[:52].tolist() == [1.0] * 52
    assert factors[52:] == pytest.approx(1 / 1.05)
    assert len(factors) == 60
