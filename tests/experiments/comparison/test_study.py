"""A study knows its runs, and compares the scenarios that were run."""

import pickle

from sanlian_sim.experiments.comparison.study import conduct


def test_a_study_has_all_runs_that_were_asked(study, experiment):
    assert len(study.asked) == len(study.results) == 12
    assert study.replicates == 3
    assert [result.replicate for result in study.of("linked")] == [0, 1, 2]
    assert study.started <= study.finished


def test_scenarios_share_their_luck_within_a_replicate(study):
    for replicate in range(3):
        seeds = {result.seed for result in study.results if result.replicate == replicate}
        assert len(seeds) == 1


def test_only_scenarios_that_were_run_are_compared(experiment):
    study = conduct(experiment, scenarios=["status_quo", "linked"], replicates=1)
    assert set(study.comparison["scenario"]) == {"linked"}
    assert set(study.summary["scenario"]) == {"status_quo", "linked"}


def test_fewer_replicates_are_the_first_of_more(study, experiment):
    fewer = conduct(experiment, replicates=1)
    values = [result.value("unmet_hours") for result in fewer.results]
    assert values == [study.of(name)[0].value("unmet_hours") for name in experiment.scenarios]


def test_a_seed_of_its_own_decides_the_run(experiment):
    first, again, other = (
        conduct(experiment, scenarios=["linked"], replicates=1, seed=seed).results[0]
        for seed in (5, 5, 6)
    )
    assert first.seed == 5
    assert first.summary.equals(again.summary)
    assert not first.summary["value"].equals(other.summary["value"])


def test_a_study_can_be_sent(study):
    sent = pickle.loads(pickle.dumps(study))
    assert sent.comparison.equals(study.comparison)
