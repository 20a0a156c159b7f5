"""``sanlian claims``: assertions about arrangements, each with its verdict."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sanlian_sim.cli.options import (
    directory_option,
    fresh_option,
    json_option,
    lang_option,
    listener,
    quiet_option,
    resume_option,
)
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
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True,
    help="Runs done at a time, each in a process; results are equal.",
)  # fmt: skip
@directory_option
@resume_option
@fresh_option
@quiet_option
@json_option
@lang_option
def claims(
    asked: tuple[str, ...], quick: bool, workers: int, directory: Path | None, resume: bool,
    fresh: bool, quiet: bool, as_json: bool, lang: Language,
) -> int:  # fmt: skip
    """Test claims by runs: those of the library by their ID, or of your own by their FILE.

    Every claim gets its effect at central values, the part of the plausible parameter space in
    which it holds, what decides that, and a verdict. Results go to -o DIR, by default
    results/claims or results/claims_quick; --resume goes on with runs that are kept there.
    """
    from sanlian_sim.experiments.claims.conduct import run_claims
    from sanlian_sim.experiments.claims.read import read_claims, shared_design
    from sanlian_sim.experiments.runs.execute import failure_lines
    from sanlian_sim.experiments.runs.provenance import results_version
    from sanlian_sim.experiments.runs.store import tables_of, workplace
    from sanlian_sim.report.claims.claims import asked_toml, write_claims

    if fresh and resume:
        raise click.UsageError("--fresh begins anew and --resume goes on: give one of them")
    read = read_claims(asked)
    name = "quick" if quick else "full"
    text = asked_toml(read, name, shared_design().modes[name])
    usual = Path("results") / ("claims_quick" if quick else "claims")
    path = usual if directory is None else directory
    place = workplace(path, text, results_version(), fresh=fresh, resume=resume)
    with place as log, listener(quiet, lang) as hears:
        study = run_claims(read, name=name, workers=workers, listener=hears, log=log)
        if study.runs.interrupted:
            raise KeyboardInterrupt
        hears.say("writing ...")
        with tables_of(path, log, study.runs.entries) as working:
            write_claims(study, working, lang)
        said = _as_document(study, path) if as_json else _as_text(study, path, lang)
    click.echo(said)
    for line in failure_lines(study.failures):
        click.echo(translated(line, lang), err=True)
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
