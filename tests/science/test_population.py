"""Who is found and who waits, by ties and by age: limits in which it must show."""

import numpy as np
import pandas as pd
import pytest

from .runs import GOVERNMENT, every_service, experiment, run, scenario_of


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
