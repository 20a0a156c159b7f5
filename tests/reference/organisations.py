"""Phase 11, organisations: what contracts, oversight and debts do to those who hold them."""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NEVER, Founder

from .conduct import judge, withhold
from .draws import uniform
from .funding import wage_of
from .projects import dismiss, found
from .rules import MINUTES, WEEKS_PER_YEAR, held_in, rounded
from .workforce import LEAD_KIND, teams_of


def organisations(model):
    """Run the phase."""
    model.closed, model.entered = [], []
    for community in model.communities:
        community.founded_nearby = 0
    for sub_district in model.sub_districts:
        know(model, sub_district)
        watch(model, sub_district)
        for organisation in sub_district.organisations:
            relate(model, organisation)
            motivate(model, organisation)
            bind(model, organisation)
        use(model, sub_district)
        for team in teams_of(model, sub_district):
            withhold(model, team)
        judge(model, sub_district)
    close(model)
    for sub_district in model.sub_districts:
        enter(model, sub_district)


def know(model, sub_district):
    """Know-how fades with what is handed over, and grows by what is not (mechanism M13)."""
    rules, government, whole, part = model.rules, sub_district.government, 0.0, 0.0
    for service in model.services:
        whole += sub_district.bill[service]
        part += sub_district.bill[service] * sub_district.phi[service]
    share = part / whole if whole > 0.0 else 0.0
    gain = rules.know_how_gain * (1.0 - government.know_how) * (1.0 - share)
    loss = rules.know_how_loss * government.know_how * share
    government.know_how = held_in(government.know_how + (gain - loss) / WEEKS_PER_YEAR)


def watch(model, sub_district):
    """Part of the monitoring that contracts need for which the office has time (M7, M11)."""
    rules, need = model.rules, 0.0
    for team in teams_of(model, sub_district):
        wage = wage_of(model, team.service) * rules.oncost_social
        hard = 2.0 * (1.0 - team.service.measurability)
        relation = team.owner.relation if team.owner else 0.0
        value = team.paid * wage * team.monitoring_share
        need += value * hard * (1.0 - rules.relation_saving * relation)
    yuan = model.settings.parameters.jobs["civil_servant"] * rules.oncost_government
    asked = need * rules.transaction_costs / max(1e-9, yuan)
    covered = left_at_office(model, sub_district) / asked if asked > 0.0 else 1.0
    sub_district.government.monitoring = min(1.0, covered) * sub_district.government.know_how


def left_at_office(model, sub_district):
    """Minutes that the office has after intake and escalations."""
    number = sum(community.tally["escalations"] for community in sub_district.communities)
    office = sub_district.office
    escalation = rounded(MINUTES * model.rules.escalation_hours * number)
    return max(0, office.paid - office.intake - escalation)


def relate(model, organisation):
    """The office comes to trust whom it knows to be good, until its officials rotate (M11)."""
    government = organisation.sub_district.government
    if organisation.under_contract:
        pace = model.rules.relation_rate / WEEKS_PER_YEAR
        organisation.relation += pace * (organisation.reputation - organisation.relation)
    chance = min(1.0, model.rules.rotation_per_year / WEEKS_PER_YEAR)
    if uniform(model.seed, Stream.ROTATION, government.key, model.week) < chance:
        organisation.relation = 0.5 * organisation.relation


def watched(organisation):
    """Monitoring of an organisation."""
    return organisation.sub_district.government.monitoring


def motivate(model, organisation):
    """Motivation returns to the mission; monitoring beyond what is tolerated costs it (M9)."""
    rules = model.rules
    seen = watched(organisation) if organisation.under_contract else 0.0
    crowded = rules.motivation_crowding * max(0.0, seen - rules.monitoring_tolerance)
    back = rules.motivation_return * (rules.mission - organisation.motivation)
    organisation.motivation = held_in(organisation.motivation + (back - crowded) / WEEKS_PER_YEAR)


def bind(model, organisation):
    """Administrative load follows dependency, monitoring and the lack of autonomy (M4, M5)."""
    rules, goal = model.rules, 0.0
    if organisation.under_contract:
        embedded = organisation.sub_district.mean(lambda one: one.embedding)
        goal = rules.administrative_pull * organisation.dependency * watched(organisation)
        goal *= embedded * embedded
    pace = min(1.0, rules.administrative_pace / WEEKS_PER_YEAR)
    load = organisation.administrative_load
    organisation.administrative_load = held_in(load + pace * (goal - load))


def use(model, sub_district):
    """Committees short of time use that of organisations inside their structures (M6)."""
    rules, share = model.rules, 0.0
    for community in sub_district.communities:
        pressed = max(0.0, community.admin_share - rules.substitution_bar)
        share += rules.substitution * community.embedding * pressed * community.residents
    for organisation in sub_district.organisations:
        organisation.diverted = min(1.0, share / sub_district.people)
    for community in sub_district.communities:
        part = sub_district.diverted * community.residents
        community.helped = part // sub_district.people


def close(model):
    """Organisations close after weeks of debt, or for want of contracts (mechanism M23)."""
    for organisation in model.organisations:
        weekly = weekly_wages(model, organisation)
        back(model, organisation, weekly)
        count_debt_weeks(model, organisation, weekly)
        bankrupt = organisation.debt_weeks >= model.rules.exit_weeks
        if organisation.alive and (bankrupt or gives_up(model, organisation)):
            model.closed.append((organisation, "bankruptcy" if bankrupt else "exit"))
    dismiss(model, [organisation for organisation, _ in model.closed])


def weekly_wages(model, organisation):
    """Fen a week that its staff costs."""
    weekly = 0.0
    for team in model.providers:
        if team.owner is organisation:
            wage = wage_of(model, team.service) * model.rules.oncost_social
            weekly += team.staff * wage / MINUTES
    return weekly * 100.0


def back(model, organisation, weekly):
    """Backers give capital for staff that has been taken on."""
    more = max(0.0, weekly - organisation.backed) if organisation.alive else 0.0
    organisation.endowment = rounded(model.rules.working_capital_weeks * more)
    organisation.backed += more


def count_debt_weeks(model, organisation, weekly):
    """Count weeks in a row with debts beyond what is allowed, in weeks of wages."""
    rules = model.rules
    indebted = organisation.cash < -(rules.credit_weeks * weekly)
    counts = organisation.alive and indebted and rules.insolvency > 0.0
    organisation.debt_weeks = organisation.debt_weeks + 1 if counts else 0


def gives_up(model, organisation):
    """Whether an organisation without contract closes this week."""
    lasting = organisation.under_contract or organisation.initiative
    if lasting or organisation.kind == LEAD_KIND:
        return False
    chance = min(1.0, model.rules.exit_per_year / WEEKS_PER_YEAR)
    return uniform(model.seed, Stream.EXIT, organisation.key, model.week) < chance


def enter(model, sub_district):
    """A new organisation enters, the sooner the more there are, if a seat is free."""
    serving = [one for one in sub_district.organisations if one.kind != LEAD_KIND]
    there = len([one for one in serving if one.alive])
    chance = min(1.0, model.rules.entry_per_year / WEEKS_PER_YEAR * max(1, there))
    key = sub_district.government.key
    if uniform(model.seed, Stream.ENTRY, key, model.week) < chance:
        seats = [one for one in sub_district.organisations if never_used(one)]
        for organisation in seats[:1]:
            found(model, organisation, Founder.ENTRY)
            model.entered.append(organisation)


def never_used(organisation):
    return not organisation.alive and organisation.founded == NEVER
