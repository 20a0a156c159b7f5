"""Numbers as readers want them: no more digits than the interval supports."""

import math
from typing import Final

_SIGNIFICANT: Final = 2
_MOST_DECIMALS: Final = 4


def decimals(spread: float) -> int:
    """Decimals that show two significant digits of a spread, such as half an interval."""
    if not math.isfinite(spread) or spread == 0:
        return _SIGNIFICANT
    digits = _SIGNIFICANT - 1 - math.floor(math.log10(abs(spread)))
    return min(max(digits, 0), _MOST_DECIMALS)


def plain(value: float, places: int) -> str:
    """Write a number with so many decimals; a dash if there is none."""
    if not math.isfinite(value):
        return "–"
    # Adding zero drops the sign of what is rounded to nothing.
    return f"{round(value, places) + 0.0:,.{places}f}"


def signed(value: float, places: int) -> str:
    """Write a difference with its sign; nothing has none."""
    text = plain(value, places)
    return f"+{text}" if math.isfinite(value) and round(value, places) > 0 else text


def places_of(low: float, high: float, value: float) -> int:
    """Decimals for a value and its interval."""
    half = (high - low) / 2
    return decimals(half if math.isfinite(half) and half > 0 else value)


def probability(value: float) -> str:
    """Write a p-value."""
    return "<0.001" if value < 0.001 else plain(value, 3)


def interval(low: float, high: float, places: int, to: str) -> str:
    """Write an interval; a dash if there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "–"
    return between(signed(low, places), signed(high, places), to)


def between(low: str, high: str, to: str) -> str:
    """Write two bounds with a word between them; Chinese has no blanks."""
    return f"{low} {to} {high}" if to.isascii() else f"{low}{to}{high}"
