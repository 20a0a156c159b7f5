"""Places: their figures, sub-districts and the rules by which communities differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import Field

from sanlian_sim.scenario import library
from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Broken, Section, share_rule

REFERENCE = "reference"
AGE_SHARES = ("share_0_14", "share_15_59", "share_60_79", "share_80_plus")
# The young and the working age share what the old leave in these parts: Dalian 2020, S9.
_YOUNG = (0.105, 0.615)

_people = group("world", "population")
_ties = group("world", "networks")
_place = group("world", "institutions")


class Figures(Section):
    """Composition and setting of a community; shares of its residents unless stated."""

    share_0_14: float = _people(
        ..., "s_0", "share", (0, 1), (0.08, 0.15), "calculated: S9", "Age 0-14"
    )
    share_15_59: float = _people(
        ..., "s_15", "share", (0, 1), (0.5, 0.7), "calculated: S9", "Age 15-59"
    )
    share_60_79: float = _people(
        ..., "s_60", "share", (0, 1), (0.18, 0.32), "assumed: S8, S10", "Age 60-79"
    )
    share_80_plus: float = _people(
        ..., "s_80", "share", (0, 1), (0.02, 0.06), "assumed: S10", "Age 80+"
    )
    disabled_80_plus: float = _people(
        ..., "d_80", "share of 80+", (0, 1), (0.2, 0.45), "assumed: S10", "Disabled at 80+"
    )
    disabled_60_79: float = _people(
        ..., "d_60", "share of 60-79", (0, 1), (0.05, 0.13), "assumed: S10", "Disabled at 60-79"
    )
    disabled_15_59: float = _people(
        ..., "d_15", "share of 15-59", (0, 1), (0.01, 0.03), "assumed", "Disabled at 15-59"
    )
    alone_60_plus: float = _people(
        ..., "s_al", "share of 60+", (0, 1), (0.10, 0.18), "assumed: S11", "Living alone at 60+"
    )
    low_income: float = _people(
        ..., "s_low", "share", (0, 1), (0.005, 0.03), "assumed: S6, S7", "Low-income households"
    )
    bereaved: float = _people(
        ..., "s_ber", "share", (0, 1), (0.0012, 0.006), "assumed", "Lost their only child"
    )
    unemployed: float = _people(
        ..., "u", "share of labour force", (0, 1), (0.045, 0.07), "assumed: S13", "Unemployed"
    )
    friction: float = _place(
        ..., "f", "0-1", (0, 1), (0.1, 0.7), "illustrative", "Friction with property management"
    )
    built_environment: float = _place(
        ..., "B", "0-1", (0, 1), (0.3, 0.8), "illustrative", "Built environment"
    )
    tie_weight: float = _ties(
        ..., "w", "weight", (0, 1000), (5, 15), "assumed", "Mean weight of a household's ties"
    )
    tie_weight_new_quarter: float = _ties(
        ...,
        "w_new",
        "1",
        (0, 10),
        (0.4, 1),
        "assumed: S72, S73",
        "Weight of ties in the second half of the grids, relative to the first",
    )
    active_volunteers: float = _people(
        ..., "v", "share", (0, 1), (0.02, 0.08), "calculated: S63", "Active volunteers"
    )
    pressure: float = _place(
        ...,
        "x_p",
        "1",
        (0.01, 100),
        (0.9, 1.1),
        "illustrative",
        "Offered load for which the place is staffed, relative to the table",
    )
    organisation_density: float = _place(
        ...,
        "x_so",
        "1",
        (0, 100),
        (0.5, 2),
        "illustrative",
        "Number of social organisations, relative to what the parameters say",
    )
    walk_minutes: float = _place(
        ..., "m_w", "minutes", (0, 600), (5, 25), "illustrative", "Walk to a facility, one way"
    )

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Ages make up all residents."""
        yield from share_rule(values, AGE_SHARES)


class SubDistrict(Section):
    """A sub-district with its number of communities and residents."""

    label_zh: str
    label_en: str
    communities: int = Field(ge=1)
    residents: int = Field(ge=0)


