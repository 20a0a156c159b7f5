"""A file that cannot be read is refused with a plain reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.problems import ExperimentError, Problem

VALID = b'[scenarios.only]\narrangement = "linked"\n'


def refused(file: Path) -> Problem:
    with pytest.raises(ExperimentError) as caught:
        load_experiment(file)
    (problem,) = caught.value.problems
    return problem


def written(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "experiment.toml"
    file.write_bytes(content)
    return file


def test_missing_file_names_the_nearest_beside_it(tmp_path):
    written(tmp_path, VALID)
    problem = refused(tmp_path / "experment.toml")
    assert problem.rule == "no such file"
    assert problem.suggestion == "did you mean 'experiment.toml'?"


def test_missing_directory_is_named(tmp_path):
    assert str(tmp_path / "nowhere") in refused(tmp_path / "nowhere" / "experiment.toml").rule


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + "/experiment.toml"])
def test_a_name_too_long_for_the_disk_is_no_file(tmp_path, name):
    assert refused(tmp_path / name).rule == "cannot be read: File name too long"


@pytest.mark.parametrize("deep", [b"x = " + b"[" * 2000 + b"]" * 2000, b"[" + b"a." * 1500 + b"a]"])
def test_what_is_nested_too_deeply_is_told(tmp_path, deep):
    assert "nested too deeply" in refused(written(tmp_path, VALID + deep + b"\n")).rule


def test_a_name_in_chinese_without_quotes_is_told_what_to_do(tmp_path):
    problem = refused(written(tmp_path, '[scenarios.联动]\narrangement = "linked"\n'.encode()))
    assert "quotes" in problem.suggestion


def test_directory_is_no_experiment(tmp_path):
    assert "is a directory" in refused(tmp_path).rule


@pytest.mark.parametrize("content", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_empty_file(tmp_path, content):
    assert "empty" in refused(written(tmp_path, content)).rule


@pytest.mark.parametrize(
    "content",
    ['title = "é"\n'.encode("latin-1"), 'title = "x"'.encode("utf-16"), "标题".encode("gbk")],
)
def test_other_encodings_are_named(tmp_path, content):
    problem = refused(written(tmp_path, content))
    assert "is not UTF-8 text" in problem.rule
    assert problem.suggestion == "save it as UTF-8"


def test_line_of_the_first_byte_that_is_not_utf8(tmp_path):
    assert "(line 3)" in refused(written(tmp_path, VALID + b'title = "\xe9"\n')).rule


def test_binary_file(tmp_path):
    assert "no text file" in refused(written(tmp_path, b"PAR1\0\0\x15\x04")).rule


def test_mark_before_utf8_text_is_no_fault(tmp_path):
    assert load_experiment(written(tmp_path, b"\xef\xbb\xbf" + VALID)).design.baseline == "only"


def test_syntax_error_has_line_and_column(tmp_path):
    problem = refused(written(tmp_path, VALID + b"delegation = .6\n"))
    assert problem.place.endswith("experiment.toml, line 3, column 14")
    assert problem.rule.startswith("not valid TOML: ")
    assert "(at line" not in problem.rule


def test_syntax_error_at_the_end(tmp_path):
    problem = refused(written(tmp_path, b'title = "unclosed'))
    assert "experiment.toml, " in problem.place


def test_key_written_twice(tmp_path):
    problem = refused(written(tmp_path, VALID + b'arrangement = "embedded"\n'))
    assert "line 3" in problem.place


def test_array_of_tables_is_no_table(tmp_path):
    problem = refused(written(tmp_path, b'[[scenarios]]\narrangement = "linked"\n'))
    assert problem.place == "scenarios"
    assert problem.rule == "must be a table"


def test_problem_in_the_file_and_in_overrides_are_told_together(tmp_path):
    file = written(tmp_path, VALID + b"delegation = 3\n")
    with pytest.raises(ExperimentError) as caught:
        load_experiment(file, {"horizon.wekks": 1, "scenarios.nobody.delegation": 1})
    assert [problem.place for problem in caught.value.problems] == [
        "scenarios.nobody",
        "scenarios.only.delegation",
        "horizon.wekks",
    ]


class TestOwnData:
    def test_files_are_found_beside_the_experiment(self, tmp_path, monkeypatch):
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "residents.csv").write_text("id,household\n", encoding="utf-8")
        file = written(tmp_path, VALID + b'[community]\nresidents = "data/residents.csv"\n')
        monkeypatch.chdir(Path(tmp_path.anchor))
        community = load_experiment(file).community
        assert community.residents == (tmp_path / "data" / "residents.csv").resolve()

    def test_missing_file_names_the_nearest(self, tmp_path):
        (tmp_path / "residents.csv").write_text("id,household\n", encoding="utf-8")
        problem = refused(written(tmp_path, VALID + b'[community]\nresidents = "resident.csv"\n'))
        assert problem.place == "community.residents"
        assert problem.value == "resident.csv"
        assert "'residents.csv'" in str(problem.suggestion)

    def test_directory_is_no_file(self, tmp_path):
        problem = refused(written(tmp_path, VALID + b'[community]\nresidents = "."\n'))
        assert "is a directory" in problem.rule

    def test_path_must_be_text(self, tmp_path):
        problem = refused(written(tmp_path, VALID + b"[community]\nresidents = 3\n"))
        assert problem.rule == "must be the name of a file, as text"

    def test_ties_need_residents(self, tmp_path):
        (tmp_path / "ties.csv").write_text("a,b\n", encoding="utf-8")
        problem = refused(written(tmp_path, VALID + b'[community]\nties = "ties.csv"\n'))
        assert problem.place == "community.ties"
        assert "needs residents" in problem.rule

    def test_size_is_decided_by_the_residents(self, tmp_path):
        (tmp_path / "residents.csv").write_text("id,household\n", encoding="utf-8")
        own = b'[community]\nresidents = "residents.csv"\npopulation = 600\n'
        problem = refused(written(tmp_path, VALID + own))
        assert problem.place == "community.population"

    def test_preset_may_stand_beside_residents(self, tmp_path):
        (tmp_path / "residents.csv").write_text("id,household\n", encoding="utf-8")
        own = b'[community]\npreset = "jinhong"\nresidents = "residents.csv"\n'
        community = load_experiment(written(tmp_path, VALID + own)).community
        assert community.place().figures.walk_minutes == 18
