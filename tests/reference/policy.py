"""Phase 1, policy: communities adopt, delegation rises, capacity follows, hours are planned."""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NEVER, Node, Side, Stage

from .draws import uniform
from .hours import plan_hours
from .rules import MINUTES, WEEKS_PER_YEAR, rounded, set_rules

REFERENCE_RESIDENTS = 7640


def policy(model):
    """Run the phase."""
    scenario = model.scenario
    first = model.week == -scenario.horizon.warmup
    settings = scenario.policy if model.week >= 0 else scenario.baseline
    if first or model.week == 0:
        set_rules(model, settings)
        schedule(model)
    watch(model)
    for community in model.communities:
        pull_levers(model, community)
    for sub_district in model.sub_districts:
        pull_shared_levers(model, sub_district)
        place_workers(model, sub_district)
        employ_workers(sub_district)
    for community in model.communities:
        delegate(model, community)
    if first:
        for sub_district in model.sub_districts:
            # Initial stocks were divided between the sides by the baseline's delegation.
            share = scenario.baseline.delegation
            sub_district.phi = {service: share[service.name] for service in model.services}
    model.supply_scale = supply_scale(model)
    for sub_district in model.sub_districts:
        plan_hours(model, sub_district)
        follow_stock(model, sub_district)


def schedule(model):
    """Adoption weeks: evenly over the rollout, ties by a draw; none where communities watch."""
    rollout = model.scenario.rollout

    def place(one):
        return -precedence(rollout.order, one), uniform(model.seed, Stream.ADOPTION_ORDER, one.key)

    if rollout.order == "watching":
        for community in model.communities:
            community.adopted_week = NEVER
        return
    in_turn = sorted(model.communities, key=place)
    for rank, community in enumerate(in_turn):
        community.adopted_week = rollout.start + rollout.duration * rank // len(in_turn)


def precedence(order, community):
    """What makes a community one of the first: need noticed, or readiness to take part."""
    if order == "need":
        return community.expected_intake / community.residents
    if order == "readiness":
        return community.volunteers / community.residents + community.cohesion
    return 0.0


def watch(model):
    """Communities adopt by themselves or after others, as these stood last week."""
    rollout, rules = model.scenario.rollout, model.rules
    if rollout.order != "watching" or model.week < rollout.start:
        return
    adopted = [community for community in model.communities if community.adopted_week != NEVER]
    for community in model.communities:
        if community in adopted:
            continue
        others = len(adopted) / max(1, len(model.communities) - 1)
        chance = rules.innovation / WEEKS_PER_YEAR + rules.imitation * others / WEEKS_PER_YEAR
        if uniform(model.seed, Stream.ADOPTION, community.key, model.week) < chance:
            community.adopted_week = model.week


def pull_levers(model, community):
    """Set a community's levers to the scenario's once it has adopted them."""
    adopted = model.week >= 0 and community.adopted_week <= model.week
    community.regime = int(adopted)
    community.levers = (model.scenario.policy if adopted else model.scenario.baseline).levers
    levers = community.levers
    community.walk_in = levers.walk_in
    community.data_sharing = levers.data_sharing
    community.endorsement = levers.endorsement
    community.platform = levers.platform_level
    community.supply = levers.formal_supply
    community.capacity = levers.capacity_yuan
    community.edge_committee = levers.edge_committee_organisation
    community.mobilisers = levers.mobiliser_hours * 1000 / REFERENCE_RESIDENTS
    community.worker_fte = levers.workers_per_10000 * community.residents / 1e4


def pull_shared_levers(model, sub_district):
    """What institutions of a sub-district share acts once one of its communities has it."""
    levers = [community.levers for community in sub_district.communities]
    sub_district.shared = any(one.shared_list for one in levers)
    sub_district.edge_organisations = any(one.edge_organisations for one in levers)
    sub_district.edge_worker = any(one.edge_worker_organisation for one in levers)


