"""The front of a search for policies: search and verification, and what its policies decide."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.search.optimise import Answer, settings_of
from sanlian_sim.experiments.search.policy_space import Space
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    GREY,
    LINE,
    caption,
    count,
    legend_below,
    new_figure,
    styled,
)
from sanlian_sim.scenario.problems import joined

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SEARCHED, _VERIFIED = COLOURS[1], COLOURS[0]
_ROW_INCHES: Final = 0.24


def plot_front(answer: Answer) -> "Figure":
    """Trials, the front as searched, and as verified; the first goal against each other one."""
    question = answer.question
    others = list(range(1, len(question.goals))) or [0]
    with styled():
        width = 1.6 + 4.9 * len(others)
        figure, panels = new_figure(width, 5.4, columns=len(others), notes=6)
        for axes, other in zip(panels, others, strict=True):
            _panel(axes, answer, other)
        legend_below(figure, panels[0], notes=3, side=0.08, columns=4)
        note = (
            f"Trials: {count(question.replicates)}; verified: {question.fresh} fresh ones, means "
            "with 95 % intervals. The way from open to filled is what chance lent in the search."
        )
        under = f"{question.experiment.title}: {question.scenario}".strip(": ")
        caption(figure, "Policies that no other tried one beats", under, note)
    return figure


def _panel(axes: "Axes", answer: Answer, other: int) -> None:
    question, fresh = answer.question, answer.fresh_means
    tried, kept = answer.means.difference, answer.holds
    before = tried[answer.chosen]
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.scatter(tried[:, other], tried[:, 0], s=9, color=GREY, alpha=0.5, lw=0, label="trials")
    for row, old in enumerate(before):
        new = fresh.difference[row]
        axes.plot([old[other], new[other]], [old[0], new[0]], color=GREY, linewidth=0.7)
    axes.scatter(
        before[:, other], before[:, 0], s=26, facecolors="none", edgecolors=_SEARCHED,
        label="front in the search",
    )  # fmt: skip
    for name, rows, fill in (("verified, still on it", kept, 1.0), ("verified, no more", ~kept, 0)):
        if rows.any():
            axes.errorbar(
                fresh.difference[rows, other], fresh.difference[rows, 0],
                xerr=_arms(fresh.difference, fresh.low, rows, other),
                yerr=_arms(fresh.difference, fresh.low, rows, 0), linestyle="", marker="o",
                markersize=5, color=_VERIFIED, elinewidth=1.0, label=name,
                markerfacecolor=_VERIFIED if fill else "white",
            )  # fmt: skip
    axes.plot(0, 0, "o", color=BASELINE_COLOUR, label=question.experiment.design.baseline)
    axes.set_xlabel(_label(answer, other))
    axes.set_ylabel(_label(answer, 0))


def _arms(mean: Floats, low: Floats, rows: NDArray[np.bool_], goal: int) -> Floats | None:
    """Half lengths of intervals, if there are any."""
    arms = (mean - low)[rows, goal]
    return arms if np.isfinite(arms).all() else None


def _label(answer: Answer, goal: int) -> str:
    about = answer.question.goals[goal].about
    return f"{about.label_en}, difference to the baseline,\n{about.unit}"


def plot_decisions(answer: Answer) -> "Figure":
    """What the policies that hold decide, each coordinate between its bounds."""
    question, kept = answer.question, answer.chosen[answer.holds]
    bounds, settings = _decided(question.space), settings_of(answer)
    with styled():
        figure, (axes,) = new_figure(7.4, 2.3 + _ROW_INCHES * len(bounds), notes=2)
        order = np.argsort(answer.fresh_means.difference[answer.holds, 0])
        colours = _shades(len(kept))
        for row, (name, (low, high)) in enumerate(bounds.items()):
            at = [(settings[n][name] - low) / (high - low) for n in kept[order]]
            axes.axhline(row, color=LINE, linewidth=0.7)
            axes.scatter(at, np.full(len(at), row), c=colours, s=24, lw=0, zorder=3)
        labels = [_row(question.scenario, name, *pair) for name, pair in bounds.items()]
        axes.set_yticks(range(len(bounds)), labels)
        axes.invert_yaxis()
        axes.set_xlim(-0.03, 1.03)
        axes.set_xticks([0, 0.5, 1], ["lowest", "middle", "highest"])
        about = question.goals[0].about
        note = (
            f"One point per policy that holds when verified; the darker, the higher its "
            f"{about.label_en[0].lower()}{about.label_en[1:]}."
        )
        under = f"{question.experiment.title}: {question.scenario}".strip(": ")
        caption(figure, "What the policies of the front decide", under, note)
    return figure


def _shades(number: int) -> Floats:
    from matplotlib import colormaps

    return np.asarray(colormaps["Blues"](np.linspace(0.35, 1.0, max(number, 1)))[:number])


def _decided(space: Space) -> dict[str, tuple[float, float]]:
    """Bounds of numbers and of shares of the mix, by dotted path."""
    found = {one.path: (one.low, one.high) for one in space.numbers}
    if space.mix:
        found |= {f"{space.mix.path}.{name}": (0.0, 1.0) for name in space.mix.names}
    return found


def _row(scenario: str, name: str, low: float, high: float) -> str:
    """Return a path as the rows of a figure show it: below the scenario, with its bounds."""
    inner = name.removeprefix(f"{joined('scenarios', scenario)}.").removeprefix("parameters.")
    return f"{inner}  [{low:g}, {high:g}]"
