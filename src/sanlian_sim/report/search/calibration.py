"""A calibration as readers have it: tables, figures, words, a directory."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanlian_sim.experiments.runs.keep import log_at
from sanlian_sim.experiments.runs.listener import heard
from sanlian_sim.experiments.search.answers import provenance_of_answer
from sanlian_sim.experiments.search.calibrate import Answer, Question, calibrated
from sanlian_sim.experiments.search.goals import least
from sanlian_sim.experiments.search.moments import read_moments
from sanlian_sim.experiments.search.varied import read_varied
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.search.answers import Contents, Found
from sanlian_sim.report.search.calibration_tables import (
    MOMENTS,
    POPULATIONS,
    POSTERIOR,
    PREDICTIVE,
    moment_table,
    particle_columns,
    particle_table,
    population_table,
    posterior_table,
    predictive_table,
)
from sanlian_sim.report.search.calibration_words import findings, sentences
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Calibration(Found[Answer]):
    """Parameters fitted to observed moments.

    Attributes
    ----------
    answer : Answer
        Particles, weights, populations, predictions.
    """

    def said(self, lang: Language = "en") -> list[str]:
        """How good the fit is, and what was learnt, in plain words."""
        return sentences(self.answer, lang)

    def posterior(self) -> "pd.DataFrame":
        """One row per parameter: prior and posterior."""
        return posterior_table(self.answer)

    def predictive(self) -> "pd.DataFrame":
        """One row per moment: what was observed, and what the posterior predicts."""
        return predictive_table(self.answer)

    def particles(self) -> "pd.DataFrame":
        """One row per particle: weight, distance, parameters, moments."""
        return particle_table(self.answer)

    def plot(self, kind: str = "posterior", lang: Language = "en") -> "Figure":
        """Draw a figure.

        Parameters
        ----------
        kind : {"posterior", "predictive"}
            Priors and posteriors; predicted beside observed moments.

        Raises
        ------
        ValueError
            If there is no such figure.
        """
        from sanlian_sim.report.search.plot_calibration import plot_posterior, plot_predictive

        kinds = {"posterior": plot_posterior, "predictive": plot_predictive}
        if kind not in kinds:
            raise ValueError(f"no figure {kind!r}; {nearest(kind, kinds)}")
        return kinds[kind](self.answer, lang)

    def contents(self, lang: Language = "en") -> Contents:
        """Return what a results directory holds."""
        answer = self.answer
        experiment = answer.question.experiment
        times = (answer.started, answer.finished)
        return Contents(
            experiment,
            provenance_of_answer(
                experiment, _asked(answer.question), answer.entries, times, ["pyabc"]
            ),
            findings(answer, lang),
            {
                "posterior": (self.posterior(), POSTERIOR),
                "predictive": (self.predictive(), PREDICTIVE),
                "particles": (self.particles(), particle_columns(answer)),
                "populations": (population_table(answer), POPULATIONS),
                "moments": (moment_table(answer), MOMENTS),
            },
            {name: partial(self.plot, name, lang) for name in ("posterior", "predictive")},
        )


def read_question(
    experiment: Experiment,
    data: str | Path,
    priors: Sequence[str],
    scenario: str | None = None,
    *,
    particles: int = 100,
    populations: int = 8,
    replicates: int = 1,
) -> Question:
    """Read what is fitted to what; see ``calibrate``.

    Raises
    ------
    ExperimentError
        With all that is wrong.
    """
    problems = least(
        (
            ("particles", particles, 4),
            ("populations", populations, 1),
            ("replicates", replicates, 1),
        )
    )
    varied, wrong = read_varied(experiment, priors, modes=True)
    problems += wrong
    if not priors:
        problems.append(Problem("prior", None, "say which parameters are fitted"))
    try:
        problems += _scenario_problems(experiment, scenario)
        moments = read_moments(Path(data), experiment)
    except ExperimentError as error:
        problems += error.problems
    if problems:
        raise ExperimentError(problems)
    chosen = experiment.design.baseline if scenario is None else scenario
    return Question(
        experiment, chosen, tuple(varied), tuple(moments), particles, populations, replicates
    )  # fmt: skip


def calibrate(
    experiment: Experiment,
    data: str | Path,
    priors: Sequence[str],
    scenario: str | None = None,
    *,
    particles: int = 100,
    populations: int = 8,
    replicates: int = 1,
    workers: int = 1,
    threads: int = 1,
    progress: bool = False,
    keep: str | Path | None = None,
) -> Calibration:
    """Fit parameters to observed moments, and check what the posterior predicts.

    Parameters
    ----------
    experiment : Experiment
    data : path
        CSV with columns name, value, sd; a name is OUTCOME[:GROUP][:SERVICE].
    priors : sequence of str
        ``PATH`` (uniform over the plausible range on record), ``PATH=LOW:HIGH`` (uniform) or
        ``PATH=LOW:MODE:HIGH`` (triangular).
    scenario : str, optional
        That in which the moments were observed; the baseline by default.
    particles, populations : int
        Size of a population, and most populations.
    replicates : int
        Runs over which the moments of one proposal are averaged.
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
        If pyABC is not installed.
    NothingFitsError
        If hardly any parameters of the priors could be tried.
    """
    question = read_question(
        experiment, data, priors, scenario, particles=particles, populations=populations,
        replicates=replicates,
    )  # fmt: skip
    with heard(progress) as listener, log_at(keep) as log:
        return Calibration(
            calibrated(question, listener=listener, workers=workers, threads=threads, log=log)
        )


def _scenario_problems(experiment: Experiment, name: str | None) -> list[Problem]:
    if name is None or name == experiment.design.baseline:
        return []
    if experiment.closure(name) != "equal_service":
        return []
    rule = "its hours are scaled to equal service, so that it cannot be fitted by itself"
    return [Problem("scenario", name, rule, "set design.closure to another")]


def _asked(question: Question) -> dict[str, Any]:
    return {
        "scenario": question.scenario,
        "priors": {one.path: [one.low, one.mode, one.high] for one in question.priors},
        "moments": [asdict(one) for one in question.moments],
        "particles": question.particles,
        "populations": question.populations,
        "replicates": question.replicates,
    }
