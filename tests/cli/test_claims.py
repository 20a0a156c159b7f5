"""``sanlian claims`` and what it leaves behind."""

import json

import pytest

from sanlian_sim.experiments.claims.read import shared_design
from sanlian_sim.experiments.claims.schema import Mode


@pytest.fixture(autouse=True)
def tiny(monkeypatch, tmp_path):
    """Make the quick run one of a few residents and weeks."""
    monkeypatch.chdir(tmp_path)
    overrides = {
        "community.population": 300, "community.communities": 2, "horizon.weeks": 6,
        "horizon.warmup": 2,
    }  # fmt: skip
    mode = Mode(
        central=2, draws=2, replicates=2, scales=(0.9, 1.1), one_out=False, overrides=overrides
    )
    monkeypatch.setitem(shared_design().modes, "quick", mode)


def test_a_claim_is_tested_and_gone_on_with(call, tmp_path):
    code, out, err = call("claims", "C15", "--quick", "--quiet")
    assert (code, err) == (0, "")
    assert "C15 It lowers stability risk:" in out
    path = tmp_path / "results" / "claims_quick"
    names = {entry.name for entry in path.iterdir()}
    assert {"claims.csv", "claims_draws.csv", "findings.md", "runs.log", "provenance.json"} <= names
    assert (path / "plots" / "claims.png").stat().st_size > 0
    before = {name: (path / name).read_bytes() for name in ("claims.csv", "runs.log")}
    code, out, _ = call("claims", "C15", "--quick", "--quiet", "--resume", "--json")
    assert code == 0
    assert set(json.loads(out)["verdicts"]) == {"C15"}
    assert {name: (path / name).read_bytes() for name in before} == before
    assert call("pack", path)[0] == 0


def test_a_directory_of_other_claims_is_not_gone_on_with(call):
    assert call("claims", "C15", "--quick", "--quiet")[0] == 0
    code, _, err = call("claims", "C2", "--quick", "--quiet", "--resume")
    assert code == 2
    assert "holds another experiment" in err
    assert call("claims", "C15", "--quick", "--quiet")[0] == 2


def test_an_unknown_claim_is_a_wrong_input(call, tmp_path):
    code, _, err = call("claims", "C16", "--quick")
    assert code == 2
    assert "C16: no such claim" in err
    assert not (tmp_path / "results").exists()
    assert call("claims", "C1", "--fresh", "--resume")[0] == 2


def test_a_cluster_comes_to_the_same(call, tmp_path, borrowed):
    assert call("claims", "C15", "--quick", "--quiet", "-o", "here")[0] == 0
    assert call("claims", "C15", "--quick", "--quiet", "-o", "there", "--cluster", "local")[0] == 0
    assert borrowed == [None, "local"]
    for name in ("claims.csv", "claims_draws.csv", "runs.log"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
