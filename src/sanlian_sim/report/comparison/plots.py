"""Figures of a comparison, by name."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.report.comparison.plot_acceptability import acceptability_curves
from sanlian_sim.report.comparison.plot_budget import budget
from sanlian_sim.report.comparison.plot_cost import cost
from sanlian_sim.report.comparison.plot_equity import equity_plane
from sanlian_sim.report.comparison.plot_plane import frontier
from sanlian_sim.report.comparison.plot_rows import waits, wellbeing
from sanlian_sim.report.comparison.plot_series import series
from sanlian_sim.report.style import drawn_names, styled
from sanlian_sim.scenario.problems import nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES: Final[Mapping[str, Callable[[Study], "Figure"]]] = {
    "frontier": frontier,
    "waits": waits,
    "wellbeing": wellbeing,
    "cost": cost,
    "budget": budget,
    "acceptability": acceptability_curves,
    "equity": equity_plane,
    "series": series,
}


def drawable(study: Study) -> tuple[str, ...]:
    """Names of the figures that have something to show: differences need a scenario to draw."""
    return tuple(FIGURES) if drawn_names(study) else ("waits", "cost")


def draw(study: Study, kind: str) -> "Figure":
    """Draw a figure of a study.

    Parameters
    ----------
    study : Study
    kind : str
        One of ``FIGURES``.

    Raises
    ------
    ValueError
        If there is no such figure.
    """
    if kind not in FIGURES:
        raise ValueError(f"no figure {kind!r}; {nearest(kind, FIGURES)}")
    with styled():
        return FIGURES[kind](study)
