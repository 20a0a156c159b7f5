"""Weekly series, as levels and as differences to the baseline."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.plotted import Band, Series, weekly_difference, weekly_level
from sanlian_sim.report.comparison.weekly import (
    fiscal_cost_a_year,
    fiscal_cost_so_far,
    mean_wellbeing,
    trust_in_organisations,
    unmet_hours,
    volunteers,
    waiting_cases,
)
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    DOUBLE,
    Key,
    all_looks,
    drawn_names,
    finish,
    looks,
    new_figure,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SMOOTHING_WEEKS: Final = 13
SERIES: Final[Mapping[str, Series]] = {
    "unmet_hours": unmet_hours,
    "waiting_cases": waiting_cases,
    "wellbeing": mean_wellbeing,
    "trust": trust_in_organisations,
    "volunteers": volunteers,
    "fiscal_cost": fiscal_cost_so_far,
    "spending": fiscal_cost_a_year,
}
"""Weekly series that are drawn, by name."""
_ALIKE: Final = ("unmet_hours", "waiting_cases", "wellbeing", "trust", "volunteers")
# Sums show differences that single weeks of tenders hide; of levels they show only that time goes.
_DIFFERENCES: Final = (*_ALIKE, "fiscal_cost")
_LEVELS: Final = (*_ALIKE, "spending")


def series(study: Study, lang: Language = "en") -> "Figure":
    """Course of six series over the counted weeks, as differences to the baseline."""
    study.read(*SERIES.values())
    figure, panels = new_figure(DOUBLE, 4.0, rows=2, columns=3)
    for axes, name in zip(panels, _DIFFERENCES, strict=True):
        draw_differences(axes, study, lang, name)
        axes.set_title(axes.get_ylabel(), fontsize=8.2)
        axes.set_ylabel("")
    return finish(figure, study, "series", lang, Key(panels[0]), weeks=_SMOOTHING_WEEKS)


def courses(study: Study, lang: Language = "en") -> "Figure":
    """Course of six series over the counted weeks, as levels, the baseline among them."""
    study.read(*SERIES.values())
    figure, panels = new_figure(DOUBLE, 4.0, rows=2, columns=3)
    for axes, name in zip(panels, _LEVELS, strict=True):
        draw_levels(axes, study, lang, name)
        axes.set_title(axes.get_ylabel(), fontsize=8.2)
        axes.set_ylabel("")
    return finish(figure, study, "courses", lang, Key(panels[0]), weeks=_SMOOTHING_WEEKS)


def draw_differences(
    axes: "Axes", study: Study, lang: Language = "en", name: str = "unmet_hours"
) -> None:
    """Draw a weekly series as paired differences to the baseline with bands.

    Parameters
    ----------
    axes : Axes
    study : Study
        With weekly series.
    lang : {"en", "zh"}
    name : str
        One of ``SERIES``.
    """
    axes.axhline(0, color=BASELINE_COLOUR, linewidth=1.0)
    for scenario, look in looks(drawn_names(study)).items():
        band = weekly_difference(study, scenario, SERIES[name], _SMOOTHING_WEEKS)
        _line(axes, band, scenario, look["color"])
    _label(axes, name, lang)


def draw_levels(
    axes: "Axes", study: Study, lang: Language = "en", name: str = "unmet_hours"
) -> None:
    """Draw a weekly series of every scenario with bands over replicates.

    Parameters
    ----------
    axes : Axes
    study : Study
        With weekly series.
    lang : {"en", "zh"}
    name : str
        One of ``SERIES``.
    """
    for scenario, look in all_looks(study).items():
        band = weekly_level(study, scenario, SERIES[name], _SMOOTHING_WEEKS)
        _line(axes, band, scenario, look["color"])
    _label(axes, name, lang)


def _label(axes: "Axes", name: str, lang: Language) -> None:
    told = words(lang)["figures"]
    axes.set_xlabel(told["week"])
    axes.set_ylabel(told["weekly"][name])


def _line(axes: "Axes", band: Band, label: str, colour: str) -> None:
    weeks = np.arange(len(band.mean))
    axes.fill_between(weeks, band.low, band.high, color=colour, alpha=0.18, linewidth=0)
    axes.plot(weeks, band.mean, color=colour, linewidth=1.4, label=label)
