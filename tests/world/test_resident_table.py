import numpy as np
import pandas as pd
import pytest

from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.world.resident_table import DRAWN, read_residents

GOOD = {
    "id": ["1", "2", "10", "9"],
    "household": ["a", "a", "b", "c"],
    "age": [30, 5, 70, 88],
}


def frame(**columns):
    return pd.DataFrame({**GOOD, **columns})


def problems(table):
    with pytest.raises(ExperimentError) as caught:
        read_residents(table)
    return [str(problem) for problem in caught.value.problems]


def test_the_least_table_says_what_is_to_be_drawn():
    table = read_residents(frame())
    assert table.filled == DRAWN
    assert table.given == {}
    assert table.grid is None
    assert table.communities == ("own community",)
    assert table.id == ["1", "2", "10", "9"]
    assert table.age_band.tolist() == [1, 0, 2, 3]
    assert table.household.tolist() == [0, 0, 1, 2]
    assert table.household_id == ["a", "b", "c"]


def test_residents_are_sorted_in_natural_order_whatever_the_rows():
    columns = {
        "id": ["r10", "r9", "x", "r1"],
        "household": ["h10", "h2", "h2", "k"],
        "community": ["B 2", "B 10", "B 10", "B 10"],
        "age": [20, 30, 40, 50],
    }
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        table = read_residents(pd.DataFrame(columns).iloc[order])
        assert table.communities == ("B 2", "B 10")
        assert table.id == ["r10", "r9", "x", "r1"]
        assert table.household.tolist() == [0, 1, 1, 2]
        assert table.community.tolist() == [0, 1, 1, 1]


def test_grids_are_counted_within_each_community():
    table = read_residents(
        frame(community=["x", "x", "x", "y"], grid=["north", "north", "east", "north"])
    )
    assert table.id == ["10", "1", "2", "9"]
    assert table.grid.tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("age", "band"), [(0, 0), (14.9, 0), (15, 1), (59, 1), (60, 2), (79, 2), (80, 3), (120, 3)]
)
def test_ages_fall_into_bands(age, band):
    table = read_residents(pd.DataFrame({"id": ["x"], "household": ["h"], "age": [age]}))
    assert table.age_band.tolist() == [band]


def test_words_and_codes_are_both_understood():
    table = read_residents(
        pd.DataFrame(
            {
                "id": range(4),
                "household": list("abcd"),
                "age_band": ["0-14", 1, "60-79", "80+"],
                "low_income": [True, False, "yes", "NO"],
                "education": ["Low", "middle", "high", 1],
                "income_class": [0, 4.0, "2", 3],
                "labour": ["outside", "unemployed", 1, 0],
            }
        )
    )
    assert table.age_band.tolist() == [0, 1, 2, 3]
    assert table.given["low_income"].tolist() == [True, False, True, False]
    assert table.given["low_income"].dtype == np.bool_
    assert table.given["education"].tolist() == [0, 1, 2, 1]
    assert table.given["income_class"].tolist() == [0, 4, 2, 3]
    assert table.given["labour"].tolist() == [0, 2, 1, 0]
    assert table.filled == ("disabled", "bereaved", "volunteer")


@pytest.mark.parametrize("age", [-1, 999, "NaN", "abc", None, "", True, float("inf")])
def test_an_impossible_age_is_named(age):
    (problem,) = problems(frame(age=pd.Series([30, age, 70, 88], dtype=object)))
    assert problem.startswith("residents table, row 1, column age = ")
    assert problem.endswith("must be a number of years from 0 to 120")


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("education", "hihg", "must be one of low, middle, high; did you mean 'high'?"),
        ("labour", "employd", "did you mean 'employed'?"),
        ("age_band", "15-58", "did you mean '15-59'?"),
        ("income_class", 5, "must be one of 0, 1, 2, 3, 4"),
        ("disabled", "maybe", "must be one of true, false, yes, no"),
        ("age_band", None, "must be one of 0-14, 15-59, 60-79, 80+"),
        ("community", " ", "must not be empty"),
        ("household", None, "must not be empty"),
    ],
)
def test_an_unknown_word_is_named_with_the_nearest(column, value, message):
    good = {"education": "low", "labour": 0, "age_band": "15-59", "income_class": 0}
    cells = [good.get(column, "no"), value]
    own = {"id": [1, 2], "household": ["a", "b"], "age": [30, 40], column: cells}
    (problem,) = problems(pd.DataFrame(own))
    assert f"row 1, column {column} = " in problem
    assert message in problem


