"""Replicates are added until intervals are narrow enough, and no run is done twice."""

from functools import partial

import numpy as np
import pytest

from sanlian_sim.experiments.comparison.precision import (
    BATCH,
    LEAST,
    check_precision,
    conduct_until,
)
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs import execute
from sanlian_sim.experiments.runs.run_log import MemoryLog
from sanlian_sim.experiments.statistics.intervals import t_quantile
from sanlian_sim.scenario.problems import ExperimentError


@pytest.fixture
def asked(changed, monkeypatch):
    """Conduct a tiny experiment, and count the runs that are done."""
    done = []

    def attempt(task, warmups=None):
        done.append(task.key)
        return real(task)

    real = execute.attempt
    monkeypatch.setattr(execute, "attempt", attempt)
    tiny = changed(horizon={"weeks": 4, "warmup": 2})
    log = MemoryLog()

    def some(number, scales):
        return conduct(
            tiny, scenarios=["status_quo", "linked"], replicates=number, scales=scales, log=log
        )

    return some, done


def test_batches_end_at_the_most(asked):
    some, done = asked
    study = conduct_until({"wellbys": 1e-9}, some, most=LEAST + BATCH + 3)
    assert study.replicates == LEAST + BATCH + 3
    assert not study.precision.reached
    assert len(done) == len(set(done)) == 2 * (LEAST + BATCH + 3)


def test_a_precision_that_is_there_needs_no_more(asked):
    study = conduct_until({"wellbys": 1e9, "fiscal_cost": 1e9}, asked[0])
    assert study.replicates == LEAST
    assert study.precision.reached
    assert study.precision.found["wellbys"] < 1e9


def test_unknown_outcomes_and_widths_are_refused_together():
    with pytest.raises(ExperimentError) as caught:
        check_precision({"welbys": 1.0, "fiscal_cost": 0.0, "mean_wait": float("nan")})
    assert [problem.place for problem in caught.value.problems] == [
        "welbys", "fiscal_cost", "mean_wait",
    ]  # fmt: skip
    assert "wellbys" in str(caught.value)


def test_stopping_by_width_costs_little_cover():
    """The rule on normal differences of standard deviation 1, in 20,000 trials."""
    trials, most = 20_000, 150
    values = np.random.default_rng(8).standard_normal((trials, most))
    cover = partial(_covered, values.cumsum(axis=1), (values**2).cumsum(axis=1))
    for width in (0.5, 0.4, 0.3, 0.2):
        assert 0.935 <= cover(width) <= 0.97


def _covered(sums, squares, width):
    trials, most = sums.shape
    covers, open_ = np.zeros(trials, dtype=bool), np.ones(trials, dtype=bool)
    for n in range(LEAST, most + 1, BATCH):
        mean = sums[:, n - 1] / n
        sd = np.sqrt((squares[:, n - 1] - n * mean**2) / (n - 1))
        half = t_quantile(n) * sd / np.sqrt(n)
        stops = open_ & ((half <= width) | (n + BATCH > most))
        covers[stops] = np.abs(mean[stops]) <= half[stops]
        open_ &= ~stops
    return covers.mean()
