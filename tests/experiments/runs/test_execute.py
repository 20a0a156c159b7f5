"""Runs that fail or are interrupted leave the others."""

import pytest

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs.design import replicate_tasks
from sanlian_sim.experiments.runs.execute import Failure, RunsFailedError, execute, failure_lines
from sanlian_sim.experiments.runs.listener import Silent
from sanlian_sim.experiments.runs.workers import WorkerDiedError, Workers
from sanlian_sim.scenario.problems import ExperimentError, Problem


class InterruptAfter(Silent):
    """A user who presses Ctrl-C when so many runs are finished."""

    def __init__(self, number):
        self.left = number

    def advance(self):
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt


def fail_when_linked(world):
    if world.scenario.name == "linked" and world.week == 3:
        raise ZeroDivisionError("a phase of\nthe user")


BROKEN = (*PHASES, Phase("broken", fail_when_linked))


def test_a_failing_run_is_named_and_the_others_are_kept(experiment):
    study = conduct(experiment, replicates=2, phases=BROKEN)
    assert [result.scenario for result in study.results].count("status_quo") == 2
    assert len(study.failures) == 2
    task = study.asked[1]
    assert str(study.failures[0]) == f"{task}: ZeroDivisionError: a phase of the user"


def test_the_traceback_of_a_reason_is_logged_once(experiment, caplog):
    conduct(experiment, replicates=2, phases=BROKEN)
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING"]
    assert caplog.text.count("Traceback") == 1
    assert caplog.text.count("ZeroDivisionError: a phase of the user") == 2


def test_many_failures_of_one_reason_are_told_together():
    failures = [Failure("linked", r, 100 + r, "ValueError: no") for r in range(8)]
    failures.append(Failure("same", 0, 100, "MemoryError"))
    assert failure_lines(failures) == [
        "8 runs failed: ValueError: no",
        *(f"  scenario 'linked', replicate {r}, seed {100 + r}" for r in range(5)),
        "  and 3 more",
        "1 run failed: MemoryError",
        "  scenario 'same', replicate 0, seed 100",
    ]
    assert failure_lines([]) == []


def test_without_any_run_nothing_can_be_said(experiment):
    with pytest.raises(RunsFailedError, match="scenario 'linked', replicate 0"):
        conduct(experiment, scenarios=["linked"], replicates=1, phases=BROKEN)


@pytest.mark.parametrize("number", [1, 2])
def test_an_interruption_keeps_what_is_finished(experiment, number):
    study = conduct(experiment, workers=number, listener=InterruptAfter(5))
    assert study.runs.interrupted
    assert len(study.results) == 5
    assert study.failures == ()


def test_results_come_in_the_order_of_the_experiment(experiment, study):
    names = list(experiment.scenarios)
    keys = [(names.index(result.scenario), result.replicate) for result in study.results]
    assert keys == sorted(keys)
    assert len(keys) == 12


class Dying(Workers):
    """Workers that die after the first task."""

    alone = False

    def finished(self, function, tasks):
        yield tasks[0], function(tasks[0])
        yield from ((task, WorkerDiedError()) for task in tasks[1:])


def test_runs_lost_with_a_process_are_failures(experiment):
    runs = execute(replicate_tasks(experiment, range(1)), Dying(), Silent())
    assert len(runs.results) == 1
    assert [failure.scenario for failure in runs.failures] == ["linked", "same", "nothing"]
    assert "memory" in runs.failures[0].reason


def test_what_the_user_asked_wrongly_stops_everything(experiment):
    def refuse(world):
        raise ExperimentError([Problem("scenarios.linked", None, "cannot be")])

    with pytest.raises(ExperimentError, match="cannot be"):
        conduct(experiment, replicates=1, phases=(Phase("refuse", refuse),))