class AgeRule(Section):
    """Share of residents 60+ by community: normal, clipped, drawn with the world seed."""

    share_60_plus_mean: float = Field(ge=0, le=1)
    share_60_plus_sd: float = Field(ge=0, le=1)
    share_60_plus_low: float = Field(ge=0, le=1)
    share_60_plus_high: float = Field(ge=0, le=1)
    share_80_of_60: float = Field(ge=0, le=1)


class Preset(Section):
    """A place as the world layer builds it.

    ``size_cv`` is the coefficient of variation of community sizes within a sub-district
    (lognormal, rescaled to its residents); with ``age_rule`` None all communities have the
    ages of ``figures``. ``sources`` labels each figure.
    """

    name: str
    label_zh: str
    label_en: str
    population: int = Field(ge=1)
    communities_per_sub_district: int = Field(1, ge=1)
    size_cv: float = Field(0.0, ge=0, le=1)
    age_rule: AgeRule | None = None
    sub_districts: tuple[SubDistrict, ...]
    figures: Figures
    sources: Mapping[str, str]

    @property
    def communities(self) -> int:
        """Number of communities."""
        return sum(part.communities for part in self.sub_districts)


def with_young_shares(figures: Mapping[str, float]) -> dict[str, float]:
    """Fill ages 0-14 and 15-59 with what 60-79 and 80+ leave, in fixed parts."""
    rest = 1.0 - figures["share_60_79"] - figures["share_80_plus"]
    child = rest * _YOUNG[0] / sum(_YOUNG)
    return {**figures, "share_0_14": child, "share_15_59": rest - child}


def preset_names() -> tuple[str, ...]:
    """Names of the shipped presets."""
    return tuple(library.preset_rows())


@cache
def preset(name: str) -> Preset:
    """Shipped preset of that name.

    Raises
    ------
    KeyError
        If there is none.
    """
    row = library.preset_rows()[name]
    told = {**_told(library.preset_rows()[REFERENCE]), **_told(row)}
    values = {field: fact["value"] for field, fact in told.items()}
    figures = {field: float(values[field]) for field in Figures.model_fields if field in values}
    return Preset(
        name=name,
        label_zh=row["label_zh"],
        label_en=row["label_en"],
        population=values["population"],
        communities_per_sub_district=values["communities_per_sub_district"],
        size_cv=values.get("size_cv", 0.0),
        age_rule=_age_rule(values),
        sub_districts=_sub_districts(row, values["population"]),
        figures=Figures(**with_young_shares(figures)),
        sources={field: fact["source"] for field, fact in told.items()},
    )


def _told(row: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {field: fact for field, fact in row.items() if isinstance(fact, dict)}


def _age_rule(values: Mapping[str, Any]) -> AgeRule | None:
    if "share_60_plus_mean" not in values:
        return None
    return AgeRule(**{field: values[field] for field in AgeRule.model_fields})


def _sub_districts(row: Mapping[str, Any], population: int) -> tuple[SubDistrict, ...]:
    listed = row.get("sub_districts")
    if listed is None:
        labels = {"label_zh": row["label_zh"], "label_en": row["label_en"]}
        return (SubDistrict(**labels, communities=1, residents=population),)
    rest = population - sum(part.get("residents", 0) for part in listed)
    sharing = sum(part["communities"] for part in listed if "residents" not in part)
    sizes = [part.get("residents", rest * part["communities"] / max(sharing, 1)) for part in listed]
    return tuple(
        SubDistrict(
            label_zh=part["label_zh"],
            label_en=part["label_en"],
            communities=part["communities"],
            residents=residents,
        )
        for part, residents in zip(listed, apportioned(sizes, population), strict=True)
    )


def apportioned(weights: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to ``weights`` that sum to ``total``, by largest remainder.

    Raises
    ------
    ValueError
        If no weight is positive.
    """
    whole_weight = math.fsum(weights)
    if not whole_weight > 0:
        raise ValueError(f"weights must have a positive sum; got {whole_weight}")
    exact = [total * weight / whole_weight for weight in weights]
    whole = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: total - sum(whole)]:
        whole[i] += 1
    return whole
