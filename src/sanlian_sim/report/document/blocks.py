"""What a section is made of. Each kind of block has a template of its own name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from markupsafe import Markup


@dataclass(frozen=True)
class Prose:
    """Paragraphs; with ``lead`` they stand out, ``lang`` marks another language."""

    template: ClassVar[str] = "prose.html"
    paragraphs: Sequence[str]
    lead: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    template: ClassVar[str] = "heading.html"
    text: str


@dataclass(frozen=True)
class Points:
    """A list."""

    template: ClassVar[str] = "points.html"
    items: Sequence[str]
    lang: str = ""


@dataclass(frozen=True)
class Term:
    """Something named and what is said of it, with a link to a section if ``target`` names one."""

    name: str
    text: str
    target: str = ""


@dataclass(frozen=True)
class Terms:
    """A list of terms."""

    template: ClassVar[str] = "terms.html"
    terms: Sequence[Term]
    lang: str = ""


@dataclass(frozen=True)
class Cell:
    """Text of a table; ``mark`` says that it differs, ``about`` what it means."""

    text: str
    mark: bool = False
    about: str = ""


@dataclass(frozen=True)
class Rows:
    """Rows of a table under a heading of their own, or none."""

    rows: Sequence[Sequence[Cell | str]]
    heading: str = ""


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes
    ----------
    caption : str
        Unlike that of any other table of the document.
    heads : sequence of str
    groups : sequence of Rows
        The first cell of each row is its heading.
    words : collection of int
        Numbers of columns that hold words and no numbers, besides the first.
    note : str
        Below it.
    lang : str
        Language of what it holds, if another one.
    """

    template: ClassVar[str] = "grid.html"
    caption: str
    heads: Sequence[str]
    groups: Sequence[Rows]
    words: Sequence[int] = ()
    note: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure.

    Attributes
    ----------
    source : str
        A data URI.
    alt : str
        What it shows, in words.
    caption : str
    width, height : int
        Pixels.
    """

    template: ClassVar[str] = "picture.html"
    source: str
    alt: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True)
class Command:
    """A line to type."""

    template: ClassVar[str] = "command.html"
    line: str


@dataclass(frozen=True)
class Written:
    """HTML that was made safe before, in a language of its own."""

    template: ClassVar[str] = "written.html"
    html: Markup
    lang: str = ""


@dataclass(frozen=True)
class Fold:
    """Blocks that a reader opens; on paper they stand open if they are ``printed``."""

    template: ClassVar[str] = "fold.html"
    summary: str
    blocks: "Sequence[Block]"
    printed: bool = True


Block: TypeAlias = Prose | Heading | Points | Terms | Grid | Picture | Command | Written | Fold


@dataclass(frozen=True)
class Section:
    """A section of the document.

    Attributes
    ----------
    id : str
        By which it is linked to.
    title : str
    blocks : sequence of Block
    """

    id: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Page:
    """A whole document.

    Attributes
    ----------
    title : str
        As the user wrote it.
    kind : str
        What it is a report of.
    about : sequence of str
        Lines under the title.
    sections : sequence of Section
    foot : str
    """

    title: str
    kind: str
    about: Sequence[str]
    sections: Sequence[Section]
    foot: str


def plain_rows(rows: Sequence[Sequence[Cell | str]]) -> tuple[Rows, ...]:
    """Return rows without a heading."""
    return (Rows(rows),)
