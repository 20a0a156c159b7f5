"""The one list of every column of every kind of agent, and of the codes they hold."""

from enum import IntEnum

from sanlian_sim.world.columns import Column

NEVER = 2**31 - 1
LONG_AGO = -1_000_000
NOT_YET = LONG_AGO
"""Week of what has not happened; weeks of warm-up are negative, so that -1 is a week."""


class AgeBand(IntEnum):
    """Age in years."""

    CHILD = 0
    WORKING_AGE = 1
    OLDER = 2
    OLDEST = 3


class Labour(IntEnum):
    """Labour status."""

    OUTSIDE = 0
    EMPLOYED = 1
    UNEMPLOYED = 2


class Stage(IntEnum):
    """Stage of an open case."""

    LATENT = 0
    QUEUED = 1
    IN_SERVICE = 2


class Exit(IntEnum):
    """How a case ended."""

    CLOSED = 0
    PASSED = 1
    GAVE_UP = 2
    DECLINED = 3


class Side(IntEnum):
    """Who answers for a case or a provider."""

    UNKNOWN = -1
    GOVERNMENT = 0
    SOCIAL = 1


class Channel(IntEnum):
    """How a case was noticed; the first that succeeds in this order is recorded."""

    NONE = -1
    OUTREACH = 0
    GRID = 1
    TIE = 2
    SELF = 3


class Node(IntEnum):
    """Kinds of nodes of the governance hierarchy and the service network."""

    COMMITTEE = 0
    WORKER = 1
    ORGANISATION = 2
    OFFICE = 3
    DESK = 4


class ProviderKind(IntEnum):
    """Kinds of provider rows: who holds paid (or volunteered) hours."""

    COMMITTEE = 0
    COMMITTEE_SERVICE = 1
    OFFICE = 2
    DESK = 3
    ORGANISATION = 4
    WORKER = 5
    WORKER_CASEWORK = 6
    VOLUNTEERS = 7
    FACILITY = 8


class Founder(IntEnum):
    """How an organisation came to be."""

    FIRST = 0
    ENTRY = 1
    VENTURE = 2
    LEAD = 3


class PostType(IntEnum):
    """Types of contract of government's posts."""

    CIVIL = 0
    CONTRACT = 1


class Happening(IntEnum):
    """Kinds of events that change a resident's trust."""

    FIRST_SERVICE = 0
    CONTINUED = 1
    CLOSURE = 2
    GAVE_UP = 3
    FOUND_BY_OUTREACH = 4


