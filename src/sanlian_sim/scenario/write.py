"""Write an experiment: the full file, and a hash of its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.section import Section

if TYPE_CHECKING:
    from sanlian_sim.scenario.schema import Experiment, Scenario

_ATTACHED = "# Residents or ties were attached in Python; attach them again after loading.\n"


def raw_section(section: Mapping[str, Any] | Section | None) -> Any:
    """Return a section as it stands in a file."""
    if isinstance(section, CommunitySettings | Parameters):
        return section.flat()
    return section.model_dump(exclude_none=True) if isinstance(section, Section) else section


def document(experiment: Experiment) -> dict[str, Any]:
    """Return the whole experiment as it stands in a file, defaults filled in."""
    return {
        "title": experiment.title,
        "community": _texts(experiment.community.flat()),
        "horizon": raw_section(experiment.horizon),
        "mechanisms": raw_section(experiment.mechanisms),
        "scenarios": {
            name: _scenario(scenario, experiment) for name, scenario in experiment.scenarios.items()
        },
        "design": raw_section(experiment.design),
        "parameters": raw_section(experiment.parameters),
    }


def to_toml(experiment: Experiment) -> str:
    """Return ``document`` as TOML text."""
    attached = any(scenario.data is not None for scenario in experiment.scenarios.values())
    return (_ATTACHED if attached else "") + tomli_w.dumps(document(experiment))


def content_hash(experiment: Experiment) -> str:
    """SHA-256 of ``document`` with files and attached tables by what they hold."""
    content = document(experiment)
    _digest_files(content["community"])
    for name, scenario in experiment.scenarios.items():
        _digest_files(content["scenarios"][name].get("community", {}))
        if scenario.data is not None:
            held = (scenario.data.residents, scenario.data.ties)
            content["scenarios"][name]["data"] = [_digest_table(one) for one in held]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _scenario(scenario: Scenario, experiment: Experiment) -> dict[str, Any]:
    policy = scenario.policy
    own = {
        "instruments": dict(policy.instruments),
        "parameters": _changed_parameters(experiment.parameters, policy.parameters),
        "mechanisms": _changed(raw_section(experiment.mechanisms), raw_section(policy.mechanisms)),
        "community": _texts(_changed(experiment.community.flat(), scenario.community.flat())),
    }
    return {
        "arrangement": policy.arrangement,
        "delegation": dict(policy.delegation),
        "rollout": raw_section(scenario.rollout),
        "levers": raw_section(policy.levers),
        **{name: part for name, part in own.items() if part},
    }


def _changed_parameters(base: Parameters, other: Parameters) -> dict[str, Any]:
    if other is base:
        return {}
    below, above = raw_section(base), raw_section(other)
    tables = {
        "services": _changed_rows(below["services"], above["services"]),
        "instruments": _changed_rows(below["instruments"], above["instruments"]),
        "jobs": _changed(below["jobs"], above["jobs"]),
    }
    flat = {name: one for name, one in _changed(below, above).items() if name not in tables}
    return {**flat, **{name: part for name, part in tables.items() if part}}


def _changed_rows(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    rows = {name: _changed(below[name], row) for name, row in above.items()}
    return {name: row for name, row in rows.items() if row}


def _changed(base: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in other.items() if name not in base or base[name] != one}


def _texts(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(one) if isinstance(one, Path) else one for name, one in table.items()}


def _digest_files(community: dict[str, Any]) -> None:
    for key in ("residents", "ties"):
        if key in community:
            try:
                held = Path(community[key]).read_bytes()
            except OSError:
                problem = Problem(f"community.{key}", community[key], "cannot be read any more")
                raise ExperimentError([problem]) from None
            community[key] = hashlib.sha256(held).hexdigest()


def _digest_table(table: Any) -> str | None:
    if table is None:
        return None
    if hasattr(table, "to_csv"):
        text = table.to_csv(index=False)
    else:
        text = "\n".join(sorted(str(sorted(map(str, edge[:2]))) for edge in table.edges))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
