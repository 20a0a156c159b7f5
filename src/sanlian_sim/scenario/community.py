"""The community section: a preset, or the user's own residents and ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from sanlian_sim.scenario.presets import (
    AGE_SHARES,
    REFERENCE,
    Figures,
    Preset,
    SubDistrict,
    apportioned,
    preset,
    preset_names,
    with_young_shares,
)
from sanlian_sim.scenario.problems import nearest
from sanlian_sim.scenario.section import Broken, Section, share_rule

MINIMUM_RESIDENTS = 50


class CommunitySettings(Section):
    """Which place is simulated.

    With own ``residents`` the preset (default: the reference) supplies the figures of
    institutions and of columns the file does not have. ``figures`` holds those figures of the
    preset that the experiment overrides; in the file they stand directly under [community].
    """

    preset: str | None = None
    residents: Path | None = None
    ties: Path | None = None
    population: int | None = Field(None, ge=MINIMUM_RESIDENTS, le=100_000_000)
    communities: int | None = Field(None, ge=1, le=10_000)
    figures: Mapping[str, float] = Field(default_factory=dict)

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Preset, own data, size and ages fit together."""
        name = values.get("preset")
        if name is not None and name not in preset_names():
            yield Broken("preset", name, "unknown preset", nearest(name, preset_names()))
        yield from _data_rules(values)
        yield from _size_rules(values)
        yield from _age_rules(values)

    def place(self) -> Preset:
        """Return the preset with this section's size and figures laid on top."""
        base = preset(self.preset or REFERENCE)
        parts = base.sub_districts if self.communities is None else _blocks(base, self.communities)
        population = self.population or base.population * (self.communities or 1)
        residents = apportioned([float(part.residents) for part in parts], population)
        ages_given = any(share in self.figures for share in AGE_SHARES)
        return base.model_copy(
            update={
                "population": population,
                "sub_districts": tuple(
                    part.model_copy(update={"residents": count})
                    for part, count in zip(parts, residents, strict=True)
                ),
                "age_rule": None if ages_given else base.age_rule,
                "figures": Figures(**overlaid(base.figures, self.figures)),
                "sources": {**base.sources, **dict.fromkeys(self.figures, "given")},
            }
        )

    def flat(self) -> dict[str, Any]:
        """Return the section as it stands in a file, without what is not set."""
        own = self.model_dump(exclude_none=True, exclude={"figures"})
        return {**own, **self.figures}


def overlaid(figures: Figures, overrides: Mapping[str, float]) -> dict[str, float]:
    """Lay single figures over a preset's; the young follow the old unless given."""
    merged = {**figures.model_dump(), **overrides}
    older_only = any(share in overrides for share in AGE_SHARES[2:])
    if older_only and not any(share in overrides for share in AGE_SHARES[:2]):
        return with_young_shares(merged)
    return merged


def _blocks(base: Preset, communities: int) -> tuple[SubDistrict, ...]:
    per_block = base.communities_per_sub_district
    counts = [min(per_block, communities - start) for start in range(0, communities, per_block)]
    return tuple(
        SubDistrict(
            label_zh=f"{base.label_zh} {number}",
            label_en=f"{base.label_en} {number}",
            communities=count,
            residents=count * base.population,
        )
        for number, count in enumerate(counts, start=1)
    )


def _data_rules(values: Mapping[str, Any]) -> Iterator[Broken]:
    if values.get("residents") is None:
        if values.get("ties") is not None:
            yield Broken(
                "ties", values["ties"].name, "needs residents of your own", 'add residents = "…"'
            )
        return
    for field in ("population", "communities"):
        if values.get(field) is not None:
            yield Broken(
                field, values[field], "not used with residents of your own", "leave it out"
            )


def _size_rules(values: Mapping[str, Any]) -> Iterator[Broken]:
    name = values.get("preset") or REFERENCE
    communities, population = values.get("communities"), values.get("population")
    if communities is not None and name != REFERENCE:
        yield Broken("communities", communities, f"only preset '{REFERENCE}' takes it")
        return
    if population is None or name not in preset_names() or values.get("residents") is not None:
        return
    base = preset(name)
    smallest = min(part.residents / part.communities for part in base.sub_districts)
    share = smallest / base.population / (communities or 1)
    if population * share < MINIMUM_RESIDENTS:
        least = int(-(-MINIMUM_RESIDENTS // share))
        yield Broken(
            "population",
            population,
            f"leaves a community below {MINIMUM_RESIDENTS} residents",
            f"use at least {least}",
        )


def _age_rules(values: Mapping[str, Any]) -> Iterator[Broken]:
    figures: Mapping[str, float] = values.get("figures", {})
    given = [share for share in AGE_SHARES if share in figures]
    younger = set(given) & set(AGE_SHARES[:2])
    if younger and len(given) < len(AGE_SHARES):
        yield Broken(
            given[0],
            figures[given[0]],
            "the four age shares must be given together",
            "or share_60_79 and share_80_plus alone, and the younger share the rest",
        )
    elif younger:
        yield from share_rule(figures, AGE_SHARES)
    elif given:
        yield from _older_rule(values, given[0])


def _older_rule(values: Mapping[str, Any], first: str) -> Iterator[Broken]:
    name = values.get("preset") or REFERENCE
    base = preset(name if name in preset_names() else REFERENCE).figures.model_dump()
    older = sum({**base, **values["figures"]}[share] for share in AGE_SHARES[2:])
    if older > 1:
        yield Broken(
            first,
            values["figures"][first],
            "share_60_79 and share_80_plus must not exceed 1",
            f"they sum to {older:.6g}",
        )
