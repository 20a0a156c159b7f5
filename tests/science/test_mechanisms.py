"""Every mechanism in a limiting world built for it, and switched off: then its effect is gone."""

import numpy as np
import pandas as pd
import pytest

from sanlian_sim.outcomes.series import HOURS
from sanlian_sim.world.arrays import CommunitySeries, ServiceSeries
from sanlian_sim.world.state import Channel, ProviderKind

from .runs import GOVERNMENT, LINKED, SERVICES, every_service, experiment, run, scenario_of, without

# M2: grid workers see some needs better than others, and shared data help outreach.


def grid_notice(mechanisms):
    """Chance per week that the grid notices a latent case, in a world where only the grid does."""
    parameters = {"services": every_service(self_report=0, referral=0, onset_factor=8)}
    scenario = scenario_of(GOVERNMENT, parameters=parameters, mechanisms=mechanisms, people=6000)
    found = run(scenario)
    assert set(found.cases["channel"][found.cases["noticed"] >= 0]) == {Channel.GRID}
    latent, noticed = (
        found.series.service[:, :, series].sum(axis=0)
        for series in (ServiceSeries.LATENT, ServiceSeries.NOTICED)
    )
    return dict(zip(SERVICES, noticed / (latent + noticed), strict=True))


def test_the_grid_sees_needs_of_the_body_best():
    seen = grid_notice({})
    assert seen["nursing"] > 4 * seen["comfort"]
    assert seen["life_care"] > 4 * seen["counselling"]


def test_without_discovery_by_service_the_grid_sees_all_alike():
    seen = grid_notice(without("discovery_by_service"))
    assert max(seen.values()) < 1.3 * min(seen.values())


def outreach_notices(data_sharing, mechanisms):
    parameters = {
        "services": every_service(self_report=0, referral=0, grid_visibility=0, onset_factor=5),
        "misroute_across": 0.05,
    }
    levers = {"data_sharing": data_sharing, "workers_per_10000": 10}
    scenario = scenario_of(
        LINKED | {"levers": levers}, parameters=parameters, mechanisms=mechanisms
    )
    return run(scenario).total(ServiceSeries.NOTICED)


def test_shared_data_help_outreach():
    assert outreach_notices(True, {}) > 1.3 * outreach_notices(False, {})


def test_without_discovery_by_service_shared_data_do_not_help():
    off = without("discovery_by_service")
    assert outreach_notices(True, off) == outreach_notices(False, off)


# M3: administration falls with functions delegated and rises with agreements reported on.


def administration(delegation, **settings):
    one = {"arrangement": "government_led", "delegation": delegation}
    return run(scenario_of(one, weeks=2, warmup=0, **settings)).world


@pytest.mark.parametrize("delegation", [0.0, 0.4, 1.0])
def test_administration_follows_functions_and_agreements(delegation):
    world = administration(delegation)
    held = world.contracts.rows[world.contracts.rows["organisation"] >= 0]
    agreements = len(np.unique(held[["organisation", "service"]]))
    assert (agreements >= 3) == (delegation > 0)
    expected = 0.65 - 0.10 * delegation + 0.005 * agreements
    assert world.communities.admin_share == pytest.approx(expected)


@pytest.mark.parametrize("delegation", [0.0, 0.4, 1.0])
def test_without_administrative_load_it_is_fixed(delegation):
    world = administration(delegation, mechanisms=without("administrative_load"))
    assert world.communities.admin_share == pytest.approx(0.65)


def hours_outdoors(employer):
    """Station workers' hours of outreach and casework, of all they are paid for."""
    levers = {"workers_per_10000": 10, "worker_employer": employer}
    levers["edge_worker_organisation"] = False
    hours = run(scenario_of(LINKED | {"levers": levers}, weeks=4, warmup=0)).series.hours.sum(
        axis=0
    )
    station = hours[ProviderKind.WORKER, [HOURS.index("outreach"), HOURS.index("paid")]]
    casework = hours[ProviderKind.WORKER_CASEWORK, HOURS.index("client")]
    return (station[0] + casework) / (station[1] + casework)


