"""The log of cases: one compact row for every case, ended or still open."""

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

    def add(self, world: World) -> None:
        """Append the cases that ended this week."""
        ended = world.ended
        number = int(ended.count.sum())
        if self._used + number > len(self._chunk):
            self._full.append(self._chunk[: self._used])
            size = max(_LEAST_CHUNK, _WEEKS_PER_CHUNK * number)
            self._chunk = np.zeros(size, dtype=CASE_DTYPE)
            self._used = 0
        _drain(ended.rows, ended.first, ended.count, self._chunk, self._used)
        self._used += number

    def rows(self) -> NDArray[Any]:
        """Return all cases logged so far, one row each."""
        return np.concatenate([*self._full, self._chunk[: self._used]])


@kernel
def _drain(ended: Any, first: Any, count: Any, log: Any, used: int) -> None:
    for c in range(count.shape[0]):
        for row in range(first[c], first[c] + count[c]):
            _write(log[used], ended[row])
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

    def weeks(name: str) -> "pd.Series[Any]":
        return pd.Series(log[name]).astype("Int16").mask(log[name] == NO_WEEK)

    def words(name: str, codes: type[Any], first: int, none: str) -> pd.Categorical:
        names = [none, *(code.name.lower() for code in codes if code >= 0)]
        return pd.Categorical.from_codes(log[name].astype(np.int64) + first, names)

    return pd.DataFrame(
        {
            "resident": log["resident"],
            "service": pd.Categorical.from_codes(log["service"].astype(np.int64), list(services)),
            "onset": log["onset"],
            "repeat": log["repeat"],
            **{name: weeks(name) for name in ("opened", "noticed", "first_served", "ended")},
            "exit": words("exit", Exit, 1, "open"),
            "side": words("side", Side, 1, "unknown"),
            "channel": words("channel", Channel, 1, "none"),
            "organisation": pd.Series(log["organisation"])
            .astype("Int16")
            .mask(log["organisation"] < 0),
            "request_minutes": log["request"],
            "delivered_minutes": log["delivered"],
            "handovers": log["handovers"],
            "called": log["called"],
            "escalated": log["escalated"],
            "severity": log["severity"],
        }
    )
