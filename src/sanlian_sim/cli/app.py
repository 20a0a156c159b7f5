"""The program: its commands, and what its exit codes say."""

import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from sanlian_sim.cli.compare import compare
from sanlian_sim.cli.init import init
from sanlian_sim.cli.list import list_what
from sanlian_sim.cli.run import run
from sanlian_sim.cli.validate import validate

DONE: Final = 0
WRONG_INPUT: Final = 2
INTERRUPTED: Final = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False,
    callback=lambda context, option, asked: _tell_version(context) if asked else None,
    help="Tell the version.",
)  # fmt: skip
def app() -> None:
    """Simulate communities, social organisations and social workers in linkage.

    Start with 'sanlian init DIR', then 'sanlian compare DIR/experiment.toml'.
    """


for command in (init, validate, run, compare, list_what):
    app.add_command(command)


def _tell_version(context: click.Context) -> None:
    import sanlian_sim

    click.echo(f"sanlian {sanlian_sim.__version__}")
    context.exit()


def main() -> None:
    """Run the program and exit with its code."""
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
    try:
        code = app.main(list(arguments), prog_name="sanlian", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; nothing more can be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _explained(error)
    return code if isinstance(code, int) else DONE


def _explained(error: Exception) -> int:
    """Say in plain words what the user can do about an error; raise it again if nothing."""
    from sanlian_sim.scenario.problems import ExperimentError

    if isinstance(error, ExperimentError):
        number = len(error.problems)
        click.echo(f"{number} problem{'s' if number > 1 else ''}:", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        return WRONG_INPUT
    code = getattr(error, "exit_code", None)
    if code is None:
        raise error
    click.echo(f"error: {error}", err=True)
    return int(code)
