"""An analysis of sensitivity as readers have it: table, figure, sentences."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sanlian_sim.experiments.designs.factors import Distribution, Over, make_factors
from sanlian_sim.experiments.designs.files import (
    DESIGN_CSV,
    read_design,
    read_responses,
    write_design,
    write_responses,
)
from sanlian_sim.experiments.designs.plans import Done, carry_out, plan_sensitivity
from sanlian_sim.experiments.designs.points import POINT, Design, make_design
from sanlian_sim.experiments.designs.questions import question_of, question_problems
from sanlian_sim.experiments.designs.responses import (
    FUNCTION_QUESTION,
    POINTS_CSV,
    Function,
    Question,
    Responses,
    evaluate,
)
from sanlian_sim.experiments.designs.sensitivity import (
    COLUMNS,
    METHODS,
    Analysis,
    Chance,
    analyse,
)
from sanlian_sim.experiments.runs.keep import log_at
from sanlian_sim.experiments.runs.listener import heard
from sanlian_sim.experiments.runs.store import EXPERIMENT, PLOTS
from sanlian_sim.experiments.runs.tables import write_csv
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.comparison.directory import save_figure
from sanlian_sim.report.designs.directory import (
    put_beside,
    write_dictionary,
    write_runs,
    write_words,
)
from sanlian_sim.report.designs.tables import sensitivity_text
from sanlian_sim.report.designs.words import design_words, sensitivity_sentences
from sanlian_sim.report.written import Written
from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DEFAULT_OUTCOME = "wellbys"


@dataclass(frozen=True, eq=False)
class Sensitivity(Written):
    """What an outcome hinges on.

    Tables are copies: changing one changes nothing here.

    Attributes
    ----------
    design : Design
    responses : Responses
    question : Question
        The outcome, the scenario, and what it is compared with.
    analysis : Analysis
    experiment : Experiment or None
        None for a function.
    done : Done or None
        The runs; None if they were made elsewhere, or of a function.
    """

    design: Design = field(repr=False)
    responses: Responses = field(repr=False)
    question: Question
    analysis: Analysis = field(repr=False)
    experiment: Experiment | None = field(default=None, repr=False)
    done: Done | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        asked = self.question
        return (
            f"Sensitivity(method={self.analysis.method!r}, outcome={asked.outcome!r},"
            f" scenario={asked.scenario!r}, factors={len(self.design.factors)})"
        )

    @property
    def chance(self) -> Chance:
        """How far luck moves what is analysed."""
        return self.analysis.chance

    @property
    def sentences(self) -> list[str]:
        """What matters most, what does not, and how much may be chance."""
        return self.said()

    def said(self, lang: Language = "en") -> list[str]:
        """Return the sentences in a language."""
        return sensitivity_sentences(self.analysis, self.design, self.question, lang)

    def table(self) -> "pd.DataFrame":
        """One row per factor, the most important first; columns depend on the method.

        morris: mu, mu_star with interval, sigma, chance, in the outcome's unit from low to high.
        sobol: S1 and ST with intervals, chance, as parts of the variance. tornado: the outcome at
        the ends, and the swing with its interval over replicates.
        """
        return self.analysis.table.copy()

    def pairs(self) -> "pd.DataFrame":
        """Second-order indices S2 with intervals, the largest first.

        Raises
        ------
        ValueError
            If the design does not tell them: ask with ``pairs=True``.
        """
        if self.analysis.pairs is None:
            raise ValueError("the design does not tell of pairs; ask with `pairs=True`")
        return self.analysis.pairs.copy()

    def to_frame(self) -> "pd.DataFrame":
        """All values by point, scenario, replicate and outcome, with the factors' values."""
        return self.responses.frame.join(self.design.points, on=POINT)

    def plot(self, lang: Language = "en") -> "Figure":
        """Draw effects or indices with intervals."""
        from sanlian_sim.report.designs.plot_sensitivity import sensitivity_figure

        title = self.experiment.title if self.experiment else ""
        return sensitivity_figure(self.analysis, self.question, title, lang)

    def put(self, working: Path, lang: Language = "en") -> None:
        """Write everything into an empty directory."""
        if self.done is None:
            write_design(self.design, working)
            write_responses(self.responses, working)
        else:
            write_runs(self.done, working)
        self._put_analysis(working, lang)

    def add_to(self, directory: Path, lang: Language = "en") -> None:
        """Write the analysis beside the files it was made from, in place of the last one.

        Raises
        ------
        OSError
            If it cannot be written; what stood there then stays.
        """
        put_beside(lambda working: self._put_analysis(working, lang), directory)

    def _put_analysis(self, working: Path, lang: Language) -> None:
        """Write what the analysis comes to, without design and runs."""
        analysis = self.analysis
        tables = {analysis.method: analysis.table}
        if analysis.pairs is not None:
            tables["pairs"] = analysis.pairs
        for name, table in tables.items():
            write_csv(table, COLUMNS[name], working / f"{name}.csv")
        own = self.experiment.title if self.experiment else ""
        title = own or design_words(lang)["title_sensitivity"]
        write_words(title, self.said(lang), sensitivity_text(analysis, lang), working)
        write_dictionary({name: COLUMNS[name] for name in tables}, working, lang)
        save_figure(self.plot(lang), working / PLOTS, analysis.method)


