"""The shipped tables agree with the figures published, and with one another."""

from __future__ import annotations

import math

import pytest

from sanlian_sim.scenario import library
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.scenario.parameters import Parameters, shipped_services
from sanlian_sim.scenario.presets import REFERENCE, Figures, apportioned, preset, preset_names

SERVICES = shipped_services()
P = Parameters()
REFERENCE_PLACE = preset(REFERENCE)


def by_source(name: str) -> str:
    return P.model_fields[name].json_schema_extra["source"]


def figures(name: str) -> Figures:
    return preset(name).figures


class TestWhatDistinguishesPlaces:
    def test_zhongshan_road_quarrels_with_its_managers_and_has_a_new_quarter(self):
        own = figures("zhongshan_road")
        others = [figures(name) for name in preset_names() if name != "zhongshan_road"]
        assert own.friction > max(one.friction for one in others)
        assert own.tie_weight_new_quarter < min(one.tie_weight_new_quarter for one in others)

    def test_yonglian_has_resources(self):
        own, usual = figures("yonglian"), REFERENCE_PLACE.figures
        for name in ("organisation_density", "active_volunteers", "tie_weight"):
            assert getattr(own, name) > getattr(usual, name)

    def test_jinhong_has_need_and_few_resources(self):
        own, usual = figures("jinhong"), REFERENCE_PLACE.figures
        for name in ("share_80_plus", "alone_60_plus", "low_income", "unemployed", "walk_minutes"):
            assert getattr(own, name) > getattr(usual, name)
        for name in ("organisation_density", "active_volunteers", "tie_weight"):
            assert getattr(own, name) < getattr(usual, name)

    def test_density_can_be_set_for_a_place(self):
        community = CommunitySettings(preset="jinhong", figures={"organisation_density": 2.0})
        assert community.place().figures.organisation_density == 2.0
        assert community.place().sources["organisation_density"] == "given"


class TestPublishedFigures:
    def test_residents_and_communities_of_the_district(self):
        shahekou = preset("shahekou")
        assert (shahekou.population, shahekou.communities) == (688_000, 90)
        assert REFERENCE_PLACE.population == pytest.approx(688_000 / 90, rel=0.001)

    def test_three_sub_districts_with_published_residents(self):
        parts = {part.label_en: part for part in preset("shahekou").sub_districts}
        published = {
            "Malan": (14, 102_500),
            "Xi'an Road": (14, 128_800),
            "Xinghai Bay": (17, 108_800),
        }
        assert {
            name: (parts[name].communities, parts[name].residents) for name in published
        } == published
        assert len(parts) == 7

    @pytest.mark.parametrize(
        ("name", "residents", "communities"),
        [("zhongshan_road", 108_800, 17), ("yonglian", 128_800, 14)],
    )
    def test_community_of_the_mean_size_of_its_sub_district(self, name, residents, communities):
        assert preset(name).population == pytest.approx(residents / communities, abs=1)

    def test_household_size_of_the_census(self):
        assert P.mean_household == 2.29

    def test_disabled_share_of_the_old(self):
        figures = REFERENCE_PLACE.figures
        old = figures.share_60_79 + figures.share_80_plus
        disabled = (
            figures.disabled_60_79 * figures.share_60_79
            + figures.disabled_80_plus * figures.share_80_plus
        )
        assert disabled / old == pytest.approx(0.1138, abs=0.001)

    def test_young_ages_in_the_parts_of_the_census(self):
        figures = REFERENCE_PLACE.figures
        assert figures.share_0_14 / figures.share_15_59 == pytest.approx(11.65 / 63.64, rel=0.07)

    def test_low_income_raises_limitation_as_in_dalian(self):
        ratio = 40.2 / 25.29
        assert SERVICES["life_care"].multiplier_low_income == pytest.approx(ratio, rel=0.01)

    def test_low_income_raises_depression_as_in_dalian(self):
        assert SERVICES["counselling"].multiplier_low_income == pytest.approx(57.3 / 27, rel=0.02)

    def test_disability_raises_depression_by_the_published_odds(self):
        assert 2.68 <= SERVICES["counselling"].multiplier_disabled <= 2.71

    def test_disputes_mediated_in_a_year(self):
        per_resident = 14.94e6 / 1.41e9 * 1000
        figures = REFERENCE_PLACE.figures
        modelled = SERVICES["mediation"].onset_15_59 * (1 - figures.share_0_14)
        assert modelled == pytest.approx(per_resident, rel=0.01)

    def test_work_order_takes_six_minutes(self):
        assert P.call_minutes == 6

    def test_value_of_a_volunteer_hour(self):
        assert P.volunteer_time_per_hour == pytest.approx(90.36e9 / 2.26e9, abs=0.05)

    def test_active_volunteers_are_three_tenths_of_the_registered(self):
        assert REFERENCE_PLACE.figures.active_volunteers == pytest.approx(0.30 * 0.154, rel=0.01)

    def test_one_volunteer_in_three_leaves_in_a_year(self):
        assert 1 - (1 - P.leave_per_week) ** 52 == pytest.approx(1 / 3, abs=0.01)

    def test_service_organisations_per_10000(self):
        assert P.organisations_per_10000 == pytest.approx(5 * 0.15)

    def test_cost_of_a_workers_post_lies_between_the_published(self):
        assert 60_000 <= P.worker_cost_year <= 160_100

    def test_unemployment_follows_from_losing_and_finding(self):
        share = P.job_loss_per_week / (P.job_loss_per_week + P.job_find_per_week)
        assert share == pytest.approx(REFERENCE_PLACE.figures.unemployed, abs=0.001)
        assert P.job_find_reference == pytest.approx(1 - REFERENCE_PLACE.figures.unemployed)


