"""Runs on a cluster are the same, even if one of its workers is killed."""

import os
import signal
import sys

import pytest

from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs.cluster import ClusterError, executor
from sanlian_sim.experiments.runs.execute import attempt_all
from sanlian_sim.experiments.runs.extras import MissingExtraError

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


def logged(study):
    return [study.results._log.read(entry) for entry in study.results.entries]


def test_a_cluster_gives_the_same_bytes(cluster, experiment, study):
    with executor(cluster.scheduler_address, 1) as engine:
        assert logged(conduct(experiment, executor=engine)) == logged(study)


def slow_attempt(path):
    """Tell who does it, and wait to be killed the first time."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return os.getpid()
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def test_a_worker_that_is_killed_loses_nothing(cluster, experiment, study, tmp_path):
    with executor(cluster.scheduler_address, 1) as engine:
        dies = engine.submit(slow_attempt, tmp_path / "tried")
        found = conduct(experiment, executor=engine)
        assert dies.result(timeout=60) is not None
    assert found.failures == ()
    assert logged(found) == logged(study)


def test_where_nobody_answers_it_is_told(monkeypatch):
    monkeypatch.setattr("sanlian_sim.experiments.runs.cluster._PATIENCE", "1s")
    with (
        pytest.raises(ClusterError, match="no Dask scheduler answers"),
        executor("tcp://127.0.0.1:9", 1),
    ):
        raise AssertionError


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(MissingExtraError, match=r'pip install "sanlian-sim\[cluster\]"'),
        executor("local", 2),
    ):
        raise AssertionError


def test_a_unit_of_work_can_be_sent_anywhere():
    assert attempt_all([]) == []
