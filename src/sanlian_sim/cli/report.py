"""``sanlian report``: one HTML file from a results directory."""

from pathlib import Path
from typing import Any

import click

from sanlian_sim.cli.options import lang_option, quiet_option
from sanlian_sim.language.translate import translated


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Where it is written, in place of DIR/report.html; what stands there is replaced.",
)  # fmt: skip
@lang_option
@quiet_option
def report(directory: Path, file: Path | None, lang: Any, quiet: bool) -> None:
    """Make one HTML file of the results in DIR, with nothing to load and nothing run again.

    DIR is what compare, sweep, sensitivity, optimise, discover, calibrate or claims has written,
    here or elsewhere. For a comparison every table and figure is made again from its runs.
    """
    from sanlian_sim.experiments.runs.store import REPORT
    from sanlian_sim.report.comparison.document import comparison_html
    from sanlian_sim.report.document.file import write_page
    from sanlian_sim.report.document.found import found_html
    from sanlian_sim.report.document.kinds import kind_of

    kind = kind_of(directory)
    made = comparison_html if kind is None else found_html
    path = directory / REPORT if file is None else file
    write_page(made(directory, lang), path)
    if not quiet:
        click.echo(translated(f"Report: {path}", lang))
