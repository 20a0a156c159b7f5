"""The cost-welfare plane with its efficient frontier."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.outcomes.economics import icers
from sanlian_sim.report.comparison.plotted import arms, differences
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    DOUBLE,
    GREY,
    TEXT,
    Key,
    drawn_names,
    finish,
    looks,
    new_figure,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_GAIN: Final = "wellbys"
_COST: Final = "fiscal_cost_discounted"


class _Point(NamedTuple):
    """Mean differences of a scenario to the baseline, as rows of the comparison."""

    gain: Mapping[str, Any]
    cost: Mapping[str, Any]

    @property
    def place(self) -> tuple[float, float]:
        """Gain and cost."""
        return self.gain["difference"], self.cost["difference"]


def frontier(study: Study, lang: Language = "en") -> "Figure":
    """Cost-welfare plane: difference in fiscal cost against WELLBYs, scenario by scenario."""
    figure, (axes,) = new_figure(DOUBLE, 4.0)
    draw_plane(axes, study, lang)
    return finish(figure, study, "frontier", lang, Key(axes))


def draw_plane(axes: "Axes", study: Study, lang: Language = "en") -> None:
    """Draw differences in fiscal cost against WELLBYs, and the efficient frontier.

    Parameters
    ----------
    axes : Axes
        Horizontal: WELLBYs per 10,000 resident-years; vertical: yuan per resident-year.
    study : Study
    lang : {"en", "zh"}
    """
    told = words(lang)["figures"]["frontier"]
    points = _points(study)
    efficient = _efficient({name: point.place for name, point in points.items()})
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    if len(efficient) > 1:
        axes.plot(
            *zip(*sorted(efficient.values()), strict=True), color=TEXT, linewidth=1.2,
            linestyle="--", marker="", label=told["line"],
        )  # fmt: skip
    axes.plot(
        0, 0, marker="o", color=BASELINE_COLOUR, linestyle="", zorder=4,
        markerfacecolor=BASELINE_COLOUR if "" in efficient else "white",
        label=study.experiment.design.baseline,
    )  # fmt: skip
    for name, look in looks(points).items():
        _draw(axes, study, name, points[name], look, filled=name in efficient)
    _label_quadrants(axes, told)
    axes.set_xlabel(told["x"])
    axes.set_ylabel(told["y"])


def _points(study: Study) -> dict[str, _Point]:
    frame = study.comparison
    whole = frame[(frame["group"] == "all") & (frame["service"] == "")]
    rows = {(row["scenario"], row["outcome"]): row for row in records(whole)}
    return {name: _Point(rows[name, _GAIN], rows[name, _COST]) for name in drawn_names(study)}


def _efficient(places: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Scenarios on the frontier and their places; the baseline, at the origin, is ''."""
    every = {"": (0.0, 0.0), **{name: p for name, p in places.items() if np.isfinite(p).all()}}
    frame = icers(every, [cost for _, cost in every.values()], [gain for gain, _ in every.values()])
    on = {every[name] for name in frame.loc[frame["status"] == "frontier", "strategy"]}
    return {name: place for name, place in every.items() if place in on}


def _draw(
    axes: "Axes", study: Study, name: str, point: _Point, look: Mapping[str, Any], *, filled: bool
) -> None:
    gains, costs = (differences(study, name, outcome) for outcome in (_GAIN, _COST))
    axes.scatter(gains, costs, s=14, color=look["color"], marker=look["marker"], alpha=0.45, lw=0)
    xerr, yerr = (arms(row["difference"], row["ci_low"], row["ci_high"]) for row in point)
    axes.errorbar(
        *point.place, xerr=xerr, yerr=yerr, markersize=7, elinewidth=1.6, capsize=0, label=name,
        linestyle="", zorder=3, color=look["color"], marker=look["marker"],
        markerfacecolor=look["color"] if filled else "white",
    )  # fmt: skip


def _label_quadrants(axes: "Axes", told: Mapping[str, str]) -> None:
    for x, y, key in (
        (0.01, 0.99, "more_less"), (0.99, 0.99, "more_more"),
        (0.01, 0.01, "less_less"), (0.99, 0.01, "less_more"),
    ):  # fmt: skip
        axes.text(
            x, y, told[key], transform=axes.transAxes, fontsize=7.5, color=TEXT,
            ha="left" if x < 0.5 else "right", va="bottom" if y < 0.5 else "top",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )  # fmt: skip
    axes.margins(0.18)
