"""Everything that stands in a results directory is explained with its unit."""

import re

from sanlian_sim.experiments.comparison.files import TABLES
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.dictionary import data_dictionary, table_in
from sanlian_sim.world.groups import GROUPS

TEXT = data_dictionary()
CHINESE = re.compile("[\u4e00-\u9fff]")
FIRST = {
    name.strip()
    for line in TEXT.splitlines()
    if line.startswith("| ")
    for name in line.split("|")[1].split(",")
}


def test_columns_outcomes_and_groups_are_explained():
    for columns in TABLES.values():
        assert {column.name for column in columns} <= FIRST
        assert all(column.meaning for column in columns)
    assert set(OUTCOMES) <= FIRST
    assert set(GROUPS) <= FIRST


def test_every_weekly_series_is_explained(study):
    for name in study.results[0].weekly["series"].unique():
        kind = re.sub(r"^fen_\w+", "fen_CATEGORY", name)
        if kind.startswith("minutes_") and kind != "minutes_office_overtime":
            kind = "minutes_KIND_USE"
        assert kind in FIRST, name


def test_every_outcome_of_a_run_is_explained(study):
    assert set(study.comparison["outcome"]) <= FIRST


def rows(text):
    return [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]


def test_the_chinese_dictionary_names_the_same_and_tells_all_of_it_in_chinese():
    english, chinese = rows(TEXT), rows(data_dictionary(lang="zh"))
    heads = {row[0] for row in rows(TEXT) if row[-1] == "meaning"}
    assert len(english) == len(chinese)
    for one, other in zip(english, chinese, strict=True):
        assert one[0] == other[0] or one[0] in heads
        # Formulas are written alike.
        assert CHINESE.search(other[-1]) or one[-1] == "gain - burden"


def test_a_dictionary_written_in_english_is_told_in_chinese():
    _, part = TEXT.split("\n## summary\n")
    table = part.split("\n## ")[0]
    assert table_in(table, "en") == table.strip("\n")
    assert table_in(table, "zh") in data_dictionary(lang="zh")
    assert table_in(table_in(table, "zh"), "zh") == table_in(table, "zh")


def test_tables_are_whole():
    for line in TEXT.splitlines():
        if line.startswith("|"):
            assert line.endswith("|")
    widths = [line.count("|") for line in TEXT.splitlines() if line.startswith("| ")]
    assert set(widths) == {4, 5}
