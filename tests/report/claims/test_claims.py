"""Tables, sentences and the figure of tested claims."""

import pytest

from sanlian_sim.experiments.claims.schema import Mode
from sanlian_sim.experiments.runs.listener import Silent
from sanlian_sim.experiments.runs.run_log import ReadLog
from sanlian_sim.report.claims.claims import claims
from sanlian_sim.report.claims.words import share
from sanlian_sim.scenario.problems import ExperimentError

MODE = Mode(
    central=2, draws=5, replicates=2, scales=(0.9, 1.1), one_out=False,
    overrides={
        "community.population": 300, "community.communities": 2, "horizon.weeks": 6,
        "horizon.warmup": 2,
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def tested():
    return claims("C4", "C13", mode=MODE)


def test_every_claim_has_a_verdict_in_words(tested):
    assert set(tested.verdicts) == {"C4", "C13"}
    assert [line.split()[0] for line in tested.sentences] == ["C4", "C13"]
    assert len(tested.table()) == 7
    with pytest.raises(KeyError):
        tested.table("other")


def test_a_figure_has_a_row_for_every_measure(tested):
    left, right = tested.plot().axes
    assert len(left.get_yticks()) == 7
    assert right.get_xlim()[1] > 1


def test_a_directory_holds_tables_findings_and_dictionary(tested, tmp_path):
    path = tmp_path / "out"
    tested.write(path)
    names = {entry.name for entry in path.iterdir()}
    assert {"claims.csv", "claims_parameters.csv", "findings.md", "experiment.toml"} <= names
    found = (path / "findings.md").read_text(encoding="utf-8")
    assert all(head in found for head in ("# Verdicts", "# Effects", "# What decides"))
    assert "discovery handicap | family_share" in found
    told = (path / "data_dictionary.md").read_text(encoding="utf-8")
    assert all(f"## {name}\n" in told for name in ("claims", "claims_draws", "claims_levers"))


class InterruptAfterThree(Silent):
    left = 3

    def advance(self):
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def test_an_interruption_is_passed_on_and_gone_on_with(tested, tmp_path, monkeypatch):
    file = tmp_path / "claims.log"
    with monkeypatch.context() as patched:
        patched.setattr("sanlian_sim.experiments.runs.listener.Silent", InterruptAfterThree)
        with pytest.raises(KeyboardInterrupt):
            claims("C4", "C13", mode=MODE, keep=file)
    assert len(ReadLog(file).entries) == 3
    found = claims("C4", "C13", mode=MODE, keep=file)
    entries = [one.key for one in ReadLog(file).entries]
    assert len(entries) == len({*entries}) == len(tested.study.asked)
    assert found.table().equals(tested.table())


def test_a_share_beyond_all_use_is_not_told_in_digits():
    assert share(0.5) == "50 %"
    assert share(-200.0) == "beyond ±10"
    assert share(float("nan")) == "–"


def test_a_wrong_value_of_how_much_is_run_is_told_with_the_nearest():
    with pytest.raises(ExperimentError, match="did you mean 'draws'"):
        claims("C13", mode={"drawz": 3})
