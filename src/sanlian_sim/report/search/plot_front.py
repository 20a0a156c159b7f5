"""The front of a search for policies: search and verification, and what its policies decide."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.experiments.search.optimise import Answer, settings_of
from sanlian_sim.experiments.search.policy_space import Space
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    DOUBLE,
    GREY,
    LINE,
    Key,
    caption,
    count,
    new_figure,
    styled,
    subject,
)
from sanlian_sim.scenario.problems import joined

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SEARCHED, _VERIFIED = COLOURS[1], COLOURS[0]
_ROW_INCHES: Final = 0.24


def plot_front(answer: Answer, lang: Language = "en") -> "Figure":
    """Trials, the front as searched, and as verified; the first goal against each other one."""
    question, told = answer.question, words(lang)["figures"]["front"]
    others = list(range(1, len(question.goals))) or [0]
    with styled(lang):
        figure, panels = new_figure(DOUBLE, 4.0, columns=len(others))
        for axes, other in zip(panels, others, strict=True):
            draw_front(axes, answer, lang, other)
        note = told["note"].format(
            replicates=count(question.replicates, lang), fresh=question.fresh
        )
        under = subject(question.experiment.title, question.scenario, lang)
        caption(figure, told["title"], under, note, Key(panels[0]))
    return figure


def draw_front(axes: "Axes", answer: Answer, lang: Language = "en", other: int = 1) -> None:
    """Draw trials and the front before and after verification, one goal against another.

    Parameters
    ----------
    axes : Axes
        Vertical: the first goal; horizontal: the other.
    answer : Answer
    lang : {"en", "zh"}
    other : int
        Number of the other goal.
    """
    question, fresh, told = answer.question, answer.fresh_means, words(lang)["figures"]["front"]
    tried, kept = answer.means.difference, answer.holds
    before = tried[answer.chosen]
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.scatter(
        tried[:, other], tried[:, 0], s=9, color=GREY, alpha=0.5, lw=0, label=told["trials"]
    )
    for row, old in enumerate(before):
        new = fresh.difference[row]
        axes.plot([old[other], new[other]], [old[0], new[0]], color=GREY, linewidth=0.7)
    axes.scatter(
        before[:, other], before[:, 0], s=26, facecolors="none", edgecolors=_SEARCHED,
        label=told["searched"],
    )  # fmt: skip
    for name, rows, fill in ((told["kept"], kept, _VERIFIED), (told["lost"], ~kept, "white")):
        if rows.any():
            axes.errorbar(
                fresh.difference[rows, other], fresh.difference[rows, 0],
                xerr=_arms(fresh.difference, fresh.low, rows, other),
                yerr=_arms(fresh.difference, fresh.low, rows, 0), linestyle="", marker="o",
                markersize=5, color=_VERIFIED, elinewidth=1.0, label=name, markerfacecolor=fill,
            )  # fmt: skip
    axes.plot(0, 0, "o", color=BASELINE_COLOUR, label=question.experiment.design.baseline)
    axes.set_xlabel(_label(answer, other, lang))
    axes.set_ylabel(_label(answer, 0, lang))


def _arms(mean: Floats, low: Floats, rows: NDArray[np.bool_], goal: int) -> Floats | None:
    """Half lengths of intervals, if there are any."""
    arms = (mean - low)[rows, goal]
    return arms if np.isfinite(arms).all() else None


def _label(answer: Answer, goal: int, lang: Language) -> str:
    about = answer.question.goals[goal].about
    told = words(lang)["figures"]["front"]["axis"]
    unit = unit_label(about.unit, lang)
    return str(told.format(outcome=outcome_label(about.name, lang), unit=unit))


def plot_decisions(answer: Answer, lang: Language = "en") -> "Figure":
    """What the policies that hold decide, each coordinate between its bounds."""
    told = words(lang)["figures"]["decisions"]
    with styled(lang):
        rows = len(_decided(answer.question.space))
        figure, (axes,) = new_figure(DOUBLE, 0.6 + _ROW_INCHES * rows)
        draw_decisions(axes, answer, lang)
        label = outcome_label(answer.question.goals[0].outcome, lang)
        question = answer.question
        under = subject(question.experiment.title, question.scenario, lang)
        caption(figure, told["title"], under, told["note"].format(outcome=label))
    return figure


def draw_decisions(axes: "Axes", answer: Answer, lang: Language = "en") -> None:
    """Draw what each policy that holds decides, between the bounds of every decision."""
    question, kept = answer.question, answer.chosen[answer.holds]
    told = words(lang)["figures"]["decisions"]
    bounds, settings = _decided(question.space), settings_of(answer)
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
    axes.set_xticks([0, 0.5, 1], [told["lowest"], told["middle"], told["highest"]])
    axes.set_xlabel(told["x"])


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
