"""A published cohort model, run person by person and judged by the project's own functions.

Zidovudine alone or with lamivudine in HIV (Chancellor et al. 1997), as taught by Briggs, Claxton &
Sculpher (2006, exercise 2.5): states by CD4 count (200 to 500, below 200), AIDS and death, twenty
yearly cycles counted at their end, two years of combination that multiply every risk by 0.509,
costs discounted at 6 %, life years not at all.
"""

import numpy as np
import pytest

from sanlian_sim.experiments.statistics.intervals import jackknife_ratio
from sanlian_sim.outcomes import economics
from sanlian_sim.randomness import keys, uniforms

COUNTS = np.array([[1251, 350, 116, 17], [0, 731, 512, 15], [0, 0, 1312, 437], [0, 0, 0, 1]])
CARE = np.array([1701 + 1055, 1774 + 1278, 6948 + 2059, 0])
ZIDOVUDINE, LAMIVUDINE = 2278.0, 2086.5
RISK, COMBINED, YEARS, RATE = 0.509, 2, 20, 0.06
DEAD = 3
PUBLISHED = {"mono": (44_663.45, 7.9912), "combined": (50_601.65, 8.9374)}
PUBLISHED_ICER = 6_276
PERSONS = 40_000


def transitions(combined):
    probability = COUNTS / COUNTS.sum(axis=1, keepdims=True)
    if not combined:
        return probability
    leaving = np.triu(probability, 1) * RISK
    return leaving + np.diag(1 - leaving.sum(axis=1))


def yearly_cost(alive, care, combined):
    return care + alive * (ZIDOVUDINE + combined * LAMIVUDINE)


def cohort(years_combined):
    """Shares of the cohort: yearly cost and years of life per person, shape (years,)."""
    share, cost, life = np.array([1.0, 0, 0, 0]), [], []
    for year in range(YEARS):
        combined = year < years_combined
        share = share @ transitions(combined)
        life.append(1 - share[DEAD])
        cost.append(yearly_cost(life[-1], share @ CARE, combined))
    return np.array(cost), np.array(life)


def persons(years_combined, seed=11, stream=90):
    """The same person by person, shape (persons, years); luck belongs to person and year."""
    people, state = keys(seed, stream, PERSONS), np.zeros(PERSONS, dtype=int)
    cost, life = np.empty((PERSONS, YEARS)), np.empty((PERSONS, YEARS))
    for year in range(YEARS):
        combined = year < years_combined
        reached = np.cumsum(transitions(combined), axis=1)[state]
        state = (uniforms(seed, stream, people, year)[:, None] > reached[:, :DEAD]).sum(axis=1)
        life[:, year] = state != DEAD
        cost[:, year] = yearly_cost(life[:, year], CARE[state], combined)
    return cost, life


def present(yearly, rate):
    """Present value of amounts at the end of each year."""
    return economics.wellby(yearly, 1, rate) / (1 + rate)


@pytest.fixture(scope="module")
def runs():
    return {"mono": persons(0), "combined": persons(COMBINED)}


@pytest.mark.parametrize(("name", "years"), [("mono", 0), ("combined", COMBINED)])
def test_the_cohort_has_the_published_cost_and_life_years(name, years):
    cost, life = cohort(years)
    assert present(cost, RATE) == pytest.approx(PUBLISHED[name][0], abs=0.005)
    assert present(life, 0.0) == pytest.approx(PUBLISHED[name][1], abs=5e-5)


@pytest.mark.parametrize("name", PUBLISHED)
def test_persons_agree_with_the_published_figures_within_chance(runs, name):
    for yearly, rate, published in zip(runs[name], (RATE, 0.0), PUBLISHED[name], strict=True):
        factors = (1 + rate) ** -np.arange(1, YEARS + 1)
        error = (yearly @ factors).std() / np.sqrt(PERSONS)
        assert present(yearly, rate) / PERSONS == pytest.approx(published, abs=3 * error)
        assert error < 0.005 * published


def test_the_ratio_agrees_with_the_published_one_within_chance(runs):
    totals = {name: (present(c, RATE), present(e, 0.0)) for name, (c, e) in runs.items()}
    costs, effects = zip(*totals.values(), strict=True)
    frame = economics.icers(totals, costs, effects)
    assert frame["status"].tolist() == ["frontier"] * 2
    assert frame["strategy"].tolist() == ["mono", "combined"]
    factors = (1 + RATE) ** -np.arange(1, YEARS + 1)
    more = [(runs["combined"][k] - runs["mono"][k]) for k in (0, 1)]
    ratio = jackknife_ratio(more[0] @ factors, more[1].sum(axis=1))
    assert frame["icer"][1] == pytest.approx(ratio.value)
    assert frame["icer"][1] == pytest.approx(PUBLISHED_ICER, abs=3 * ratio.se)
    assert ratio.se < 200


def test_a_person_on_the_same_treatment_has_the_same_life(runs):
    again = persons(0)
    for one, other in zip(runs["mono"], again, strict=True):
        assert (one == other).all()
    alive = runs["mono"][1], runs["combined"][1]
    assert (alive[1].sum(axis=1) >= alive[0].sum(axis=1)).mean() > 0.9
