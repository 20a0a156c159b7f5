"""Where a result comes from, and what its readers must know."""

import hashlib
import json
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Final

from sanlian_sim.scenario.schema import Scenario
from sanlian_sim.world.world import World

PACKAGES: Final = ("sanlian-sim", "numpy", "numba", "scipy")
"""Packages whose versions can change a figure."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a result follows from: equal provenance, equal result.

    Attributes
    ----------
    scenario, scenario_hash : str
    seed, world_seed : int
    closure : str
    service_scale : float
    python, platform, machine : str
    packages : tuple of (str, str)
        Names and versions.
    """

    scenario: str
    scenario_hash: str
    seed: int
    world_seed: int
    closure: str
    service_scale: float
    python: str
    platform: str
    machine: str
    packages: tuple[tuple[str, str], ...]


def provenance_of(world: World) -> Provenance:
    """Return versions, platform, seeds and the hash of the scenario."""
    return Provenance(
        scenario=world.scenario.name,
        scenario_hash=scenario_hash(world.scenario),
        seed=world.seed,
        world_seed=world.world_seed,
        closure=world.closure,
        service_scale=world.service_scale,
        python=platform.python_version(),
        platform=platform.platform(),
        machine=platform.machine(),
        packages=tuple((name, _version(name)) for name in PACKAGES),
    )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of a scenario's settings, whatever the user's own tables hold and where they lie."""
    content = scenario.model_dump(mode="json", exclude={"data"})
    for table in ("residents", "ties"):
        if content["community"][table] is not None:
            content["community"][table] = "own"
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def notes_of(world: World) -> tuple[str, ...]:
    """Return what readers of a result must know."""
    return tuple(_notes(world))


def _notes(world: World) -> Iterator[str]:
    scenario = world.scenario
    if scenario.between_places:
        yield "This scenario's world differs from the baseline's: a comparison of places."
    if world.filled:
        yield f"Drawn, as the table of residents does not give them: {', '.join(world.filled)}."
    if dict(scenario.policy.delegation) != dict(scenario.baseline.delegation):
        yield (
            "Transition is included: posts are freed by attrition and redeployment alone, contracts"
            " need tenders and hiring, so that differences depend on the horizon."
        )
    if scenario.policy.levers.platform_level > scenario.baseline.levers.platform_level:
        yield (
            "The platform raises sharing, and sharing everybody's environment, by assumption: set "
            "platform_level = 0 before crediting delegation with a gain."
        )
