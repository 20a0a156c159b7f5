"""Who lives here and who knows whom: parameters of the synthetic population and its ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Broken, Section, share_rule

LINK_LAYERS = ("tie_grid", "tie_community", "tie_sub_district", "tie_elsewhere")
"""Names of the parts of a household's links, which sum to 1."""

_people = group("world", "population")
_ties = group("world", "networks")
_ageing = group("week", "ageing")


class PopulationParameters(Section):
    """Marginals from which missing columns of the residents are drawn, and their ageing."""

    wellbeing_mean: float = _people(
        5.8, "w̄", "points 0-10", (0, 10), (5.3, 6.5), "assumed", "Mean wellbeing at the start"
    )
    wellbeing_sd: float = _people(
        2.2,
        "sd_w",
        "points 0-10",
        (0, 5),
        (1.8, 2.5),
        "assumed",
        "Spread of wellbeing at the start",
    )
    wellbeing_beta_a: float = _people(
        2.339,
        "a_w",
        "1",
        (0.05, 100),
        (1.9, 3.2),
        "calculated",
        "First shape of own wellbeing, Beta",
    )
    wellbeing_beta_b: float = _people(
        1.694, "b_w", "1", (0.05, 100), (1.3, 2.3), "calculated", "Second shape of own wellbeing"
    )
    trust_government_a: float = _people(
        3.59,
        "a_g",
        "1",
        (0.05, 100),
        (2.5, 6),
        "assumed: S68",
        "First shape of trust in government, Beta (mean .75)",
    )
    trust_government_b: float = _people(
        1.20, "b_g", "1", (0.05, 100), (0.8, 2), "assumed: S68", "Second shape of that trust"
    )
    trust_social_a: float = _people(
        3.74,
        "a_o",
        "1",
        (0.05, 100),
        (2.5, 6),
        "assumed: S68",
        "First shape of trust in social organisations, Beta (mean .57)",
    )
    trust_social_b: float = _people(
        2.82, "b_o", "1", (0.05, 100), (1.5, 4), "assumed: S68", "Second shape of that trust"
    )
    trust_correlation: float = _people(
        0.5,
        "r_t",
        "1",
        (-0.99, 0.99),
        (0.2, 0.8),
        "assumed",
        "Correlation of the two trusts, Gaussian copula",
    )
    income_education_correlation: float = _people(
        0.4,
        "r_e",
        "1",
        (-0.99, 0.99),
        (0.2, 0.6),
        "assumed",
        "Correlation of income class and education, Gaussian copula",
    )
    participation_rate: float = _people(
        0.836,
        "l",
        "share of 15-59",
        (0, 1),
        (0.78, 0.90),
        "assumed",
        "Labour-force participation of residents 15-59 without disability",
    )
    participation_rate_disabled: float = _people(
        0.40,
        "l_d",
        "share of 15-59",
        (0, 1),
        (0.25, 0.55),
        "assumed",
        "Labour-force participation of residents 15-59 with a disability",
    )
    households_per_grid: float = _people(
        300.0,
        "G_h",
        "households",
        (1, 100_000),
        (100, 400),
        "assumed: S26",
        "Households in one grid",
    )
    ageing_points_per_year: float = _ageing(
        0.0,
        "g_60",
        "% of residents per year",
        (0, 100),
        (0, 2),
        "assumed: S8",
        "Residents who pass from 15-59 to 60-79 in counted years; .9 a year of late",
    )
    mean_household: float = _people(
        2.29, "hh", "persons", (1, 7), (2.1, 2.5), "found: S5", "Mean size of a household"
    )


class TieParameters(Section):
    """How households, then persons, are tied outside the household."""

    tie_sigma: float = _ties(
        0.65,
        "σ_k",
        "1",
        (0, 3),
        (0.4, 0.9),
        "assumed",
        "Spread of the households' weights, lognormal",
    )
    tie_single_factor: float = _ties(
        0.75, "f_1", "1", (0, 5), (0.5, 1), "assumed", "Weight of a one-person household"
    )
    tie_grid: float = _ties(
        0.60, "p_grid", "share", (0, 1), (0.4, 0.8), "assumed", "Links that stay in the grid"
    )
    tie_community: float = _ties(
        0.30, "p_com", "share", (0, 1), (0.15, 0.45), "assumed", "Links across the community"
    )
    tie_sub_district: float = _ties(
        0.08, "p_sub", "share", (0, 1), (0.02, 0.15), "assumed", "Links across the sub-district"
    )
    tie_elsewhere: float = _ties(
        0.02, "p_els", "share", (0, 1), (0, 0.06), "assumed", "Links to anywhere in the place"
    )
    tie_ring_mean: float = _ties(
        4.0,
        "d_ring",
        "households",
        (1, 1000),
        (2, 10),
        "assumed",
        "Mean distance of a link along the ring of a grid, geometric",
    )
    tie_member_probability: float = _ties(
        0.5,
        "p_mem",
        "probability",
        (0, 1),
        (0.3, 0.8),
        "assumed",
        "Chance that two members 15+ of linked households are tied",
    )

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Demand that the layers share all links."""
        yield from super().broken_rules(values)
        yield from share_rule(values, LINK_LAYERS)
