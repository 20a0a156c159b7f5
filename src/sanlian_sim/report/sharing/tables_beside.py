"""An experiment with the tables of residents and ties that it names, put beside each other."""

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import tomli_w

from sanlian_sim.experiments.runs.store import EXPERIMENT, write_text
from sanlian_sim.scenario.problems import ExperimentError, Problem

_TABLES: Final = ("residents", "ties")
_FOLDER: Final = "data"


def with_own_tables(experiment: Path, working: Path) -> None:
    """Copy an experiment into a directory, and the tables that it names into one below.

    An experiment that names none is copied as it is.

    Raises
    ------
    ExperimentError
        If tables cannot be read.
    """
    document = tomllib.loads(experiment.read_text(encoding="utf-8"))
    problems: list[Problem] = []
    found: dict[Path, str] = {}
    for place, community, key in _named(document):
        source = experiment.parent / community[key]
        if not source.is_file():
            remedy = "put it back, or pack where it lies"
            problems.append(Problem(place, community[key], "is not there any more", remedy))
            continue
        name = found.setdefault(source.resolve(), f"{_FOLDER}/{len(found) + 1}-{source.name}")
        community[key] = name
    if problems:
        raise ExperimentError(problems)
    if not found:
        shutil.copy(experiment, working / EXPERIMENT)
        return
    (working / _FOLDER).mkdir()
    for source, name in found.items():
        shutil.copy(source, working / name)
    text = tomli_w.dumps(document)
    write_text(working / EXPERIMENT, text)


def _named(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Places at which an experiment names tables: of the experiment, and of scenarios."""
    places = {"community": document.get("community", {})}
    for name, scenario in document.get("scenarios", {}).items():
        places[f"scenarios.{name}.community"] = scenario.get("community", {})
    for place, community in places.items():
        yield from ((f"{place}.{key}", community, key) for key in _TABLES if key in community)
