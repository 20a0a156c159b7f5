"""The document about a sweep, an analysis, a search or tested claims, made of its files."""

import csv
import json
import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sanlian_sim.experiments.runs.directory import (
    UnreadableDirectoryError,
    read_provenance,
    told,
)
from sanlian_sim.experiments.runs.store import (
    DICTIONARY,
    EXPERIMENT,
    FINDINGS,
    PLOTS,
    PROVENANCE,
)
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.dictionary import table_in
from sanlian_sim.report.document.blocks import (
    Block,
    Command,
    Fold,
    Grid,
    Page,
    Prose,
    Section,
    Terms,
    Written,
    plain_rows,
)
from sanlian_sim.report.document.facts import foot, software_terms
from sanlian_sim.report.document.kinds import Kind, kind_of
from sanlian_sim.report.document.markdown import to_markup
from sanlian_sim.report.document.page import to_html
from sanlian_sim.report.document.pictures import kept_picture
from sanlian_sim.report.document.texts import ENGLISH, TAGS, texts

MOST_ROWS: Final = 40
"""Rows of a table that are shown; files hold the rest."""
_TIMES: Final = "execution"
_MOST_COLUMNS: Final = 14
"""Columns of a table that fit on a sheet of paper."""
_LETTERS, _WORDS = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{2,}")
"""Of Chinese and of English; either text may hold names in the other language."""
_DIGITS: Final = 4
_LARGE: Final = 10**_DIGITS


def found_html(directory: Path, lang: Language = "en") -> str:
    """Return what a results directory other than a comparison's holds as a document.

    Parameters
    ----------
    directory : Path
    lang : {"en", "zh"}

    Raises
    ------
    UnreadableDirectoryError
        If it holds no such results, or they cannot be read.
    """
    kind = kind_of(directory)
    if kind is None:
        raise UnreadableDirectoryError(f"{directory} holds a comparison")
    own = texts(lang)
    title = _title(directory) or own["kind"][kind.name]
    sections = [
        _findings(directory, title, lang), _figures(directory, kind, lang),
        _tables(directory, kind, lang), _origin(directory, lang),
    ]  # fmt: skip
    page = Page(
        title=title,
        kind=own["kind"][kind.name],
        about=[own["found"]["about"].format(command=kind.command)],
        sections=[one for one in sections if one.blocks],
        foot=foot(lang),
    )
    return to_html(page, lang)


def _title(directory: Path) -> str:
    path = directory / EXPERIMENT
    if not path.is_file():
        return ""
    with told(path):
        return str(tomllib.loads(path.read_text(encoding="utf-8")).get("title", ""))


def _findings(directory: Path, title: str, lang: Language) -> Section:
    own, path = texts(lang)["found"], directory / FINDINGS
    with told(path):
        text = path.read_text(encoding="utf-8").removeprefix(f"# {title}\n")
    markup = to_markup(text, own["findings"])
    return Section("findings", own["findings"], [Written(markup, _language_of(text, lang))])


def _language_of(text: str, lang: Language) -> str:
    """Return the mark of a text that is kept in another language than the page's."""
    chinese = len(_LETTERS.findall(text)) > len(_WORDS.findall(text))
    kept: Language = "zh" if chinese else "en"
    return "" if kept == lang else TAGS[kept]


def _figures(directory: Path, kind: Kind, lang: Language) -> Section:
    own, shows = texts(lang)["found"], texts(lang)["shows"][kind.name]
    blocks: list[Block] = []
    for path in sorted((directory / PLOTS).glob("*.png")):
        name = path.stem
        with told(path):
            alt = own["alt"].format(name=name, shows=shows)
            blocks.append(kept_picture(path, alt, own["figure"].format(name=name, shows=shows)))
    return Section("figures", own["figures"], blocks)


def _tables(directory: Path, kind: Kind, lang: Language) -> Section:
    own = texts(lang)["found"]
    about = _dictionary(directory)
    blocks: list[Block] = []
    for name in kind.tables:
        path = directory / f"{name}.csv"
        if path.is_file():
            with told(path):
                blocks.append(_folded(_grid(path, lang), lang))
        if path.is_file() and name in about:
            caption = own["columns"].format(name=name)
            with told(directory / DICTIONARY):
                columns = table_in(about[name], lang)
            fold = Written(to_markup(columns, caption), _language_of(columns, lang))
            blocks.append(Fold(caption, [fold], printed=False))
    return Section("tables", own["tables"], blocks)


def _folded(grid: Grid, lang: Language) -> Block:
    """Fold what is too wide for paper, where it would be cut off."""
    if len(grid.heads) <= _MOST_COLUMNS:
        return grid
    summary = texts(lang)["found"]["wide"].format(table=grid.caption, columns=len(grid.heads))
    return Fold(summary, [grid], printed=False)


def _dictionary(directory: Path) -> dict[str, str]:
    """Parts of the data dictionary by the name of their table."""
    path = directory / DICTIONARY
    if not path.is_file():
        return {}
    with told(path):
        parts = path.read_text(encoding="utf-8").split("\n## ")[1:]
    return {name.strip(): rest for name, _, rest in (part.partition("\n") for part in parts)}


def _grid(path: Path, lang: Language) -> Grid:
    own = texts(lang)["found"]
    with path.open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    shown = [[_cell(text) for text in row] for row in rows[:MOST_ROWS]]
    more = own["shown"].format(shown=MOST_ROWS, rows=len(rows), name=path.stem)
    return Grid(
        own["plain"].format(name=path.stem), heads, plain_rows(shown),
        words=list(_words(heads, rows)), note=more if len(rows) > MOST_ROWS else "",
        lang="" if lang == "en" else ENGLISH,
    )  # fmt: skip


def _cell(text: str) -> str:
    value = _number(text)
    if value is None or value.is_integer():
        return text
    return f"{value:,.1f}" if abs(value) >= _LARGE else f"{value:.{_DIGITS}g}"


def _number(text: str) -> float | None:
    """Return a finite number, None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _words(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield numbers of columns that hold words."""
    for column in range(len(heads)):
        if any(row[column] and _number(row[column]) is None for row in rows):
            yield column


def _made(provenance: dict[str, Any], asked: bool, lang: Language) -> list[Block]:
    """Tell the command by which results were made, if it was one."""
    own, command = texts(lang)["found"], provenance[_TIMES].get("command")
    if not command:
        return [Prose([own["program"]])]
    beside = [Prose([own["beside"]])] if asked else []
    return [Prose([own["made"]]), Command(command), *beside]


def _origin(directory: Path, lang: Language) -> Section:
    own = texts(lang)["origin"]
    blocks: list[Block] = []
    if not (directory / PROVENANCE).is_file():
        blocks.append(Prose([texts(lang)["found"]["elsewhere"]]))
    else:
        provenance: dict[str, Any] = read_provenance(directory)
        with told(directory / PROVENANCE):
            blocks += _made(provenance, (directory / EXPERIMENT).is_file(), lang)
            blocks.append(Terms(list(software_terms(provenance, lang))))
        kept = {key: value for key, value in provenance.items() if key != _TIMES}
        text = json.dumps(kept, ensure_ascii=False, indent=2)
        blocks += [Fold(PROVENANCE, [Command(text)], printed=False), Prose([own["times"]])]
    if (directory / EXPERIMENT).is_file():
        with told(directory / EXPERIMENT):
            asked = (directory / EXPERIMENT).read_text(encoding="utf-8")
        blocks.append(Fold(texts(lang)["found"]["experiment"], [Command(asked)], printed=False))
    return Section("origin", own["title"], blocks)
