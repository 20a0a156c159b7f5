"""Questions about an experiment: completed by what it says, and checked."""

from typing import Final

from sanlian_sim.experiments.designs.responses import Question
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.scenario.describe import describe_groups
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment

NONE: Final = "none"
WHOLE: Final = ("all", "")


def question_of(
    experiment: Experiment,
    outcome: str,
    scenario: str | None = None,
    against: str | None = None,
    group: str = "all",
    service: str = "",
) -> Question:
    """Complete a question by what the experiment says.

    Parameters
    ----------
    experiment : Experiment
    outcome : str
    scenario : str, optional
        The only one beside the baseline by default.
    against : str, optional
        The baseline by default; "none" for the outcome as it is.
    group, service : str

    Raises
    ------
    ExperimentError
        If the scenario is left open and there are several.
    """
    baseline = experiment.design.baseline
    others = [name for name in experiment.scenarios if name != baseline]
    if scenario is None and len(others) != 1:
        rule = "say which scenario is asked about"
        raise ExperimentError([Problem("scenario", None, rule, f"known: {', '.join(others)}")])
    asked = others[0] if scenario is None else scenario
    other = baseline if against is None else against
    return Question(outcome, asked, None if other == NONE else other, group, service)


def question_problems(experiment: Experiment, question: Question) -> list[Problem]:
    """Return what is wrong with a question about an experiment."""
    names = experiment.scenarios
    problems = [
        Problem(place, name, "no such scenario", nearest(name, names))
        for place, name in (("scenario", question.scenario), ("against", question.against))
        if name is not None and name not in names
    ]
    if question.scenario == question.against:
        remedy = "ask against another one, or 'none'"
        problems.append(Problem("scenario", question.scenario, "is compared with itself", remedy))
    wanted = outcome_problems(question.outcome)
    by = OUTCOMES[question.outcome].by if not wanted else ("group", "service")
    known = {
        "group": ["all", *(row.name for row in describe_groups())],
        "service": ["", *experiment.parameters.services],
    }
    for kind, name in (("group", question.group), ("service", question.service)):
        if name not in known[kind]:
            suggestion = nearest(name, known[kind])
            wanted.append(Problem(kind, name, f"no such {kind}", suggestion))
        elif name not in WHOLE and kind not in by:
            wanted.append(Problem(kind, name, f"{question.outcome} is not told by {kind}"))
    return problems + wanted


def outcome_problems(outcome: str) -> list[Problem]:
    """Return what is wrong with the name of an outcome."""
    if outcome in OUTCOMES:
        return []
    return [Problem("outcome", outcome, "no such outcome", nearest(outcome, OUTCOMES))]
