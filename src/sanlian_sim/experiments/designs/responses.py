"""What a model answers at the points of a design: the same table wherever the runs were done."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.designs.points import POINT, Design
from sanlian_sim.experiments.runs.campaign import Campaign, run_campaign
from sanlian_sim.experiments.runs.listener import Listener
from sanlian_sim.experiments.runs.run_log import Log
from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd

Floats: TypeAlias = NDArray[np.float64]
Function: TypeAlias = Callable[[Mapping[str, Any]], float]
"""Anything that has one value at a point, given the values of the factors by path."""

RESPONSES: Final = (
    Column(POINT, "int64", "", "Number of the point in the design"),
    Column("scenario", "word", "", "Name of the scenario"),
    Column("replicate", "int64", "", "Number of the replicate; all points share its luck"),
    Column("outcome", "word", "", "What is measured: see Outcomes"),
    Column("group", "word", "", "Group of residents, all for everybody"),
    Column("service", "word", "", "Service, empty for all"),
    Column("value", "float64", "see Outcomes", "The measure; missing where it is not defined"),
)
POINTS_CSV: Final = "points.csv"
FUNCTION: Final = "function"
VALUE: Final = "value"
_NAMES: Final = [column.name for column in RESPONSES]


@dataclass(frozen=True)
class Question:
    """An outcome of a scenario, or its difference to another.

    Attributes
    ----------
    outcome, scenario : str
    against : str or None
        Scenario it is compared with; None for the outcome as it is.
    group, service : str
    """

    outcome: str
    scenario: str
    against: str | None = None
    group: str = "all"
    service: str = ""

    @property
    def unit(self) -> str:
        """Unit of the outcome."""
        known = OUTCOMES.get(self.outcome)
        return known.unit if known else ""


FUNCTION_QUESTION: Final = Question(VALUE, FUNCTION)
"""What is asked of a function."""


@dataclass(frozen=True, eq=False)
class Responses:
    """Values by point, scenario, replicate and outcome.

    Attributes
    ----------
    frame : DataFrame
        Columns as in ``RESPONSES``.
    """

    frame: "pd.DataFrame"

    def values(self, question: Question, points: Iterable[int]) -> Floats:
        """Return what is asked at points.

        Returns
        -------
        float array, shape (points, replicates)
            Replicates in order of their numbers; NaN where there is no value.

        Raises
        ------
        ExperimentError
            If the table holds nothing of the kind.
        """
        found = self._of(question, question.scenario, points)
        if question.against is None:
            return found
        return np.asarray(found - self._of(question, question.against, points))

    def _of(self, question: Question, scenario: str, points: Iterable[int]) -> Floats:
        frame = self.frame
        wanted = {
            "scenario": scenario, "outcome": question.outcome, "group": question.group,
            "service": question.service,
        }  # fmt: skip
        rows = frame
        for name, value in wanted.items():
            narrower = rows[rows[name] == value]
            if narrower.empty:
                rule = "nothing of the kind is in the table of points"
                suggestion = nearest(value, map(str, rows[name].unique()))
                raise ExperimentError([Problem(name, value, rule, suggestion)])
            rows = narrower
        if rows.duplicated([POINT, "replicate"]).any():
            raise ExperimentError([Problem(POINTS_CSV, None, "holds a point and replicate twice")])
        replicates = sorted(frame["replicate"].unique())
        wide = rows.pivot(index=POINT, columns="replicate", values="value")
        return wide.reindex(index=list(points), columns=replicates).to_numpy(dtype=np.float64)


def evaluate(function: Function, design: Design) -> Responses:
    """Ask a function at every point of a design."""
    import pandas as pd

    values = [float(function(point)) for point in design.overrides()]
    columns = {
        POINT: design.points.index, "scenario": FUNCTION, "replicate": 0, "outcome": VALUE,
        "group": "all", "service": "", "value": values,
    }  # fmt: skip
    return Responses(pd.DataFrame(columns)[_NAMES])


def simulate(
    points: Sequence[Experiment],
    design: Design,
    outcomes: Sequence[tuple[str, str, str]],
    *,
    scenarios: Sequence[str],
    replicates: int,
    workers: int = 1,
    threads: int = 1,
    listener: Listener | None = None,
    executor: Executor | None = None,
    log: Log | None = None,
    stop_on_error: bool = False,
) -> tuple[Responses, Campaign]:
    """Run a model at every point of a design.

    Parameters
    ----------
    points : sequence of Experiment
        Variants, in the order of the design.
    design : Design
    outcomes : sequence of (outcome, group, service)
        What is kept of every run.
    scenarios : sequence of str
        Those that are run.
    replicates : int
        Runs of each scenario at every point; points share their luck.
    workers, threads, listener, executor, log, stop_on_error
        As for ``run_campaign``.

    Raises
    ------
    ExperimentError
        If what the user asks cannot be done.
    RunsFailedError
        If no run succeeded.
    """
    campaign = run_campaign(
        points, replicates=replicates, workers=workers, threads=threads, scenarios=scenarios,
        listener=listener, executor=executor, log=log, stop_on_error=stop_on_error,
    )  # fmt: skip
    if campaign.runs.interrupted:
        raise KeyboardInterrupt
    return Responses(_kept(campaign, design, outcomes)), campaign


def _kept(
    campaign: Campaign, design: Design, outcomes: Sequence[tuple[str, str, str]]
) -> "pd.DataFrame":
    """Rows of some outcomes, read from one result at a time."""
    import pandas as pd

    results = campaign.runs.results
    wanted = pd.MultiIndex.from_tuples(outcomes, names=["outcome", "group", "service"])
    frames = []
    for entry, result in zip(results.entries, results, strict=True):
        rows = result.summary.set_index(wanted.names).reindex(wanted).reset_index()
        frames.append(
            rows.assign(
                point=design.points.index[entry.point], scenario=entry.scenario,
                replicate=entry.replicate,
            )[_NAMES]
        )  # fmt: skip
    return pd.concat(frames, ignore_index=True)
