"""An experiment as the other layers read it: scenarios resolved, checked, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from pydantic import ConfigDict

from sanlian_sim.scenario.check_scenario import ScenarioParts
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.instruments import InstrumentRow
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.resolve import Parts, resolve
from sanlian_sim.scenario.section import Section
from sanlian_sim.scenario.services import ServiceRow
from sanlian_sim.scenario.settings import Closure, Design, Horizon, Mechanisms, Rollout
from sanlian_sim.scenario.write import content_hash, raw_section, to_toml

# The door through which other layers read a scenario and its parts.
__all__ = [
    "CommunitySettings",
    "Design",
    "Experiment",
    "Horizon",
    "InstrumentRow",
    "Levers",
    "Mechanisms",
    "Parameters",
    "Rollout",
    "Scenario",
    "ServiceRow",
    "Settings",
    "UserData",
]


@dataclass(frozen=True, eq=False)
class UserData:
    """Tables the user attached in Python, kept as they are.

    Parameters
    ----------
    residents
        Data frame with one row per resident; None for those of a file.
    ties
        Data frame of edges or a NetworkX graph; None for those of a file, or synthetic ones.
    """

    residents: Any = None
    ties: Any = None


_BY_FILE: Final = 'a file is named by community={"residents": "residents.csv"}'


class Settings(Section):
    """What holds in a week: levers, parameters, switches.

    ``delegation`` holds the share of each service, ``instruments`` that of each instrument in
    what is delegated; both name all of them.
    """

    arrangement: str
    levers: Levers
    delegation: Mapping[str, float]
    instruments: Mapping[str, float]
    parameters: Parameters
    mechanisms: Mechanisms


class Scenario(Section):
    """One scenario, resolved.

    The world is built and warmed up under ``baseline`` and runs on under ``policy``; what acts
    when the world is built is the same in both. ``between_places`` says that the scenario's
    world differs from the one the experiment states for all, or from the baseline's, so that a
    comparison is between places, not between policies. Own ``data`` takes the place of
    files named in ``community``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    # mesa.batch_run takes whatever can be iterated for a list of values to vary.
    __iter__ = None  # type: ignore[assignment]

    name: str
    community: CommunitySettings
    horizon: Horizon
    policy: Settings
    baseline: Settings
    rollout: Rollout
    between_places: bool = False
    data: UserData | None = None

    def __repr__(self) -> str:
        return f"Scenario(name={self.name!r}, arrangement={self.policy.arrangement!r})"

    __str__ = __repr__


