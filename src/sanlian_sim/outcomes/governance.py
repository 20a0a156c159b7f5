"""Governance: what the way of working costs in hours and money, and what it yields."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.institution_series import InstitutionSeries
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.rows import Row, ratio
from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.flows import FEN_PER_YUAN, Category
from sanlian_sim.world.institutions import wages
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.state import ProviderKind

_COMMUNICATION = ("intake", "coordination", "edges")
_STAFF = (
    Category.POSTS, Category.STRANDED, Category.GRID, Category.COMMUNICATION, Category.EDGES,
    Category.WAGES,
)  # fmt: skip
"""What is paid to staff of committees, desks, stations and organisations, and intake of offices."""
_BESIDES = (Category.OVERHEAD, Category.PREMISES, Category.VOLUNTEERS)
"""What else it takes to serve."""


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
    """Shares of paid time that go to administration."""
    kind = recorder.world.providers.rows["kind"]
    paid = recorder.provider_minutes[:, HOURS.index("paid")]
    administration = recorder.provider_minutes[:, HOURS.index("administration")]
    staff = kind != ProviderKind.VOLUNTEERS
    # What committees do for cases themselves stands in rows of their own.
    committee = (kind == ProviderKind.COMMITTEE) | (kind == ProviderKind.COMMITTEE_SERVICE)
    for name, who in (("", staff), ("committee_", committee)):
        value = ratio(administration[who].sum(), paid[who].sum())
        yield Row(f"{name}administrative_share", value)


def _costs(recorder: Recorder) -> tuple[float, float]:
    """Yuan spent on communication, and on serving besides, in counted weeks.

    Communication is intake, coordination and kept edges at the wage of whoever spends the time,
    platforms and lead organisations. Execution is what is paid to staff, for overhead, premises
    and volunteers' expenses, less communication and less the time of those who do not serve
    cases: offices, committees (apart from their services), outreach and mobilisers.
    """
    kind = recorder.world.providers.rows["kind"]
    yuan = recorder.series.counted.fen.sum(axis=0) / FEN_PER_YUAN
    talk, paid = _cost_of(recorder, _COMMUNICATION), _cost_of(recorder, ("paid",))
    others = np.isin(kind, (ProviderKind.COMMITTEE, ProviderKind.WORKER))
    minutes = recorder.series.counted.institutions[:, InstitutionSeries.MOBILISER_MINUTES].sum()
    staff = yuan[list(_STAFF)].sum() - yuan[Category.LEAD] - paid[others].sum()
    staff -= minutes / MINUTES * _hourly(recorder, "mobiliser")
    serving = staff - talk[~others].sum() + yuan[list(_BESIDES)].sum()
    communication = talk.sum() + yuan[Category.PLATFORM] + yuan[Category.LEAD]
    return float(communication), float(serving)


def _cost_of(recorder: Recorder, hours: Sequence[str]) -> NDArray[np.float64]:
    """Yuan that some of the hours of every provider cost, by the side it was on."""
    minutes = recorder.side_minutes[:, :, [HOURS.index(name) for name in hours]].sum(axis=2)
    cost: NDArray[np.float64] = (minutes / MINUTES * wage_by_provider(recorder)).sum(axis=0)
    return cost


def _hourly(recorder: Recorder, job: str) -> float:
    """Yuan per paid hour of a job on government's side, in whole fen as the register has it."""
    p = recorder.world.scenario.policy.parameters
    return float(_whole_fen(wages(p)[job] * p.oncost_government))


def _whole_fen(yuan: float | NDArray[np.float64]) -> NDArray[np.float64]:
    rounded: NDArray[np.float64] = np.floor(np.asarray(yuan) * FEN_PER_YUAN + 0.5) / FEN_PER_YUAN
    return rounded


def wage_by_provider(recorder: Recorder) -> NDArray[np.float64]:
    """Yuan per paid hour of every provider on either side; 0 for volunteers.

    Returns
    -------
    float array, shape (sides, providers)
        In whole fen, as the register has it.
    """
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
    wage = np.where(kind == ProviderKind.VOLUNTEERS, 0.0, wage)
    return _whole_fen(np.outer((p.oncost_government, p.oncost_social), wage))
