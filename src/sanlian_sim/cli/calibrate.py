"""``sanlian calibrate``: parameters fitted to observed moments."""

from pathlib import Path

import click

from sanlian_sim.cli.options import (
    directory_option,
    file_argument,
    fresh_option,
    json_option,
    lang_option,
    quiet_option,
    read_experiment,
    resume_option,
    settings_option,
    threads_option,
    workers_option,
)
from sanlian_sim.language.catalogue import Language
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
@workers_option
@settings_option
@directory_option
@resume_option
@fresh_option
@threads_option
@quiet_option
@json_option
@lang_option
def calibrate(
    file: Path, data: Path, priors: tuple[str, ...], scenario: str | None, particles: int,
    populations: int, replicates: int, workers: int, settings: tuple[str, ...],
    directory: Path | None, resume: bool, fresh: bool, threads: int, quiet: bool, as_json: bool,
    lang: Language,
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
    path = Path("results") / f"{file.stem}-calibrated" if directory is None else directory
    found = answered(
        path, experiment,
        lambda log, hears: Calibration(
            calibrated(question, listener=hears, workers=workers, threads=threads, log=log)
        ),
        library=("pyabc", "calibrate"), fresh=fresh, resume=resume, quiet=quiet, lang=lang,
    )  # fmt: skip
    if as_json:
        tables = {"posterior": found.posterior(), "predictive": found.predictive()}
        click.echo(document(path, tables, found.said(lang)))
        return
    texts = [posterior_text(found.answer, lang), predictive_text(found.answer, lang)]
    where = translated(f"Results: {path}", lang)
    click.echo("\n\n".join([*texts, *found.said(lang), where]))
