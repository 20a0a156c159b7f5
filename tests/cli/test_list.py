"""``sanlian list`` shows everything that can be set or is measured."""

import json
import re

import pytest
from rich.cells import cell_len

EXPECTED = {
    "presets": "jinhong", "figures": "alone_60_plus", "services": "life_care",
    "arrangements": "linked", "instruments": "outsourcing",
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


def test_a_word_picks_rows(call):
    names = [row["name"] for row in json.loads(call("list", "outcomes", "WAIT", "--json")[1])]
    assert {"mean_wait", "p90_wait"} <= {*names}
    assert "wellbys" not in names
    assert "wellbys" not in call("list", "outcomes", "wait")[1]


def test_a_word_that_no_row_holds_is_told(call):
    code, out, err = call("list", "outcomes", "wate")
    assert (code, out) == (2, "")
    assert "none of the outcomes holds 'wate'" in err


def test_a_terminal_s_width_is_kept_to(call, monkeypatch):
    monkeypatch.setattr("sanlian_sim.cli.list._terminal_width", lambda: 90)
    lines = call("list", "outcomes")[1].splitlines()
    assert max(map(cell_len, lines)) <= 90


def test_labels_follow_the_language(call):
    assert "三社联动" in call("list", "arrangements", "--lang", "zh")[1]
    assert "三社联动" not in call("list", "arrangements")[1]


def test_parameters_tell_unit_source_and_range(call):
    rows = {row["name"]: row for row in json.loads(call("list", "parameters", "--json")[1])}
    row = rows["discount_rate"]
    assert (row["value"], row["unit"], row["low"], row["high"]) == (0.05, "per year", 0, 0.08)
    assert row["source"]
    row = rows["instruments.venture.lot_yuan"]
    assert (row["value"], row["low"], row["high"]) == (60_000, 30_000, 150_000)


def test_every_number_is_listed_with_all_that_is_known_about_it(call):
    rows = json.loads(call("list", "parameters", "--json")[1])
    numbers = [row for row in rows if row["bounds"] is not None]
    assert len(numbers) > 300
    for name in ("symbol", "unit", "source", "acts", "phase", "meaning"):
        assert [row["name"] for row in numbers if not row[name]] == []
    stated = [row for row in numbers if row["value"] is not None]
    assert [row for row in stated if row["low"] is None or row["high"] is None] == []


def test_table_of_parameters_shows_every_number(call):
    head, _, *lines = call("list", "parameters")[1].splitlines()
    assert head.split()[:4] == ["name", "symbol", "value", "unit"]
    assert {"low", "high", "source", "acts", "phase"} <= set(head.split())
    (line,) = [line for line in lines if line.startswith("turnover_base ")]
    assert line.split()[1:3] == ["τ_0", "0.13"]


def test_every_figure_of_a_place_can_be_replaced_and_has_chinese(call, tmp_path):
    rows = json.loads(call("list", "figures", "--json")[1])
    own = "".join(f"{row['name']} = {row['value']}\n" for row in rows)
    path = tmp_path / "experiment.toml"
    scenario = '[scenarios.status_quo]\narrangement = "government_led"\n'
    path.write_text(f"[community]\n{own}{scenario}", encoding="utf-8")
    assert call("validate", str(path))[0] == 0
    chinese = call("list", "figures", "--lang", "zh")[1].splitlines()[2:]
    assert all(re.search(r"[一-鿿]\S*$", line.strip()) for line in chinese)


def test_presets_tell_the_source_of_every_figure(call):
    rows = {row["name"]: row for row in json.loads(call("list", "presets", "--json")[1])}
    assert rows["shahekou"]["facts"]["population"] == {"value": 688000, "source": "found: S1"}
