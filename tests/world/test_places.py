import dataclasses

import numpy as np
import pytest

from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.presets import preset, preset_names
from sanlian_sim.world.places import Place, resolve_place, whole


def place(seed=1, **settings):
    return resolve_place(CommunitySettings(**settings), seed)


@pytest.mark.parametrize(
    ("value", "nearest"), [(0.0, 0), (0.49, 0), (0.5, 1), (2.5, 3), (0.1 + 0.2 + 0.2, 1), (7.4, 7)]
)
def test_halves_are_rounded_up(value, nearest):
    assert whole(value) == nearest


def test_the_reference_is_one_community_of_7640():
    (community,) = place().communities
    assert community.residents == 7_640
    assert community.age_shares == pytest.approx((0.105, 0.615, 0.242, 0.038))
    assert community.disabled_shares == (0.0, 0.017, 0.085, 0.30)
    assert place().sub_districts == ("Reference community",)


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_keeps_its_population_and_figures(name):
    resolved = place(preset=name)
    assert resolved.residents == preset(name).population
    figures = preset(name).figures
    for community in resolved.communities:
        assert community.friction == figures.friction
        assert community.tie_weight_new_quarter == figures.tie_weight_new_quarter
        assert sum(community.age_shares) == pytest.approx(1.0)


def test_generic_worlds_have_sub_districts_of_thirteen():
    resolved = place(communities=27)
    numbers = np.bincount([community.sub_district for community in resolved.communities])
    assert numbers.tolist() == [13, 13, 1]
    assert {community.residents for community in resolved.communities} == {7_640}
    assert len({community.name for community in resolved.communities}) == 27


def test_shahekou_keeps_the_published_sub_districts():
    resolved = place(preset="shahekou")
    totals = np.zeros(7, dtype=int)
    for community in resolved.communities:
        totals[community.sub_district] += community.residents
    assert totals[:3].tolist() == [102_500, 128_800, 108_800]
    assert totals.sum() == 688_000
    assert len(resolved.communities) == 90


def test_communities_of_shahekou_differ_in_size_and_age():
    communities = place(preset="shahekou").communities
    old = np.array([c.share_60_79 + c.share_80_plus for c in communities])
    assert old.mean() == pytest.approx(0.28, abs=3 * 0.03 / np.sqrt(90))
    assert old.std() == pytest.approx(0.03, abs=0.008)
    assert old.min() >= 0.20 - 1e-12
    assert old.max() <= 0.38 + 1e-12
    for community, share in zip(communities, old, strict=True):
        assert community.share_80_plus == pytest.approx(0.135 * share)
        assert community.share_0_14 / community.share_15_59 == pytest.approx(0.105 / 0.615)
    malan = np.array([c.residents for c in communities if c.sub_district == 0])
    assert 0.1 < malan.std() / malan.mean() < 0.3


def test_what_is_drawn_follows_the_world_seed():
    assert place(seed=4, preset="shahekou") == place(seed=4, preset="shahekou")
    assert place(seed=4, preset="shahekou") != place(seed=5, preset="shahekou")
    assert place(seed=4) == place(seed=5)


def test_population_scales_every_community_in_proportion():
    full, small = place(preset="shahekou"), place(preset="shahekou", population=20_000)
    assert small.residents == 20_000
    for before, after in zip(full.communities, small.communities, strict=True):
        assert after.residents == pytest.approx(before.residents * 20_000 / 688_000, abs=2)
        assert after.age_shares == before.age_shares


@pytest.mark.parametrize("population", [5_376, 6_000])
def test_every_community_of_a_small_place_keeps_fifty_residents(population):
    small = place(preset="shahekou", population=population)
    assert small.residents == population
    assert min(community.residents for community in small.communities) >= 50


def test_figures_can_be_overridden():
    (community,) = place(figures={"friction": 0.9, "share_60_79": 0.4}).communities
    assert community.friction == 0.9
    assert community.share_60_79 == 0.4
    assert sum(community.age_shares) == pytest.approx(1.0)


def test_communities_of_a_sub_district_stand_together():
    (community,) = place().communities
    other = dataclasses.replace(community, sub_district=1)
    with pytest.raises(ValueError, match="sorted by sub-district"):
        Place("x", ("a", "b"), (other, community))
    with pytest.raises(ValueError, match="numbered 0 to 0; got 1 to 1"):
        Place("x", ("a",), (other,))
