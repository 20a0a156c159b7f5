"""``sanlian optimise``: policies that no other one beats."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sanlian_sim.cli.options import (
    file_argument,
    json_option,
    read_experiment,
    settings_option,
)
from sanlian_sim.cli.place import Place, place_options
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated

if TYPE_CHECKING:
    from sanlian_sim.report.search.optimisation import Optimisation


@click.command()
@file_argument
@click.option("--scenario", help="Whose levers are decided; the only one beside the baseline.")
@click.option(
    "--vary", multiple=True, metavar="PATH[=LOW:HIGH]",
    help="What is decided, in place of the usual levers; repeatable. As in "
    "scenarios.linked.delegation=0:0.9; scenarios.linked.instruments is the mix.",
)  # fmt: skip
@click.option(
    "--objective", "objectives", multiple=True, metavar="OUTCOME[:min|max]",
    help="What shall be high or low, in place of fiscal_cost and wellbys; repeatable.",
)  # fmt: skip
@click.option(
    "--budget", type=float, metavar="YUAN",
    help="Most fiscal cost above the baseline's, yuan per resident-year.",
)  # fmt: skip
@click.option("--trials", type=int, default=120, show_default=True, help="Policies to try.")
@click.option("--batch", type=int, default=24, show_default=True, help="Tried together.")
@click.option("--replicates", type=int, default=4, show_default=True, help="Runs of each trial.")
@click.option(
    "--fresh-replicates", "fresh_runs", type=int, default=16, show_default=True,
    help="Runs with other luck by which each policy of the front is verified.",
)  # fmt: skip
@click.option("--sampler", default="nsga2", show_default=True, help="nsga2 or tpe.")
@place_options
@settings_option
@json_option
def optimise(
    file: Path, place: Place, scenario: str | None, vary: tuple[str, ...],
    objectives: tuple[str, ...], budget: float | None, trials: int, batch: int, replicates: int,
    fresh_runs: int, sampler: str, settings: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Search for policies of FILE on the frontier of cost and welfare, and verify them.

    Results go to -o DIR, by default results/NAME-optimised. With --resume a search that was ended
    goes on, also with more --trials.
    """
    from sanlian_sim.cli.answers import answered
    from sanlian_sim.report.search.optimisation import optimised, read_question

    experiment = read_experiment(file, settings)
    question = read_question(
        experiment, scenario, vary=vary, objectives=objectives, budget=budget, trials=trials,
        batch=batch, replicates=replicates, fresh=fresh_runs, sampler=sampler,
    )  # fmt: skip
    path = place.path(f"{file.stem}-optimised")
    found = answered(
        place, path, experiment,
        lambda log, engine, hears: optimised(
            question, hears, workers=place.workers, threads=place.threads, executor=engine, log=log
        ),
        library=("optuna", "optimise"),
    )  # fmt: skip
    click.echo(_document(found, path, place.lang) if as_json else _text(found, path, place.lang))


def _text(found: "Optimisation", path: Path, lang: Language) -> str:
    from sanlian_sim.report.search.optimisation_words import front_text

    where = translated(f"Results: {path}", lang)
    return "\n\n".join([front_text(found.answer, lang), *found.said(lang), where])


def _document(found: "Optimisation", path: Path, lang: Language) -> str:
    from sanlian_sim.cli.answers import as_json

    return as_json(path, {"front": found.front()}, found.said(lang))
