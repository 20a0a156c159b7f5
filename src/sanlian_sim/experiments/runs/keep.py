"""Runs that a program keeps in a file of its own, and goes on with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sanlian_sim.experiments.runs.provenance import results_version
from sanlian_sim.experiments.runs.run_log import FileLog, Log, MemoryLog
from sanlian_sim.experiments.runs.store import WriteFailedError, locked, reason_of


@contextmanager
def log_at(path: str | Path | None) -> Iterator[Log]:
    """Offer a log of runs, in a file or in memory.

    Runs are known by all that they follow from, so that one file serves whatever is asked.

    Parameters
    ----------
    path : path or None
        Of the file, there already or not; None for memory.

    Raises
    ------
    DirectoryRefusedError
        If another process keeps its runs there.
    LogRefusedError
        If the file is something else, or its runs were made by another version.
    WriteFailedError
        If it cannot be written; runs that were finished are kept.
    """
    if path is None:
        yield MemoryLog()
        return
    file = Path(path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with (
            locked(file.with_name(f".{file.name}.lock"), file),
            FileLog(file, results_version()) as log,
        ):
            yield log
    except OSError as error:
        raise WriteFailedError(f"runs cannot be kept in {file}: {reason_of(error)}") from None
