"""Governance: hours and costs of the way of working, against the register and the weeks."""

import numpy as np
import pytest

from sanlian_sim.outcomes.governance import governance, wage_by_provider
from sanlian_sim.outcomes.institution_series import InstitutionSeries
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.build import build_world
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


@pytest.fixture(scope="module")
def moving(simulate, make_scenario):
    """Station workers move from committees to organisations, dearer by a fifth, in week 6."""
    scenario = make_scenario("linked", baseline="embedded", weeks=14, warmup=6,
                             rollout={"start": 6}, parameters={"oncost_social": 1.2})  # fmt: skip
    return simulate(scenario)


WAGES = {
    ProviderKind.COMMITTEE: 45, ProviderKind.OFFICE: 95, ProviderKind.WORKER: 85_000 / 1600,
    ProviderKind.WORKER_CASEWORK: 85_000 / 1600,
}  # fmt: skip


def spent(run, *names):
    """Yuan that some hours of counted weeks cost, by kind of provider, side by side as it was."""
    dearer = {"nursing": 70, "medical": 105, "counselling": 117}
    by_service = np.array([dearer.get(name, 45) for name in run.world.services])
    cost = dict.fromkeys(ProviderKind, 0.0)
    for week in run.history[-run.recorders[0].counted_weeks :]:
        for row in week.providers[week.providers["kind"] != ProviderKind.VOLUNTEERS]:
            kind = ProviderKind(row["kind"])
            wage = WAGES.get(kind, by_service[row["service"]])
            oncost = 1.2 if row["side"] == Side.SOCIAL else 1.0
            cost[kind] += sum(row[name] for name in names) / 60 * wage * oncost
    return cost


def test_time_is_priced_by_the_side_it_was_spent_on(moving):
    recorder = moving.recorders[0]
    sides = {week.providers["side"][moving.world.layout.worker[0]] for week in moving.history}
    assert sides == {Side.GOVERNMENT, Side.SOCIAL}
    yuan = recorder.series.counted.fen.sum(axis=0) / 100
    talk = sum(spent(moving, "intake", "coordination", "edges").values())
    expected = talk + yuan[Category.PLATFORM] + yuan[Category.LEAD]
    closed = recorder.series.counted.service[:, :, S.CLOSED].sum()
    found = table(recorder)["communication_cost", ""]
    assert found * closed == pytest.approx(expected, rel=1e-4)


def test_all_that_is_paid_for_services_is_communication_or_execution(moving):
    """Besides: offices, committees' other time, outreach, mobilisers, and money for the place."""
    recorder = moving.recorders[0]
    series = recorder.series.counted
    yuan = series.fen.sum(axis=0) / 100
    found = table(recorder)
    closed = series.service[:, :, S.CLOSED].sum()
    effective = series.community[:, CommunitySeries.EFFECTIVE_MINUTES].sum() / 60
    told = found["communication_cost", ""] * closed + found["execution_cost", ""] * effective
    paid, talk = spent(moving, "paid"), spent(moving, "intake", "coordination", "edges")
    besides = sum(paid[k] - talk[k] for k in (ProviderKind.COMMITTEE, ProviderKind.WORKER))
    minutes = series.institutions[:, InstitutionSeries.MOBILISER_MINUTES].sum()
    besides += minutes / 60 * 45
    besides += sum(
        yuan[one]
        for one in (
            Category.OVERSIGHT, Category.ESCALATION, Category.TENDERING, Category.CAPACITY,
            Category.REDEVELOPMENT,
        )
    )  # fmt: skip
    paid_for = [one for one in Category if one.societal and not one.imputed]
    whole = yuan[paid_for].sum() - yuan[Category.PRIVATE]
    assert told + besides == pytest.approx(whole, rel=1e-4)


def test_time_of_all_sides_has_the_wage_of_its_job(recorder):
    world = recorder.world
    (wage, social), rows = wage_by_provider(recorder), world.providers.rows
    nursing, comfort = (world.services.index(name) for name in ("nursing", "comfort"))
    for kind, service, yuan in (
        (ProviderKind.DESK, nursing, 70), (ProviderKind.ORGANISATION, nursing, 70),
        (ProviderKind.FACILITY, comfort, 45), (ProviderKind.COMMITTEE_SERVICE, comfort, 45),
        (ProviderKind.COMMITTEE, -1, 45), (ProviderKind.OFFICE, -1, 95),
        (ProviderKind.VOLUNTEERS, -1, 0), (ProviderKind.WORKER, -1, 53.13),
        (ProviderKind.WORKER_CASEWORK, comfort, 53.13),
    ):  # fmt: skip
        held = (rows["kind"] == kind) & (rows["service"] == service)
        assert wage[held] == pytest.approx(yuan)
    assert social == pytest.approx(wage)


def test_oncost_is_that_of_the_side(make_scenario):
    world = build_world(make_scenario(weeks=1, warmup=0, parameters={"oncost_social": 1.2}), 1)
    wage = wage_by_provider(Recorder(world))
    nursing = world.providers.rows["service"] == world.services.index("nursing")
    assert wage[Side.GOVERNMENT, nursing] == pytest.approx(70)
    assert wage[Side.SOCIAL, nursing] == pytest.approx(84)


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
