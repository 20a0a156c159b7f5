"""Variants of an experiment: the same question with other values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sanlian_sim.scenario.overrides import lay_overrides
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.write import document


def variant(experiment: Experiment, settings: Mapping[str, Any]) -> Experiment:
    """Return an experiment with values set by dotted path; attached tables stay attached.

    What a scenario sets for itself stays where a path is about all of them: it is part of what is
    compared.

    Parameters
    ----------
    experiment : Experiment
    settings : mapping
        Values by dotted path in the experiment, as ``--set`` takes them.

    Raises
    ------
    ExperimentError
        With all problems: paths that are not there, values that are not allowed.
    """
    laid, problems = lay_overrides(document(experiment), settings)
    try:
        changed = Experiment(**laid)
    except ExperimentError as error:
        raise ExperimentError([*problems, *error.problems]) from None
    if problems:
        raise ExperimentError(problems)
    data = next(iter(experiment.scenarios.values())).data
    return changed if data is None else changed.with_data(data.residents, data.ties)