def test_hours_of_workers_inside_the_committee_go_to_its_administration():
    assert hours_outdoors("committee") < 0.75 * hours_outdoors("organisation")


# M15: quality falls when a list exceeds its hours.


def quality(load, mechanisms):
    """Effective hours per hour given where all do equally well."""
    alike = every_service(quality_government=0.8, quality_social=0.8, quality_volunteer=0.8)
    parameters = {"services": alike, "load_scale": load, "skill_effect": 0}
    found = run(scenario_of(GOVERNMENT, parameters=parameters, mechanisms=mechanisms))
    given = found.total(ServiceSeries.DIRECT_GOVERNMENT)
    return found.total(CommunitySeries.EFFECTIVE_MINUTES) / given


def test_quality_falls_with_overload():
    low, high = quality(0.4, {}), quality(3.0, {})
    assert low == pytest.approx(0.8, abs=0.01)
    assert high < 0.93 * low


def test_without_overload_quality_is_that_of_the_table():
    assert quality(3.0, without("overload")) == pytest.approx(0.8, abs=1e-9)


def quality_of_comfort(active_volunteers):
    """Quality where comfort is all there is, and volunteers do as well as the committee's staff."""
    services = every_service(onset_factor=0)
    services["comfort"] = {"quality_government": 0.8, "quality_volunteer": 0.8}
    parameters = {"services": services, "job_loss_per_week": 0}
    community = {"population": 7640, "active_volunteers": active_volunteers}
    found = run(scenario_of(GOVERNMENT, parameters=parameters, community=community))
    given = found.total(ServiceSeries.DIRECT_GOVERNMENT)
    return found.total(CommunitySeries.EFFECTIVE_MINUTES) / given


def test_a_list_is_not_overloaded_by_the_work_that_volunteers_do():
    assert quality_of_comfort(0.046) == pytest.approx(quality_of_comfort(0.0), rel=0.02)


# M16: calls to the hotline move a case up.


def waits_by_education(weight, mechanisms):
    """Mean wait of residents of low and of high education, who call more, on crowded lists."""
    parameters = {"load_scale": 1.4, "call_weight": weight, "call_per_week": 0.3,
                  "services": every_service(give_up_per_week=0)}  # fmt: skip
    found = run(scenario_of(GOVERNMENT, parameters=parameters, mechanisms=mechanisms, people=7640))
    log = found.cases
    served = (log["noticed"] >= 0) & (log["first_served"] >= log["noticed"])
    waits = (log["first_served"] - log["noticed"])[served]
    education = found.world.residents.education[log["resident"][served]]
    calls = found.total(CommunitySeries.CALLS)
    return calls, waits[education == 0].mean(), waits[education == 2].mean()


def test_who_calls_is_served_earlier():
    calls, low, high = waits_by_education(5.0, {})
    _, low_unheard, high_unheard = waits_by_education(0.0, {})
    assert calls > 50
    assert low - high > low_unheard - high_unheard + 0.1


def test_without_complaints_nobody_calls():
    off = without("complaints")
    heard, unheard = waits_by_education(5.0, off), waits_by_education(0.0, off)
    assert heard == unheard
    assert heard[0] == 0


# M17: cohesion, volunteering ties and mobilisers bring volunteers.


def volunteers(hours, mechanisms):
    after = GOVERNMENT | {"levers": {"mobiliser_hours": hours}}
    scenario = scenario_of(after, GOVERNMENT, mechanisms=mechanisms, people=6000, weeks=156)
    return run(scenario).world.residents.volunteer


def test_mobilisers_bring_volunteers():
    assert volunteers(40.0, {}).sum() > 1.1 * volunteers(0.0, {}).sum()


