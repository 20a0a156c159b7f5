"""Residents that users bring, checked row by row and put in the order of a population."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.scenario.problems import Problem
from sanlian_sim.world.characteristics import Codes, Rows
from sanlian_sim.world.state import AgeBand
from sanlian_sim.world.tables import Column, Integers, Table, read_table

if TYPE_CHECKING:
    from pandas import DataFrame

REQUIRED: Final = ("id", "household")
AGES: Final = ("age", "age_band")
FLAGS: Final = ("low_income", "disabled", "bereaved", "living_alone", "volunteer")
CODES: Final = ("education", "income_class", "labour")
OPTIONAL: Final = ("community", "grid", *AGES, *FLAGS, *CODES)
OLDEST_AGE: Final = 120
"""Ages above it (years) are refused: nobody of that age has been recorded but one."""

DRAWN: Final = ("low_income", "disabled", "bereaved", *CODES, "volunteer")
"""Characteristics drawn where a table does not have them; ``living_alone`` follows households."""

_FLAG_WORDS: Final = {"true": 1, "false": 0, "yes": 1, "no": 0}
_WORDS: Final[Mapping[str, Mapping[str, int]]] = {
    "age_band": {"0-14": 0, "15-59": 1, "60-79": 2, "80+": 3},
    "education": {"low": 0, "middle": 1, "high": 2},
    "income_class": {str(quintile): quintile for quintile in range(5)},
    "labour": {"outside": 0, "employed": 1, "unemployed": 2},
    **dict.fromkeys(FLAGS, _FLAG_WORDS),
}
_FIRST_AGES: Final = np.array([15, 60, 80])
_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_NUMBER_WIDTH: Final = 20
_BLANK: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class ResidentTable:
    """A user's residents, checked and sorted by community, grid, household and id.

    Parameters
    ----------
    name : str
        Path of the file, or how messages call the table.
    id : list of str
        Texts of the ids, in the order of the rows of the population.
    communities : tuple of str
        Names of communities, sorted.
    community : array of int32, shape (n,)
        Community of each resident.
    grid : array of int32, shape (n,), or None
        Grid within the community, counted from 0; None if the table has none.
    household : array of int32, shape (n,)
        Household, counted from 0 in the order of rows.
    household_id : list of str
        Texts of the households' ids.
    age_band : array of int8, shape (n,)
        0: 0-14, 1: 15-59, 2: 60-79, 3: 80 and more years.
    given : mapping
        Characteristics that the table has, by name; -1 where a cell is blank.
    unread : tuple of str
        Columns that the package does not know.
    """

    name: str
    id: list[str]
    communities: tuple[str, ...]
    community: Rows
    grid: Rows | None
    household: Rows
    household_id: list[str]
    age_band: Codes
    given: Mapping[str, NDArray[Any]]
    unread: tuple[str, ...]

    @property
    def filled(self) -> tuple[str, ...]:
        """Characteristics that have to be drawn, and of how many residents if not of all."""
        return tuple(filter(None, map(self._filled, DRAWN)))

    def _filled(self, name: str) -> str:
        if name not in self.given:
            return name
        blank = int((self.given[name] < 0).sum())
        return f"{name} ({blank:,} of {len(self.id):,})" if blank else ""


def read_residents(source: "Path | str | DataFrame") -> ResidentTable:
    """Read and check a table of residents.

    Columns ``id``, ``household`` and one of ``age`` (years) and ``age_band`` (0-14, 15-59, 60-79,
    80+) are needed; ``community``, ``grid``, flags (yes/no), ``education`` (low, middle, high),
    ``income_class`` (0 lowest to 4) and ``labour`` (outside, employed, unemployed) may be there.
    Codes may stand for words. Cells of what can be drawn may be blank.

    Parameters
    ----------
    source : path or DataFrame
        CSV (UTF-8, commas, header) or Parquet file, or a DataFrame.

    Raises
    ------
    ExperimentError
        With every problem of the table, the first few of each kind one by one.
    """
    table = read_table(source, "residents", REQUIRED, OPTIONAL)
    _check_shape(table)
    _check_identity(table)
    codes = {name: _parsed(table, name) for name in _WORDS if name in table.columns}
    band = _age_bands(table, codes.pop("age_band", None))
    _check_children(table, band, codes)
    if "living_alone" in codes and "household" in table.columns:
        _check_alone(table, codes.pop("living_alone"))
    table.raise_problems()
    return _sorted(table, band, codes)


def _check_shape(table: Table) -> None:
    if not any(name in table.columns for name in AGES):
        rule = "column 'age' or 'age_band' is missing"
        hint = f"the table has: {', '.join(table.header[:20])}"
        table.problems.append(Problem(f"{table.name}, header", None, rule, hint))
    if len(table) == 0:
        table.problems.append(Problem(table.name, None, "has no residents"))


def _check_identity(table: Table) -> None:
    """Check that ids are there and unique, and a household stays in one community and grid."""
    for name in ("id", "household", "community", "grid"):
        if name in table.columns:
            table.report(name, _records_of(table.columns[name], [""]), "must not be empty")
    if "id" in table.columns:
        _check_unique(table, table.columns["id"])
    for name in ("community", "grid"):
        if name in table.columns and "household" in table.columns:
            _check_together(table, name)


def _records_of(column: Column, words: Iterable[str]) -> Integers:
    """Find the records whose text is one of ``words``."""
    wanted = set(words)
    return np.flatnonzero(column.mapped([word in wanted for word in column.words], "?"))


def _first_records(column: Column) -> Integers:
    """First record of each word."""
    first = np.full(len(column.words), len(column.codes), dtype=np.int64)
    np.minimum.at(first, column.codes, np.arange(len(column.codes)))
    return first


def _check_unique(table: Table, column: Column) -> None:
    first = _first_records(column)[column.codes]
    named = column.mapped([word != "" for word in column.words], "?")
    repeated = np.flatnonzero((first < np.arange(len(table))) & named)
    table.report(
        "id", repeated, "ids must be unique", lambda i: f"also in row {table.row[first[i]]}"
    )


def _check_together(table: Table, name: str) -> None:
    household, column = table.columns["household"], table.columns[name]
    first = _first_records(household)[household.codes]
    named = household.mapped([word != "" for word in household.words], "?")
    apart = np.flatnonzero((column.codes != column.codes[first]) & named)
    table.report(
        name,
        apart,
        f"a household lives in one {name}",
        lambda i: (
            f"household '{household.text(i)}' is in '{column.text(first[i])}' "
            f"in row {table.row[first[i]]}"
        ),
    )


def _parsed(table: Table, name: str) -> Codes:
    """Codes of a column of words, -1 where it is blank or unknown; what is wrong is reported."""
    column, words = table.columns[name], _WORDS[name]
    accepted = {**{str(code): code for code in words.values()}, **words}
    if name != "age_band":
        accepted[""] = _BLANK
    # Codes beside gaps are written as 1.0 by pandas and by some spreadsheets.
    lowered = [word.lower().removesuffix(".0") for word in column.words]
    wrong = [w for w, low in zip(column.words, lowered, strict=True) if low not in accepted]
    table.report(
        name,
        _records_of(column, wrong),
        f"must be one of {', '.join(words)}",
        lambda i: _close(column.text(i), words),
    )
    result: Codes = column.mapped([accepted.get(word, -1) for word in lowered], "i1")
    return result


def _close(word: str, words: Iterable[str]) -> str | None:
    close = get_close_matches(word.lower(), list(words), n=1)
    return f"did you mean '{close[0]}'?" if close else None


def _age_bands(table: Table, given: Codes | None) -> Codes:
    """Age bands by ``age``, else as given; 15-59, which breaks no rule, if there is neither."""
    if "age" not in table.columns:
        return np.ones(len(table), dtype=np.int8) if given is None else given
    column = table.columns["age"]
    bands = [_band(word) for word in column.words]
    wrong = [word for word, band in zip(column.words, bands, strict=True) if band is None]
    rule = f"must be a number of years from 0 to {OLDEST_AGE}"
    table.report("age", _records_of(column, wrong), rule)
    by_age: Codes = column.mapped([-1 if band is None else band for band in bands], "i1")
    if given is not None:
        contrary = np.flatnonzero((by_age != given) & (by_age >= 0) & (given >= 0))
        table.report("age_band", contrary, "contradicts age", lambda i: f"age is {column.text(i)}")
    return by_age


def _band(age: str) -> int | None:
    try:
        years = float(age)
    except ValueError:
        return None
    if not 0.0 <= years <= OLDEST_AGE:
        return None
    return int(np.searchsorted(_FIRST_AGES, years, side="right"))


def _check_children(table: Table, band: Codes, codes: Mapping[str, Codes]) -> None:
    child = band == AgeBand.CHILD
    for name, rule in (
        ("labour", "residents under 15 are outside the labour force"),
        ("volunteer", "residents under 15 are no volunteers"),
    ):
        if name in codes:
            table.report(name, np.flatnonzero(child & (codes[name] > 0)), rule)


def _check_alone(table: Table, alone: Codes) -> None:
    household = table.columns["household"]
    size = np.bincount(household.codes, minlength=len(household.words))[household.codes]
    table.report(
        "living_alone",
        np.flatnonzero(((alone == 1) != (size == 1)) & (alone >= 0)),
        "contradicts the household",
        lambda i: f"household '{household.text(i)}' has members: {size[i]}",
    )


def _natural_ranks(column: Column) -> Integers:
    """Rank of each record's text in natural order: numbers inside texts by value."""
    words = column.words
    order = sorted(range(len(words)), key=lambda i: (_natural(words[i]), words[i]))
    rank = np.empty(len(words), dtype=np.int64)
    rank[order] = np.arange(len(words))
    return rank[column.codes]


