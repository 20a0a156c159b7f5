"""Options about replicates on request of precision, and about draws of parameters."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, Final

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_OPTIONS: Final[tuple[Decorator, ...]] = (
    click.option(
        "--until-halfwidth", "precision", multiple=True, metavar="OUTCOME=VALUE",
        help="Add replicates until half of every 95 % interval is at most VALUE; repeatable.",
    ),
    click.option(
        "--max-replicates", "most", type=click.IntRange(2), default=200, show_default=True,
        help="Replicates at which adding ends.",
    ),
    click.option(
        "--draws", type=click.IntRange(1), metavar="N",
        help="Compare again at N draws of parameters from their plausible ranges.",
    ),
    click.option(
        "--replicates-per-draw", "each", type=click.IntRange(1), default=4, show_default=True,
        help="Runs of each scenario at a draw.",
    ),
    click.option(
        "--draw", "names", multiple=True, metavar="PARAMETER",
        help="Draw this parameter, * for anything, in place of all; repeatable.",
    ),
)  # fmt: skip


def precision_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options precision, most, draws, each and names."""
    return reduce(lambda held, option: option(held), reversed(_OPTIONS), command)


def read_precision(texts: Iterable[str]) -> dict[str, float]:
    """Read texts ``OUTCOME=VALUE``.

    Raises
    ------
    click.UsageError
        If one reads otherwise.
    """
    found = {}
    for text in texts:
        outcome, _, value = text.partition("=")
        try:
            found[outcome.strip()] = float(value)
        except ValueError:
            raise click.UsageError(
                f"--until-halfwidth must read OUTCOME=VALUE, as in wellbys=0.5; got {text}"
            ) from None
    return found