def test_blank_cells_are_left_to_be_drawn_and_counted():
    table = read_residents(frame(education=["low", None, "", "high"], volunteer=["no"] * 4))
    assert table.given["education"].tolist() == [0, -1, -1, 2]
    assert "education (2 of 4)" in table.filled
    assert not any(name.startswith("volunteer") for name in table.filled)


def test_codes_written_beside_gaps_as_decimals_are_understood(tmp_path):
    path = tmp_path / "residents.csv"
    frame(income_class=[4.0, None, 0.0, 2.0], disabled=[1.0, 0.0, None, 0.0]).to_csv(path)
    table = read_residents(path)
    assert table.given["income_class"].tolist() == [4, -1, 0, 2]
    assert table.given["disabled"].tolist() == [1, 0, -1, 0]


def test_columns_that_are_not_read_are_known():
    assert read_residents(frame(wage=[1] * 4, 教育=["高"] * 4)).unread == ("wage", "教育")


def test_ids_must_be_there_and_unique():
    first, second = problems(frame(id=["1", " 1", None, "9"]))
    assert first == 'residents table, row 2, column id = "": must not be empty'
    assert second == ('residents table, row 1, column id = "1": ids must be unique; also in row 0')


def test_a_household_lives_in_one_community_and_grid():
    first, second = problems(frame(community=["x", "y", "x", "y"], grid=[1, 2, 1, 1]))
    assert first == (
        'residents table, row 1, column community = "y": a household lives in one community; '
        "household 'a' is in 'x' in row 0"
    )
    assert 'column grid = "2": a household lives in one grid' in second


def test_columns_must_not_contradict_each_other():
    found = problems(
        frame(
            age_band=["15-59", "0-14", "80+", "80+"],
            living_alone=["yes", "no", "yes", "no"],
            labour=[1, 1, 0, 0],
            volunteer=[True, True, False, False],
        )
    )
    assert [problem.split("residents table, ")[1] for problem in found] == [
        'row 2, column age_band = "80+": contradicts age; age is 70',
        'row 1, column labour = "1": residents under 15 are outside the labour force',
        'row 1, column volunteer = "True": residents under 15 are no volunteers',
        'row 0, column living_alone = "yes": contradicts the household; '
        "household 'a' has members: 2",
        'row 3, column living_alone = "no": contradicts the household; '
        "household 'c' has members: 1",
    ]


def test_an_age_is_needed():
    found = problems(pd.DataFrame({"id": [1], "household": [2], "years": [3]}))
    assert found == [
        "residents table, header: column 'age' or 'age_band' is missing; "
        "the table has: id, household, years"
    ]


def test_all_problems_come_at_once(tmp_path):
    path = tmp_path / "residents.csv"
    path.write_text("id,houshold,age,labor\n1,a,999,0\n1,b,40,0\n2,c,x,0,5\n", encoding="utf-8")
    found = "\n".join(problems(path))
    for part in (
        "did you mean 'household'",
        "did you mean 'labour'",
        "row 2, column age",
        "row 3, column id",
        "row 4: rows must have 4 fields",
    ):
        assert part in found


def test_a_table_without_residents_is_refused():
    assert problems(pd.DataFrame({"id": [], "household": [], "age": []})) == [
        "residents table: has no residents"
    ]


def test_a_long_number_in_an_id_is_no_trouble():
    table = read_residents(frame(id=["1" * 6_000, "2", "10", "9"]))
    assert len(table.id[1]) == 6_000
