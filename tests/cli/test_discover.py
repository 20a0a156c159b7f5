"""``sanlian discover``: draws, runs, what decides; ended, it goes on to the same bytes."""

import json

import pandas as pd
import pytest

from sanlian_sim.experiments.runs import execute

pytest.importorskip("ema_workbench")
# What a platform costs decides whether a scenario that has one is the cheaper one.
SMALL = (
    "--vary", "scenarios.linked.levers.platform_yuan=0:300000", "--vary", "parameters.displacement",
    "--objective", "fiscal_cost", "--margin", -800, "--points", 30, "--replicates", 1, "--quiet",
)  # fmt: skip


def contents(path):
    files = {one.relative_to(path): one.read_bytes() for one in path.rglob("*") if one.is_file()}
    return {name: data for name, data in files.items() if name.name != "provenance.json"}


def test_what_decides_is_found_and_what_was_ended_goes_on(call, file, tmp_path, monkeypatch):
    code, out, _ = call("discover", file, *SMALL, "--json", "-o", "whole")
    assert code == 0
    scores = {row["parameter"]: row["score"] for row in json.loads(out)["scores"]}
    assert scores["scenarios.linked.levers.platform_yuan"] > 0.7
    points = pd.read_csv(tmp_path / "whole" / "points.csv")
    cost = points["scenarios.linked.levers.platform_yuan"]
    assert cost[points["beats"]].max() < cost[~points["beats"]].min()
    assert 5 < points["beats"].sum() < 25
    assert {row["parameter"] for row in json.loads(out)["boxes"]} == {cost.name}

    done, left = execute.attempt, iter(range(7))

    def ended(task, warmups=None):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return done(task, warmups)

    monkeypatch.setattr(execute, "attempt", ended)
    assert call("discover", file, *SMALL, "-o", "out")[0] == 130
    monkeypatch.setattr(execute, "attempt", done)
    assert call("discover", file, *SMALL, "-o", "out", "--resume")[0] == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_all_that_is_wrong_is_told_at_once(call, file, names):
    code, _, err = call(
        "discover", file, "--vary", "parameters.displacment", "--vary", "parameters.start=1:0",
        "--objective", "wellby", "--points", 3, "--density", 2,
    )  # fmt: skip
    assert code == 2
    for told in ("did you mean 'displacement'?", "bounds must rise", "did you mean 'wellbys'?",
                 "must be at least 20", "must lie in (0, 1]"):  # fmt: skip
        assert told in err
    assert names() == ["tiny.toml"]
