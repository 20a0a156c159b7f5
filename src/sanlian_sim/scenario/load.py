"""Read an experiment file: TOML in, overrides on top, all problems at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sanlian_sim.scenario.check import unknown_keys
from sanlian_sim.scenario.overrides import lay_overrides
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment

_SECTIONS = ("title", "community", "horizon", "parameters", "mechanisms", "scenarios", "design")
_QUOTES = "names in other letters than A to z, digits, - and _ stand in quotes"
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def load_experiment(path: str | Path, overrides: Mapping[str, Any] | None = None) -> Experiment:
    """Read an experiment file.

    Parameters
    ----------
    path
        The TOML file; files named in it are looked up beside it.
    overrides
        Values by dotted path in the file, laid on top of it, such as
        ``{"community.population": 6000}``.

    Raises
    ------
    ExperimentError
        With all problems, each with its place, its value, the rule and a suggestion.
    """
    try:
        return _loaded(Path(path), overrides or {})
    except RecursionError:
        rule = "tables or lists are nested too deeply"
        raise ExperimentError([Problem(str(path), None, rule)]) from None


def _loaded(file: Path, overrides: Mapping[str, Any]) -> Experiment:
    document, problems = lay_overrides(read_document(file), overrides)
    problems += unknown_keys(document, _SECTIONS, "")
    sections = {key: value for key, value in document.items() if key in _SECTIONS}
    try:
        experiment = Experiment(**sections, directory=file.resolve().parent)
    except ExperimentError as error:
        raise ExperimentError([*problems, *error.problems]) from None
    if problems:
        raise ExperimentError(problems)
    return experiment


def read_document(file: Path) -> dict[str, Any]:
    """Read a TOML file as nested tables, with a plain message if it is none."""
    text = _text(file)
    if not text.strip():
        raise ExperimentError(
            [
                Problem(
                    str(file), None, "the file is empty", "'sanlian init' writes one to start from"
                )
            ]
        )
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ExperimentError([_syntax(file, str(error))]) from None


def _text(file: Path) -> str:
    try:
        problem = _unreadable(file)
        if problem is not None:
            raise ExperimentError([problem])
        held = file.read_bytes()
    except OSError as error:
        rule = f"cannot be read: {error.strerror}"
        raise ExperimentError([Problem(str(file), None, rule)]) from None
    if b"\0" in held and not held.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ExperimentError([Problem(str(file), None, "is no text file")])
    try:
        # Some editors put a mark before UTF-8 text; it is no part of the TOML.
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = held[: error.start].count(b"\n") + 1
        rule = f"is not UTF-8 text (line {line})"
        raise ExperimentError([Problem(str(file), None, rule, "save it as UTF-8")]) from None


def _unreadable(file: Path) -> Problem | None:
    if file.is_dir():
        return Problem(str(file), None, "is a directory", "name the .toml file in it")
    if file.exists():
        return None
    if not file.parent.is_dir():
        return Problem(str(file), None, f"no such file; there is no directory {file.parent}")
    beside: Iterable[str] = sorted(entry.name for entry in file.parent.glob("*.toml"))
    close = nearest(file.name, beside)
    return Problem(str(file), None, "no such file", close)


def _syntax(file: Path, message: str) -> Problem:
    found = _POSITION.search(message)
    rule = _POSITION.sub("", message)
    where = str(file)
    if found is not None and found[1]:
        where += f", line {found[1]}, column {found[2]}"
    elif found is not None:
        where += ", at its end"
    remedy = _QUOTES if "key part" in rule else None
    return Problem(where, None, f"not valid TOML: {rule[:1].lower()}{rule[1:]}", remedy)
