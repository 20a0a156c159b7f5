"""The data dictionary of a results directory: every column, outcome and series with its unit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sanlian_sim.experiments.comparison.compare import COST_PER_WELLBY
from sanlian_sim.experiments.comparison.files import TABLES
from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.language.cells import in_words
from sanlian_sim.language.translate import translated
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.outcomes.series_table import SERIES
from sanlian_sim.report.text import markdown_table
from sanlian_sim.scenario.describe import describe_groups

_LEAD: Final = (
    "Shares and probabilities lie between 0 and 1. A week is seven days, a year 52 weeks."
)


def data_dictionary(
    tables: Mapping[str, tuple[Column, ...]] = TABLES, lang: Language = "en"
) -> str:
    """Return the dictionary of some tables as Markdown."""
    return "\n".join(_lines(tables, lang)) + "\n"


def _lines(tables: Mapping[str, tuple[Column, ...]], lang: Language) -> Iterator[str]:
    yield heading(lang) + "\n"
    yield translated(_LEAD, lang)
    yield from column_lines(tables, lang)
    yield f"\n## {translated('Outcomes', lang)}\n"
    yield from _table(("outcome", "unit", "by", "meaning"), _outcomes(), lang)
    yield f"\n## {translated('Groups', lang)}\n"
    groups = ((row.name, row.label_zh, row.meaning) for row in describe_groups())
    yield from _table(("group", "Chinese", "meaning"), groups, lang)
    yield f"\n## {translated('Weekly series', lang)}\n"
    yield from series_lines(lang)


def heading(lang: Language = "en") -> str:
    """Return the heading of a data dictionary."""
    return f"# {translated('Data dictionary', lang)}"


def column_lines(tables: Mapping[str, tuple[Column, ...]], lang: Language = "en") -> Iterator[str]:
    """Yield lines of Markdown that describe the columns of tables."""
    for name, columns in tables.items():
        yield f"\n## {name}\n"
        rows = ((column.name, column.kind, column.unit, column.meaning) for column in columns)
        yield from _table(("column", "type", "unit", "meaning"), rows, lang)


def series_lines(lang: Language = "en") -> Iterator[str]:
    """Yield lines of Markdown that describe the weekly series."""
    yield from _table(("series", "unit", "meaning"), SERIES, lang)


def table_in(table: str, lang: Language) -> str:
    """Return a table of a dictionary, as Markdown, in a language; what is not known stays."""
    heads, _, *rows = table.strip("\n").split("\n")
    return "\n".join(_table(_cells(heads), map(_cells, rows), lang))


def _cells(line: str) -> list[str]:
    return line.removeprefix("| ").removesuffix(" |").split(" | ")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], lang: Language) -> Iterator[str]:
    own = words(lang)["dictionary"]
    told = (
        [in_words(head, text, lang) for head, text in zip(heads, row, strict=True)] for row in rows
    )
    yield from markdown_table([own.get(head, head) for head in heads], told)


def _outcomes() -> Iterator[tuple[str, ...]]:
    for outcome in OUTCOMES.values():
        by = ", ".join(("all", *outcome.by))
        yield outcome.name, outcome.unit, by, outcome.meaning
    for cost, name in COST_PER_WELLBY.items():
        meaning = f"Difference of {cost} by the difference of wellbys; in the comparison alone"
        yield name, "yuan per WELLBY", "all", meaning
