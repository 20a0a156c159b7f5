"""Reading the tables of a built world into plain objects."""

from sanlian_sim.world.state import ProviderKind, Side, Stage

from .agents import (
    Agent,
    Case,
    Community,
    Household,
    Instrument,
    Model,
    Organisation,
    Provider,
    Resident,
    Service,
    SubDistrict,
)  # fmt: skip
from .read_market import one_of, read_market
from .rules import set_rules

ONE_OF_ITS_KIND = {ProviderKind.OFFICE: "office", ProviderKind.WORKER: "worker"}
BY_SERVICE = {
    ProviderKind.DESK: "desks", ProviderKind.WORKER_CASEWORK: "casework",
    ProviderKind.FACILITY: "facilities",
}  # fmt: skip


def read_world(world):
    """Return the reference's model of a world as it stands before its first week."""
    model = Model()
    model.scenario, model.seed, model.week = world.scenario, world.seed, world.week
    model.closure, model.service_scale, model.supply_scale = (
        world.closure, world.service_scale, world.supply_scale,
    )  # fmt: skip
    model.other_fen, model.usual_fen = world.other_fen, world.usual_fen
    model.severities = world.severity_table.tolist()
    model.place = world.place
    model.services = [Service(k, name=name) for k, name in enumerate(world.services)]
    names = world.scenario.policy.parameters.instruments
    model.instruments = [Instrument(m, name=name) for m, name in enumerate(names)]
    set_rules(model, world.scenario.baseline)
    _read_places(model, world)
    read_market(model, world, _agents)
    _read_people(model, world)
    _read_cases(model, world)
    model.ledger = {}
    model.cash = dict.fromkeys(world.register.parties.names, 0)
    return model


def _agents(kind, table):
    """One object per row of a table."""
    columns = {name: column.tolist() for name, column in table.columns.items()}
    return [
        kind(row, **{name: values[row] for name, values in columns.items()})
        for row in range(len(table))
    ]


def _read_places(model, world):
    model.communities = _agents(Community, world.communities)
    model.organisations = _agents(Organisation, world.organisations)
    model.workers = _agents(Agent, world.workers)
    model.governments = _agents(Agent, world.governments)
    model.property_managers = _agents(Agent, world.property_managers)
    model.sub_districts = [SubDistrict(j) for j in range(len(world.place.sub_districts))]
    for sub_district in model.sub_districts:
        sub_district.communities, sub_district.organisations = [], []
        sub_district.workers = []
        sub_district.desks, sub_district.casework, sub_district.facilities = {}, {}, {}
        sub_district.phi = dict.fromkeys(model.services, 0.0)
    for kind in ("communities", "organisations"):
        for one in getattr(model, kind):
            one.sub_district = model.sub_districts[one.sub_district]
            getattr(one.sub_district, kind).append(one)
    for community in model.communities:
        community.own_services, community.team = {}, {}
        community.manager = model.property_managers[community.row]
        community.people, community.cases = [], []
        community.events, community.ended = [], []
        community.clear_tally()
    for organisation in model.organisations:
        organisation.offers = {}
    _read_providers(model, world)


def _read_providers(model, world):
    """Providers, and where each institution finds its own."""
    model.providers = _agents(Provider, world.providers)
    for provider in model.providers:
        provider.sub_district = model.sub_districts[provider.sub_district]
        provider.community = one_of(model.communities, provider.community)
        provider.owner = one_of(model.organisations, provider.owner)
        provider.service = one_of(model.services, provider.service)
        provider.pool = one_of(model.providers, provider.pool)
        _find_place(provider)


def _find_place(provider):
    """Let institutions find a provider where they look for it."""
    place, community, kind = provider.sub_district, provider.community, provider.kind
    if kind in ONE_OF_ITS_KIND:
        setattr(place, ONE_OF_ITS_KIND[kind], provider)
    elif kind in BY_SERVICE:
        getattr(place, BY_SERVICE[kind])[provider.service] = provider
    elif kind == ProviderKind.ORGANISATION:
        provider.owner.offers[provider.service] = provider
    elif kind == ProviderKind.COMMITTEE:
        community.committee = provider
    elif kind == ProviderKind.COMMITTEE_SERVICE:
        community.own_services[provider.service] = provider
    elif kind == ProviderKind.VOLUNTEERS:
        community.team[Side(provider.side)] = provider


def _read_people(model, world):
    model.residents = _agents(Resident, world.residents)
    model.households = _agents(Household, world.households)
    for household in model.households:
        household.members = []
        household.community = model.communities[household.community]
    starts, partners = world.ties.start.tolist(), world.ties.partner.tolist()
    for resident, weeks, numbers in zip(
        model.residents, world.calendar.tolist(), world.onsets.tolist(), strict=True
    ):
        i = resident.row
        resident.community = model.communities[resident.community]
        resident.community.people.append(resident)
        resident.household = model.households[resident.household]
        resident.household.members.append(resident)
        resident.ties = [model.residents[j] for j in partners[starts[i] : starts[i + 1]]]
        resident.last_organisation = one_of(model.organisations, resident.last_organisation)
        resident.calendar = dict(zip(model.services, weeks, strict=True))
        resident.onsets = dict(zip(model.services, numbers, strict=True))
        resident.open_services = set()
        resident.in_need = False


def _read_cases(model, world):
    cases = _agents(Case, world.cases.table)
    for community in model.communities:
        first, count = world.cases.first[community.row], world.cases.count[community.row]
        community.cases = cases[first : first + count]
        for case in community.cases:
            case.resident = model.residents[case.resident]
            case.service = model.services[case.service]
            case.provider = one_of(model.providers, case.provider)
            case.organisation = one_of(model.organisations, case.organisation)
            case.stage, case.declined = Stage(case.stage), False
            case.resident.open_services.add(case.service)
