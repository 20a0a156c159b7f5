"""Tables as text."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

_NO_LIMIT: Final = 10_000
_PIECES: Final = re.compile(r"\s+|[\x21-\x7e]+|.", re.DOTALL)
_NEVER_FIRST: Final = "，。；：、）”》！？%…—"
_NEVER_LAST: Final = "（“《"


def text_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[int] = (),
    last: Collection[int] = (),
    width: int | None = None,
) -> str:
    """Lay out a table as text.

    Parameters
    ----------
    heads : sequence of str
    rows : sequence of rows, each a sequence of str as long as ``heads``
    right : collection of int
        Numbers of the columns that are aligned to the right.
    last : collection of int
        Numbers of rows after which a line is drawn.
    width : int, optional
        Longest line; longer cells are folded. No limit by default.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number in right else "left", overflow="fold")
    for number, row in enumerate(rows):
        table.add_row(*row, end_section=number in last)
    console = Console(
        file=StringIO(), width=width or _NO_LIMIT, color_system=None, markup=False, emoji=False,
        legacy_windows=False,
    )  # fmt: skip
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def wrapped(text: str, width: int) -> str:
    """Break a paragraph into lines no wider than a terminal, in any language.

    Chinese has no blanks between words: lines break anywhere but before marks that close and after
    marks that open, and every character counts for two.
    """
    from rich.cells import cell_len

    lines, line = [], ""
    for piece in _pieces(text):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> list[str]:
    """Cut a text into parts that stay on one line."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        kept = pieces and (piece in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST)
        if kept:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