class ResidentColumns:
    """Residents, sorted by community, grid and household."""

    key = Column("u8", "", "stable identity, from which all draws derive", 0)
    community = Column("i4", "", "community row", 0)
    grid = Column("i4", "", "grid within the community", 0)
    household = Column("i4", "", "household row", 0)
    age_band = Column("i1", "", "0: 0-14, 1: 15-59, 2: 60-79, 3: 80+ years", 0, 0, 3)
    low_income = Column("?", "", "receives or borders on the minimum living allowance", False)
    disabled = Column("?", "", "disabled or semi-disabled", False)
    bereaved = Column("?", "", "bereaved of an only child", False)
    living_alone = Column("?", "", "one-person household", False)
    education = Column("i1", "", "0 low, 1 middle, 2 high", 0, 0, 2)
    income_class = Column("i1", "", "quintile, 0 lowest", 0, 0, 4)
    labour = Column("i1", "", "0 outside the labour force, 1 employed, 2 unemployed", 0, 0, 2)
    volunteer = Column("?", "", "active volunteer", False)
    wellbeing = Column("f8", "points 0-10", "life satisfaction", 0.0, 0, 10)
    trust_government = Column("f8", "share", "trust in government providers", 0.0, 0, 1)
    trust_social = Column("f8", "share", "trust in social organisations", 0.0, 0, 1)
    awareness = Column("f8", "share", "awareness of social providers", 0.0, 0, 1)
    grievance = Column("f8", "share", "grievance", 0.0, 0, 1)
    baseline_wellbeing = Column("f4", "points", "wellbeing without any of the model's effects", 0.0)
    baseline_trust_government = Column("f4", "share", "level trust in government returns to", 0.0)
    baseline_trust_social = Column("f4", "share", "level trust in organisations returns to", 0.0)
    fatigue = Column("f4", "share", "a volunteer's felt use of the hours offered", 0.0, 0, 2)
    threshold = Column("f4", "share", "volunteering ties that would mobilise the resident", 0.0)
    burden = Column("f8", "points", "wellbeing lost to open cases", 0.0, 0)
    own_care_minutes = Column("i4", "minutes per week", "care given to household members", 0, 0)
    care_need = Column("i4", "minutes per week", "care needed while limited, 0 if not limited", 0)
    care_family = Column("i4", "minutes per week", "care the family covers", 0)
    care_displaced = Column("i4", "minutes per week", "family care displaced by formal hours", 0)
    limited_until = Column("i4", "week", "end of the limitation", NEVER)
    next_due = Column("i4", "week", "first candidate onset or end of the limitation", NEVER)
    next_job_loss = Column("i4", "week", "next candidate for losing a job", NEVER)
    job_help_done = Column("?", "", "an employment case closed in this unemployment", False)
    last_helped = Column("i4", "week", "week of the last served hour", LONG_AGO)
    last_organisation = Column("i4", "", "organisation that served last, -1 none", -1)
    past_success = Column("u1", "", "calls that were followed by a closed case", 0)
    open_services = Column("u4", "", "bit k: a case of service k is open", 0)
    groups = Column("u4", "", "bit g: member of outcome group g", 0)
    wellbeing_total = Column("f8", "point-weeks", "wellbeing summed over counted weeks", 0.0)
    need_minutes = Column("i4", "minutes", "hours needed in counted weeks", 0)
    delivered_minutes = Column("i4", "minutes", "hours delivered in counted weeks", 0)
    unmet_minutes = Column("i4", "minutes", "noticed hours not delivered in counted weeks", 0)


RARELY_READ = (
    "community", "household", "last_helped", "low_income", "disabled", "bereaved", "living_alone",
    "education", "income_class", "threshold", "care_need", "care_family", "care_displaced",
    "limited_until", "job_help_done", "past_success", "last_organisation", "open_services",
    "need_minutes", "delivered_minutes", "unmet_minutes",
)  # fmt: skip
"""Columns that only residents with a case or a decision use: one cache line holds them."""


class HouseholdColumns:
    """Households, sorted by community and grid."""

    key = Column("u8", "", "stable identity", 0)
    community = Column("i4", "", "community row", 0)
    first_row = Column("i4", "", "row of the first member", 0)
    size = Column("i4", "persons", "members", 0)
    able_carers = Column("i4", "persons", "members of 15-79 neither disabled nor limited", 0)
    dependants = Column("i4", "persons", "limited members", 0)


