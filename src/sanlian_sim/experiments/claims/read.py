"""Reading claims: those of the library by their id, a user's own by their file."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from sanlian_sim.experiments.claims.schema import Claim, Measure, Mode, Shared, Term
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.scenario.load import read_document
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.world.groups import GROUPS

_SHARED: Final = "shared"
_OF_A_TERM: Final = ("outcome", "outcomes", "scenarios", "group", "service")


def library_ids() -> list[str]:
    """Ids of the claims of the library, in their order."""
    found = files(__package__).joinpath("library").iterdir()
    names = [Path(entry.name).stem for entry in found if entry.name.endswith(".toml")]
    return sorted((name.upper() for name in names if name != _SHARED), key=lambda one: int(one[1:]))


@cache
def shared_design() -> Shared:
    """Return what all claims have in common."""
    held = _of_library(_SHARED)
    modes = {name: Mode(**_tupled(one, "scales")) for name, one in held["modes"].items()}
    levers = {name: tuple(one) for name, one in held["levers"].items()}
    return Shared(
        experiment=held["experiment"], drawn=tuple(held["drawn"]), levers=levers, modes=modes
    )


def read_claims(asked: Sequence[str | Path] = ()) -> list[Claim]:
    """Return claims.

    Parameters
    ----------
    asked : sequence of str or path
        Ids of the library such as ``"C2"``, or files of the user's own; all of the library by
        default.

    Raises
    ------
    ExperimentError
        With all problems: an unknown id, a file that is no claim, a claim that stands twice.
    """
    claims: list[Claim] = []
    problems: list[Problem] = []
    for one in asked or library_ids():
        try:
            claims.append(_claim(one))
        except ExperimentError as error:
            problems += error.problems
    ids = [claim.id for claim in claims]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    problems += [Problem("id", one, "two claims have it", "rename one") for one in twice]
    if problems:
        raise ExperimentError(problems)
    return claims


def _claim(asked: str | Path) -> Claim:
    known = library_ids()
    if str(asked).upper() in known:
        return claim_of(_of_library(str(asked).lower()), str(asked).upper())
    path = Path(asked)
    if path.suffix != ".toml":
        raise ExperimentError([Problem(str(asked), None, "no such claim", nearest(asked, known))])
    return claim_of(read_document(path), str(path))


def claim_of(document: Mapping[str, Any], place: str) -> Claim:
    """Return the claim that a document states.

    Parameters
    ----------
    document : mapping
        The tables of its file.
    place : str
        What messages call it.

    Raises
    ------
    ExperimentError
        With its problems.
    """
    values = dict(document)
    try:
        values["measures"] = tuple(_measure(one) for one in values.get("measures", ()))
        claim = Claim(**values)
    except ExperimentError as error:
        raise ExperimentError(
            replace(one, place=f"{place}: {one.place}") for one in error.problems
        ) from None
    problems = [*_unknown(claim)]
    if problems:
        raise ExperimentError(replace(one, place=f"{place}: {one.place}") for one in problems)
    return claim


def _measure(held: Mapping[str, Any]) -> Measure:
    """Return a measure; one that has no terms is a term itself."""
    values = dict(held)
    for name in ("terms", "least"):
        if name in values:
            values[name] = tuple(Term(**one) for one in values[name])
    plain = {name: values.pop(name) for name in _OF_A_TERM if name in values}
    if plain:
        values["terms"] = (Term(**plain), *values.get("terms", ()))
    measure = Measure(**values)
    (unit, *_) = [*_units(measure), ""]
    return measure if measure.unit else measure.model_copy(update={"unit": unit})


def _units(measure: Measure) -> Iterable[str]:
    """Unit of its outcomes, where it follows from them."""
    names = [name for part in measure.parts for name in part.weights]
    if measure.least or len(measure.terms) == 1:
        yield from (OUTCOMES[name].unit for name in names if name in OUTCOMES)


def _unknown(claim: Claim) -> Iterable[Problem]:
    known = [*shared_design().experiment["scenarios"], *claim.scenarios]
    for n, measure in enumerate(claim.measures):
        for part in measure.parts:
            for place, names, there in (
                ("outcome", part.weights, OUTCOMES),
                ("scenarios", part.scenarios, known),
                ("group", [part.group], GROUPS),
            ):
                for name in names:
                    if name not in there:
                        rule = f"no such {place.rstrip('s')}"
                        where = f"measures.{n}.{place}"
                        yield Problem(where, name, rule, nearest(name, there))
    for name in [claim.imposed, *claim.equal_to, *claim.equal_to.values()]:
        if name and name not in known:
            yield Problem("imposed or equal_to", name, "no such scenario", nearest(name, known))


def _of_library(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath("library", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _tupled(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**values, **{name: tuple(values[name]) for name in names}}