def _natural(text: str) -> str:
    return _DIGITS.sub(lambda digits: digits[0].zfill(_NUMBER_WIDTH), text)


def _sorted(table: Table, band: Codes, codes: Mapping[str, Codes]) -> ResidentTable:
    nowhere = np.zeros(len(table), dtype=np.int64)
    ranks = {
        name: _natural_ranks(table.columns[name]) if name in table.columns else nowhere
        for name in ("id", "household", "grid", "community")
    }
    order = np.lexsort(tuple(ranks.values()))
    community = _counted(ranks["community"][order])
    grid = _counted(community, ranks["grid"][order])
    first_grid = grid[np.searchsorted(community, community)]
    household = _counted(ranks["household"][order])
    first_of_household = np.flatnonzero(np.diff(household, prepend=-1))
    columns = table.columns
    return ResidentTable(
        name=table.name,
        id=columns["id"].texts(order),
        communities=tuple(
            columns["community"].texts(order[np.flatnonzero(np.diff(community, prepend=-1))])
            if "community" in columns
            else ["own community"]
        ),
        community=community,
        grid=grid - first_grid if "grid" in columns else None,
        household=household,
        household_id=columns["household"].texts(order[first_of_household]),
        age_band=band[order],
        given={name: values[order].astype(_kind(name, values)) for name, values in codes.items()},
        unread=tuple(title for title in table.header if title and title not in columns),
    )


def _kind(name: str, values: Codes) -> type[np.generic]:
    return np.bool_ if name in FLAGS and not (values == _BLANK).any() else np.int8


def _counted(*labels: NDArray[Any]) -> Rows:
    """Count runs of equal labels from 0."""
    changes = np.zeros(labels[0].shape[0], dtype=np.int32)
    for label in labels:
        changes[1:] |= np.diff(label) != 0
    return np.cumsum(changes, dtype=np.int32)
