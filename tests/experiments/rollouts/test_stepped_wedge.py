"""A simulated pilot: its truth is that of the runs, and what cannot be studied is refused."""

import numpy as np
import pandas as pd
import pytest

import sanlian_sim as sl
from sanlian_sim.experiments.rollouts.stepped_wedge import Watched
from sanlian_sim.experiments.runs.execute import RunsFailedError
from sanlian_sim.randomness import replicate_seed

ROLLOUT = {"start": 4, "duration": 12, "ramp_weeks": 8}
RESIDENTS = {"population": 900, "communities": 3}


def place(rollout=ROLLOUT, community=RESIDENTS, weeks=22, closure="as_is"):
    return sl.Experiment(
        title="A pilot",
        community=community,
        horizon={"weeks": weeks, "warmup": 4},
        scenarios={
            "status_quo": {"arrangement": "government_led"},
            "phased": {"arrangement": "linked", "rollout": rollout},
            "same": {"arrangement": "government_led", "rollout": rollout},
        },
        design={"baseline": "status_quo", "closure": closure, "replicates": 2, "seed": 5},
    )


@pytest.fixture(scope="module")
def experiment():
    return place()


@pytest.fixture(scope="module")
def unmet(experiment):
    return sl.stepped_wedge(experiment, "phased", "unmet", service="nursing")


def test_units_of_what_is_watched_are_told():
    unmet, opened, delegated = (
        Watched(series, service, 4).unit
        for series, service in (("unmet", "nursing"), ("opened", ""), ("delta", "nursing"))
    )
    assert unmet == "unmet of nursing, minutes per resident and week"
    assert opened == "opened per resident and week"
    assert delegated == "delta of nursing"


def by_community(experiment, name, replicate):
    """Unmet minutes of nursing per resident, (weeks, communities), from a run's own table."""
    scenario, seed = experiment.scenario(name), replicate_seed(5, replicate)
    result = sl.run(scenario, seed=seed, record="community")
    frame = result.weekly.query("series == 'unmet' and service == 'nursing' and community >= 0")
    wide = frame[frame["week"] >= 0].pivot(index="week", columns="community", values="value")
    return wide.to_numpy() / result.residents, result.adopted


