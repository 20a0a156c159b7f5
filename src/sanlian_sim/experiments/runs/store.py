"""A results directory: where runs are kept as they finish, and then the tables made of them.

What is not kept run by run is complete or not there at all.
"""

import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from sanlian_sim.experiments.runs.run_log import LOG, Entry, FileLog

PROVENANCE: Final = "provenance.json"
"""The file by which a results directory is known."""
EXPERIMENT: Final = "experiment.toml"
LOCK: Final = ".lock"
REPORT: Final = "report.html"
FINDINGS: Final = "findings.md"
DICTIONARY: Final = "data_dictionary.md"
PLOTS: Final = "plots"
WRITING: Final = ".writing"
"""Holds tables until all of them are written."""
ENTRIES: Final = frozenset(
    (
        PROVENANCE, EXPERIMENT, LOG, LOCK, WRITING, DICTIONARY, FINDINGS,
        "comparison.csv", "budget_impact.csv", "cost_effectiveness.csv", "acceptability.csv",
        "equity.csv", "equity_groups.csv", "cheers.csv", "failures.txt", "summary.csv",
        "summary.parquet", "weekly.parquet", "ledger.parquet", "cases.parquet", PLOTS,
        "design.csv", "design.json", "points.csv", "sweep.csv", "morris.csv", "sobol.csv",
        "pairs.csv", "tornado.csv", "replicates_needed.csv", "uncertainty.csv", "draws.csv",
        "trials.csv", "front.csv", "front.toml", "posterior.csv", "predictive.csv",
        "particles.csv", "populations.csv", "boxes.csv", "scores.csv",
        "claims.csv", "claims_draws.csv", "claims_parameters.csv", "claims_deciders.csv",
        "claims_levers.csv", "claims_scales.csv",
        REPORT,
    )
)  # fmt: skip
"""All that a results directory may hold; what else lies there is the user's."""


class DirectoryRefusedError(Exception):
    """The directory that the user names cannot take results."""

    exit_code = 2


class WriteFailedError(Exception):
    """Results could not be written."""

    exit_code = 1


def check_directory(path: Path, *, fresh: bool = False, resume: bool = False) -> None:
    """Make sure that results can be put at a path, before any run is done; leave no trace.

    Parameters
    ----------
    path : Path
        Where the directory shall be.
    fresh : bool
        Whether results that stand there may be replaced.
    resume : bool
        Whether runs that are kept there are to be gone on with.

    Raises
    ------
    DirectoryRefusedError
        If something stands there that may not be replaced, or nothing can be written there.
    """
    try:
        if not (resume and (path / LOG).is_file()):
            _check_place(path, fresh)
        tempfile.TemporaryDirectory(dir=_existing_parent(path)).cleanup()
    except OSError as error:
        raise DirectoryRefusedError(f"cannot write {path}: {reason_of(error)}") from None


def _check_place(path: Path, fresh: bool) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise DirectoryRefusedError(f"{path} is a file; results need a directory of their own")
    if not fresh:
        raise DirectoryRefusedError(
            f"{path} exists already; give another directory, --resume to go on with it, or"
            " --fresh to replace it"
        )
    known = (path / PROVENANCE).is_file() or (path / LOG).is_file()
    if any(path.iterdir()) and not known:
        raise DirectoryRefusedError(f"{path} holds no results, so --fresh does not replace it")
    others = sorted({entry.name for entry in path.iterdir()} - ENTRIES)
    if others:
        raise DirectoryRefusedError(
            f"{path} also holds {', '.join(others[:5])}{' ...' if len(others) > 5 else ''}, "
            "which --fresh would remove; move it, or give another directory"
        )


def _existing_parent(path: Path) -> Path:
    return next(parent for parent in path.resolve().parents if parent.exists())


@contextmanager
def results_directory(path: Path, *, fresh: bool = False) -> Iterator[Path]:
    """Offer a working directory that takes the place of ``path`` when all is written.

    If anything goes wrong, the working directory is removed and ``path`` stays as it was.

    Parameters
    ----------
    path, fresh
        As for ``check_directory``.

    Raises
    ------
    DirectoryRefusedError
        As ``check_directory``.
    WriteFailedError
        If the disk is full or cannot be written.
    """
    check_directory(path, fresh=fresh)
    path = path.resolve()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=f".{path.name}.", suffix=".partial", dir=path.parent, ignore_cleanup_errors=True
        ) as beside:
            working = Path(beside) / path.name
            working.mkdir()
            yield working
            _take_place(working, path)
    except OSError as error:
        raise WriteFailedError(f"results were not written to {path}: {reason_of(error)}") from None


