"""What searches, calibrations and discoveries have in common: how they come about."""

import os
import platform
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sanlian_sim.experiments.provenance import PACKAGE, PACKAGES, commit, version_of
from sanlian_sim.experiments.run_log import Entry
from sanlian_sim.scenario.schema import Experiment


def distinct(entries: Iterable[Entry]) -> list[Entry]:
    """Runs in their order, those that were asked for twice once."""
    return list({one.key: one for one in entries}.values())


def provenance_of_answer(
    experiment: Experiment,
    question: Mapping[str, Any],
    entries: Iterable[Entry],
    times: tuple[datetime, datetime],
    libraries: Iterable[str],
) -> dict[str, Any]:
    """Return what ``provenance.json`` holds; only ``execution`` differs between equal questions.

    Parameters
    ----------
    experiment : Experiment
    question : mapping
        What was asked of it, as JSON can hold it.
    entries : iterable of Entry
        All runs.
    times : (datetime, datetime)
        Begin and end.
    libraries : iterable of str
        Packages besides the usual whose versions can change a figure.
    """
    begun, ended = times
    runs = distinct(entries)
    failed = [one for one in runs if one.failed]
    return {
        "package": PACKAGE,
        "version": version_of(PACKAGE),
        "commit": commit(),
        "experiment": {
            "title": experiment.title,
            "sha256": experiment.content_hash(),
            "design": experiment.design.model_dump(mode="json"),
        },
        "question": dict(question),
        "runs": {
            "finished": len(runs) - len(failed),
            "failed": [f"{one.scenario}, seed {one.seed}: {one.reason}" for one in failed],
        },
        "python": platform.python_version(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "packages": {name: version_of(name) for name in (*PACKAGES, *libraries)},
        "execution": {
            "started": begun.isoformat(timespec="seconds"),
            "finished": ended.isoformat(timespec="seconds"),
            "seconds": round((ended - begun).total_seconds(), 3),
            "processors": os.cpu_count(),
        },
    }
