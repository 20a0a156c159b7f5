"""Plans: an experiment, the design laid over it, and what shall be kept of the runs."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sanlian_sim.experiments.designs.factors import Distribution, Over
from sanlian_sim.experiments.designs.points import Design, make_design
from sanlian_sim.experiments.designs.questions import WHOLE, outcome_problems, question_problems
from sanlian_sim.experiments.designs.responses import Question, Responses, simulate
from sanlian_sim.experiments.designs.sensitivity import METHODS
from sanlian_sim.experiments.designs.variants import Variants, week_parameters
from sanlian_sim.experiments.runs.campaign import Campaign
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.provenance import asked_of, execution, machinery, software
from sanlian_sim.experiments.runs.run_log import Log
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment

DESIGNS: Final = ("grid", "lhs", "sobol")
_SCREENED: Final = ("morris", "tornado")


@dataclass(frozen=True, eq=False)
class Plan:
    """What is run, and what is kept of it.

    Attributes
    ----------
    experiment : Experiment
    design : Design
    points : tuple of Experiment
        The experiment at every point.
    scenarios : tuple of str
    outcomes : tuple of (outcome, group, service)
    replicates : int
    """

    experiment: Experiment
    design: Design
    points: tuple[Experiment, ...]
    scenarios: tuple[str, ...]
    outcomes: tuple[tuple[str, str, str], ...]
    replicates: int


@dataclass(frozen=True, eq=False)
class Done:
    """A plan that was carried out.

    Attributes
    ----------
    plan : Plan
    responses : Responses
    campaign : Campaign
    started, finished : datetime
        In universal time.
    workers : int
    """

    plan: Plan
    responses: Responses
    campaign: Campaign
    started: datetime
    finished: datetime
    workers: int


def carry_out(
    plan: Plan,
    *,
    workers: int = 1,
    threads: int = 1,
    listener: Listener | None = None,
    executor: Executor | None = None,
    log: Log | None = None,
    stop_on_error: bool = False,
) -> Done:
    """Do the runs of a plan.

    Parameters
    ----------
    plan : Plan
    workers, threads, listener, executor, log, stop_on_error
        As for ``run_campaign``.

    Raises
    ------
    ExperimentError
        If what the user asks cannot be done.
    RunsFailedError
        If no run succeeded.
    KeyboardInterrupt
        If the user stopped before all was done.
    """
    started = datetime.now(UTC)
    responses, campaign = simulate(
        plan.points, plan.design, plan.outcomes, scenarios=plan.scenarios,
        replicates=plan.replicates, workers=workers, threads=threads, listener=listener,
        executor=executor, log=log, stop_on_error=stop_on_error,
    )  # fmt: skip
    return Done(plan, responses, campaign, started, datetime.now(UTC), workers)


def plan_sweep(
    experiment: Experiment,
    over: Over | Design,
    *,
    kind: str = "lhs",
    points: int | None = None,
    outcomes: Sequence[str] = (),
    replicates: int | None = None,
    seed: int | None = None,
    distribution: Distribution = "uniform",
) -> Plan:
    """Plan a sweep: every scenario at every point.

    Parameters
    ----------
    experiment : Experiment
    over : mapping or Design
        What to vary, or points that are given.
    kind, points, distribution
        As for ``make_design``.
    outcomes : sequence of str
        What is kept; the headline outcomes by default.
    replicates, seed : int, optional
        Those of the experiment's design by default.

    Raises
    ------
    ExperimentError
        With all that is wrong.
    MissingExtraError
        If SALib is needed and not installed.
    """
    asked = [(outcome, *WHOLE) for outcome in outcomes or HEADLINES]
    problems = [one for outcome, _, _ in asked for one in outcome_problems(outcome)]
    if not isinstance(over, Design) and kind not in DESIGNS:
        problems.append(Problem("design", kind, "no such design", nearest(kind, DESIGNS)))
    scenarios = tuple(experiment.scenarios)
    return _plan(
        experiment, over, kind, points, scenarios, asked, replicates, seed, distribution,
        problems=problems,
    )  # fmt: skip


def plan_sensitivity(
    experiment: Experiment,
    question: Question,
    over: Over | None = None,
    *,
    method: str = "morris",
    points: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    distribution: Distribution = "uniform",
    pairs: bool = False,
) -> Plan:
    """Plan an analysis of sensitivity: two scenarios, or one, at every point.

    Parameters
    ----------
    experiment : Experiment
    question : Question
        What is analysed; the headline outcomes are kept too.
    over : mapping, optional
        What to vary; all parameters of the week that can be varied freely, for screening.
    method : {"morris", "sobol", "tornado"}
    points, distribution, pairs
        As for ``make_design``.
    replicates, seed : int, optional
        Those of the experiment's design by default.

    Raises
    ------
    ExperimentError
        With all that is wrong.
    MissingExtraError
        If SALib is needed and not installed.
    """
    problems = question_problems(experiment, question)
    if method not in METHODS:
        problems.append(Problem("method", method, "no such method", nearest(method, METHODS)))
    if pairs and method != "sobol":
        problems.append(Problem("pairs", True, "only Sobol indices tell of pairs"))
    if not over and method in _SCREENED:
        over = dict.fromkeys(week_parameters(experiment))
    scenarios = tuple(filter(None, (question.against, question.scenario)))
    own = (question.outcome, question.group, question.service)
    asked = dict.fromkeys([own, *((outcome, *WHOLE) for outcome in HEADLINES)])
    kind = METHODS.get(method, "tornado")
    return _plan(
        experiment, over or {}, kind, points, scenarios, list(asked),
        replicates, seed, distribution, pairs, problems=problems,
    )  # fmt: skip


def _plan(
    experiment: Experiment, over: Over | Design, kind: str, points: int | None,
    scenarios: tuple[str, ...], outcomes: Sequence[tuple[str, str, str]], replicates: int | None,
    seed: int | None, distribution: Distribution, pairs: bool = False, *,
    problems: list[Problem],
) -> Plan:  # fmt: skip
    number = experiment.design.replicates if replicates is None else replicates
    if number < 1:
        problems.append(Problem("replicates", number, "must be at least 1"))
    variants = Variants(experiment)
    found: list[Experiment] = []
    try:
        if isinstance(over, Design):
            design = over
        else:
            start = experiment.design.seed if seed is None else seed
            design = make_design(
                kind, variants.factors(over), points=points, seed=start,
                distribution=distribution, pairs=pairs,
            )  # fmt: skip
        found = variants.points(design)
    except ExperimentError as error:
        problems += error.problems
    if problems:
        raise ExperimentError(problems)
    return Plan(experiment, design, tuple(found), scenarios, tuple(outcomes), number)


def provenance_of_plan(done: Done) -> dict[str, Any]:
    """Return what ``provenance.json`` holds; only ``execution`` differs between equal plans."""
    plan, campaign = done.plan, done.campaign
    return {
        **software(),
        "experiment": asked_of(plan.experiment),
        "design": {
            "kind": plan.design.kind, "seed": plan.design.seed, "points": len(plan.points),
            "factors": len(plan.design.factors),
        },
        "seeds": {str(task.replicate): task.seed for task in campaign.asked},
        "runs": {
            "asked": len(campaign.asked),
            "finished": len(campaign.runs.results),
            "failed": [str(failure) for failure in campaign.failures],
        },
        **machinery("SALib"),
        "execution": execution(done.started, done.finished, workers=done.workers),
    }  # fmt: skip
