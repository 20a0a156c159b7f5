"""Staffing: base hours of desks, committees and offices, solved from expected need."""

import numpy as np
from numpy.typing import NDArray

from sanlian_sim.scenario.schema import Parameters
from sanlian_sim.world.arrays import Rows
from sanlian_sim.world.capacity import ExpectedNeed
from sanlian_sim.world.world import World


def staff(world: World, need: ExpectedNeed) -> None:
    """Set base hours so that they meet expected need at the target load (equation S2)."""
    parameters = world.scenario.baseline.parameters
    communities, providers, layout = world.communities.rows, world.providers.rows, world.layout
    services = world.rows_in_force[1]
    pressure = np.array([c.pressure for c in world.place.communities])
    target = services["load"][None, :] * pressure[:, None]
    client = parameters.supply_scale * need.client_minutes / target
    client = np.maximum(0.0, client - _volunteered(parameters, services, communities))
    sub_district = communities["sub_district"]
    by_sub_district = np.zeros((len(layout.office), len(services)))
    np.add.at(by_sub_district, sub_district, client)
    for own, minutes in ((layout.desk, by_sub_district), (layout.committee_service, client)):
        held = own >= 0
        providers["base"][own[held]] = np.floor(minutes[held] + 0.5)
    providers["base"][layout.office] = world.governments.rows["civil_minutes"][
        1 : 1 + len(layout.office)
    ]
    at_committee = np.where(services["at_desk"], 0.0, client).sum(axis=1)
    _staff_committees(parameters, communities, at_committee, need.noticed.sum(axis=1))


def _volunteered(parameters: Parameters, services: Rows, communities: Rows) -> NDArray[np.float64]:
    """Client minutes of volunteers, which count towards the service they help first."""
    out = np.zeros((len(communities), len(services)))
    first = np.flatnonzero(services["volunteer_order"] == 1)
    if len(first):
        per_person = parameters.volunteer_minutes_per_week
        out[:, first] = (per_person * communities["volunteers"] / len(first))[:, None]
    return out


def _staff_committees(
    parameters: Parameters,
    communities: Rows,
    served: NDArray[np.float64],
    noticed: NDArray[np.float64],
) -> None:
    """Staff of committees: visits, intake, own services over the share for service (S3)."""
    visits = parameters.visits_per_household * parameters.visit_minutes * communities["households"]
    intake = noticed * parameters.entry_minutes
    service = visits + intake + served
    communities["staff_minutes"] = np.floor(service / (1 - parameters.administration_base) + 0.5)
    communities["expected_intake"] = intake
    communities["intake_used"] = np.floor(intake + 0.5)
    after_intake = np.maximum(visits + served, 1e-9)
    communities["visit_share"] = visits / after_intake
