"""Governance: hours and costs of the way of working, against the register and the weeks."""

import numpy as np
import pytest

from sanlian_sim.outcomes.governance import governance, wage_by_provider
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import ProviderKind, Side

S = ServiceSeries


def table(recorder):
    return {(row.outcome, row.service): row.value for row in governance(recorder)}


@pytest.fixture(scope="module")
def measured(recorder):
    return table(recorder)


@pytest.fixture(scope="module")
def totals(linked, recorder):
    counted = linked.history[-recorder.counted_weeks :]
    return sum(week.service.sum(axis=(0, 1)) for week in counted)


@pytest.fixture(scope="module")
def government(simulate, make_scenario):
    return simulate(make_scenario("government_led", weeks=26)).recorders[0]


def test_shares_of_hours_given(recorder, measured, totals):
    given = totals[S.DIRECT_GOVERNMENT] + totals[S.DIRECT_SOCIAL]
    assert measured["non_government_share", ""] == pytest.approx(totals[S.DIRECT_SOCIAL] / given)
    effective = recorder.series.counted.community[:, CommunitySeries.EFFECTIVE_MINUTES].sum()
    assert measured["mean_quality", ""] == pytest.approx(effective / given)
    assert 0.5 < effective / given < 0.8


def test_handovers_are_per_closed_case(linked, recorder, measured, totals):
    counted = linked.history[-recorder.counted_weeks :]
    number = sum(week.community[:, CommunitySeries.HANDOVERS].sum() for week in counted)
    assert measured["handovers", ""] == pytest.approx(number / totals[S.CLOSED])


def test_administration_is_a_share_of_paid_time(linked, recorder, measured):
    counted = linked.history[-recorder.counted_weeks :]
    rows = np.concatenate([week.providers for week in counted])
    staff = rows[rows["kind"] != ProviderKind.VOLUNTEERS]
    expected = staff["administration"].sum() / staff["paid"].sum()
    assert measured["administrative_share", ""] == pytest.approx(expected)
    posts = staff["paid"].sum() / 60 / (1650 * 60 / 52)
    people = len(recorder.world.residents)
    assert measured["jobs", ""] == pytest.approx(10_000 * posts / people)


def test_committees_spend_the_stated_share_on_administration(government):
    found = table(government)
    assert found["committee_administrative_share", ""] == pytest.approx(0.65, abs=0.002)


def test_communication_and_execution_are_what_the_register_says(government):
    """Without organisations and workers every minute of both has a category of its own."""
    found, series = table(government), government.series.counted
    yuan = series.fen.sum(axis=0) / 100
    closed = series.service[:, :, S.CLOSED].sum()
    talk = yuan[Category.COMMUNICATION] + yuan[Category.EDGES]
    # The register rounds to fen every week.
    assert found["communication_cost", ""] * closed == pytest.approx(talk, abs=1)
    minutes = series.hours[:, ProviderKind.COMMITTEE_SERVICE, 0].sum()
    serving = yuan[Category.POSTS] + yuan[Category.VOLUNTEERS] + minutes / 60 * 45
    effective = series.community[:, CommunitySeries.EFFECTIVE_MINUTES].sum() / 60
    assert found["execution_cost", ""] * effective == pytest.approx(serving, abs=1)


def test_time_of_all_sides_has_the_wage_of_its_job(recorder):
    world = recorder.world
    wage, rows = wage_by_provider(recorder), world.providers.rows
    nursing, comfort = (world.services.index(name) for name in ("nursing", "comfort"))
    for kind, service, yuan in (
        (ProviderKind.DESK, nursing, 70), (ProviderKind.ORGANISATION, nursing, 70),
        (ProviderKind.COMMITTEE_SERVICE, comfort, 45), (ProviderKind.COMMITTEE, -1, 45),
        (ProviderKind.OFFICE, -1, 95), (ProviderKind.VOLUNTEERS, -1, 0),
        (ProviderKind.WORKER, -1, 85_000 / 1600),
        (ProviderKind.WORKER_CASEWORK, comfort, 85_000 / 1600),
    ):  # fmt: skip
        held = (rows["kind"] == kind) & (rows["service"] == service)
        assert held.any()
        assert wage[held] == pytest.approx(yuan)


def test_oncost_is_that_of_the_side(simulate, make_scenario):
    scenario = make_scenario(weeks=1, warmup=0, parameters={"oncost_social": 1.2})
    recorder = simulate(scenario).recorders[0]
    rows, wage = recorder.world.providers.rows, wage_by_provider(recorder)
    nursing = rows["service"] == recorder.world.services.index("nursing")
    social = rows["side"] == Side.SOCIAL
    assert wage[nursing & social] == pytest.approx(84)
    assert wage[nursing & ~social] == pytest.approx(70)


def test_volunteers_hours(linked, recorder, measured):
    counted = linked.history[-recorder.counted_weeks :]
    rows = np.concatenate([week.providers for week in counted])
    hours = rows["direct"][rows["kind"] == ProviderKind.VOLUNTEERS].sum() / 60
    expected = hours / (len(recorder.world.residents) * 60 / 52)
    assert measured["volunteer_hours", ""] == pytest.approx(expected)


def test_mismatch_is_of_needed_hours(recorder, measured, totals):
    expected = recorder.places.mismatch.sum() / totals[S.NEED]
    assert measured["mismatch", ""] == pytest.approx(expected)
    assert 0 < expected < 0.2
