"""``sanlian dashboard``: two scenarios side by side in a browser, moved while all look on."""

from pathlib import Path

import click

from sanlian_sim.cli.options import lang_option
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
    help="Where to listen; 0 for any port that is free.",
)  # fmt: skip
@click.option(
    "--host", default="127.0.0.1", show_default=True,
    help="Who may open it: this machine alone, or with 0.0.0.0 all that reach it.",
)  # fmt: skip
@lang_option
@click.option("--no-browser", is_flag=True, help="Serve the page, but open no tab.")
def dashboard(file: Path | None, port: int, host: str, lang: Language, no_browser: bool) -> None:
    """Show two scenarios of FILE side by side, week by week.

    Without FILE a small example is shown. Every tab has runs of its own; Ctrl-C ends the page.
    """
    from sanlian_sim.dashboard.question import read_question
    from sanlian_sim.dashboard.serve import import_solara, listening, serve

    question = read_question(file)
    import_solara()
    with listening(host, port) as door:
        address = f"http://{host}:{door.getsockname()[1]}"
        click.echo(translated(f"{address} (Ctrl-C ends it)", lang))
        serve(question, door, lang, None if no_browser else address)