@pytest.mark.parametrize("name", SERVICES)
def test_self_report_was_solved_for_the_chance_of_notice(name):
    """At severity .444, eight ties and reference visits all channels give the stated chance."""
    row = SERVICES[name]
    severity, ties = P.severity_alpha / (P.severity_alpha + P.severity_beta), 8
    missed = (
        (1 - row.self_report * severity / 0.5)
        * (1 - row.grid_visibility * P.visits_per_household)
        * (1 - row.referral) ** ties
    )
    assert 1 - missed == pytest.approx(row.noticed_probability * (0.5 + severity), rel=0.005)


@pytest.mark.parametrize(
    ("a", "b", "mean", "deviation"),
    [
        (P.wellbeing_beta_a, P.wellbeing_beta_b, 0.58, 0.22),
        (P.trust_government_a, P.trust_government_b, 0.75, 0.18),
        (P.trust_social_a, P.trust_social_b, 0.57, 0.18),
    ],
)
def test_beta_shapes_give_the_stated_mean_and_spread(a, b, mean, deviation):
    assert a / (a + b) == pytest.approx(mean, abs=0.001)
    variance = a * b / ((a + b) ** 2 * (a + b + 1))
    assert math.sqrt(variance) == pytest.approx(deviation, abs=0.001)


def test_volunteers_client_minutes_follow_from_their_hours():
    hours = 0.86
    minutes = hours * 60 * P.volunteer_case_share * P.volunteer_client_share
    assert P.volunteer_minutes_per_week == pytest.approx(minutes)


@pytest.mark.parametrize("name", SERVICES)
def test_delegation_has_no_built_in_advantage(name):
    assert SERVICES[name].quality_government == SERVICES[name].quality_social
    assert P.oncost_government == P.oncost_social


def test_continuing_services_start_with_spells_of_their_duration():
    continuing = [row for row in SERVICES.values() if row.kind == "continuing"]
    assert [row.mean_service_weeks for row in continuing] == [
        row.duration_weeks for row in continuing
    ]


def test_volunteers_take_comfort_first():
    turns = {name: row.volunteer_order for name, row in SERVICES.items() if row.volunteer_order}
    assert turns == {"comfort": 1, "life_care": 2, "employment": 3, "mediation": 3}


def test_sources_of_services_name_their_fields():
    for name, sources in library.service_sources().items():
        assert set(sources) <= set(library.service_rows()[name])


@pytest.mark.parametrize("name", library.arrangement_rows())
def test_arrangement_is_a_complete_row_of_levers(name):
    levers = Levers(**library.arrangement_levers(name))
    assert (levers.workers_per_10000 > 0) == (levers.worker_employer != "none")
    assert (levers.platform_level > 0) == (levers.platform_yuan > 0)


def test_arrangement_without_service_differs_from_government_in_supply_alone():
    without, led = (library.arrangement_levers(name) for name in ("no_service", "government_led"))
    assert {lever for lever in led if led[lever] != without[lever]} == {"formal_supply"}


@pytest.mark.parametrize("name", preset_names())
def test_preset_adds_up(name):
    place = preset(name)
    figures = place.figures
    ages = (figures.share_0_14, figures.share_15_59, figures.share_60_79, figures.share_80_plus)
    assert sum(ages) == pytest.approx(1)
    assert sum(part.residents for part in place.sub_districts) == place.population


@pytest.mark.parametrize(
    ("name", "old", "oldest"),
    [("zhongshan_road", 0.27, 0.036), ("yonglian", 0.28, 0.038), ("jinhong", 0.33, 0.050)],
)
def test_preset_has_its_share_of_the_old(name, old, oldest):
    figures = preset(name).figures
    assert figures.share_60_79 + figures.share_80_plus == pytest.approx(old)
    assert figures.share_80_plus == oldest


def test_figures_left_out_are_those_of_the_reference():
    assert preset("yonglian").figures.bereaved == REFERENCE_PLACE.figures.bereaved
    assert preset("yonglian").figures.friction != REFERENCE_PLACE.figures.friction


def test_groups_hold_ten_deciles_of_ties():
    names = list(library.group_rows())
    assert [name for name in names if name.startswith("tie_decile_")] == [
        f"tie_decile_{number}" for number in range(1, 11)
    ]
    assert names[0] == "all"


class TestApportioned:
    def test_sums_to_the_total_with_each_part_within_one(self):
        weights = [3.7, 1.1, 0.0, 8.9]
        parts = apportioned(weights, 101)
        assert sum(parts) == 101
        assert all(
            abs(part - 101 * weight / sum(weights)) < 1
            for part, weight in zip(parts, weights, strict=True)
        )

    def test_no_weight_at_all(self):
        with pytest.raises(ValueError, match="positive sum"):
            apportioned([0.0, 0.0], 10)
