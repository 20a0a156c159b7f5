"""A stepped wedge as readers have it: estimates, truth, bias and a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.experiments.rollouts import trial
from sanlian_sim.experiments.rollouts.stepped_wedge import Watched, trials
from sanlian_sim.experiments.runs.listener import heard
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.language.translate import translated
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class SteppedWedge:
    """What studies of a rollout would find, beside what is true.

    Tables are made anew whenever they are asked for; arrays cannot be written to.

    Attributes
    ----------
    experiment : Experiment
    scenario : str
    watched : Watched
        Series, service and weeks of a period.
    trials : tuple of Trial
        One per replicate, with the values by community and period.
    """

    experiment: Experiment
    scenario: str
    watched: Watched
    trials: tuple[trial.Trial, ...]

    def __repr__(self) -> str:
        series, replicates = self.watched.series, len(self.trials)
        return f"SteppedWedge(scenario={self.scenario!r}, {series=}, {replicates=})"

    def table(self) -> "pd.DataFrame":
        """Estimates beside the truth, one row per estimator and replicate.

        Columns: estimator ("two_way" with one effect, "by_exposure" with effects by time since
        adoption), replicate, estimate, se, ci_low, ci_high, truth, error, covered, spillover
        (mean effect on communities that wait for their turn).
        """
        return trial.table(self.trials)

    @property
    def summary(self) -> "pd.DataFrame":
        """Means by estimator, bias with 95 % interval, and coverage of nominal 95 % intervals."""
        return trial.summary(self.table())

    def by_exposure(self) -> "pd.DataFrame":
        """Mean effects by periods since adoption: periods, estimate, truth."""
        return trial.exposure_table(self.trials)

    def plot(self, lang: Language = "en") -> "Figure":
        """Draw estimates and truth by replicate, and effects by time since adoption."""
        from sanlian_sim.report.rollouts.plot_wedge import wedge
        from sanlian_sim.report.style import subject

        name = self.experiment.title or words(lang)["figures"]["wedge"]["experiment"]
        title = subject(name, self.scenario, lang)
        unit = translated(self.watched.unit, lang)
        return wedge(self.trials, title, unit, self.watched.period_weeks, lang)


def stepped_wedge(
    experiment: Experiment,
    scenario: str,
    series: str,
    *,
    service: str = "",
    replicates: int | None = None,
    period_weeks: int = 4,
    workers: int = 1,
    threads: int = 1,
    progress: bool = False,
    phases: Sequence[Phase] = PHASES,
) -> SteppedWedge:
    """Ask what a study of a rollout would find, and how far that is from the truth.

    Communities adopt the scenario one after another, as its ``rollout`` says. The study watches a
    weekly series of all communities, in the scenario alone. The truth is the difference to the
    baseline with the same luck, averaged over the same treated communities and periods, those in
    which a community adopts included.

    Parameters
    ----------
    experiment : Experiment
    scenario : str
        One with ``rollout.start`` and ``rollout.duration`` of at least a period.
    series : str
        A weekly series of communities, such as "unmet"; sums and counts are taken per resident.
    service : str
        Service of the series; all together by default.
    replicates : int, optional
        Those of the design by default.
    period_weeks : int
        Weeks over which the series is averaged; counted weeks that fill no period are left out.
    workers, threads : int
        Runs at a time, and threads of each; no result depends on them.
    progress : bool
        Show a bar on a terminal.
    phases : sequence of Phase
        The week, in order.

    Raises
    ------
    ExperimentError
        If the scenario's rollout leaves nothing to compare.
    ValueError
        If there is no such series or service, a number is not positive, or the communities are
        too few to tell the effect.
    RunsFailedError
        If a run fails.
    """
    watched = Watched(series, service, period_weeks)
    number = experiment.design.replicates if replicates is None else replicates
    for name, value in (("replicates", number), ("threads", threads)):
        if value < 1:
            raise ValueError(f"`{name}` must be at least 1; got {value}")
    with heard(progress) as listener:
        found = trials(
            experiment, scenario, watched, replicates=number, workers=workers, threads=threads,
            phases=phases, listener=listener,
        )  # fmt: skip
    return SteppedWedge(experiment, scenario, watched, found)
