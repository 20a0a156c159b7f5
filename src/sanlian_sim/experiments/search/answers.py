"""What searches, calibrations and discoveries have in common: how they come about."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sanlian_sim.experiments.runs.provenance import asked_of, execution, machinery, software
from sanlian_sim.experiments.runs.run_log import Entry
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
        **software(),
        "experiment": asked_of(experiment),
        "question": dict(question),
        "runs": {
            "finished": len(runs) - len(failed),
            "failed": [f"{one.scenario}, seed {one.seed}: {one.reason}" for one in failed],
        },
        **machinery(*libraries),
        "execution": execution(begun, ended),
    }
