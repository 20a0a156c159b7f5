"""Figures of a comparison, by name."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.report.comparison.plot_acceptability import acceptability_curves
from sanlian_sim.report.comparison.plot_budget import budget
from sanlian_sim.report.comparison.plot_cost import cost, payers
from sanlian_sim.report.comparison.plot_equity import equity_plane
from sanlian_sim.report.comparison.plot_plane import frontier
from sanlian_sim.report.comparison.plot_rows import waits, wellbeing
from sanlian_sim.report.comparison.plot_series import courses, series
from sanlian_sim.report.style import drawn_names, styled
from sanlian_sim.scenario.problems import nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES: Final[Mapping[str, Callable[[Study, Language], "Figure"]]] = {
    "frontier": frontier,
    "waits": waits,
    "wellbeing": wellbeing,
    "cost": cost,
    "payers": payers,
    "budget": budget,
    "acceptability": acceptability_curves,
    "equity": equity_plane,
    "series": series,
    "courses": courses,
}
_LEVELS: Final = ("waits", "cost", "payers", "courses")


def drawable(study: Study) -> tuple[str, ...]:
    """Names of the figures that have something to show: differences need a scenario to draw."""
    return tuple(FIGURES) if drawn_names(study) else _LEVELS


def draw(study: Study, kind: str, lang: Language = "en") -> "Figure":
    """Draw a figure of a study.

    Parameters
    ----------
    study : Study
    kind : str
        One of ``FIGURES``.
    lang : {"en", "zh"}

    Raises
    ------
    ValueError
        If there is no such figure, or the headline outcomes were not measured.
    FontMissingError
        If the language is Chinese and no font is installed that has its characters.
    """
    if kind not in FIGURES:
        raise ValueError(f"no figure {kind!r}; {nearest(kind, FIGURES)}")
    check_measured(study)
    with styled(lang):
        return FIGURES[kind](study, lang)


def draw_all(study: Study, lang: Language = "en") -> dict[str, "Figure"]:
    """Return every figure of a study that has something to show, by name."""
    return {kind: draw(study, kind, lang) for kind in drawable(study)}


def check_measured(study: Study) -> None:
    """Refuse a study without the headline outcomes, of which figures and reports are made.

    Raises
    ------
    ValueError
        If one is missing.
    """
    measured = set(study.summary["outcome"])
    missing = [name for name in HEADLINES if name not in measured]
    if missing:
        raise ValueError(
            f"this comparison does not hold {', '.join(missing)}, which figures, reports and"
            " results directories show: compare with measures=(*MEASURES, ...), MEASURES from"
            " sanlian_sim.outcomes.summary; .comparison and .to_frame() hold what was measured"
        )
