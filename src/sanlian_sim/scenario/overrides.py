"""Values laid on top of a file by dotted path."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from sanlian_sim.scenario.problems import ExperimentError, Problem, joined, nearest

_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^."'=\s][^."'=]*?))\s*(\.|$)""")
_WORD = re.compile(r"[./]*[^\W\d][\w./-]*")


def parse_overrides(settings: Iterable[str]) -> dict[str, Any]:
    """Read texts ``KEY=VALUE`` as overrides.

    The key is a dotted path in the file; the value is TOML, or a bare word or file name that
    stands for text.

    Raises
    ------
    ExperimentError
        With each text that cannot be read.
    """
    found: dict[str, Any] = {}
    problems = []
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip() or not value.strip():
            problems.append(Problem(setting, None, "must read KEY=VALUE", "as in horizon.weeks=60"))
            continue
        try:
            found[key.strip()] = _value(value.strip())
        except tomllib.TOMLDecodeError:
            rule = 'the value must be TOML: a number, true, false, "text", [a list] or {a = table}'
            problems.append(Problem(key.strip(), value.strip(), rule))
    if problems:
        raise ExperimentError(problems)
    return found


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        if _WORD.fullmatch(text):
            return text
        raise


def lay_overrides(
    document: Mapping[str, Any], overrides: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """Return ``document`` with ``overrides`` on top, and what is wrong with their paths."""
    laid = deepcopy(dict(document))
    problems = []
    for path, value in overrides.items():
        problem = _lay(laid, path, value)
        if problem is not None:
            problems.append(problem)
    return laid, problems


def split_path(path: str) -> list[str] | None:
    """Parts of a dotted path, quotes around a part taken off; None if it is no path."""
    parts, start = [], 0
    while start < len(path):
        found = _PART.match(path, start)
        if found is None:
            return None
        parts.append(next(part for part in found.groups()[:3] if part is not None))
        start = found.end()
    return None if not parts or path.endswith(".") else parts


def _lay(laid: dict[str, Any], path: str, value: Any) -> Problem | None:
    parts = split_path(path)
    if parts is None:
        return Problem(path, None, "is no dotted path", "as in horizon.weeks")
    problem = _no_scenario(laid, parts, value)
    if problem is not None:
        return problem
    table = laid
    for depth, part in enumerate(parts[:-1], start=1):
        table = table.setdefault(part, {})
        if not isinstance(table, dict):
            where = joined(*parts[:depth])
            return Problem(path, None, f"{where} is no table here", f"set {where} as a whole")
    table[parts[-1]] = value
    return None


def _no_scenario(laid: Mapping[str, Any], parts: list[str], value: Any) -> Problem | None:
    scenarios = laid.get("scenarios")
    if parts[0] != "scenarios" or len(parts) < 2 or not isinstance(scenarios, dict):
        return None
    adds_a_whole_one = len(parts) == 2 and isinstance(value, Mapping)
    if parts[1] in scenarios or adds_a_whole_one:
        return None
    return Problem(joined(*parts[:2]), None, "no such scenario", nearest(parts[1], scenarios))
