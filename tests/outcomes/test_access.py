"""Waits, coverage and unmet hours, on logs made by hand and on a run."""

import numpy as np
import pytest
from scipy import stats

from sanlian_sim.outcomes.access import access, waits
from sanlian_sim.outcomes.caselog import CASE_DTYPE, NO_WEEK, OPEN
from sanlian_sim.outcomes.rows import Row
from sanlian_sim.world.arrays import ServiceSeries
from sanlian_sim.world.groups import GROUPS, members
from sanlian_sim.world.state import Exit

LAST = 9


def case(opened, noticed, first_served=None, ended=None, exit=OPEN):
    line = np.zeros(1, dtype=CASE_DTYPE)
    for name, week in (("opened", opened), ("noticed", noticed), ("first_served", first_served),
                       ("ended", ended)):  # fmt: skip
        line[name] = NO_WEEK if week is None else week
    line["exit"] = exit
    return line


def one_wait(line, start="noticed"):
    found, _ = waits(line, start, 0, LAST)
    return found.weeks.tolist(), found.served.tolist(), found.resolved.tolist()


def table(rows):
    return {(row.outcome, row.group, row.service): row.value for row in rows}


@pytest.fixture(scope="module")
def measured(recorder):
    return table(access(recorder))


@pytest.mark.parametrize(
    ("line", "weeks", "served", "resolved"),
    [
        (case(1, 2, 2, 2, Exit.CLOSED), 0, True, True),
        (case(1, 2, 5), 3, True, True),
        (case(1, 2), 7, False, False),
        (case(1, 2, None, 6, Exit.GAVE_UP), 3, False, True),
        (case(1, 2, None, 6, Exit.PASSED), 3, False, True),
        (case(1, 2, None, 6, Exit.DECLINED), 4, False, True),
    ],
    ids=["at once", "later", "still waiting", "given up", "passed", "declined"],
)
def test_how_long_a_case_was_seen_waiting(line, weeks, served, resolved):
    assert one_wait(line) == ([weeks], [served], [resolved])


def test_waits_from_onset_include_cases_never_noticed():
    line = case(1, None, None, 6, Exit.PASSED)
    assert one_wait(line) == ([], [], [])
    assert one_wait(line, "opened") == ([4], [False], [True])


def test_waits_begin_in_the_weeks_asked_for():
    log = np.concatenate([case(-3, -1, 0), case(-3, 0, 0), case(1, 3, 4)])
    assert waits(log, "noticed", 0, LAST)[1].tolist() == [False, True, True]
    assert waits(log, "noticed", 3, LAST)[1].tolist() == [False, False, True]
    assert waits(log, "opened", 0, LAST)[1].tolist() == [False, False, True]


def test_residents_and_services_add_up_to_the_same_hours(recorder, measured):
    people, counted = recorder.world.residents, recorder.series.counted
    total = counted.service.sum(axis=(0, 1))
    assert people.unmet_minutes.sum() == total[ServiceSeries.UNMET] > 0
    assert people.need_minutes.sum() == total[ServiceSeries.NEED]
    given = total[[ServiceSeries.DIRECT_GOVERNMENT, ServiceSeries.DIRECT_SOCIAL]].sum()
    assert people.delivered_minutes.sum() == given
    by_service = sum(measured["unmet_hours", "all", k] for k in recorder.world.services)
    assert by_service == pytest.approx(measured["unmet_hours", "all", ""])
    deciles = [members(people.groups, f"tie_decile_{d}") for d in range(1, 11)]
    adults = people.age_band > 0
    assert (sum(decile.astype(int) for decile in deciles) == adults).all()
    hours = [
        measured["unmet_hours", f"tie_decile_{d + 1}", ""] * decile.sum()
        for d, decile in enumerate(deciles)
    ]
    per_year = people.unmet_minutes[adults].sum() / 60 / (60 / 52)
    assert sum(hours) == pytest.approx(per_year)


def test_unmet_hours_are_per_person_and_year(recorder, measured):
    people = recorder.world.residents
    for group in ("all", "age_80_plus", "alone_60_plus"):
        mine = members(people.groups, group)
        hours = people.unmet_minutes[mine].sum() / 60
        expected = hours / (mine.sum() * 60 / 52)
        assert measured["unmet_hours", group, ""] == pytest.approx(expected)
        coverage = people.delivered_minutes[mine].sum() / people.need_minutes[mine].sum()
        assert measured["coverage", group, ""] == pytest.approx(coverage)


