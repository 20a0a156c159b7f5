"""What users of Python get from a comparison."""

import pickle

import pandas as pd
import pytest
from matplotlib.figure import Figure

import sanlian_sim as sl
from sanlian_sim.experiments.comparison.cost_effectiveness import THRESHOLDS
from sanlian_sim.experiments.runs.store import DirectoryRefusedError
from sanlian_sim.outcomes.rows import Row
from sanlian_sim.outcomes.summary import MEASURES


@pytest.fixture(scope="module")
def comparison(experiment):
    return sl.compare(experiment, replicates=2)


def test_tables_figures_and_sentences_are_there(comparison):
    table = comparison.table()
    assert {"scenario", "outcome", "mean", "difference", "interval"} <= set(table.columns)
    assert len(comparison.results) == 8
    assert isinstance(comparison.plot("frontier"), Figure)
    assert len(comparison.sentences) == 3
    assert comparison.notes
    assert comparison.failures == ()
    assert comparison.experiment.title == "A tiny place"


def test_it_is_printed_as_a_line(comparison):
    told = repr(comparison)
    assert told.startswith("Comparison(scenarios=['status_quo', 'linked'")
    assert told.endswith("baseline='status_quo', replicates=2)")
    assert len(told) < 120


def test_what_is_no_experiment_is_refused(experiment):
    with pytest.raises(TypeError, match="compare takes an experiment; got Scenario"):
        sl.compare(experiment.scenario("linked"))


def test_money_over_time_is_there(comparison):
    frame = comparison.budget_impact()
    assert frame["scenario"].tolist() == ["linked", "same", "nothing"]
    assert comparison.break_even()["same"] == 0.0
    # All weeks lie in the first year, which is not discounted.
    assert comparison.break_even(discounted=True) == comparison.break_even()


def test_cost_effectiveness_is_there(comparison):
    ratios = comparison.icers("societal", scenarios=["linked", "status_quo"])
    assert set(ratios["scenario"]) == {"linked", "status_quo"}
    assert set(ratios["perspective"]) == {"societal"}
    assert len(comparison.icers()) == 4
    curves = comparison.acceptability(thresholds=[10_000, 20_000])
    assert curves["threshold"].tolist() == [10_000.0] * 4 + [20_000.0] * 4
    assert len(comparison.acceptability(scenarios=["status_quo", "same"])) == 2 * len(THRESHOLDS)
    equity = comparison.equity(epsilons=[1.5], threshold=50_000)
    assert set(equity["epsilon"]) == {1.5}
    assert (equity.loc[equity["scenario"] == "same", "ede_change"] == 0.0).all()
    assert len(comparison.cheers()) == 28


def test_who_bears_the_cost_bears_on_equity(comparison):
    def impact(**options):
        frame = comparison.equity(**options).set_index(["division", "scenario", "epsilon"])
        return frame.loc[("unemployed", "nothing", 2.0), "equity_impact"]

    assert impact(burden={"unemployed": 0.0}) < impact() < impact(burden={"unemployed": 2.0})


def test_to_frame_is_tidy(comparison):
    frame = comparison.to_frame()
    keys = ["scenario", "replicate", "outcome", "group", "service"]
    assert not frame.duplicated(keys).any()
    assert frame["replicate"].nunique() == 2


def test_a_comparison_is_written_once(comparison, tmp_path, monkeypatch):
    monkeypatch.setattr("sanlian_sim.report.comparison.directory.draw_all", lambda *_: {})
    comparison.write(tmp_path / "results")
    assert (tmp_path / "results" / "comparison.csv").is_file()
    with pytest.raises(DirectoryRefusedError, match="exists already"):
        comparison.write(tmp_path / "results")
    comparison.write(str(tmp_path / "results"), fresh=True)


def seeds(recorder):
    yield Row("seed_of_the_run", float(recorder.world.seed))


def test_a_measure_of_the_users_own_is_compared(experiment):
    found = sl.compare(experiment, replicates=2, measures=(*MEASURES, seeds)).comparison
    own = found[found["outcome"] == "seed_of_the_run"]
    assert len(own) == 3
    assert (own["difference"] == 0.0).all()


