"""Priors and posteriors; what the posterior predicts beside what was observed."""

from math import ceil
from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.search.calibrate import Answer
from sanlian_sim.experiments.search.varied import Varied
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.tables import unit_label
from sanlian_sim.report.search.calibration_tables import posterior_table, predictive_table
from sanlian_sim.report.style import (
    BASELINE_COLOUR,
    COLOURS,
    DOUBLE,
    GREY,
    LINE_SPACING,
    caption,
    new_figure,
    styled,
    subject,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS: Final = 3
_BINS: Final = 20
_ROW_INCHES: Final = 0.34
_LONGEST: Final = 30
_WIDTHS: Final = (4.6, 6.0, DOUBLE)
"""Inches of the figure by columns of axes."""


def plot_posterior(answer: Answer, lang: Language = "en") -> "Figure":
    """Prior and posterior of every parameter."""
    told, number = words(lang)["figures"]["posterior"], len(answer.question.priors)
    columns = min(_COLUMNS, number)
    rows = ceil(number / columns)
    with styled(lang):
        figure, panels = new_figure(_WIDTHS[columns - 1], 0.3 + 1.9 * rows, rows, columns)
        for n, axes in enumerate(panels):
            if n < number:
                draw_posterior(axes, answer, lang, n)
            else:
                axes.set_axis_off()
        particles, last = len(answer.fit.weights), answer.fit.populations[-1]
        note = told["note"].format(particles=particles, tolerance=f"{last.tolerance:.2f}")
        question = answer.question
        under = subject(question.experiment.title, question.scenario, lang)
        caption(figure, told["title"], under, note)
    return figure


def draw_posterior(axes: "Axes", answer: Answer, lang: Language = "en", number: int = 0) -> None:
    """Draw prior and posterior of one parameter.

    Parameters
    ----------
    axes : Axes
        Horizontal: the parameter in its unit; vertical: density.
    answer : Answer
    lang : {"en", "zh"}
    number : int
        Of the parameter among the priors.
    """
    prior, row = answer.question.priors[number], posterior_table(answer).iloc[number]
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
    axes.axvspan(row["low"], row["high"], color=COLOURS[0], alpha=0.08, lw=0)
    axes.axvline(row["mean"], color=BASELINE_COLOUR, linewidth=0.9)
    axes.set_yticks([])
    axes.set_ylabel(words(lang)["figures"]["posterior"]["y"])
    axes.set_xlabel(_labelled(prior, lang), linespacing=LINE_SPACING)


def _labelled(prior: Varied, lang: Language) -> str:
    """Name and unit of a parameter."""
    name = prior.path.rsplit(".", 2)[-1] if len(prior.path) > _LONGEST else prior.path
    unit = "" if prior.unit in ("", "1") else unit_label(prior.unit, lang)
    return "\n".join(filter(None, (name, unit)))


def plot_predictive(answer: Answer, lang: Language = "en") -> "Figure":
    """Predictions of the posterior in standard deviations of the error, the observed at 0."""
    told = words(lang)["figures"]["predictive"]
    with styled(lang):
        rows = len(answer.question.moments)
        figure, (axes,) = new_figure(DOUBLE, 0.7 + _ROW_INCHES * rows)
        draw_predictive(axes, answer, lang)
        note = told["note"].format(runs=len(answer.predicted))
        question = answer.question
        under = subject(question.experiment.title, question.scenario, lang)
        caption(figure, told["title"], under, note)
    return figure


def draw_predictive(axes: "Axes", answer: Answer, lang: Language = "en") -> None:
    """Draw predictions less observations, in standard deviations of the observations' errors."""
    table = predictive_table(answer)
    axes.axvspan(-2, 2, color=GREY, alpha=0.15, lw=0)
    axes.axvline(0, color=BASELINE_COLOUR, linewidth=1.0)
    scaled = table[["mean", "low", "high"]].sub(table["observed"], axis=0)
    scaled = scaled.div(table["sd"], axis=0)
    for row, (centre, low, high) in enumerate(scaled.itertuples(index=False)):
        colour = COLOURS[0] if table["agrees"][row] else COLOURS[1]
        axes.plot([low, high], [row, row], color=colour, linewidth=1.6)
        axes.plot(centre, row, "o", color=colour, markersize=6)
    axes.set_yticks(range(len(table)), list(table["moment"]))
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlabel(words(lang)["figures"]["predictive"]["x"])
