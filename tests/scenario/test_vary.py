"""A variant asks the same question with other numbers."""

import pandas as pd
import pytest

from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.scenario.vary import variant

SCENARIOS = {"status_quo": {"arrangement": "government_led"}, "linked": {"arrangement": "linked"}}


@pytest.fixture
def experiment():
    return Experiment(scenarios=SCENARIOS, design={"baseline": "status_quo", "seed": 3})


def test_nothing_else_changes(experiment):
    assert variant(experiment, {}).content_hash() == experiment.content_hash()
    set_ = {"parameters.services.comfort.beta": 0.7, "parameters.jobs.aide": 50.0}
    other = variant(experiment, {**set_, "design.seed": 9})
    assert other.scenario("linked").policy.parameters.services["comfort"].beta == 0.7
    assert other.parameters.jobs["aide"] == 50.0
    before = experiment.parameters
    back = {
        "parameters.services.comfort.beta": before.services["comfort"].beta,
        "parameters.jobs.aide": before.jobs["aide"],
        "design.seed": 3,
    }
    assert variant(other, back).content_hash() == experiment.content_hash()


def test_attached_tables_stay(experiment):
    residents = pd.DataFrame({"age": [30, 70]})
    attached = experiment.with_data(residents)
    data = variant(attached, {"parameters.trust_learning": 0.2}).scenario("linked").data
    assert data.residents is residents


def test_a_broken_rule_is_told(experiment):
    with pytest.raises(ExperimentError, match="misroute_across"):
        variant(experiment, {"parameters.misroute": 0.9})
