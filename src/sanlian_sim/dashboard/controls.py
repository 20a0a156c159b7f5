"""What can be moved on the page, as data: its place in the file, its range, its unit.

Labels stand in ``language/words/dashboard.toml`` under the same names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sanlian_sim.scenario.overrides import split_path
from sanlian_sim.scenario.problems import Problem, joined

Kind = Literal["number", "whole", "choice"]
Values = Mapping[str, Any]
Document = Mapping[str, Any]

SCENARIO: Final = "SCENARIO"
"""Stands in paths for the name of the scenario that is moved."""


@dataclass(frozen=True)
class Control:
    """One thing that can be moved.

    Attributes
    ----------
    name : str
    paths : tuple of str
        Dotted paths in the file that it sets.
    part : {"policy", "both", "world"}
        The policy of the scenario that is moved; residents of both; the place and its luck.
    kind : {"number", "whole", "choice"}
        A slider, a field for a whole number, or one of ``choices``.
    low, high, step : float
        Of the slider. The model's own bounds are wider.
    unit : str
        Name of its unit in ``language/words/dashboard.toml``; "" for a pure share.
    choices : tuple of str
        Names in ``language/words/dashboard.toml``.
    relative : bool
        The value is a factor on what the file has.
    blank : bool
        May be left empty.
    """

    name: str
    paths: tuple[str, ...]
    part: Literal["policy", "both", "world"]
    kind: Kind = "number"
    low: float = 0.0
    high: float = 1.0
    step: float = 0.05
    unit: str = ""
    choices: tuple[str, ...] = ()
    relative: bool = False
    blank: bool = False


_LEVERS: Final = f"scenarios.{SCENARIO}.levers"
_ROWS: Final = f"scenarios.{SCENARIO}.parameters.instruments"
INSTRUMENTS: Final = ("purchase", "venture", "outsourcing")
DELEGATION: Final = "delegation"
MIX: Final = "instruments"

CONTROLS: Final[Mapping[str, Control]] = {
    control.name: control
    for control in (
        Control(
            "monitoring", tuple(f"{_ROWS}.{name}.monitoring_share" for name in INSTRUMENTS),
            "policy", high=4.0, step=0.25, unit="usual", relative=True,
        ),
        Control("platform", (f"{_LEVERS}.platform_level",), "policy"),
        Control(
            "workers", (f"{_LEVERS}.workers_per_10000",), "policy", high=3.0, step=0.1,
            unit="posts",
        ),
        Control(
            "employer", (f"{_LEVERS}.worker_employer",), "policy", "choice",
            choices=("none", "committee", "organisation"),
        ),
        Control("awareness", ("parameters.awareness_baseline",), "both"),
        Control("response", ("parameters.response_awareness",), "both", high=3.0, step=0.1,
                unit="log_odds"),
        Control("ageing", ("parameters.ageing_points_per_year",), "both", high=2.0, step=0.1,
                unit="percent_year"),
        Control("population", ("community.population",), "world", "whole", unit="residents",
                blank=True),
        Control("communities", ("community.communities",), "world", "whole", blank=True),
        Control("seed", ("design.seed",), "world", "whole"),
        Control("closure", ("design.closure",), "world", "choice",
                choices=("equal_budget", "as_is")),
    )
}  # fmt: skip
"""By name, in the order of the page; delegation and the mix of instruments have their own."""


def parts_of(path: str, scenario: str) -> tuple[str, ...]:
    """Keys of a path, with the name of the scenario that is moved put in."""
    return tuple(scenario if part == SCENARIO else part for part in split_path(path) or ())


def value_at(document: Document, keys: tuple[str, ...]) -> Any:
    """Return what a document has at a place, None if nothing."""
    found: Any = document
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def initial(document: Document, scenario: str) -> dict[str, Any]:
    """Return the values of all controls in a document whose defaults are filled in.

    Returns
    -------
    dict
        By name of control; ``delegation`` and ``instruments`` hold a share by service and by
        instrument.
    """
    own = document["scenarios"][scenario]
    values: dict[str, Any] = {DELEGATION: dict(own[DELEGATION]), MIX: dict(own[MIX])}
    for control in CONTROLS.values():
        first = parts_of(control.paths[0], scenario)
        values[control.name] = 1.0 if control.relative else value_at(document, first)
    return values


def overrides(document: Document, scenario: str, before: Values, values: Values) -> dict[str, Any]:
    """Return what has been moved, by dotted path.

    Parameters
    ----------
    document : mapping
        The experiment, defaults filled in.
    scenario : str
        Name of the one that is moved.
    before, values : mapping
        Values of controls as the document has them, and as they are now.
    """
    laid: dict[str, Any] = {
        joined("scenarios", scenario, name): dict(values[name])
        for name in (DELEGATION, MIX)
        if values[name] != before[name]
    }
    for control in CONTROLS.values():
        if values[control.name] != before[control.name]:
            laid |= _moved(document, scenario, control, values[control.name])
    return laid


def _moved(document: Document, scenario: str, control: Control, value: Any) -> dict[str, Any]:
    laid = {}
    for path in control.paths:
        for keys in _places(document, parts_of(path, scenario)):
            laid[joined(*keys)] = value * _usual(document, keys) if control.relative else value
    return laid


def _usual(document: Document, keys: tuple[str, ...]) -> float:
    """What a parameter of one scenario is without the control: its own, or that of all."""
    own = value_at(document, keys)
    return float(value_at(document, keys[2:]) if own is None else own)


def _places(document: Document, keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield a place, and for a parameter of all the scenarios that state their own."""
    yield keys
    if keys[0] == "parameters":
        for name in document["scenarios"]:
            own = ("scenarios", name, *keys)
            if value_at(document, own) is not None:
                yield own


def control_of(problem: Problem, scenario: str) -> str:
    """Return the control beside which a problem belongs, "" if it is none's."""
    keys = parts_of(problem.place, scenario)
    for name in (DELEGATION, MIX):
        if keys[:3] == ("scenarios", scenario, name):
            return name
    for control in CONTROLS.values():
        places = [parts_of(path, scenario) for path in control.paths]
        if any(keys == place or keys[-len(place) :] == place for place in places):
            return control.name
    return ""


def shared_out(mix: Mapping[str, float], name: str, share: float) -> dict[str, float]:
    """Give one instrument a share and let the others have the rest, in their proportions.

    Parameters
    ----------
    mix : mapping
        Shares of all instruments, which sum to 1.
    name : str
        The instrument that is moved.
    share : float
        Its new share, 0 to 1.

    Returns
    -------
    dict
        Shares that sum to 1; equal ones where the others had none.
    """
    others = [other for other in mix if other != name]
    if not others:
        return {name: 1.0}
    had = sum(mix[other] for other in others)
    moved = {
        other: (1.0 - share) * (mix[other] / had if had > 0.0 else 1.0 / len(others))
        for other in others
    }
    rounded = {other: round(value, 4) for other, value in moved.items()}
    # What rounding leaves goes to the one that was moved, so that shares sum to 1.
    return {key: rounded.get(key, round(1.0 - sum(rounded.values()), 4)) for key in mix}
