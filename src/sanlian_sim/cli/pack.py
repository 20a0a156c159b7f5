"""``sanlian pack``: results as an archive that others can read and make again."""

from pathlib import Path

import click

from sanlian_sim.cli.options import lang_option, quiet_option
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "archive", metavar="FILE", type=click.Path(path_type=Path),
    help="Archive to write, by default DIRECTORY.zip; it must not be there.",
)  # fmt: skip
@click.option(
    "--licence", default="CC-BY-4.0", show_default=True, metavar="SPDX",
    help="On which terms the results are shared.",
)  # fmt: skip
@click.option("--author", "authors", multiple=True, help="Who shares them; repeatable.")
@click.option("--without-runs", is_flag=True, help="Leave the log of runs out.")
@quiet_option
@lang_option
def pack(
    directory: Path, archive: Path | None, licence: str, authors: tuple[str, ...],
    without_runs: bool, quiet: bool, lang: Language,
) -> None:  # fmt: skip
    """Pack the results in DIRECTORY into an RO-Crate.

    It holds the results, the experiment with the tables that it names, licence, citation, the
    software and the exact environment. Whoever unpacks it gets equal bytes from experiment.toml.
    """
    from sanlian_sim.report.sharing.crate import Terms, pack

    target = directory.with_name(f"{directory.name}.zip") if archive is None else archive
    pack(directory, target, Terms(licence, authors, not without_runs))
    if not quiet:
        click.echo(translated(f"wrote {target}", lang))
