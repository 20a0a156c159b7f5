"""``sanlian optimise``: a front, verified; ended at any batch, it goes on to the same bytes."""

import json
from pathlib import Path

import pytest

from sanlian_sim.experiments.runs import campaign
from sanlian_sim.report.search.optimisation import optimise
from sanlian_sim.scenario.load import load_experiment

pytest.importorskip("optuna")
SMALL = (
    "--trials", 8, "--batch", 4, "--replicates", 2, "--fresh-replicates", 3, "--quiet",
    "--vary", "scenarios.linked.delegation=0:0.9", "--vary", "scenarios.linked.instruments",
)  # fmt: skip


def contents(path):
    """All that a results directory holds, without what tells of times."""
    files = {one.relative_to(path): one.read_bytes() for one in path.rglob("*") if one.is_file()}
    return {name: data for name, data in files.items() if name.name != "provenance.json"}


def test_a_front_is_found_and_verified(call, file, tmp_path):
    code, out, _ = call("optimise", file, *SMALL, "-o", "out")
    assert code == 0
    assert "of 8 policies were on the front of Fiscal cost, WELLBYs" in out
    written = {str(name) for name in contents(tmp_path / "out")}
    assert {"trials.csv", "front.csv", "front.toml", "findings.md", "plots/front.svg"} <= written
    asked = json.loads((tmp_path / "out" / "provenance.json").read_text())["question"]
    assert asked["objectives"] == {"fiscal_cost": "min", "wellbys": "max"}
    assert call("validate", tmp_path / "out" / "front.toml")[0] == 0


def test_a_search_that_was_ended_goes_on_to_the_same_bytes(call, file, tmp_path, monkeypatch):
    assert call("optimise", file, *SMALL, "-o", "whole")[0] == 0
    done = campaign.execute
    left = iter([1, 1])

    def ended(tasks, *arguments, **options):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return done(tasks, *arguments, **options)

    monkeypatch.setattr(campaign, "execute", ended)
    assert call("optimise", file, *SMALL, "-o", "out")[0] == 130
    monkeypatch.setattr(campaign, "execute", done)
    assert call("optimise", file, *SMALL, "-o", "out", "--resume")[0] == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_all_that_is_wrong_is_told_at_once(call, file, names):
    code, _, err = call(
        "optimise", file, "--scenario", "linkd", "--objective", "welbys", "--trials", 0,
        "--objective", "residents", "--sampler", "nsga",
    )  # fmt: skip
    assert code == 2
    assert err.startswith("5 problems")
    for told in ("did you mean 'linked'?", "did you mean 'wellbys'?", "must be at least 1",
                 "say residents:min or residents:max", "did you mean 'nsga2'?"):  # fmt: skip
        assert told in err
    assert names() == ["tiny.toml"]


def test_json_can_be_read_by_a_program(call, file):
    code, out, _ = call("optimise", file, *SMALL, "--budget", 0, "--json", "-o", "out")
    assert code == 0
    found = json.loads(out)
    assert set(found) == {"directory", "front", "sentences"}
    assert all(row["searched"] <= 0 for row in found["front"] if row["outcome"] == "fiscal_cost")


def test_a_cluster_finds_the_same(call, file, tmp_path, borrowed):
    assert call("optimise", file, *SMALL, "-o", "here")[0] == 0
    assert call("optimise", file, *SMALL, "-o", "there", "--cluster", "tcp://there:1")[0] == 0
    assert borrowed == [None, "tcp://there:1"]
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_python_writes_what_the_command_writes(call, file, tmp_path):
    assert call("optimise", file, *SMALL, "-o", "command")[0] == 0
    found = optimise(
        load_experiment(file), trials=8, batch=4, replicates=2, fresh=3,
        vary=("scenarios.linked.delegation=0:0.9", "scenarios.linked.instruments"),
    )  # fmt: skip
    found.write(tmp_path / "python")
    command = contents(tmp_path / "command")
    command.pop(Path("runs.log"))
    assert contents(tmp_path / "python") == command
