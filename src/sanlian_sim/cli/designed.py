"""What ``sanlian sweep`` and ``sanlian sensitivity`` share: options, and runs kept in a place."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sanlian_sim.cli.options import Decorator
from sanlian_sim.cli.place import Place
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated

if TYPE_CHECKING:
    from sanlian_sim.experiments.designs.plans import Done, Plan
    from sanlian_sim.report.written import Written

FoundT = TypeVar("FoundT", bound="Written")

over_option: Decorator = click.option(
    "--over", "over", multiple=True, metavar="KEY[=LOW:HIGH[:LEVELS]|=A,B,…]",
    help="Vary a value by its dotted path: in its plausible range, between two ends, or over"
    " values; repeatable.",
)  # fmt: skip
points_option: Decorator = click.option("--points", type=int, help="Size of the design.")
design_seed_option: Decorator = click.option(
    "--seed", type=click.IntRange(0), help="Seed of the points, in place of the experiment's."
)
distribution_option: Decorator = click.option(
    "--distribution", type=click.Choice(["uniform", "triangular"]), default="uniform",
    show_default=True, help="Of values between low and high; the mode is the value in FILE.",
)  # fmt: skip
only_design_option: Decorator = click.option(
    "--only-design", is_flag=True, help="Write the points, and run nothing."
)
replicates_option: Decorator = click.option(
    "--replicates", type=int, help="Runs of each scenario at every point, in place of the design's."
)


def run_in(
    place: Place,
    path: Path,
    plan: "Plan",
    found_of: Callable[["Done"], FoundT],
    *,
    stop_on_error: bool,
) -> tuple[FoundT, "Done"]:
    """Carry out a plan, keeping its runs as they finish, and write what they come to.

    Parameters
    ----------
    place : Place
    path : Path
        The directory.
    plan : Plan
    found_of : callable
        What is made of the runs.
    stop_on_error : bool
        Whether the first run that fails ends it all.

    Raises
    ------
    DirectoryRefusedError
        If the directory cannot take results, or holds those of another design.
    WriteFailedError
        If the disk is full or cannot be written; runs that were finished are kept.
    """
    from sanlian_sim.experiments.designs.files import write_design
    from sanlian_sim.experiments.designs.plans import carry_out
    from sanlian_sim.experiments.runs.store import tables_of

    if place.resume:
        _check_design(path, plan)
    with place.opened(path, plan.experiment.to_toml()) as (log, engine, hears):
        write_design(plan.design, path)
        done = carry_out(
            plan, workers=place.workers, threads=place.threads, listener=hears, executor=engine,
            log=log, stop_on_error=stop_on_error,
        )  # fmt: skip
        found = found_of(done)
        hears.say("writing ...")
        with tables_of(path, log, done.campaign.runs.entries) as working:
            found.put(working, place.lang)
    return found, done


def write_only(plan: "Plan", path: Path, *, fresh: bool) -> str:
    """Write experiment and design, and return what to tell of it.

    Raises
    ------
    DirectoryRefusedError
        If the directory cannot take results.
    WriteFailedError
        If the disk is full or cannot be written.
    """
    from sanlian_sim.experiments.runs.store import results_directory
    from sanlian_sim.report.designs.directory import write_plan

    with results_directory(path, fresh=fresh) as working:
        write_plan(plan, working)
    return f"Design: {path / 'design.csv'} ({len(plan.points)} points)"


def told_failures(done: "Done", lang: Language) -> int:
    """Tell of runs that failed, and return the exit code."""
    from sanlian_sim.experiments.runs.execute import failure_lines

    failures = done.campaign.failures
    for line in failure_lines(failures):
        click.echo(translated(line, lang), err=True)
    return 1 if failures else 0


def json_text(document: dict[str, Any]) -> str:
    """Return a document as JSON; what is not a number is null."""
    import json
    import math

    def known(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: known(one) for key, one in value.items()}
        if isinstance(value, list):
            return [known(one) for one in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value

    return json.dumps(known(document), ensure_ascii=False, indent=2)


def _check_design(path: Path, plan: "Plan") -> None:
    """Refuse to go on with another design."""
    import tempfile

    from sanlian_sim.experiments.designs.files import DESIGN_CSV, write_design
    from sanlian_sim.experiments.runs.store import DirectoryRefusedError

    if not (path / DESIGN_CSV).is_file():
        return
    with tempfile.TemporaryDirectory() as name:
        write_design(plan.design, Path(name))
        same = (Path(name) / DESIGN_CSV).read_bytes() == (path / DESIGN_CSV).read_bytes()
    if not same:
        raise DirectoryRefusedError(
            f"{path} holds another design; give another directory, or --fresh to begin anew"
        )
