"""What policies are judged by: outcomes, each with the direction that is better."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sanlian_sim.outcomes.registry import OUTCOMES, Outcome
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment

_SIGNS: Final = {"min": -1, "max": 1}


@dataclass(frozen=True)
class Goal:
    """An outcome of the whole place that shall be high or low.

    Attributes
    ----------
    outcome : str
    sign : {1, -1}
        1 if more is better, -1 if less is.
    """

    outcome: str
    sign: int

    @property
    def about(self) -> Outcome:
        """What is on record of the outcome."""
        return OUTCOMES[self.outcome]


USUAL: Final = (Goal("fiscal_cost", -1), Goal("wellbys", 1))


def read_goals(asked: Iterable[str], place: str) -> tuple[list[Goal], list[Problem]]:
    """Read texts ``OUTCOME``, ``OUTCOME:min`` or ``OUTCOME:max``.

    Parameters
    ----------
    asked : iterable of str
    place : str
        Where the user wrote them, for messages.

    Returns
    -------
    list of Goal
        Those that are right.
    list of Problem
        What is wrong with the others.
    """
    goals: list[Goal] = []
    problems: list[Problem] = []
    for text in asked:
        name, _, direction = (part.strip() for part in text.partition(":"))
        problem = _problem(name, direction, text, place)
        if problem is None and any(goal.outcome == name for goal in goals):
            problem = Problem(place, name, "is named twice")
        if problem is not None:
            problems.append(problem)
        else:
            sign = _SIGNS[direction] if direction else OUTCOMES[name].better
            goals.append(Goal(name, sign))
    return goals, problems


def _problem(name: str, direction: str, text: str, place: str) -> Problem | None:
    if name not in OUTCOMES:
        return Problem(place, name, "no such outcome", nearest(name, OUTCOMES))
    if direction and direction not in _SIGNS:
        return Problem(place, text, "the direction must be min or max")
    if not direction and OUTCOMES[name].better == 0:
        rule = "neither more nor less of it is better"
        return Problem(place, name, rule, f"say {name}:min or {name}:max")
    return None


def least(numbers: Sequence[tuple[str, int, int]]) -> list[Problem]:
    """Return a problem for every (name, value, least value) that is too small."""
    return [
        Problem(name, value, f"must be at least {low}")
        for name, value, low in numbers
        if value < low
    ]


def chosen_scenario(experiment: Experiment, name: str | None) -> str:
    """Return the policy that is meant; without a name there must be one beside the baseline.

    Raises
    ------
    ExperimentError
        If there is no such scenario, or none or several to choose from.
    """
    if name is not None:
        return experiment.scenario(name).name
    others = [one for one in experiment.scenarios if one != experiment.design.baseline]
    if len(others) != 1:
        rule = "say which policy is meant" if others else "there is none beside the baseline"
        known = f"one of {', '.join(others)}" if others else None
        raise ExperimentError([Problem("scenario", None, rule, known)])
    return others[0]
