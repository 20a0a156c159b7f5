"""Questions small enough to be simulated while a test waits."""

import pytest

import sanlian_sim as sl
from sanlian_sim.dashboard.question import Question


def tiny(**design):
    """Return an experiment of two scenarios among a few hundred residents."""
    return sl.Experiment(
        title="A tiny place",
        community={"population": 300, "communities": 3},
        horizon={"weeks": 40, "warmup": 4},
        scenarios={
            "status_quo": {"arrangement": "government_led"},
            "linked": {
                "arrangement": "linked",
                "instruments": {"purchase": 0.6, "venture": 0.4},
                "levers": {"platform_yuan": 500, "capacity_yuan": 300},
            },
        },
        design={"baseline": "status_quo", "closure": "as_is", **design},
    )


@pytest.fixture
def question():
    return Question.of(tiny())
