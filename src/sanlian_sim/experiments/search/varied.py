"""Numbers that a search varies: path, bounds, unit, meaning."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sanlian_sim.experiments.designs.variables import Variable, variables
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.vary import variant

_RANGE: Final = "must read PATH=LOW:HIGH"
_SHAPE: Final = "must read PATH, PATH=LOW:HIGH or PATH=LOW:MODE:HIGH"


@dataclass(frozen=True)
class Varied:
    """A number that is varied.

    Attributes
    ----------
    path : str
        Dotted path in the experiment.
    low, high : float
        Bounds, in the unit.
    unit, meaning : str
        Empty where the model has none on record.
    mode : float or None
        Likeliest value, where one was given.
    whole : bool
        Whether only whole numbers will do.
    along : tuple of (str, float)
        Paths that are set with it, each to the value times a factor.
    """

    path: str
    low: float
    high: float
    unit: str = ""
    meaning: str = ""
    mode: float | None = None
    whole: bool = False
    along: tuple[tuple[str, float], ...] = ()

    def settings(self, value: float) -> dict[str, float]:
        """Return what a value sets, by dotted path."""
        own: float = round(value) if self.whole else float(value)
        return {self.path: own} | {path: own * factor for path, factor in self.along}


def read_varied(
    experiment: Experiment, asked: Iterable[str], *, modes: bool = False
) -> tuple[list[Varied], list[Problem]]:
    """Read texts ``PATH``, ``PATH=LOW:HIGH`` or, with ``modes``, ``PATH=LOW:MODE:HIGH``.

    Without bounds the plausible range on record holds.

    Returns
    -------
    list of Varied
        Those that are right.
    list of Problem
        All that is wrong with the others.

    Raises
    ------
    TypeError
        If one text, or a mapping whose values would not be read, is given in place of several.
    """
    if isinstance(asked, str | Mapping):
        raise TypeError(
            "name what is varied in a list of texts, as ['parameters.load_scale=0.8:1.2'];"
            f" got {type(asked).__name__}"
        )
    known = variables(experiment)
    found: list[Varied] = []
    problems: list[Problem] = []
    for text in asked:
        path, _, bounds = (part.strip() for part in text.partition("="))
        try:
            one = _read(experiment, known.get(path), path, _numbers(path, bounds, modes))
            if any(other.path == path for other in found):
                raise ExperimentError([Problem(path, None, "is varied twice")])
            found.append(one)
        except ExperimentError as error:
            problems += error.problems
    return found, problems


def _read(
    experiment: Experiment, known: Variable | None, path: str, told: Sequence[float]
) -> Varied:
    numbers = told or _on_record(experiment, path, known)
    low, high = numbers[0], numbers[-1]
    if sorted(set(numbers)) != list(numbers):
        bounds = ":".join(f"{one:g}" for one in told)
        raise ExperimentError([Problem(path, bounds or None, "bounds must rise")])
    about = known or Variable()
    for value in (low, high):
        variant(experiment, {path: round(value) if about.whole else value})
    if isinstance(about.central, bool) or not isinstance(about.central, int | float | None):
        raise ExperimentError([Problem(path, about.central, "is no number that could be varied")])
    return Varied(
        path, low, high, about.unit, about.meaning, _mode(numbers), about.whole
    )  # fmt: skip


def _mode(numbers: Sequence[float]) -> float | None:
    return numbers[1] if len(numbers) == 3 else None


def _numbers(path: str, bounds: str, modes: bool) -> list[float]:
    if not bounds:
        return []
    try:
        numbers = [float(part) for part in bounds.split(":")]
    except ValueError:
        numbers = []
    if len(numbers) not in ((2, 3) if modes else (2,)):
        raise ExperimentError([Problem(path, bounds, _SHAPE if modes else _RANGE)])
    return numbers


def _on_record(experiment: Experiment, path: str, known: Variable | None) -> list[float]:
    """Plausible range of a path; what is wrong with the path comes before that it has none."""
    if known is None:
        variant(experiment, {path: 0})
    if known is None or known.low is None or known.high is None:
        rule = "has no plausible range on record"
        raise ExperimentError([Problem(path, None, rule, f"give one: {path}=LOW:HIGH")])
    return [known.low, known.high]
