"""``sanlian list`` shows everything that can be set or is measured."""

import json

import pytest
from rich.cells import cell_len

EXPECTED = {
    "presets": "jinhong", "services": "life_care", "arrangements": "linked",
    "mechanisms": "complaints", "outcomes": "wellbys", "phases": "delivery",
    "parameters": "services.medical.beta",
}  # fmt: skip


@pytest.mark.parametrize("what", EXPECTED)
def test_json_rows_have_names(call, what):
    code, out, err = call("list", what, "--json")
    assert (code, err) == (0, "")
    assert EXPECTED[what] in [row["name"] for row in json.loads(out)]


@pytest.mark.parametrize("what", EXPECTED)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_tables_line_up(call, what, lang):
    code, out, _ = call("list", what, "--lang", lang)
    assert code == 0
    assert EXPECTED[what] in out
    lines = out.splitlines()
    assert max(map(cell_len, lines)) <= cell_len(lines[1])


def test_labels_follow_the_language(call):
    assert "三社联动" in call("list", "arrangements", "--lang", "zh")[1]
    assert "三社联动" not in call("list", "arrangements")[1]


def test_parameters_tell_unit_source_and_range(call):
    rows = {row["name"]: row for row in json.loads(call("list", "parameters", "--json")[1])}
    row = rows["discount_rate"]
    assert (row["value"], row["unit"], row["low"], row["high"]) == (0.05, "per year", 0, 0.08)
    assert row["source"]


def test_presets_tell_the_source_of_every_figure(call):
    rows = {row["name"]: row for row in json.loads(call("list", "presets", "--json")[1])}
    assert rows["shahekou"]["facts"]["population"] == {"value": 688000, "source": "found: S1"}
