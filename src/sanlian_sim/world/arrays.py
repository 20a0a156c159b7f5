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


class Market(NamedTuple):
    """What institutions have agreed, by instrument m, sub-district j, service k, organisation o.

    Attributes
    ----------
    posts : float array (j, k, PostType)
        Filled posts of government, in shares of the base hours.
    goal : float array (j, k)
        Posts that the work left to government asks for.
    bill : float array (j, k)
        Fen a week that all base hours cost as government's posts.
    full_time : float array (j, k)
        Full-time posts that all base hours are.
    wage : float array (k,)
        Yuan per paid hour of the service's job.
    rate : float array (k,)
        Fen that a client minute costs as one of government's posts.
    volume : float array (j, k)
        Client minutes a week that contracts replace.
    scale : float array (j,)
        Contract money over what those minutes would cost as government's posts.
    call_off : float array (j,)
        Share of contract money meant for hours called off.
    fees : float array (j, k)
        Fen a week of fixed fees in force.
    aim : float array (j, k)
        Delegation that policy asks for in the long run, where it has begun.
    wanted : float array (c, k)
        Delegation that policy asks for; it takes effect where some contract is in force.
    mix : float array (j, m)
        Shares of instruments.
    agreements, newcomers : int32 arrays (j, k)
        Organisations with a contract in force, and of them those in their first year.
    active : int32 array (j,)
        Organisations with any contract in force.
    hub : float array (j,)
        Share of residents whose arrangement has a lead organisation.
    lever_cost : float array (c,)
        Yuan a year that levers cost above the baseline's, where adopted.
    embedding : float array (c,)
        How far organisations work inside the committee's structures.
    links : float array (j,)
        Kinds of edges kept, of all kinds.
    site : int32 array (j, k)
        Community of the facility, -1 none.
    worker_minutes : int64 array (j,)
        Paid time of the station workers in post.
    helped : int32 array (c,)
        Minutes of organisations that the committee uses for its own tasks.
    diverted : int64 array (j,)
        Those minutes of all organisations this week.
    tender_fen : int64 array (j,)
        Cost of this week's tenders.
    endowment : int64 array (o,)
        Fen that backers give this week.
    due : int64 array (o, weeks)
        Fen that fall due, by week modulo the length.
    block_end, block_lots, block_renewals : int32 arrays (m, j, k)
        End of the contracts in force, their number, and how often they were renewed.
    first_contract : int32 array (blocks + 1,)
        First contract row of each block (m, j, k), in that order.
    """

    posts: NDArray[np.float64]
    goal: NDArray[np.float64]
    bill: NDArray[np.float64]
    full_time: NDArray[np.float64]
    wage: NDArray[np.float64]
    rate: NDArray[np.float64]
    volume: NDArray[np.float64]
    scale: NDArray[np.float64]
    call_off: NDArray[np.float64]
    fees: NDArray[np.float64]
    aim: NDArray[np.float64]
    wanted: NDArray[np.float64]
    mix: NDArray[np.float64]
    agreements: NDArray[np.int32]
    newcomers: NDArray[np.int32]
    active: NDArray[np.int32]
    hub: NDArray[np.float64]
    lever_cost: NDArray[np.float64]
    embedding: NDArray[np.float64]
    links: NDArray[np.float64]
    site: NDArray[np.int32]
    worker_minutes: NDArray[np.int64]
    helped: NDArray[np.int32]
    diverted: NDArray[np.int64]
    tender_fen: NDArray[np.int64]
    endowment: NDArray[np.int64]
    due: NDArray[np.int64]
    block_end: NDArray[np.int32]
    block_lots: NDArray[np.int32]
    block_renewals: NDArray[np.int32]
    first_contract: NDArray[np.int32]


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
    cooperation, lead : float arrays (c,)
        Cooperation of departments, 0-1; whether there is a lead organisation.
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
    cooperation: NDArray[np.float64]
    lead: NDArray[np.float64]
    redevelopment: NDArray[np.float64]
    capacity: NDArray[np.float64]
