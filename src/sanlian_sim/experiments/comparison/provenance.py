"""Where results come from: versions, platform, seeds and times."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sanlian_sim.dynamics.week import PHASES
from sanlian_sim.experiments.comparison.study import Study, notes_of
from sanlian_sim.experiments.runs.provenance import asked_of, execution, machinery, software
from sanlian_sim.outcomes.summary import MEASURES


def provenance_of(study: Study, draws: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what ``provenance.json`` holds; only ``execution`` differs between equal studies.

    Parameters
    ----------
    study : Study
    draws : mapping, optional
        How parameters were drawn, if they were.
    """
    experiment = study.experiment
    (notes,) = study.read(notes_of)
    return {
        **software(),
        "experiment": {
            **asked_of(experiment),
            "closures": {name: experiment.closure(name) for name in experiment.scenarios},
            "service_scales": {
                name: {"value": scale.value, "gap": scale.gap, "reached": scale.reached}
                for name, scale in study.scales.items()
            },
            "attached": any(one.data is not None for one in experiment.scenarios.values()),
            "precision": None if study.precision is None else asdict(study.precision),
        },
        "seeds": {str(task.replicate): task.seed for task in study.asked},
        "runs": {
            "asked": len(study.asked),
            "finished": len(study.results),
            "failed": [str(failure) for failure in study.failures],
            "interrupted": study.runs.interrupted,
            "recording": asdict(study.asked[0].recording),
            "own": _own(study),
            "notes": list(dict.fromkeys(note for one in notes.values() for note in one)),
        },
        "draws": draws,
        **machinery(),
        "execution": execution(
            study.started, study.finished, workers=study.workers,
            threads=max((task.threads for task in study.asked), default=1),
        ),
    }  # fmt: skip


def _own(study: Study) -> list[str]:
    """Names of phases and measures that are not the package's, with which no file can repeat it."""
    task = study.asked[0]
    phases = [one.name for one in task.phases if one not in PHASES]
    return phases + [one.__name__ for one in task.measures if one not in MEASURES]
