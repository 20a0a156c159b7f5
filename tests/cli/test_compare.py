"""``sanlian compare``, the main job, and what it leaves behind when something goes wrong."""

import errno
import json
import tempfile

import pytest

from sanlian_sim.experiments.comparison import study
from sanlian_sim.experiments.runs import execute as executing
from sanlian_sim.experiments.runs.listener import Silent
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.report.comparison import directory


def test_table_words_and_place_are_printed(call, file, names, with_figures):
    code, out, err = call("compare", file)
    assert code == 0
    assert err.endswith("writing ...\n")
    assert "Against status_quo, linked" in out
    assert "- Only 2 replicates" in out
    assert out.rstrip().endswith("Results: results/tiny")
    assert names() == ["results", "tiny.toml"]
    assert (file.parent / "results" / "tiny" / "comparison.csv").is_file()
    assert (file.parent / "results" / "tiny" / "plots" / "frontier.png").is_file()


def test_quiet_leaves_the_result_alone(call, file):
    code, out, err = call("compare", file, "--quiet", "-o", "out")
    assert (code, err) == (0, "")
    assert "Results: out" in out


def test_chinese_words(call, file):
    out = call("compare", file, "--lang", "zh", "-o", "out")[1]
    assert "与status_quo相比，linked" in out


def test_json_can_be_read_by_a_program(call, file):
    code, out, _ = call("compare", file, "--json", "--replicates", 1, "-o", "out")
    assert code == 0
    document = json.loads(out)
    assert document["directory"] == "out"
    assert document["replicates"] == 1
    assert len(document["table"]) == 2 * len(HEADLINES)
    assert document["table"][0]["difference"] is None
    assert len(document["sentences"]) == 1
    assert not document["interrupted"]


@pytest.fixture
def kept(call, file):
    """Results that stand already."""
    call("compare", file, "--replicates", 1, "-o", "out")
    return file.parent / "out" / "provenance.json"


def test_results_that_are_there_are_refused_before_any_run(call, file, kept, monkeypatch):
    monkeypatch.setattr(study, "execute", None)
    before = kept.read_bytes()
    code, out, err = call("compare", file, "-o", "out")
    assert (code, out) == (2, "")
    assert "out exists already" in err
    assert kept.read_bytes() == before


def test_fresh_replaces_them(call, file, kept):
    assert call("compare", file, "-o", "out", "--fresh")[0] == 0
    assert json.loads(kept.read_text())["runs"]["asked"] == 4


def test_a_directory_that_cannot_be_written_is_told_before_any_run(call, file, monkeypatch):
    def refuse(*arguments, **options):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(study, "execute", None)
    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    code, _, err = call("compare", file, "-o", "out")
    assert code == 2
    assert "cannot write out: read-only file system" in err


