"""The command by which a comparison is made again, of what its provenance tells."""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from sanlian_sim.experiments.runs.store import EXPERIMENT


def command_again(provenance: Mapping[str, Any], output: str) -> str:
    """Return the command that makes the same results of the experiment beside them.

    Parameters
    ----------
    provenance : mapping
        Of a comparison, as ``provenance.json`` holds it.
    output : str
        The directory to be made.

    Returns
    -------
    str
        Words are quoted where a shell would take them for something else.
    """
    words = [
        "sanlian", "compare", EXPERIMENT, *_replicates(provenance),
        *_draws(provenance.get("draws")), *_recording(provenance["runs"].get("recording", {})),
        "-o", output,
    ]  # fmt: skip
    return shlex.join(words)


def _replicates(provenance: Mapping[str, Any]) -> Iterator[str]:
    """Tell how many were asked for, which a program may have chosen in place of the design."""
    precision = provenance["experiment"].get("precision")
    if precision is None:
        yield from ("--replicates", str(len(provenance["seeds"])))
        return
    for name, width in precision["asked"].items():
        yield from ("--until-halfwidth", f"{name}={width:g}")
    yield from ("--max-replicates", str(precision["most"]))


def _draws(draws: Mapping[str, Any] | None) -> Iterator[str]:
    if draws is None:
        return
    yield from ("--draws", str(draws["number"]))
    yield from ("--replicates-per-draw", str(draws["replicates"]))
    for name in draws["parameters"] or ():
        yield from ("--draw", name)


def _recording(recording: Mapping[str, Any]) -> Iterator[str]:
    if recording.get("cases"):
        yield "--cases"
    if recording.get("weekly") == "community":
        yield "--by-community"
