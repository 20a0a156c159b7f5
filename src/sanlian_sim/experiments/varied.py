"""Variants of an experiment, and the numbers that are varied: path, bounds, unit, meaning."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sanlian_sim.scenario.describe import describe_parameters
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.overrides import lay_overrides, split_path
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Experiment, Levers, Scenario
from sanlian_sim.scenario.write import document

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


class Known(NamedTuple):
    """What is on record of the number at a path: plausible range, value now, unit, meaning."""

    low: float | None
    high: float | None
    value: Any
    unit: str = ""
    meaning: str = ""


def variant(experiment: Experiment, settings: Mapping[str, Any]) -> Experiment:
    """Return an experiment with values set by dotted path; attached tables stay attached.

    Raises
    ------
    ExperimentError
        If a path is not there or a value is not allowed.
    """
    laid, problems = lay_overrides(document(experiment), settings)
    try:
        changed = Experiment(**laid)
    except ExperimentError as error:
        raise ExperimentError([*problems, *error.problems]) from None
    if problems:
        raise ExperimentError(problems)
    data = next(iter(experiment.scenarios.values())).data
    return changed if data is None else changed.with_data(data.residents, data.ties)


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
    """
    found: list[Varied] = []
    problems: list[Problem] = []
    for text in asked:
        path, _, bounds = (part.strip() for part in text.partition("="))
        try:
            one = _read(experiment, path, bounds, modes)
            if any(other.path == path for other in found):
                raise ExperimentError([Problem(path, None, "is varied twice")])
            found.append(one)
        except ExperimentError as error:
            problems += error.problems
    return found, problems


def known_at(experiment: Experiment, path: str) -> Known | None:
    """Return what is on record of the number at a path; None if nothing is."""
    parts = split_path(path) or []
    if parts[:1] == ["parameters"]:
        return _parameter(experiment.parameters, parts[1:])
    if len(parts) > 3 and parts[0] == "scenarios" and parts[1] in experiment.scenarios:
        scenario = experiment.scenarios[parts[1]]
        if parts[2] == "parameters":
            return _parameter(scenario.policy.parameters, parts[3:])
        return _of_scenario(scenario, parts[2], parts[3])
    if len(parts) == 3 and parts[::2] == ["scenarios", "delegation"]:
        return _delegation(None)
    return _in_document(experiment, parts)


def _read(experiment: Experiment, path: str, bounds: str, modes: bool) -> Varied:
    known = known_at(experiment, path)
    numbers = _numbers(path, bounds, modes)
    if not numbers:
        numbers = _on_record(experiment, path, known)
    low, high = numbers[0], numbers[-1]
    if sorted(set(numbers)) != list(numbers):
        raise ExperimentError([Problem(path, bounds or None, "bounds must rise")])
    for value in (low, high):
        whole = known is not None and type(known.value) is int
        variant(experiment, {path: round(value) if whole else value})
    if known is None:
        return Varied(path, low, high, mode=_mode(numbers))
    if isinstance(known.value, bool) or not isinstance(known.value, int | float | None):
        raise ExperimentError([Problem(path, known.value, "is no number that could be varied")])
    return Varied(
        path, low, high, known.unit, known.meaning, _mode(numbers), type(known.value) is int
    )


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


def _on_record(experiment: Experiment, path: str, known: Known | None) -> list[float]:
    """Plausible range of a path; what is wrong with the path comes before that it has none."""
    if known is None:
        variant(experiment, {path: 0})
    if known is None or known.low is None or known.high is None:
        rule = "has no plausible range on record"
        raise ExperimentError([Problem(path, None, rule, f"give one: {path}=LOW:HIGH")])
    return [known.low, known.high]


def _parameter(parameters: Any, parts: Sequence[str]) -> Known | None:
    name = ".".join(parts)
    rows = (row for row in describe_parameters(parameters) if row.name == name)
    row = next(rows, None)
    return row and Known(row.low, row.high, row.value, row.unit, row.meaning)


def _of_scenario(scenario: Scenario, section: str, name: str) -> Known | None:
    policy = scenario.policy
    if section == "levers" and name in Levers.model_fields:
        meta, value = meta_of(Levers.model_fields[name]), getattr(policy.levers, name)
        if meta is None:
            return Known(None, None, value)
        return Known(*meta.range_around(float(value)), value, meta.unit, meta.meaning)
    if section == "delegation" and name in policy.delegation:
        return _delegation(name)
    if section == "rollout" and hasattr(scenario.rollout, name):
        return Known(None, None, getattr(scenario.rollout, name), "weeks")
    return None


def _delegation(service: str | None) -> Known:
    meta = meta_of(Levers.model_fields["delegation_default"])
    assert meta is not None
    what = f"{service} handed" if service else "each service handed"
    return Known(*meta.plausible, 0.0, meta.unit, f"Part of {what} to social organisations")


def _in_document(experiment: Experiment, parts: Sequence[str]) -> Known | None:
    value: Any = document(experiment)
    for part in parts:
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return Known(None, None, value)
