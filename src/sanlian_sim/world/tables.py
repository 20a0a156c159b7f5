"""Tables that users bring: CSV or Parquet files and DataFrames, read as text, with row numbers.

Every cell becomes text, each distinct text is kept once, and problems are gathered so that a user
sees all of them together.
"""

import csv
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest

if TYPE_CHECKING:
    from pandas import DataFrame

SHOWN: Final = 5
"""Problems of one kind that are listed one by one; of the others only the number is given."""

_PARQUET: Final = (".parquet", ".pq")
_TEXT: Final = (".csv", ".txt", "")
_OTHER_DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "bars"}
_SPREADSHEET_FIRST_ROW: Final = 2
_SAFE_LENGTH: Final = 5
_NOTHING: Final = ("None", "nan", "<NA>", "NaT")

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Texts of one column: ``words[codes[i]]`` is the text of record i, "" where none is given."""

    codes: Integers
    words: list[str]

    def text(self, record: int) -> str:
        """Text of one record."""
        return self.words[int(self.codes[record])]

    def texts(self, records: Integers) -> list[str]:
        """Texts of some records."""
        return [self.words[code] for code in self.codes[records].tolist()]

    def mapped(self, values: Sequence[Any], dtype: str) -> NDArray[Any]:
        """One value per word, spread over the records."""
        return np.array(values, dtype=dtype)[self.codes]


@dataclass(slots=True, eq=False)
class Table:
    """A user's table as text, and what is wrong with it.

    Parameters
    ----------
    name : str
        How messages call it.
    columns : dict of Column
        Known columns that the table has.
    header : list of str
        Names of all columns.
    row : array of int, shape (n,)
        Row numbers as the user counts: as in a spreadsheet for CSV (the header is row 1), from 0
        for Parquet files and DataFrames.
    problems : list of Problem
        What is wrong.
    """

    name: str
    columns: dict[str, Column]
    header: list[str]
    row: Integers
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        return int(self.row.shape[0])

    def report(
        self,
        column: str,
        records: Integers,
        rule: str,
        suggest: Callable[[int], str | None] = lambda record: None,
    ) -> None:
        """Add one problem for each of the first records and one for the number of others."""
        for record in records[:SHOWN].tolist():
            place = f"{self.name}, row {self.row[record]}, column {column}"
            word = self.columns[column].text(record)
            self.problems.append(Problem(place, word, rule, suggest(record)))
        if records.shape[0] > SHOWN:
            more = f"{records.shape[0] - SHOWN:,} more rows: {rule}"
            self.problems.append(Problem(f"{self.name}, column {column}", None, more))

    def raise_problems(self) -> None:
        """Raise ExperimentError if anything is wrong."""
        if self.problems:
            raise ExperimentError(self.problems)


def read_table(
    source: "Path | str | DataFrame", what: str, required: Sequence[str], optional: Sequence[str]
) -> Table:
    """Read the known columns of a table.

    Parameters
    ----------
    source : path or DataFrame
        CSV file (UTF-8, commas, header) or Parquet file, by its ending, or a DataFrame.
    what : str
        What the rows are, in the plural, for messages.
    required, optional : sequence of str
        Known columns; others are left out unless they look like a misspelt known one.

    Returns
    -------
    Table
        Its ``problems`` name missing and misspelt columns and rows of a wrong length.

    Raises
    ------
    ExperimentError
        If there is no table to read.
    """
    if not isinstance(source, (str, Path)):
        if not hasattr(source, "iloc"):
            rule = "must be a path or a pandas DataFrame"
            raise ExperimentError([Problem(f"{what} table", type(source).__name__, rule)])
        return _from_frame(source, f"{what} table", required, optional)
    path = Path(source)
    if not path.is_file():
        raise _unreadable(path, "no such file", _neighbours(path))
    if path.suffix.lower() in _PARQUET:
        return _from_frame(_parquet(path), str(path), required, optional)
    if path.suffix.lower() in _TEXT:
        return _from_csv(path, required, optional)
    raise _unreadable(path, "must be a CSV or Parquet file", "save it as CSV (UTF-8)")


def _unreadable(path: Path, rule: str, suggestion: str | None = None) -> ExperimentError:
    return ExperimentError([Problem(str(path), None, rule, suggestion)])


def _neighbours(path: Path) -> str | None:
    if not path.parent.is_dir():
        return f"there is no directory '{path.parent}'"
    return nearest(path.name, sorted(entry.name for entry in path.parent.iterdir()))


def _parquet(path: Path) -> "DataFrame":
    import pandas as pd
    from pyarrow.lib import ArrowException

    try:
        return pd.read_parquet(path)
    except (ArrowException, OSError, ValueError) as error:
        raise _unreadable(path, f"is no readable Parquet file ({error})") from error


def _titles(header: Iterable[Any]) -> list[str]:
    return [str(title).strip().lower() for title in header]


def _header_problems(
    titles: list[str], name: str, required: Sequence[str], optional: Sequence[str]
) -> list[Problem]:
    """Say which known columns are missing, misspelt or twice in a header."""
    known = (*required, *optional)
    others = [title for title in titles if title not in known]
    place = f"{name}, header"
    problems = []
    for column in known:
        if titles.count(column) > 1:
            problems.append(Problem(place, column, "this column occurs twice"))
        if column in titles:
            continue
        close = get_close_matches(column, others, n=1, cutoff=0.75)
        # Short names are too near to innocent ones ("wage") to call those misspelt.
        if close and (column in required or len(column) >= _SAFE_LENGTH):
            problems.append(Problem(place, close[0], "unknown column", f"did you mean '{column}'?"))
        elif column in required:
            rule = f"column '{column}' is missing"
            problems.append(Problem(place, None, rule, f"the table has: {', '.join(titles[:20])}"))
    return problems


def _from_csv(path: Path, required: Sequence[str], optional: Sequence[str]) -> Table:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return _from_records(csv.reader(lines, strict=True), str(path), required, optional)
    except UnicodeDecodeError as error:
        raise _unreadable(path, "is not UTF-8 text", "save it as 'CSV UTF-8'") from error
    except (csv.Error, OSError) as error:
        raise _unreadable(path, f"is no readable CSV file ({error})") from error


def _from_records(
    records: Iterator[list[str]], name: str, required: Sequence[str], optional: Sequence[str]
) -> Table:
    header = next(records, [])
    if not header:
        raise ExperimentError([Problem(name, None, "is empty")])
    _check_delimiter(header, name)
    titles = _titles(header)
    positions = {c: titles.index(c) for c in (*required, *optional) if c in titles}
    codes = {column: array("q") for column in positions}
    words: dict[str, dict[str, int]] = {column: {} for column in positions}
    rows = array("q")
    uneven: list[tuple[int, int]] = []
    for number, record in enumerate(records, start=_SPREADSHEET_FIRST_ROW):
        if not any(record):
            continue
        if len(record) != len(header):
            uneven.append((number, len(record)))
            continue
        rows.append(number)
        for column, position in positions.items():
            known = words[column]
            codes[column].append(known.setdefault(record[position].strip(), len(known)))
    columns = {
        column: Column(np.array(codes[column], dtype=np.int64), list(words[column]))
        for column in positions
    }
    problems = _header_problems(titles, name, required, optional)
    problems += _uneven(uneven, len(header), name)
    return Table(name, columns, titles, np.array(rows, dtype=np.int64), problems)


def _check_delimiter(header: Sequence[str], name: str) -> None:
    if len(header) != 1:
        return
    for delimiter, word in _OTHER_DELIMITERS.items():
        if delimiter in header[0]:
            rule = f"fields are separated by {word}, not commas"
            raise ExperimentError(
                [Problem(f"{name}, header", header[0], rule, "save it with commas")]
            )


def _uneven(rows: list[tuple[int, int]], expected: int, name: str) -> list[Problem]:
    rule = f"rows must have {expected} fields like the header"
    problems = [
        Problem(f"{name}, row {row}", None, f"{rule}; this one has {fields}")
        for row, fields in rows[:SHOWN]
    ]
    if len(rows) > SHOWN:
        problems.append(Problem(name, None, f"{len(rows) - SHOWN:,} more rows: {rule}"))
    return problems


def _from_frame(
    frame: "DataFrame", name: str, required: Sequence[str], optional: Sequence[str]
) -> Table:
    titles = _titles(frame.columns)
    columns = {
        column: _coded(frame.iloc[:, titles.index(column)].tolist())
        for column in (*required, *optional)
        if column in titles
    }
    problems = _header_problems(titles, name, required, optional)
    return Table(name, columns, titles, np.arange(len(frame), dtype=np.int64), problems)


def edge_table(edges: Iterable[tuple[Any, Any]], name: str) -> Table:
    """Table of the edges of a network, with columns ``a`` and ``b``."""
    pairs = list(edges)
    columns = {"a": _coded(pair[0] for pair in pairs), "b": _coded(pair[1] for pair in pairs)}
    return Table(name, columns, list(columns), np.arange(len(pairs), dtype=np.int64))


def _coded(values: Iterable[Any]) -> Column:
    known: dict[str, int] = {}
    codes = [known.setdefault(as_text(value), len(known)) for value in values]
    return Column(np.array(codes, dtype=np.int64), list(known))


def as_text(value: Any) -> str:
    """Text of a cell, the same whether it was read as text or number; "" if nothing is given."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return "" if text in _NOTHING else text
