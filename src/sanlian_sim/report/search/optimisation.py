"""A search for policies as readers have it: tables, figures, words, a directory."""

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from sanlian_sim.experiments.runs.keep import log_at
from sanlian_sim.experiments.runs.listener import Listener, heard
from sanlian_sim.experiments.runs.run_log import Log
from sanlian_sim.experiments.search.answers import provenance_of_answer
from sanlian_sim.experiments.search.goals import USUAL, chosen_scenario, least, read_goals
from sanlian_sim.experiments.search.optimise import Answer, Question, find_policies, settings_of
from sanlian_sim.experiments.search.pareto import SAMPLERS, Plan
from sanlian_sim.experiments.search.policy_space import space_of
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.search.answers import Contents, Found
from sanlian_sim.report.search.optimisation_tables import (
    FRONT,
    front_table,
    trial_columns,
    trial_table,
)
from sanlian_sim.report.search.optimisation_words import findings, sentences
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.vary import variant
from sanlian_sim.scenario.write import document

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Optimisation(Found[Answer]):
    """Policies found on the front, verified in fresh replicates.

    Attributes
    ----------
    answer : Answer
        Points, differences of all trials and of the front.
    """

    def said(self, lang: Language = "en") -> list[str]:
        """What was found, in plain words."""
        return sentences(self.answer, lang)

    def trials(self) -> "pd.DataFrame":
        """One row per trial: what was decided, and mean differences to the baseline."""
        return trial_table(self.answer)

    def front(self) -> "pd.DataFrame":
        """One row per policy of the front and outcome: in the search, and verified."""
        return front_table(self.answer)

    def policy(self, trial: int) -> Experiment:
        """Return the experiment with the policy of a trial in the scenario's place."""
        question = self.answer.question
        return variant(question.experiment, settings_of(self.answer)[trial])

    def plot(self, kind: str = "front", lang: Language = "en") -> "Figure":
        """Draw a figure.

        Parameters
        ----------
        kind : {"front", "decisions"}
            Trials and the front; what the policies of the front decide.

        Raises
        ------
        ValueError
            If there is no such figure.
        """
        from sanlian_sim.report.search.plot_front import plot_decisions, plot_front

        kinds = {"front": plot_front, "decisions": plot_decisions}
        if kind not in kinds:
            raise ValueError(f"no figure {kind!r}; {nearest(kind, kinds)}")
        return kinds[kind](self.answer, lang)

    def contents(self, lang: Language = "en") -> Contents:
        """Return what a results directory holds."""
        answer = self.answer
        question = answer.question
        return Contents(
            question.experiment,
            provenance_of_answer(
                question.experiment, _asked(question), answer.entries,
                (answer.started, answer.finished), ["optuna"],
            ),
            findings(answer, lang),
            {"trials": (self.trials(), trial_columns(answer)), "front": (self.front(), FRONT)},
            {name: partial(self.plot, name, lang) for name in ("front", "decisions")},
            {"front.toml": self.to_toml()},
        )  # fmt: skip

    def to_toml(self) -> str:
        """Return an experiment that compares the policies that hold with the baseline."""
        question = self.answer.question
        laid = document(question.experiment)
        baseline = question.experiment.design.baseline
        scenarios = {baseline: laid["scenarios"][baseline]}
        for trial in self.answer.chosen[self.answer.holds]:
            own = document(self.policy(int(trial)))["scenarios"][question.scenario]
            scenarios[f"trial_{trial}"] = own
        return tomli_w.dumps({**laid, "scenarios": scenarios})


