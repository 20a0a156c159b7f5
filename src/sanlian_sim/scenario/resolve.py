"""From the sections of a file to checked scenarios: presets below, overrides on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanlian_sim.scenario.check import Checked, SectionT, check_section, table
from sanlian_sim.scenario.check_scenario import (
    Below,
    ScenarioChecker,
    ScenarioParts,
    certain,
    name_problems,
)
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.lay_community import lay_community
from sanlian_sim.scenario.lay_parameters import lay_parameters, shipped_layer
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError, Problem, joined, nearest
from sanlian_sim.scenario.settings import Design, Horizon, Mechanisms


@dataclass(frozen=True)
class Parts:
    """A whole experiment, checked."""

    title: str
    community: CommunitySettings
    horizon: Horizon
    parameters: Parameters
    mechanisms: Mechanisms
    scenarios: dict[str, ScenarioParts]
    design: Design


def resolve(document: Mapping[str, Any], directory: Path) -> Parts:
    """Check the sections of an experiment and resolve its scenarios.

    Parameters
    ----------
    document
        Sections as in the file.
    directory
        Where files named in it are looked up.

    Raises
    ------
    ExperimentError
        With all problems, if there is any.
    """
    return _Resolver(directory).parts(document)


class _Resolver:
    """Gathers problems while the sections are checked."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.problems: list[Problem] = []

    def parts(self, document: Mapping[str, Any]) -> Parts:
        title = document.get("title", "")
        if not isinstance(title, str):
            self.problems.append(Problem("title", title, "must be text"))
        below = self._below(document)
        scenarios = self._scenarios(document.get("scenarios"), below)
        horizon = self._section(Horizon, document.get("horizon"), "horizon")
        design = self._design(document.get("design"), scenarios)
        if self.problems:
            raise ExperimentError(self.problems)
        return Parts(
            title=title,
            community=certain(below.community),
            horizon=certain(horizon.value),
            parameters=certain(below.parameters),
            mechanisms=certain(below.mechanisms.value),
            scenarios={name: certain(parts) for name, parts in scenarios.items()},
            design=certain(design),
        )

    def _section(self, model: type[SectionT], raw: object, place: str) -> Checked[SectionT]:
        checked = check_section(model, raw, place)
        self.problems += checked.problems
        return checked

    def _below(self, document: Mapping[str, Any]) -> Below:
        raw, community = lay_community(
            {}, document.get("community"), "community", self.directory, self.problems
        )
        layer, parameters = lay_parameters(
            shipped_layer(), document.get("parameters"), "parameters", self.problems, may_add=True
        )
        mechanisms = self._section(Mechanisms, document.get("mechanisms"), "mechanisms")
        return Below(raw, community, layer, parameters, mechanisms)

    def _scenarios(self, raw: object, below: Below) -> dict[str, ScenarioParts | None]:
        given, wrong = table(raw, "scenarios")
        self.problems += wrong
        if not given and not wrong:
            rule = "needs at least one scenario"
            self.problems.append(Problem("scenarios", None, rule, "add a table [scenarios.NAME]"))
        return {name: self._scenario(name, one, below) for name, one in given.items()}

    def _scenario(self, name: str, raw: object, below: Below) -> ScenarioParts | None:
        place = f"scenarios.{joined(name)}"
        checker = ScenarioChecker(place, self.directory)
        parts = checker.parts(raw, below)
        self.problems += [*name_problems(name, place), *checker.problems]
        return parts

    def _design(self, raw: object, scenarios: Mapping[str, ScenarioParts | None]) -> Design | None:
        given, wrong = table(raw, "design")
        self.problems += wrong
        if len(scenarios) <= 1:
            given.setdefault("baseline", next(iter(scenarios), ""))
        checked = self._section(Design, given, "design")
        baseline = checked.sound.get("baseline")
        if baseline is None:
            return checked.value
        if scenarios and baseline not in scenarios:
            suggestion = nearest(baseline, scenarios)
            rule = "no scenario of that name"
            self.problems.append(Problem("design.baseline", baseline, rule, suggestion))
        self.problems += closure_problems(checked.sound, scenarios.get(baseline))
        return checked.value


def closure_problems(design: Mapping[str, Any], baseline: ScenarioParts | None) -> list[Problem]:
    """Return a problem if something is to be held equal to a baseline that has none of it."""
    closure = design.get("closure", Design.model_fields["closure"].default)
    if baseline is None or baseline.levers.formal_supply > 0 or closure == "as_is":
        return []
    rule = "the baseline provides no service, so nothing can be held equal to it"
    return [Problem("design.closure", closure, rule, "use 'as_is', or another baseline")]