class CaseColumns:
    """Open cases, compact per community."""

    key = Column("u8", "", "identity: hash of resident, service, onset and repeat number", 0)
    resident = Column("i4", "", "resident row", 0)
    community = Column("i4", "", "community row", 0)
    service = Column("i1", "", "service row", 0)
    stage = Column("i1", "", "0 latent, 1 queued, 2 in service", 0)
    side = Column("i1", "", "-1 unknown, 0 government, 1 social", -1)
    channel = Column("i1", "", "how it was noticed", -1)
    entry = Column("i1", "", "kind of node at which it entered", 0)
    hops = Column("i1", "", "intake nodes passed; -1 once at its provider", 0)
    misrouted = Column("?", "", "came back last time: the next intake is a further one", False)
    called = Column("?", "", "the resident called the hotline", False)
    escalated = Column("?", "", "escalated to the sub-district", False)
    onset = Column("u2", "", "onset number of the resident and service", 0)
    repeat = Column("u2", "", "repeat number", 0)
    handovers = Column("u2", "", "hand-overs and misrouted hand-overs so far", 0)
    severity = Column("f8", "share", "severity", 0.0)
    start_severity = Column("f8", "share", "severity at onset", 0.0)
    covered = Column("f8", "share", "severity relieved this week: quality times coverage", 0.0)
    quality = Column("f8", "share", "quality of the last hours", 0.0)
    request = Column("i4", "minutes", "per week (continuing) or in total (episodic)", 0)
    left = Column("i4", "minutes", "still to be given (episodic)", 0)
    given = Column("i4", "minutes", "given this week", 0)
    planned = Column("i4", "minutes", "to be given this week", 0)
    delivered = Column("i4", "minutes", "given so far", 0)
    opened = Column("i4", "week", "onset", 0)
    noticed = Column("i4", "week", "first noticed, NOT_YET if latent", NOT_YET)
    first_served = Column("i4", "week", "first hour, NOT_YET if none", NOT_YET)
    end_week = Column("i4", "week", "end of the spell (continuing)", NEVER)
    next_event = Column("i4", "week", "next report of continuing service", NEVER)
    provider = Column("i4", "", "provider row that serves, -1 none", -1)
    organisation = Column("i4", "", "organisation chosen, -1 none", -1)


class EventColumns:
    """Events of this week that residents react to, compact per community."""

    resident = Column("i4", "", "resident row", 0)
    service = Column("i1", "", "service row", 0)
    side = Column("i1", "", "side that served or failed", 0)
    kind = Column("i1", "", "see Happening", 0)
    experience = Column("f8", "share", "quality discounted by the wait; 0 for a case given up", 0.0)


class EndedColumns:
    """Cases that ended this week, compact per community; drained into the log of cases."""

    key = Column("u8", "", "identity of the case", 0)
    resident = Column("i4", "", "resident row", 0)
    service = Column("i1", "", "service row", 0)
    exit = Column("i1", "", "see Exit; -1 still open at the end of the run", 0)
    side = Column("i1", "", "side, -1 never noticed", -1)
    channel = Column("i1", "", "how it was noticed", -1)
    escalated = Column("?", "", "escalated", False)
    called = Column("?", "", "called", False)
    onset = Column("u2", "", "onset number", 0)
    repeat = Column("u2", "", "repeat number", 0)
    handovers = Column("u2", "", "hand-overs, misrouted ones included", 0)
    organisation = Column("i4", "", "organisation, -1 none", -1)
    request = Column("i4", "minutes", "as in the case", 0)
    delivered = Column("i4", "minutes", "given in all", 0)
    opened = Column("i4", "week", "onset", 0)
    noticed = Column("i4", "week", "first noticed, NOT_YET if never", NOT_YET)
    first_served = Column("i4", "week", "first hour, NOT_YET if never", NOT_YET)
    ended = Column("i4", "week", "end", 0)
    severity = Column("f4", "share", "severity at the end", 0.0)
    quality = Column("f8", "share", "quality of its last week with hours, 0 if it got none", 0.0)


