"""The log of runs: what each came to is appended as it finishes, and survives any end.

One file that is only ever appended to. It begins with a line of JSON about what all its runs have
in common; then comes for every run a line of JSON that says which it is and what its bytes must add
up to, and these bytes. Whatever a kill or a full disk leaves half-written at the end is cut off
when the log is opened again. Nothing in it is executed when it is read.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, Final, Protocol, Self
from zlib import crc32

LOG: Final = "runs.log"
FORMAT: Final = 1


class LogRefusedError(Exception):
    """A log cannot be gone on with."""

    exit_code = 2


@dataclass(frozen=True)
class Entry:
    """What is known of a run.

    Attributes
    ----------
    key : str
        Hash of all that its result follows from.
    scenario : str
    replicate, seed : int
    point : int
        Which variant of the experiment, where there are several.
    reason, traceback : str
        What went wrong; empty if nothing did.
    length, crc : int
        Number of bytes of the result, and their CRC-32.
    offset : int
        Where these lie; not written.
    """

    key: str
    scenario: str
    replicate: int
    seed: int
    point: int = 0
    reason: str = ""
    traceback: str = ""
    length: int = 0
    crc: int = 0
    offset: int = 0

    @property
    def failed(self) -> bool:
        """Whether the run failed."""
        return bool(self.reason)


class Kept(Protocol):
    """Where runs can be read."""

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a run."""


class Log(Kept, Protocol):
    """Where runs are kept."""

    def finished(self) -> Mapping[str, Entry]:
        """Runs kept from before that did not fail, by key."""

    def add(self, entry: Entry, data: bytes) -> Entry:
        """Keep a run; return its entry with the place of its bytes."""


class MemoryLog:
    """Runs kept in memory, as long as somebody holds them."""

    def __init__(self) -> None:
        self._data: list[bytes] = []
        self._entries: dict[str, Entry] = {}

    def finished(self) -> Mapping[str, Entry]:
        """Runs that did not fail, by key."""
        return {key: one for key, one in self._entries.items() if not one.failed}

    def add(self, entry: Entry, data: bytes) -> Entry:
        """Keep a run."""
        self._data.append(data)
        placed = replace(_measured(entry, data), offset=len(self._data) - 1)
        self._entries[entry.key] = placed
        return placed

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a run."""
        return self._data[entry.offset]


class FileLog:
    """Runs kept in a file; one process at a time.

    Parameters
    ----------
    path : Path
        There already, or not.
    about : mapping
        What all runs of the log must have in common, as versions.

    Raises
    ------
    LogRefusedError
        If the file is no log, or one about something else.
    OSError
        If it cannot be read or written.
    """

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        path.touch()
        self._path = path
        self._file: IO[bytes] = path.open("r+b")
        try:
            self.entries = self._recover({"format": FORMAT, **about})
        except BaseException:
            self.close()
            raise

    def finished(self) -> Mapping[str, Entry]:
        """Runs that did not fail, by key."""
        return {one.key: one for one in self.entries if not one.failed}

    def add(self, entry: Entry, data: bytes) -> Entry:
        """Append a run, which is on the disk when this returns.

        Raises
        ------
        OSError
            If it cannot be written; the log is then as it was.
        """
        end = self._file.seek(0, os.SEEK_END)
        measured = _measured(entry, data)
        line = _line(_written(measured))
        try:
            self._file.write(line + data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(end)
            raise
        placed = replace(measured, offset=end + len(line))
        self.entries.append(placed)
        return placed

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a run."""
        if not self._file.closed:
            return _bytes(self._file, entry)
        with self._path.open("rb") as file:
            return _bytes(file, entry)

    def tidy(self, path: Path, entries: Iterable[Entry]) -> None:
        """Write another log of some of the runs, in their order.

        Its bytes depend on these runs alone, not on when each finished.
        """
        self._file.seek(0)
        about = json.loads(self._file.readline())
        write_log(path, about, ((entry, self.read(entry)) for entry in entries))

    def close(self) -> None:
        """Close the file, which can be read from then on, but not written."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _recover(self, about: Mapping[str, Any]) -> list[Entry]:
        """Read whole runs, and cut off what lies behind the last."""
        first = self._file.readline()
        if first.endswith(b"\n"):
            _check(first, about, self._path)
        else:
            self._file.seek(0)
            self._file.truncate()
            self._file.write(_line(about))
        end = self._file.tell()
        entries = list(_whole(self._file))
        self._file.truncate(max([end, *(one.offset + one.length for one in entries)]))
        return entries


def write_log(path: Path, about: Mapping[str, Any], runs: Iterable[tuple[Entry, bytes]]) -> None:
    """Write a log of runs and their bytes.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with path.open("wb") as file:
        file.write(_line({"format": FORMAT, **about}))
        for entry, data in runs:
            file.write(_line(_written(_measured(entry, data))) + data)
        file.flush()
        os.fsync(file.fileno())


class ReadLog:
    """Runs kept in a file that is read alone, whatever version wrote it.

    Parameters
    ----------
    path : Path

    Raises
    ------
    LogRefusedError
        If the file is no log, or one of another format.
    OSError
        If it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            _check_format(file.readline())
            self.entries = list(_whole(file))

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a run."""
        with self._path.open("rb") as file:
            return _bytes(file, entry)


def _bytes(file: IO[bytes], entry: Entry) -> bytes:
    file.seek(entry.offset)
    return file.read(entry.length)


def _whole(file: IO[bytes]) -> Iterator[Entry]:
    """Read runs whose lines and bytes are whole; one whose bytes were spoilt is left out."""
    while (line := file.readline()).endswith(b"\n"):
        entry, offset = _entry(line), file.tell()
        if entry is None:
            return
        if crc32(file.read(entry.length)) == entry.crc:
            yield replace(entry, offset=offset)


def _measured(entry: Entry, data: bytes) -> Entry:
    return replace(entry, length=len(data), crc=crc32(data))


def _written(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if name != "offset"}


def _line(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False) + "\n").encode()


def _entry(line: bytes) -> Entry | None:
    """Return what a line says of a run; None if it says nothing of the kind."""
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None
    whole = (entry.replicate, entry.seed, entry.point, entry.length, entry.crc)
    known = all(isinstance(one, int) for one in whole) and entry.length >= 0
    return entry if known else None


def _check(line: bytes, about: Mapping[str, Any], path: Path) -> None:
    """Refuse a log about something else."""
    found = _about(line)
    if found is None:
        raise LogRefusedError(
            f"{path} is no log of runs; give another place, or begin anew (--fresh)"
        )
    for name, asked in about.items():
        if found.get(name) != asked:
            raise LogRefusedError(
                f"its runs were made with {name} {found.get(name)}, yours would be with {asked},"
                " and are not mixed: give another place, or begin anew (--fresh)"
            )


def _check_format(line: bytes) -> None:
    """Refuse a log that cannot be read."""
    found = _about(line)
    if found is None:
        raise LogRefusedError(f"{LOG} is no log of runs")
    if found["format"] != FORMAT:
        raise LogRefusedError(
            f"{LOG} has format {found['format']}, this version reads {FORMAT}: use the version"
            f" that wrote it ({found.get('version', 'unknown')})"
        )


def _about(line: bytes) -> dict[str, Any] | None:
    """Return what a log's first line says of all its runs; None if it is no such line."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "format" in found else None