def test_unmet_hours_of_the_last_year_are_those_of_its_weeks(linked, recorder, measured):
    minutes = sum(week.service[:, :, ServiceSeries.UNMET].sum() for week in linked.history[-52:])
    expected = minutes / 60 / len(recorder.world.residents)
    assert measured["unmet_hours_last_year", "all", ""] == pytest.approx(expected)


def test_cases_are_those_opened_in_counted_weeks(linked, recorder, measured):
    counted = linked.history[-recorder.counted_weeks :]
    opened = sum(week.service[:, :, ServiceSeries.OPENED].sum(axis=0) for week in counted)
    years = len(recorder.world.residents) * 60 / 52
    assert measured["cases", "all", ""] == pytest.approx(1000 * opened.sum() / years)
    for k, service in enumerate(recorder.world.services):
        assert measured["cases", "all", service] == pytest.approx(1000 * opened[k] / years)


def test_waits_of_a_run_are_those_that_scipy_finds_in_the_log(recorder, measured):
    log = recorder.cases()
    log = log[log["noticed"] >= 0]
    served = log["first_served"] != NO_WEEK
    last = np.where(log["ended"] == NO_WEEK, 59, log["ended"] - (log["exit"] != Exit.DECLINED))
    waited = np.where(served, log["first_served"], last) - log["noticed"]
    data = stats.CensoredData(uncensored=waited[served], right=waited[~served])
    waiting = stats.ecdf(data).sf.evaluate(np.arange(52))
    assert measured["mean_wait", "all", ""] == pytest.approx(waiting.sum())
    assert measured["median_wait", "all", ""] == np.argmax(waiting <= 0.5)
    reached = np.append(waiting <= 0.1, True)
    assert measured["p90_wait", "all", ""] == np.argmax(reached)


def test_reach_and_never_served_share_what_was_resolved(recorder, measured):
    log = recorder.cases()
    opened = log[log["opened"] >= 0]
    served = opened["first_served"] != NO_WEEK
    ended = opened["ended"] != NO_WEEK
    assert measured["reach", "all", ""] == pytest.approx(served.mean())
    never = (ended & ~served).sum() / (ended | served).sum()
    assert measured["never_served_onset_share", "all", ""] == pytest.approx(never)
    assert 0.05 < never < 0.8


def test_utilisation_is_of_paid_providers_of_a_service(linked, recorder, measured):
    counted = linked.history[-recorder.counted_weeks :]
    rows = np.concatenate([week.providers for week in counted])
    for k, service in enumerate(recorder.world.services):
        own = rows[rows["service"] == k]
        share = own["direct"].sum() / (own["direct"].sum() + own["idle"].sum())
        assert measured["utilisation", "all", service] == pytest.approx(share)


def test_open_cases_are_a_mean_over_weeks(linked, recorder, measured):
    counted = linked.history[-recorder.counted_weeks :]
    queued = np.mean([week.service[:, :, ServiceSeries.QUEUED].sum() for week in counted])
    expected = 1000 * queued / len(recorder.world.residents)
    assert measured["open_queued", "all", ""] == pytest.approx(expected)


def test_who_is_never_served_waits_to_the_end_of_the_run(unserved):
    found = table(access(unserved))
    assert found["mean_onset_wait", "all", ""] == 30
    assert found["never_served_onset_share", "all", ""] == 1
    assert found["reach", "all", ""] == 0
    assert np.isnan(found["mean_wait", "all", ""])
    assert np.isnan(found["utilisation", "all", "nursing"])
    # The last hours of those in service before week 0 are diluted to nothing.
    assert found["coverage", "all", ""] == 0


def test_a_group_without_members_has_no_measures(recorder):
    people = recorder.world.residents
    kept = people.groups.copy()
    people.groups[...] &= ~np.uint32(1 << GROUPS.index("bereaved"))
    found = [row for row in access(recorder) if row.group == "bereaved"]
    people.columns["groups"][...] = kept
    assert len(found) == 11
    assert all(np.isnan(row.value) for row in found)
    assert Row("unmet_hours", found[-3].value, "bereaved") == found[-3]
