"""Designs: the points at which a model is run, one value of every factor each.

Shares of a sample between 0 and 1 become values by ``Factor.at``, so that every design knows whole
numbers, values told one by one, and distributions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.designs.factors import Distribution, Factor
from sanlian_sim.experiments.runs.extras import import_extra
from sanlian_sim.scenario.problems import ExperimentError, Problem

if TYPE_CHECKING:
    import pandas as pd

Floats: TypeAlias = NDArray[np.float64]

_EXTRA: Final = "sensitivity"
MORRIS_LEVELS: Final = 4
MOST_POINTS: Final = 1_000_000
POINT: Final = "point"
DISTRIBUTIONS: Final = ("uniform", "triangular")


@dataclass(frozen=True, eq=False)
class Design:
    """Points at which a model is run.

    Attributes
    ----------
    kind : str
        How they were chosen: "grid", "lhs" (Latin hypercube), "sobol" (Sobol sequence), "morris"
        (trajectories), "saltelli" (for Sobol indices), "tornado" (one factor at a time) or
        "given" by the user.
    factors : tuple of Factor
    points : DataFrame
        One row per point, one column per factor; the index, named "point", numbers them.
    seed : int
    distribution : {"uniform", "triangular"}
    pairs : bool
        Whether a design for Sobol indices tells those of pairs too.
    """

    kind: str
    factors: tuple[Factor, ...]
    points: "pd.DataFrame"
    seed: int = 0
    distribution: Distribution = "uniform"
    pairs: bool = False

    @property
    def paths(self) -> list[str]:
        """Paths of the factors."""
        return [factor.path for factor in self.factors]

    @property
    def block(self) -> int:
        """Points that stand and fall together: a trajectory, or the rows of one base point."""
        number = len(self.factors)
        blocks = {"morris": number + 1, "saltelli": (2 if self.pairs else 1) * number + 2}
        return blocks.get(self.kind, 1)

    def overrides(self) -> list[dict[str, Any]]:
        """Return the values of every point by path."""
        columns = [self.points[path].tolist() for path in self.paths]
        return [dict(zip(self.paths, row, strict=True)) for row in zip(*columns, strict=True)]

    def numbers(self) -> Floats:
        """Return the points as numbers, shape (points, factors)."""
        columns = [one.numbers(self.points[one.path].tolist()) for one in self.factors]
        return np.column_stack(columns)


def make_design(
    kind: str,
    factors: Sequence[Factor],
    *,
    points: int | None = None,
    seed: int = 0,
    distribution: Distribution = "uniform",
    pairs: bool = False,
) -> Design:
    """Choose the points of a design.

    Parameters
    ----------
    kind : {"grid", "lhs", "sobol", "morris", "saltelli", "tornado"}
        All combinations of levels; Latin hypercube; Sobol sequence; trajectories of Morris (1991)
        as Campolongo et al. (2007) choose and read them; Saltelli's sample (2010) for Sobol
        indices; every factor low and high with the others central.
    factors : sequence of Factor
    points : int, optional
        Of a Latin hypercube or Sobol sequence; trajectories, or base points of Saltelli's sample.
    seed : int
        Equal seeds, equal designs.
    distribution : {"uniform", "triangular"}
    pairs : bool
        Whether Saltelli's sample shall tell the indices of pairs too.

    Raises
    ------
    ExperimentError
        With all that is wrong with the factors and the number of points.
    MissingExtraError
        If SALib is needed and not installed.
    """
    number = _DEFAULT_POINTS.get(kind, 1) if points is None else points
    problems = [
        *_size_problems(kind, factors, number, points),
        *_shape_problems(factors, distribution),
    ]
    if problems:
        raise ExperimentError(problems)
    empty = Design(kind, tuple(factors), _frame([], []), seed, distribution, pairs)
    if kind == "grid":
        rows: Sequence[Sequence[Any]] = list(product(*(one.grid() for one in factors)))
    elif kind == "tornado":
        rows = _one_at_a_time(factors)
    else:
        shares = _SAMPLES[kind](empty, number)
        rows = list(
            zip(
                *(f.at(u, distribution) for f, u in zip(factors, shares.T, strict=True)),
                strict=True,
            )
        )
    return Design(kind, tuple(factors), _frame(rows, empty.paths), seed, distribution, pairs)


def _frame(rows: Sequence[Sequence[Any]], paths: Sequence[str]) -> "pd.DataFrame":
    import pandas as pd

    index = pd.RangeIndex(len(rows), name=POINT)
    columns = list(zip(*rows, strict=True)) or [()] * len(paths)
    return pd.DataFrame(dict(zip(paths, map(list, columns), strict=True)), index=index)


def _one_at_a_time(factors: Sequence[Factor]) -> list[list[Any]]:
    ends = [one.ends() for one in factors]
    rows = [[central for _, central, _ in ends]]
    for n, (low, _, high) in enumerate(ends):
        rows += [[*rows[0][:n], one, *rows[0][n + 1 :]] for one in (low, high)]
    return rows


def _latin_hypercube(design: Design, number: int) -> Floats:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(len(design.factors), seed=design.seed).random(number))


def _sobol_sequence(design: Design, number: int) -> Floats:
    from scipy.stats import qmc

    sequence = qmc.Sobol(len(design.factors), seed=design.seed)
    return np.asarray(sequence.random_base2(number.bit_length() - 1))


def _trajectories(design: Design, number: int) -> Floats:
    morris = salib("sample.morris")
    return np.asarray(morris.sample(problem(design), number, MORRIS_LEVELS, seed=design.seed))


def _saltelli(design: Design, number: int) -> Floats:
    sobol = salib("sample.sobol")
    found = sobol.sample(
        problem(design), number, calc_second_order=design.pairs, seed=design.seed
    )  # fmt: skip
    return np.asarray(found)


_SAMPLES: Final[Mapping[str, Callable[[Design, int], Floats]]] = {
    "lhs": _latin_hypercube,
    "sobol": _sobol_sequence,
    "morris": _trajectories,
    "saltelli": _saltelli,
}
_DEFAULT_POINTS: Final = {"lhs": 64, "sobol": 64, "morris": 10, "saltelli": 64}


def salib(part: str) -> Any:
    """Return a part of SALib.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    import_extra("SALib", _EXTRA)
    return import_module(f"SALib.{part}")


