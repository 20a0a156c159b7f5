"""Testing claims: doing the runs that they ask for."""

from collections.abc import Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime

from sanlian_sim.experiments.claims.plan import parts_of, tasks_of
from sanlian_sim.experiments.claims.read import shared_design
from sanlian_sim.experiments.claims.schema import Claim, Mode
from sanlian_sim.experiments.claims.study import ClaimsStudy
from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.experiments.runs.compilation import compile_model
from sanlian_sim.experiments.runs.execute import RunsFailedError, execute
from sanlian_sim.experiments.runs.listener import Listener, Silent
from sanlian_sim.experiments.runs.run_log import Log
from sanlian_sim.experiments.runs.workers import Workers


def run_claims(
    claims: Sequence[Claim],
    *,
    name: str = "full",
    mode: Mode | None = None,
    workers: int = 1,
    threads: int = 1,
    listener: Listener | None = None,
    executor: Executor | None = None,
    log: Log | None = None,
    stop_on_error: bool = False,
) -> ClaimsStudy:
    """Do the runs that claims ask for.

    Parameters
    ----------
    claims : sequence of Claim
    name : str
        ``"full"`` or ``"quick"``: how much is run.
    mode : Mode, optional
        In place of the one of that name.
    workers, threads, listener, executor, log, stop_on_error
        As for ``conduct``.

    Raises
    ------
    ExperimentError
        If a claim asks for what cannot be done.
    RunsFailedError
        If no run succeeded.
    """
    started, shared = datetime.now(UTC), shared_design()
    much = shared.modes[name] if mode is None else mode
    hears = Silent() if listener is None else listener
    parts = parts_of(claims, shared, much)
    for part in parts:
        check_budgets(part.draws.experiment)
    tasks, places = tasks_of(parts, much, threads)
    compile_model(hears)
    with Workers(workers, executor) as engine:
        runs = execute(tasks, engine, hears, log=log, stop_on_error=stop_on_error)
    if runs.failures and not runs.results:
        raise RunsFailedError(runs.failures)
    return ClaimsStudy(
        tuple(claims),
        name,
        much,
        shared,
        tuple(parts),
        tuple(tasks),
        tuple(places),
        runs,
        started,
        datetime.now(UTC),
    )
