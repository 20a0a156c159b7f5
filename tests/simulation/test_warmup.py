"""Scenarios that begin alike share their warm-up, and nobody can tell from the results."""

import pytest

from sanlian_sim.experiments.runs.design import replicate_tasks
from sanlian_sim.experiments.runs.execute import attempt, attempt_all
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation import warmup
from sanlian_sim.simulation.portable import to_bytes

MIX = {"purchase": 0.5, "venture": 0.2, "outsourcing": 0.3}
WAYS = {
    "status_quo": {"arrangement": "government_led"},
    "some": {"arrangement": "linked", "delegation": 0.2},
    "much": {"arrangement": "linked", "delegation": 0.9, "instruments": MIX},
    "later": {
        "arrangement": "linked", "delegation": 0.9, "rollout": {"start": 3, "duration": 4},
        "parameters": {"decline": 0.2},
    },
    "embedded": {"arrangement": "embedded"},
}  # fmt: skip


def experiment(before, closure="equal_budget"):
    return Experiment(
        community={"population": 300, "communities": 2},
        horizon={"weeks": 10, "warmup": 6},
        scenarios={**WAYS, "status_quo": before},
        design={"baseline": "status_quo", "closure": closure},
    )


@pytest.mark.parametrize("closure", ["as_is", "equal_budget"])
@pytest.mark.parametrize(
    ("before", "shared"), [(WAYS["status_quo"], 2), ({"arrangement": "linked"} | WAYS["some"], 2)]
)
def test_branched_runs_are_those_of_their_own_warm_up(monkeypatch, before, shared, closure):
    branched, branch = [], warmup._branch

    def count(*arguments):
        branched.append(1)
        return branch(*arguments)

    monkeypatch.setattr(warmup, "_branch", count)
    tasks = replicate_tasks(experiment(before, closure), [0])
    assert attempt_all(tasks) == [to_bytes(attempt(task)) for task in tasks]
    assert len(branched) >= shared


def test_large_places_are_not_kept_twice(monkeypatch):
    monkeypatch.setattr(warmup, "LARGEST", 100)
    monkeypatch.setattr(warmup, "_branch", None)
    tasks = replicate_tasks(experiment(WAYS["status_quo"]), [0], names=["some", "much"])
    assert all(isinstance(one, bytes) for one in attempt_all(tasks))
