"""A page of Markdown that is written line by line."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t


class Page:
    """Lines of Markdown."""

    def __init__(self, title: str) -> None:
        self.lines = [f"# {title}"]

    def section(self, title: str) -> None:
        """Begin a section."""
        self.lines += ["", f"## {title}"]

    def say(self, *words: str) -> None:
        """Add a paragraph."""
        self.lines += ["", " ".join(words)]

    def figure(self, name: str, words: str) -> None:
        """Show a figure of ``docs/figures``."""
        self.lines += ["", f"![{words}](figures/{name}.svg)"]

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table."""
        self.lines += ["", _row(titles), "|---" * len(titles) + "|", *map(_row, rows)]

    def write(self, path: Path) -> None:
        """Save the page."""
        path.write_text("\n".join(self.lines) + "\n", encoding="utf-8")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def half_width(values: ArrayLike) -> float:
    """Half of the 95 % t interval of the mean of independent values."""
    found = np.asarray(values, dtype=np.float64)
    n = len(found)
    return float(found.std(ddof=1) / np.sqrt(n) * t.ppf(0.975, n - 1))


def shown(values: ArrayLike) -> str:
    """Mean, and half of its 95 % interval."""
    found = np.asarray(values, dtype=np.float64)
    return f"{found.mean():.3g} ± {half_width(found):.2g}"
