"""Governance: what the way of working costs in hours and money, and what it yields."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.rows import Row, ratio
from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.flows import FEN_PER_YUAN, Category
from sanlian_sim.world.institutions import wages
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.state import ProviderKind, Side

_COMMUNICATION = ("intake", "coordination", "edges")
_SERVING = (
    ProviderKind.COMMITTEE_SERVICE, ProviderKind.DESK, ProviderKind.ORGANISATION,
    ProviderKind.WORKER_CASEWORK,
)  # fmt: skip


def governance(recorder: Recorder) -> Iterator[Row]:
    """Shares of hours, quality, hand-overs, costs of communication and execution, mismatch."""
    counted, n = recorder.series.counted, len(recorder.world.residents)
    service, community = counted.service.sum(axis=(0, 1)), counted.community.sum(axis=0)
    social = service[ServiceSeries.DIRECT_SOCIAL]
    direct = service[ServiceSeries.DIRECT_GOVERNMENT] + social
    effective = community[CommunitySeries.EFFECTIVE_MINUTES]
    closed = service[ServiceSeries.CLOSED]
    yield from _hours(recorder)
    yield Row("mean_quality", ratio(effective, direct))
    yield Row("non_government_share", ratio(social, direct))
    yield Row("handovers", ratio(community[CommunitySeries.HANDOVERS], closed))
    communication, execution = _costs(recorder)
    yield Row("communication_cost", ratio(communication, closed))
    yield Row("execution_cost", ratio(execution, effective / MINUTES))
    need = counted.service[:, :, ServiceSeries.NEED].sum(axis=0)
    mismatch = counted.mismatch.sum(axis=0)
    yield Row("mismatch", ratio(mismatch.sum(), need.sum()))
    for k, name in enumerate(recorder.world.services):
        yield Row("mismatch", ratio(mismatch[k], need[k]), service=name)
    given = recorder.provider_minutes[:, HOURS.index("direct")]
    volunteers = recorder.world.providers.rows["kind"] == ProviderKind.VOLUNTEERS
    hours = given[volunteers].sum() / MINUTES
    yield Row("volunteer_hours", ratio(hours, n * recorder.years))


def _hours(recorder: Recorder) -> Iterator[Row]:
    """Shares of paid time that go to administration, and staff."""
    kind = recorder.world.providers.rows["kind"]
    paid = recorder.provider_minutes[:, HOURS.index("paid")]
    administration = recorder.provider_minutes[:, HOURS.index("administration")]
    staff = kind != ProviderKind.VOLUNTEERS
    # What committees do for cases themselves stands in rows of their own.
    committee = (kind == ProviderKind.COMMITTEE) | (kind == ProviderKind.COMMITTEE_SERVICE)
    for name, who in (("", staff), ("committee_", committee)):
        value = ratio(administration[who].sum(), paid[who].sum())
        yield Row(f"{name}administrative_share", value)
    p = recorder.world.scenario.policy.parameters
    worked = recorder.years * p.paid_hours_year * MINUTES * len(recorder.world.residents)
    yield Row("jobs", ratio(10_000 * paid[staff].sum(), worked))


def _costs(recorder: Recorder) -> tuple[float, float]:
    """Yuan spent on communication, and on serving besides, in counted weeks.

    Communication is intake, coordination and kept edges at the wage of whoever spends the time,
    and platforms; execution is all other paid time of those who serve cases, and volunteers'
    expenses.
    """
    kind = recorder.world.providers.rows["kind"]
    hours = recorder.provider_minutes / MINUTES
    talk = hours[:, [HOURS.index(name) for name in _COMMUNICATION]].sum(axis=1)
    talk = np.where(kind == ProviderKind.VOLUNTEERS, 0.0, talk)
    serving = np.where(np.isin(kind, _SERVING), hours[:, HOURS.index("paid")] - talk, 0.0)
    wage = wage_by_provider(recorder)
    fen = recorder.series.counted.fen.sum(axis=0)
    platform, expenses = fen[Category.PLATFORM], fen[Category.VOLUNTEERS]
    return (
        float((talk * wage).sum() + platform / FEN_PER_YUAN),
        float((serving * wage).sum() + expenses / FEN_PER_YUAN),
    )


def wage_by_provider(recorder: Recorder) -> NDArray[np.float64]:
    """Yuan per paid hour of every row of the table of providers; 0 for volunteers."""
    world = recorder.world
    p, rows = world.scenario.policy.parameters, world.providers.rows
    by_job = wages(p)
    table, kind = np.array(list(by_job.values())), rows["kind"]
    wage = table[world.rows_in_force[1]["job"][rows["service"]]]
    for which, job in (
        (ProviderKind.COMMITTEE, "committee"), (ProviderKind.OFFICE, "civil_servant"),
        (ProviderKind.WORKER, "social_worker"), (ProviderKind.WORKER_CASEWORK, "social_worker"),
    ):  # fmt: skip
        wage = np.where(kind == which, by_job[job], wage)
    wage = wage * np.where(rows["side"] == Side.SOCIAL, p.oncost_social, p.oncost_government)
    result: NDArray[np.float64] = np.where(kind == ProviderKind.VOLUNTEERS, 0.0, wage)
    return result