def test_without_headline_outcomes_there_is_nothing_to_say(experiment):
    found = sl.compare(experiment, replicates=2, measures=(seeds,))
    assert found.sentences == []
    assert len(found.table()) == 0
    assert len(found.comparison) == 3


def test_a_comparison_of_own_measures_alone_is_not_written_and_says_what_it_lacks(
    experiment, tmp_path
):
    found = sl.compare(experiment, replicates=2, measures=(seeds,))
    for way in (
        lambda: found.write(tmp_path / "results"),
        lambda: found.report(tmp_path / "report.html"),
        lambda: found.plot("frontier"),
        lambda: found.plot("payers"),
    ):
        with pytest.raises(ValueError, match=r"does not hold wellbys.*measures=\(\*MEASURES"):
            way()
    assert list(tmp_path.iterdir()) == []
    assert found.to_frame()["outcome"].unique().tolist() == ["seed_of_the_run"]


def test_what_was_written_is_read_back(comparison, tmp_path, monkeypatch):
    monkeypatch.setattr("sanlian_sim.report.comparison.directory.draw_all", lambda *_: {})
    comparison.write(tmp_path / "results")
    again = sl.load_comparison(tmp_path / "results")
    pd.testing.assert_frame_equal(again.comparison, comparison.comparison)
    assert again.sentences == comparison.sentences
    assert repr(again) == repr(comparison)
    assert len(repr(again)) < 200


@pytest.mark.parametrize(
    "name",
    [
        "to_frame", "table", "comparison", "budget_impact", "icers", "acceptability", "equity",
    ],
)  # fmt: skip
def test_changing_a_table_changes_nothing_else(comparison, name):
    def read():
        found = getattr(comparison, name)
        return found() if callable(found) else found

    before = read().copy()
    frame = read()
    frame.iloc[:, 0] = "changed"
    pd.testing.assert_frame_equal(read(), before)


def test_a_comparison_cannot_be_changed_and_can_be_sent(comparison):
    with pytest.raises(AttributeError):
        comparison.study = None
    sent = pickle.loads(pickle.dumps(comparison))
    pd.testing.assert_frame_equal(sent.comparison, comparison.comparison)


def test_more_workers_give_the_same_results(experiment, comparison):
    again = sl.compare(experiment, replicates=2, workers=2)
    pd.testing.assert_frame_equal(again.comparison, comparison.comparison, check_exact=True)


def test_more_threads_give_the_same_results(experiment, comparison):
    again = sl.compare(experiment, replicates=2, threads=2)
    pd.testing.assert_frame_equal(again.to_frame(), comparison.to_frame(), check_exact=True)


def test_the_design_decides_the_number_of_replicates(experiment):
    assert sl.compare(experiment).table()["n"].max() == experiment.design.replicates


@pytest.mark.parametrize("name", ["replicates", "workers", "threads"])
def test_numbers_must_be_positive(experiment, name):
    with pytest.raises(ValueError, match=f"`{name}` must be at least 1; got 0"):
        sl.compare(experiment, **{name: 0})


def test_an_interruption_goes_on_to_the_caller(experiment):
    def interrupt(world):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sl.compare(experiment, phases=(sl.Phase("interrupt", interrupt),))


def test_replicates_are_added_until_intervals_are_narrow_enough(changed):
    tiny = changed(horizon={"weeks": 4, "warmup": 2})
    found = sl.compare(tiny, until_halfwidth={"wellbys": 1e6}, max_replicates=3)
    assert found.study.replicates == 3
    assert any(note.startswith("Replicates were added until") for note in found.notes)
    narrow = sl.compare(tiny, until_halfwidth={"wellbys": 1e-6}, max_replicates=3)
    assert any("was not reached with 3 replicates" in note for note in narrow.notes)
    assert set(narrow.replicates_needed()["scenario"]) == {"linked", "same", "nothing"}


def test_draws_are_compared_from_python(comparison, tmp_path):
    found = comparison.uncertainty(2, replicates_per_draw=1, parameters=["services.*.beta"])
    assert len(found.draws) == 2
    comparison.write(tmp_path / "results", uncertainty=found)
    assert (tmp_path / "results" / "draws.csv").read_text(encoding="utf-8").count("\n") == 3
    text = (tmp_path / "results" / "findings.md").read_text(encoding="utf-8")
    assert "Not knowing the parameters" in text
