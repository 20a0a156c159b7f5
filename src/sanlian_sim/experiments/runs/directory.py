"""Reading a results directory: where it comes from, or why it cannot be read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sanlian_sim.experiments.runs.run_log import LOG
from sanlian_sim.experiments.runs.store import PROVENANCE


class UnreadableDirectoryError(Exception):
    """A directory holds no results, or none that this version reads."""

    exit_code = 2


def read_provenance(directory: Path) -> dict[str, Any]:
    """Return what a results directory says of where it comes from.

    Raises
    ------
    UnreadableDirectoryError
        If there are no finished results.
    """
    if not directory.is_dir():
        found = "is a file" if directory.exists() else "is not there"
        raise UnreadableDirectoryError(f"{directory} {found}; name a directory of results")
    path = directory / PROVENANCE
    if not path.is_file() and (directory / LOG).is_file():
        raise UnreadableDirectoryError(
            f"{directory} holds runs that were not finished; go on with them: the same command"
            " with --resume"
        )
    if not path.is_file():
        raise UnreadableDirectoryError(
            f"{directory} holds no results: there is no {PROVENANCE}; 'sanlian compare FILE -o"
            " DIR' makes some"
        )
    with told(path):
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("not a table")
    return found


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say of whatever cannot be read in a file of results that it is this file.

    Raises
    ------
    UnreadableDirectoryError
        In place of what was raised.
    """
    try:
        yield
    except OSError as error:
        raise UnreadableDirectoryError(f"{path} cannot be read: {error.strerror}") from error
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise UnreadableDirectoryError(
            f"{path} is not as this version writes it ({type(error).__name__}: {error}); use the"
            " version that wrote it, or make the results again"
        ) from error
