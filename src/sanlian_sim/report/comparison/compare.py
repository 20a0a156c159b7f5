"""Making a comparison: run an experiment, or read back what was written."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.experiments.comparison.precision import MOST, check_precision, conduct_until
from sanlian_sim.experiments.comparison.reopen import reopen
from sanlian_sim.experiments.comparison.study import Study, conduct
from sanlian_sim.experiments.runs.closure import Scale
from sanlian_sim.experiments.runs.design import Recording
from sanlian_sim.experiments.runs.keep import log_at
from sanlian_sim.experiments.runs.listener import heard
from sanlian_sim.outcomes.summary import MEASURES, Measure
from sanlian_sim.report.comparison.comparison import Comparison
from sanlian_sim.scenario.schema import Experiment


def compare(
    experiment: Experiment,
    *,
    replicates: int | None = None,
    until_halfwidth: Mapping[str, float] | None = None,
    max_replicates: int = MOST,
    workers: int = 1,
    threads: int = 1,
    progress: bool = False,
    keep: str | Path | None = None,
    phases: Sequence[Phase] = PHASES,
    measures: Sequence[Measure] = MEASURES,
    executor: Executor | None = None,
) -> Comparison:
    """Run every scenario of an experiment in every replicate and compare with the baseline.

    In a script, call it under ``if __name__ == "__main__":`` if it shall use several workers:
    they are processes that import the script.

    Parameters
    ----------
    experiment : Experiment
    replicates : int, optional
        Runs of each scenario; those of the design by default.
    until_halfwidth : mapping, optional
        Half of the 95 % interval, at most, by outcome; replicates are added until the difference
        of every scenario is known as well as that.
    max_replicates : int
        Replicates at which adding ends.
    workers : int
        Runs done at a time; no result depends on it.
    threads : int
        Threads of each run; no result depends on it.
    progress : bool
        Show a bar on a terminal.
    keep : path, optional
        File to which every run is appended as it finishes; those that it holds are not done again.
        Comparisons read their runs there. It knows phases and measures of your own by name: take
        another file when you change what they do.
    phases : sequence of Phase
        The week, in order.
    measures : sequence of Measure
        What the summary holds. Figures, reports and results directories need the package's own
        among them: ``(*MEASURES, yours)``.
    executor : Executor, optional
        Does the runs in place of ``workers``, as that of a Dask client.

    Raises
    ------
    DirectoryRefusedError, LogRefusedError, WriteFailedError
        If ``keep`` is in use by another process, is no log of this version, or cannot be written.
    ExperimentError
        If what the experiment asks cannot be done, or an outcome is not known.
    RunsFailedError
        If no run succeeded, or equal service could not be found; single runs that fail are
        listed in ``failures``.
    TypeError
        If ``experiment`` is something else.
    ValueError
        If replicates, workers or threads are not positive.
    """
    if not isinstance(experiment, Experiment):
        raise TypeError(f"compare takes an experiment; got {type(experiment).__name__}")
    given = (("replicates", replicates), ("max_replicates", max_replicates), ("threads", threads))
    for name, value in given:
        if value is not None and value < 1:
            raise ValueError(f"`{name}` must be at least 1; got {value}")
    check_precision(until_halfwidth or {})
    with heard(progress) as listener, log_at(keep) as log:

        def some(number: int | None, scales: Mapping[str, Scale] | None = None) -> Study:
            return conduct(
                experiment, replicates=number, workers=workers, threads=threads,
                recording=Recording(), phases=phases, measures=measures, listener=listener,
                log=log, scales=scales, executor=executor,
            )  # fmt: skip

        if until_halfwidth:
            study = conduct_until(until_halfwidth, some, most=max_replicates)
        else:
            study = some(replicates)
    if study.runs.interrupted:
        raise KeyboardInterrupt
    return Comparison(study)


def load_comparison(directory: str | Path) -> Comparison:
    """Read a comparison back from its results directory, with nothing run again.

    Parameters
    ----------
    directory : path
        As ``sanlian compare`` or ``Comparison.write`` left it, here or elsewhere. Tables of
        residents and ties need not be there.

    Raises
    ------
    UnreadableDirectoryError
        If it holds no comparison, or one that this version cannot read.
    """
    return Comparison(reopen(Path(directory)).study)
