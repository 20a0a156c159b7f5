"""What happened to one person: the cases of a resident, event by event."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from numpy.typing import NDArray

from sanlian_sim.outcomes.caselog import NO_WEEK, OPEN
from sanlian_sim.world.state import Channel, Exit, Side

if TYPE_CHECKING:
    import pandas as pd

_MINUTES_PER_HOUR: Final = 60


class Happened(NamedTuple):
    """One event of a case.

    Attributes
    ----------
    week : int
        Week of the event.
    service : str
    case : str
        Onset and repeat number of the case within the service, as ``2.0``.
    event : str
        opened, noticed, served (for the first time), how it ended, or open (so far).
    detail : str
        Who noticed it, who served, or what had been given by then.
    """

    week: int
    service: str
    case: str
    event: str
    detail: str


def trace(log: NDArray[Any], resident: int, services: tuple[str, ...], week: int) -> "pd.DataFrame":
    """Return what happened in the cases of one resident.

    Parameters
    ----------
    log : structured array, shape (cases,)
        Rows of the log of cases, open ones included.
    resident : int
        Row of the resident.
    services : tuple of str
        Names of the services.
    week : int
        Week reached, given as the week of cases still open.

    Returns
    -------
    pandas.DataFrame
        One row per event in order of weeks, with the columns of ``Happened``.
    """
    import pandas as pd

    cases = log[log["resident"] == resident]
    events = [event for case in cases for event in _events(case, services, week)]
    events.sort(key=lambda event: (event.week, event.service, event.case))
    return pd.DataFrame(events, columns=Happened._fields)


def _events(case: Any, services: tuple[str, ...], week: int) -> Iterator[Happened]:
    name = services[case["service"]]
    number = f"{case['onset']}.{case['repeat']}"
    served = _word(Side(case["side"]))
    if case["organisation"] >= 0:
        served += f", organisation {case['organisation']}"
    for at, event, detail in (
        (case["opened"], "opened", ""),
        (case["noticed"], "noticed", _word(Channel(case["channel"]))),
        (case["first_served"], "served", served),
    ):
        if at != NO_WEEK:
            yield Happened(int(at), name, number, event, detail)
    hours = case["delivered"] / _MINUTES_PER_HOUR
    given = f"{hours:.1f} hours, {case['handovers']} hand-overs"
    ended = case["exit"] != OPEN
    event = _word(Exit(case["exit"])) if ended else "open"
    yield Happened(int(case["ended"]) if ended else week, name, number, event, given)


def _word(code: Channel | Exit | Side) -> str:
    return code.name.lower().replace("_", " ")
