"""Options that several commands share, and reading the experiment they are about."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanlian_sim.language.catalogue import LANGUAGES, Language

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sanlian_sim.experiments.runs.listener import Listener
    from sanlian_sim.scenario.problems import Problem
    from sanlian_sim.scenario.schema import Experiment

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

file_argument: Decorator = click.argument("file", type=click.Path(path_type=Path))
settings_option: Decorator = click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE",
    help="Set a value by its dotted path in the file, as in horizon.weeks=60; repeatable.",
)  # fmt: skip
threads_option: Decorator = click.option(
    "--threads", type=click.IntRange(1), default=1, help="Threads of one run; results are equal."
)
quiet_option: Decorator = click.option("--quiet", is_flag=True, help="Say nothing but results.")
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
lang_option: Decorator = click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of tables and words.",
    callback=lambda context, option, given: context.obj or given or "en",
)  # fmt: skip
directory_option: Decorator = click.option(
    "-o", "--output", "directory", metavar="DIR", type=click.Path(path_type=Path),
    help="Directory for the results; it must not be there.",
)  # fmt: skip
fresh_option: Decorator = click.option(
    "--fresh", is_flag=True, help="Replace the results that stand in the directory."
)
resume_option: Decorator = click.option(
    "--resume", is_flag=True, help="Go on with the runs that are kept in the directory."
)
cases_option: Decorator = click.option(
    "--cases", is_flag=True, help="Also write one row per case (cases.parquet)."
)
communities_option: Decorator = click.option(
    "--by-community", is_flag=True, help="Also write weekly series of every community."
)


def read_experiment(
    file: Path, settings: Iterable[str], given: Mapping[str, Any] | None = None
) -> "Experiment":
    """Read an experiment file with values laid on top.

    Parameters
    ----------
    file : Path
    settings : iterable of str
        ``KEY=VALUE`` each.
    given : mapping, optional
        Values of other options by dotted path; None where the user gave none.

    Raises
    ------
    ExperimentError
        With all problems of the file and of the settings.
    """
    from sanlian_sim.scenario.load import load_experiment
    from sanlian_sim.scenario.overrides import parse_overrides
    from sanlian_sim.scenario.problems import ExperimentError

    overrides: dict[str, Any] = {}
    problems: list[Problem] = []
    for setting in settings:
        try:
            overrides |= parse_overrides([setting])
        except ExperimentError as error:
            problems += error.problems
    overrides |= {key: value for key, value in (given or {}).items() if value is not None}
    try:
        experiment = load_experiment(file, overrides)
    except ExperimentError as error:
        problems += error.problems
    if problems:
        raise ExperimentError([*problems, *_table_problems(file, overrides)])
    return experiment


def _table_problems(file: Path, overrides: Mapping[str, Any]) -> "list[Problem]":
    """Problems of the tables that a faulty experiment names, to tell them in the same round."""
    from sanlian_sim.scenario.load import read_document
    from sanlian_sim.scenario.overrides import lay_overrides
    from sanlian_sim.scenario.problems import ExperimentError

    try:
        community = lay_overrides(read_document(file), overrides)[0].get("community")
    except (ExperimentError, RecursionError):
        return []
    if not isinstance(community, dict):
        return []
    named = (community.get("residents"), community.get("ties"))
    residents, ties = (
        file.resolve().parent / name if isinstance(name, str) else None for name in named
    )
    if residents is None or not residents.is_file():
        return []
    from sanlian_sim.world.people import own_data_problems

    return own_data_problems(residents, ties if ties is not None and ties.is_file() else None)


def listener(quiet: bool, lang: Language) -> "AbstractContextManager[Listener]":
    """Return who hears of progress, as a context."""
    from sanlian_sim.experiments.runs.listener import heard

    return heard(not quiet, lang)
