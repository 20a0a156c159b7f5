"""Which runs an experiment asks for, and with which luck."""

import sanlian_sim as sl
from sanlian_sim.experiments.runs.design import (
    FIRST_CALIBRATION_REPLICATE,
    replicate_tasks,
    scenario_identity,
)
from sanlian_sim.randomness import replicate_seed


def test_scenarios_of_a_replicate_share_its_seed(experiment):
    tasks = replicate_tasks(experiment, range(3))
    assert len(tasks) == 12
    for task in tasks:
        assert task.seed == replicate_seed(7, task.replicate)
        assert task.world_seed is None
    assert len({task.seed for task in tasks}) == 3


def test_replicates_come_one_after_the_other(experiment):
    keys = [task.key for task in replicate_tasks(experiment, range(2))]
    names = list(experiment.scenarios)
    assert keys == [(0, name, replicate) for replicate in (0, 1) for name in names]


def test_a_fixed_world_is_shared_by_replicates(changed):
    tasks = replicate_tasks(changed(design={"world_seed": 5}), range(2))
    assert {task.world_seed for task in tasks} == {5}


def test_calibration_has_luck_of_its_own():
    calibration = range(FIRST_CALIBRATION_REPLICATE, FIRST_CALIBRATION_REPLICATE + 8)
    seeds = {replicate_seed(7, r) for r in calibration}
    assert len(seeds) == 8
    assert seeds.isdisjoint(replicate_seed(7, r) for r in range(1000))


def test_closures_and_scales_reach_the_runs(changed):
    experiment = changed(design={"closure": "equal_service"})
    tasks = replicate_tasks(experiment, range(1), scales={"linked": 1.3})
    found = {task.scenario.name: (task.closure, task.service_scale) for task in tasks}
    assert found["linked"] == ("equal_service", 1.3)
    assert found["status_quo"] == ("equal_service", 1.0)
    assert found["nothing"] == ("as_is", 1.0)


def test_a_task_is_called_by_scenario_replicate_and_seed(experiment):
    (task,) = replicate_tasks(experiment, range(1), names=["linked"], seed=99)
    assert str(task) == "scenario 'linked', replicate 0, seed 99"


def test_runs_are_known_by_what_own_tables_hold_not_by_where_they_lie(tmp_path):
    def identity(folder, text):
        path = tmp_path / folder / "residents.csv"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        own = sl.Experiment(
            community={"residents": str(path)}, scenarios={"linked": {"arrangement": "linked"}}
        )
        return scenario_identity(own.scenario("linked"))

    here = identity("here", "id,household,age\na,h,40\n")
    assert identity("elsewhere", "id,household,age\na,h,40\n") == here
    assert identity("other", "id,household,age\na,h,41\n") != here
