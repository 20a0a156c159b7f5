"""A study that is read back is the study that was written, or is refused with a reason."""

import json
import shutil

import pandas as pd
import pytest

from sanlian_sim.experiments.comparison.provenance import provenance_of
from sanlian_sim.experiments.comparison.reopen import reopen
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs.directory import UnreadableDirectoryError
from sanlian_sim.experiments.runs.run_log import LogRefusedError
from sanlian_sim.report.comparison import directory
from sanlian_sim.report.comparison.directory import write_results
from sanlian_sim.scenario.schema import Experiment


@pytest.fixture(scope="module")
def kept(study, tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "results"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(directory, "draw_all", lambda *_: {})
        patch.setattr(directory, "study_html", lambda *_: "")
        write_results(study, path)
    return path


@pytest.fixture
def copy(kept, tmp_path):
    return shutil.copytree(kept, tmp_path / "copy")


def test_everything_is_as_it_was(study, kept):
    found = reopen(kept)
    assert provenance_of(found.study)["runs"] == provenance_of(study)["runs"]
    assert found.study.experiment.to_toml() == study.experiment.to_toml()
    pd.testing.assert_frame_equal(found.study.comparison, study.comparison)
    pd.testing.assert_frame_equal(found.study.budget_impact, study.budget_impact)
    assert found.uncertainty is None


def edit(path, change):
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def spoil(path):
    data = bytearray(path.read_bytes())
    data[-100] ^= 255
    path.write_bytes(data)


def replaced(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "harm", "said"),
    [
        ("runs.log", lambda path: path.unlink(), r"no runs\.log"),
        ("runs.log", spoil, "11 of 12 finished runs; the others are lost or spoilt"),
        ("experiment.toml", lambda path: path.unlink(), "experiment.toml is not as"),
        ("experiment.toml", lambda path: replaced(path, "weeks = 12", "weaks = 12"), "weaks"),
        ("experiment.toml", lambda path: replaced(path, "weeks = 12", "weeks = 13"), "of another"),
        ("provenance.json", lambda path: edit(path, lambda one: one.pop("runs")), "KeyError: 'r"),
        ("provenance.json", lambda path: edit(path, lambda one: one.clear()), "provenance.json is"),
    ],
)
def test_what_cannot_be_believed_is_refused(copy, name, harm, said):
    harm(copy / name)
    with pytest.raises(UnreadableDirectoryError, match=said):
        reopen(copy)


def test_a_log_of_another_format_is_refused(copy):
    log = copy / "runs.log"
    first, rest = log.read_bytes().split(b"\n", 1)
    log.write_bytes(json.dumps({**json.loads(first), "format": 9}).encode() + b"\n" + rest)
    with pytest.raises(LogRefusedError, match="format 9, this version reads 1"):
        reopen(copy)


def test_residents_of_the_users_own_need_not_be_there(tmp_path, monkeypatch):
    rows = [f"{n},{n // 2},0,30,1" for n in range(60)]
    header = "id,household,community,age,sex"
    own = tmp_path / "own.csv"
    own.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    experiment = Experiment(
        community={"residents": str(own)}, horizon={"weeks": 4, "warmup": 2},
        scenarios={"a": {"arrangement": "government_led"}, "b": {"arrangement": "linked"}},
        design={"baseline": "a", "closure": "as_is", "replicates": 1},
    )  # fmt: skip
    monkeypatch.setattr(directory, "draw_all", lambda *_: {})
    monkeypatch.setattr(directory, "study_html", lambda *_: "")
    write_results(conduct(experiment), tmp_path / "results")
    own.unlink()
    found = reopen(tmp_path / "results").study
    assert found.experiment.community.residents is not None
    assert len(found.results) == 2
