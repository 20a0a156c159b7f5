"""Everything that stands in a results directory is explained with its unit."""

import re

from sanlian_sim.experiments.comparison.files import TABLES
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.dictionary import data_dictionary
from sanlian_sim.world.groups import GROUPS

TEXT = data_dictionary()
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


def test_tables_are_whole():
    for line in TEXT.splitlines():
        if line.startswith("|"):
            assert line.endswith("|")
    widths = [line.count("|") for line in TEXT.splitlines() if line.startswith("| ")]
    assert set(widths) == {4, 5}
