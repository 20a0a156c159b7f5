"""``sanlian validate``: whether an experiment can be run."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanlian_sim.cli.options import (
    file_argument,
    json_option,
    lang_option,
    listener,
    read_experiment,
    settings_option,
)
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated

if TYPE_CHECKING:
    from sanlian_sim.experiments.runs.listener import Listener
    from sanlian_sim.scenario.problems import Problem
    from sanlian_sim.scenario.schema import Experiment, Scenario


@click.command()
@file_argument
@settings_option
@json_option
@lang_option
def validate(file: Path, settings: tuple[str, ...], as_json: bool, lang: Language) -> int:
    """Check the experiment in FILE, own residents and ties and the budget included.

    All problems are listed, each with its place in the file and, where there is one, a remedy.
    """
    from sanlian_sim.scenario.problems import ExperimentError

    try:
        experiment = read_experiment(file, settings)
        people = own_people(experiment)
        with listener(as_json, lang) as hears:
            check_budget(experiment, hears)
    except ExperimentError as error:
        if not as_json:
            raise
        click.echo(_as_json(file, error.problems))
        return 2
    told = "\n".join([f"{file} is valid: {outline(experiment)}", *people])
    click.echo(_as_json(file, ()) if as_json else translated(told, lang))
    return 0


def own_people(experiment: "Experiment") -> list[str]:
    """Say what was read of the residents and ties that scenarios bring, each place once.

    Raises
    ------
    ExperimentError
        With the problems of all of them.
    """
    from sanlian_sim.scenario.problems import ExperimentError

    own = [s for s in experiment.scenarios.values() if s.community.residents is not None]
    told: list[str] = []
    problems: list[Problem] = []
    seen: list[Any] = []
    for scenario in own:
        if scenario.community in seen:
            continue
        seen.append(scenario.community)
        try:
            told += _read(scenario, experiment.design.seed)
        except ExperimentError as error:
            problems += error.problems
    if problems:
        raise ExperimentError(problems)
    return told


def _read(scenario: "Scenario", seed: int) -> Iterator[str]:
    from sanlian_sim.world.people import people_of
    from sanlian_sim.world.resident_table import read_residents

    path = scenario.community.residents
    place, people, ties, drawn = people_of(scenario, seed)
    yield (
        f"{path}: residents: {people.residents:,}; households: {people.households:,};"
        f" communities: {len(place.communities):,}; ties: {int(ties.degree.sum()) // 2:,};"
        f" residents without a tie: {int((ties.degree == 0).sum()):,}"
    )
    if drawn:
        yield f"  drawn: {', '.join(drawn)}"
    unread = () if path is None else read_residents(path).unread
    if unread:
        yield f"  columns that are not read: {', '.join(unread)}"


def check_budget(experiment: "Experiment", hears: "Listener") -> None:
    """Check budgets if they shall be equal, which takes building the baseline's world."""
    if experiment.design.closure == "equal_budget":
        from sanlian_sim.experiments.runs.budget import check_budgets
        from sanlian_sim.experiments.runs.compilation import compile_model

        compile_model(hears)
        check_budgets(experiment)


def outline(experiment: "Experiment") -> str:
    """Say in one line what the experiment asks."""
    design, horizon = experiment.design, experiment.horizon
    runs = len(experiment.scenarios) * design.replicates
    return (
        f"{len(experiment.scenarios)} scenarios x {design.replicates} replicates = {runs} runs of"
        f" {horizon.warmup} + {horizon.weeks} weeks; baseline '{design.baseline}',"
        f" closure {design.closure}"
    )


def _as_json(file: Path, problems: "tuple[Problem, ...]") -> str:
    import json
    from dataclasses import asdict

    found = [{**asdict(one), "value": _plain(one.value)} for one in problems]
    document = {"file": str(file), "valid": not problems, "problems": found}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it, or its text."""
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
