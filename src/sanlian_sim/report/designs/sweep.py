"""A sweep as readers have it: table, figures, sentences."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sanlian_sim.experiments.designs.factors import Distribution, Over
from sanlian_sim.experiments.designs.plans import Done, carry_out, plan_sweep
from sanlian_sim.experiments.designs.points import POINT, Design
from sanlian_sim.experiments.designs.responses import Responses
from sanlian_sim.experiments.designs.sweep import SWEEP, sweep_table
from sanlian_sim.experiments.runs.keep import log_at
from sanlian_sim.experiments.runs.listener import heard
from sanlian_sim.experiments.runs.store import PLOTS
from sanlian_sim.experiments.runs.tables import write_csv
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.comparison.directory import save_figure
from sanlian_sim.report.designs.directory import write_dictionary, write_runs, write_words
from sanlian_sim.report.designs.words import design_words, sweep_sentences
from sanlian_sim.report.written import Written
from sanlian_sim.scenario.problems import nearest
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Sweep(Written):
    """Every scenario at every point of a design.

    Tables are copies: changing one changes nothing here.

    Attributes
    ----------
    done : Done
        The design and its runs.
    """

    done: Done = field(repr=False)

    def __repr__(self) -> str:
        return f"Sweep(over={[*self.design.paths]}, points={len(self.design.points)})"

    @property
    def experiment(self) -> Experiment:
        """What was asked."""
        return self.done.plan.experiment

    @property
    def design(self) -> Design:
        """The points."""
        return self.done.plan.design

    @property
    def responses(self) -> Responses:
        """Values by point, scenario, replicate and outcome."""
        return self.done.responses

    @property
    def outcomes(self) -> list[str]:
        """What was kept of the runs."""
        return [outcome for outcome, _, _ in self.done.plan.outcomes]

    @property
    def sentences(self) -> list[str]:
        """Over which range the outcomes lie, and what moves them."""
        return self.said()

    def said(self, lang: Language = "en") -> list[str]:
        """Return the sentences in a language."""
        return [
            told
            for outcome in self.outcomes
            for told in sweep_sentences(
                self.design, self.responses, self.experiment.design.baseline, outcome, lang
            )
        ]

    def table(self) -> "pd.DataFrame":
        """Means by point, scenario and outcome, and paired differences to the baseline.

        Columns: point, scenario, outcome, n, mean, difference, ci_low, ci_high, then the factors.
        """
        baseline = self.experiment.design.baseline
        table = sweep_table(self.design, self.responses, baseline)
        return table.join(self.design.points, on=POINT)

    def to_frame(self) -> "pd.DataFrame":
        """All values by point, scenario, replicate and outcome, with the factors' values."""
        return self.responses.frame.join(self.design.points, on=POINT)

    def plot(self, outcome: str | None = None, lang: Language = "en") -> "Figure":
        """Draw an outcome's difference to the baseline against the factors.

        Parameters
        ----------
        outcome : str, optional
            The first that was kept by default.

        Raises
        ------
        ValueError
            If the outcome was not kept.
        """
        from sanlian_sim.report.designs.plot_sweep import sweep_figure

        name = self.outcomes[0] if outcome is None else outcome
        if name not in self.outcomes:
            raise ValueError(f"no outcome {name!r} was kept; {nearest(name, self.outcomes)}")
        baseline = self.experiment.design.baseline
        return sweep_figure(
            self.design, self.responses, baseline, name, self.experiment.title, lang
        )

    def put(self, working: Path, lang: Language = "en") -> None:
        """Write everything into an empty directory."""
        write_runs(self.done, working)
        table = sweep_table(self.design, self.responses, self.experiment.design.baseline)
        write_csv(table, SWEEP, working / "sweep.csv")
        title = self.experiment.title or design_words(lang)["title_sweep"]
        write_words(title, self.said(lang), "", working)
        write_dictionary({"sweep": SWEEP}, working, lang)
        for outcome in self.outcomes:
            save_figure(self.plot(outcome, lang), working / PLOTS, outcome)


def sweep(
    experiment: Experiment,
    over: Over | Design,
    *,
    design: str = "lhs",
    points: int | None = None,
    outcomes: tuple[str, ...] = (),
    replicates: int | None = None,
    distribution: Distribution = "uniform",
    seed: int | None = None,
    workers: int = 1,
    threads: int = 1,
    progress: bool = False,
    keep: str | Path | None = None,
) -> Sweep:
    """Run every scenario at every point of a design.

    In a script, call it under ``if __name__ == "__main__":`` if it shall use several workers.

    Parameters
    ----------
    experiment : Experiment
    over : mapping or Design
        What to vary by dotted path: a tuple (low, high) or (low, high, levels of a grid), a list of
        values, or None for the plausible range. Or points that are given.
    design : {"grid", "lhs", "sobol"}
        All combinations; Latin hypercube; Sobol sequence.
    points : int, optional
        64 by default, a power of two for a Sobol sequence; those of a grid follow from levels.
    outcomes : tuple of str
        What is kept; the headline outcomes by default.
    replicates : int, optional
        Runs of each scenario at every point; those of the design by default.
    distribution : {"uniform", "triangular"}
        Between low and high, the latter with its mode at the value without the design.
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
    RunsFailedError
        If no run succeeded.
    """
    plan = plan_sweep(
        experiment, over, kind=design, points=points, outcomes=outcomes, replicates=replicates,
        seed=seed, distribution=distribution,
    )  # fmt: skip
    with heard(progress) as listener, log_at(keep) as log:
        return Sweep(carry_out(plan, workers=workers, threads=threads, listener=listener, log=log))
