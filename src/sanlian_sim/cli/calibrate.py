"""``sanlian calibrate``: parameters fitted to observed moments."""

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
    "--data", type=click.Path(path_type=Path), required=True, metavar="CSV",
    help="What was observed: columns name, value, sd; a name is OUTCOME[:GROUP][:SERVICE].",
)  # fmt: skip
@click.option(
    "--prior", "priors", multiple=True, required=True, metavar="PATH[=LOW:[MODE:]HIGH]",
    help="A parameter to fit, as in parameters.NAME: uniform over its plausible range, or between "
    "bounds; triangular with a mode; repeatable.",
)  # fmt: skip
@click.option("--scenario", help="In which the moments were observed; the baseline by default.")
@click.option("--particles", type=int, default=100, show_default=True, help="Of a population.")
@click.option("--populations", type=int, default=8, show_default=True, help="At most.")
@click.option(
    "--replicates", type=int, default=1, show_default=True,
    help="Runs over which the moments of a proposal are averaged.",
)  # fmt: skip
@place_options
@settings_option
@json_option
def calibrate(
    file: Path, place: Place, data: Path, priors: tuple[str, ...], scenario: str | None,
    particles: int, populations: int, replicates: int, settings: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Fit parameters of FILE to observed moments, and check what the posterior predicts.

    Results go to -o DIR, by default results/NAME-calibrated. With --resume a calibration that was
    ended goes on.
    """
    from sanlian_sim.cli.answers import answered
    from sanlian_sim.cli.answers import as_json as document
    from sanlian_sim.experiments.search.calibrate import calibrated
    from sanlian_sim.report.search.calibration import Calibration, read_question
    from sanlian_sim.report.search.calibration_words import posterior_text, predictive_text

    experiment = read_experiment(file, settings)
    question = read_question(
        experiment, data, priors, scenario, particles=particles, populations=populations,
        replicates=replicates,
    )  # fmt: skip
    path = place.path(f"{file.stem}-calibrated")
    found = answered(
        place, path, experiment,
        lambda log, engine, hears: Calibration(
            calibrated(
                question, listener=hears, workers=place.workers, threads=place.threads,
                executor=engine, log=log,
            )
        ),
        library=("pyabc", "calibrate"),
    )  # fmt: skip
    if as_json:
        tables = {"posterior": found.posterior(), "predictive": found.predictive()}
        click.echo(document(path, tables, found.said(place.lang)))
        return
    texts = [posterior_text(found.answer, place.lang), predictive_text(found.answer, place.lang)]
    where = translated(f"Results: {path}", place.lang)
    click.echo("\n\n".join([*texts, *found.said(place.lang), where]))
