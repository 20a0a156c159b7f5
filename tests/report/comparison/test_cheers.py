"""The checklist holds all items, and what it says of a run is true of it."""

import re

import pytest

from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs.results import Results
from sanlian_sim.outcomes.rows import Row
from sanlian_sim.report.comparison.cheers import cheers
from sanlian_sim.scenario.describe import describe_parameters


@pytest.fixture(scope="module")
def rows(study):
    return cheers(study).set_index("number")


def test_all_items_are_there_in_their_sections(rows):
    assert rows.index.tolist() == list(range(1, 29))
    sections = ["title", "abstract", "introduction", *["methods"] * 18, *["results"] * 4]
    assert rows["section"].tolist() == [*sections, "discussion", "other", "other"]
    assert rows["answer"].str.len().min() > 0


def test_what_a_run_knows_is_filled_in(rows):
    expected = {
        5: "200 residents", 7: "linked (linked,", 8: "Fiscal", 9: "12 counted weeks", 10: "5.0%",
        15: "Yuan", 17: "3 replicates from seed 7", 19: "equity.csv", 20: "Chance", 23: "Against",
        24: "over 3 replicates",
    }  # fmt: skip
    for number, part in expected.items():
        assert part in rows.loc[number, "answer"], number


def test_what_a_run_cannot_know_is_left_to_the_author(rows):
    for number in (2, 3, 4, 21, 25, 26, 27, 28):
        assert tuple(rows.loc[number, ["answered_by", "answer"]]) == ("author", "For the author")
    assert rows.loc[10, "answered_by"] == "both"
    assert rows.loc[10, "answer"].endswith("For the author: why these.")


def test_luck_is_not_taken_for_all_uncertainty(study, rows):
    for number in (20, 24):
        assert rows.loc[number, "answered_by"] == "both"
        assert "uncertain parameters" in rows.loc[number, "answer"].partition("For the author: ")[2]
    drawn = cheers(study, draws={"number": 40, "replicates": 4, "parameters": None})
    drawn = drawn.set_index("number")
    assert "40 draws" in drawn.loc[20, "answer"]
    assert "4 replicates of each" in drawn.loc[20, "answer"]
    assert "uncertainty.csv, over 40 draws" in drawn.loc[24, "answer"]
    assert "uncertain parameters" not in drawn.loc[24, "answer"]


def test_what_rests_on_sources_is_not_overstated(rows):
    told = [row.source for row in describe_parameters()]
    found = sum(bool(re.match(r"(found|calculated): [SN]\d", one)) for one in told)
    assert found < 0.05 * len(told)
    assert f"; {found} found in sources" in rows.loc[22, "answer"]


def test_wellbeing_weights_are_called_assumed_and_groups_by_their_labels(rows):
    assert "assumed" in rows.loc[13, "answer"]
    assert "80+ " in rows.loc[5, "answer"]
    assert "age_80_plus" not in rows.loc[5, "answer"]


def seeds(recorder):
    yield Row("seed_of_the_run", float(recorder.world.seed))


def test_without_the_usual_measures_the_author_has_more_to_say(experiment):
    rows = cheers(conduct(experiment, replicates=1, measures=(seeds,))).set_index("number")
    assert rows.loc[[5, 23], "answered_by"].tolist() == ["author", "author"]


def test_it_reads_one_result_however_many_there_are(study, monkeypatch):
    """What holds all of them would need memory that grows with the number of runs."""
    reading, read = [], Results._read

    def count(results, entry):
        reading.append(entry)
        return read(results, entry)

    assert study.comparison is not None
    monkeypatch.setattr(Results, "_read", count)
    cheers(study)
    assert len(reading) <= 1