class CommunityColumns:
    """Communities with their residents' committee and grid workers."""

    key = Column("u8", "", "stable identity", 0)
    sub_district = Column("i4", "", "sub-district row", 0)
    first_resident = Column("i4", "", "row of the first resident", 0)
    residents = Column("i4", "persons", "residents", 0)
    adults = Column("i4", "persons", "residents of 15 and more", 0)
    households = Column("i4", "households", "households", 0)
    targets = Column("i4", "persons", "residents whom outreach seeks", 0)
    regime = Column("i1", "", "0 baseline settings, 1 the scenario's", 0)
    adopted_week = Column("i4", "week", "adoption of the scenario's levers", NEVER)
    staff_minutes = Column("i4", "minutes per week", "paid committee time under the baseline", 0)
    visit_share = Column("f8", "share", "of service time left after edges and intake", 0.0)
    admin_share = Column("f8", "share", "committee time spent on administration", 0.0)
    visits = Column("f8", "per household-week", "grid visits", 0.0)
    intake_limit = Column("i4", "minutes per week", "intake limit of the committee", 0)
    intake_used = Column("i4", "minutes", "intake of the committee this week", 0)
    outreach = Column("f8", "per target-week", "chance of an outreach visit", 0.0)
    friction = Column("f8", "share", "between grid and property management", 0.0, 0, 1)
    built_environment = Column("f8", "share", "quality of the built environment", 0.0, 0, 1)
    environment = Column("f8", "share", "living environment", 0.0, 0, 1)
    cohesion = Column("f8", "share", "cohesion", 0.0, 0, 1)
    sharing = Column("f8", "share", "sharing of resources", 0.0, 0, 1)
    cohesion_initial = Column("f8", "share", "cohesion in equilibrium under the baseline", 0.0)
    most_ties = Column("i4", "ties", "of the resident who has most", 0)
    tie_index = Column("f8", "share", "density of ties, saturating", 0.0)
    disputes = Column("f8", "share", "unsettled disputes, smoothed, of what fills it", 0.0)
    volunteers = Column("i4", "persons", "active volunteers", 0)
    join_rate = Column("f8", "per week", "joining that balances leaving at the start", 0.0)
    walk_minutes = Column("f8", "minutes", "one way to facilities", 0.0)
    calls = Column("i4", "calls", "calls to the hotline this week", 0)
    family_minutes = Column("i4", "minutes per week", "care that families give", 0)
    last_intake = Column("i4", "minutes", "intake of the committee last week", 0)
    expected_intake = Column("f8", "minutes per week", "intake expected under the baseline", 0.0)
    mobiliser_minutes = Column("i4", "minutes per week", "paid mobilisers", 0)
    older = Column("i4", "persons", "residents of 60 and more", 0)
    older_initial = Column("i4", "persons", "the same at the start", 0)
    friction_initial = Column("f8", "share", "friction at the start", 0.0, 0, 1)
    initiatives = Column("i4", "initiatives", "of residents, active", 0)
    initiatives_expected = Column("f8", "initiatives", "kept up by the start's community", 0.0)
    volunteer_training = Column("f8", "share", "training of the volunteers", 0.0, 0, 1)
    enterprises = Column("f8", "enterprises", "new economic organisations of residents", 0.0)
    founded_nearby = Column("i4", "organisations", "founded in the sub-district last week", 0)
    local_hires = Column("f8", "jobs", "added by providers last week, less those cut", 0.0)
    hires_initial = Column("f8", "jobs per week", "local jobs filled at the start", 0.0)
    working_age = Column("i4", "persons", "residents of 15-59 at the start", 0)
    disputes_initial = Column("f8", "share", "unsettled disputes at the start", 0.0)