def read_question(
    experiment: Experiment,
    scenario: str | None = None,
    *,
    vary: Sequence[str] = (),
    objectives: Sequence[str] = (),
    budget: float | None = None,
    trials: int = 120,
    batch: int = 24,
    replicates: int = 4,
    fresh: int = 16,
    sampler: str = "nsga2",
) -> Question:
    """Read what is searched for; see ``optimise``.

    Raises
    ------
    ExperimentError
        With all that is wrong.
    """
    numbers = (
        ("trials", trials, 1), ("batch", batch, 2), ("replicates", replicates, 1),
        ("fresh", fresh, 2),
    )  # fmt: skip
    problems = least(numbers)
    goals, wrong = read_goals(objectives, "objectives") if objectives else (list(USUAL), [])
    problems += wrong
    known = [one for one in SAMPLERS if one == sampler]
    if not known:
        problems.append(Problem("sampler", sampler, "no such sampler", nearest(sampler, SAMPLERS)))
    try:
        chosen = chosen_scenario(experiment, scenario)
        space = space_of(experiment, chosen, vary)
    except ExperimentError as error:
        problems += error.problems
    if problems:
        raise ExperimentError(problems)
    signs = tuple(goal.sign for goal in goals)
    plan = Plan(signs, trials, batch, known[0], experiment.design.seed)
    return Question(experiment, chosen, space, tuple(goals), plan, replicates, fresh, budget)


def optimise(
    experiment: Experiment,
    scenario: str | None = None,
    *,
    vary: Sequence[str] = (),
    objectives: Sequence[str] = (),
    budget: float | None = None,
    trials: int = 120,
    batch: int = 24,
    replicates: int = 4,
    fresh: int = 16,
    sampler: str = "nsga2",
    workers: int = 1,
    threads: int = 1,
    progress: bool = False,
    keep: str | Path | None = None,
) -> Optimisation:
    """Search for policies that no other policy beats, and verify them in fresh replicates.

    Parameters
    ----------
    experiment : Experiment
        Its closure holds for every policy: with "as_is" cost is a result.
    scenario : str, optional
        Whose levers are decided; may be left out if only one is not the baseline.
    vary : sequence of str
        ``PATH`` or ``PATH=LOW:HIGH``, dotted paths below ``scenarios.NAME``; the mix of
        instruments is ``scenarios.NAME.instruments``. By default delegation of every service, the
        mix, monitoring, platform and station workers.
    objectives : sequence of str
        ``OUTCOME``, ``OUTCOME:min`` or ``OUTCOME:max``; by default fiscal cost and WELLBYs.
    budget : float, optional
        Most fiscal cost above the baseline's, yuan per resident-year.
    trials, batch : int
        Policies that are tried, and how many together; results depend on both.
    replicates, fresh : int
        Runs of each trial, and of each policy of the front when it is verified.
    sampler : {"nsga2", "tpe"}
        Genetic, or Parzen estimators, which need fewer trials and more time between them.
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
        If Optuna is not installed.
    """
    question = read_question(
        experiment, scenario, vary=vary, objectives=objectives, budget=budget, trials=trials,
        batch=batch, replicates=replicates, fresh=fresh, sampler=sampler,
    )  # fmt: skip
    with heard(progress) as listener, log_at(keep) as log:
        return optimised(question, listener, workers=workers, threads=threads, log=log)


def optimised(
    question: Question,
    listener: Listener,
    *,
    workers: int = 1,
    threads: int = 1,
    executor: Executor | None = None,
    log: Log | None = None,
) -> Optimisation:
    """Search for policies; see ``find_policies``."""
    answer = find_policies(
        question, listener=listener, workers=workers, threads=threads, executor=executor, log=log
    )  # fmt: skip
    return Optimisation(answer)


def _asked(question: Question) -> dict[str, Any]:
    plan = question.plan
    return {
        "scenario": question.scenario,
        "bounds": {name: list(pair) for name, pair in question.space.bounds.items()},
        "objectives": {
            goal.outcome: "max" if goal.sign > 0 else "min" for goal in question.goals
        },
        "budget": question.budget,
        "trials": plan.trials,
        "batch": plan.batch,
        "sampler": plan.sampler,
        "replicates": question.replicates,
        "fresh": question.fresh,
    }  # fmt: skip
