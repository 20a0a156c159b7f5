"""Institutions: organisations, their contracts, posts, jobs and what is left at the end."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.institution_series import InstitutionSeries
from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.rows import Row, ratio
from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.world.arrays import CommunitySeries
from sanlian_sim.world.contracts import residual_capital
from sanlian_sim.world.flows import FEN_PER_YUAN, Category
from sanlian_sim.world.rules import MINUTES, WEEKS_PER_YEAR
from sanlian_sim.world.state import ProviderKind

PERSONS: Final = 10_000
_TEAMS: Final = (ProviderKind.ORGANISATION, ProviderKind.FACILITY)
_PAID, _DIRECT, _ADMINISTRATION = (
    HOURS.index(name) for name in ("paid", "direct", "administration")
)


def institutions(recorder: Recorder) -> Iterator[Row]:
    """Measure organisations, contracts, offices, jobs, and balances at the end."""
    yield from _organisations(recorder)
    yield from _contracts(recorder)
    yield from _hours(recorder)
    yield from _jobs(recorder)
    yield from _balances(recorder)


def _sums(recorder: Recorder) -> NDArray[np.float64]:
    """Sums of the series over counted weeks."""
    total: NDArray[np.float64] = recorder.series.counted.institutions.sum(axis=0)
    return total


def _organisations(recorder: Recorder) -> Iterator[Row]:
    """Numbers of organisations and projects per 10,000 residents, or resident-years."""
    sums, last = _sums(recorder), recorder.series.institutions[-1:]
    n, weeks = len(recorder.world.residents), recorder.counted_weeks
    alive = last[:, InstitutionSeries.ORGANISATIONS].sum() if len(last) else np.nan
    yield Row("organisations_alive", ratio(PERSONS * alive, n))
    for name, series in (
        ("organisations_active", InstitutionSeries.ORGANISATIONS_ACTIVE),
        ("projects", InstitutionSeries.PROJECTS),
    ):
        yield Row(name, ratio(PERSONS * sums[series], n * weeks))
    for series in (
        InstitutionSeries.ORGANISATIONS_FOUNDED, InstitutionSeries.ORGANISATIONS_CLOSED,
    ):  # fmt: skip
        yield Row(series.name.lower(), ratio(PERSONS * sums[series], n * recorder.years))


def _contracts(recorder: Recorder) -> Iterator[Row]:
    """What is bought at which price, from how many, and who watches."""
    sums, weeks = _sums(recorder), recorder.counted_weeks
    paid, direct = (_of_teams(recorder, hour) for hour in (_PAID, _DIRECT))
    vacant = sums[InstitutionSeries.CONTRACTS_VACANT]
    yield Row("vacant_contracts", ratio(vacant, vacant + sums[InstitutionSeries.CONTRACTS]))
    bought, replaced = sums[InstitutionSeries.BOUGHT_YUAN], sums[InstitutionSeries.REPLACED_YUAN]
    yield Row("contract_price", ratio(bought, replaced))
    yield Row("concentration", ratio(sums[InstitutionSeries.CONCENTRATED_MINUTES], paid))
    yield Row("shading", ratio(sums[InstitutionSeries.SHADED_MINUTES], direct))
    yield Row("monitoring", ratio(sums[InstitutionSeries.WATCHED_MINUTES], paid))
    yield Row("know_how", ratio(sums[InstitutionSeries.KNOW_HOW], weeks))


def _of_teams(recorder: Recorder, hour: int) -> int:
    """Minutes of organisations' teams and facilities in counted weeks."""
    return int(recorder.series.counted.hours[:, list(_TEAMS), hour].sum())


def _hours(recorder: Recorder) -> Iterator[Row]:
    """What becomes of the hours that are bought (M4, M6)."""
    paid = _of_teams(recorder, _PAID)
    administration = _of_teams(recorder, _ADMINISTRATION)
    yield Row("organisation_administration", ratio(administration, paid))
    diverted = _sums(recorder)[InstitutionSeries.DIVERTED_MINUTES]
    yield Row("diverted_share", ratio(diverted, paid))
    teams, services = recorder.world.teams, recorder.world.rows_in_force[1]
    service = recorder.world.providers.rows["service"][teams]
    bought = recorder.provider_minutes[teams, _PAID] * services["client_share"][service]
    yield Row("nominal_gap", 1.0 - ratio(_of_teams(recorder, _DIRECT), bought.sum()))


def _jobs(recorder: Recorder) -> Iterator[Row]:
    """Posts, staff and jobs per 10,000 residents, and what they earn."""
    world, sums, counted = recorder.world, _sums(recorder), recorder.series.counted
    p, n = world.scenario.policy.parameters, len(world.residents)
    weeks = n * recorder.counted_weeks
    for series in (InstitutionSeries.POSTS, InstitutionSeries.POSTS_STRANDED):
        name = "posts" if series == InstitutionSeries.POSTS else "stranded_posts"
        yield Row(name, ratio(PERSONS * sums[series], weeks))
    full_time = p.paid_hours_year * MINUTES / WEEKS_PER_YEAR
    staff = sums[InstitutionSeries.STAFF_MINUTES] / full_time
    yield Row("social_staff", ratio(PERSONS * staff, weeks))
    minutes = _paid_minutes(recorder) / full_time
    led = counted.fen[:, Category.LEAD].sum() / FEN_PER_YUAN * WEEKS_PER_YEAR
    jobs = minutes + led / max(1e-9, p.worker_cost_year * p.oncost_social)
    yield Row("jobs", ratio(PERSONS * jobs, weeks))
    enterprises = counted.community[:, CommunitySeries.ENTERPRISES].sum()
    jobs += p.enterprise_jobs * enterprises
    yield Row("net_jobs", ratio(PERSONS * jobs, weeks))
    flows, parties = world.register.flows, world.register.parties
    earned = np.unique(flows.category[flows.payee == parties.households])
    yuan = counted.fen[:, earned].sum() / FEN_PER_YUAN
    yield Row("local_wages", ratio(yuan, n * recorder.years))


def _paid_minutes(recorder: Recorder) -> float:
    """Minutes of staff that are paid in counted weeks, with work or without."""
    staff = [kind for kind in ProviderKind if kind != ProviderKind.VOLUNTEERS]
    sums = _sums(recorder)
    idle = sums[InstitutionSeries.BENCH_MINUTES] + sums[InstitutionSeries.MOBILISER_MINUTES]
    return float(recorder.series.counted.hours[:, staff, _PAID].sum() + idle)


def _balances(recorder: Recorder) -> Iterator[Row]:
    """What is owed, and what is still of use, at the end."""
    world, n = recorder.world, len(recorder.world.residents)
    owed = world.register.payables().sum() / FEN_PER_YUAN
    yield Row("payables_end", ratio(owed, n))
    yield Row("residual_capital_end", ratio(residual_capital(world, world.week - 1), n))
