"""A results directory: complete, or not there at all."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Final

PROVENANCE: Final = "provenance.json"
"""The file by which a results directory is known."""
ENTRIES: Final = frozenset(
    (
        PROVENANCE, "experiment.toml", "data_dictionary.md", "findings.md", "comparison.csv",
        "budget_impact.csv", "cost_effectiveness.csv", "acceptability.csv", "equity.csv",
        "equity_groups.csv", "cheers.csv", "summary.csv", "summary.parquet", "weekly.parquet",
        "ledger.parquet", "cases.parquet", "plots",
    )
)  # fmt: skip
"""All that a results directory may hold; what else lies there is the user's."""


class DirectoryRefusedError(Exception):
    """The directory that the user names cannot take results."""

    exit_code = 2


class WriteFailedError(Exception):
    """Results could not be written."""

    exit_code = 1


def check_directory(path: Path, *, fresh: bool = False) -> None:
    """Make sure that results can be put at a path, before any run is done; leave no trace.

    Parameters
    ----------
    path : Path
        Where the directory shall be.
    fresh : bool
        Whether results that stand there may be replaced.

    Raises
    ------
    DirectoryRefusedError
        If something stands there that may not be replaced, or nothing can be written there.
    """
    try:
        _check_place(path, fresh)
        tempfile.TemporaryDirectory(dir=_existing_parent(path)).cleanup()
    except OSError as error:
        raise DirectoryRefusedError(f"cannot write {path}: {_reason(error)}") from None


def _check_place(path: Path, fresh: bool) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise DirectoryRefusedError(f"{path} is a file; results need a directory of their own")
    if not fresh:
        raise DirectoryRefusedError(
            f"{path} exists already; give another directory, or --fresh to replace it"
        )
    if any(path.iterdir()) and not (path / PROVENANCE).is_file():
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
        raise WriteFailedError(f"results were not written to {path}: {_reason(error)}") from None


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


def _reason(error: OSError) -> str:
    if error.errno in (ENOSPC, EDQUOT):
        return "no space is left on the disk"
    about = error.strerror or str(error)
    return about[:1].lower() + about[1:]
