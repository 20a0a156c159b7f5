"""What a search for policies decides: the levers of one scenario as points of a box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sanlian_sim.experiments.search.varied import Varied, read_varied
from sanlian_sim.scenario.problems import ExperimentError, Problem, joined
from sanlian_sim.scenario.schema import Experiment, Scenario

_CUT: Final = "cut"


@dataclass(frozen=True)
class Mix:
    """The shares of instruments, cut from a stick one after another.

    With k instruments there are k - 1 cuts u in [0, 1]. Share i is the part 1 - (1 - u_i)^(1 /
    (k - i)) of what is left, i from 1, and the last takes the rest: cuts drawn evenly give mixes
    drawn evenly (Devroye 1986, ch. XI.4: a Dirichlet law by its Beta parts), and each mix has one
    point.

    Attributes
    ----------
    path : str
        Dotted path of the table of shares.
    names : tuple of str
        Instruments.
    """

    path: str
    names: tuple[str, ...]

    @property
    def cuts(self) -> tuple[str, ...]:
        """Names of the cuts."""
        return tuple(f"{self.path}.{_CUT}_{n}" for n in range(1, len(self.names)))

    def shares(self, cuts: Sequence[float]) -> dict[str, float]:
        """Return shares that sum to 1, by instrument."""
        left, parts = 1.0, []
        for number, cut in enumerate(cuts, start=1):
            parts.append(left * (1.0 - (1.0 - cut) ** (1.0 / (len(self.names) - number))))
            left -= parts[-1]
        return dict(zip(self.names, [*parts, max(0.0, left)], strict=True))


@dataclass(frozen=True)
class Space:
    """What is decided.

    Attributes
    ----------
    numbers : tuple of Varied
    mix : Mix or None
    """

    numbers: tuple[Varied, ...]
    mix: Mix | None = None

    @property
    def bounds(self) -> dict[str, tuple[float, float]]:
        """Bounds of every coordinate of a point."""
        cuts = self.mix.cuts if self.mix else ()
        numbers = {one.path: (one.low, one.high) for one in self.numbers}
        return numbers | dict.fromkeys(cuts, (0.0, 1.0))

    def settings(self, point: Mapping[str, float]) -> dict[str, float]:
        """Return what a point sets, by dotted path."""
        found: dict[str, float] = {}
        for one in self.numbers:
            found |= one.settings(point[one.path])
        if self.mix:
            shares = self.mix.shares([point[cut] for cut in self.mix.cuts])
            found |= {f"{self.mix.path}.{name}": share for name, share in shares.items()}
        return found


def space_of(experiment: Experiment, scenario: str, asked: Sequence[str] = ()) -> Space:
    """Return what is decided of a scenario.

    Parameters
    ----------
    experiment : Experiment
    scenario : str
    asked : sequence of str
        ``PATH`` or ``PATH=LOW:HIGH`` each, below ``scenarios.NAME``; ``scenarios.NAME.instruments``
        is the mix. By default delegation of every service, the mix, the cost share of monitoring by
        instrument, platform and station workers.

    Raises
    ------
    ExperimentError
        With all that is wrong with the paths and bounds.
    """
    one, place = experiment.scenario(scenario), joined("scenarios", scenario)
    if not asked:
        return _usual(experiment, one, place)
    mixed = f"{place}.instruments"
    texts = [text for text in asked if text.strip() != mixed]
    inside = [text for text in texts if text.strip().startswith(f"{place}.")]
    numbers, problems = read_varied(experiment, inside)
    problems += [
        Problem(text, None, "is no part of the policy that is searched", f"begin with {place}")
        for text in texts
        if text not in inside
    ]
    if problems:
        raise ExperimentError(problems)
    return Space(tuple(numbers), _mix(one, place) if len(texts) < len(asked) else None)


def _mix(scenario: Scenario, place: str) -> Mix:
    return Mix(f"{place}.instruments", tuple(scenario.policy.instruments))


def _usual(experiment: Experiment, scenario: Scenario, place: str) -> Space:
    """Delegation by service, mix, monitoring, platform, workers."""
    policy = scenario.policy
    asked = [f"{place}.delegation.{service}" for service in policy.delegation]
    asked += [
        f"{place}.parameters.instruments.{name}.monitoring_share"
        for name, row in policy.parameters.instruments.items()
        if row.monitoring_share > 0
    ]
    if policy.levers.worker_employer != "none":
        asked.append(f"{place}.levers.workers_per_10000")
    numbers, problems = read_varied(experiment, asked)
    if problems:
        raise ExperimentError(problems)
    return Space((*numbers, *_platform(scenario, place)), _mix(scenario, place))


def _platform(scenario: Scenario, place: str) -> tuple[Varied, ...]:
    """Level of the platform, which costs in proportion; none if the scenario has none."""
    levers = scenario.policy.levers
    if levers.platform_level == 0:
        return ()
    price = levers.platform_yuan / levers.platform_level
    return (
        Varied(
            f"{place}.levers.platform_level", 0.0, 1.0, "0-1", "Shared platform",
            along=((f"{place}.levers.platform_yuan", price),),
        ),
    )  # fmt: skip
