"""What a results directory holds, by its files."""

from pathlib import Path
from typing import Final, NamedTuple

from sanlian_sim.experiments.runs.directory import UnreadableDirectoryError, read_provenance
from sanlian_sim.experiments.runs.store import PROVENANCE


class Kind(NamedTuple):
    """A kind of results.

    Attributes
    ----------
    name : str
    command : str
        What writes them.
    mark : str
        Table by which they are known.
    tables : tuple of str
        Tables that are shown.
    """

    name: str
    command: str
    mark: str
    tables: tuple[str, ...]


COMPARISON: Final = "comparison.csv"
_SENSITIVITY: Final = ("morris", "sobol", "pairs", "tornado", "design")
KINDS: Final = (
    Kind(
        "claims", "sanlian claims", "claims",
        ("claims", "claims_deciders", "claims_levers", "claims_scales"),
    ),
    Kind("optimise", "sanlian optimise", "front", ("front", "trials")),
    Kind("discover", "sanlian discover", "boxes", ("boxes", "scores")),
    Kind(
        "calibrate", "sanlian calibrate", "posterior", ("posterior", "predictive", "populations")
    ),
    *(
        Kind("sensitivity", "sanlian sensitivity", mark, _SENSITIVITY)
        for mark in ("morris", "sobol", "tornado")
    ),
    Kind("sweep", "sanlian sweep", "sweep", ("design", "sweep")),
)  # fmt: skip
"""Kinds of results besides comparisons."""


def kind_of(directory: Path) -> Kind | None:
    """Return what a directory holds; None for a comparison.

    Raises
    ------
    UnreadableDirectoryError
        If it holds no results of which a report can be made.
    """
    # An analysis of a design that was run elsewhere has no provenance of its own.
    analysed = next((one for one in KINDS if (directory / f"{one.mark}.csv").is_file()), None)
    if analysed is not None and analysed.name == "sensitivity":
        return analysed
    read_provenance(directory)
    if (directory / COMPARISON).is_file():
        return None
    if analysed is None:
        raise UnreadableDirectoryError(
            f"{directory} holds {PROVENANCE}, but no results of which a report is made: neither"
            f" {COMPARISON} nor {_listed()}; of a single run none is made: 'sanlian compare' does"
        )
    return analysed


def _listed() -> str:
    return ", ".join(f"{one.mark}.csv" for one in KINDS)
