"""Tasks are done wherever the workers are, and leave no process behind."""

import os
from multiprocessing import active_children
from operator import neg

import pytest

from sanlian_sim.experiments.workers import WorkerDiedError, Workers


@pytest.mark.parametrize("number", [1, 2])
def test_every_task_is_done_once(number):
    with Workers(number) as workers:
        done = list(workers.finished(neg, range(7)))
    assert sorted(done) == [(task, -task) for task in range(7)]


def test_a_pool_serves_more_than_once():
    with Workers(2) as workers:
        assert dict(workers.finished(neg, [1, 2])) == {1: -1, 2: -2}
        assert dict(workers.finished(neg, [3])) == {3: -3}


def test_a_process_that_dies_is_told():
    with Workers(2) as workers, pytest.raises(WorkerDiedError, match="memory"):
        list(workers.finished(os._exit, [1, 1]))


def test_an_interruption_ends_the_processes():
    def interrupted():
        with Workers(2) as workers:
            for _ in workers.finished(neg, range(100)):
                raise KeyboardInterrupt

    before = set(active_children())
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert set(active_children()) <= before


@pytest.mark.parametrize("number", [0, -2])
def test_workers_must_be_positive(number):
    with pytest.raises(ValueError, match=f"at least 1; got {number}"):
        Workers(number)
