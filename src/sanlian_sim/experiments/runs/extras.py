"""Libraries that only some users need: imported where they are used, or asked for by name."""

from importlib import import_module
from typing import Any


class MissingExtraError(ImportError):
    """A library is not installed that an optional part needs."""

    exit_code = 2

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f'this needs {library}, which is not installed: pip install "sanlian-sim[{extra}]"'
        )


def import_extra(library: str, extra: str) -> Any:
    """Return a library that an extra of the package installs.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    try:
        return import_module(library)
    except ImportError:
        raise MissingExtraError(library, extra) from None
