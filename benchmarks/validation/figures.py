"""Figures of the page, small and the same for the same seeds."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from sanlian_sim.report.style import BASELINE_COLOUR, COLOURS, MARKERS, styled

from .page import half_width
from .patterns import DELAYS, SHOCK_WEEKS
from .status_quo import UTILISATION, WAITS, WHOLE

WIDTH, HEIGHT = 7.0, 2.9


def draw(folder: Path, found: pd.DataFrame, patterns: dict[str, Any]) -> None:
    """Draw all figures."""
    mpl.use("agg")
    folder.mkdir(parents=True, exist_ok=True)
    with styled():
        _status_quo(folder, found)
        _queues(folder, patterns["loads"], patterns["use"])
        _institutions(folder, patterns["exits"], patterns["adoption"])


def _two(titles: tuple[str, str]) -> Any:
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, HEIGHT), layout="constrained")
    for axis, title in zip(axes, titles, strict=True):
        axis.set_title(title)
    return figure, axes


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None})
    plt.close(figure)


def _status_quo(folder: Path, found: pd.DataFrame) -> None:
    figure, axes = _two(("Weeks from notice to first hour", "Client hours used"))
    for axis, name, expected in zip(
        axes, ("wait", "utilisation"), (WAITS, UTILISATION), strict=True
    ):
        place = np.arange(len(expected))
        values = [found[name, service, WHOLE] for service in expected]
        axis.errorbar(
            [one.mean() for one in values], place, xerr=[half_width(one) for one in values],
            fmt=MARKERS[0], color=COLOURS[0], label="found, 95 %",
        )  # fmt: skip
        axis.plot(list(expected.values()), place, "|", ms=12, color=BASELINE_COLOUR,
                  label="expected")  # fmt: skip
        axis.set_yticks(place, list(expected) if axis is axes[0] else [""] * len(place))
    axes[0].legend()
    _save(figure, folder / "status_quo")


def _queues(folder: Path, loads: Any, use: Any) -> None:
    figure, (left, right) = _two(("Waits by utilisation", "Cost of facilities by use"))
    _dots(left, loads[:, :, 0], loads[:, :, 1])
    left.set(xlabel="client hours used", ylabel="mean wait, weeks")
    _dots(right, use[:, :, 1], use[:, :, 0])
    right.set(xlabel="hours with clients a year", ylabel="yuan per hour", ylim=(0, None))
    _save(figure, folder / "queues")


def _dots(axis: Any, across: Any, up: Any) -> None:
    """Means with 95 % intervals either way; arrays (settings, replicates)."""
    axis.errorbar(
        across.mean(axis=1), up.mean(axis=1), xerr=[half_width(one) for one in across],
        yerr=[half_width(one) for one in up], fmt=f"{MARKERS[0]}-", ms=4, color=COLOURS[0],
    )  # fmt: skip


def _institutions(folder: Path, exits: Any, adoption: dict[str, Any]) -> None:
    figure, (left, right) = _two(("Organisations closed, by weeks to payment", "Adoption"))
    for delay, found, colour in zip(DELAYS, exits, COLOURS, strict=False):
        left.plot(np.arange(SHOCK_WEEKS), found.mean(axis=0), color=colour, label=str(delay))
    left.set(xlabel="weeks since payments slowed", ylabel="share of organisations", ylim=(0, 1))
    left.legend()
    for (name, share), colour in zip(adoption.items(), COLOURS, strict=False):
        right.plot(1 + np.arange(len(share)), share, f"{MARKERS[0]}-", color=colour, label=name)
    right.set(xlabel="year", ylabel="share of communities", ylim=(0, 1))
    right.legend()
    _save(figure, folder / "institutions")