def place_workers(model, sub_district):
    """Where station workers sit, and their hours: the scenario's if any community adopted."""
    sub_district.worker_node = None
    for regime, settings in enumerate((model.scenario.baseline, model.scenario.policy)):
        here = any(community.regime == regime for community in sub_district.communities)
        if here and settings.levers.workers_per_10000 > 0.0:
            at_organisations = settings.levers.worker_employer == "organisation"
            sub_district.worker_node = Node.ORGANISATION if at_organisations else Node.COMMITTEE
    fte = 0.0
    for community in sub_district.communities:
        fte += community.worker_fte
    minutes = rounded(fte * MINUTES * model.rules.worker_hours_year / WEEKS_PER_YEAR)
    workers = [worker for worker in model.workers if worker.sub_district == sub_district.row]
    for place, worker in enumerate(workers):
        worker.minutes = minutes // len(workers) + (place < minutes % len(workers))


def employ_workers(sub_district):
    """Workers are on the side of who employs them, and so are the cases that they serve."""
    if sub_district.worker_node is None:
        return
    at_organisations = sub_district.worker_node == Node.ORGANISATION
    side = Side.SOCIAL if at_organisations else Side.GOVERNMENT
    casework = list(sub_district.casework.values())
    for provider in (sub_district.worker, *casework):
        provider.side = side
    for community in sub_district.communities:
        for case in community.cases:
            if case.provider in casework and case.stage == Stage.IN_SERVICE and case.side != side:
                case.side, case.organisation = side, None


def delegate(model, community):
    """Effective delegation: from the baseline's to the scenario's over the ramp."""
    before, after = model.scenario.baseline.delegation, model.scenario.policy.delegation
    reached = 0.0
    if model.week >= 0:
        ramp = max(1, model.scenario.rollout.ramp_weeks)
        reached = min(1.0, max(0.0, (model.week - community.adopted_week + 1) / ramp))
    community.delta = {}
    for service in model.services:
        delta = before[service.name] + (after[service.name] - before[service.name]) * reached
        community.delta[service] = community.service_tally[service]["delta"] = delta


def mean_delegation(model, sub_district):
    """Delegation of each service in a sub-district, weighted by residents."""
    people = sum(community.residents for community in sub_district.communities)
    mean = {}
    for service in model.services:
        total = 0.0
        for community in sub_district.communities:
            total += community.delta[service] * community.residents
        mean[service] = total / people
    return mean


def follow_stock(model, sub_district):
    """Move delegated capacity after delegation, as fast as open cases turn over."""
    goal = mean_delegation(model, sub_district)
    for service in model.services:
        pace = 1.0 / max(1.0, service.stock_weeks)
        sub_district.phi[service] += (goal[service] - sub_district.phi[service]) * pace


def supply_scale(model):
    """Scale of posted and purchased hours under the closure of the comparison."""
    if model.week < 0 or model.closure == "as_is":
        return 1.0
    if model.closure == "equal_service":
        people = sum(community.residents for community in model.communities)
        adopted = sum(one.residents for one in model.communities if one.regime == 1)
        reached = adopted / max(1, people)
        return model.service_scale * reached + (1.0 - reached)
    added = 0.0
    for community in model.communities:
        if community.regime == 1:
            after = yearly_cost(model.scenario.policy, community)
            added += after - yearly_cost(model.scenario.baseline, community)
    return max(0.0, 1.0 - added / max(1e-9, base_wage_bill(model)))


def yearly_cost(settings, community):
    """Yuan a year of the workers, mobilisers and platform that a community's levers ask for."""
    levers, parameters = settings.levers, settings.parameters
    social = levers.worker_employer == "organisation"
    oncost = parameters.oncost_social if social else parameters.oncost_government
    posts = community.residents * levers.workers_per_10000 / 1e4
    workers = posts * parameters.worker_cost_year * oncost
    hours = community.residents * levers.mobiliser_hours / REFERENCE_RESIDENTS * WEEKS_PER_YEAR
    mobilisers = hours * parameters.jobs["mobiliser"] * parameters.oncost_government
    return workers + mobilisers + levers.platform_yuan


def base_wage_bill(model):
    """Yuan a year of all base hours at desks and for committees' own services."""
    parameters = model.settings.parameters
    at_desks, at_committees = 0.0, 0.0
    for sub_district in model.sub_districts:
        for service, desk in sub_district.desks.items():
            at_desks += desk.base / service.client_share * parameters.jobs[service.job]
    for community in model.communities:
        for service, own in community.own_services.items():
            at_committees += own.base * parameters.jobs[service.job]
    return (at_desks + at_committees) * WEEKS_PER_YEAR / MINUTES * parameters.oncost_government
