"""A tiny experiment, and a study of it that is conducted once."""

import pytest

from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.scenario.schema import Experiment

SECTIONS = {
    "title": "A tiny place",
    "community": {"population": 200},
    "horizon": {"weeks": 12, "warmup": 8},
    "scenarios": {
        "status_quo": {"arrangement": "government_led"},
        "linked": {"arrangement": "linked"},
        "same": {"arrangement": "government_led"},
        "nothing": {"arrangement": "no_service"},
    },
    "design": {"baseline": "status_quo", "closure": "as_is", "replicates": 3, "seed": 7},
}


@pytest.fixture(scope="session")
def experiment():
    return Experiment(**SECTIONS)


@pytest.fixture(scope="session")
def study(experiment):
    return conduct(experiment)


@pytest.fixture
def changed():
    """Build the tiny experiment with values of sections changed."""

    def build(**sections):
        merged = {
            name: {**value, **sections.get(name, {})} if isinstance(value, dict) else value
            for name, value in SECTIONS.items()
        }
        return Experiment(**merged)

    return build
