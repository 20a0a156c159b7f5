"""``sanlian validate`` tells all problems at once and writes nothing."""

import json

import pytest

WRONG = """
[community]
preset = "jinhon"

[scenarios.status_quo]
arrangement = "government_led"
delegaton = 0.3

[scenarios.linked]
arrangement = "linked"
delegation = 1.5

[design]
baseline = "statusquo"
replicates = "many"
"""
PLACES = (
    "community.preset", "scenarios.status_quo.delegaton", "scenarios.linked.delegation",
    "design.baseline", "design.replicates",
)  # fmt: skip


def test_a_valid_experiment_is_told_in_a_line(call, file):
    code, out, err = call("validate", file)
    assert (code, err) == (0, "")
    assert "is valid: 2 scenarios x 2 replicates = 4 runs of 4 + 6 weeks" in out


def test_all_problems_are_told_with_place_and_suggestion(call, file, names):
    file.write_text(WRONG, encoding="utf-8")
    code, out, err = call("validate", file)
    assert (code, out) == (2, "")
    assert "5 problems" in err
    for place in PLACES:
        assert f"  {place}" in err
    assert "did you mean 'jinhong'?" in err
    assert names() == ["tiny.toml"]


def test_problems_of_settings_and_file_come_together(call, file):
    file.write_text(WRONG, encoding="utf-8")
    code, _, err = call("validate", file, "--set", "horizon.weeks", "--set", "horizon.wekks=1")
    assert code == 2
    assert "7 problems" in err
    assert "KEY=VALUE" in err


def test_json_can_be_read_by_a_program(call, file):
    code, out, _ = call("validate", file, "--json")
    assert code == 0
    assert json.loads(out) == {"file": str(file), "valid": True, "problems": []}
    file.write_text(WRONG, encoding="utf-8")
    code, out, err = call("validate", file, "--json")
    assert (code, err) == (2, "")
    document = json.loads(out)
    assert not document["valid"]
    assert {problem["place"] for problem in document["problems"]} == set(PLACES)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file"),
        (b"", "the file is empty"),
        (b"title = ", "not valid TOML"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
    ],
)
def test_files_that_are_no_experiment_are_told(call, file, content, says):
    file.unlink() if content is None else file.write_bytes(content)
    code, _, err = call("validate", file)
    assert code == 2
    assert says in err


def test_levers_that_no_budget_can_pay_are_told(call, file):
    levers = "scenarios.linked.levers={platform_yuan=900000.0}"
    assert call("validate", file, "--set", levers)[0] == 0
    code, _, err = call("validate", file, "--set", levers, "--set", "design.closure=equal_budget")
    assert code == 2
    assert "scenarios.linked.levers" in err


def test_own_tables_are_checked_row_by_row(call, file):
    (file.parent / "residents.csv").write_text("id,household,age\na,h,40\nb,h,fifty\n")
    (file.parent / "ties.csv").write_text("a,b\na,nobody\n")
    sets = ["community={residents='residents.csv', ties='ties.csv'}"]
    code, _, err = call("validate", file, "--set", *sets)
    assert code == 2
    assert "fifty" in err
    (file.parent / "residents.csv").write_text("id,household,age\na,h,40\nb,g,50\n")
    code, _, err = call("validate", file, "--set", *sets)
    assert code == 2
    assert "nobody" in err
    assert err.startswith("1 problem:")


def test_problems_of_residents_and_ties_come_together(call, file):
    (file.parent / "residents.csv").write_text("id,household,age\na,h,-3\nb,h,30\n")
    (file.parent / "ties.csv").write_text("a,b\na,b\nb,b\n")
    sets = ["--set", "community={residents='residents.csv', ties='ties.csv'}"]
    code, _, err = call("validate", file, *sets)
    assert code == 2
    assert "residents.csv, row 2, column age" in err
    assert "ties.csv, row 3, column b" in err
    (file.parent / "ties.csv").write_text("from,to\na,b\n")
    code, _, err = call("validate", file, *sets)
    assert "residents.csv, row 2, column age" in err
    assert "column 'b' is missing" in err


def test_problems_of_the_experiment_and_its_tables_come_together(call, file):
    (file.parent / "residents.csv").write_text("id,household,age\na,h,-3\nb,h,30\n")
    (file.parent / "ties.csv").write_text("a,b\na,b\nb,b\n")
    tables = "community={residents='residents.csv', ties='ties.csv'}"
    code, _, err = call("validate", file, "--set", tables, "--set", "design.replicates=many")
    assert code == 2
    assert "design.replicates" in err
    assert "residents.csv, row 2, column age" in err
    assert "ties.csv, row 3, column b" in err
    (file.parent / "residents.csv").write_text("id,household,age\na,h,3\nb,h,30\n")
    (file.parent / "ties.csv").write_text("a,b\na,nobody\n")
    code, _, err = call("validate", file, "--set", tables, "--set", "design.replicates=many")
    assert "design.replicates" in err
    assert "nobody" in err


def test_what_was_read_of_own_tables_is_told(call, file):
    (file.parent / "residents.csv").write_text(
        "id,household,age,education,wage\na,h,40,low,9\nb,g,50,,8\nc,k,60,high,7\n"
    )
    (file.parent / "ties.csv").write_text("a,b\na,b\nb,a\n")
    sets = ["--set", "community={residents='residents.csv', ties='ties.csv'}"]
    code, out, _ = call("validate", file, *sets)
    assert code == 0
    assert "residents: 3; households: 3; communities: 1; ties: 1; residents without a tie: 1" in out
    assert "education (1 of 3)" in out
    assert "columns that are not read: wage" in out
    _, told, _ = call("validate", file, *sets, "--lang", "zh")
    assert "未读取的列：wage" in told
