"""How figures look: few lines, colours that the colour-blind can tell apart, notes below."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from itertools import cycle
from textwrap import fill, shorten
from typing import TYPE_CHECKING, Any, Final

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.report.vocabulary import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito (2008), without the yellow that is lost on white paper; black is the baseline's.
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7F7F7F")
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")
BASELINE_COLOUR: Final = "#000000"
GREY: Final = "#8C8C8C"
TEXT: Final = "#4D4D4D"
LINE: Final = "#E3E3E3"
_CHARACTERS_PER_INCH: Final = 16.5
_SIDE, _HEADING, _NOTE_MARGIN, _NOTE_LINE = 0.12, 0.80, 0.16, 0.15  # inches
_RULES: Final[Mapping[str, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": TEXT,
    "axes.linewidth": 0.8,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.labelsize": 9.0,
    "axes.axisbelow": True,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "svg.hashsalt": "sanlian-sim",
    "svg.fonttype": "path",
    "savefig.dpi": 200,
}


def styled() -> AbstractContextManager[None]:
    """Return the context in which figures are drawn and saved; the user's settings stay."""
    import matplotlib

    rules: Any = dict(_RULES)
    return matplotlib.rc_context(rules)


def drawn_names(study: Study) -> list[str]:
    """Scenarios that can be drawn on one scale: those that serve, the baseline left out."""
    experiment = study.experiment
    return [
        name
        for name, scenario in experiment.scenarios.items()
        if name != experiment.design.baseline
        and scenario.policy.levers.formal_supply > 0
        and study.of(name)
    ]


def choices(study: Study) -> list[str]:
    """Scenarios among which figures show the best: the baseline, if it was run, and those drawn."""
    baseline = study.experiment.design.baseline
    return [name for name in (baseline, *drawn_names(study)) if study.of(name)]


def looks(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Colour and marker of each scenario."""
    pairs = zip(cycle(COLOURS), cycle(MARKERS), strict=False)
    return {
        name: {"color": colour, "marker": marker}
        for name, (colour, marker) in zip(names, pairs, strict=False)
    }


def new_figure(
    width: float, height: float, rows: int = 1, columns: int = 1, *, notes: int = 2
) -> tuple["Figure", list["Axes"]]:
    """Return a figure and its axes, row by row, with room for titles and lines of notes.

    Parameters
    ----------
    width, height : float
        Inches.
    rows, columns : int
        Of axes.
    notes : int
        Lines of notes below.
    """
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    below = (_NOTE_MARGIN + notes * _NOTE_LINE) / height
    rect = (0.0, below, 1.0, 1.0 - below - _HEADING / height)
    layout = ConstrainedLayoutEngine(rect=rect, w_pad=0.08, h_pad=0.06)
    figure = Figure(figsize=(width, height), layout=layout)
    axes = figure.subplots(rows, columns, squeeze=False)
    return figure, list(axes.flat)


def finish(figure: "Figure", study: Study, title: str, note: str) -> None:
    """Put the title and what is held equal above a figure, and what it rests on below."""
    width = figure.get_figwidth()
    closure = words("en")["closures"][study.experiment.design.closure]
    heading = shorten(study.experiment.title, int(width * _CHARACTERS_PER_INCH * 0.8))
    weeks = study.experiment.horizon.weeks
    under = f"{heading}\n{weeks} weeks, transition included; {closure}"
    caption(figure, title, under, f"{count(study.replicates)}. {note}")


def count(replicates: int) -> str:
    """Return a number of replicates in words."""
    return f"{replicates} replicate{'s' if replicates != 1 else ''}"


def caption(figure: "Figure", title: str, under: str, note: str) -> None:
    """Put a title and a line or two under it above a figure, and a note below."""
    width, height = figure.get_size_inches()
    left = _SIDE / width
    figure.text(left, 1 - 0.10 / height, title, fontsize=11.5, weight="bold", va="top")
    figure.text(left, 1 - 0.36 / height, under, fontsize=8.5, color=TEXT, va="top")
    text = fill(note, int(width * _CHARACTERS_PER_INCH))
    figure.text(left, _SIDE / height, text, fontsize=7.5, color=TEXT, va="bottom")


def legend_below(figure: "Figure", axes: "Axes", *, notes: int, side: float, columns: int) -> None:
    """Put the legend of one of several axes above the lines of notes.

    Parameters
    ----------
    figure, axes
    notes : int
        Lines of notes; the figure needs room for as many more as the legend has.
    side : float
        Where it begins, as a share of the figure's width.
    columns : int
        Most entries side by side.
    """
    handles, labels = axes.get_legend_handles_labels()
    height = (_NOTE_MARGIN + notes * _NOTE_LINE) / figure.get_figheight()
    figure.legend(
        handles, labels, loc="lower left", bbox_to_anchor=(side, height),
        ncols=max(1, min(columns, len(labels))), fontsize=8,
    )  # fmt: skip


def whole_numbers(axes: "Axes") -> None:
    """Mark whole numbers alone on the horizontal axis."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def left_out(study: Study) -> str:
    """Say which scenarios a figure leaves out, if any."""
    drawn = {*drawn_names(study), study.experiment.design.baseline}
    absent = [name for name in study.experiment.scenarios if name not in drawn]
    return f"Not drawn, as off the scale: {', '.join(absent)}." if absent else ""
