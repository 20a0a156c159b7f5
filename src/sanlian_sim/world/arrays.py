"""What compiled phases see of a world: named tuples of arrays, with one signature for all."""

from enum import IntEnum
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[Any]


class CommunitySeries(IntEnum):
    """Weekly series of a community."""

    RESIDENTS_UNEMPLOYED = 0
    WELLBEING_SUM = 1
    WELLBEING_IN_NEED_SUM = 2
    TRUST_GOVERNMENT_SUM = 3
    TRUST_SOCIAL_SUM = 4
    AWARENESS_SUM = 5
    GRIEVANCE_SUM = 6
    VOLUNTEERS = 7
    ESCALATIONS = 8
    CALLS = 9
    HANDOVERS = 10
    COHESION = 11
    SHARING = 12
    ENVIRONMENT = 13
    FAMILY_MINUTES = 14
    RESIDENT_MINUTES = 15
    EFFECTIVE_MINUTES = 16
    PRIVATE_MINUTES = 17
    INITIATIVES = 18
    ENTERPRISES = 19
    LOCAL_HIRES = 20


class ServiceSeries(IntEnum):
    """Weekly series of a service in a community; minutes where not counts."""

    OPENED = 0
    MERGED = 1
    NOTICED = 2
    STARTED = 3
    CLOSED = 4
    PASSED = 5
    GAVE_UP = 6
    DECLINED = 7
    LATENT = 8
    QUEUED = 9
    IN_SERVICE = 10
    NEED = 11
    DIRECT_GOVERNMENT = 12
    DIRECT_SOCIAL = 13
    UNMET = 14
    UNMET_WEIGHTED = 15
    WAIT_SUM = 16
    DELTA = 17


class Now(NamedTuple):
    """The week being simulated."""

    week: int
    seed: int
    counted: bool
    discount: float
    supply_scale: float


class Policy(NamedTuple):
    """Levers in force this week, by community c, sub-district j and service k.

    Attributes
    ----------
    delta : float array (c, k)
        Effective delegation.
    phi : float array (j, k)
        Share of capacity delegated, which follows the stock of cases.
    route_length, route_edges : int8 arrays (c, entry, target)
        Intake nodes and edges walked of the route from an entry to a target.
    route : int8 array (c, entry, target, position)
        Kinds of intake nodes.
    misroute : float array (c, entry, target, position)
        Chance that the hand-over after a position misroutes.
    shared : bool array (j,)
        The organisations keep one list per service.
    walk_in, data_sharing : bool arrays (c,)
    worker_node : int8 array (j,)
        Where station workers sit (Node), -1 none.
    endorsement, platform, mobilisers, worker_fte, supply : float arrays (c,)
        Mobilisers in hours per week and 1,000 residents, station workers in full-time
        equivalents; supply scales all formal hours.
    redevelopment, capacity : float arrays (c,)
        Yuan per year spent on the built environment and on training.
    edge_committee : bool array (c,)
        The committee keeps edges with the organisations of its sub-district.
    edge_organisations, edge_worker : bool arrays (j,)
        Organisations keep edges with one another, and with the station workers.
    """

    delta: NDArray[np.float64]
    phi: NDArray[np.float64]
    route_length: NDArray[np.int8]
    route_edges: NDArray[np.int8]
    route: NDArray[np.int8]
    misroute: NDArray[np.float64]
    shared: NDArray[np.bool_]
    walk_in: NDArray[np.bool_]
    data_sharing: NDArray[np.bool_]
    worker_node: NDArray[np.int8]
    endorsement: NDArray[np.float64]
    platform: NDArray[np.float64]
    mobilisers: NDArray[np.float64]
    worker_fte: NDArray[np.float64]
    edge_committee: NDArray[np.bool_]
    edge_organisations: NDArray[np.bool_]
    edge_worker: NDArray[np.bool_]
    supply: NDArray[np.float64]
    redevelopment: NDArray[np.float64]
    capacity: NDArray[np.float64]
