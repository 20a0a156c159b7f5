"""Observed moments to which parameters are fitted: a user's table of name, value, uncertainty."""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.scenario.describe import describe_groups
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment

HEAD: Final = ("name", "value", "sd")


@dataclass(frozen=True)
class Moment:
    """An observed outcome.

    Attributes
    ----------
    name : str
        As the user wrote it.
    outcome, group, service : str
        What it is in the summary of a run.
    value, sd : float
        In the unit of the outcome; ``sd`` is the standard deviation of its error.
    """

    name: str
    outcome: str
    group: str
    service: str
    value: float
    sd: float


def read_moments(path: Path, experiment: Experiment) -> list[Moment]:
    """Read a table of moments.

    Parameters
    ----------
    path : Path
        CSV with columns name, value, sd, one row per moment; a name is OUTCOME, OUTCOME:GROUP,
        OUTCOME:SERVICE or OUTCOME:GROUP:SERVICE.
    experiment : Experiment
        Whose services may be named.

    Raises
    ------
    ExperimentError
        With all problems, by line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] for row in csv.reader(file) if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExperimentError([Problem(str(path), None, f"cannot be read: {reason}")]) from None
    if not rows or tuple(rows[0]) != HEAD:
        rule = f"the first line must read {','.join(HEAD)}"
        raise ExperimentError([Problem(str(path), ",".join(rows[0]) if rows else None, rule)])
    services = list(experiment.parameters.services)
    moments: list[Moment] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows[1:], start=2):
        place = f"{path}, row {number}"
        found = list(_problems(row, services, place))
        if not found and any(one.name == row[0] for one in moments):
            found = [Problem(place, row[0], "is named twice")]
        problems += found
        if not found:
            moments.append(_moment(row, services))
    if not problems and not moments:
        problems = [Problem(str(path), None, "holds no moment")]
    if problems:
        raise ExperimentError(problems)
    return moments


def _moment(row: Sequence[str], services: Sequence[str]) -> Moment:
    outcome, *parts = row[0].split(":")
    service = next((part for part in parts if part in services), "")
    group = next((part for part in parts if part not in services), "all")
    return Moment(row[0], outcome, group, service, float(row[1]), float(row[2]))


def _problems(row: Sequence[str], services: Sequence[str], place: str) -> Iterator[Problem]:
    if len(row) != len(HEAD):
        yield Problem(place, ",".join(row), f"must hold {', '.join(HEAD)}")
        return
    yield from _name_problems(row[0], services, place)
    for name, text in zip(HEAD[1:], row[1:], strict=True):
        value = _number(text)
        if not math.isfinite(value):
            yield Problem(f"{place}, {name}", text, "must be a number")
        elif name == "sd" and value <= 0:
            yield Problem(f"{place}, {name}", text, "must be above 0")


def _name_problems(name: str, services: Sequence[str], place: str) -> Iterator[Problem]:
    outcome, *parts = name.split(":")
    if outcome not in OUTCOMES:
        yield Problem(place, outcome, "no such outcome", nearest(outcome, OUTCOMES))
        return
    groups = [row.name for row in describe_groups()]
    for part in parts:
        if part not in services and part not in groups:
            rule = "is neither a group nor a service"
            yield Problem(place, part, rule, nearest(part, [*groups, *services]))
    kinds = [kind for kind, known in (("group", groups), ("service", services))
             for part in parts if part in known and part != "all"]  # fmt: skip
    for kind in dict.fromkeys(kinds):
        if kinds.count(kind) > 1:
            yield Problem(place, name, f"names more than one {kind}")
        elif kind not in OUTCOMES[outcome].by:
            yield Problem(place, name, f"{outcome} is not measured by {kind}")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
