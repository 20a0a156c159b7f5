"""A discovery as readers have it: tables, a figure, words, a directory."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanlian_sim.experiments.runs.keep import log_at
from sanlian_sim.experiments.runs.listener import heard
from sanlian_sim.experiments.search.answers import provenance_of_answer
from sanlian_sim.experiments.search.discover import Answer, Question, discovered
from sanlian_sim.experiments.search.goals import chosen_scenario, least, read_goals
from sanlian_sim.experiments.search.varied import read_varied
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.search.answers import Contents, Found
from sanlian_sim.report.search.discovery_tables import (
    BOXES,
    SCORES,
    box_table,
    point_columns,
    point_table,
    score_table,
)
from sanlian_sim.report.search.discovery_words import findings, sentences
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Discovery(Found[Answer]):
    """Where in a space of parameters a policy beats the baseline.

    Attributes
    ----------
    answer : Answer
        Points, differences, boxes, scores.
    """

    def said(self, lang: Language = "en") -> list[str]:
        """How often the policy wins, and where, in plain words."""
        return sentences(self.answer, lang)

    def points(self) -> "pd.DataFrame":
        """One row per draw: parameters, mean difference to the baseline, whether it is better."""
        return point_table(self.answer)

    def boxes(self) -> "pd.DataFrame":
        """One row per box and parameter that it restricts."""
        return box_table(self.answer)

    def scores(self) -> "pd.DataFrame":
        """One row per parameter, the most telling first."""
        return score_table(self.answer)

    def plot(self, lang: Language = "en") -> "Figure":
        """Draw points over the two parameters that tell most, the first box, and scores."""
        from sanlian_sim.report.search.plot_discovery import plot_discovery

        return plot_discovery(self.answer, lang)

    def contents(self, lang: Language = "en") -> Contents:
        """Return what a results directory holds."""
        answer = self.answer
        experiment = answer.question.experiment
        times = (answer.started, answer.finished)
        libraries = ["ema_workbench", "scikit-learn"]
        return Contents(
            experiment,
            provenance_of_answer(
                experiment, _asked(answer.question), answer.entries, times, libraries
            ),
            findings(answer, lang),
            {
                "points": (self.points(), point_columns(answer)),
                "boxes": (self.boxes(), BOXES),
                "scores": (self.scores(), SCORES),
            },
            {"discovery": partial(self.plot, lang)},
        )


def read_question(
    experiment: Experiment,
    vary: Sequence[str],
    scenario: str | None = None,
    *,
    objective: str = "wellbys",
    margin: float = 0.0,
    points: int = 200,
    replicates: int = 2,
    density: float = 0.8,
) -> Question:
    """Read what is asked; see ``discover``.

    Raises
    ------
    ExperimentError
        With all that is wrong.
    """
    problems = least([("points", points, 20), ("replicates", replicates, 1)])
    if not 0 < density <= 1:
        problems.append(Problem("density", density, "must lie in (0, 1]"))
    if not vary:
        problems.append(Problem("vary", None, "say which parameters are varied"))
    varied, wrong = read_varied(experiment, vary)
    goals, others = read_goals([objective], "objective")
    problems += [*wrong, *others]
    try:
        chosen = chosen_scenario(experiment, scenario)
    except ExperimentError as error:
        problems += error.problems
    if problems:
        raise ExperimentError(problems)
    return Question(
        experiment, chosen, tuple(varied), goals[0], margin, points, replicates, density
    )  # fmt: skip


def discover(
    experiment: Experiment,
    vary: Sequence[str],
    scenario: str | None = None,
    *,
    objective: str = "wellbys",
    margin: float = 0.0,
    points: int = 200,
    replicates: int = 2,
    density: float = 0.8,
    workers: int = 1,
    threads: int = 1,
    progress: bool = False,
    keep: str | Path | None = None,
) -> Discovery:
    """Find which parameters decide whether a policy beats the baseline, and where it does.

    Parameters
    ----------
    experiment : Experiment
    vary : sequence of str
        ``PATH`` (the plausible range on record) or ``PATH=LOW:HIGH``.
    scenario : str, optional
        The policy; may be left out if only one scenario is not the baseline.
    objective : str
        ``OUTCOME``, ``OUTCOME:min`` or ``OUTCOME:max``: what the policy beats the baseline in.
    margin : float
        By how much at least, in the unit of the outcome.
    points, replicates : int
        Draws of parameters, and runs of both scenarios at each.
    density : float
        Least share of draws in a box at which the policy wins.
    workers, threads : int
        Runs at a time, and threads of each; no result depends on them.
    progress : bool
        Show a bar on a terminal.
    keep : path, optional
        File to which every run is appended as it finishes; those that it holds are not done again.

    Raises
    ------
    DirectoryRefusedError, LogRefusedError, WriteFailedError
        If ``keep`` is in use by another process, is no log of this version, or cannot be written.
    ExperimentError
        With all that is wrong in what is asked.
    MissingExtraError
        If the EMA Workbench is not installed.
    """
    question = read_question(
        experiment, vary, scenario, objective=objective, margin=margin, points=points,
        replicates=replicates, density=density,
    )  # fmt: skip
    with heard(progress) as listener, log_at(keep) as log:
        return Discovery(
            discovered(question, listener=listener, workers=workers, threads=threads, log=log)
        )


def _asked(question: Question) -> dict[str, Any]:
    goal = question.goal
    return {
        "scenario": question.scenario,
        "bounds": {one.path: [one.low, one.high] for one in question.varied},
        "objective": {goal.outcome: "max" if goal.sign > 0 else "min"},
        "margin": question.margin,
        "points": question.points,
        "replicates": question.replicates,
        "density": question.density,
    }
