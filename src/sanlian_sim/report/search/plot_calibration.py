"""Priors and posteriors; what the posterior predicts beside what was observed."""

from math import ceil
from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.search.calibrate import Answer
from sanlian_sim.experiments.search.varied import Varied
from sanlian_sim.report.search.calibration_tables import posterior_table, predictive_table
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    GREY,
    caption,
    new_figure,
    styled,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS: Final = 3
_BINS: Final = 20
_ROW_INCHES: Final = 0.34


def plot_posterior(answer: Answer) -> "Figure":
    """Prior and posterior of every parameter."""
    priors = answer.question.priors
    columns = min(_COLUMNS, len(priors))
    rows = ceil(len(priors) / columns)
    table = posterior_table(answer)
    with styled():
        figure, panels = new_figure(
            max(4.6, 3.1 * columns), 1.5 + 2.1 * rows, rows, columns, notes=3
        )  # fmt: skip
        for n, axes in enumerate(panels):
            if n >= len(priors):
                axes.set_axis_off()
                continue
            _panel(axes, priors[n], answer, n)
            axes.axvspan(table["low"][n], table["high"][n], color=COLOURS[0], alpha=0.08, lw=0)
            axes.axvline(table["mean"][n], color=BASELINE_COLOUR, linewidth=0.9)
        note = (
            f"{len(answer.fit.weights)} particles at a tolerance of "
            f"{answer.fit.populations[-1].tolerance:.2f} standard deviations. Grey: prior; bars: "
            "posterior; line and shade: its mean and 95 % interval."
        )
        caption(figure, "What the observed moments say of parameters", _title(answer), note)
    return figure


def _panel(axes: "Axes", prior: Varied, answer: Answer, number: int) -> None:
    values = answer.fit.parameters[:, number]
    axes.hist(
        values, bins=_BINS, range=(prior.low, prior.high), weights=answer.fit.weights, density=True,
        color=COLOURS[0], alpha=0.75,
    )  # fmt: skip
    peak = (1 if prior.mode is None else 2) / (prior.high - prior.low)
    corners = [prior.low, prior.low, prior.high, prior.high]
    heights = [0, peak, peak, 0]
    if prior.mode is not None:
        corners, heights = [prior.low, prior.mode, prior.high], [0, peak, 0]
    axes.plot(corners, heights, color=GREY, linewidth=1.2)
    axes.set_yticks([])
    axes.set_title(prior.path.rsplit(".", 2)[-1] if len(prior.path) > 34 else prior.path)
    axes.set_xlabel("" if prior.unit == "1" else prior.unit)


def plot_predictive(answer: Answer) -> "Figure":
    """Predictions of the posterior in standard deviations of the error, the observed at 0."""
    table = predictive_table(answer)
    with styled():
        figure, (axes,) = new_figure(6.8, 2.2 + _ROW_INCHES * len(table), notes=3)
        axes.axvspan(-2, 2, color=GREY, alpha=0.15, lw=0)
        axes.axvline(0, color=BASELINE_COLOUR, linewidth=1.0)
        scaled = table[["mean", "low", "high"]].sub(table["observed"], axis=0)
        scaled = scaled.div(table["sd"], axis=0)
        for row, (centre, low, high) in enumerate(scaled.itertuples(index=False)):
            colour = COLOURS[0] if table["agrees"][row] else COLOURS[1]
            axes.plot([low, high], [row, row], color=colour, linewidth=1.6)
            axes.plot(centre, row, "o", color=colour, markersize=6)
        axes.set_yticks(range(len(table)), list(table["moment"]))
        axes.invert_yaxis()
        axes.set_ylim(len(table) - 0.4, -0.6)
        axes.set_xlabel("prediction less observation, in standard deviations of its error")
        note = (
            f"Points: means of {len(answer.predicted)} runs at the posterior with fresh luck;"
            " lines: 95 % of them; shade: twice the observation's error. Orange: does not agree."
        )
        caption(figure, "Does the fitted model bring back what was seen?", _title(answer), note)
    return figure


def _title(answer: Answer) -> str:
    return f"{answer.question.experiment.title}: {answer.question.scenario}".strip(": ")
