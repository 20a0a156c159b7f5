"""Small charts as SVG: bars and dots by name, courses by week; equal axes where they compare."""

import math
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.dashboard.colours import paint

WIDTH: Final = 360.0
LEFT_COLOUR: Final = paint("left")
RIGHT_COLOUR: Final = paint("right")
DIFFERENCE_COLOUR: Final = paint("difference")
_TEXT: Final = paint("soft")
_LINE: Final = paint("line")
_ROW: Final = 22.0
_NAMES: Final = 118.0
_VALUES: Final = 52.0
_AXIS: Final = 8.0
_COURSE_HEIGHT: Final = 170.0
_LEFT, _RIGHT, _TOP, _FOOT = 46.0, 12.0, 10.0, 30.0
_MOST_POINTS: Final = 300
_THINNEST, _THICKER = 1.6, 1.8
Floats = NDArray[np.float64]


class Range(NamedTuple):
    """Ends of an axis, and the step between its marks."""

    low: float
    high: float
    step: float

    def marks(self) -> list[float]:
        """Return the values that are marked."""
        number = round((self.high - self.low) / self.step)
        return [self.low + n * self.step for n in range(number + 1)]

    def share(self, value: float) -> float:
        """Return where a value lies, 0 at the low end, 1 at the high one; inside the axis."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def nice(low: float, high: float, marks: int = 4) -> Range:
    """Return an axis with round ends around two values."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return Range(0.0, 1.0, 0.5)
    if high - low < 1e-9 * max(1.0, abs(low), abs(high)):
        high, low = high + 0.5 * max(abs(high), 1e-3), low - 0.5 * max(abs(low), 1e-3)
    raw = (high - low) / marks
    size = 10.0 ** math.floor(math.log10(raw))
    step = size * next(n for n in (1, 2, 5, 10) if n * size >= raw * 0.999)
    return Range(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


def common(values: Sequence[Sequence[float]], *, zero: bool, least: float = 0.0) -> Range:
    """Return one axis for all values.

    Parameters
    ----------
    values : sequence of sequences
        nan where there is none.
    zero : bool
        Whether it has to hold zero.
    least : float
        What it spans at least, so that what is next to nothing does not look large.
    """
    known = [value for row in values for value in row if math.isfinite(value)]
    if not known:
        return Range(0.0, 1.0, 0.5)
    low, high = min(known), max(known)
    if zero:
        low, high = min(0.0, low), max(0.0, high)
    more = max(0.0, least - (high - low)) / 2
    return nice(low - more, high + more)


def number(value: float, step: float, *, signed: bool = False) -> str:
    """Write a number with as many digits as its axis tells apart."""
    if not math.isfinite(value):
        return "–"
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    text = f"{abs(value):,.{digits}f}"
    if float(text.replace(",", "")) == 0.0:
        return text
    sign = "−" if value < 0 else "+" if signed else ""
    return sign + text


def bars(
    names: Sequence[str], values: Sequence[float], axis: Range, colour: str, title: str,
    *, signed: bool = False, dots: bool = False,
) -> str:  # fmt: skip
    """Draw a value for each name as a bar, or as a dot where the axis does not begin at zero.

    Parameters
    ----------
    names, values : sequences
        nan where there is no value.
    axis : Range
    colour : str
    title : str
        What it shows, for those who do not see it.
    signed : bool
        Whether values are differences.
    dots : bool
    """
    height = _ROW * len(names) + 24.0
    span = WIDTH - _NAMES - _VALUES - _AXIS
    parts = [*_across(axis, span, height - 20.0)]
    for n, (name, value) in enumerate(zip(names, values, strict=True)):
        y = _ROW * n + _ROW / 2
        parts.append(_label(_NAMES - 8.0, y + 4.0, name, "end"))
        said = number(value, min(0.1, axis.step / 10.0), signed=signed)
        parts.append(_label(WIDTH - 2.0, y + 4.0, said, "end"))
        if math.isfinite(value):
            parts.append(_mark(value, axis, span, y, colour, dots))
    return _svg(height, title, "".join(parts))


def _mark(value: float, axis: Range, span: float, y: float, colour: str, dots: bool) -> str:
    here = _NAMES + span * axis.share(value)
    if dots:
        return f'<circle cx="{here:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'
    zero = _NAMES + span * axis.share(0.0)
    left, width = min(here, zero), max(0.8, abs(here - zero))
    return f'<rect x="{left:.1f}" y="{y - 6:.1f}" width="{width:.1f}" height="12" fill="{colour}"/>'


def _across(axis: Range, span: float, height: float) -> Iterator[str]:
    for value in axis.marks():
        x = _NAMES + span * axis.share(value)
        strong = abs(value) < axis.step / 1e6 and axis.low < 0
        yield _rule(x, 0, x, height, _TEXT if strong else _LINE)
        yield _label(x, height + 15.0, number(value, axis.step), "middle", size=11)


def courses(
    lines: Sequence[tuple[Floats, str]], axis: Range, weeks: int, title: str, week: str
) -> str:
    """Draw courses over the weeks so far.

    Parameters
    ----------
    lines : sequence of (values by week, colour)
        Those below are thicker, so that lines that lie on each other are seen.
    axis : Range
    weeks : int
        Length of the horizontal axis.
    title : str
    week : str
        The word below the horizontal axis.
    """
    wide, high = WIDTH - _LEFT - _RIGHT, _COURSE_HEIGHT - _TOP - _FOOT
    across = nice(0.0, max(1.0, float(weeks)), 4)
    across = Range(0.0, max(1.0, float(weeks)), across.step)
    parts = [*_frame(axis, across, wide, high, week)]
    for n, (values, colour) in enumerate(lines):
        thick = _THINNEST + _THICKER * (len(lines) - 1 - n)
        parts.append(
            _course(values, axis, across, wide, high, f'"{colour}" stroke-width="{thick}"')
        )
    return _svg(_COURSE_HEIGHT, title, "".join(parts))


def _frame(axis: Range, across: Range, wide: float, high: float, week: str) -> Iterator[str]:
    for value in axis.marks():
        y = _TOP + high * (1.0 - axis.share(value))
        strong = abs(value) < axis.step / 1e6
        yield _rule(_LEFT, y, _LEFT + wide, y, _TEXT if strong else _LINE)
        yield _label(_LEFT - 6.0, y + 4.0, number(value, axis.step), "end", size=11)
    for value in np.arange(0.0, across.high + 1e-9, across.step):
        x = _LEFT + wide * across.share(float(value))
        yield _label(x, _TOP + high + 16.0, f"{value:.0f}", "middle", size=11)
    yield _label(_LEFT + wide, _TOP + high + 28.0, week, "end", size=11)


def _course(
    values: Floats, axis: Range, across: Range, wide: float, high: float, stroke: str
) -> str:
    step = max(1, -(-len(values) // _MOST_POINTS))
    weeks = np.arange(len(values))[::-1][::step][::-1]
    points = " ".join(
        f"{_LEFT + wide * across.share(w + 1.0):.1f},"
        f"{_TOP + high * (1.0 - axis.share(float(values[w]))):.1f}"
        for w in weeks.tolist()
    )
    return f'<polyline points="{points}" fill="none" stroke={stroke}/>'


def _svg(height: float, title: str, body: str) -> str:
    about = f'role="img" aria-label="{escape(title)}"'
    return f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" {about}>{body}</svg>'


def _label(x: float, y: float, text: str, anchor: str, size: int = 12) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"'
    return f'<text {place} fill="{_TEXT}">{escape(text)}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="1"/>'
