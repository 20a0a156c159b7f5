"""Draws of parameters are compared like replicates, and kept apart from chance."""

import numpy as np
import pytest

from sanlian_sim.experiments.comparison.files import UNCERTAINTY
from sanlian_sim.experiments.uncertainty.drawn import run_draws
from sanlian_sim.outcomes import economics
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.report.comparison.uncertainty import uncertainty_sentences

NAMES = ["services.*.beta", "discount_rate", "jobs.aide"]


@pytest.fixture(scope="module")
def uncertainty(study):
    return run_draws(study.experiment, study.comparison, 4, replicates=2, names=NAMES)


def test_every_scenario_and_headline_outcome_has_a_row(uncertainty):
    table = uncertainty.table
    assert len(table) == 3 * len(HEADLINES)
    assert list(table) == [column.name for column in UNCERTAINTY]
    assert set(table["replicates"]) == {2}
    waits = (table["scenario"] == "nothing") & (table["outcome"] == "mean_wait")
    assert (table["draws"] == np.where(waits, 0, 4)).all()
    held = table[~waits]
    assert (held["draw_low"] <= held["mean_difference"]).all()
    assert (held["share_low"] <= held["share_positive"]).all()
    assert table.loc[waits, "mean_difference"].isna().all()


def test_central_values_are_those_of_the_comparison(uncertainty, study):
    row = uncertainty.table.query("scenario == 'linked' and outcome == 'wellbys'").iloc[0]
    central = study.comparison.query(
        "scenario == 'linked' and outcome == 'wellbys' and group == 'all' and service == ''"
    ).iloc[0]
    for name in ("difference", "ci_low", "ci_high"):
        assert row[name] == central[name]


def test_a_scenario_compared_with_itself_differs_in_no_draw(uncertainty):
    own = uncertainty.table.query("scenario == 'same'")
    zero = ["difference", "ci_low", "ci_high", "mean_difference", "draw_low", "draw_high",
            "share_positive", "share_negative", "sd_chance", "sd_parameters"]  # fmt: skip
    assert (own[zero] == 0).all(axis=None)
    told = [text for text in uncertainty_sentences(uncertainty) if "same changes" in text]
    assert told[0].count("in no draw") == len(HEADLINES)


def test_draws_have_the_form_that_economics_takes(uncertainty):
    found = uncertainty.strategies()
    assert found.costs.shape == found.effects.shape == (4, 4)
    frame = economics.acceptability(found.costs, found.effects, [0.0, 1e5], found.strategies)
    assert frame.groupby("threshold")["probability"].sum().to_numpy() == pytest.approx(1.0)
    assert (economics.evpi(found.costs, found.effects, [1e5]) >= 0).all()
    societal = uncertainty.strategies("societal")
    assert (societal.costs > found.costs).any()
    assert np.array_equal(societal.effects, found.effects)


def test_sentences_keep_chance_and_parameters_apart(uncertainty):
    text = uncertainty_sentences(uncertainty)[0]
    assert "8 drawn from their plausible ranges, 4 draws, 2 replicates of each" in text
    assert "by chance" in text
    assert "by parameters" in text
    assert uncertainty_sentences(uncertainty)[-1].startswith("Over the draws, utilisation")
    assert "参数不确定时" in uncertainty_sentences(uncertainty, "zh")[0]


def test_draws_that_make_no_sense_are_refused(study):
    for number, replicates in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="must be at least 1"):
            run_draws(study.experiment, study.comparison, number, replicates=replicates)
