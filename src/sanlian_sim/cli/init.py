"""``sanlian init``: files to start from."""

from collections.abc import Mapping
from pathlib import Path

import click

from sanlian_sim.cli.options import lang_option, quiet_option
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated


class WrongInputError(click.ClickException):
    """What the user gave cannot be used."""

    exit_code = 2


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--template", default="experiment", show_default=True, help="Which to write.")
@quiet_option
@lang_option
def init(directory: Path, template: str, quiet: bool, lang: Language) -> None:
    """Write a commented experiment to start from into DIRECTORY.

    Files of the same names are not replaced.
    """
    from sanlian_sim.scenario.templates import template_files

    texts = template_files(template, lang)
    try:
        there = [name for name in texts if (directory / name).exists()]
        if there:
            raise WrongInputError(f"{directory} already holds {', '.join(there)}")
        directory.mkdir(parents=True, exist_ok=True)
        _write(directory, texts)
    except OSError as error:
        raise WrongInputError(f"cannot write into {directory}: {error.strerror}") from None
    if not quiet:
        click.echo(translated(f"wrote {', '.join(texts)} into {directory}", lang))
        click.echo(translated(f"next: sanlian validate {directory / 'experiment.toml'}", lang))


def _write(directory: Path, texts: Mapping[str, str]) -> None:
    """Write all files or none."""
    try:
        for name, text in texts.items():
            (directory / name).write_text(text, encoding="utf-8")
    except OSError:
        for name in texts:
            (directory / name).unlink(missing_ok=True)
        raise
