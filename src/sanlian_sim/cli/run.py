"""``sanlian run``: one run of one scenario."""

from pathlib import Path
from typing import TYPE_CHECKING

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
    settings_option,
    threads_option,
)
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated

if TYPE_CHECKING:
    from sanlian_sim.simulation.result import Result


@click.command()
@file_argument
@click.option("--scenario", "name", help="Which scenario; the baseline by default.")
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Seed of the run; by default replicate 0's."
)
@click.option("--weeks", type=int, help="Counted weeks, in place of the file's.")
@settings_option
@directory_option
@fresh_option
@cases_option
@communities_option
@threads_option
@quiet_option
@json_option
@lang_option
def run(
    file: Path, name: str | None, seed: int | None, weeks: int | None, settings: tuple[str, ...],
    directory: Path | None, fresh: bool, cases: bool, by_community: bool, threads: int,
    quiet: bool, as_json: bool, lang: Language,
) -> None:  # fmt: skip
    """Run one scenario of FILE once.

    With -o DIR time series, summary and ledger are written.
    """
    from sanlian_sim.experiments.comparison.study import conduct
    from sanlian_sim.experiments.runs.design import Recording
    from sanlian_sim.experiments.runs.store import check_directory
    from sanlian_sim.report.comparison.directory import write_results

    experiment = read_experiment(file, settings, {"horizon.weeks": weeks})
    chosen = experiment.scenario(experiment.design.baseline if name is None else name).name
    if directory is not None:
        check_directory(directory, fresh=fresh)
    with listener(quiet, lang) as hears:
        study = conduct(
            experiment, scenarios=[chosen], replicates=1, seed=seed, threads=threads,
            recording=Recording("community" if by_community else "total", cases), listener=hears,
        )  # fmt: skip
        if not study.results:
            raise KeyboardInterrupt
        if directory is not None:
            write_results(study, directory, fresh=fresh, compared=False, lang=lang)
    (result,) = study.results
    click.echo(as_document(result, directory) if as_json else as_text(result, directory, lang))


def as_text(result: "Result", directory: Path | None, lang: Language) -> str:
    """Return the headline outcomes, notes and where the results are."""
    from sanlian_sim.language.catalogue import words
    from sanlian_sim.outcomes.registry import HEADLINES, OUTCOMES
    from sanlian_sim.report.comparison.tables import outcome_label, unit_label
    from sanlian_sim.report.numbers import decimals, plain
    from sanlian_sim.report.text import text_table

    values = {name: result.value(name) for name in HEADLINES}
    rows = [
        [outcome_label(name, lang), plain(value, decimals(value)),
         unit_label(OUTCOMES[name].unit, lang)]
        for name, value in values.items()
    ]  # fmt: skip
    heads = [words(lang)["columns"][name] for name in ("outcome", "value", "unit")]
    where = f"Results: {directory}" if directory else "Give -o DIR to keep weeks and accounts."
    first = translated(f"{result.scenario}, seed {result.seed}", lang)
    notes = "\n".join(f"- {translated(note, lang)}" for note in result.notes)
    table = text_table(heads, rows, right=(1,))
    return "\n\n".join(filter(None, [first, table, notes, translated(where, lang)]))


def as_document(result: "Result", directory: Path | None) -> str:
    """Return the same as JSON; what is not defined is null."""
    import json
    import math

    from sanlian_sim.outcomes.registry import HEADLINES, OUTCOMES

    values = {name: result.value(name) for name in HEADLINES}
    document = {
        "scenario": result.scenario,
        "seed": result.seed,
        "world_seed": result.world_seed,
        "directory": None if directory is None else str(directory),
        "outcomes": [
            {
                "outcome": name,
                "unit": OUTCOMES[name].unit,
                "value": value if math.isfinite(value) else None,
            }
            for name, value in values.items()
        ],
        "notes": list(result.notes),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