def test_without_coproduction_mobilisers_bring_nobody():
    off = without("coproduction")
    assert np.array_equal(volunteers(40.0, off), volunteers(0.0, off))


# M18: trust moves by experience, talk and endorsement.


def trust(endorsement, mechanisms):
    levers = {"endorsement": endorsement}
    scenario = scenario_of(LINKED | {"levers": levers}, mechanisms=mechanisms, weeks=52)
    return run(scenario).world.residents


def test_endorsement_lends_trust_to_organisations():
    lent, own = trust(1.0, {}), trust(0.0, {})
    assert lent.trust_social.mean() > own.trust_social.mean() + 0.01
    assert not np.array_equal(own.trust_social, own.baseline_trust_social)


def test_without_transfer_trust_stays_where_it_was():
    people = trust(1.0, without("trust_transfer"))
    assert people.trust_social == pytest.approx(people.baseline_trust_social, abs=1e-7)
    assert people.trust_government == pytest.approx(people.baseline_trust_government, abs=1e-7)
    assert (people.awareness == 0.4).all()


NEUTRAL = dict.fromkeys(
    ("response_peers", "outreach_awareness", "endorsement_rate", "entry_minutes",
     "administration_relief", "administration_contracts"), 0,
) | {"job_find_help": 1}  # fmt: skip
"""What else delegation moves and notice depends on: committees' time for visits, who finds work."""


def weeks_of_notice(delegation, prepare=None, **parameters):
    """Week in which each case was noticed, if at all, by resident, service and onset."""
    scenario = scenario_of(
        GOVERNMENT | {"delegation": delegation}, parameters=NEUTRAL | parameters, people=3000
    )
    log = run(scenario, prepare=prepare).cases
    log = log[(log["repeat"] == 0) & (log["opened"] >= 0)]
    named = zip(*(log[name].tolist() for name in ("resident", "service", "onset")), strict=True)
    return dict(zip(named, log["noticed"].tolist(), strict=True))


def distrust(world):
    """Let nobody trust anybody or know of organisations."""
    for side in ("government", "social"):
        for level in (f"trust_{side}", f"baseline_trust_{side}"):
            world.residents.columns[level][...] = 0.0
    world.residents.awareness[...] = 0.0


def test_without_trust_and_awareness_delegation_does_not_bear_on_notice():
    names = ("awareness_government", "awareness_baseline", "awareness_contact", "trust_learning")
    nothing = dict.fromkeys(names, 0)
    found = [weeks_of_notice(delegation, distrust, **nothing) for delegation in (0.0, 0.5, 1.0)]
    common = found[0].keys() & found[1].keys() & found[2].keys()
    assert len(common) > 0.9 * max(map(len, found)) > 500
    assert all(found[0][case] == found[1][case] == found[2][case] for case in common)


def test_with_trust_and_awareness_it_does():
    found = [weeks_of_notice(delegation) for delegation in (0.0, 1.0)]
    common = found[0].keys() & found[1].keys()
    assert sum(found[0][case] != found[1][case] for case in common) > 0.05 * len(common)


# M21: formal hours displace part of the family's.


def family_minutes(arrangement, mechanisms):
    """Care by families, week by week, of limitations that come whether anybody serves or not."""
    parameters = {"services": {"life_care": {"onset_factor": 6}}}
    scenario = scenario_of(
        {"arrangement": arrangement}, parameters=parameters, mechanisms=mechanisms, warmup=0
    )
    return run(scenario).series.community[:, CommunitySeries.FAMILY_MINUTES]


def test_formal_hours_displace_those_of_families():
    served, unserved = (family_minutes(name, {}) for name in ("government_led", "no_service"))
    assert (served[1:] < unserved[1:]).all()
    assert served.sum() < 0.995 * unserved.sum()


def test_without_crowding_families_give_the_same():
    off = without("family_crowding")
    served, unserved = (family_minutes(name, off) for name in ("government_led", "no_service"))
    assert np.array_equal(served, unserved)


