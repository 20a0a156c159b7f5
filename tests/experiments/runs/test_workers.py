"""Tasks are done wherever the workers are, and leave no process behind."""

import os
import signal
import subprocess
import sys
from multiprocessing import active_children
from operator import neg
from select import select

import pytest

from sanlian_sim.experiments.runs.workers import WorkerDiedError, Workers


@pytest.mark.parametrize("number", [1, 2])
def test_every_task_is_done_once(number):
    with Workers(number) as workers:
        done = list(workers.finished(neg, range(7)))
    assert sorted(done) == [(task, -task) for task in range(7)]


def test_a_pool_serves_more_than_once():
    with Workers(2) as workers:
        assert dict(workers.finished(neg, [1, 2])) == {1: -1, 2: -2}
        assert dict(workers.finished(neg, [3])) == {3: -3}


def die_of_seven(number):
    if number == 7:
        os._exit(1)
    return -number


def test_a_task_that_takes_its_process_with_it_spoils_no_other():
    with Workers(2) as workers:
        done = dict(workers.finished(die_of_seven, range(12)))
    lost = done.pop(7)
    assert isinstance(lost, WorkerDiedError)
    assert "memory" in str(lost)
    assert done == {number: -number for number in range(12) if number != 7}


def die_once(path):
    """Die at the first call, and do well at the second."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return "done"
    return os.kill(os.getpid(), signal.SIGKILL)


def test_a_task_whose_process_is_killed_is_done_again(tmp_path):
    with Workers(2) as workers:
        ((_, done),) = workers.finished(die_once, [tmp_path / "tried"])
    assert done == "done"


def test_a_parent_that_is_killed_leaves_no_process():
    script = (
        "import os, time; from sanlian_sim.experiments.runs.workers import Workers\n"
        "if __name__ == '__main__':\n"
        "    with Workers(2) as workers:\n"
        "        list(workers.finished(abs, [1, 2]))\n"
        "        print('ready', flush=True)\n"
        "        time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    with parent.stdout as output:
        assert output.readline() == b"ready\n"
        parent.kill()
        parent.wait()
        # The pipe stays open as long as any process that inherited it lives.
        assert select([output], [], [], 60)[0]
        assert output.read() == b""


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
