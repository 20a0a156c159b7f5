"""The headline table."""

import numpy as np
import pytest

from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.outcomes.registry import HEADLINES, OUTCOMES
from sanlian_sim.report.comparison.tables import (
    headline_frame,
    headline_text,
    outcome_label,
    unit_label,
)


def test_every_scenario_has_every_headline_outcome(study):
    frame = headline_frame(study)
    assert list(frame.columns) == [
        "scenario", "outcome", "unit", "n", "mean", "difference", "interval", "p_holm",
    ]  # fmt: skip
    assert list(frame["scenario"].unique()) == ["status_quo", "linked", "same", "nothing"]
    assert (frame.groupby("scenario").size() == len(HEADLINES)).all()
    assert list(frame["outcome"][: len(HEADLINES)]) == list(HEADLINES)


def test_rows_hold_means_and_differences(study):
    frame = headline_frame(study).set_index(["scenario", "outcome"])
    means = {
        name: np.mean([result.value("fiscal_cost") for result in study.of(name)])
        for name in ("status_quo", "linked")
    }
    row = frame.loc[("linked", "fiscal_cost")]
    assert row["mean"] == pytest.approx(means["linked"])
    assert row["difference"] == pytest.approx(means["linked"] - means["status_quo"])
    low, high = row["interval"]
    assert low < row["difference"] < high
    assert frame.loc[("status_quo", "fiscal_cost"), "mean"] == pytest.approx(means["status_quo"])
    assert np.isnan(frame.loc[("status_quo", "fiscal_cost"), "difference"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_names_outcomes_units_and_scenarios(study, lang):
    text = headline_text(study, lang)
    for outcome in HEADLINES:
        assert outcome_label(outcome, lang) in text
        assert unit_label(OUTCOMES[outcome].unit, lang) in text
    assert text.count("linked") == len(HEADLINES)


def test_chinese_tables_are_chinese(study):
    text = headline_text(study, "zh")
    for outcome in HEADLINES:
        assert OUTCOMES[outcome].unit not in text
    assert "95%区间" in text


def test_the_baseline_alone_has_means(experiment):
    frame = headline_frame(conduct(experiment, scenarios=["status_quo"], replicates=1))
    assert list(frame["outcome"]) == list(HEADLINES)
    assert frame["difference"].isna().all()


def test_an_outcome_of_the_users_own_is_called_by_its_name():
    assert outcome_label("meals_shared", "zh") == "meals_shared"
