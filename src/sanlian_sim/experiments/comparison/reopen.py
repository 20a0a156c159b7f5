"""A study read back from its results directory, with nothing run again."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tomli_w

from sanlian_sim.experiments.comparison.files import UNCERTAINTY
from sanlian_sim.experiments.comparison.study import Precision, Study
from sanlian_sim.experiments.runs.closure import Scale
from sanlian_sim.experiments.runs.design import Recording, replicate_tasks
from sanlian_sim.experiments.runs.directory import (
    UnreadableDirectoryError,
    read_provenance,
    told,
)
from sanlian_sim.experiments.runs.execute import Failure, Runs
from sanlian_sim.experiments.runs.results import Results
from sanlian_sim.experiments.runs.run_log import LOG, Entry, ReadLog
from sanlian_sim.experiments.runs.store import EXPERIMENT, PROVENANCE
from sanlian_sim.scenario.load import load_experiment, read_document
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment, UserData
from sanlian_sim.simulation.provenance import scenario_hash

if TYPE_CHECKING:
    import pandas as pd

_TABLES: Final = ("residents", "ties")


@dataclass(frozen=True)
class Reopened:
    """A study, and what lies beside it.

    Attributes
    ----------
    study : Study
    provenance : mapping
    uncertainty : DataFrame or None
        What draws of parameters say, if there were any.
    """

    study: Study
    provenance: Mapping[str, Any]
    uncertainty: "pd.DataFrame | None"


def reopen(directory: Path) -> Reopened:
    """Read a comparison back from its directory.

    Runs are read from their log when they are asked for, and every table is made of them again.
    Nothing in the directory is executed; residents or ties of the user's own need not be there.

    Parameters
    ----------
    directory : Path
        As ``sanlian compare`` writes it.

    Raises
    ------
    UnreadableDirectoryError
        If it holds no comparison, or one that this version cannot read.
    LogRefusedError
        If the log of its runs has another format.
    """
    provenance = read_provenance(directory)
    if not (directory / LOG).is_file():
        raise UnreadableDirectoryError(
            f"{directory} holds no {LOG}, of which a report is made; 'sanlian compare' keeps one"
        )
    with told(directory / PROVENANCE):
        attached = bool(provenance["experiment"].get("attached", False))
    experiment = _experiment(directory / EXPERIMENT, attached)
    with told(directory / LOG):
        log = ReadLog(directory / LOG)
    with told(directory / PROVENANCE):
        study = _study(experiment, provenance, log)
    with told(directory / LOG):
        _check(study, directory)
    return Reopened(study, provenance, _uncertainty(directory / "uncertainty.csv"))


def _experiment(path: Path, attached: bool) -> Experiment:
    """Read an experiment whose tables of residents and ties may be elsewhere."""
    try:
        document = read_document(path)
        with tempfile.TemporaryDirectory() as name, told(path):
            _stand_in(document, Path(name))
            file = Path(name) / EXPERIMENT
            file.write_text(tomli_w.dumps(document), encoding="utf-8")
            experiment = load_experiment(file)
    except ExperimentError as error:
        raise UnreadableDirectoryError(
            f"{path} is not as this version writes it ({error}); use the version that wrote it"
        ) from None
    if not attached:
        return experiment
    scenarios = {
        key: one.model_copy(update={"data": UserData()})
        for key, one in experiment.scenarios.items()
    }
    return experiment.model_copy(update={"scenarios": scenarios})


def _stand_in(document: dict[str, Any], directory: Path) -> None:
    """Put an empty file in the place of each table that sections of communities name."""
    sections = [document, *document.get("scenarios", {}).values()]
    communities = [section["community"] for section in sections if "community" in section]
    known: dict[str, str] = {}
    for community in communities:
        for key in community.keys() & set(_TABLES):
            name = known.setdefault(str(community[key]), f"{len(known)}.csv")
            (directory / name).touch()
            community[key] = name


def _study(experiment: Experiment, provenance: Mapping[str, Any], log: ReadLog) -> Study:
    asked, runs = provenance["experiment"], provenance["runs"]
    replicates = sorted(int(one) for one in provenance["seeds"])
    tasks = replicate_tasks(
        experiment, replicates, recording=Recording(**runs.get("recording", {}))
    )
    # Runs of the comparison stand first in the log, in its order; draws follow.
    entries = log.entries[: runs["finished"] + len(runs["failed"])]
    times = provenance["execution"]
    precision = asked.get("precision")
    return Study(
        experiment,
        tuple(tasks),
        _runs(log, entries, runs["interrupted"]),
        datetime.fromisoformat(times["started"]),
        datetime.fromisoformat(times["finished"]),
        scales={
            name: Scale(float(one["value"]), float(one["gap"]))
            for name, one in asked["service_scales"].items()
        },
        workers=int(times["workers"]),
        precision=None if precision is None else Precision(**precision),
    )


def _runs(log: ReadLog, entries: Sequence[Entry], interrupted: bool) -> Runs:
    return Runs(
        results=Results(log, [one for one in entries if not one.failed]),
        failures=tuple(
            Failure(one.scenario, one.replicate, one.seed, one.reason, one.traceback)
            for one in entries
            if one.failed
        ),
        interrupted=interrupted,
        entries=tuple(entries),
    )


def _check(study: Study, directory: Path) -> None:
    """Refuse a log that lacks runs, or holds those of another experiment."""
    names = {one.scenario for one in study.runs.entries}
    finished, known = len(study.results), read_provenance(directory)["runs"]["finished"]
    if finished != known or not finished:
        raise UnreadableDirectoryError(
            f"{directory / LOG} holds {finished} of {known} finished runs; the others are lost or"
            " spoilt: the same command with --resume does them again"
        )
    first = {name: study.of(name) for name in names & study.experiment.scenarios.keys()}
    same = names <= study.experiment.scenarios.keys() and all(
        results[0].provenance.scenario_hash == scenario_hash(study.experiment.scenario(name))
        for name, results in first.items()
        if results
    )
    if not same:
        raise UnreadableDirectoryError(
            f"{directory / LOG} holds runs of another experiment than {EXPERIMENT} beside it:"
            " either it was changed since, or this version reads it otherwise; put it back, or"
            " use the version that wrote it"
        )


def _uncertainty(path: Path) -> "pd.DataFrame | None":
    import pandas as pd

    if not path.is_file():
        return None
    with told(path):
        found = pd.read_csv(path, keep_default_na=False, na_values=[""])
        return found[[column.name for column in UNCERTAINTY]]
