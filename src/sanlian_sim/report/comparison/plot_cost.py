"""Cost by category, and by who pays."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sanlian_sim.experiments.comparison.cost_effectiveness import PERSPECTIVES, Perspective
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.cost_parts import CATEGORIES, PAYERS, paid
from sanlian_sim.report.style import DOUBLE, TEXT, Key, finish, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_AXES_INCHES = 0.75
_BAR_INCHES = 0.30


def cost(study: Study, lang: Language = "en") -> "Figure":
    """Cost by category: what government owes, and all resources that are used."""
    figure, panels = new_figure(DOUBLE, _height(study), columns=2)
    for axes, perspective in zip(panels, PERSPECTIVES, strict=True):
        draw_cost(axes, study, lang, perspective)
        axes.set_title(words(lang)["figures"][perspective])
    panels[1].tick_params(axis="y", labelleft=False)
    keys = (Key(panels[0], 0.0, 0.5), Key(panels[1], 0.52, 1.0))
    return finish(figure, study, "cost", lang, *keys)


def draw_cost(
    axes: "Axes", study: Study, lang: Language = "en", perspective: Perspective = "fiscal"
) -> None:
    """Draw mean cost by category, a bar for every scenario, yuan per resident-year.

    Parameters
    ----------
    axes : Axes
    study : Study
    lang : {"en", "zh"}
    perspective : {"fiscal", "societal"}
        What government owes to others, or all resources used.
    """
    means = study.summary.groupby(["scenario", "outcome"])["value"].mean()
    told = words(lang)["figures"]["cost"]["parts"]
    parts = {
        told[f"{perspective}_{name}"]: (
            part.colour,
            np.array(
                [
                    sum(means[scenario, f"cost_{c.label}"] for c in part.categories)
                    for scenario in _run(study)
                ]
            ),
        )
        for name, part in CATEGORIES[perspective].items()
    }
    _stack(axes, study, parts, lang)


def payers(study: Study, lang: Language = "en") -> "Figure":
    """Cost by who pays: what government owes, and all resources that are used."""
    figure, panels = new_figure(DOUBLE, _height(study), columns=2)
    for axes, perspective in zip(panels, PERSPECTIVES, strict=True):
        draw_payers(axes, study, lang, perspective)
        axes.set_title(words(lang)["figures"][perspective])
    panels[1].tick_params(axis="y", labelleft=False)
    return finish(figure, study, "payers", lang, Key(panels[1]))


def draw_payers(
    axes: "Axes", study: Study, lang: Language = "en", perspective: Perspective = "societal"
) -> None:
    """Draw mean cost by who pays, a bar for every scenario, yuan per resident-year.

    Parameters
    ----------
    axes : Axes
    study : Study
        With weekly series.
    lang : {"en", "zh"}
    perspective : {"fiscal", "societal"}
        What government owes to others, or all resources used.
    """
    (read,) = study.read(paid)
    means = np.array(
        [
            np.mean([views[perspective] for key, views in read.items() if key[0] == name], axis=0)
            for name in _run(study)
        ]
    )
    told = words(lang)["figures"]["payers"]["parts"]
    parts = {
        told[name]: (colour, means[:, place]) for place, (name, colour) in enumerate(PAYERS.items())
    }
    _stack(axes, study, parts, lang)


def _run(study: Study) -> list[str]:
    return [name for name in study.experiment.scenarios if study.of(name)]


def _height(study: Study) -> float:
    return _AXES_INCHES + _BAR_INCHES * len(_run(study))


def _stack(
    axes: "Axes", study: Study, parts: Mapping[str, tuple[str, Floats]], lang: Language
) -> None:
    names = _run(study)
    total = np.zeros(len(names))
    for label, (colour, width) in parts.items():
        axes.barh(
            names, width, left=total, color=colour, label=label, height=0.66, edgecolor="white",
            linewidth=0.6,
        )  # fmt: skip
        total += width
    for row, value in enumerate(total):
        axes.text(value, row, f" {value:,.1f}", va="center", fontsize=8, color=TEXT)
    axes.invert_yaxis()
    axes.margins(x=0.16)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(words(lang)["figures"]["yuan"])
