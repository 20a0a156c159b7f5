"""Lay one community section over another, and find the files it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sanlian_sim.scenario.check import (
    check_section,
    number_problem,
    table,
    under,
    unknown_keys,
)
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.presets import AGE_SHARES, Figures
from sanlian_sim.scenario.problems import Problem, closest

_FILES = ("residents", "ties")
_OWN = tuple(name for name in CommunitySettings.model_fields if name != "figures")


def lay_community(
    below: Mapping[str, Any], raw: object, place: str, directory: Path, problems: list[Problem]
) -> tuple[dict[str, Any], CommunitySettings | None]:
    """Lay ``raw`` over ``below``.

    Parameters
    ----------
    below
        Values of the section below, as they stand in a file.
    raw
        A table as under [community].
    place
        Its dotted path.
    directory
        Where its files are looked up.
    problems
        List that receives what is wrong.

    Returns
    -------
    tuple
        Both together, and the section if nothing in it is wrong.
    """
    given, wrong = table(raw, place)
    problems += wrong
    problems += unknown_keys(given, [*_OWN, *Figures.model_fields], place)
    merged = {**below, **_located(given, place, directory, problems)}
    figures = _figures(merged, place, problems)
    own = {name: merged[name] for name in _OWN if name in merged}
    checked = check_section(CommunitySettings, {**own, "figures": figures}, place)
    problems += checked.problems
    return {**own, **figures}, checked.value


def _figures(merged: Mapping[str, Any], place: str, problems: list[Problem]) -> dict[str, float]:
    sound, bad = {}, set()
    for name, about in Figures.model_fields.items():
        meta = meta_of(about)
        if name not in merged or meta is None:
            continue
        problem = number_problem(merged[name], meta.bounds, under(place, name))
        if problem is None:
            sound[name] = float(merged[name])
        else:
            bad.add(name)
            problems.append(problem)
    # Age shares are judged together, so one that is wrong leaves the others unjudged.
    unjudged = AGE_SHARES if bad & set(AGE_SHARES) else ()
    return {name: one for name, one in sound.items() if name not in unjudged}


def _located(
    given: Mapping[str, Any], place: str, directory: Path, problems: list[Problem]
) -> dict[str, Any]:
    found = dict(given)
    for key in _FILES:
        written = given.get(key)
        if not isinstance(written, str | Path):
            continue
        found[key] = directory / written
        try:
            found[key] = found[key].resolve()
            missing = not found[key].is_file()
        except (OSError, RuntimeError, ValueError):
            # Too long, a circle of links, or a character that no name can hold.
            problems.append(Problem(f"{place}.{key}", str(written), "no file can be found by this"))
            continue
        if missing:
            problems.append(_no_file(found[key], str(written), f"{place}.{key}"))
    return found


def _no_file(path: Path, written: str, place: str) -> Problem:
    if path.is_dir():
        return Problem(place, written, "is a directory, not a file")
    if not path.parent.is_dir():
        return Problem(place, written, f"no such file; there is no directory {path.parent}")
    names = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())
    remedy = closest(path.name, names) or f"looked in {path.parent}"
    return Problem(place, written, "no such file", remedy)
