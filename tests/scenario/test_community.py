"""A community section resolves to a place: size, sub-districts, figures."""

from __future__ import annotations

import pytest

from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.presets import preset


@pytest.mark.parametrize("name", ["circle.csv", "x" * 300 + ".csv", "nowhere/" + "x" * 300, "r\0"])
def test_a_file_that_cannot_be_is_told(problems, experiment_file, name):
    (experiment_file.parent / "circle.csv").symlink_to("circle.csv")
    (problem,) = problems({"community.residents": name})
    assert problem.place == "community.residents"
    assert "file" in problem.rule


def test_nothing_said_is_the_reference():
    assert CommunitySettings().place() == preset("reference")


def test_population_scales_every_sub_district():
    place = CommunitySettings(preset="shahekou", population=68_800).place()
    assert sum(part.residents for part in place.sub_districts) == 68_800
    full = {part.label_en: part.residents for part in preset("shahekou").sub_districts}
    assert all(abs(part.residents - full[part.label_en] / 10) <= 1 for part in place.sub_districts)


def test_communities_come_in_sub_districts_of_thirteen():
    place = CommunitySettings(communities=30).place()
    assert [part.communities for part in place.sub_districts] == [13, 13, 4]
    assert place.population == 30 * 7640
    assert len({part.label_en for part in place.sub_districts}) == 3


def test_population_is_shared_over_all_communities():
    place = CommunitySettings(communities=14, population=1400).place()
    assert [part.residents for part in place.sub_districts] == [1300, 100]


def test_figure_given_takes_the_place_of_the_presets():
    place = CommunitySettings(preset="jinhong", figures={"friction": 0.9}).place()
    assert place.figures.friction == 0.9
    assert place.sources["friction"] == "given"
    assert place.figures.low_income == preset("jinhong").figures.low_income


def test_young_share_what_given_old_leave():
    figures = CommunitySettings(figures={"share_60_79": 0.4}).place().figures
    assert figures.share_80_plus == preset("reference").figures.share_80_plus
    assert figures.share_0_14 + figures.share_15_59 == pytest.approx(1 - 0.4 - 0.038)
    assert figures.share_0_14 / figures.share_15_59 == pytest.approx(0.105 / 0.615)


def test_given_ages_hold_for_every_community():
    assert CommunitySettings(preset="shahekou").place().age_rule is not None
    given = CommunitySettings(preset="shahekou", figures={"share_60_79": 0.3})
    assert given.place().age_rule is None


def test_flat_is_what_a_file_would_say(load):
    overrides = {"preset": "jinhong", "population": 6000, "friction": 0.5}
    experiment = load({f"community.{name}": value for name, value in overrides.items()})
    assert experiment.community.flat() == overrides
