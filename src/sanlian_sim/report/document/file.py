"""Writing a document."""

import os
import tempfile
from pathlib import Path

from sanlian_sim.experiments.runs.store import WriteFailedError


def write_page(html: str, path: Path) -> None:
    """Write a document whole or not at all; one that stands there is replaced.

    Raises
    ------
    WriteFailedError
        If it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(html)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteFailedError(f"{path} was not written: {error.strerror}") from None
