"""A results directory is complete, readable, and the same every time but for its times."""

import json

import pytest

from sanlian_sim.experiments.claims.tables import CLAIM_TABLES
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs.store import ENTRIES
from sanlian_sim.report.comparison import directory
from sanlian_sim.report.comparison.directory import write_results
from sanlian_sim.scenario.load import load_experiment

FILES = [
    "acceptability.csv", "budget_impact.csv", "cheers.csv", "comparison.csv",
    "cost_effectiveness.csv", "data_dictionary.md", "equity.csv", "equity_groups.csv",
    "experiment.toml", "findings.md", "ledger.parquet", "plots", "provenance.json",
    "replicates_needed.csv", "report.html", "runs.log", "summary.csv", "summary.parquet",
    "weekly.parquet",
]  # fmt: skip


@pytest.fixture(scope="module")
def written(study, tmp_path_factory):
    path = tmp_path_factory.mktemp("written") / "results"
    write_results(study, path)
    return path


def files(path):
    found = {
        file.relative_to(path): file.read_bytes() for file in path.rglob("*") if file.is_file()
    }
    document = json.loads(found.pop(next(name for name in found if name.name == "provenance.json")))
    document.pop("execution")
    return found, document


def test_everything_is_there(written):
    assert sorted(file.name for file in written.iterdir()) == FILES
    claimed = {f"{name}.csv" for name in CLAIM_TABLES}
    others = {"cases.parquet", "failures.txt", "draws.csv", "uncertainty.csv", ".lock"}
    assert {*FILES, *claimed, *others, ".writing"} <= ENTRIES
    kinds = (
        "acceptability", "budget", "cost", "courses", "equity", "frontier", "payers", "series",
        "waits", "wellbeing",
    )  # fmt: skip
    images = sorted(file.name for file in (written / "plots").iterdir())
    assert images == sorted(f"{kind}.{image}" for kind in kinds for image in ("png", "svg"))


def test_equal_studies_give_equal_bytes(written, experiment, tmp_path):
    write_results(conduct(experiment, workers=2), tmp_path / "again")
    assert files(tmp_path / "again") == files(written)


def test_the_experiment_can_be_run_again(written, experiment):
    again = load_experiment(written / "experiment.toml")
    assert again.content_hash() == experiment.content_hash()


def test_findings_hold_table_sentences_and_notes(written):
    text = (written / "findings.md").read_text(encoding="utf-8")
    assert text.startswith("# A tiny place\n")
    assert "Against status_quo, linked" in text
    assert "\n- Only 3 replicates" in text


def test_nothing_is_left_of_results_that_could_not_be_finished(study, tmp_path, monkeypatch):
    def fail(study, lang):
        raise ZeroDivisionError

    monkeypatch.setattr(directory, "draw_all", fail)
    with pytest.raises(ZeroDivisionError):
        write_results(study, tmp_path / "results")
    assert list(tmp_path.iterdir()) == []


def test_a_single_run_is_written_without_a_comparison(experiment, tmp_path):
    study = conduct(experiment, scenarios=["linked"], replicates=1, seed=5)
    write_results(study, tmp_path / "run", compared=False)
    names = sorted(file.name for file in (tmp_path / "run").iterdir())
    compared = {name for name in FILES if name.endswith(".csv")} - {"summary.csv"}
    others = {"findings.md", "plots", "report.html", "runs.log"}
    assert names == sorted(set(FILES) - compared - others)
