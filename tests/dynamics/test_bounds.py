"""Every number may take either of its hard bounds: a world runs on, or the bound is refused."""

import numpy as np
import pytest

from sanlian_sim.outcomes.record import Recorder
from sanlian_sim.outcomes.summary import summarise
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.instruments import InstrumentRow
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.services import ServiceRow
from sanlian_sim.world.build import build_world

from .institutions import advance_checked, check_institutions
from .state import floats
from .test_invariants import check_hours, check_levels, check_money, fen_by_category
from .worlds import MIX, experiment

SUM_TO_ONE = (
    ("tie_grid", "tie_community", "tie_sub_district", "tie_elsewhere"),
    ("cohesion_ties", "cohesion_volunteers", "cohesion_sharing"),
    ("sharing_cohesion", "sharing_volunteers", "sharing_platform"),
    ("environment_built", "environment_sharing", "environment_mediation", "environment_friction"),
)
COMPANIONS = {
    ("misroute", 1): {"misroute_across": 1}, ("misroute_across", 0): {"misroute": 0},
    ("administration_low", 1): {"administration_high": 1},
    ("administration_high", 0): {"administration_low": 0},
    ("worker_outreach", 1): {"worker_casework": 0},
    ("worker_casework", 1): {"worker_outreach": 0},
    ("threshold_low", 1): {"threshold_high": 1}, ("threshold_high", 0): {"threshold_low": 0},
}  # fmt: skip
"""What has to go along with a bound."""

REFUSED = {
    ("mean_household", 1): "mean_household = 1 cannot be reached",
    ("mean_household", 7): "mean_household = 7 cannot be reached",
    ("request_sigma", 0): "required above 0 by a lognormal request",
}
"""Bounds that not every place or kind of service can take, with what is said of them."""

TOGETHER = 5
"""Parameters at their bounds in one world."""


def numbers(section):
    fields = section.model_fields.items()
    metas = {name: (field.default, meta_of(field)) for name, field in fields}
    return {
        name: tuple(int(bound) if type(default) is int else bound for bound in meta.bounds)
        for name, (default, meta) in metas.items()
        if meta is not None
    }


PARAMETERS, SERVICE, INSTRUMENT = map(numbers, (Parameters, ServiceRow, InstrumentRow))


def companions(name, bound):
    for weights in SUM_TO_ONE:
        if name in weights:
            rest = (1.0 - bound) / (len(weights) - 1)
            return {other: rest for other in weights if other != name}
    return COMPANIONS.get((name, bound), {})


def of_parameters():
    """Tables of parameters, each with some at a bound that have nothing to do with each other."""
    asked = [(name, b) for b in (0, 1) for name in PARAMETERS]
    asked = [(name, PARAMETERS[name][b]) for name, b in asked]
    alone = [one for one in asked if companions(*one)]
    rest = [one for one in asked if one not in alone and one not in REFUSED]
    worlds = -(-len(rest) // TOGETHER)
    yield from ([one] for one in alone)
    # Neighbours in the list belong to one rule; they are put into different worlds.
    yield from (rest[n::worlds] for n in range(worlds))


def of_services():
    asked = [(name, SERVICE[name][b]) for b in (0, 1) for name in SERVICE]
    rest = [one for one in asked if one not in REFUSED]
    worlds = -(-len(rest) // TOGETHER)
    yield from (rest[n::worlds] for n in range(worlds))


def of_instruments():
    asked = [(name, INSTRUMENT[name][b]) for b in (0, 1) for name in INSTRUMENT]
    worlds = -(-len(asked) // TOGETHER)
    yield from (asked[n::worlds] for n in range(worlds))


def name_of(asked):
    return ",".join(f"{name}={bound:g}" for name, bound in asked)


def run(parameters):
    """Ten weeks of 120 residents under many levers, checked week by week."""
    world = build_world(asking(parameters), 1)
    recorder = Recorder(world)
    while world.week < 6:
        alive, paid = world.organisations.alive.copy(), fen_by_category(world)
        advance_checked(world)
        recorder.observe()
        check_hours(world)
        check_levels(world)
        check_money(world, paid)
        check_institutions(world, alive)
    assert not [row for row in summarise(recorder) if row.value in (np.inf, -np.inf)]
    for name, values in floats(world.communities).items():
        assert np.isfinite(values).all(), name


def asking(parameters):
    levers = {"workers_per_10000": 60}
    return experiment(
        {"arrangement": "linked", "delegation": 0.6, "levers": levers, "instruments": MIX},
        {"arrangement": "embedded", "delegation": 0.3, "levers": levers},
        weeks=6, warmup=4, community={"population": 120, "communities": 1},
        parameters=parameters,
    ).scenario("after")  # fmt: skip


@pytest.mark.parametrize("asked", list(of_parameters()), ids=name_of)
def test_parameters_may_take_their_bounds(asked):
    parameters = dict(asked)
    for one in asked:
        parameters |= companions(*one)
    run(parameters)


@pytest.mark.parametrize("asked", list(of_services()), ids=name_of)
def test_services_may_take_their_bounds(asked):
    run({"services": {name: dict(asked) for name in Parameters().services}})


@pytest.mark.parametrize("asked", list(of_instruments()), ids=name_of)
def test_instruments_may_take_their_bounds(asked):
    run({"instruments": {name: dict(asked) for name in MIX}})


@pytest.mark.parametrize(("asked", "message"), list(REFUSED.items()))
def test_other_bounds_are_refused_with_a_reason(asked, message):
    name, bound = asked
    parameters = {name: bound}
    if name in SERVICE:
        parameters = {"services": {"medical": {name: bound}}}
    with pytest.raises((ExperimentError, ValueError), match=message):
        build_world(asking(parameters), 1)
