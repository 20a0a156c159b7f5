"""How figures look: few lines, colours that the colour-blind can tell apart, notes below."""

import math
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, listed, words
from sanlian_sim.report.fonts import NO_GLYPH, families, tell_missing
from sanlian_sim.report.text import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SINGLE, DOUBLE = 3.5, 7.2
"""Widths of a column and of a page of a journal, inches (89 and 183 mm)."""
# Okabe & Ito (2008), without the yellow that is lost on white paper; black is the baseline's.
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#7F7F7F")
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")
BASELINE_COLOUR: Final = "#000000"
GREY: Final = "#8C8C8C"
TEXT: Final = "#4D4D4D"
LINE: Final = "#E3E3E3"
LINE_SPACING: Final = 1.45
"""Of labels of two lines: fonts of Chinese do not tell Matplotlib how much room lines need."""
_CELLS_PER_INCH: Final = 17.0  # of notes, a Chinese character counting for two
_SIDE, _TITLE, _LINE, _NOTE_LINE, _GAP, _KEY_LINE = 0.12, 0.36, 0.16, 0.14, 0.12, 0.175  # inches
_UNDER: Final = 0.88
"""What the larger letters of the heading leave of a line's cells."""
_KEY_INCHES: Final = 0.52
_KEY_CELLS_PER_INCH: Final = 15.0
_DIGITS: Final = 5
_RULES: Final[Mapping[str, Any]] = {
    "font.size": 9.0,
    # Text keeps its width at any number of dots: the layout is settled at one of them.
    "text.hinting": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": TEXT,
    "axes.linewidth": 0.8,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.labelsize": 9.0,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "legend.frameon": False,
    "legend.fontsize": 8.0,
    "svg.hashsalt": "sanlian-sim",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "savefig.dpi": 200,
}


class Key(NamedTuple):
    """A legend below a figure: whose, and where it begins and ends as shares of the width."""

    axes: "Axes"
    start: float = 0.0
    end: float = 1.0


@contextmanager
def styled(lang: Language = "en") -> Iterator[None]:
    """Offer the context in which figures are drawn and saved; the user's settings stay.

    Characters that no font has are told once, by ``tell_missing``, and not one by one.

    Raises
    ------
    FontMissingError
        If the language is Chinese and no font is installed that has its characters.
    """
    import matplotlib

    rules: Any = {**_RULES, "font.family": families(lang)}
    with matplotlib.rc_context(rules), warnings.catch_warnings():
        warnings.filterwarnings("ignore", NO_GLYPH)
        yield


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


def all_looks(study: Study) -> dict[str, dict[str, str]]:
    """Colour and marker of the baseline, in black, and of each scenario that is drawn."""
    own = {study.experiment.design.baseline: {"color": BASELINE_COLOUR, "marker": "o"}}
    found = {**own, **looks(drawn_names(study))}
    return {name: look for name, look in found.items() if study.of(name)}


def new_figure(
    width: float, height: float, rows: int = 1, columns: int = 1
) -> tuple["Figure", list["Axes"]]:
    """Return a figure and its axes, row by row.

    Parameters
    ----------
    width, height : float
        Inches, without what ``caption`` adds above and below.
    rows, columns : int
        Of axes.
    """
    from sanlian_sim.report.canvas import KeptFigure

    figure = KeptFigure(_RULES, figsize=(width, height))
    axes = figure.subplots(rows, columns, squeeze=False)
    return figure, list(axes.flat)


def finish(
    figure: "Figure", study: Study, kind: str, lang: Language, *keys: Key, **facts: object
) -> "Figure":
    """Put title and what is held equal above a figure, legends and what it rests on below.

    Parameters
    ----------
    figure, study
    kind : str
        Theme among the words of figures, with ``title`` and ``note``.
    lang : {"en", "zh"}
    *keys : Key
        Legends.
    **facts : object
        What the note has braces for.
    """
    told, space = words(lang)["figures"], words(lang)["marks"]["sentence"]
    heading = shorten(study.experiment.title, int(figure.get_figwidth() * _CELLS_PER_INCH * 0.8))
    held = words(lang)["closures"][study.experiment.design.closure]
    under = told["under"].format(weeks=study.experiment.horizon.weeks, closure=held)
    note = told[kind]["note"].format(**facts)
    parts = (count(study.replicates, lang), note, left_out(study, lang))
    said = space.join(filter(None, parts if told[kind].get("differences") else parts[:2]))
    caption(figure, told[kind]["title"], f"{heading}\n{under}", said, *keys)
    return figure


