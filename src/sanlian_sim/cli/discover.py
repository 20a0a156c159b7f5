"""``sanlian discover``: which parameters decide whether a policy beats the baseline."""

from pathlib import Path

import click

from sanlian_sim.cli.options import (
    file_argument,
    json_option,
    read_experiment,
    settings_option,
)
from sanlian_sim.cli.place import Place, place_options
from sanlian_sim.language.translate import translated


@click.command()
@file_argument
@click.option(
    "--vary", multiple=True, required=True, metavar="PATH[=LOW:HIGH]",
    help="A parameter to draw, as in parameters.NAME: over its plausible range, or between bounds; "
    "repeatable.",
)  # fmt: skip
@click.option("--scenario", help="The policy; the only one beside the baseline.")
@click.option(
    "--objective", default="wellbys", show_default=True, metavar="OUTCOME[:min|max]",
    help="What the policy beats the baseline in.",
)  # fmt: skip
@click.option("--margin", type=float, default=0.0, show_default=True, help="By how much at least.")
@click.option("--points", type=int, default=200, show_default=True, help="Draws of parameters.")
@click.option("--replicates", type=int, default=2, show_default=True, help="Runs at each draw.")
@click.option(
    "--density", type=float, default=0.8, show_default=True,
    help="Least share of draws in a box at which the policy wins.",
)  # fmt: skip
@place_options
@settings_option
@json_option
def discover(
    file: Path, place: Place, vary: tuple[str, ...], scenario: str | None, objective: str,
    margin: float, points: int, replicates: int, density: float, settings: tuple[str, ...],
    as_json: bool,
) -> None:  # fmt: skip
    """Find where a policy of FILE beats the baseline, and which parameters decide it.

    Results go to -o DIR, by default results/NAME-discovered. With --resume what was ended goes on.
    """
    from sanlian_sim.cli.answers import answered
    from sanlian_sim.cli.answers import as_json as document
    from sanlian_sim.experiments.search.boxes import EXTRA, LIBRARY
    from sanlian_sim.experiments.search.discover import discovered
    from sanlian_sim.report.search.discovery import Discovery, read_question
    from sanlian_sim.report.search.discovery_words import texts

    experiment = read_experiment(file, settings)
    question = read_question(
        experiment, vary, scenario, objective=objective, margin=margin, points=points,
        replicates=replicates, density=density,
    )  # fmt: skip
    path = place.path(f"{file.stem}-discovered")
    found = answered(
        place, path, experiment,
        lambda log, engine, hears: Discovery(
            discovered(
                question, listener=hears, workers=place.workers, threads=place.threads,
                executor=engine, log=log,
            )
        ),
        library=(LIBRARY, EXTRA),
    )  # fmt: skip
    if as_json:
        tables = {"boxes": found.boxes(), "scores": found.scores()}
        click.echo(document(path, tables, found.said(place.lang)))
        return
    where = translated(f"Results: {path}", place.lang)
    click.echo("\n\n".join([*texts(found.answer, place.lang), *found.said(place.lang), where]))
