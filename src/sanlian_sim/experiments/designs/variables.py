"""Variables of an experiment: what a design can vary, and what is known of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sanlian_sim.scenario.describe import describe_parameters
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import joined
from sanlian_sim.scenario.schema import Experiment, Rollout
from sanlian_sim.scenario.write import document

WEEK: Final = "week"


@dataclass(frozen=True)
class Variable:
    """What is known of something that can be varied.

    Attributes
    ----------
    central : object
        Its value in the experiment; None if it has none of its own.
    low, high : float or None
        Plausible range, in the unit of the value.
    unit, meaning : str
        Empty where the model has none on record.
    acts : str
        "world" if it is used when the world is built, "week" if in the week, "" if not known.
    """

    central: Any = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    meaning: str = ""
    acts: str = ""

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers alone."""
        return isinstance(self.central, int) and not isinstance(self.central, bool)


def variables(experiment: Experiment) -> dict[str, Variable]:
    """Return all variables of an experiment by dotted path.

    Values of the file have no range; parameters, levers and delegation have one, those of a
    scenario too.
    """
    found = {path: Variable(value) for path, value in _leaves(document(experiment))}
    found |= _parameters("parameters", experiment.parameters)
    for name, scenario in experiment.scenarios.items():
        place = joined("scenarios", name)
        found |= _parameters(f"{place}.parameters", scenario.policy.parameters)
        found |= _levers(f"{place}.levers", scenario.policy.levers)
        found |= _delegation(f"{place}.delegation", scenario.policy.delegation)
        for name in Rollout.model_fields:
            value = getattr(scenario.rollout, name)
            found[f"{place}.rollout.{name}"] = Variable(value, unit="weeks", acts=WEEK)
        for switch, value in scenario.policy.mechanisms.model_dump().items():
            found[f"{place}.mechanisms.{switch}"] = Variable(value)
    return found


def _leaves(table: Mapping[str, Any], *above: str) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, *above, name)
        else:
            yield joined(*above, name), value


def _parameters(place: str, parameters: Parameters) -> dict[str, Variable]:
    return {
        f"{place}.{row.name}": Variable(
            row.value, row.low, row.high, row.unit, row.meaning, row.acts
        )
        for row in describe_parameters(parameters)
    }


def _levers(place: str, levers: Levers) -> dict[str, Variable]:
    found = {}
    for name, about in Levers.model_fields.items():
        value, meta = getattr(levers, name), meta_of(about)
        if meta is None:
            found[f"{place}.{name}"] = Variable(value, acts=WEEK)
        else:
            low, high = meta.range_around(value)
            found[f"{place}.{name}"] = Variable(value, low, high, meta.unit, meta.meaning, WEEK)
    return found


def _delegation(place: str, shares: Mapping[str, float]) -> dict[str, Variable]:
    """The part of every service, and one for all of them."""
    meta = meta_of(Levers.model_fields["delegation_default"])
    assert meta is not None
    low, high = meta.plausible
    alike = next(iter(shares.values()), None) if len(set(shares.values())) == 1 else None
    told = "handed to social organisations"
    found = {place: Variable(alike, low, high, meta.unit, f"Part of each service {told}", WEEK)}
    for service, share in shares.items():
        meaning = f"Part of {service} {told}"
        found[f"{place}.{service}"] = Variable(share, low, high, meta.unit, meaning, WEEK)
    return found
