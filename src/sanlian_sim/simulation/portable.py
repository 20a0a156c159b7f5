"""Results as bytes: what a run came to, without anything that would be executed when read.

A result is a ZIP of NumPy arrays (no pickles) beside one JSON text, compressed. Equal results give
equal bytes; the wall time, which no result depends on, is left out.
"""

import io
import json
from collections.abc import Iterator
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.outcomes.drift import Drift
from sanlian_sim.outcomes.ledger import Ledger
from sanlian_sim.outcomes.record import Places
from sanlian_sim.outcomes.rows import Row
from sanlian_sim.outcomes.series import WeeklySeries
from sanlian_sim.simulation.provenance import Provenance
from sanlian_sim.simulation.result import Result

_PLAIN: Final = (
    "scenario", "replicate", "seed", "world_seed", "services", "communities", "sub_districts",
    "between_places", "notes", "drift",
)  # fmt: skip
_LEDGER: Final = ("year", "payer", "payee", "category", "fen")
_SERIES: Final = (
    "community", "service", "idle", "mismatch", "hours", "fen", "overtime", "institutions",
)  # fmt: skip
_UNREADABLE: Final = (BadZipFile, EOFError, OSError, ValueError, LookupError, TypeError)
_SIZE: Final = 8
"""Bytes in front that hold the size of what was compressed."""


class UnreadableResultError(ValueError):
    """Bytes are no result, or not one of this version."""


def to_bytes(result: Result) -> bytes:
    """Return a result as bytes."""
    import pyarrow as pa

    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **dict(_arrays(result)))
    plain = buffer.getvalue()
    packed: bytes = pa.compress(plain, codec="zstd", asbytes=True)
    return len(plain).to_bytes(_SIZE, "little") + packed


def from_bytes(data: bytes) -> Result:
    """Return the result that some bytes hold.

    Raises
    ------
    UnreadableResultError
        If they hold none.
    """
    import pyarrow as pa

    try:
        size = int.from_bytes(data[:_SIZE], "little")
        plain = pa.decompress(data[_SIZE:], size, codec="zstd", asbytes=True)
        with np.load(io.BytesIO(plain), allow_pickle=False) as found:
            return _result(dict(found))
    except (pa.ArrowException, *_UNREADABLE) as error:
        raise UnreadableResultError(f"no result can be read: {error}") from error


def _arrays(result: Result) -> Iterator[tuple[str, Any]]:
    plain = {name: getattr(result, name) for name in _PLAIN}
    plain["provenance"] = {
        name: getattr(result.provenance, name) for name in Provenance.__slots__
    }  # fmt: skip
    plain["parties"] = result.accounts.parties
    plain["rows"] = [(row.outcome, row.group, row.service) for row in result.rows]
    text = json.dumps(plain, ensure_ascii=False).encode()
    yield "text", np.frombuffer(text, dtype=np.uint8)
    yield "rows", np.array([row.value for row in result.rows], dtype=np.float64)
    yield "residents", result.residents
    yield "adopted", result.adopted
    for name in _LEDGER:
        yield f"ledger_{name}", getattr(result.accounts, name)
    for name in Places._fields:
        yield f"places_{name}", getattr(result.places, name)
    if result.log is not None:
        yield "log", result.log
    if result.series is not None:
        yield "first_week", np.array(result.series.first_week)
        for name in _SERIES:
            yield f"series_{name}", getattr(result.series, name)
        for n, part in enumerate(result.series.own or ()):
            yield f"own_{n}", part


def _result(found: dict[str, NDArray[Any]]) -> Result:
    text = json.loads(found["text"].tobytes())
    names = ("services", "communities", "sub_districts", "notes")
    origin = text.pop("provenance")
    origin["packages"] = tuple(tuple(one) for one in origin["packages"])
    heads, values = text.pop("rows"), found["rows"].tolist()
    plain: dict[str, Any] = {
        name: tuple(text[name]) if name in names else text[name] for name in _PLAIN[:-1]
    }
    return Result(
        **plain,
        drift=Drift(*text["drift"]),
        residents=found["residents"],
        adopted=found["adopted"],
        rows=tuple(
            Row(outcome, value, group, service)
            for (outcome, group, service), value in zip(heads, values, strict=True)
        ),
        accounts=Ledger(tuple(text["parties"]), *(found[f"ledger_{name}"] for name in _LEDGER)),
        places=Places(*(found[f"places_{name}"] for name in Places._fields)),
        series=_series(found, tuple(text["services"])),
        log=found.get("log"),
        provenance=Provenance(**origin),
        seconds=float("nan"),
    )


def _series(found: dict[str, NDArray[Any]], services: tuple[str, ...]) -> WeeklySeries | None:
    if "first_week" not in found:
        return None
    parts: dict[str, Any] = {name: found[f"series_{name}"] for name in _SERIES}
    own: Any = tuple(found[f"own_{n}"] for n in range(3)) if "own_0" in found else None
    return WeeklySeries(int(found["first_week"]), services, **parts, own=own)