def count(replicates: int, lang: Language = "en") -> str:
    """Return a number of replicates as a sentence."""
    told = words(lang)["figures"]["one" if replicates == 1 else "several"]
    return str(told.format(number=replicates))


def caption(figure: "Figure", title: str, under: str, note: str, *keys: Key) -> None:
    """Put a title and lines under it above a figure, legends and a note below; it grows by them."""
    width, inner = figure.get_size_inches()
    cells = int((width - 2 * _SIDE) * _CELLS_PER_INCH)
    heads = [
        part
        for line in under.split("\n")
        if line
        for part in wrapped(line, int(cells * _UNDER)).split("\n")
    ]
    notes = wrapped(note, cells).split("\n")
    above = _TITLE + _LINE * len(heads) + _GAP
    keys_rows = max((_key_size(width, key)[1] for key in keys), default=0)
    below = _SIDE + _NOTE_LINE * len(notes) + _GAP
    keyed = keys_rows * _KEY_LINE + (_GAP / 2 if keys_rows else 0.0)
    height = inner + above + below + keyed
    figure.set_size_inches(width, height)
    _lay_out(figure, (0.0, (below + keyed) / height, 1.0, inner / height))
    left = _SIDE / width
    figure.text(left, 1 - 0.10 / height, title, fontsize=11.5, weight="bold", va="top")
    # Line by line, for the same reason as above.
    for n, line in enumerate(heads):
        top = 1 - (_TITLE + n * _LINE) / height
        figure.text(left, top, line, fontsize=8.5, color=TEXT, va="top")
    for n, line in enumerate(notes, start=1):
        bottom = (_SIDE + (len(notes) - n) * _NOTE_LINE) / height
        figure.text(left, bottom, line, fontsize=7.5, color=TEXT, va="baseline")
    for key in keys:
        _put_key(figure, key, (below + keyed) / height)
    _settle(figure)


def _lay_out(figure: "Figure", rect: tuple[float, float, float, float]) -> None:
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure.set_layout_engine(ConstrainedLayoutEngine(rect=rect, w_pad=0.08, h_pad=0.06))


def _settle(figure: "Figure") -> None:
    """Lay the axes out once for all.

    The solver's last digits depend on where its variables lie in memory, and the bytes of a file
    must not.
    """
    tell_missing(figure)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for axes in figure.axes:
        x, y, width, height = (round(n, _DIGITS) for n in axes.get_position(original=True).bounds)
        axes.set_position((x, y, width, height))


def _key_size(width: float, key: Key) -> tuple[int, int]:
    """Columns and rows of a legend that is as wide as its part of the figure."""
    labels = key.axes.get_legend_handles_labels()[1]
    if not labels:
        return 1, 0
    from rich.cells import cell_len

    widest = _KEY_INCHES + max(map(cell_len, labels)) / _KEY_CELLS_PER_INCH
    columns = max(1, min(len(labels), int((key.end - key.start) * width / widest)))
    return columns, math.ceil(len(labels) / columns)


def _put_key(figure: "Figure", key: Key, top: float) -> None:
    handles, labels = key.axes.get_legend_handles_labels()
    columns, rows = _key_size(figure.get_figwidth(), key)
    start = max(key.start, _SIDE / figure.get_figwidth())
    if rows:
        figure.legend(
            handles, labels, loc="upper left", bbox_to_anchor=(start, top), ncols=columns,
            borderaxespad=0.0, borderpad=0.2, labelspacing=0.35, columnspacing=1.4,
        )  # fmt: skip


def whole_numbers(axes: "Axes") -> None:
    """Mark whole numbers alone on the horizontal axis."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True))


def rows_labelled(axes: "Axes", labels: Sequence[str]) -> None:
    """Label rows from the top, with lines between them."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    for row in range(1, len(labels)):
        axes.axhline(row - 0.5, color=LINE, linewidth=0.7, zorder=0)


def subject(title: str, scenario: str, lang: Language = "en") -> str:
    """Return what a figure is about: a scenario, after the experiment's title if it has one."""
    return str(words(lang)["marks"]["colon"]).join(filter(None, (title, scenario)))


def left_out(study: Study, lang: Language = "en") -> str:
    """Say which scenarios a figure leaves out, if any."""
    drawn = {*drawn_names(study), study.experiment.design.baseline}
    absent = [name for name in study.experiment.scenarios if name not in drawn]
    told = words(lang)["figures"]["left_out"]
    return str(told.format(names=listed(absent, lang))) if absent else ""
