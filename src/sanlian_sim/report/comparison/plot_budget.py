"""Fiscal cost by year, as differences to the baseline."""

from typing import TYPE_CHECKING

import numpy as np

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    DOUBLE,
    TEXT,
    Key,
    drawn_names,
    finish,
    looks,
    new_figure,
    whole_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_GROUP_WIDTH = 0.8


def budget(study: Study, lang: Language = "en") -> "Figure":
    """Fiscal cost of every counted year: bars by scenario, with intervals."""
    figure, (axes,) = new_figure(DOUBLE, 2.9)
    draw_budget(axes, study, lang)
    return finish(figure, study, "budget", lang, Key(axes))


def draw_budget(axes: "Axes", study: Study, lang: Language = "en") -> None:
    """Draw differences in fiscal cost by counted year, yuan per resident-year."""
    told, names = words(lang)["figures"]["budget"], drawn_names(study)
    axes.axhline(0, color=BASELINE_COLOUR, linewidth=1.0)
    for place, (name, look) in enumerate(looks(names).items()):
        _bars(axes, study, name, (place + 0.5) / len(names) - 0.5, look["color"])
    axes.set_xlabel(told["x"])
    axes.set_ylabel(told["y"])
    whole_numbers(axes)


def _bars(axes: "Axes", study: Study, name: str, shift: float, colour: str) -> None:
    """Bars of a scenario, moved from the middle of each year by a share of the group's width."""
    impact = study.budget_impact
    own = impact[impact["scenario"] == name]
    names = drawn_names(study)
    height = own["difference"].to_numpy(dtype=np.float64)
    low, high = (own[bound].to_numpy(dtype=np.float64) for bound in ("ci_low", "ci_high"))
    axes.bar(
        own["year"] + 1 + shift * _GROUP_WIDTH, height, _GROUP_WIDTH / len(names),
        color=colour, label=name, yerr=np.stack([height - low, high - height]),
        error_kw={"ecolor": TEXT, "elinewidth": 0.9, "capsize": 2},
    )  # fmt: skip
