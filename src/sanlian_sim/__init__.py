"""Agent-based simulation of communities, social organisations and social workers in linkage.

The names below are loaded when they are first used, so that importing the package is quick and
imports neither Mesa nor Numba.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sanlian_sim.dynamics.week import PHASES, Phase
    from sanlian_sim.report.claims import Claims, claims
    from sanlian_sim.report.comparison import Comparison, compare
    from sanlian_sim.report.stepped_wedge import SteppedWedge, stepped_wedge
    from sanlian_sim.scenario.load import load_experiment
    from sanlian_sim.scenario.problems import ExperimentError
    from sanlian_sim.scenario.schema import Experiment, Scenario
    from sanlian_sim.simulation.agents import (
        Community,
        Government,
        PropertyManager,
        Resident,
        SocialOrganisation,
        SocialWorker,
    )
    from sanlian_sim.simulation.model import SanlianModel
    from sanlian_sim.simulation.phases import ModelPhase, insert_phase, replace_phase
    from sanlian_sim.simulation.result import Result
    from sanlian_sim.simulation.run import run

_HOMES: Final = {
    "Claims": "report.claims",
    "Community": "simulation.agents",
    "Comparison": "report.comparison",
    "Experiment": "scenario.schema",
    "ExperimentError": "scenario.problems",
    "Government": "simulation.agents",
    "ModelPhase": "simulation.phases",
    "PHASES": "dynamics.week",
    "Phase": "dynamics.week",
    "PropertyManager": "simulation.agents",
    "Resident": "simulation.agents",
    "Result": "simulation.result",
    "SanlianModel": "simulation.model",
    "Scenario": "scenario.schema",
    "SocialOrganisation": "simulation.agents",
    "SocialWorker": "simulation.agents",
    "SteppedWedge": "report.stepped_wedge",
    "claims": "report.claims",
    "compare": "report.comparison",
    "insert_phase": "simulation.phases",
    "load_experiment": "scenario.load",
    "replace_phase": "simulation.phases",
    "run": "simulation.run",
    "stepped_wedge": "report.stepped_wedge",
}

__all__ = [
    "PHASES",
    "Claims",
    "Community",
    "Comparison",
    "Experiment",
    "ExperimentError",
    "Government",
    "ModelPhase",
    "Phase",
    "PropertyManager",
    "Resident",
    "Result",
    "SanlianModel",
    "Scenario",
    "SocialOrganisation",
    "SocialWorker",
    "SteppedWedge",
    "claims",
    "compare",
    "insert_phase",
    "load_experiment",
    "replace_phase",
    "run",
    "stepped_wedge",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    if name not in _HOMES:
        raise AttributeError(f"module 'sanlian_sim' has no attribute {name!r}")
    found = getattr(import_module(f"sanlian_sim.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("sanlian-sim")
    except PackageNotFoundError:
        return "not installed"


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
