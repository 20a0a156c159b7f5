"""Pages made of files alone: what they hold, and which directories are refused."""

import json

import matplotlib.image
import numpy as np
import pytest

from sanlian_sim.experiments.designs.sweep import SWEEP
from sanlian_sim.experiments.runs.directory import UnreadableDirectoryError
from sanlian_sim.report.dictionary import data_dictionary
from sanlian_sim.report.document.found import MOST_ROWS, found_html
from sanlian_sim.report.document.kinds import KINDS, kind_of

PROVENANCE = {
    "package": "sanlian-sim", "version": "0.0.9", "commit": None, "python": "3.11",
    "platform": "Linux", "packages": {"numpy": "2.0"}, "experiment": {"sha256": "ab"},
    "execution": {"started": "2001-02-03"},
}  # fmt: skip


@pytest.fixture
def make(tmp_path):
    """Write a directory of results of a kind."""

    def making(mark, title="Two <b>"):
        rows = "\n".join(f"{n},0.123456789,x" for n in range(MOST_ROWS + 2))
        (tmp_path / f"{mark}.csv").write_text(f"point,value,word\n{rows}\n")
        (tmp_path / "findings.md").write_text(f"# {title}\n\nIt <i>hinges</i> on **one** thing.\n")
        (tmp_path / "experiment.toml").write_text(f'title = "{title}"\n')
        (tmp_path / "provenance.json").write_text(json.dumps(PROVENANCE))
        about = f"# Data dictionary\n\n## {mark}\n\n| column |\n|---|\n| value |\n"
        (tmp_path / "data_dictionary.md").write_text(about)
        (tmp_path / "plots").mkdir()
        matplotlib.image.imsave(tmp_path / "plots" / "one.png", np.zeros((40, 80, 3)))
        return tmp_path

    return making


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.mark)
def test_every_kind_has_a_page(make, read, kind, lang):
    page = read(found_html(make(kind.mark), lang))
    for text in ("Two <b>", "It <i>hinges</i> on ", "0.1235", "0.0.9", kind.command):
        assert text in page.text
    assert sum(tag == "img" for tag, _, _ in page.elements) == 1
    assert "2001-02-03" not in page.text


def test_the_command_that_made_results_is_told(make, read):
    path = make("sweep")
    assert "by a program in Python" in read(found_html(path)).text
    command = "sanlian sweep mine.toml --over 'scenarios.<b>.delegation=0:0.9'"
    told = {**PROVENANCE, "execution": {**PROVENANCE["execution"], "command": command}}
    (path / "provenance.json").write_text(json.dumps(told))
    text = read(found_html(path)).text
    assert command in text
    assert "kept as experiment.toml" in text
    assert "2001-02-03" not in text


def test_a_sweep_shows_its_points_and_large_numbers_are_not_in_powers(make, read):
    path = make("sweep")
    (path / "design.csv").write_text("point,scenarios.linked.delegation\n0,57869.3249\n")
    page = read(found_html(path))
    assert "scenarios.linked.delegation" in page.text
    assert "57,869.3" in page.text


def test_what_is_too_wide_for_paper_is_folded_and_not_printed(make, read):
    path = make("front")
    heads = ",".join(f"levers.lever_{n}" for n in range(24))
    (path / "trials.csv").write_text(f"{heads}\n{','.join('1' * 24)}\n")
    html = found_html(path)
    read(html)
    assert "<details>\n<summary>trials.csv, 24 columns: too wide for paper" in html
    assert "<details>\n<summary>front.csv" not in html


def test_parts_are_marked_by_the_language_in_which_they_are_kept(make):
    path = make("sweep")
    assert found_html(path, "zh").count('lang="en-GB"') > found_html(path, "en").count("en-GB")
    (path / "findings.md").write_text("# 题目\n\n差异取决于 delegation，别无其他。\n")
    (path / "data_dictionary.md").write_text(data_dictionary({"sweep": SWEEP}, "en"))
    assert "与基准的配对差异均值" in found_html(path, "zh")
    assert found_html(path, "en").count('lang="zh-CN"') == 1


def test_long_tables_say_where_the_rest_is(make):
    html = found_html(make("sweep"))
    assert f"The first {MOST_ROWS} of {MOST_ROWS + 2} rows; the others are in sweep.csv." in html


def test_an_analysis_of_runs_from_elsewhere_needs_no_provenance(make, read):
    path = make("morris")
    (path / "provenance.json").unlink()
    assert "The runs were done elsewhere" in read(found_html(path)).text


def test_a_picture_that_is_none_is_refused(make):
    path = make("sweep")
    (path / "plots" / "one.png").write_text("<svg onload='x'/>")
    with pytest.raises(UnreadableDirectoryError, match=r"one\.png is not as this version"):
        found_html(path)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "holds no results"),
        ({"runs.log": "{}"}, "not finished; go on with them"),
        ({"provenance.json": "[1]"}, "provenance.json is not as this version writes it"),
        ({"provenance.json": "{"}, "provenance.json is not as this version writes it"),
        ({"provenance.json": "{}", "summary.csv": "a"}, "of a single run none is made"),
    ],
)
def test_other_directories_are_refused_with_a_remedy(tmp_path, files, said):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(UnreadableDirectoryError, match=said) as caught:
        kind_of(tmp_path)
    assert caught.value.exit_code == 2


def test_what_is_no_directory_is_refused(tmp_path):
    (tmp_path / "file").touch()
    for name, said in (("file", "is a file"), ("nothing", "is not there")):
        with pytest.raises(UnreadableDirectoryError, match=said):
            kind_of(tmp_path / name)
