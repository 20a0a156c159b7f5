"""The program: its commands, and what its exit codes say."""

import os
import signal
import sys
from collections.abc import Sequence
from typing import Final

import click

from sanlian_sim.cli.calibrate import calibrate
from sanlian_sim.cli.claims import claims
from sanlian_sim.cli.compare import compare
from sanlian_sim.cli.dashboard import dashboard
from sanlian_sim.cli.discover import discover
from sanlian_sim.cli.init import init
from sanlian_sim.cli.language import Context, Group, language_of, show
from sanlian_sim.cli.list import list_what
from sanlian_sim.cli.optimise import optimise
from sanlian_sim.cli.pack import pack
from sanlian_sim.cli.report import report
from sanlian_sim.cli.run import run
from sanlian_sim.cli.sensitivity import sensitivity
from sanlian_sim.cli.sweep import sweep
from sanlian_sim.cli.validate import validate
from sanlian_sim.language.catalogue import LANGUAGES, Language
from sanlian_sim.language.translate import translated

DONE: Final = 0
FAILED: Final = 1
WRONG_INPUT: Final = 2
INTERRUPTED: Final = 130


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False,
    callback=lambda context, option, asked: _tell_version(context) if asked else None,
    help="Tell the version.",
)  # fmt: skip
@click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False,
    help="Language of tables and words.",
)  # fmt: skip
def app() -> None:
    """Simulate communities, social organisations and social workers in linkage.

    Start with 'sanlian init DIR', then 'sanlian compare DIR/experiment.toml'.
    """


for command in (
    init, validate, run, compare, sweep, sensitivity, optimise, discover, calibrate, claims,
    report, pack, list_what, dashboard,
):  # fmt: skip
    command.context_class = Context
    app.add_command(command)


def _tell_version(context: click.Context) -> None:
    import sanlian_sim

    click.echo(f"sanlian {sanlian_sim.__version__}")
    context.exit()


def main() -> None:
    """Run the program and exit with its code."""
    # Batch systems end a job by this signal; like Ctrl-C, it must not cost the finished runs.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(exit_code(sys.argv[1:]))


def exit_code(arguments: Sequence[str]) -> int:
    """Run the program.

    Parameters
    ----------
    arguments : sequence of str
        Words after the program's name.

    Returns
    -------
    int
        0 done, 1 the run failed, 2 the user's input is wrong, 130 interrupted.
    """
    asked = language_of(arguments)
    lang = asked or "en"
    try:
        code = app.main(list(arguments), prog_name="sanlian", standalone_mode=False, obj=asked)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.ClickException as error:
        show(error, lang)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(translated("interrupted", lang), err=True)
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read the output has seen enough; Click exits if it notices first.
        _drop_output()
        return DONE
    except MemoryError:
        return _failed("memory does not suffice; ask for fewer residents", FAILED, lang)
    except OSError as error:
        if error.filename is not None:
            raise
        _drop_output()
        return _failed(f"the output was not written: {error.strerror}", FAILED, lang)
    except Exception as error:
        return _explained(error, lang)
    return code if isinstance(code, int) else DONE


def _drop_output() -> None:
    """Let go what is still to be written, which would fail once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(reason: str, code: int, lang: Language) -> int:
    frame = translated("error: {message}", lang)
    click.echo(frame.format(message=translated(reason, lang)), err=True)
    return code


def _explained(error: Exception, lang: Language) -> int:
    """Say in plain words what the user can do about an error; raise it again if nothing."""
    from sanlian_sim.report.problems import problem_text
    from sanlian_sim.scenario.problems import ExperimentError

    if isinstance(error, ExperimentError):
        number = len(error.problems)
        click.echo(translated(f"{number} problem{'s' if number > 1 else ''}:", lang), err=True)
        for problem in error.problems:
            click.echo(f"  {problem_text(problem, lang)}", err=True)
        return WRONG_INPUT
    code = getattr(error, "exit_code", None)
    if code is None:
        raise error
    return _failed(str(error), int(code), lang)
