"""What the commands that search have in common: a directory with a log, and JSON."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sanlian_sim.cli.place import Place
from sanlian_sim.language.catalogue import Language

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

    from sanlian_sim.experiments.runs.listener import Listener
    from sanlian_sim.experiments.runs.run_log import Entry, Log
    from sanlian_sim.report.search.answers import Contents
    from sanlian_sim.scenario.schema import Experiment


class Answered(Protocol):
    """Something found that can be written into a results directory."""

    @property
    def entries(self) -> "Sequence[Entry]":
        """All runs."""

    def contents(self, lang: Language) -> "Contents":
        """What the directory holds."""


AnsweredT = TypeVar("AnsweredT", bound=Answered)


def answered(
    place: Place,
    path: Path,
    experiment: "Experiment",
    find: "Callable[[Log, Executor | None, Listener], AnsweredT]",
    *,
    library: tuple[str, str],
) -> AnsweredT:
    """Find something with the runs kept in a directory, and write it there.

    Parameters
    ----------
    place : Place
    path : Path
        The directory.
    experiment : Experiment
    find : callable
        Finds it, given the log, who does the runs and who hears of progress.
    library : (str, str)
        A library that must be there, and the extra that installs it.
    """
    from sanlian_sim.experiments.runs.extras import import_extra
    from sanlian_sim.experiments.runs.store import tables_of
    from sanlian_sim.experiments.search.answers import distinct
    from sanlian_sim.report.search.answers import write_contents

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what else could be installed is no news to users
        import_extra(*library)
    with place.opened(path, experiment.to_toml()) as (log, engine, hears):
        found = find(log, engine, hears)
        hears.say("writing ...")
        with tables_of(path, log, distinct(found.entries)) as working:
            write_contents(found.contents(place.lang), working, place.lang)
    return found


def as_json(path: Path, tables: "Mapping[str, pd.DataFrame]", sentences: Sequence[str]) -> str:
    """Return tables and sentences as JSON; what is not defined is null."""
    import json

    document: dict[str, Any] = {"directory": str(path)}
    for name, frame in tables.items():
        document[name] = json.loads(frame.to_json(orient="records"))
    return json.dumps(document | {"sentences": list(sentences)}, ensure_ascii=False, indent=2)
