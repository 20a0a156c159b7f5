"""What happened in a week, so that tests know that the branches of the model were taken."""

from sanlian_sim.world.state import (
    NOT_YET,
    AgeBand,
    Channel,
    Exit,
    Labour,
    Node,
    ProviderKind,
    Side,
    Stage,
)  # fmt: skip

from .casework import AT_PROVIDER
from .witness_market import MARKET_EXPECTED, market_happenings


def happenings(model):
    """Yield a name for everything that happened, as often as it did."""
    for community in model.communities:
        yield from _of_community(community)
        yield from _of_development(model, community)
        for case in community.cases:
            yield from _of_case(case)
        for ended in community.ended:
            kind = "continuing" if ended.service.continuing else "episodic"
            yield f"{kind} case {ended.exit.name.lower()}"
            yield from ("repeat ended" for _ in range(ended.repeat > 0))
            if ended.exit == Exit.CLOSED and ended.service.continuing and ended.organisation:
                yield "spell of a social client ended"
    for provider in model.providers:
        yield from _of_provider(provider)
    for resident in model.residents:
        yield from _of_resident(model, resident)
    yield from market_happenings(model)
    if any(one.scale != 1.0 for one in model.sub_districts):
        yield "scaled"


def _of_community(community):
    for counts in community.service_tally.values():
        yield from ("onset merged" for _ in range(int(counts["merged"])))
    if community.intake_used > community.committee.free:
        yield "overtime at a committee"
    if community.regime == 0 and any(one.regime for one in community.sub_district.communities):
        yield "neighbour adopted first"
    if any(0.0 < phi < 1.0 for phi in community.sub_district.phi.values()):
        yield "capacity delegated in part"


def _of_development(model, community):
    if community.tally["private_minutes"] > 0:
        yield "care bought privately"
    if community.initiatives > 0:
        yield "initiative of residents"
    if 0.0 < community.volunteer_training < 1.0:
        yield "volunteers trained in part"
    if community.friction != community.friction_initial:
        yield "property manager moved"
    of_working_age = [one for one in community.people if one.age_band == AgeBand.WORKING_AGE]
    if len(of_working_age) < community.working_age:
        yield "some grew older"
    watching = model.scenario.rollout.order == "watching"
    if watching and community.adopted_week == model.week - 1:
        yield "adopted by watching"


def _of_case(case):
    service, stage = case.service, case.stage
    if stage == Stage.LATENT:
        return
    yield f"noticed by {Channel(case.channel).name.lower()}"
    yield f"entered at {Node(case.entry).name.lower()}"
    for flag in ("misrouted", "called", "escalated"):
        if getattr(case, flag):
            yield flag
    if stage == Stage.IN_SERVICE:
        yield f"served by {ProviderKind(case.provider.kind).name.lower()}"
        if service.continuing and case.given < case.request:
            idle = case.provider.diluted_weeks == 0
            yield "diluted by an idle provider" if idle else "slot diluted"
        return
    if case.hops != AT_PROVIDER:
        yield f"waits for intake, {case.hops} nodes passed"
    elif case.side == Side.SOCIAL and case.organisation is None:
        yield "waits without an organisation"
    if case.given > 0:
        yield "relieved by volunteers while waiting"
    elif case.first_served != NOT_YET:
        yield "continuing case sent back" if service.continuing else "episodic case sent back"


def _of_provider(provider):
    if provider.load_ratio > 1.0:
        yield "list overloaded"
    if provider.pool is not provider:
        yield "minutes pooled"
    for name in ("edges", "coordination", "escalation", "outreach"):
        if getattr(provider, name) > 0:
            yield f"hours of {name}"
    yield from _of_overtime(provider)
    if provider.kind == ProviderKind.ORGANISATION:
        if provider.intake > 0:
            yield "intake at an organisation"
        if provider.direct > 0:
            yield "delegated hours"
        if len(provider.sub_district.organisations_offering(provider.service)) > 1:
            yield "several organisations to choose"


def _of_overtime(provider):
    if provider.kind == ProviderKind.OFFICE and provider.paid > provider.base:
        yield "overtime at the office"
    if provider.kind == ProviderKind.WORKER and provider.intake > provider.limit:
        yield "overtime of station workers"
    if provider.kind == ProviderKind.ORGANISATION and provider.intake > provider.limit:
        yield "overtime at an organisation"


def _of_resident(model, resident):
    if resident.care_displaced > 0:
        yield "family hours displaced"
    if resident.own_care_minutes > 0:
        yield "cares for a member of the household"
    if resident.household.dependants > 1 and resident.care_need > 0:
        yield "two limited in one household"
    if resident.labour == Labour.UNEMPLOYED:
        yield "out of work"
    if resident.job_help_done:
        yield "helped to find work"
    around = [tie.grievance for tie in resident.ties]
    if around and sum(around) / len(around) > model.rules.grievance_threshold:
        yield "shares the grievance of ties"
    if resident.past_success:
        yield "called with success"


EXPECTED = (
    *MARKET_EXPECTED,
    *(f"{kind} case {how}" for kind in ("continuing", "episodic")
      for how in ("closed", "passed", "gave_up", "declined", "sent back")),
    *(f"noticed by {channel}" for channel in ("outreach", "grid", "tie", "self")),
    *(f"entered at {node}" for node in ("committee", "worker", "organisation")),
    *(f"served by {kind}" for kind in
      ("desk", "committee_service", "organisation", "worker_casework", "volunteers")),
    *(f"waits for intake, {nodes} nodes passed" for nodes in range(3)),
    *(f"hours of {what}" for what in ("edges", "coordination", "escalation", "outreach")),
    "adopted by watching", "called", "called with success", "capacity delegated in part",
    "care bought privately",
    "cares for a member of the household", "delegated hours", "diluted by an idle provider",
    "escalated", "family hours displaced", "helped to find work", "initiative of residents",
    "intake at an organisation",
    "list overloaded", "minutes pooled", "misrouted", "neighbour adopted first",
    "onset merged", "out of work", "overtime at a committee", "overtime at an organisation",
    "overtime at the office", "overtime of station workers",
    "property manager moved", "relieved by volunteers while waiting", "repeat ended",
    "several organisations to choose", "some grew older",
    "shares the grievance of ties", "slot diluted", "spell of a social client ended",
    "two limited in one household", "volunteers trained in part", "waits without an organisation",
)  # fmt: skip
"""What has to happen for a comparison to cover the model."""
