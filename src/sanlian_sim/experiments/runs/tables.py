"""Tables of runs: columns with type, unit and meaning, and how to write them.

The bytes of a file depend on nothing but what it holds.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self

if TYPE_CHECKING:
    import pandas as pd


class Column(NamedTuple):
    """A column of a file; a "word" is text of which there are few different ones."""

    name: str
    kind: Literal["word", "int32", "int64", "float32", "float64", "bool"]
    unit: str
    meaning: str


SCENARIO: Final = Column("scenario", "word", "", "Name of the scenario")
_REPLICATE: Final = Column(
    "replicate", "int32", "", "Number of the replicate, from 0; its scenarios share their luck"
)
_YUAN: Final = "yuan per resident-year"
OUTCOME: Final = (
    Column("outcome", "word", "", "What is measured: see Outcomes"),
    Column("group", "word", "", "Group of residents, all for everybody: see Groups"),
    Column("service", "word", "", "Service, empty for all"),
    Column("unit", "word", "", "Unit of the values of the row"),
)
SUMMARY: Final = (
    SCENARIO,
    _REPLICATE,
    Column("seed", "int64", "", "Seed of the replicate"),
    Column("world_seed", "int64", "", "Seed of population and ties"),
    *OUTCOME,
    Column("value", "float64", "see unit", "The measure; missing where it is not defined"),
)
WEEKLY: Final = (
    SCENARIO,
    _REPLICATE,
    Column("week", "int32", "weeks", "Week, from 0; weeks of warm-up are negative"),
    Column("community", "int32", "", "Number of the community, -1 for the whole place"),
    Column("service", "word", "", "Service, empty for all"),
    Column("series", "word", "", "What is counted: see Weekly series"),
    Column("value", "float64", "see Weekly series", "Count, sum or level of the week"),
)
LEDGER: Final = (
    SCENARIO,
    _REPLICATE,
    Column("year", "int32", "years", "Counted year, from 0"),
    Column("payer", "word", "", "Who pays, or owes"),
    Column("payee", "word", "", "Who is paid"),
    Column(
        "category", "word", "", "What for; contracts, grants and facilities when owed, then settled"
    ),
    Column("imputed", "bool", "", "Time valued at a shadow price, for which nobody pays"),
    Column("yuan", "float64", "yuan", "Amount, two decimals: rounded to them it is exact"),
)
CASES: Final = (
    SCENARIO,
    _REPLICATE,
    Column("resident", "int32", "", "Row of the resident"),
    Column("service", "word", "", "Service"),
    Column("onset", "int32", "", "Number of the resident's onset of the service"),
    Column("repeat", "int32", "", "Number of the repeat of the onset's case, from 0"),
    Column("opened", "int32", "weeks", "Week of onset"),
    Column("noticed", "int32", "weeks", "Week of notice; missing if never"),
    Column("first_served", "int32", "weeks", "Week of the first hour; missing if never"),
    Column("ended", "int32", "weeks", "Week of the end; missing if open"),
    Column("exit", "word", "", "How the case ended; open if it has not"),
    Column("side", "word", "", "Who answers for it: government or social"),
    Column("channel", "word", "", "How it was noticed"),
    Column("organisation", "int32", "", "Row of the organisation; missing if none"),
    Column("request_minutes", "int32", "minutes", "Asked for: per week if continuing, else in all"),
    Column("delivered_minutes", "int32", "minutes", "Given"),
    Column("handovers", "int32", "", "Hand-overs, misrouted ones included"),
    Column("called", "bool", "", "The resident called the hotline"),
    Column("escalated", "bool", "", "The case was escalated"),
    Column("severity", "float32", "0-1", "Severity at the end"),
)


class ParquetFile:
    """A table written part by part, as groups of rows of one file.

    Parameters
    ----------
    path : Path
    columns : tuple of Column
    """

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        kinds: dict[str, Any] = {
            "word": pa.dictionary(pa.int32(), pa.string()), "int32": pa.int32(),
            "int64": pa.int64(), "float32": pa.float32(), "float64": pa.float64(),
            "bool": pa.bool_(),
        }  # fmt: skip
        self._names = [column.name for column in columns]
        self._schema = pa.schema([(column.name, kinds[column.kind]) for column in columns])
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, frame: "pd.DataFrame") -> None:
        """Append the rows of a frame."""
        import pyarrow as pa

        table = pa.Table.from_pandas(frame[self._names], preserve_index=False)
        self._writer.write_table(table.replace_schema_metadata(None).cast(self._schema))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()


def write_csv(frame: "pd.DataFrame", columns: tuple[Column, ...], path: Path) -> None:
    """Write a table as CSV, numbers in as few digits as bring them back."""
    names = [column.name for column in columns]
    frame.to_csv(path, columns=names, index=False, lineterminator="\n", encoding="utf-8")
