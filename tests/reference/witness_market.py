"""What happened in the market in a week."""

from sanlian_sim.world.flows import Category
from sanlian_sim.world.state import ProviderKind, Stage

from .rules import rounded
from .workforce import TEAMS


def market_happenings(model):
    """Yield a name for everything that institutions did, as often as they did."""
    yield from model.awards
    yield from (f"project {how}" for how in model.ended_projects)
    yield from (f"case {how}" for how in model.moves)
    yield from (how for _, how in model.closed)
    yield from ("entry" for _ in model.entered)
    for category, fen in model.week_fen.items():
        if fen > 0:
            yield f"{category.label} booked"
    for contract in model.contracts:
        yield from _of_contract(model, contract)
    for sub_district in model.sub_districts:
        yield from _of_sub_district(sub_district)
        yield from _of_facilities(sub_district)
    for provider in model.providers:
        if provider.kind in TEAMS:
            yield from _of_team(provider)
    for worker in model.workers:
        if worker.vacant_until == model.week + rounded(model.rules.hire_weeks):
            yield "station worker left"
        if worker.vacant_until > model.week:
            yield "station post vacant"


def _of_contract(model, contract):
    if contract.organisation is None:
        if contract.end > model.week:
            yield "contract vacant"
        return
    if contract.start > model.week:
        yield "consent awaited"


def _of_sub_district(sub_district):
    government = sub_district.government
    if government.stranded > 0.0:
        yield "post stranded"
    if 0.0 < government.monitoring < government.know_how:
        yield "monitored in part"
    if sub_district.diverted > 0:
        yield "committees used organisations"
    if any(sub_district.newcomers.values()):
        yield "newcomer under contract"
    for organisation in sub_district.organisations:
        if organisation.debt_weeks > 0:
            yield "in debt"
        if organisation.administrative_load > 0.0:
            yield "administrative load"
        if organisation.initiative:
            yield "initiative at work"


def _of_facilities(sub_district):
    for community in sub_district.communities:
        for case in community.cases:
            if case.stage == Stage.IN_SERVICE and case.provider.kind == ProviderKind.FACILITY:
                near = sub_district.site[case.service] is community
                yield f"facility used by those {'near' if near else 'far'}"


def _of_team(team):
    if team.asked > team.paid > 0:
        yield "team short of staff"
    if team.bench > 0:
        yield "staff nobody asks for"
    if team.shading > 0.0 and team.direct > 0:
        yield "quality withheld"
    if team.coaching > 0:
        yield "coached"


MARKET_EXPECTED = (
    *(f"{category.label} booked" for category in Category),
    *(f"tender of {name}" for name in ("purchase", "venture", "outsourcing", "voucher")),
    *(f"project {how}" for how in ("taken on", "stopped", "initiative dissolved")),
    *(f"facility used by those {where}" for where in ("near", "far")),
    "administrative load", "another year of outsourcing", "bankruptcy", "case left a closed team",
    "case returned to government", "coached", "committees used organisations",
    "consent awaited", "contract vacant", "empty tender", "entry", "exit", "in debt",
    "initiative at work", "monitored in part", "newcomer under contract", "post stranded",
    "quality withheld", "renewal", "staff nobody asks for", "station post vacant",
    "station worker left", "team short of staff",
)  # fmt: skip
"""What institutions have to do for a comparison to cover them."""
