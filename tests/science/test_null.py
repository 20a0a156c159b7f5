"""With every difference between institutions taken away, it does not matter who serves.

Delegation 0 and 1, each in a world that has always been so, must give the same welfare and cost
within the interval. Between them a pool would be split in two, which is a difference in itself.
"""

import ast
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

import sanlian_sim
from sanlian_sim.scenario.library import arrangement_rows
from sanlian_sim.scenario.schema import Levers

from .null import outcomes, simulate
from .runs import half_width

REPLICATES, LEVEL, POWER = 24, 0.99, 0.9
NOTICEABLE = 0.02
"""Difference that the test must be able to see, relative to the outcome's level; for wellbeing,
relative to all that services do for it."""


@pytest.fixture(scope="module")
def paired():
    """Outcomes by delegation and replicate; a replicate has the same residents and luck."""
    return np.array([[outcomes(d, r) for r in range(REPLICATES)] for d in (0.0, 1.0)])


@pytest.fixture(scope="module")
def levels(paired):
    """What differences are compared with."""
    mean = paired.mean(axis=(0, 1))
    unserved = [simulate(r, levers={"formal_supply": 0.0}).wellbeing for r in range(4)]
    gained = paired[:, :4, 1] - unserved
    assert (gained > 0.0).all(), "services that do nothing would be equal too"
    mean[1] = gained[0].mean()
    return mean


@pytest.mark.parametrize("outcome", [0, 1, 2], ids=["unmet hours", "wellbeing", "cost"])
def test_it_does_not_matter_who_serves(paired, levels, outcome):
    government, organisations = paired[:, :, outcome]
    difference = organisations - government
    found = difference.mean() / levels[outcome]
    width = half_width(difference, LEVEL) / levels[outcome]
    error = difference.std(ddof=1) / np.sqrt(REPLICATES) / levels[outcome]
    power = t.cdf((NOTICEABLE - width) / error, REPLICATES - 1)
    said = f"organisations less government: {found:+.2%} +- {width:.2%} of {levels[outcome]:.4g}"
    assert power > POWER, f"{power:.2f} is too little power to see {NOTICEABLE:.0%}; {said}"
    assert abs(found) <= width, said


def test_an_arrangement_sets_levers_and_nothing_else():
    labels = {"label_zh", "label_en", "meaning"}
    for name, row in arrangement_rows().items():
        assert set(row) - labels == set(Levers.model_fields), name


@pytest.mark.parametrize("layer", ["dynamics", "world"])
def test_no_phase_asks_for_an_arrangement(layer):
    sources = sorted((Path(sanlian_sim.__file__).parent / layer).rglob("*.py"))
    assert len(sources) > 20
    for source in sources:
        nodes = list(ast.walk(ast.parse(source.read_text("utf-8"))))
        attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        strings = {node.value for node in nodes if isinstance(node, ast.Constant)}
        assert "arrangement" not in attributes | strings, source
        assert not strings & set(arrangement_rows()), source
