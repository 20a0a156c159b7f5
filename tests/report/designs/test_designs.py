"""Sweeps and analyses of sensitivity as readers have them."""

import numpy as np
import pytest

import sanlian_sim as sl
from sanlian_sim.experiments.designs.factors import Factor
from sanlian_sim.experiments.designs.points import make_design
from sanlian_sim.experiments.designs.responses import Question
from sanlian_sim.experiments.designs.sensitivity import analyse
from sanlian_sim.report.designs.plot_sensitivity import sensitivity_figure
from sanlian_sim.report.designs.words import sensitivity_sentences

OVER = {"scenarios.linked.delegation": (0.0, 0.8), "parameters.displacement": None}
WEIGHTS = np.array([5.0, -2.0, 0.0])


@pytest.fixture(scope="module")
def swept(experiment):
    return sl.sweep(experiment, OVER, points=3, replicates=2, outcomes=("fiscal_cost",))


def test_a_sweep_has_every_point_scenario_and_replicate(swept, experiment):
    frame = swept.to_frame()
    assert len(frame) == 3 * 4 * 2
    assert set(OVER) <= set(frame.columns)
    table = swept.table()
    assert len(table) == 3 * 4
    base = table[table["scenario"] == "status_quo"]
    assert (base[["difference", "ci_low", "ci_high"]] == 0).all(axis=None)
    own = frame[(frame["point"] == 1) & (frame["scenario"] == "linked")]["value"].mean()
    at = (table["point"] == 1) & (table["scenario"] == "linked")
    assert table.loc[at, "mean"].item() == pytest.approx(own)


def test_what_a_notebook_shows_of_an_answer_is_short(swept):
    found = sl.sensitivity(lambda point: point["x"], over={"x": (0.0, 1.0), "y": (0.0, 1.0)})
    assert all(len(repr(one)) < 500 for one in (swept, found))


def test_a_sweep_is_told_and_drawn(swept):
    assert swept.sentences[0].startswith("linked, Fiscal cost: the difference to status_quo lies")
    assert "财政成本" in swept.said("zh")[0]
    assert swept.plot().axes[0].get_xlabel() == "scenarios.linked.delegation\nshare"
    with pytest.raises(ValueError, match="no outcome 'wellbys' was kept"):
        swept.plot("wellbys")


def analysed(method, noise=0.3):
    factors = [Factor(f"parameters.{name}", 0.0, 1.0, 0.4) for name in "abc"]
    kind, points = {
        "morris": ("morris", 8),
        "sobol": ("saltelli", 64),
        "tornado": ("tornado", None),
    }[method]
    design = make_design(kind, factors, points=points, seed=1)
    luck = noise * np.random.default_rng(2).standard_normal((len(design.points), 4))
    return design, analyse(design, (design.points.to_numpy() @ WEIGHTS)[:, None] + luck)


QUESTION = Question("wellbys", "linked", "status_quo")


@pytest.mark.parametrize("method", ["morris", "sobol", "tornado"])
def test_what_matters_most_and_what_does_not_is_said_and_drawn(method):
    design, found = analysed(method)
    told = sensitivity_sentences(found, design, QUESTION)
    assert told[1].startswith("It hinges most on a (")
    assert "Not told from chance: c." in told
    assert any(
        one.startswith("Chance: the mean over replicates has a standard error") for one in told
    )
    axes = sensitivity_figure(found, QUESTION, "A place").axes[0]
    assert [one.get_text() for one in axes.get_yticklabels()] == ["a", "b", "c"]


def test_noise_that_dominates_is_said():
    design, found = analysed("morris", noise=50.0)
    told = sensitivity_sentences(found, design, QUESTION)
    assert any(one.startswith("Most of what varies between points may be chance") for one in told)


def test_an_analysis_is_told_in_chinese():
    design, found = analysed("sobol")
    assert sensitivity_sentences(found, design, QUESTION, "zh")[1].startswith(
        "影响最大的是：a（总指数"
    )


def test_a_function_can_be_written(tmp_path):
    found = sl.sensitivity(lambda point: point["x"], over={"x": (0.0, 1.0), "y": (0.0, 1.0)})
    found.write(tmp_path / "out")
    held = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"design.csv", "points.csv", "morris.csv", "findings.md", "plots"} <= held
    with pytest.raises(ValueError, match="ask with `pairs=True`"):
        found.pairs()
