"""``sanlian sweep``: every scenario at every point of a design."""

from pathlib import Path
from typing import Any

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
    file_argument,
    json_option,
    read_experiment,
    settings_option,
)
from sanlian_sim.cli.place import Place, on_error_option, place_options
from sanlian_sim.language.translate import translated


@click.command()
@file_argument
@over_option
@click.option(
    "--design", default="lhs", show_default=True, metavar="grid|lhs|sobol|FILE.csv",
    help="All combinations, Latin hypercube, Sobol sequence, or points of your own.",
)  # fmt: skip
@points_option
@click.option(
    "--outcome", "outcomes", multiple=True,
    help="What is kept of every run, in place of the headline outcomes; repeatable.",
)  # fmt: skip
@distribution_option
@design_seed_option
@only_design_option
@replicates_option
@place_options
@on_error_option
@settings_option
@json_option
def sweep(
    file: Path, place: Place, over: tuple[str, ...], design: str, points: int | None,
    outcomes: tuple[str, ...], distribution: Any, seed: int | None, only_design: bool,
    replicates: int | None, on_error: str, settings: tuple[str, ...], as_json: bool,
) -> int:  # fmt: skip
    """Run every scenario of FILE at every point of a design over its values.

    Results go to -o DIR, by default results/NAME-sweep; --resume goes on with what is there.
    With --only-design the points are written there for runs elsewhere.
    """
    from sanlian_sim.experiments.designs.factors import read_over
    from sanlian_sim.experiments.designs.files import read_design
    from sanlian_sim.experiments.designs.plans import plan_sweep
    from sanlian_sim.experiments.designs.variables import variables
    from sanlian_sim.report.designs.sweep import Sweep

    experiment = read_experiment(file, settings, {"design.replicates": replicates})
    given = design.endswith(".csv")
    if given and (over or points is not None):
        raise click.UsageError("points of a file are taken as they are: leave out --over, --points")
    plan = plan_sweep(
        experiment, read_design(Path(design), variables(experiment)) if given else read_over(over),
        kind="lhs" if given else design, points=points, outcomes=outcomes, seed=seed,
        distribution=distribution,
    )  # fmt: skip
    path = place.path(f"{file.stem}-sweep")
    if only_design:
        click.echo(translated(write_only(plan, path, fresh=place.fresh), place.lang))
        return 0
    found, done = run_in(place, path, plan, Sweep, stop_on_error=on_error == "stop")
    said = found.said(place.lang)
    document = {"directory": str(path), "points": len(plan.points), "sentences": said}
    where = translated(f"Results: {path}", place.lang)
    click.echo(json_text(document) if as_json else "\n".join([*said, "", where]))
    return told_failures(done, place.lang)