def _take_place(working: Path, path: Path) -> None:
    """Move what is complete to its place; what stood there goes only when that has worked."""
    old = working.with_name("replaced")
    if path.exists():
        path.rename(old)
    try:
        working.rename(path)
    except OSError:
        if old.exists():
            old.rename(path)
        raise


@contextmanager
def workplace(
    path: Path, experiment: str, about: Mapping[str, Any], *, fresh: bool, resume: bool
) -> Iterator[FileLog]:
    """Offer the log of a directory in which one process at a time keeps its runs.

    Parameters
    ----------
    path, fresh, resume
        As for ``check_directory``.
    experiment : str
        What is asked, as TOML; runs of another experiment are not gone on with.
    about : mapping
        What all runs of a log must have in common.

    Raises
    ------
    DirectoryRefusedError
        As ``check_directory``; if another process is at work there, or it holds another experiment.
    LogRefusedError
        If its runs were made by another version.
    WriteFailedError
        If the disk is full or cannot be written; runs that were finished are kept.
    """
    check_directory(path, fresh=fresh, resume=resume)
    made = _first_missing(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        with locked(path / LOCK, path):
            if fresh:
                _clear(path)
            elif resume:
                _check_experiment(path, experiment)
            write_text(path / EXPERIMENT, experiment)
            with FileLog(path / LOG, about) as log:
                try:
                    yield log
                finally:
                    made = None if log.finished() else made
    except OSError as error:
        kept = f"; finished runs are kept in {path}: go on with --resume" if made is None else ""
        raise WriteFailedError(f"results were not written: {reason_of(error)}{kept}") from None
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def _first_missing(path: Path) -> Path | None:
    """The highest directory that is to be made for a path; None if it is there."""
    missing = [one for one in (path.resolve(), *path.resolve().parents) if not one.exists()]
    return missing[-1] if missing else None


@contextmanager
def locked(file: Path, path: Path) -> Iterator[None]:
    """Hold a file by which other processes know that one is at work in ``path``.

    Raises
    ------
    DirectoryRefusedError
        If another one is.
    """
    lock = FileLock(file, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise DirectoryRefusedError(f"another process is at work in {path}") from None
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
        lock.release()


def _clear(path: Path) -> None:
    """Remove all that belongs to results."""
    for entry in path.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != LOCK:
            entry.unlink()


def _check_experiment(path: Path, asked: str) -> None:
    """Refuse to go on with another experiment; more or fewer replicates are the same one."""
    old, new = (
        _flat(tomllib.loads(text))
        for text in ((path / EXPERIMENT).read_text(encoding="utf-8"), asked)
    )
    differ = sorted(
        key for key in old.keys() | new.keys()
        if old.get(key) != new.get(key) and key != "design.replicates"
    )  # fmt: skip
    if differ:
        key = differ[0]
        more = f" and {len(differ) - 1} more" if len(differ) > 1 else ""
        raise DirectoryRefusedError(
            f"{path} holds another experiment: {key} is {old.get(key)} there and {new.get(key)}"
            f" here{more}; give another directory, or --fresh to begin anew"
        )


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Values of nested tables by dotted path."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


@contextmanager
def tables_of(path: Path, log: FileLog, entries: Sequence[Entry]) -> Iterator[Path]:
    """Offer a directory for tables that are moved into place when all are written.

    The log is moved with them, in the order of some entries: equal runs, equal bytes. Other runs
    that it holds come after these.
    """
    kept: dict[str, Entry] = {}
    for one in [*entries, *log.finished().values()]:
        kept.setdefault(one.key, one)
    working = path / WRITING
    if working.exists():
        shutil.rmtree(working)
    working.mkdir()
    yield working
    log.tidy(working / LOG, kept.values())
    last = working / PROVENANCE
    for entry in [*(one for one in sorted(working.iterdir()) if one != last), last]:
        target = path / entry.name
        if target.is_dir():
            shutil.rmtree(target)
        entry.replace(target)
    working.rmdir()


def write_text(path: Path, text: str) -> None:
    """Write a file whose bytes are the same on every platform.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    path.write_text(text, encoding="utf-8", newline="\n")


def reason_of(error: OSError) -> str:
    """Return why something could not be read or written, as part of a sentence."""
    if error.errno in (ENOSPC, EDQUOT):
        return "no space is left on the disk"
    about = error.strerror or str(error)
    return about[:1].lower() + about[1:]