class ProviderColumns:
    """Whoever holds hours: each row obeys one identity, in minutes of this week.

    paid = administration + coordination + edges + intake + visits + outreach + supervision +
    training + travel + escalation + direct + idle.
    """

    kind = Column("i1", "", "see ProviderKind", 0)
    side = Column("i1", "", "0 government, 1 social", 0)
    service = Column("i1", "", "service row, -1 several", -1)
    sub_district = Column("i4", "", "sub-district row", 0)
    community = Column("i4", "", "community row, -1 the whole sub-district", -1)
    owner = Column("i4", "", "organisation row, -1 none", -1)
    base = Column("i4", "minutes per week", "client time under the baseline", 0)
    paid = Column("i4", "minutes", "paid (volunteers: offered)", 0)
    client = Column("i4", "minutes", "available to clients", 0)
    administration = Column("i4", "minutes", "administration and oversight", 0)
    coordination = Column("i4", "minutes", "coordination", 0)
    edges = Column("i4", "minutes", "keeping edges", 0)
    intake = Column("i4", "minutes", "intake", 0)
    visits = Column("i4", "minutes", "grid visits", 0)
    outreach = Column("i4", "minutes", "outreach", 0)
    supervision = Column("i4", "minutes", "supervision", 0)
    training = Column("i4", "minutes", "training", 0)
    travel = Column("i4", "minutes", "travel", 0)
    escalation = Column("i4", "minutes", "escalations", 0)
    direct = Column("i4", "minutes", "with clients", 0)
    idle = Column("i4", "minutes", "idle", 0)
    free = Column("i4", "minutes", "client time of the pool not yet given this week", 0)
    opening = Column("i4", "minutes", "client time of the pool before any was given", 0)
    requested = Column("i4", "minutes", "asked by the cases on its list this week", 0)
    pool = Column("i4", "", "provider row whose minutes it shares", 0)
    free_share = Column("f8", "share", "of client time left idle last week", 1.0)
    limit = Column("i4", "minutes per week", "intake limit of a node", 0)
    load_ratio = Column("f8", "ratio", "requested over minutes open to its list", 0.0)
    strain = Column("f8", "ratio", "load of its list; a helper's, that of the lists it helps", 0.0)
    diluted_weeks = Column("i4", "weeks", "weeks in a row with more slots than minutes", 0)
    clients = Column("i4", "cases", "in service with it", 0)
    open = Column("?", "", "holds a contract in force: takes social cases", False)
    call_share = Column("f8", "share", "of the call-off money of its service", 0.0)
    price = Column("f8", "yuan per paid hour", "of hours called off", 0.0)
    fee_minutes = Column("i4", "minutes per week", "promised for fixed fees", 0)
    asked = Column("i4", "minutes", "paid time that contracts ask for this week", 0)
    staff = Column("f8", "minutes per week", "time of the staff there is", 0.0)
    staff_counted = Column("f8", "minutes per week", "its staff when jobs were last counted", 0.0)
    bench = Column("i4", "minutes", "staff's time that nobody asks for this week", 0)
    overhead = Column("f8", "share", "overhead and reporting, of wages", 0.0)
    insecurity = Column("f8", "per year", "52 over the weeks of its contracts, their mean", 0.0)
    monitoring_share = Column("f8", "share", "of its value that monitoring needs", 0.0)
    skill = Column("f8", "share", "skill of the staff", 0.0, 0, 1)
    fatigue = Column("f8", "share", "fatigue of the staff", 0.0, 0, 1)
    coaching = Column("f8", "fen per week", "that buy coaching for the staff", 0.0)
    fit = Column("f8", "factor", "how well a project suits the place, of quality", 1.0)
    shading = Column("f8", "share", "unverifiable quality withheld", 0.0, 0, 1)
    quality_factor = Column("f8", "factor", "of the quality in the table of services", 1.0)


class SocialOrganisationColumns:
    """Social organisations."""

    key = Column("u8", "", "stable identity", 0)
    sub_district = Column("i4", "", "sub-district row", 0)
    kind = Column("i1", "", "row of the types of organisations", 0)
    services = Column("u4", "", "bit k: offers service k", 0)
    reputation = Column("f8", "share", "reputation", 0.5, 0, 1)
    cash = Column("i8", "fen", "cash", 0)
    founded = Column("i4", "week", "founded", LONG_AGO)
    founder = Column("i1", "", "see Founder", 0)
    alive = Column("?", "", "alive; rows that are not yet founded or have closed are not", True)
    initiative = Column("?", "", "a project on a grant, not yet an organisation of its own", False)
    granted_until = Column("i4", "week", "end of its grant", NEVER)
    overhead = Column("f8", "share", "rent and management, of wages", 0.0)
    motivation = Column("f8", "share", "motivation by its mission", 0.0, 0, 1)
    relation = Column("f8", "share", "trust of the office in it", 0.0, 0, 1)
    administrative_load = Column("f8", "share", "of client time lost to the payer", 0.0, 0, 1)
    dependency = Column("f8", "share", "of income that comes from government", 1.0, 0, 1)
    diverted = Column("f8", "share", "of client time used by committees", 0.0, 0, 1)
    debt_weeks = Column("i4", "weeks", "weeks in a row with debts beyond its credit", 0)
    backed = Column("f8", "fen per week", "wages for which backers have given capital", 0.0)


