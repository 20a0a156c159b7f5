"""Ranges: which parameters are uncertain, and how much of each value the evidence allows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import triang

from sanlian_sim.scenario.describe import ParameterRow, describe_parameters
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest
from sanlian_sim.scenario.schema import Experiment, ServiceRow

SUPPLY: Final = "load_scale"
"""The parameter that says how much load the staff of all services is meant for (equation S2)."""

_PREFIX: Final = "parameters."
_WEEK: Final = "week"
_ONSETS: Final = "onset_"
_FACTOR: Final = "onset_factor"


@dataclass(frozen=True)
class Range:
    """A number that is known within a range.

    Attributes
    ----------
    name : str
        Dotted path under [parameters].
    low, central, high : float
        What the evidence allows, and the value of the experiment, in ``unit``.
    unit : str
    whole : bool
        Whether it takes whole numbers alone.
    """

    name: str
    low: float
    central: float
    high: float
    unit: str = ""
    whole: bool = False

    @property
    def level(self) -> str:
        """What it is drawn with: the onset rates of a service rise and fall together.

        They rest on the same sources; drawn one by one, their errors would cancel out.
        """
        place, _, field = self.name.rpartition(".")
        together = field.startswith(_ONSETS) and field != _FACTOR
        return f"{place}.onset" if together else self.name

    def at(self, shares: ArrayLike) -> list[float] | list[int]:
        """Return the values below which lie given shares of a triangular distribution.

        Parameters
        ----------
        shares : array_like, shape (n,)
            Between 0 and 1.

        Returns
        -------
        list
            Between low and high, the mode at central.
        """
        margin = 0.5 if self.whole else 0.0
        low, width = self.low - margin, self.high - self.low + 2 * margin
        found = triang.ppf(np.asarray(shares), (self.central - low) / width, low, width)
        inside = np.clip(found, self.low, self.high)
        return [int(one) for one in np.rint(inside)] if self.whole else inside.tolist()


def plausible_ranges(experiment: Experiment, names: Sequence[str] | None = None) -> list[Range]:
    """Return the ranges of parameters of an experiment.

    A value that the user has set outside its plausible range is better known to the user, and has
    none.

    Parameters
    ----------
    experiment : Experiment
    names : sequence of str, optional
        Dotted paths under [parameters], with that word before them or without, ``*`` for
        anything, as in ``services.*.beta``. By default all that act in the week, and ``SUPPLY``.

    Raises
    ------
    ExperimentError
        With each name that no parameter with a range has.
    """
    known = {one.name: one for one in _ranges(experiment)}
    if names is None:
        acts = {row.name: row.acts for row in describe_parameters(experiment.parameters)}
        return [one for name, one in known.items() if acts[name] == _WEEK or name == SUPPLY]
    patterns = [name.removeprefix(_PREFIX) for name in names]
    problems = [
        Problem(f"{_PREFIX}{asked}", None, "no parameter with a range", nearest(asked, known))
        for asked in patterns
        if not any(fnmatchcase(name, asked) for name in known)
    ]
    if problems:
        raise ExperimentError(problems)
    return [
        one for name, one in known.items() if any(fnmatchcase(name, asked) for asked in patterns)
    ]


def _ranges(experiment: Experiment) -> Iterator[Range]:
    parameters = experiment.parameters
    for row in describe_parameters(parameters):
        low, high = _ends(row, parameters.services)
        if low is None or high is None or not low < high:
            continue
        if isinstance(row.value, int | float) and low <= row.value <= high:
            whole = isinstance(row.value, int)
            yield Range(row.name, low, float(row.value), high, row.unit, whole)


def _ends(
    row: ParameterRow, services: Mapping[str, ServiceRow]
) -> tuple[float | None, float | None]:
    """Plausible ends; of supply those at which the load of every service is plausible too."""
    if row.name != SUPPLY or row.low is None or row.high is None:
        return row.low, row.high
    about: Any = meta_of(ServiceRow.model_fields["load"])
    lowest, highest = about.plausible
    loads = [service.load for service in services.values()]
    return max(row.low, lowest / min(loads)), min(row.high, highest / max(loads))
