"""Check one scenario and resolve it: arrangement below, its own settings on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sanlian_sim.scenario import library
from sanlian_sim.scenario.check import (
    Checked,
    SectionT,
    check_section,
    number_problem,
    number_problems,
    table,
    unknown_keys,
)
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.lay_community import lay_community
from sanlian_sim.scenario.lay_parameters import Layer, lay_parameters
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import Problem, nearest
from sanlian_sim.scenario.settings import Mechanisms, Rollout

_T = TypeVar("_T")
_SHARE = (0.0, 1.0)
_LONGEST_NAME = 60
_NOT_IN_NAMES = set('/\\:*?"<>|')
_KEYS = (
    "arrangement",
    "delegation",
    "instruments",
    "rollout",
    "levers",
    "parameters",
    "mechanisms",
    "community",
)


@dataclass(frozen=True)
class ScenarioParts:
    """One scenario's own settings, complete."""

    arrangement: str
    levers: Levers
    delegation: dict[str, float]
    instruments: dict[str, float]
    rollout: Rollout
    parameters: Parameters
    mechanisms: Mechanisms
    community: CommunitySettings


@dataclass(frozen=True)
class Below:
    """What all scenarios share; sections are None where something in them is wrong."""

    community_raw: Mapping[str, Any]
    community: CommunitySettings | None
    layer: Layer
    parameters: Parameters | None
    mechanisms: Checked[Mechanisms]


class ScenarioChecker:
    """Checks the table of one scenario; ``problems`` holds what is wrong."""

    def __init__(self, place: str, directory: Path) -> None:
        self.place = place
        self.directory = directory
        self.problems: list[Problem] = []

    def parts(self, raw: object, below: Below) -> ScenarioParts | None:
        """Resolve the scenario over ``below``; None if anything is wrong."""
        given, wrong = table(raw, self.place)
        self.problems += wrong
        if wrong:
            return None
        self.problems += unknown_keys(given, _KEYS, self.place)
        arrangement, levers = self._levers(given)
        default = levers.delegation_default if levers else 0.0
        delegation = self._delegation(given.get("delegation"), default, list(below.layer.services))
        instruments = self._instruments(given.get("instruments"), list(below.layer.instruments))
        rollout = self._section(Rollout, given.get("rollout"), "rollout")
        mechanisms = self._mechanisms(given.get("mechanisms"), below)
        parameters = self._parameters(given.get("parameters"), below)
        community = self._community(given.get("community"), below)
        complete = (levers, rollout, mechanisms, parameters, community)
        if self.problems or any(section is None for section in complete):
            return None
        return ScenarioParts(
            arrangement=arrangement,
            levers=certain(levers),
            delegation=delegation,
            instruments=instruments,
            rollout=certain(rollout),
            parameters=certain(parameters),
            mechanisms=certain(mechanisms),
            community=certain(community),
        )

    def _section(self, model: type[SectionT], raw: object, key: str) -> SectionT | None:
        checked = check_section(model, raw, f"{self.place}.{key}")
        self.problems += checked.problems
        return checked.value

    def _levers(self, given: Mapping[str, Any]) -> tuple[str, Levers | None]:
        names = list(library.arrangement_rows())
        name = given.get("arrangement")
        where = f"{self.place}.arrangement"
        if name is None:
            known = f"one of {', '.join(names)}"
            self.problems.append(Problem(where, None, "required", known))
        elif not isinstance(name, str):
            self.problems.append(Problem(where, name, "must be text"))
        elif name not in names:
            problem = Problem(where, name, "unknown arrangement", nearest(name, names))
            self.problems.append(problem)
        # Without a known arrangement any row will do to check the levers against.
        row = name if isinstance(name, str) and name in names else names[0]
        place = f"{self.place}.levers"
        own, wrong = table(given.get("levers"), place)
        self.problems += wrong
        merged = {**library.arrangement_levers(row), **own}
        return row, self._section(Levers, merged, "levers")

    def _delegation(self, raw: object, default: float, services: list[str]) -> dict[str, float]:
        place = f"{self.place}.delegation"
        if isinstance(raw, Mapping):
            given, _ = table(raw, place)
            self.problems += unknown_keys(given, services, place)
            shares = {name: one for name, one in given.items() if name in services}
        else:
            share = default if raw is None else raw
            problem = number_problem(share, _SHARE, place)
            if problem is not None:
                self.problems.append(problem)
                return {}
            shares = dict.fromkeys(services, share)
        wrong = number_problems(shares, _SHARE, place)
        self.problems += wrong
        return {} if wrong else {name: float(shares.get(name, default)) for name in services}

    def _instruments(self, raw: object, names: list[str]) -> dict[str, float]:
        place = f"{self.place}.instruments"
        given, wrong = table(raw, place)
        wrong += unknown_keys(given, names, place)
        wrong += number_problems(given, _SHARE, place)
        total = 0.0 if wrong else sum(given.values())
        if given and not wrong and abs(total - 1.0) > 1e-6:
            wrong.append(Problem(place, None, "shares must sum to 1", f"they sum to {total:.6g}"))
        self.problems += wrong
        shares = given or {names[0]: 1.0}
        return {} if wrong else {name: float(shares.get(name, 0.0)) for name in names}

    def _mechanisms(self, raw: object, below: Below) -> Mechanisms | None:
        given, wrong = table(raw, f"{self.place}.mechanisms")
        self.problems += wrong
        return self._section(Mechanisms, {**below.mechanisms.sound, **given}, "mechanisms")

    def _parameters(self, raw: object, below: Below) -> Parameters | None:
        if raw is None:
            return below.parameters
        place = f"{self.place}.parameters"
        return lay_parameters(below.layer, raw, place, self.problems, may_add=False)[1]

    def _community(self, raw: object, below: Below) -> CommunitySettings | None:
        if raw is None:
            return below.community
        place = f"{self.place}.community"
        return lay_community(below.community_raw, raw, place, self.directory, self.problems)[1]


def name_problems(name: str, place: str) -> list[Problem]:
    """Return a problem if ``name`` cannot label rows, plots and files."""
    if not name.strip():
        return [Problem(place, None, "a scenario's name must not be empty")]
    if name != name.strip() or not name.isprintable() or _NOT_IN_NAMES & set(name):
        rule = "a scenario's name must not hold line breaks, outer blanks or any of /\\:*?\"<>|"
        return [Problem(place, None, rule)]
    if len(name) > _LONGEST_NAME:
        return [Problem(place, None, f"a scenario's name must not exceed {_LONGEST_NAME} letters")]
    return []


def certain(value: _T | None) -> _T:
    """Return ``value``, which no problem has left empty."""
    if value is None:
        raise AssertionError("a section is missing although no problem was found")
    return value
