"""Weekly series as differences to the baseline."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.statistics.intervals import Floats
from sanlian_sim.outcomes.ledger import FISCAL
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.report.comparison.plotted import Series, weekly_difference
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    drawn_names,
    finish,
    left_out,
    legend_below,
    looks,
    new_figure,
)
from sanlian_sim.simulation.result import Result
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.flows import FEN_PER_YUAN
from sanlian_sim.world.rules import MINUTES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SMOOTHING_WEEKS: Final = 13
_PERSONS: Final = 1_000


def _counted(result: Result) -> WeeklySeries:
    if result.series is None:
        raise ValueError("weekly series were not kept, so they cannot be drawn")
    return result.series.counted


def _per_1000(result: Result, values: Floats) -> Floats:
    return np.asarray(_PERSONS * values / result.value("residents"))


def unmet_hours(result: Result) -> Floats:
    """Unmet hours per 1,000 residents."""
    minutes = _counted(result).service[:, :, ServiceSeries.UNMET].sum(axis=1)
    return _per_1000(result, minutes / MINUTES)


def waiting_cases(result: Result) -> Floats:
    """Cases noticed and waiting, per 1,000 residents."""
    return _per_1000(result, _counted(result).service[:, :, ServiceSeries.QUEUED].sum(axis=1))


def mean_wellbeing(result: Result) -> Floats:
    """Mean wellbeing of residents 15+, points."""
    total = _counted(result).community[:, CommunitySeries.WELLBEING_SUM]
    return np.asarray(total / result.value("adults"))


def trust_in_organisations(result: Result) -> Floats:
    """Mean trust in organisations."""
    total = _counted(result).community[:, CommunitySeries.TRUST_SOCIAL_SUM]
    return np.asarray(total / result.value("residents"))


def volunteers(result: Result) -> Floats:
    """Active volunteers per 1,000 residents."""
    return _per_1000(result, _counted(result).community[:, CommunitySeries.VOLUNTEERS])


def fiscal_cost_so_far(result: Result) -> Floats:
    """Yuan per resident of all weeks up to each: single weeks of tenders would hide the rest."""
    fen = _counted(result).fen[:, list(FISCAL)].sum(axis=1)
    return np.asarray(np.cumsum(fen) / FEN_PER_YUAN / result.value("residents"))


_PANELS: Final[Mapping[str, Series]] = {
    "Unmet hours per 1,000 residents": unmet_hours,
    "Waiting cases per 1,000 residents": waiting_cases,
    "Mean wellbeing 15+, points": mean_wellbeing,
    "Trust in organisations, 0-1": trust_in_organisations,
    "Volunteers per 1,000 residents": volunteers,
    "Fiscal cost so far, yuan a head": fiscal_cost_so_far,
}


def series(study: Study) -> "Figure":
    """Course of six series over the counted weeks, as differences to the baseline."""
    study.read(*_PANELS.values())
    figure, panels = new_figure(8.4, 5.6, rows=2, columns=3, notes=4)
    names = drawn_names(study)
    for axes, (title, read) in zip(panels, _PANELS.items(), strict=True):
        axes.axhline(0, color=BASELINE_COLOUR, linewidth=1.0)
        for name, look in looks(names).items():
            _line(axes, study, name, read, look["color"])
        axes.set_title(title)
        axes.set_xlabel("week")
    legend_below(figure, panels[0], notes=2, side=0.05, columns=6)
    note = (
        f"Differences to the baseline, means of the last {_SMOOTHING_WEEKS} weeks; bands: 95 %"
        " intervals of paired differences, week by week."
    )
    finish(figure, study, "When differences arise", f"{note} {left_out(study)}")
    return figure


def _line(axes: "Axes", study: Study, name: str, read: Series, colour: str) -> None:
    band = weekly_difference(study, name, read, _SMOOTHING_WEEKS)
    weeks = np.arange(len(band.mean))
    axes.fill_between(weeks, band.low, band.high, color=colour, alpha=0.18, linewidth=0)
    axes.plot(weeks, band.mean, color=colour, linewidth=1.5, label=name)
