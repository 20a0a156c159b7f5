"""``sanlian claims``: assertions about arrangements, each with its verdict."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sanlian_sim.cli.options import (
    json_option,
)
from sanlian_sim.cli.place import Place, on_error_option, place_options
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated

if TYPE_CHECKING:
    from sanlian_sim.experiments.claims.study import ClaimsStudy


@click.command()
@click.argument("asked", nargs=-1, metavar="[ID|FILE]…")
@click.option(
    "--quick", is_flag=True,
    help="A smaller place, three years and fewer draws: minutes in place of hours.",
)  # fmt: skip
@place_options
@on_error_option
@json_option
def claims(
    asked: tuple[str, ...], place: Place, quick: bool, on_error: str, as_json: bool,
) -> int:  # fmt: skip
    """Test claims by runs: those of the library by their ID, or of your own by their FILE.

    Every claim gets its effect at central values, the part of the plausible parameter space in
    which it holds, what decides that, and a verdict. Results go to -o DIR, by default
    results/claims or results/claims_quick; --resume goes on with runs that are kept there.
    """
    from sanlian_sim.experiments.claims.conduct import run_claims
    from sanlian_sim.experiments.claims.read import read_claims, shared_design
    from sanlian_sim.experiments.runs.execute import failure_lines
    from sanlian_sim.experiments.runs.store import tables_of
    from sanlian_sim.report.claims.claims import Claims, asked_toml

    read = read_claims(asked)
    name = "quick" if quick else "full"
    text = asked_toml(read, name, shared_design().modes[name])
    path = place.path("claims_quick" if quick else "claims")
    with place.opened(path, text) as (log, engine, hears):
        study = run_claims(
            read, name=name, workers=place.workers, threads=place.threads, listener=hears,
            executor=engine, log=log, stop_on_error=on_error == "stop",
        )  # fmt: skip
        if study.runs.interrupted:
            raise KeyboardInterrupt
        hears.say("writing ...")
        with tables_of(path, log, study.runs.entries) as working:
            Claims(study).put(working, place.lang)
        said = _as_document(study, path) if as_json else _as_text(study, path, place.lang)
    click.echo(said)
    for line in failure_lines(study.failures):
        click.echo(translated(line, place.lang), err=True)
    return 1 if study.failures else 0


def _as_text(study: "ClaimsStudy", path: Path, lang: Language) -> str:
    from sanlian_sim.report.claims.words import how_run, verdict_lines, verdict_text

    told = how_run(study, lang).replace("`", "")
    lines = "\n".join(verdict_lines(study, lang))
    where = translated(f"Results: {path}", lang)
    return "\n\n".join([told, verdict_text(study, lang), lines, where])


def _as_document(study: "ClaimsStudy", path: Path) -> str:
    """Return verdicts and table as JSON; what is not defined is null."""
    import json

    from sanlian_sim.experiments.claims.tables import tables, verdict_on

    document = {
        "directory": str(path),
        "failures": [str(failure) for failure in study.failures],
        "verdicts": {one.id: verdict_on(study, one.id) for one in study.claims},
        "table": json.loads(tables(study)["claims"].to_json(orient="records")),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
