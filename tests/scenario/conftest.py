from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Experiment

TWO_SCENARIOS = """
[scenarios.status_quo]
arrangement = "government_led"

[scenarios.linked]
arrangement = "linked"

[design]
baseline = "status_quo"
"""

Load = Callable[..., Experiment]
Problems = Callable[..., tuple[Problem, ...]]


@pytest.fixture
def experiment_file(tmp_path: Path) -> Path:
    file = tmp_path / "experiment.toml"
    file.write_text(TWO_SCENARIOS, encoding="utf-8")
    return file


@pytest.fixture
def load(experiment_file: Path) -> Load:
    """Load the experiment of two scenarios with overrides."""

    def loaded(overrides: dict[str, Any] | None = None) -> Experiment:
        return load_experiment(experiment_file, overrides)

    return loaded


@pytest.fixture
def problems(load: Load) -> Problems:
    """Problems of the experiment of two scenarios with overrides; it must be refused."""

    def found(overrides: dict[str, Any]) -> tuple[Problem, ...]:
        with pytest.raises(ExperimentError) as caught:
            load(overrides)
        return caught.value.problems

    return found
