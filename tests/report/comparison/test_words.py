"""Sentences say what the intervals say, and notes what readers must know."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from sanlian_sim.experiments.comparison.compare import COLUMNS
from sanlian_sim.experiments.comparison.study import Study, conduct
from sanlian_sim.experiments.runs.closure import Scale
from sanlian_sim.experiments.runs.execute import Failure, Runs
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.report.comparison.words import notes, sentences

LANGUAGES = ("en", "zh")


def told(lang="en", n=20, week=0.0, **differences):
    """Sentence about one scenario with (difference, low, high) of headline outcomes."""
    nothing = dict.fromkeys(HEADLINES, (0.0, 0.0, 0.0))
    rows = [
        {
            "scenario": "linked", "baseline": "status_quo", "outcome": outcome, "group": "all",
            "service": "", "n": n, "difference": value, "ci_low": low, "ci_high": high,
        }
        for outcome, (value, low, high) in (nothing | differences).items()
    ]  # fmt: skip
    frame = pd.DataFrame(rows).reindex(columns=list(COLUMNS))
    asked = SimpleNamespace(scenarios={})
    study = SimpleNamespace(comparison=frame, break_even={"linked": week}, experiment=asked)
    (sentence,) = sentences(study, lang)
    return sentence


def test_a_difference_whose_interval_leaves_out_zero_is_told_with_its_direction():
    text = told(fiscal_cost=(-2.0, -3.1, -0.9), wellbys=(12.0, 4.0, 20.0))
    assert text.startswith("Against status_quo, linked costs government 2.0 yuan")
    assert "less (95 % interval -3.1 to -0.9) and gains 12.0 WELLBYs" in text


def test_a_difference_whose_interval_holds_zero_is_not_distinguishable():
    text = told(wellbys=(12.0, -4.0, 28.0))
    assert "not distinguishable from zero (+12 per 10,000 resident-years" in text
    assert "95 % interval -4 to +28" in text
    assert "gains" not in text.split("distinguishable")[0].split("linked")[1]


def test_equal_scenarios_are_told_to_be_equal():
    text = told()
    assert text.count("exactly") == 4
    assert "gains and loses no WELLBYs" in text


def test_one_replicate_has_no_interval():
    nan = float("nan")
    text = told(n=1, fiscal_cost=(2.0, nan, nan))
    assert "changes fiscal cost by +2.0 yuan per resident-year (one replicate, no interval)" in text


def test_what_is_not_defined_is_told():
    nan = float("nan")
    assert told(n=0, mean_wait=(nan, nan, nan)).endswith("the mean wait is not defined.")


def test_cost_per_wellby_is_told_only_of_gains_that_were_paid_for():
    gain, cost, ratio = (12.0, 4.0, 20.0), (2.0, 0.9, 3.1), (1500.0, 900.0, 2100.0)
    with_ratio = {"fiscal_cost_per_wellby": ratio, "wellbys": gain}
    assert "1,500 yuan of fiscal cost per WELLBY" in told(fiscal_cost=cost, **with_ratio)
    assert "per WELLBY" not in told(fiscal_cost=(-2.0, -3.1, -0.9), **with_ratio)
    assert "per WELLBY" not in told(fiscal_cost=(2.0, -0.9, 4.9), **with_ratio)


@pytest.mark.parametrize(("lang", "text"), [("en", "from week 31 on"), ("zh", "自第31周起")])
def test_a_break_even_is_told_where_there_is_one(lang, text):
    assert text in told(lang, week=31.0)
    assert told(lang, week=0.0) == told(lang, week=float("nan"))
    assert told(lang, week=31.0).startswith(told(lang, week=0.0))


def test_a_study_gives_one_sentence_for_each_scenario(study):
    found = sentences(study)
    assert [re.findall(r"^Against status_quo, (\w+)", text)[0] for text in found] == [
        "linked", "same", "nothing",
    ]  # fmt: skip
    assert "exactly" in found[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_placeholder_is_filled(study, lang):
    assert not re.search("[{}]", " ".join([*sentences(study, lang), *notes(study, lang)]))


def test_few_replicates_and_the_transition_are_noted(study):
    found = notes(study)
    assert any("Only 3 replicates" in note for note in found)
    assert any("the horizon, here 12 weeks" in note for note in found)
    assert any("was not decided" in note for note in found)


def changed_study(study, **changes):
    fields = {
        "experiment": study.experiment, "asked": study.asked, "runs": study.runs,
        "started": study.started, "finished": study.finished,
    }  # fmt: skip
    return Study(**(fields | changes))


def test_failures_and_interruptions_are_noted(study):
    runs = Runs(study.results[:9], (Failure("linked", 2, 7, "broke"),), interrupted=True)
    found = notes(changed_study(study, runs=runs))
    assert any("1 of 12 runs failed" in note for note in found)
    assert any("9 of 12 runs were finished" in note for note in found)


def test_a_scenario_without_a_baseline_to_compare_with_is_told_too(study):
    others = [one for one in study.results.entries if one.scenario != "status_quo"]
    alone = Runs(study.results.only(others))
    (text, *_) = sentences(changed_study(study, runs=alone))
    assert "linked has no defined fiscal cost" in text


def test_scales_are_noted_with_what_was_missed(study):
    scales = {"linked": Scale(1.27, 0.004), "same": Scale(2.0, 0.31)}
    found = notes(changed_study(study, scales=scales))
    assert "linked serves as much as the baseline with 1.270 times its hours." in found
    assert any("not reached for same: with 2.000" in note and "+31.0 %" in note for note in found)


def test_drift_is_noted_once_for_all_scenarios_it_concerns(study):
    drifting = study.comparison.assign(drift_warning="unmet_hours;open_cases")
    other = changed_study(study)
    other.__dict__["comparison"] = drifting
    (note,) = [note for note in notes(other) if "drifts" in note]
    assert "linked, same, nothing (unmet hours, open cases)" in note


def test_scenarios_dearer_than_an_equal_budget_are_explained(study):
    frame = study.comparison
    dearer = (frame["scenario"] == "linked") & (frame["outcome"] == "fiscal_cost")
    cheaper = (frame["scenario"] != "linked") & (frame["outcome"] == "fiscal_cost")
    frame = frame.assign(ci_low=frame["ci_low"].mask(dearer, 1.0).mask(cheaper, -1.0))

    def found(closure):
        design = study.experiment.design.model_copy(update={"closure": closure})
        other = changed_study(
            study, experiment=study.experiment.model_copy(update={"design": design})
        )
        other.__dict__["comparison"] = frame
        return [note for note in notes(other) if "although budgets are equal" in note]

    (note,) = found("equal_budget")
    assert note.startswith("linked: fiscal cost is above the baseline's")
    assert found("as_is") == []


def test_other_places_and_platforms_are_noted(changed):
    scenarios = {
        "linked": {"arrangement": "linked", "community": {"low_income": 0.2}},
        "same": {"arrangement": "linked"},
    }
    found = notes(conduct(changed(scenarios=scenarios), replicates=1))
    assert any("linked differs from the baseline in its place" in note for note in found)
    assert any(note.startswith("One replicate") for note in found)
    assert any(note.startswith("Platform in linked, same: by assumption it") for note in found)


def test_what_a_platform_is_assumed_to_do_is_said_where_its_gain_is(study):
    told = dict(zip(["linked", "same", "nothing"], sentences(study), strict=True))
    assert "What its platform does is assumed" in told["linked"]
    assert "platform" not in told["nothing"]


def test_need_that_nobody_noticed_is_told_of_beside_unmet_hours(study):
    (note,) = [note for note in notes(study) if note.startswith("Unmet hours leave out need")]
    whole = study.summary.query("outcome == 'coverage' and group == 'all' and service == ''")
    met = 100 * whole[whole["scenario"] == "linked"]["value"].mean()
    assert f"linked {met:.0f} %" in note
    assert "nothing 0 %" in note
