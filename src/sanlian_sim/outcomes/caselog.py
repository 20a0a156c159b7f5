"""The log of cases: one compact row for every case, ended or still open."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.compiled import inner, kernel
from sanlian_sim.world.state import Channel, Exit, Side
from sanlian_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd

NO_WEEK: Final = int(np.iinfo(np.int16).min)
"""Week of what has not happened, in the log."""
OPEN: Final = -1
"""Code of the exit of a case that is still open."""

_COPIED: Final = (
    "resident", "onset", "repeat", "request", "delivered", "severity", "opened", "noticed",
    "first_served", "handovers", "organisation", "service", "side", "channel", "escalated",
    "called",
)  # fmt: skip
CASE_DTYPE: Final = np.dtype(
    [
        ("resident", "i4"), ("onset", "u2"), ("repeat", "u2"), ("request", "i4"),
        ("delivered", "i4"), ("severity", "f4"), ("opened", "i2"), ("noticed", "i2"),
        ("first_served", "i2"), ("ended", "i2"), ("handovers", "u2"), ("organisation", "i2"),
        ("service", "i1"), ("side", "i1"), ("channel", "i1"), ("exit", "i1"),
        ("escalated", "?"), ("called", "?"),
    ]
)  # fmt: skip
_LEAST_CHUNK = 1024
_WEEKS_PER_CHUNK = 8


class CaseLog:
    """Cases that ended, in order of week and row; grows by chunks, so that nothing is copied."""

    def __init__(self) -> None:
        self._full: list[NDArray[Any]] = []
        self._chunk = np.zeros(0, dtype=CASE_DTYPE)
        self._used = 0

    def add(self, world: World, number: int) -> None:
        """Append the cases that ended this week, of which there are ``number``."""
        if self._used + number > len(self._chunk):
            self._full.append(self._chunk[: self._used])
            size = max(_LEAST_CHUNK, _WEEKS_PER_CHUNK * number)
            self._chunk = np.zeros(size, dtype=CASE_DTYPE)
            self._used = 0
        _drain(world.handle, self._chunk, self._used)
        self._used += number

    def rows(self, after: NDArray[Any]) -> NDArray[Any]:
        """Return all cases logged so far, and ``after`` them other rows of the log.

        Chunks are given up one by one while they are joined, so that the log is hardly ever
        held twice.
        """
        chunks = [*self._full, self._chunk[: self._used]]
        logged = sum(map(len, chunks))
        joined = np.empty(logged + len(after), dtype=CASE_DTYPE)
        joined[logged:] = after
        self._full, self._used = [joined[:logged]], 0
        self._chunk = np.zeros(0, dtype=CASE_DTYPE)
        start = 0
        while chunks:
            chunk = chunks.pop(0)
            joined[start : start + len(chunk)] = chunk
            start += len(chunk)
        return joined


@kernel
def _drain(world: Any, log: Any, used: int) -> None:
    for c in range(world.ended_count.shape[0]):
        first = world.first_case[c]
        for row in range(first, first + world.ended_count[c]):
            _write(log[used], world.ended[row])
            used += 1


@inner
def _write(line: Any, case: Any) -> None:
    line.resident = case.resident
    line.onset = case.onset
    line.repeat = case.repeat
    line.request = case.request
    line.delivered = case.delivered
    line.severity = case.severity
    line.opened = max(case.opened, NO_WEEK)
    line.noticed = max(case.noticed, NO_WEEK)
    line.first_served = max(case.first_served, NO_WEEK)
    line.ended = case.ended
    line.handovers = case.handovers
    line.organisation = case.organisation
    line.service = case.service
    line.side = case.side
    line.channel = case.channel
    line.exit = case.exit
    line.escalated = case.escalated
    line.called = case.called


def open_cases(world: World) -> NDArray[Any]:
    """Return the cases now open, as rows of the log."""
    rows = world.cases.rows[world.cases.open_rows()]
    log = np.zeros(len(rows), dtype=CASE_DTYPE)
    for name in _COPIED:
        log[name] = rows[name]
    for name in ("opened", "noticed", "first_served"):
        log[name] = np.maximum(rows[name], NO_WEEK)
    log["ended"], log["exit"] = NO_WEEK, OPEN
    return log


def case_frame(log: NDArray[Any], services: tuple[str, ...]) -> "pd.DataFrame":
    """Return the log as a table: one row per case, codes as words, weeks missing where none.

    Parameters
    ----------
    log : structured array, shape (cases,)
        Rows of the log.
    services : tuple of str
        Names of the services.

    Returns
    -------
    pandas.DataFrame
        resident (row of the table of residents), service, onset, repeat, opened, noticed,
        first_served, ended (weeks), exit ("open" if still open), side, channel, organisation
        (row; missing if none), request_minutes (per week if continuing, else in total),
        delivered_minutes, handovers, called, escalated, severity (at the end).
    """
    import pandas as pd

    def whole(name: str, none: int) -> "pd.Series[Any]":
        return pd.Series(log[name]).astype("Int16").mask(log[name] == none)

    def words(name: str, names: Sequence[str], least: int = -1) -> "pd.Categorical[Any]":
        codes = log[name].astype(np.int64) - least
        return pd.Categorical.from_codes(codes, pd.Index(names))

    weeks = {name: whole(name, NO_WEEK) for name in ("opened", "noticed", "first_served", "ended")}
    return pd.DataFrame(
        {
            "resident": log["resident"],
            "service": words("service", services, 0),
            "onset": log["onset"],
            "repeat": log["repeat"],
            **weeks,
            "exit": words("exit", ["open", *_names(Exit)]),
            "side": words("side", ["unknown", *_names(Side)]),
            "channel": words("channel", ["none", *_names(Channel)]),
            "organisation": whole("organisation", -1),
            "request_minutes": log["request"],
            "delivered_minutes": log["delivered"],
            "handovers": log["handovers"],
            "called": log["called"],
            "escalated": log["escalated"],
            "severity": log["severity"],
        }
    )


def _names(codes: type[IntEnum]) -> list[str]:
    """Words for the codes from 0 up."""
    return [code.name.lower() for code in codes if code >= 0]
