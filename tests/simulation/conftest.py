import random
from types import SimpleNamespace

import mesa
import numpy as np
import pytest

from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.agents import Resident
from sanlian_sim.simulation.model import SanlianModel
from sanlian_sim.simulation.rows import Registry
from sanlian_sim.simulation.rowset import RowSet
from sanlian_sim.world.columns import Table
from sanlian_sim.world.state import ResidentColumns

ROWS = 40


def residents_table(rows=ROWS, packed=()):
    """A table of residents whose values repeat, so that ties and groups occur."""
    table = Table(ResidentColumns, rows, packed=packed)
    i = np.arange(rows)
    table.columns["wellbeing"][:] = (i * 7) % 11
    table.columns["threshold"][:] = i / 3
    table.columns["labour"][:] = i % 3
    table.columns["volunteer"][:] = i % 4 == 1
    table.columns["community"][:] = (i * 5) % 6
    table.columns["key"][:] = (i.astype(np.uint64) + 1) << np.uint64(58)
    return table


@pytest.fixture(params=[(), None], ids=["unpacked", "packed"])
def registry(request):
    model = SimpleNamespace(random=random.Random(5))
    return Registry(model, residents_table(packed=request.param), Resident, 1)


@pytest.fixture
def row_set(registry):
    return RowSet(registry, None, registry.model.random)


@pytest.fixture(scope="session")
def scenario():
    """Six weeks of some hundred residents, after two weeks of warm-up."""
    experiment = Experiment(
        community={"population": 400},
        horizon={"weeks": 6, "warmup": 2},
        scenarios={"linked": {"arrangement": "linked", "delegation": 0.6}},
        design={"baseline": "linked"},
    )
    return experiment.scenario("linked")


@pytest.fixture
def model(scenario):
    return SanlianModel(scenario, seed=1)


class Visitor(mesa.Agent):
    """A plain Mesa agent, as users write them."""

    def __init__(self, model, purse=0.0):
        super().__init__(model)
        self.purse = purse
        self.steps = 0

    def step(self):
        self.steps += 1


@pytest.fixture
def visitor_class():
    return Visitor
