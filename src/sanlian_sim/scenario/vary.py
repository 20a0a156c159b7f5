"""Variants of an experiment: the same question with other numbers of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanlian_sim.scenario.overrides import lay_overrides
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.write import document


def varied(
    experiment: Experiment, parameters: Mapping[str, Any], *, seed: int | None = None
) -> Experiment:
    """Return an experiment with other parameters for all its scenarios.

    What a scenario sets for itself stays: it is part of what is compared.

    Parameters
    ----------
    experiment : Experiment
    parameters : mapping
        Values by dotted path under [parameters], as ``sanlian list parameters`` names them.
    seed : int, optional
        Seed of the design, if another.

    Raises
    ------
    ExperimentError
        With all problems, each with its place.
    """
    values = {f"parameters.{name}": value for name, value in parameters.items()}
    if seed is not None:
        values["design.seed"] = seed
    laid, problems = lay_overrides(document(experiment), values)
    if problems:
        raise ExperimentError(problems)
    changed = Experiment(**laid)
    data = next(iter(experiment.scenarios.values())).data
    return changed if data is None else changed.with_data(data.residents, data.ties)