def wellbeing_of_carers(mechanisms):
    """What a world in which carers carry twice as much differs by, for carers alone."""
    found = []
    for hours in (7, 14):
        parameters = {"limitation_median_hours": hours, "accept_formal": 0}
        scenario = scenario_of(
            GOVERNMENT, parameters=parameters, mechanisms=mechanisms, warmup=0, weeks=30
        )
        world = run(scenario).world
        carers = world.residents.own_care_minutes > 0
        found.append(world.residents.wellbeing - world.residents.baseline_wellbeing)
    assert np.count_nonzero(carers) > 20
    return (found[1] - found[0])[carers].mean()


def test_care_costs_carers_wellbeing():
    assert wellbeing_of_carers({}) < -0.02


def test_without_crowding_care_costs_no_wellbeing():
    assert wellbeing_of_carers(without("family_crowding")) == pytest.approx(0.0, abs=1e-9)


# Ties, and posts.


def weeks_latent(tied):
    """Mean weeks until notice of people who live alone and of others, found by ties alone.

    ``tied`` are those whom the ring of ties takes in.
    """
    row = np.arange(3000)
    household = np.where(row < 1500, row, 1500 + (row - 1500) // 2)
    residents = pd.DataFrame({"id": row, "household": household, "age": 70})
    ring = row[tied(row)]
    edges = [(a, b) for k in (1, 3, 5) for a, b in zip(ring, np.roll(ring, -k), strict=True)]
    parameters = {"services": every_service(self_report=0.02, grid_visibility=0, referral=0.03)}
    asked = experiment(GOVERNMENT, parameters=parameters, community={}).with_data(
        residents, pd.DataFrame(edges, columns=["a", "b"])
    )
    log = run(asked.scenario("after")).cases
    known = (log["opened"] >= 0) & (log["noticed"] >= 0)
    latent, alone = (log["noticed"] - log["opened"])[known], log["resident"][known] < 1500
    return latent[alone].mean(), latent[~alone].mean()


def test_without_ties_people_living_alone_are_found_later():
    alone, together = weeks_latent(lambda row: row >= 1500)
    assert alone > 1.5 * together


def test_with_equal_ties_they_are_found_as_early():
    alone, together = weeks_latent(lambda row: row >= 0)
    assert alone == pytest.approx(together, rel=0.2)


def waits_of(older, posts=None):
    """Mean wait, and base minutes of posts, where a share of residents is 60 and older."""
    community = {"population": 7640, "share_60_79": 0.865 * older, "share_80_plus": 0.135 * older}

    def keep_posts(world):
        for name, column in posts.items():
            getattr(world, name[0]).columns[name[1]][...] = column

    scenario = scenario_of(GOVERNMENT, community=community)
    found = run(scenario, prepare=None if posts is None else keep_posts)
    world = found.world
    names = [("providers", "base"), ("communities", "staff_minutes")]
    return found.waits().mean(), {(t, c): getattr(world, t).columns[c].copy() for t, c in names}


def waits_of_last_year(points):
    """Mean wait of cases noticed in the sixth year of ageing; posts are those of the start."""
    scenario = scenario_of(
        GOVERNMENT, people=7640, weeks=312, parameters={"ageing_points_per_year": points}
    )
    log = run(scenario).cases
    late = (log["noticed"] >= 260) & (log["first_served"] >= log["noticed"])
    return (log["first_served"] - log["noticed"])[late].mean()


def test_posts_fixed_and_a_population_that_grows_older_lengthen_waits():
    assert waits_of_last_year(2.0) > 1.3 * waits_of_last_year(0.0)


def test_posts_fixed_and_older_population_lengthen_waits():
    young, posts = waits_of(0.25)
    assert waits_of(0.35, posts)[0] > 1.5 * young
    assert waits_of(0.35)[0] < 1.5 * young
