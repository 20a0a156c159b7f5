"""What contracts do to organisations, each in a limit built for it, and switched off."""

import numpy as np
import pytest

from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.world.state import ProviderKind

from .runs import (
    EMBEDDED,
    GOVERNMENT,
    LINKED,
    every_service,
    last_world,
    run,
    teams,
    watch,
    without,
)
from .worlds import CALM, WATCHFUL, calm_world

# M1: linking adds quality where no leg is missing, and takes some where one is.

LEGS = {
    "organisations": ({"delegation": 0.005}, {}),
    "workers": ({"levers": {"workers_per_10000": 0.001}}, {}),
    "committees": ({}, {"administration_contracts": 1.0, "administration_high": 1.0}),
}
"""Settings and parameters that leave a leg of the link next to nothing."""


def linkage(settings=None, mechanisms=None, **parameters):
    """Factor of linkage on quality, the same for all that organisations do."""
    asked = {"levers": {"workers_per_10000": 1.2}} | LINKED | {"delegation": 0.5}
    parameters = CALM | {"complementarity": 0.1, "edge_hours": 0} | parameters
    scenario = calm_world(
        asked | (settings or {}), mechanisms=mechanisms, people=6000, years=1, **parameters
    )
    world = last_world(scenario)
    factors = {*teams(world)["quality_factor"]}
    for row in world.layout.casework[world.layout.casework >= 0]:
        factors.add(world.providers.rows["quality_factor"][row])
    assert len(factors) == 1, factors
    return factors.pop()


def test_linking_adds_quality_where_all_legs_stand():
    assert linkage() > 1.005


@pytest.mark.parametrize("leg", LEGS)
def test_linking_takes_quality_where_a_leg_is_missing(leg):
    settings, parameters = LEGS[leg]
    assert linkage(settings, **parameters) < 0.998


@pytest.mark.parametrize("leg", [None, *LEGS])
def test_without_complementarity_linking_does_not_matter(leg):
    settings, parameters = LEGS.get(leg, ({}, {}))
    assert linkage(settings, without("complementarity"), **parameters) == 1.0


# M4: dependency, monitoring and lack of autonomy turn organisations' time into administration.


def load_and_client_share(after, mechanisms=None, **parameters):
    """Administrative load of those under contract for three years, and client time they leave."""
    scenario = calm_world(
        after | {"delegation": 0.6}, mechanisms=mechanisms, years=3, **WATCHFUL | parameters
    )
    found = run(scenario)
    rows = found.world.organisations.rows
    load = rows["administrative_load"][np.unique(teams(found.world)["owner"])]
    hours = found.series.hours[-52:, ProviderKind.ORGANISATION].sum(axis=0)
    return load, hours[HOURS.index("administration")] / hours[HOURS.index("paid")]


def test_organisations_watched_and_dependent_become_offices():
    load, administration = load_and_client_share(EMBEDDED)
    weeks = np.arange(1, 157)
    reached = 0.3 * (1.0 - (1.0 - 0.5 / 52) ** weeks)
    assert load.max() == pytest.approx(reached[-1], rel=1e-9)
    _, free = load_and_client_share(EMBEDDED, without("administrativisation"))
    assert administration > free + 0.1


@pytest.mark.parametrize(
    ("after", "parameters"),
    [(GOVERNMENT, {}), (EMBEDDED, {"civil_servants_per_10000": 0})],
    ids=["autonomous", "unwatched"],
)
def test_organisations_autonomous_or_unwatched_do_not(after, parameters):
    assert load_and_client_share(after, **parameters)[0].max() == 0.0


def test_without_administrativisation_nobody_becomes_an_office():
    load, _ = load_and_client_share(EMBEDDED, without("administrativisation"))
    assert load.max() == 0.0


# M5: embedding brings organisations nearer and costs them autonomy.

INSIDE = {
    0.0: {},
    1 / 3: {"data_sharing": True},
    2 / 3: {"data_sharing": True, "edge_committee_organisation": True},
    1.0: {
        "data_sharing": True, "edge_committee_organisation": True, "worker_employer": "committee",
        "workers_per_10000": 0.001,
    },
}  # fmt: skip
"""Levers of every degree of embedding."""


def reach_and_quality(embedding, mechanisms=None):
    """Share of latent cases that report themselves in a week, and quality of what they get.

    Everything is delegated; residents find nobody but by reporting themselves, and all that
    embedding does besides is out of the way.
    """
    nobody = every_service(grid_visibility=0, referral=0, onset_factor=4)
    parameters = CALM | {
        "services": nobody, "embedded_access": 3.0, "autonomy_quality": 0.8, "edge_hours": 0,
        "trust_learning": 0, "response_peers": 0, "response_intercept": -1.0,
    }  # fmt: skip
    after = GOVERNMENT | {"delegation": 1.0, "levers": INSIDE[embedding]}
    found = run(calm_world(after, mechanisms=mechanisms, **parameters))
    latent, noticed = found.noticed
    assert found.world.market.embedding == pytest.approx(embedding)
    return noticed / (latent + noticed), teams(found.world)["quality_factor"].mean()


def test_embedding_reaches_more_and_leaves_less_quality():
    reach, quality = np.transpose([reach_and_quality(one) for one in INSIDE])
    assert (np.diff(reach) > 0.0).all(), reach
    assert (np.diff(quality) < 0.0).all(), quality
    assert np.argmax(reach * quality) in (1, 2), reach * quality


