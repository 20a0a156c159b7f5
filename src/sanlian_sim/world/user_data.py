"""A population and ties from what users bring.

A resident is known by the text of its id: its key, and with it all its luck, is a hash of that
text, so neither the order of rows nor the kind of file matters. Characteristics that the table does
not have are drawn from the figures of the place.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from sanlian_sim.randomness import fold
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.world.characteristics import Codes, Keys, Members
from sanlian_sim.world.networks import Ties, ties_from_edges
from sanlian_sim.world.places import CommunityPlace, Place
from sanlian_sim.world.population import CommunityPart, Population, complete, even_grids, joined
from sanlian_sim.world.resident_table import ResidentTable
from sanlian_sim.world.state import AgeBand
from sanlian_sim.world.tables import Table, edge_table, read_table

if TYPE_CHECKING:
    from networkx import Graph
    from pandas import DataFrame

_WORD_BYTES: Final = 8
_SEARCHED: Final = 2_000
_SELF_TIE: Final = "is a self-tie"


def place_from_table(table: ResidentTable, settings: CommunitySettings) -> Place:
    """Lay out the place of a user's residents.

    Communities, their residents, ages and people living alone are those of the table, all other
    figures those of the preset. All communities form one sub-district.

    Parameters
    ----------
    table : ResidentTable
        Residents.
    settings : CommunitySettings
        Community section of the experiment; gives the preset and overrides of its figures.
    """
    figures = settings.place().figures.model_dump()
    bounds = np.searchsorted(table.community, np.arange(len(table.communities) + 1)).tolist()
    alone = (np.bincount(table.household) == 1)[table.household]
    communities = tuple(
        CommunityPlace(
            name, 0, **{**figures, **_counted(table.age_band[low:high], alone[low:high])}
        )
        for name, low, high in zip(table.communities, bounds[:-1], bounds[1:], strict=True)
    )
    return Place("own data", ("own data",), communities)


def _counted(age_band: Codes, alone: NDArray[np.bool_]) -> dict[str, Any]:
    """Figures of a community that its residents tell."""
    shares = np.bincount(age_band, minlength=4) / age_band.shape[0]
    older = age_band >= AgeBand.OLDER
    names = ("share_0_14", "share_15_59", "share_60_79", "share_80_plus")
    return {
        "residents": age_band.shape[0],
        "alone_60_plus": float((alone & older).sum() / max(int(older.sum()), 1)),
        **dict(zip(names, shares.tolist(), strict=True)),
    }


def population_from_table(
    table: ResidentTable, place: Place, world_seed: int, parameters: Parameters
) -> tuple[Population, tuple[str, ...]]:
    """Make the population of a user's residents, row i being resident i of the table.

    Parameters
    ----------
    table : ResidentTable
        Residents, as read by ``read_residents``.
    place : Place
        From ``place_from_table``.
    world_seed : int
        Seed of the world; decides the characteristics that are drawn.
    parameters : Parameters
        As for a synthetic population.

    Returns
    -------
    Population
        All residents of the table.
    tuple of str
        Names of the characteristics that the table does not have and that were drawn.
    """
    keys = text_keys(table.id)
    household_keys = text_keys([f"household {text}" for text in table.household_id])
    bounds = np.searchsorted(table.community, np.arange(len(place.communities) + 1)).tolist()
    parts = []
    for community, low, high in zip(place.communities, bounds[:-1], bounds[1:], strict=True):
        rows = slice(low, high)
        members = _members(table, rows, keys, household_keys)
        given = {name: values[rows] for name, values in table.given.items()}
        columns = complete(members, community, world_seed, parameters, given)
        if table.grid is None:
            grid = even_grids(members.household_key.shape[0], parameters.households_per_grid)
        else:
            grid = table.grid[rows][members.household_first]
        parts.append(CommunityPart(members, grid, columns))
    return joined(parts), table.filled


def _members(table: ResidentTable, rows: slice, keys: Keys, household_keys: Keys) -> Members:
    first, last = int(table.household[rows.start]), int(table.household[rows.stop - 1])
    household = table.household[rows] - np.int32(first)
    size = np.bincount(household)
    return Members(
        key=keys[rows],
        age_band=table.age_band[rows],
        household=household,
        household_key=household_keys[first : last + 1],
        household_first=(np.cumsum(size) - size).astype(np.int32),
        household_size=size.astype(np.int32),
    )


def text_keys(texts: Sequence[str]) -> Keys:
    """Key of each text: ``hash64`` of its length in UTF-8 and its bytes, eight to a word.

    Words are little-endian, the last one padded with zeros.
    """
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = np.array([len(text) for text in encoded], dtype=np.int64)
    padded = (text.ljust(-(-len(text) // _WORD_BYTES) * _WORD_BYTES, b"\0") for text in encoded)
    words = np.frombuffer(b"".join(padded), dtype="<u8").astype(np.uint64)
    return np.asarray(_chained(words, lengths))


@njit(cache=True, nogil=True)
def _chained(words: Keys, lengths: NDArray[np.int64]) -> Keys:
    out = np.empty(lengths.shape[0], dtype=np.uint64)
    word = 0
    for i in range(lengths.shape[0]):
        state = fold(np.uint64(0), np.uint64(lengths[i]))
        for _ in range((lengths[i] + _WORD_BYTES - 1) // _WORD_BYTES):
            state = fold(state, words[word])
            word += 1
        out[i] = state
    return out


def read_ties(source: "Path | str | DataFrame | Graph[Any]", residents: ResidentTable) -> Ties:
    """Read the ties of a user's residents.

    Parameters
    ----------
    source : path, DataFrame or networkx.Graph
        CSV or Parquet file or DataFrame with the ids of two residents in columns ``a`` and ``b``,
        or a network whose nodes are ids. Ties have no direction; duplicates are merged, ties
        within a household left out (its members are tied anyway).
    residents : ResidentTable
        Residents, as read by ``read_residents``.

    Raises
    ------
    ExperimentError
        With every problem: ids that are no resident's, self-ties, missing columns.
    """
    table = _tie_table(source)
    position = {text: row for row, text in enumerate(residents.id)}
    suggest = _suggester(residents.id)
    ends = [_rows(table, name, position, suggest) for name in ("a", "b") if name in table.columns]
    if len(ends) == 2:
        table.report("b", np.flatnonzero((ends[0] == ends[1]) & (ends[0] >= 0)), _SELF_TIE)
    table.raise_problems()
    return ties_from_edges(ends[0], ends[1], len(residents.id), household=residents.household)


def tie_problems(source: "Path | str | DataFrame | Graph[Any]") -> list[Problem]:
    """Say what is wrong with a list of ties whoever the residents are."""
    try:
        table = _tie_table(source)
    except ExperimentError as error:
        return list(error.problems)
    if {"a", "b"} <= table.columns.keys():
        a, b = table.columns["a"], table.columns["b"]
        same = [i for i in range(len(table)) if a.text(i) == b.text(i)]
        table.report("b", np.array(same, dtype=np.int64), _SELF_TIE)
    return table.problems


def _tie_table(source: "Path | str | DataFrame | Graph[Any]") -> Table:
    from networkx import Graph

    if isinstance(source, Graph):
        return edge_table(source.edges(), "ties graph")
    return read_table(source, "ties", ("a", "b"), ())


def _rows(
    table: Table,
    name: str,
    position: dict[str, int],
    suggest: Callable[[str], str | None],
) -> NDArray[np.int64]:
    """Rows of the residents named in a column, -1 where there is none, which is reported."""
    column = table.columns[name]
    rows = column.mapped([position.get(word, -1) for word in column.words], "i8")
    table.report(
        name, np.flatnonzero(rows < 0), "no resident has this id", lambda i: suggest(column.text(i))
    )
    return rows


def _suggester(ids: Sequence[str]) -> Callable[[str], str | None]:
    """Name the id nearest to a text, looking at its neighbours in the order of the alphabet."""
    alphabetical = sorted(ids)
    without_zeros = {text.lstrip("0"): text for text in ids}

    def suggest(text: str) -> str | None:
        padded = without_zeros.get(text.lstrip("0"))
        if padded is not None:
            return f"did you mean '{padded}'? leading zeros differ"
        middle = bisect_left(alphabetical, text)
        near = alphabetical[max(0, middle - _SEARCHED) : middle + _SEARCHED]
        close = get_close_matches(text, near, n=1)
        return f"did you mean '{close[0]}'?" if close else None

    return suggest
