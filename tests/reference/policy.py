"""Phase 1, policy: communities adopt, contracts are made, capacity follows, hours are planned."""

from sanlian_sim.world.state import Node, Side, Stage

from .adoption import schedule, watch
from .agreements import agree
from .funding import REFERENCE_RESIDENTS, fund, overspent, price_hours
from .hours import plan_hours
from .procurement import procure
from .rules import MINUTES, WEEKS_PER_YEAR, rounded, set_rules
from .workforce import attend, hire_at_once


def policy(model):
    """Run the phase."""
    scenario = model.scenario
    first = model.week == -scenario.horizon.warmup
    settings = scenario.policy if model.week >= 0 else scenario.baseline
    if first or model.week == 0:
        set_rules(model, settings)
        price_hours(model)
        schedule(model)
    watch(model)
    take_levers(model)
    if first:
        for sub_district in model.sub_districts:
            # Initial stocks were divided between the sides by the baseline's delegation.
            share = scenario.baseline.delegation
            sub_district.phi = {service: share[service.name] for service in model.services}
    attend(model)
    for community in model.communities:
        want(model, community)
    fund(model)
    procure(model)
    agree(model)
    for community in model.communities:
        delegate(model, community)
    model.overspent_fen = overspent(model)
    if first:
        hire_at_once(model)
    for sub_district in model.sub_districts:
        plan_hours(model, sub_district)
        follow_stock(model, sub_district)


def take_levers(model):
    """Set all levers, and what follows from them alone."""
    for community in model.communities:
        pull_levers(model, community)
    for sub_district in model.sub_districts:
        pull_shared_levers(model, sub_district)
        place_workers(model, sub_district)
        employ_workers(sub_district)
        link(model, sub_district)


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
    community.lead = float(levers.lead_organisation)
    community.cooperation = levers.department_cooperation
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
    for worker in sub_district.workers:
        if sub_district.worker_node is not None:
            worker.employer_kind = sub_district.worker_node
        if worker.employer_kind != Node.ORGANISATION:
            worker.employer = None
    fte = 0.0
    for community in sub_district.communities:
        fte += community.worker_fte
    minutes = rounded(fte * MINUTES * model.rules.worker_hours_year / WEEKS_PER_YEAR)
    workers = sub_district.workers
    for place, worker in enumerate(workers):
        worker.post_minutes = minutes // len(workers) + (place < minutes % len(workers))


def link(model, sub_district):
    """How closely institutions work together, and the instruments they use."""
    inside = sub_district.worker_node == Node.COMMITTEE
    for community in sub_district.communities:
        kept = community.edge_committee + community.data_sharing
        community.embedding = (kept + inside) / 3.0
    kept = sub_district.mean(lambda one: one.edge_committee + one.data_sharing)
    sub_district.links = (kept + sub_district.edge_organisations + sub_district.edge_worker) / 4.0
    sub_district.hub = sub_district.mean(lambda one: one.lead)
    here = any(community.regime == 1 for community in sub_district.communities)
    settings = model.scenario.policy if here else model.scenario.baseline
    for instrument in model.instruments:
        sub_district.mix[instrument] = settings.instruments.get(instrument.name, 0.0)


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


def want(model, community):
    """Delegation that is asked for: from the baseline's to the scenario's over the ramp."""
    before, after = model.scenario.baseline.delegation, model.scenario.policy.delegation
    reached = 0.0
    if model.week >= 0:
        ramp = max(1, model.scenario.rollout.ramp_weeks)
        reached = min(1.0, max(0.0, (model.week - community.adopted_week + 1) / ramp))
    community.wanted = {}
    for service in model.services:
        old, new = before[service.name], after[service.name]
        community.wanted[service] = old + (new - old) * reached


def delegate(model, community):
    """Let delegation take effect where somebody has a contract to serve."""
    community.delta = {}
    for service in model.services:
        served = community.sub_district.agreements[service] > 0
        delta = community.wanted[service] if served else 0.0
        community.delta[service] = community.service_tally[service]["delta"] = delta


def follow_stock(model, sub_district):
    """Move delegated capacity after delegation, as fast as open cases turn over."""
    for service in model.services:
        goal = sub_district.mean(lambda one, service=service: one.delta[service])
        pace = 1.0 / max(1.0, service.stock_weeks)
        sub_district.phi[service] += (goal - sub_district.phi[service]) * pace
