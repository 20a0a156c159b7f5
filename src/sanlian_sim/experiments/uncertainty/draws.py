"""Draws: variants of an experiment with parameters from their plausible ranges.

Each draw holds for all scenarios, so that they differ by policy alone. Parameters are drawn by
Latin hypercube (McKay, Beckman & Conover 1979) from triangular distributions. What determines load
moves together: need is drawn, staff follows from it by the rule of the model (equations S1, S2),
and only the load for which the staff is meant is drawn besides.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from sanlian_sim.experiments.uncertainty.ranges import Range, plausible_ranges
from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.parameters import shares_of_one
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment, Parameters, ServiceRow
from sanlian_sim.scenario.vary import variant

if TYPE_CHECKING:
    import pandas as pd

Values: TypeAlias = dict[str, Any]
"""Values by dotted path under [parameters]."""

# Draws have seeds of their own: seeds of replicates, and of calibration, are numbered below.
_FIRST_DRAW: Final = 2_000_000
_MOST_ATTEMPTS: Final = 1000

# What staffing and initial stocks expect of a service, by what it is expected of.
_FOLLOWERS: Final = {
    "self_report": "noticed_probability",
    "duration_weeks": "mean_service_weeks",
}
OFFICES: Final = "civil_servants_per_10000"
_OFFICE_WORK: Final = ("handover_minutes", "office_intake_share")
_ONE: Final = shares_of_one()


@dataclass(frozen=True, eq=False)
class Draws:
    """Variants of an experiment, and what was drawn.

    Attributes
    ----------
    experiment : Experiment
        What they are variants of.
    ranges : tuple of Range
        What was drawn from.
    values : tuple of mapping
        Values by dotted path under [parameters], draw by draw: those drawn, and what follows.
    points : tuple of Experiment
        The variants; each has luck of its own, so that chance averages out over draws.
    """

    experiment: Experiment
    ranges: tuple[Range, ...]
    values: tuple[Values, ...]
    points: tuple[Experiment, ...]

    def __len__(self) -> int:
        return len(self.points)

    def to_frame(self) -> "pd.DataFrame":
        """Values of the draws: draw, then a column for each parameter."""
        import pandas as pd

        frame = pd.DataFrame(list(self.values))
        frame.insert(0, "draw", range(len(self)))
        return frame


def draw_parameters(
    experiment: Experiment, number: int, *, names: Sequence[str] | None = None
) -> Draws:
    """Draw parameters from their plausible ranges.

    A parameter's draws depend on the design's seed, their number and its name, not on what else is
    drawn. Parameters that must sum to 1 are divided by their sum. Where a rule of the model is
    broken, the parameter that breaks it is drawn anew, which gives its distribution under the rule.

    Parameters
    ----------
    experiment : Experiment
    number : int
        How many draws.
    names : sequence of str, optional
        As for ``plausible_ranges``.

    Raises
    ------
    ExperimentError
        If there is no such parameter.
    ValueError
        If ``number`` is not positive.
    """
    if number < 1:
        raise ValueError(f"`draws` must be at least 1; got {number}")
    ranges = {one.name: one for one in plausible_ranges(experiment, names)}
    seed = experiment.design.seed
    shares = {level: _shares(seed, level, number) for level in _levels(ranges.values())}
    columns = {name: one.at(shares[one.level]) for name, one in ranges.items()}
    found = [
        _sound(experiment, ranges, {name: held[n] for name, held in columns.items()}, n)
        for n in range(number)
    ]
    values, points = zip(*found, strict=True)
    return Draws(experiment, tuple(ranges.values()), tuple(values), tuple(points))


def _levels(ranges: Iterable[Range]) -> list[str]:
    return list(dict.fromkeys(one.level for one in ranges))


def _shares(seed: int, level: str, number: int) -> NDArray[np.float64]:
    """One column of a Latin hypercube."""
    found = qmc.LatinHypercube(1, rng=_generator(seed, level)).random(number)
    return np.asarray(found[:, 0])


def _generator(*parts: object) -> np.random.Generator:
    digest = hashlib.sha256(repr(parts).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest))


def _sound(
    experiment: Experiment, ranges: Mapping[str, Range], drawn: Values, n: int
) -> tuple[Values, Experiment]:
    """Return a draw that keeps the rules of the model, with its experiment."""
    seed = replicate_seed(experiment.design.seed, _FIRST_DRAW + n)
    for attempt in range(_MOST_ATTEMPTS):
        values = _completed(experiment.parameters, drawn)
        settings = {f"parameters.{name}": value for name, value in values.items()}
        try:
            return values, variant(experiment, {**settings, "design.seed": seed})
        except ExperimentError as error:
            broken = {problem.place.rpartition("parameters.")[2] for problem in error.problems}
            if not broken <= ranges.keys():
                raise
            for name in sorted(broken):
                share = _generator(experiment.design.seed, name, n, attempt).random(1)
                drawn = {**drawn, name: ranges[name].at(share)[0]}
    raise ValueError(f"no draw of {', '.join(sorted(broken))} keeps the rules of the model")


def _completed(parameters: Parameters, drawn: Values) -> Values:
    """Add what follows from the values drawn."""
    values = dict(drawn)
    for names in _ONE:
        if values.keys() & set(names):
            parts = {name: values.get(name, getattr(parameters, name)) for name in names}
            values |= {name: part / sum(parts.values()) for name, part in parts.items()}
    values |= _offices(parameters, drawn)
    for service, row in parameters.services.items():
        for leader, follower in _FOLLOWERS.items():
            name, after = f"services.{service}.{leader}", f"services.{service}.{follower}"
            central = getattr(row, leader)
            if name in drawn and after not in drawn and central:
                factor = drawn[name] / central
                values[after] = _followed(follower, getattr(row, follower) * factor)
    return values


def _offices(parameters: Parameters, drawn: Values) -> Values:
    """Return offices with time for the hand-overs they do: minutes of each over time for them."""
    if OFFICES in drawn or not drawn.keys() & {*_OFFICE_WORK}:
        return {}
    minutes, share = (
        drawn.get(name, getattr(parameters, name)) / (getattr(parameters, name) or 1.0)
        for name in _OFFICE_WORK
    )
    about: Any = meta_of(Parameters.model_fields[OFFICES])
    posts = getattr(parameters, OFFICES) * minutes / share
    return {OFFICES: float(np.clip(posts, *about.bounds))}


def _followed(field: str, value: float) -> float:
    about: Any = meta_of(ServiceRow.model_fields[field])
    low, high = about.bounds
    return float(np.clip(value, low, high))