class Experiment(Section):
    """A set of scenarios to compare, built from the sections of an experiment file.

    Parameters
    ----------
    scenarios
        Tables as under [scenarios.NAME], by name.
    title, community, horizon, parameters, mechanisms, design
        Sections as in the file; left out, they hold their defaults.
    directory
        Where files named in ``community`` are looked up; the working directory by default.

    Raises
    ------
    ExperimentError
        With all problems, each with its place, its value, the rule and a suggestion.
    """

    title: str
    community: CommunitySettings
    horizon: Horizon
    parameters: Parameters
    mechanisms: Mechanisms
    scenarios: Mapping[str, Scenario]
    design: Design

    def __init__(
        self,
        *,
        scenarios: Mapping[str, Any] | None = None,
        title: str = "",
        community: Mapping[str, Any] | Section | None = None,
        horizon: Mapping[str, Any] | Section | None = None,
        parameters: Mapping[str, Any] | Section | None = None,
        mechanisms: Mapping[str, Any] | Section | None = None,
        design: Mapping[str, Any] | Section | None = None,
        directory: Path | None = None,
    ) -> None:
        sections = {
            "community": raw_section(community),
            "horizon": raw_section(horizon),
            "parameters": raw_section(parameters),
            "mechanisms": raw_section(mechanisms),
            "design": raw_section(design),
        }
        document = {"title": title, "scenarios": scenarios, **sections}
        parts = resolve(document, directory or Path.cwd())
        checked: dict[str, Any] = {
            "title": parts.title,
            "community": parts.community,
            "horizon": parts.horizon,
            "parameters": parts.parameters,
            "mechanisms": parts.mechanisms,
            "scenarios": _scenarios(parts),
            "design": parts.design,
        }
        super().__init__(**checked)

    def __repr__(self) -> str:
        return f"Experiment(title={self.title!r}, scenarios={[*self.scenarios]})"

    __str__ = __repr__

    def scenario(self, name: str) -> Scenario:
        """Return the scenario of that name.

        Raises
        ------
        ExperimentError
            If there is none; it suggests the nearest name.
        """
        if name not in self.scenarios:
            suggestion = nearest(name, self.scenarios)
            raise ExperimentError([Problem("scenarios", name, "no such scenario", suggestion)])
        return self.scenarios[name]

    def closure(self, name: str) -> Closure:
        """Return the closure that holds for a scenario; one without service is always as it is."""
        supplied = self.scenario(name).policy.levers.formal_supply > 0
        return self.design.closure if supplied else "as_is"

    def with_data(self, residents: Any = None, ties: Any = None) -> Self:
        """Attach the user's own tables to every scenario.

        Parameters
        ----------
        residents
            Data frame with one row per resident.
        ties
            Data frame of edges, or a NetworkX graph, over the residents' ids. With neither,
            what was attached before is detached.

        Raises
        ------
        ExperimentError
            If something else is given, ties come without residents, or a size is set that the
            residents decide.
        """
        problems = _data_problems(self.community, residents, ties)
        if problems:
            raise ExperimentError(problems)
        data = None if residents is None and ties is None else UserData(residents, ties)
        scenarios = {
            name: scenario.model_copy(update={"data": data})
            for name, scenario in self.scenarios.items()
        }
        return self.model_copy(update={"scenarios": scenarios})

    def to_toml(self) -> str:
        """Return the whole experiment as TOML, defaults filled in."""
        return to_toml(self)

    def content_hash(self) -> str:
        """SHA-256 of what is asked, own files and tables included, as hexadecimal digits."""
        return content_hash(self)


def _scenarios(parts: Parts) -> dict[str, Scenario]:
    baseline = parts.scenarios[parts.design.baseline]
    return {name: _scenario(name, own, baseline, parts) for name, own in parts.scenarios.items()}


def _scenario(name: str, own: ScenarioParts, baseline: ScenarioParts, parts: Parts) -> Scenario:
    warm_up = _settings(baseline)
    if own.parameters is not baseline.parameters:
        parameters = baseline.parameters.with_world_of(own.parameters)
        warm_up = warm_up.model_copy(update={"parameters": parameters})
    elsewhere = [
        own.community != other.community or not other.parameters.same_world_as(own.parameters)
        for other in (parts, baseline)
    ]
    return Scenario(
        name=name,
        community=own.community,
        horizon=parts.horizon,
        policy=_settings(own),
        baseline=warm_up,
        rollout=own.rollout,
        between_places=any(elsewhere),
    )


def _settings(own: ScenarioParts) -> Settings:
    return Settings(
        arrangement=own.arrangement,
        levers=own.levers,
        delegation=own.delegation,
        instruments=own.instruments,
        parameters=own.parameters,
        mechanisms=own.mechanisms,
    )


def _data_problems(community: CommunitySettings, residents: Any, ties: Any) -> list[Problem]:
    odd = [
        Problem(name, type(table).__name__, rule, _BY_FILE)
        for name, table, rule, marks in (
            ("residents", residents, "must be a pandas DataFrame", ("iloc",)),
            ("ties", ties, "must be a pandas DataFrame or a NetworkX graph", ("iloc", "adj")),
        )
        if table is not None and not any(hasattr(table, mark) for mark in marks)
    ]
    if odd:
        return odd
    if residents is None:
        if ties is not None and community.residents is None:
            return [Problem("ties", None, "need residents of your own", "give residents too")]
        return []
    return [
        Problem(f"community.{name}", value, "not used with residents of your own", "leave it out")
        for name, value in (
            ("population", community.population),
            ("communities", community.communities),
        )
        if value is not None
    ]
