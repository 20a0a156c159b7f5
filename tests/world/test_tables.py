import numpy as np
import pandas as pd
import pytest

from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.world.tables import SHOWN, as_text, edge_table, read_table


def written(tmp_path, text, name="table.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def read(source):
    return read_table(source, "things", ("id", "household"), ("education", "age"))


def told(table):
    return "\n".join(map(str, table.problems))


def refusal(source):
    with pytest.raises(ExperimentError) as caught:
        read(source)
    (problem,) = caught.value.problems
    return str(problem)


def test_cells_are_text_and_blank_rows_keep_the_count(tmp_path):
    table = read(written(tmp_path, "id,household,note\n 1 ,a,x\n\n,,\n007,b,y\n"))
    assert table.problems == []
    assert table.columns["id"].texts(np.array([0, 1])) == ["1", "007"]
    assert set(table.columns) == {"id", "household"}
    assert table.row.tolist() == [2, 5]


def test_byte_order_mark_and_quotes_are_understood(tmp_path):
    table = read(written(tmp_path, '\ufeffID, Household\n"1,5","x ""y"""\n'))
    assert table.problems == []
    assert table.columns["id"].text(0) == "1,5"
    assert table.columns["household"].text(0) == 'x "y"'


def test_a_frame_a_csv_and_a_parquet_file_read_alike(tmp_path):
    frame = pd.DataFrame({"id": [1, 2, 3], "household": ["a", "a", "b"], "age": [3.0, 40.0, 5.5]})
    frame.to_parquet(tmp_path / "table.parquet")
    frame.to_csv(tmp_path / "table.csv", index=False)
    tables = [read(frame), read(tmp_path / "table.parquet"), read(str(tmp_path / "table.csv"))]
    for table in tables[:2]:
        assert table.columns["id"].words == tables[2].columns["id"].words
        assert table.columns["age"].words == ["3", "40", "5.5"]
        assert table.row.tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" x ", "x"),
        (12, "12"),
        (12.0, "12"),
        (np.float64(12.5), "12.5"),
        (True, "True"),
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (float("inf"), "inf"),
    ],
)
def test_a_cell_has_one_text_whatever_its_type(value, text):
    assert as_text(value) == text


def test_missing_misspelt_and_double_columns_are_named(tmp_path):
    table = read(written(tmp_path, "ids,home,eduction,age,age\n1,2,3,4,5\n"))
    place = f"{tmp_path}/table.csv, header"
    assert told(table).splitlines() == [
        f"{place} = \"ids\": unknown column; did you mean 'id'?",
        f"{place}: column 'household' is missing; the table has: ids, home, eduction, age, age",
        f"{place} = \"eduction\": unknown column; did you mean 'education'?",
        f'{place} = "age": this column occurs twice',
    ]


def test_an_innocent_column_is_left_out(tmp_path):
    assert read(written(tmp_path, "id,household,wage\n1,2,3\n")).problems == []


def test_rows_of_another_length_are_named(tmp_path):
    rows = "1,a\n2\n3,b,c\n" + "4\n" * 10
    table = read(written(tmp_path, "id,household\n" + rows))
    lines = told(table).splitlines()
    assert "row 3: rows must have 2 fields like the header; this one has 1" in lines[0]
    assert "row 4" in lines[1]
    assert len(lines) == SHOWN + 1
    assert lines[-1].endswith("7 more rows: rows must have 2 fields like the header")


def test_many_problems_of_one_kind_are_counted(tmp_path):
    table = read(written(tmp_path, "id,household\n" + "x,y\n" * 1_234))
    table.report("id", np.arange(1_234), "is wrong", lambda record: f"hint {record}")
    assert str(table.problems[0]).endswith('row 2, column id = "x": is wrong; hint 0')
    assert len(table.problems) == SHOWN + 1
    assert str(table.problems[-1]).endswith("column id: 1,229 more rows: is wrong")
    with pytest.raises(ExperimentError, match="1,229 more"):
        table.raise_problems()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("id;household;age\n1;a;3\n", "fields are separated by semicolons, not commas"),
        ("id\thousehold\n1\ta\n", "fields are separated by tabs"),
        ('id,household\n1,"a\n', "is no readable CSV file"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, text, message):
    assert message in refusal(written(tmp_path, text))


def test_another_encoding_is_refused(tmp_path):
    path = written(tmp_path, "编号,household\n1,甲\n", encoding="gbk")
    assert refusal(path).endswith("is not UTF-8 text; save it as 'CSV UTF-8'")


def test_another_kind_of_file_is_refused(tmp_path):
    assert "must be a CSV or Parquet file" in refusal(written(tmp_path, "x", "table.xlsx"))
    assert "no readable Parquet file" in refusal(written(tmp_path, "x", "table.parquet"))


def test_a_missing_file_names_the_nearest(tmp_path):
    written(tmp_path, "x", "residents.csv")
    assert refusal(tmp_path / "resident.csv").endswith(
        "no such file; did you mean 'residents.csv'?"
    )
    assert "there is no directory" in refusal(tmp_path / "nowhere" / "x.csv")
    assert "no such file" in refusal(tmp_path)


def test_what_is_no_table_is_refused():
    assert refusal([1, 2]) == 'things table = "list": must be a path or a pandas DataFrame'


def test_edges_are_a_table():
    table = edge_table([(1, "x"), (2.0, None)], "graph")
    assert table.columns["a"].texts(np.array([0, 1])) == ["1", "2"]
    assert table.columns["b"].texts(np.array([0, 1])) == ["x", ""]
