"""A comparison as readers have it: tables, figures, sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from sanlian_sim.experiments.comparison.budget_impact import break_even_weeks, outlays
from sanlian_sim.experiments.comparison.cost_effectiveness import (
    CENTRAL_THRESHOLD,
    THRESHOLDS,
    Perspective,
    acceptability,
    frontier,
    read_draws,
)
from sanlian_sim.experiments.comparison.equity import EPSILONS, equity
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.runs.execute import Failure
from sanlian_sim.experiments.runs.listener import heard
from sanlian_sim.experiments.uncertainty.drawn import REPLICATES_PER_DRAW, Uncertainty, run_draws
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.comparison import words
from sanlian_sim.report.comparison.cheers import cheers
from sanlian_sim.report.comparison.tables import headline_frame
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.result import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios compared with the baseline over replicates that share their luck.

    Tables are copies: changing one changes nothing here.

    Attributes
    ----------
    study : Study
        The experiment and its runs.
    """

    study: Study

    def __repr__(self) -> str:
        names, baseline = [*self.experiment.scenarios], self.experiment.design.baseline
        replicates = self.study.replicates
        return f"Comparison(scenarios={names}, baseline={baseline!r}, replicates={replicates})"

    @property
    def experiment(self) -> Experiment:
        """What was asked."""
        return self.study.experiment

    @property
    def results(self) -> Sequence[Result]:
        """Results of all runs, by scenario, then by replicate; read when they are asked for."""
        return self.study.results

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Runs that failed."""
        return self.study.failures

    @property
    def comparison(self) -> "pd.DataFrame":
        """All outcomes of all scenarios against the baseline."""
        return self.study.comparison.copy()

    @property
    def sentences(self) -> list[str]:
        """What each scenario costs and gains, in plain words."""
        return self.said()

    def said(self, lang: Language = "en") -> list[str]:
        """Return the sentences in a language."""
        return words.sentences(self.study, lang)

    @property
    def notes(self) -> list[str]:
        """What a reader must know before believing the sentences."""
        return self.noted()

    def noted(self, lang: Language = "en") -> list[str]:
        """Return the notes in a language."""
        return words.notes(self.study, lang)

    def table(self) -> "pd.DataFrame":
        """Headline outcomes: scenario, outcome, unit, n, mean, difference, interval, p_holm."""
        return headline_frame(self.study)

    def to_frame(self) -> "pd.DataFrame":
        """All runs' summaries: one row per scenario, replicate, outcome, group and service."""
        return self.study.summary.copy()

    def budget_impact(self) -> "pd.DataFrame":
        """Fiscal cost by counted year against the baseline, yuan per resident-year.

        Columns: scenario, baseline, year, weeks, n, mean_baseline, mean_scenario, difference,
        ci_low, ci_high.
        """
        return self.study.budget_impact.copy()

    def replicates_needed(self) -> "pd.DataFrame":
        """How many replicates are needed for which headline difference.

        Columns: scenario, baseline, outcome, unit, sd_difference, difference, needed_to_find,
        needed_to_halve, replicates, half_width, detectable_difference.
        """
        return self.study.replicates_needed.copy()

    def uncertainty(
        self,
        draws: int = 100,
        *,
        replicates_per_draw: int = REPLICATES_PER_DRAW,
        parameters: Sequence[str] | None = None,
        workers: int = 1,
        threads: int = 1,
        progress: bool = False,
    ) -> Uncertainty:
        """Compare the scenarios again with parameters drawn from their plausible ranges.

        Parameters
        ----------
        draws : int
            How many draws; each holds for all scenarios.
        replicates_per_draw : int
            Runs of each scenario at a draw.
        parameters : sequence of str, optional
            Dotted paths as ``sanlian list parameters`` names them, ``*`` for anything; by default
            all that act in the week and have a range, and supply.
        workers, threads, progress
            As for ``compare``.

        Raises
        ------
        ExperimentError
            If there is no such parameter.
        RunsFailedError
            If no run succeeded.
        ValueError
            If a number is not positive.
        """
        task = self.study.asked[0]
        with heard(progress) as listener:
            found = run_draws(
                self.experiment, self.study.comparison, draws, replicates=replicates_per_draw,
                names=parameters, workers=workers, threads=threads, phases=task.phases,
                measures=task.measures, listener=listener,
            )  # fmt: skip
        if found.campaign.runs.interrupted:
            raise KeyboardInterrupt
        return found

    def break_even(self, *, discounted: bool = False) -> dict[str, float]:
        """Week by scenario from which on it has cost government no more in all than the baseline.

        Parameters
        ----------
        discounted : bool
            Whether cost is discounted, each scenario's at its own rate.

        Returns
        -------
        dict
            The first week from which on the sum of mean paired differences is never above zero;
            0 if it never was, NaN if it still is in the end.
        """
        scenarios = self.experiment.scenarios
        rates = {
            name: one.policy.parameters.discount_rate if discounted else 0.0
            for name, one in scenarios.items()
        }
        (spent,) = self.study.read(outlays)
        return break_even_weeks(spent.values(), self.experiment.design.baseline, rates)

    def icers(
        self, perspective: Perspective = "fiscal", scenarios: Iterable[str] | None = None
    ) -> "pd.DataFrame":
        """Incremental cost-effectiveness ratios along the efficient frontier.

        Parameters
        ----------
        perspective : {"fiscal", "societal"}
            Whose costs count.
        scenarios : iterable of str, optional
            Those among which there is a choice; all by default.

        Returns
        -------
        DataFrame
            perspective, scenario, n, cost (yuan per resident-year), effect (WELLBYs per
            resident-year), inc_cost, inc_effect, icer (yuan per WELLBY), status.

        Raises
        ------
        ValueError
            If there is no such perspective or scenario.
        """
        return frontier(read_draws(self.study.summary, perspective, scenarios))

    def acceptability(
        self,
        perspective: Perspective = "fiscal",
        thresholds: ArrayLike = THRESHOLDS,
        scenarios: Iterable[str] | None = None,
    ) -> "pd.DataFrame":
        """Net benefit, acceptability curve with its frontier, and value of perfect information.

        Replicates differ in luck alone, so that nothing here holds what is uncertain about
        parameters.

        Parameters
        ----------
        perspective, scenarios
            As for ``icers``.
        thresholds : (thresholds,) array_like
            Worth of a WELLBY in yuan, not negative.

        Returns
        -------
        DataFrame
            A row per threshold and scenario: perspective, threshold, scenario, baseline, n,
            net_benefit against the baseline with ci_low and ci_high, probability, on_frontier,
            evpi; money in yuan per resident-year.

        Raises
        ------
        ValueError
            If there is no such perspective or scenario; a threshold is negative or not finite.
        """
        draws = read_draws(self.study.summary, perspective, scenarios)
        return acceptability(draws, self.experiment.design.baseline, thresholds)

    def equity(
        self,
        perspective: Perspective = "fiscal",
        *,
        threshold: float = CENTRAL_THRESHOLD,
        epsilons: Sequence[float] = EPSILONS,
        burden: Mapping[str, float] | None = None,
    ) -> "pd.DataFrame":
        """Distributional cost-effectiveness of every scenario against the baseline.

        Parameters
        ----------
        perspective : {"fiscal", "societal"}
            Whose costs count.
        threshold : float
            Yuan with which one WELLBY is made elsewhere, positive.
        epsilons : sequence of float
            Aversions to inequality, not negative.
        burden : mapping, optional
            What a resident of a group bears of the cost, as a multiple of what others bear.

        Returns
        -------
        DataFrame
            A row per division of residents, scenario and aversion: changes of mean and equal
            equivalent, equity impact, each with its interval, ranking, switch; in WELLBYs per
            10,000 resident-years of residents of 15 and more.

        Raises
        ------
        ValueError
            If there is no such perspective or group; a number out of bounds.
        """
        return equity(
            self.study.summary, self.experiment.design.baseline, perspective,
            threshold=threshold, epsilons=epsilons, burden=burden,
        )  # fmt: skip

    def cheers(self, lang: Language = "en") -> "pd.DataFrame":
        """Items of CHEERS 2022: number, section, item, answered_by, answer."""
        return cheers(self.study, lang)

    def plot(self, kind: str = "frontier", lang: Language = "en") -> "Figure":
        """Draw a figure.

        Parameters
        ----------
        kind : {"frontier", "waits", "wellbeing", "cost", "payers", "budget", "acceptability", \
                "equity", "series", "courses"}
            Cost against welfare; waits by service; wellbeing by group; cost by category and by
            payer; fiscal cost by year; which scenario is worth its cost; gains in all and how
            equally they are spread; weekly series as differences and as levels.
        lang : {"en", "zh"}

        Raises
        ------
        ValueError
            If there is no such figure, or the comparison lacks the package's own measures.
        """
        from sanlian_sim.report.comparison.plots import draw

        return draw(self.study, kind, lang)

    def report(self, path: str | Path, *, lang: Language = "en") -> None:
        """Write one HTML file that holds question, findings, figures, inputs and limits.

        Parameters
        ----------
        path : path
            The file; one that stands there is replaced.
        lang : {"en", "zh"}

        Raises
        ------
        ValueError
            If the comparison lacks the package's own measures.
        WriteFailedError
            If it cannot be written.
        """
        from sanlian_sim.experiments.comparison.provenance import provenance_of
        from sanlian_sim.report.comparison.document import study_html
        from sanlian_sim.report.document.file import write_page

        write_page(study_html(self.study, provenance_of(self.study), None, lang), Path(path))

    def write(
        self,
        directory: str | Path,
        *,
        fresh: bool = False,
        lang: Language = "en",
        uncertainty: Uncertainty | None = None,
    ) -> None:
        """Write a results directory, as ``sanlian compare`` does.

        Parameters
        ----------
        directory : path
            Must not be there.
        fresh : bool
            Whether results that stand there may be replaced.
        lang : {"en", "zh"}
            Of words and figures.
        uncertainty : Uncertainty, optional
            What draws of parameters say, to stand beside it.

        Raises
        ------
        DirectoryRefusedError
            If the directory cannot take results.
        ValueError
            If the comparison lacks the package's own measures.
        WriteFailedError
            If the disk is full or cannot be written.
        """
        from sanlian_sim.report.comparison.directory import write_results

        write_results(self.study, Path(directory), fresh=fresh, lang=lang, uncertainty=uncertainty)
