"""Where a command keeps its runs and how it does them: the options, and the place they make."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from sanlian_sim.cli.options import (
    Decorator,
    directory_option,
    fresh_option,
    lang_option,
    listener,
    quiet_option,
    resume_option,
    threads_option,
)
from sanlian_sim.language.catalogue import Language

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sanlian_sim.experiments.runs.listener import Listener
    from sanlian_sim.experiments.runs.run_log import FileLog

_OPTIONS: Final[tuple[Decorator, ...]] = (
    click.option(
        "--workers", type=click.IntRange(1), default=1, show_default=True,
        help="Runs done at a time, each in a process; results are equal.",
    ),
    click.option(
        "--cluster", metavar="ADDRESS",
        help="Do the runs on the Dask cluster at tcp://…, or on one of processes here: local.",
    ),
    threads_option,
    directory_option,
    resume_option,
    fresh_option,
    quiet_option,
    lang_option,
)  # fmt: skip
on_error_option: Decorator = click.option(
    "--on-error", type=click.Choice(["continue", "stop"]), default="continue", show_default=True,
    help="Whether the first run that fails ends it all.",
)  # fmt: skip


class Opened(NamedTuple):
    """A place at work: where runs are kept, who does them, who hears of them."""

    log: "FileLog"
    executor: "Executor | None"
    listener: "Listener"


@dataclass(frozen=True)
class Place:
    """Where runs are kept and how they are done.

    Attributes
    ----------
    directory : Path or None
        As the user gave it.
    fresh, resume : bool
        Whether results that stand there are replaced, or gone on with.
    workers, threads : int
    cluster : str or None
    quiet : bool
    lang : {"en", "zh"}
        Of what is told and written.
    """

    directory: Path | None
    fresh: bool
    resume: bool
    workers: int
    threads: int
    cluster: str | None
    quiet: bool
    lang: Language

    def path(self, usual: str) -> Path:
        """Return the directory, in the folder of results if the user gave none."""
        return Path("results") / usual if self.directory is None else self.directory

    @contextmanager
    def opened(self, path: Path, asked: str) -> Iterator[Opened]:
        """Keep runs in a directory, one process at a time.

        Parameters
        ----------
        path : Path
        asked : str
            What is asked, as TOML; runs of another question are not gone on with.

        Raises
        ------
        DirectoryRefusedError
            If the directory cannot take results.
        WriteFailedError
            If the disk is full or cannot be written; runs that were finished are kept.
        """
        from sanlian_sim.experiments.runs.cluster import executor
        from sanlian_sim.experiments.runs.provenance import results_version
        from sanlian_sim.experiments.runs.store import workplace

        kept = workplace(path, asked, results_version(), fresh=self.fresh, resume=self.resume)
        with (
            kept as log,
            executor(self.cluster, self.workers) as engine,
            listener(self.quiet, self.lang) as hears,
        ):
            yield Opened(log, engine, hears)


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a place, which it takes as ``place``."""
    names = [one.name for one in fields(Place)]

    @wraps(command)
    def placed(**given: Any) -> Any:
        place = Place(**{name: given.pop(name) for name in names})
        if place.fresh and place.resume:
            raise click.UsageError("--fresh begins anew and --resume goes on: give one of them")
        return command(place=place, **given)

    held: Callable[..., Any] = placed
    for option in reversed(_OPTIONS):
        held = option(held)
    return held
