"""``sanlian sensitivity``: what an outcome hinges on."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sanlian_sim.cli.designed import (
    design_seed_option,
    distribution_option,
    json_text,
    only_design_option,
    over_option,
    points_option,
    replicates_option,
    run_in,
    told_failures,
    write_only,
)
from sanlian_sim.cli.options import (
    json_option,
    read_experiment,
    settings_option,
)
from sanlian_sim.cli.place import Place, on_error_option, place_options
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated

if TYPE_CHECKING:
    from sanlian_sim.report.designs.sensitivity import Sensitivity


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--method", type=click.Choice(["morris", "sobol", "tornado"]), default="morris",
    show_default=True, help="Screening, Sobol indices, or one factor at a time.",
)  # fmt: skip
@click.option("--outcome", default="wellbys", show_default=True, help="What is analysed.")
@click.option("--scenario", help="Of which; the only one beside the baseline by default.")
@click.option(
    "--against", metavar="SCENARIO|none",
    help="Analyse the difference to it, to the baseline by default; none: the outcome as it is.",
)  # fmt: skip
@click.option("--group", default="all", help="Residents of the outcome.")
@click.option("--service", default="", help="Service of the outcome.")
@over_option
@points_option
@click.option("--pairs", is_flag=True, help="Sobol indices of pairs too, for twice the runs.")
@distribution_option
@design_seed_option
@only_design_option
@click.option(
    "--analyse", "analysed", metavar="DIR", type=click.Path(path_type=Path),
    help="Run nothing: analyse the design.csv and points.csv that are in DIR.",
)  # fmt: skip
@replicates_option
@place_options
@on_error_option
@settings_option
@json_option
def sensitivity(
    file: Path | None, place: Place, method: str, outcome: str, scenario: str | None,
    against: str | None, group: str, service: str, over: tuple[str, ...], points: int | None,
    pairs: bool, distribution: Any, seed: int | None, only_design: bool, analysed: Path | None,
    replicates: int | None, on_error: str, settings: tuple[str, ...], as_json: bool,
) -> int:  # fmt: skip
    """Ask what an outcome of FILE, or its difference between scenarios, hinges on.

    By default all parameters of the week are screened in their plausible ranges. Results go to
    -o DIR, by default results/NAME-METHOD; --resume goes on with what is there.
    """
    from sanlian_sim.experiments.designs.factors import read_over
    from sanlian_sim.experiments.designs.plans import plan_sensitivity
    from sanlian_sim.experiments.designs.questions import question_of
    from sanlian_sim.report.designs.sensitivity import sensitivity_of

    about: dict[str, Any] = {
        "outcome": outcome, "scenario": scenario, "against": against, "group": group,
        "service": service,
    }  # fmt: skip
    if analysed is not None:
        if file is not None:
            raise click.UsageError(
                "--analyse reads the experiment in its directory: leave out FILE"
            )
        return _analyse(analysed, about, as_json, place.lang)
    if file is None:
        raise click.UsageError("name an experiment FILE, or a directory with --analyse")
    experiment = read_experiment(file, settings, {"design.replicates": replicates})
    question = question_of(experiment, **about)
    plan = plan_sensitivity(
        experiment, question, read_over(over), method=method, points=points, seed=seed,
        distribution=distribution, pairs=pairs,
    )  # fmt: skip
    path = place.path(f"{file.stem}-{method}")
    if only_design:
        click.echo(translated(write_only(plan, path, fresh=place.fresh), place.lang))
        return 0
    found, done = run_in(
        place, path, plan, lambda made: sensitivity_of(made, question),
        stop_on_error=on_error == "stop",
    )  # fmt: skip
    _tell(found, path, as_json, place.lang)
    return told_failures(done, place.lang)


def _analyse(directory: Path, about: dict[str, Any], as_json: bool, lang: Language) -> int:
    from sanlian_sim.report.designs.sensitivity import analyse_directory

    found = analyse_directory(directory, **about)
    found.add_to(directory, lang)
    _tell(found, directory, as_json, lang)
    return 0


def _tell(found: "Sensitivity", path: Path, as_json: bool, lang: Language) -> None:
    from sanlian_sim.experiments.comparison.compare import records
    from sanlian_sim.report.designs.tables import sensitivity_text

    said = found.said(lang)
    if as_json:
        document = {
            "directory": str(path), "method": found.analysis.method,
            "table": records(found.table()), "sentences": said,
        }  # fmt: skip
        click.echo(json_text(document))
    else:
        table, where = sensitivity_text(found.analysis, lang), translated(f"Results: {path}", lang)
        click.echo("\n".join([table, "", *said, "", where]))
