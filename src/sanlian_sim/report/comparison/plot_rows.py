"""Figures of dots with intervals in rows: waits by service, wellbeing by group."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.outcomes.access import LONGEST_WAIT
from sanlian_sim.report.comparison.plotted import Band, levels
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    DOUBLE,
    Key,
    all_looks,
    drawn_names,
    finish,
    looks,
    new_figure,
    rows_labelled,
)
from sanlian_sim.scenario.describe import describe_groups, describe_services
from sanlian_sim.world.groups import DECILES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_AXES_INCHES = 0.6


def waits(study: Study, lang: Language = "en") -> "Figure":
    """Mean wait by service, in the baseline and in every scenario."""
    rows = len(_services(study, lang)) * (len(all_looks(study)) + 1)
    figure, (axes,) = new_figure(DOUBLE, _AXES_INCHES + 0.1 * rows)
    draw_waits(axes, study, lang)
    return finish(figure, study, "waits", lang, Key(axes))


def draw_waits(axes: "Axes", study: Study, lang: Language = "en") -> None:
    """Draw the mean wait of every service, weeks, with intervals, in every scenario."""
    services, look = _services(study, lang), all_looks(study)
    for place, name in enumerate(look):
        band = levels(study, name, "mean_wait", list(services), by="service")
        _dots(axes, band, place, len(look), name, look[name])
    rows_labelled(axes, list(services.values()))
    axes.set_xlim(0, min(axes.get_xlim()[1], LONGEST_WAIT))
    axes.set_xlabel(words(lang)["figures"]["waits"]["x"])


def _services(study: Study, lang: Language) -> dict[str, str]:
    rows = describe_services(study.experiment.parameters)
    return {row.name: row.label_zh if lang == "zh" else row.label_en for row in rows}


def wellbeing(study: Study, lang: Language = "en") -> "Figure":
    """Difference in mean wellbeing by group of residents."""
    rows = len(_groups(lang)) * (len(drawn_names(study)) + 1)
    figure, (axes,) = new_figure(DOUBLE, _AXES_INCHES + 0.1 * rows)
    draw_wellbeing(axes, study, lang)
    return finish(figure, study, "wellbeing", lang, Key(axes))


def draw_wellbeing(axes: "Axes", study: Study, lang: Language = "en") -> None:
    """Draw differences in mean wellbeing by group of residents, points of 0-10."""
    groups, names = _groups(lang), drawn_names(study)
    axes.axvline(0, color=BASELINE_COLOUR, linewidth=1.0)
    frame = study.comparison[study.comparison["outcome"] == "wellbeing"]
    for place, (name, look) in enumerate(looks(names).items()):
        own = frame[frame["scenario"] == name].set_index("group").reindex(list(groups))
        band = Band(*(own[key].to_numpy() for key in ("difference", "ci_low", "ci_high")))
        _dots(axes, band, place, len(names), name, look)
    rows_labelled(axes, list(groups.values()))
    axes.set_xlabel(words(lang)["figures"]["wellbeing"]["x"])


def _groups(lang: Language) -> dict[str, str]:
    rows = (row for row in describe_groups() if row.name not in DECILES)
    return {row.name: row.label_zh if lang == "zh" else row.label_en for row in rows}


def _dots(
    axes: "Axes", band: Band, place: int, number: int, label: str, look: Mapping[str, str]
) -> None:
    """Draw one scenario's dots and bars, one row each, beside those of the others."""
    step = 0.78 / max(1, number)
    rows = np.arange(len(band.mean)) + (place - (number - 1) / 2) * step
    axes.hlines(rows, band.low, band.high, color=look["color"], linewidth=1.4)
    axes.plot(
        band.mean, rows, color=look["color"], marker=look["marker"], linestyle="", markersize=4.5,
        label=label,
    )  # fmt: skip