def problem(design: Design) -> dict[str, Any]:
    """Return what SALib calls a problem; it draws shares, which factors make values of."""
    number = len(design.factors)
    return {"num_vars": number, "names": design.paths, "bounds": [[0.0, 1.0]] * number}


def _size_problems(
    kind: str, factors: Sequence[Factor], number: int, points: int | None
) -> list[Problem]:
    if not factors:
        return [Problem("over", None, "nothing is varied", "name what to vary: KEY=LOW:HIGH")]
    if kind in ("grid", "tornado"):
        if points is not None:
            rule = f"not used by a {kind}, whose points follow from the factors"
            return [
                Problem("points", points, rule, "leave it out; levels are set by KEY=LOW:HIGH:N")
            ]
        number = prod(len(one.grid()) for one in factors) if kind == "grid" else 1
    least = 2 if kind in ("morris", "saltelli") else 1
    if number < least:
        return [Problem("points", number, f"must be at least {least}")]
    if kind in ("sobol", "saltelli") and number & (number - 1):
        below = 1 << (number.bit_length() - 1)
        return [Problem("points", number, "must be a power of two", f"use {below} or {2 * below}")]
    total = number * Design(kind, tuple(factors), _frame([], [])).block
    if total > MOST_POINTS:
        return [Problem("points", total, f"at most {MOST_POINTS:,} points")]
    return []


def _shape_problems(factors: Sequence[Factor], distribution: str) -> list[Problem]:
    if distribution not in DISTRIBUTIONS:
        return [Problem("distribution", distribution, "must be uniform or triangular")]
    if distribution == "uniform":
        return []
    rule = "its value without the design must lie between low and high, to be the mode"
    return [
        Problem(one.path, one.central, rule, f"low is {one.low}, high is {one.high}")
        for one in factors
        if not one.values and not one.low <= one.central <= one.high
    ]