def test_a_full_disk_is_told_and_the_runs_stay(call, file, monkeypatch):
    def fill(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(directory, "write_runs", fill)
        code, out, err = call("compare", file, "-o", "out")
    assert (code, out) == (1, "")
    assert "no space is left on the disk" in err
    assert "go on with --resume" in err
    assert "Traceback" not in err
    monkeypatch.setattr(executing, "run", None)
    assert call("compare", file, "-o", "out", "--resume")[0] == 0


class InterruptAfterThree(Silent):
    left = 3

    def advance(self):
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def test_an_interruption_writes_what_is_finished(call, file, monkeypatch):
    monkeypatch.setattr("sanlian_sim.experiments.runs.listener.Silent", InterruptAfterThree)
    code, out, err = call("compare", file, "--quiet", "-o", "out")
    assert code == 130
    assert "Interrupted: 3 of 4 runs were finished" in out
    provenance = json.loads((file.parent / "out" / "provenance.json").read_text())
    assert provenance["runs"]["finished"] == 3
    assert provenance["runs"]["interrupted"]
    assert "Traceback" not in err


def test_an_interruption_before_the_first_run_writes_nothing(call, file, names, monkeypatch):
    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(executing, "run", interrupt)
    code, out, err = call("compare", file, "-o", "out")
    assert (code, out) == (130, "")
    assert err.endswith("interrupted\n")
    assert names() == ["tiny.toml"]


def fail_for(names, run):
    def failing(scenario, **options):
        if scenario.name in names:
            raise MemoryError("too large")
        return run(scenario, **options)

    return failing


def test_failing_runs_are_named_and_the_others_written(call, file, monkeypatch):
    monkeypatch.setattr(executing, "run", fail_for(["linked"], executing.run))
    code, out, err = call("compare", file, "-o", "out")
    assert code == 1
    assert "2 of 4 runs failed" in out
    assert "2 runs failed: MemoryError: too large\n  scenario 'linked', replicate 0" in err
    assert (file.parent / "out" / "summary.parquet").is_file()
    told = (file.parent / "out" / "failures.txt").read_text(encoding="utf-8")
    assert told.count("Traceback (most recent call last)") == 2
    assert "scenario 'linked', replicate 1" in told


def test_the_first_failure_may_end_it_all(call, file, monkeypatch):
    monkeypatch.setattr(executing, "run", fail_for(["linked"], executing.run))
    code, _, err = call("compare", file, "-o", "out", "--on-error", "stop")
    assert code == 1
    assert err.count("\n  scenario 'linked'") == 1
    provenance = json.loads((file.parent / "out" / "provenance.json").read_text())
    assert provenance["runs"]["finished"] == 1


def test_if_all_runs_fail_nothing_is_written(call, file, names, monkeypatch):
    monkeypatch.setattr(executing, "run", fail_for(["linked", "status_quo"], executing.run))
    code, out, err = call("compare", file, "-o", "out")
    assert (code, out) == (1, "")
    assert err.startswith("error: 4 runs failed: MemoryError: too large\n")
    assert err.count("\n  scenario") == 4
    assert names() == ["tiny.toml"]


def test_levers_that_no_budget_can_pay_are_the_users_fault(call, file, names):
    code, _, err = call(
        "compare", file, "--set", "design.closure=equal_budget",
        "--set", "scenarios.linked.levers={platform_yuan=900000.0}",
    )  # fmt: skip
    assert code == 2
    assert "scenarios.linked.levers: workers, platform and mobilisers cost" in err
    assert names() == ["tiny.toml"]


def test_draws_and_precision_are_written_and_told(call, file):
    code, out, _ = call(
        "compare", file, "--until-halfwidth", "wellbys=1e6", "--max-replicates", 3,
        "--draws", 2, "--replicates-per-draw", 2, "--draw", "services.*.beta", "-o", "out",
    )  # fmt: skip
    assert code == 0
    assert "Not knowing the parameters (6 drawn" in out
    assert "Replicates were added until" in out
    for name, rows in (("draws", 2), ("uncertainty", 5), ("replicates_needed", 25)):
        lines = (file.parent / "out" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert len(lines) == rows + 1
    before = (file.parent / "out" / "uncertainty.csv").read_bytes()
    again = call(
        "compare", file, "--until-halfwidth", "wellbys=1e6", "--max-replicates", 3,
        "--draws", 2, "--replicates-per-draw", 2, "--draw", "services.*.beta", "-o", "out",
        "--resume",
    )  # fmt: skip
    assert again[0] == 0
    assert (file.parent / "out" / "uncertainty.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--until-halfwidth", "wellbys"), "must read OUTCOME=VALUE"),
        (("--until-halfwidth", "welbys=1"), "wellbys"),
        (("--until-halfwidth", "wellbys=1", "--replicates", "3"), "how many"),
        (("--draw", "discount_rate"), "give both"),
        (("--draws", "2", "--draw", "discount"), "discount_rate"),
    ],
)
def test_what_cannot_be_asked_is_told_before_any_run(call, file, names, words, told):
    code, _, err = call("compare", file, *words)
    assert code == 2
    assert told in err
    assert names() == ["tiny.toml"]
