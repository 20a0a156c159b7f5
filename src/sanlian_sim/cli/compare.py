"""``sanlian compare``: every scenario against the baseline."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanlian_sim.cli.options import (
    cases_option,
    communities_option,
    directory_option,
    file_argument,
    fresh_option,
    json_option,
    lang_option,
    listener,
    quiet_option,
    read_experiment,
    resume_option,
    settings_option,
    threads_option,
)
from sanlian_sim.cli.precision import precision_options, read_precision

if TYPE_CHECKING:
    from sanlian_sim.experiments.comparison.study import Study
    from sanlian_sim.experiments.uncertainty.drawn import Uncertainty

_LEAST_WIDTH = 80


@click.command()
@file_argument
@click.option("--replicates", type=int, help="Runs of each scenario, in place of the design's.")
@precision_options
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True,
    help="Runs done at a time, each in a process; results are equal.",
)  # fmt: skip
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Do the runs on the Dask cluster at tcp://…, or on one of processes here: local.",
)
@click.option(
    "--on-error", type=click.Choice(["continue", "stop"]), default="continue", show_default=True,
    help="Whether the first run that fails ends it all.",
)  # fmt: skip
@settings_option
@directory_option
@resume_option
@fresh_option
@cases_option
@communities_option
@threads_option
@quiet_option
@json_option
@lang_option
def compare(
    file: Path, replicates: int | None, precision: tuple[str, ...], most: int, draws: int | None,
    each: int, names: tuple[str, ...], workers: int, cluster: str | None, on_error: str,
    settings: tuple[str, ...], directory: Path | None, resume: bool, fresh: bool, cases: bool,
    by_community: bool, threads: int, quiet: bool, as_json: bool, lang: Any,
) -> int:  # fmt: skip
    """Run every scenario of FILE in every replicate and compare with the baseline.

    Results go to -o DIR, by default results/NAME. Runs are kept there as they finish: whatever
    ends the program, --resume goes on. After Ctrl-C those that were finished are compared.
    """
    from sanlian_sim.experiments.comparison.precision import check_precision, conduct_until
    from sanlian_sim.experiments.comparison.study import conduct
    from sanlian_sim.experiments.runs.closure import Scale
    from sanlian_sim.experiments.runs.cluster import executor
    from sanlian_sim.experiments.runs.design import Recording
    from sanlian_sim.experiments.runs.execute import failure_lines
    from sanlian_sim.experiments.runs.provenance import results_version
    from sanlian_sim.experiments.runs.store import tables_of, workplace
    from sanlian_sim.experiments.uncertainty.drawn import run_draws
    from sanlian_sim.experiments.uncertainty.ranges import plausible_ranges
    from sanlian_sim.report.comparison.directory import write_tables

    _refuse_contradictions(fresh, resume, replicates, precision, names, draws)
    asked = read_precision(precision)
    check_precision(asked)
    experiment = read_experiment(file, settings, {"design.replicates": replicates})
    plausible_ranges(experiment, names or None)
    path = Path("results") / file.stem if directory is None else directory
    place = workplace(
        path, experiment.to_toml(), results_version(), fresh=fresh, resume=resume
    )  # fmt: skip
    with place as log, executor(cluster, workers) as engine, listener(quiet) as hears:

        def some(number: int | None, scales: Mapping[str, Scale] | None = None) -> "Study":
            return conduct(
                experiment, replicates=number, workers=workers, threads=threads, listener=hears,
                executor=engine, log=log, stop_on_error=on_error == "stop", scales=scales,
                recording=Recording("community" if by_community else "total", cases),
            )  # fmt: skip

        study = conduct_until(asked, some, most=most) if asked else some(None)
        if not study.results:
            raise KeyboardInterrupt
        uncertainty = None
        if draws is not None and study.complete:
            uncertainty = run_draws(
                experiment, study.comparison, draws, replicates=each, names=names or None,
                workers=workers, threads=threads, listener=hears, executor=engine, log=log,
            )  # fmt: skip
        done = [study.runs, *([] if uncertainty is None else [uncertainty.campaign.runs])]
        hears.say("writing ...")
        with tables_of(path, log, [entry for runs in done for entry in runs.entries]) as working:
            write_tables(study, working, uncertainty=uncertainty, lang=lang)
        said = (
            as_document(study, path, uncertainty)
            if as_json
            else as_text(study, path, lang, uncertainty)
        )
    click.echo(said)
    failures = [failure for runs in done for failure in runs.failures]
    for line in failure_lines(failures):
        click.echo(line, err=True)
    if any(runs.interrupted for runs in done):
        raise KeyboardInterrupt
    return 1 if failures else 0


def _refuse_contradictions(
    fresh: bool, resume: bool, replicates: int | None, precision: Any, names: Any, draws: int | None
) -> None:
    if fresh and resume:
        raise click.UsageError("--fresh begins anew and --resume goes on: give one of them")
    if precision and replicates is not None:
        raise click.UsageError("--replicates says how many, --until-halfwidth how precise")
    if names and draws is None:
        raise click.UsageError("--draw says what to draw, --draws how often: give both")


def as_text(study: "Study", path: Path, lang: Any, uncertainty: "Uncertainty | None" = None) -> str:
    """Return table, sentences, notes and where the results are."""
    from shutil import get_terminal_size
    from sys import stdout
    from textwrap import fill

    from sanlian_sim.report.comparison.tables import headline_text
    from sanlian_sim.report.comparison.uncertainty import uncertainty_sentences
    from sanlian_sim.report.comparison.words import notes, sentences

    width = max(_LEAST_WIDTH, get_terminal_size().columns) if stdout.isatty() else None
    told, known = sentences(study, lang), [f"- {note}" for note in notes(study, lang)]
    told += [] if uncertainty is None else uncertainty_sentences(uncertainty, lang)
    if width is not None and lang == "en":
        told, known = ([fill(text, width) for text in part] for part in (told, known))
    parts = [headline_text(study, lang, width), *told, "\n".join(known), f"Results: {path}"]
    return "\n\n".join(filter(None, parts))


def as_document(study: "Study", path: Path, uncertainty: "Uncertainty | None" = None) -> str:
    """Return the same as JSON; what is not defined is null."""
    import json
    import math

    from sanlian_sim.experiments.comparison.compare import records
    from sanlian_sim.report.comparison.tables import headline_frame
    from sanlian_sim.report.comparison.words import notes, sentences

    def known(value: Any) -> Any:
        if isinstance(value, tuple):
            return [known(one) for one in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value

    document = {
        "directory": str(path),
        "replicates": study.replicates,
        "interrupted": study.runs.interrupted,
        "failures": [str(failure) for failure in study.failures],
        "table": [
            {key: known(value) for key, value in row.items()}
            for row in records(headline_frame(study))
        ],
        "sentences": sentences(study),
        "notes": notes(study),
    }
    if uncertainty is not None:
        document["uncertainty"] = [
            {key: known(value) for key, value in row.items()} for row in records(uncertainty.table)
        ]
    return json.dumps(document, ensure_ascii=False, indent=2)
