"""Tables of the status quo beside what was expected, and of checks."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from .checks import CHECKS
from .nursing_queue import Queue
from .page import Page, half_width, shown
from .status_quo import LAST, STAGES, STOCKS, UTILISATION, WAITS, WHOLE

Simulate = Callable[[Mapping[str, Any], bool, int], pd.DataFrame]
TOTALS = (
    ("fiscal cost, yuan per resident-year", 292, "fiscal_cost"),
    ("escalations per 1,000 residents and year", 2, "escalations"),
    ("WELLBYs per 10,000 against no service, undiscounted", 95, "gain"),
)


def rows_expected(found: pd.DataFrame) -> Iterator[list[str]]:
    """Figure, what was expected, what was found over the whole horizon and in the last year."""
    for service, wait in WAITS.items():
        label = f"{service}: weeks from notice to first hour"
        yield [label, f"{wait:g}", *_both(found, "wait", "wait of the served", service)]
    for service, used in UTILISATION.items():
        both = _both(found, "utilisation", "utilisation with volunteers", service)
        yield [f"{service}: utilisation", f"{used:g}", *both]
    for service, stocks in STOCKS.items():
        for stage, stock in zip(STAGES, stocks, strict=True):
            both = _both(found, stage, stage, service)
            yield [f"{service}: {stage.replace('_', ' ')}", f"{stock}", *both]
    for label, expected, name in TOTALS:
        yield [label, f"{expected}", *_both(found, name, name, "")]


def _both(found: pd.DataFrame, whole: str, last: str, service: str) -> list[str]:
    return [shown(found[whole, service, WHOLE]), shown(found[last, service, LAST])]


def rows_reckoned(found: pd.DataFrame) -> Iterator[list[str]]:
    """By the reckoning of the last year, the whole horizon."""
    names = ("wait of the served", "utilisation with volunteers", "in service or closed")
    for service in WAITS:
        yield [service, *(shown(found[name, service, WHOLE]) for name in names)]


def add_checks(page: Page, found: pd.DataFrame, simulate: Simulate, replicates: int) -> None:
    """Show how figures move when a mechanism is neutral, in paired replicates."""
    rows = []
    for name, sections, moved in CHECKS:
        changed = simulate(sections, "gain" in moved, replicates)
        for figure, services in moved.items():
            for service in services:
                key = (figure, service, WHOLE)
                before, after = found[key][:replicates], changed[key]
                label = " ".join(part for part in (service, figure) if part)
                cells = [shown(one) for one in (before, after, after - before)]
                rows.append([name, label, *cells])
    titles = ("check", "figure", "as it is", "changed", "difference")
    page.table(titles, rows)


def add_queue(page: Page, found: pd.DataFrame) -> None:
    """Nursing in the model and by itself, with its mean cases noticed and client minutes."""
    rate, minutes = (found[name, "nursing", WHOLE].mean() for name in ("noticed", "client minutes"))
    alone = np.array([Queue(rate, minutes, seed).simulate() for seed in range(5 * len(found))])
    rows = [
        [name, shown(found[name, "nursing", WHOLE]), shown(values)]
        for name, values in zip(("wait", "utilisation"), alone.T, strict=True)
    ]
    page.table(("nursing", "in the model", "by itself"), rows)


def drift(found: pd.DataFrame) -> list[str]:
    """Figures whose last year differs from the whole horizon by more than chance (95 %)."""
    pairs = [(stage, stage, service) for service in WAITS for stage in STAGES]
    pairs += [("wait of the served", "wait of the served", service) for service in WAITS]
    out = []
    for whole, last, service in pairs:
        apart = found[last, service, LAST] - found[whole, service, WHOLE]
        if abs(apart.mean()) > half_width(apart):
            out.append(f"{service} {whole} {shown(apart)}")
    return out
