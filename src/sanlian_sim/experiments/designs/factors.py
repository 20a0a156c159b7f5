"""Factors: what a design varies, and between which values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sanlian_sim.experiments.designs.variables import Variable
from sanlian_sim.scenario.overrides import parse_overrides
from sanlian_sim.scenario.problems import ExperimentError, Problem

Given: TypeAlias = tuple[Any, ...] | Sequence[Any] | None
"""A tuple (low, high) or (low, high, levels), a list of values, or None for what is plausible."""
Over: TypeAlias = Mapping[str, Given]
"""What to vary, by dotted path."""
Distribution: TypeAlias = Literal["uniform", "triangular"]

_LEVELS: Final = 3
_ROUNDING: Final = 1e-9
_READS: Final = "must read LOW:HIGH, LOW:HIGH:LEVELS, or values with commas between them"


@dataclass(frozen=True)
class Factor:
    """One thing that a design varies.

    Attributes
    ----------
    path : str
        Dotted path in the experiment.
    low, high : float
        In the unit of the value.
    central : float
        Value without the design; the mode where the distribution is triangular.
    whole : bool
        Whether it takes whole numbers alone.
    values : tuple
        The values it takes, where they were told one by one; low and high are then the numbers of
        the first and the last, and central that of the value without the design.
    levels : int
        Values it takes in a grid, evenly spaced.
    unit : str
    """

    path: str
    low: float
    high: float
    central: float
    whole: bool = False
    values: tuple[Any, ...] = ()
    levels: int = _LEVELS
    unit: str = ""

    def at(self, shares: ArrayLike, distribution: Distribution = "uniform") -> list[Any]:
        """Return values below which lie given shares of the factor's distribution.

        Parameters
        ----------
        shares : array_like, shape (n,)
            Between 0 and 1.
        distribution : {"uniform", "triangular"}
            Between low and high, the latter with its mode at central. Values that were told one by
            one are all as likely.
        """
        u = np.asarray(shares, dtype=np.float64)
        if self.values:
            return [self.values[n] for n in _whole(u, len(self.values))]
        if distribution == "triangular":
            found: NDArray[np.float64] = self._triangular(u)
        elif self.whole:
            found = np.asarray(
                self.low + _whole(u, round(self.high - self.low) + 1), dtype=np.float64
            )
        else:
            found = np.asarray(self.low + u * (self.high - self.low))
        return self._typed(found)

    def grid(self) -> list[Any]:
        """Return the values it takes in a grid."""
        if self.values:
            return list(self.values)
        return list(dict.fromkeys(self._typed(np.linspace(self.low, self.high, self.levels))))

    def ends(self) -> tuple[Any, Any, Any]:
        """Return the low, central and high value."""
        if self.values:
            low, central, high = (self.values[int(n)] for n in (self.low, self.central, self.high))
        else:
            low, central, high = self._typed(np.array([self.low, self.central, self.high]))
        return low, central, high

    def numbers(self, values: Sequence[Any]) -> NDArray[np.float64]:
        """Return values as numbers: as they are, or those of values told one by one."""
        told = [self.values.index(one) for one in values] if self.values else list(values)
        return np.asarray(told, dtype=np.float64)

    def _triangular(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.stats import triang

        margin = 0.5 if self.whole else 0.0
        low, width = self.low - margin, self.high - self.low + 2 * margin
        return np.asarray(triang.ppf(shares, (self.central - low) / width, low, width))

    def _typed(self, values: NDArray[np.float64]) -> list[Any]:
        inside = np.clip(values, self.low, self.high)
        return [int(one) for one in np.rint(inside)] if self.whole else inside.tolist()


def _whole(shares: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """Numbers 0 to ``number`` - 1, of which each has an equal part of the shares."""
    found = np.floor(shares * number + _ROUNDING).astype(np.int64)
    return np.minimum(found, number - 1)


def read_over(texts: Sequence[str]) -> dict[str, Given]:
    """Read what to vary from texts ``KEY``, ``KEY=LOW:HIGH[:LEVELS]`` or ``KEY=A,B,C``.

    Raises
    ------
    ExperimentError
        With each text that cannot be read.
    """
    found: dict[str, Given] = {}
    problems: list[Problem] = []
    for text in texts:
        key, equals, told = (part.strip() for part in text.partition("="))
        try:
            given = _given(key, told) if equals else None
        except ExperimentError as error:
            problems += error.problems
            continue
        if key in found:
            problems.append(Problem(key, None, "is varied twice"))
        found[key] = given
    if problems:
        raise ExperimentError(problems)
    return found


def _given(key: str, told: str) -> Given:
    parted = told.split(":" if ":" in told else ",")
    try:
        parts = [parse_overrides([f"value={part}"])["value"] for part in parted]
    except ExperimentError:
        raise ExperimentError([Problem(key, told, _READS)]) from None
    return tuple(parts) if ":" in told else parts


def make_factors(over: Over, known: Mapping[str, Variable]) -> list[Factor]:
    """Return the factors of what is to be varied.

    Parameters
    ----------
    over : mapping
    known : mapping
        What is known of the variables of an experiment, by path.

    Raises
    ------
    ExperimentError
        With all that is wrong.
    """
    factors: list[Factor] = []
    problems: list[Problem] = []
    for path, given in over.items():
        variable = known.get(path, Variable())
        made = (
            _of_values(path, list(given), variable)
            if isinstance(given, Sequence) and not isinstance(given, str | tuple)
            else _of_range(path, given, variable)
        )
        if isinstance(made, Problem):
            problems.append(made)
        else:
            factors.append(made)
    if problems:
        raise ExperimentError(problems)
    return factors


def _of_values(path: str, values: list[Any], variable: Variable) -> Factor | Problem:
    distinct = [one for n, one in enumerate(values) if one not in values[:n]]
    if len(distinct) < 2 or len(distinct) < len(values):
        return Problem(path, values, "needs two or more different values")
    at = distinct.index(variable.central) if variable.central in distinct else 0
    return Factor(
        path, 0.0, len(values) - 1.0, float(at), values=tuple(values), unit=variable.unit
    )  # fmt: skip


def _of_range(path: str, given: Any, variable: Variable) -> Factor | Problem:
    if given is None:
        return _plausible(path, variable)
    if not isinstance(given, tuple) or len(given) not in (2, 3) or not all(map(_number, given)):
        return Problem(path, str(given), _READS)
    low, high = given[:2]
    levels = given[2] if len(given) > 2 else _LEVELS
    if not low < high:
        return Problem(path, f"{low}:{high}", "the low end must lie below the high end")
    if not isinstance(levels, int) or levels < 2:
        return Problem(path, levels, "needs two levels or more")
    if variable.whole and not (float(low).is_integer() and float(high).is_integer()):
        return Problem(path, f"{low}:{high}", "takes whole numbers alone")
    return _between(path, low, high, levels, variable)


def _plausible(path: str, variable: Variable) -> Factor | Problem:
    if isinstance(variable.central, bool):
        return _of_values(path, [False, True], variable)
    low, high = variable.low, variable.high
    if low is None or high is None or not low < high:
        return Problem(path, None, "has no plausible range", f"give one, as in {path}=LOW:HIGH")
    return _between(path, low, high, _LEVELS, variable)


def _between(path: str, low: float, high: float, levels: int, variable: Variable) -> Factor:
    central = variable.central
    middle = float(central) if _number(central) else (low + high) / 2
    return Factor(
        path, float(low), float(high), middle, whole=variable.whole, levels=levels,
        unit=variable.unit,
    )  # fmt: skip


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
