"""Agent-based simulation of communities, social organisations and social workers in linkage.

The names below are loaded when they are first used, so that importing the package is quick and
imports neither Mesa nor Numba.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sanlian_sim.dynamics.week import PHASES, Phase
    from sanlian_sim.report.claims.claims import Claims, claims
    from sanlian_sim.report.comparison.compare import compare, load_comparison
    from sanlian_sim.report.comparison.comparison import Comparison
    from sanlian_sim.report.designs.sensitivity import Sensitivity, sensitivity
    from sanlian_sim.report.designs.sweep import Sweep, sweep
    from sanlian_sim.report.fonts import figures_in
    from sanlian_sim.report.rollouts.stepped_wedge import SteppedWedge, stepped_wedge
    from sanlian_sim.report.search.calibration import Calibration, calibrate
    from sanlian_sim.report.search.discovery import Discovery, discover
    from sanlian_sim.report.search.optimisation import Optimisation, optimise
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
    "Calibration": "report.search.calibration",
    "Claims": "report.claims.claims",
    "Community": "simulation.agents",
    "Comparison": "report.comparison.comparison",
    "Discovery": "report.search.discovery",
    "Experiment": "scenario.schema",
    "ExperimentError": "scenario.problems",
    "Government": "simulation.agents",
    "ModelPhase": "simulation.phases",
    "Optimisation": "report.search.optimisation",
    "PHASES": "dynamics.week",
    "Phase": "dynamics.week",
    "PropertyManager": "simulation.agents",
    "Resident": "simulation.agents",
    "Result": "simulation.result",
    "SanlianModel": "simulation.model",
    "Scenario": "scenario.schema",
    "Sensitivity": "report.designs.sensitivity",
    "SocialOrganisation": "simulation.agents",
    "SocialWorker": "simulation.agents",
    "SteppedWedge": "report.rollouts.stepped_wedge",
    "Sweep": "report.designs.sweep",
    "calibrate": "report.search.calibration",
    "claims": "report.claims.claims",
    "compare": "report.comparison.compare",
    "discover": "report.search.discovery",
    "figures_in": "report.fonts",
    "insert_phase": "simulation.phases",
    "load_comparison": "report.comparison.compare",
    "load_experiment": "scenario.load",
    "optimise": "report.search.optimisation",
    "replace_phase": "simulation.phases",
    "run": "simulation.run",
    "sensitivity": "report.designs.sensitivity",
    "stepped_wedge": "report.rollouts.stepped_wedge",
    "sweep": "report.designs.sweep",
}

__all__ = [
    "PHASES",
    "Calibration",
    "Claims",
    "Community",
    "Comparison",
    "Discovery",
    "Experiment",
    "ExperimentError",
    "Government",
    "ModelPhase",
    "Optimisation",
    "Phase",
    "PropertyManager",
    "Resident",
    "Result",
    "SanlianModel",
    "Scenario",
    "Sensitivity",
    "SocialOrganisation",
    "SocialWorker",
    "SteppedWedge",
    "Sweep",
    "calibrate",
    "claims",
    "compare",
    "discover",
    "figures_in",
    "insert_phase",
    "load_comparison",
    "load_experiment",
    "optimise",
    "replace_phase",
    "run",
    "sensitivity",
    "stepped_wedge",
    "sweep",
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