def sensitivity(
    asked: Experiment | Function,
    *,
    method: str = "morris",
    outcome: str = DEFAULT_OUTCOME,
    scenario: str | None = None,
    against: str | None = None,
    group: str = "all",
    service: str = "",
    over: Over | None = None,
    points: int | None = None,
    replicates: int | None = None,
    pairs: bool = False,
    distribution: Distribution = "uniform",
    seed: int | None = None,
    workers: int = 1,
    threads: int = 1,
    progress: bool = False,
    keep: str | Path | None = None,
) -> Sensitivity:
    """Ask what an outcome, or its difference between scenarios, hinges on.

    In a script, call it under ``if __name__ == "__main__":`` if it shall use several workers.

    Parameters
    ----------
    asked : Experiment or callable
        A callable takes the factors' values by path and returns a number; what is said of
        scenarios, outcomes and replicates does not bear on it.
    method : {"morris", "sobol", "tornado"}
        Screening by elementary effects; Sobol indices; one factor at a time.
    outcome : str
    scenario : str, optional
        The only one beside the baseline by default.
    against : str, optional
        Scenario it is compared with, the baseline by default; "none" for the outcome as it is.
    group, service : str
        Residents and service of the outcome.
    over : mapping, optional
        What to vary by dotted path: a tuple (low, high), a list of values, or None for the
        plausible range. By default, not with "sobol": all parameters of the week that can be
        varied freely.
    points : int, optional
        Trajectories (10) or base points of Sobol indices (64, a power of two).
    replicates : int, optional
        Runs of each scenario at every point; those of the design by default.
    pairs : bool
        Whether Sobol indices of pairs are told, for twice the runs.
    distribution : {"uniform", "triangular"}
    seed : int, optional
        Of the design of points; that of the experiment by default.
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
        With all that is wrong with what is asked.
    MissingExtraError
        If SALib is needed and not installed.
    RunsFailedError
        If no run succeeded.
    """
    if not isinstance(asked, Experiment):
        return _of_function(asked, method, over or {}, points, pairs, distribution, seed or 0)
    question = question_of(asked, outcome, scenario, against, group, service)
    plan = plan_sensitivity(
        asked, question, over, method=method, points=points, replicates=replicates, seed=seed,
        distribution=distribution, pairs=pairs,
    )  # fmt: skip
    with heard(progress) as listener, log_at(keep) as log:
        done = carry_out(plan, workers=workers, threads=threads, listener=listener, log=log)
    return sensitivity_of(done, question)


def sensitivity_of(done: Done, question: Question) -> Sensitivity:
    """Analyse the runs of a plan.

    Raises
    ------
    ExperimentError
        If hardly any values are left.
    """
    design, responses = done.plan.design, done.responses
    analysis = analyse(design, responses.values(question, design.points.index))
    return Sensitivity(design, responses, question, analysis, done.plan.experiment, done)


def analyse_directory(
    directory: Path,
    *,
    outcome: str = DEFAULT_OUTCOME,
    scenario: str | None = None,
    against: str | None = None,
    group: str = "all",
    service: str = "",
) -> Sensitivity:
    """Analyse files alone, wherever the runs were done.

    Parameters
    ----------
    directory : Path
        With experiment.toml, design.csv, design.json and points.csv.
    outcome, scenario, against, group, service
        As for ``sensitivity``; by default a scenario is asked about if points.csv holds no other
        beside the baseline.

    Raises
    ------
    ExperimentError
        With all that is wrong with the files or with what is asked.
    """
    experiment = load_experiment(directory / EXPERIMENT)
    design = read_design(directory / DESIGN_CSV)
    responses = read_responses(directory / POINTS_CSV)
    if scenario is None:
        held = set(responses.frame["scenario"]) - {experiment.design.baseline}
        scenario = held.pop() if len(held) == 1 else None
    question = question_of(experiment, outcome, scenario, against, group, service)
    problems = question_problems(experiment, question)
    if problems:
        raise ExperimentError(problems)
    analysis = analyse(design, responses.values(question, design.points.index))
    return Sensitivity(design, responses, question, analysis, experiment)


def _of_function(
    function: Function, method: str, over: Over, points: int | None, pairs: bool,
    distribution: Distribution, seed: int,
) -> Sensitivity:  # fmt: skip
    if method not in METHODS:
        suggestion = nearest(method, METHODS)
        raise ExperimentError([Problem("method", method, "no such method", suggestion)])
    design = make_design(
        METHODS[method], make_factors(over, {}), points=points, seed=seed,
        distribution=distribution, pairs=pairs,
    )  # fmt: skip
    responses = evaluate(function, design)
    values = responses.values(FUNCTION_QUESTION, design.points.index)
    return Sensitivity(design, responses, FUNCTION_QUESTION, analyse(design, values))