class ContractColumns:
    """Contracts: one row per lot of an instrument, service and sub-district."""

    key = Column("u8", "", "stable identity", 0)
    instrument = Column("i1", "", "row of the table of instruments", 0)
    service = Column("i1", "", "service row", 0)
    sub_district = Column("i4", "", "sub-district row", 0)
    number = Column("i4", "", "number of the lot", 0)
    organisation = Column("i4", "", "organisation row, -1 if nobody holds it", -1)
    price = Column("f8", "yuan per paid hour", "price", 0.0)
    fee = Column("i8", "fen per week", "fixed fee, 0 for hours called off", 0)
    minutes = Column("i4", "minutes per week", "paid time promised for the fee", 0)
    fixed = Column("i8", "fen per week", "rent and management of its facility", 0)
    coaching = Column("i8", "fen per week", "that buy coaching for the staff", 0)
    premises = Column("i8", "fen per week", "that pay the facility's capital back", 0)
    capital = Column("i8", "fen", "capital of its facility", 0)
    value = Column("i8", "fen per week", "planned value", 0)
    start = Column("i4", "week", "first week in force", NEVER)
    end = Column("i4", "week", "first week no longer in force", LONG_AGO)
    since = Column("i4", "week", "since when the organisation has held it", LONG_AGO)
    retry = Column("i4", "week", "next tender if nobody holds it", LONG_AGO)


class SocialWorkerColumns:
    """Social workers of the sub-districts' stations."""

    key = Column("u8", "", "stable identity", 0)
    sub_district = Column("i4", "", "sub-district row", 0)
    employer_kind = Column("i1", "", "0 committee, 2 organisation (see Node)", 0)
    employer = Column("i4", "", "organisation row, -1 the committees", -1)
    minutes = Column("i4", "minutes per week", "paid time, 0 while the post is vacant", 0)
    post_minutes = Column("i4", "minutes per week", "paid time of the post", 0)
    vacant_until = Column("i4", "week", "week in which the vacant post is filled", LONG_AGO)
    tenure = Column("i4", "weeks", "weeks in the post", 0)
    skill = Column("f8", "share", "skill", 0.0, 0, 1)
    fatigue = Column("f8", "share", "fatigue", 0.0, 0, 1)
    caseload = Column("i4", "cases", "open cases served", 0)


class GovernmentColumns:
    """The district bureau (row 0), the sub-district offices (1 + sub-district), departments."""

    key = Column("u8", "", "stable identity", 0)
    level = Column("i1", "", "0 bureau, 1 sub-district office, 2 department", 0)
    parent = Column("i4", "", "row of the superior, -1 none", -1)
    cash = Column("i8", "fen", "cash", 0)
    civil_minutes = Column("i4", "minutes per week", "civil servants' time", 0)
    posts = Column("f8", "posts", "filled posts of its desks and committees' services", 0.0)
    stranded = Column("f8", "posts", "of these, posts whose work was handed over", 0.0)
    know_how = Column("f8", "share", "know-how to judge what is bought", 1.0, 0, 1)
    monitoring = Column("f8", "share", "of the monitoring that contracts need", 1.0, 0, 1)


class PropertyManagerColumns:
    """Property managers, one per community."""

    key = Column("u8", "", "stable identity", 0)
    community = Column("i4", "", "community row", 0)
    friction = Column("f8", "share", "friction with grid management", 0.0, 0, 1)
    responsiveness = Column("f8", "share", "responsiveness to residents", 0.0, 0, 1)