def test_the_truth_is_the_difference_of_paired_runs(experiment, unmet):
    for one in unmet.trials:
        own, adopted = by_community(experiment, "phased", one.replicate)
        other, _ = by_community(experiment, "status_quo", one.replicate)
        total, cells = 0.0, 0
        for community in range(3):
            for period in range(22 // 4):
                if 4 * period + 3 >= adopted[community]:
                    weeks = slice(4 * period, 4 * period + 4)
                    total += (own[weeks, community] - other[weeks, community]).mean()
                    cells += 1
        assert one.truth == pytest.approx(total / cells)
        assert sorted(one.adopted) == [1, 2, 3]


def test_the_table_has_a_row_for_each_estimator_and_replicate(unmet):
    frame = unmet.table()
    assert list(frame.columns) == [
        "estimator", "replicate", "estimate", "se", "ci_low", "ci_high", "truth", "error",
        "covered", "spillover",
    ]  # fmt: skip
    assert frame["replicate"].tolist() == [0, 1, 0, 1]
    assert unmet.summary["n"].tolist() == [2, 2]
    assert len(unmet.by_exposure()) == 4


def test_a_ramp_is_recovered_by_exposure_alone(experiment):
    found = sl.stepped_wedge(experiment, "phased", "delta", service="life_care").summary
    found = found.set_index("estimator")
    assert found.loc["by_exposure", "bias"] == pytest.approx(0.0, abs=1e-9)
    assert found.loc["by_exposure", "mean_spillover"] == 0.0
    assert abs(found.loc["two_way", "bias"]) > 0.05


def test_a_rollout_of_the_same_has_no_effect(experiment):
    found = sl.stepped_wedge(experiment, "same", "wellbeing_sum")
    assert found.table()["truth"].tolist() == [0.0] * 4
    assert found.table()["spillover"].tolist() == [0.0] * 4


def test_nothing_depends_on_workers(experiment, unmet):
    again = sl.stepped_wedge(experiment, "phased", "unmet", service="nursing", workers=2)
    pd.testing.assert_frame_equal(again.table(), unmet.table(), check_exact=True)


def test_what_was_seen_cannot_be_changed(unmet):
    with pytest.raises(AttributeError):
        unmet.trials = ()
    for array in (unmet.trials[0].observed, unmet.trials[0].without, unmet.trials[0].adopted):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_levels_are_not_divided_by_residents(experiment):
    found = sl.stepped_wedge(experiment, "phased", "cohesion", replicates=1)
    assert 0.05 < found.trials[0].observed.mean() < 1.0
    assert found.watched.unit == "cohesion"


@pytest.mark.parametrize(
    ("rollout", "name", "rule"),
    [
        ({"start": 3, "duration": 8}, "phased", "start = 3: must leave a first period of 4 weeks"),
        ({"start": 20, "duration": 8}, "phased", "start = 20: must lie in the 20 weeks"),
        ({"start": 4, "duration": 3}, "phased", "duration = 3: must let communities adopt in"),
        (ROLLOUT, "status_quo", "is the baseline; name another scenario"),
        (ROLLOUT, "phasd", "did you mean 'phased'"),
    ],
)
def test_a_rollout_that_leaves_nothing_to_compare_is_refused(rollout, name, rule):
    with pytest.raises(sl.ExperimentError, match=rule):
        sl.stepped_wedge(place(rollout), name, "unmet")


def test_another_place_is_refused():
    scenarios = {
        "status_quo": {"arrangement": "government_led"},
        "phased": {"arrangement": "linked", "rollout": ROLLOUT, "community": {"low_income": 0.3}},
    }
    elsewhere = sl.Experiment(
        community=RESIDENTS, scenarios=scenarios, design={"baseline": "status_quo"}
    )
    with pytest.raises(sl.ExperimentError, match="must be in the baseline's place"):
        sl.stepped_wedge(elsewhere, "phased", "unmet")


def test_one_community_is_refused_after_its_first_run():
    with pytest.raises(ValueError, match="adopt in different periods"):
        sl.stepped_wedge(place(community={"population": 200, "communities": 1}), "phased", "unmet")


@pytest.mark.parametrize(
    ("series", "options", "rule"),
    [
        ("unmett", {}, "no series 'unmett' of communities; did you mean 'unmet'"),
        ("cohesion", {"service": "nursing"}, "'cohesion' is not told by service"),
        ("unmet", {"service": "nursin"}, "no service 'nursin'; did you mean 'nursing'"),
        ("unmet", {"period_weeks": 0}, "`period_weeks` must be at least 1; got 0"),
        ("unmet", {"replicates": 0}, "`replicates` must be at least 1; got 0"),
        ("unmet", {"threads": 0}, "`threads` must be at least 1; got 0"),
        ("unmet", {"workers": 0}, "`workers` must be at least 1; got 0"),
    ],
)
def test_what_does_not_exist_is_refused(experiment, series, options, rule):
    with pytest.raises(ValueError, match=rule):
        sl.stepped_wedge(experiment, "phased", series, **options)


def test_a_run_that_fails_is_told(experiment):
    def fail(world):
        raise ZeroDivisionError("broke")

    with pytest.raises(RunsFailedError, match="broke"):
        sl.stepped_wedge(experiment, "phased", "unmet", phases=(sl.Phase("fail", fail),))


def test_equal_service_is_matched_before_it_is_studied():
    matched, free = (
        sl.stepped_wedge(place(closure=closure), "phased", "unmet", replicates=1)
        for closure in ("equal_service", "as_is")
    )
    assert not np.array_equal(matched.trials[0].observed, free.trials[0].observed)
    assert np.array_equal(matched.trials[0].without, free.trials[0].without)