def test_without_embeddedness_it_neither_reaches_nor_costs():
    found = [reach_and_quality(one, without("embeddedness")) for one in (0.0, 1.0)]
    assert found[0] == pytest.approx(found[1], rel=0.05)
    assert found[0][1] == found[1][1] == 1.0


# M6: committees short of hours use those of organisations inside their structures.

PRESSED = CALM | {"administration_base": 0.9, "administration_high": 0.95}


def committee_and_organisations(after, mechanisms=None, **parameters):
    """Administration of committees and of organisations, and direct hours, in minutes."""
    asked = after | {"delegation": 0.6}
    found = run(calm_world(asked, mechanisms=mechanisms, **PRESSED | parameters))
    hours = found.series.hours.sum(axis=0)
    kinds = (ProviderKind.COMMITTEE, ProviderKind.ORGANISATION)
    administration = [int(hours[kind, HOURS.index("administration")]) for kind in kinds]
    return (*administration, int(hours[ProviderKind.ORGANISATION, HOURS.index("direct")]))


def test_committees_short_of_hours_use_those_of_organisations():
    committee, organisations, direct = committee_and_organisations(EMBEDDED)
    off = committee_and_organisations(EMBEDDED, without("reverse_substitution"))
    assert organisations - off[1] == pytest.approx(off[0] - committee, rel=0.1)
    assert organisations > 1.2 * off[1]
    assert direct < 0.95 * off[2]


@pytest.mark.parametrize(
    ("after", "parameters"),
    [(GOVERNMENT, {}), (EMBEDDED, {"administration_base": 0.5})],
    ids=["apart", "not pressed"],
)
def test_committees_apart_or_not_pressed_use_none(after, parameters):
    found = committee_and_organisations(after, **parameters)
    assert found == committee_and_organisations(
        after, without("reverse_substitution"), **parameters
    )


def test_without_reverse_substitution_no_hours_are_used():
    def used(world):
        return world.market.diverted.sum(), world.market.helped.sum()

    scenario = calm_world(
        EMBEDDED | {"delegation": 0.6}, mechanisms=without("reverse_substitution"), **PRESSED
    )
    assert not watch(scenario, used).any()
    scenario = calm_world(EMBEDDED | {"delegation": 0.6}, **PRESSED)
    assert watch(scenario, used).any(axis=0).all()


# M8: quality that nobody can verify is withheld, the more the more is delegated.


def shading(delegation, measurability, mechanisms=None, **parameters):
    """Part of quality withheld, mean over all hours given by desks, committees and teams."""
    parameters = CALM | {
        "temptation": 1.0, "services": every_service(measurability=measurability),
    } | parameters  # fmt: skip
    given = (
        ProviderKind.COMMITTEE_SERVICE, ProviderKind.DESK, ProviderKind.ORGANISATION,
    )  # fmt: skip

    def see(world):
        rows = world.providers.rows[world.provider_rows(*given)]
        return (rows["shading"] * rows["direct"]).sum(), rows["direct"].sum()

    scenario = calm_world(
        GOVERNMENT | {"delegation": delegation}, mechanisms=mechanisms, years=1, **parameters
    )
    withheld, direct = watch(scenario, see)[1:].sum(axis=0)
    return withheld / direct


def test_without_oversight_shading_grows_with_delegation():
    found = [shading(delegation, 0.0) for delegation in (0.2, 0.5, 0.9)]
    assert found[0] > 0.02
    assert (np.diff(found) > 0.03).all(), found


@pytest.mark.parametrize("delegation", [0.2, 0.9])
def test_what_is_measurable_is_not_withheld(delegation):
    assert shading(delegation, 1.0) == 0.0


def test_what_is_watched_is_not_withheld():
    assert shading(0.9, 0.0, civil_servants_per_10000=100) == 0.0


def test_without_shading_nothing_is_withheld():
    assert shading(0.9, 0.0, without("shading")) == 0.0


# M9: monitoring above what is tolerated costs motivation.


def motivation(mechanisms=None, *, civil_servants=100, **parameters):
    """Motivation by year of an organisation that has always had a contract, yearly for six."""
    parameters = CALM | {"civil_servants_per_10000": civil_servants} | parameters
    scenario = calm_world(GOVERNMENT | {"delegation": 0.6}, mechanisms=mechanisms, years=6,
                        **parameters)  # fmt: skip
    found = watch(scenario, lambda world: world.organisations.rows["motivation"].min())
    return found[51::52]


def test_monitoring_beyond_what_is_tolerated_costs_motivation():
    """Full monitoring takes χ(1 - tolerance) a year, which what returns comes to balance."""
    found = motivation()
    assert (np.diff(found) < 0.0).all()
    balance = 0.7 - 0.5 * (1.0 - 0.5) / 0.5
    assert found[-1] == pytest.approx(balance, abs=0.03)


@pytest.mark.parametrize(
    "settings", [{"civil_servants": 0}, {"monitoring_tolerance": 1.0}], ids=["none", "tolerated"]
)
def test_monitoring_that_is_tolerated_costs_none(settings):
    assert motivation(**settings) == pytest.approx(0.7)


def test_without_monitoring_as_a_mechanism_motivation_stays():
    assert motivation(without("monitoring")) == pytest.approx(0.7)
