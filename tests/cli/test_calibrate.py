"""``sanlian calibrate``: known parameters come back; ended at any batch, it goes on."""

import json

import pytest

from sanlian_sim.experiments.runs.campaign import run_campaign
from sanlian_sim.experiments.search import calibrate
from sanlian_sim.experiments.search.moments import read_moments
from sanlian_sim.scenario.load import load_experiment

pytest.importorskip("pyabc")
TRUE = {"parameters.oncost_government": 1.2, "parameters.awareness_baseline": 0.3}
SMALL = (
    "--data", "seen.csv", "--prior", "parameters.oncost_government=0.5:2",
    "--prior", "parameters.awareness_baseline", "--particles", 12, "--populations", 3, "--quiet",
)  # fmt: skip


@pytest.fixture
def seen(file):
    """Observe a place whose parameters are known."""
    place = load_experiment(file, TRUE | {"design.seed": 9})
    runs = run_campaign([place], replicates=4, scenarios=["status_quo"])
    cost, awareness = (runs.values(n, "status_quo").mean() for n in ("fiscal_cost", "awareness"))
    lines = f"name,value,sd\nfiscal_cost,{cost},20\nawareness,{awareness},0.02\n"
    (file.parent / "seen.csv").write_text(lines)
    return file


def contents(path):
    files = {one.relative_to(path): one.read_bytes() for one in path.rglob("*") if one.is_file()}
    return {name: data for name, data in files.items() if name.name != "provenance.json"}


def test_known_parameters_come_back_from_what_the_model_did(call, seen, tmp_path):
    code, out, _ = call("calibrate", seen, *SMALL, "--json", "-o", "out")
    assert code == 0
    rows = {row["parameter"]: row for row in json.loads(out)["posterior"]}
    for path, value in TRUE.items():
        assert rows[path]["mean"] == pytest.approx(value, abs=0.12)
        assert rows[path]["learnt"] > 0.5
    assert all(row["agrees"] for row in json.loads(out)["predictive"])
    written = {str(name) for name in contents(tmp_path / "out")}
    assert {"posterior.csv", "particles.csv", "predictive.csv", "populations.csv", "findings.md",
            "plots/posterior.png", "plots/predictive.svg"} <= written  # fmt: skip
    assert read_moments(tmp_path / "out" / "moments.csv", load_experiment(seen)) == read_moments(
        seen.parent / "seen.csv", load_experiment(seen)
    )


def test_a_calibration_that_was_ended_goes_on_to_the_same_bytes(call, seen, tmp_path, monkeypatch):
    assert call("calibrate", seen, *SMALL, "-o", "whole")[0] == 0
    done, left = calibrate.execute, iter([1, 1])

    def ended(tasks, *arguments, **options):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return done(tasks, *arguments, **options)

    monkeypatch.setattr(calibrate, "execute", ended)
    assert call("calibrate", seen, *SMALL, "-o", "out")[0] == 130
    monkeypatch.setattr(calibrate, "execute", done)
    assert call("calibrate", seen, *SMALL, "-o", "out", "--resume")[0] == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_all_that_is_wrong_is_told_at_once(call, file, names):
    bad = "name,value,sd\nfiscal_cst,1,5\nfiscal_cost:nursing,1,x\nunmet_hours:nursin,4,0\n1\n"
    (file.parent / "bad.csv").write_text(bad)
    code, _, err = call(
        "calibrate", file, "--data", "bad.csv", "--prior", "parameters.oncost_goverment",
        "--particles", 1,
    )  # fmt: skip
    assert code == 2
    for told in ("must be at least 4", "did you mean 'oncost_government'?", "bad.csv, row 2",
                 "did you mean 'fiscal_cost'?", "fiscal_cost is not measured by service",
                 "must be a number", "did you mean 'nursing'?", "must be above 0",
                 "must hold name, value, sd"):  # fmt: skip
        assert told in err
    assert names() == ["bad.csv", "tiny.toml"]
