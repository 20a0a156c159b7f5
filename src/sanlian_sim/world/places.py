"""Places: which communities a world has, how large they are and who lives there.

A community's composition is a set of target shares. The synthetic population meets them exactly, up
to whole persons, so that counts do not vary with the seed.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sanlian_sim.randomness import Stream, uniforms
from sanlian_sim.scenario.community import MINIMUM_RESIDENTS, CommunitySettings
from sanlian_sim.scenario.presets import Preset, apportioned, with_young_shares

_SIZE: Final = 0
_SHARE_60_PLUS: Final = 1


@dataclass(frozen=True, slots=True)
class CommunityPlace:
    """One community: residents, composition and institutional figures.

    Parameters
    ----------
    name : str
        Name of the community.
    sub_district : int
        Index of its sub-district.
    residents : int
        Residents (persons).
    share_0_14, share_15_59, share_60_79, share_80_plus : float
        Shares of residents by age in years; they sum to 1.
    disabled_80_plus, disabled_60_79, disabled_15_59 : float
        Disabled or semi-disabled share of the age band.
    alone_60_plus : float
        Share of residents of 60+ who live alone.
    low_income, bereaved : float
        Shares of residents; the bereaved are all 60+.
    unemployed : float
        Unemployed share of the labour force.
    friction, built_environment : float
        Friction with property management and quality of the built environment, 0 to 1.
    tie_weight : float
        Mean weight of a household's ties (links begun and received).
    tie_weight_new_quarter : float
        Factor on the weight in the second half of the grids.
    active_volunteers : float
        Active volunteers as a share of residents.
    pressure : float
        Factor on the offered load per client hour.
    organisation_density : float
        Factor on the number of social organisations.
    walk_minutes : float
        Minutes on foot to facilities, one way.
    """

    name: str
    sub_district: int
    residents: int
    share_0_14: float
    share_15_59: float
    share_60_79: float
    share_80_plus: float
    disabled_80_plus: float
    disabled_60_79: float
    disabled_15_59: float
    alone_60_plus: float
    low_income: float
    bereaved: float
    unemployed: float
    friction: float
    built_environment: float
    tie_weight: float
    tie_weight_new_quarter: float
    active_volunteers: float
    pressure: float
    organisation_density: float
    walk_minutes: float

    @property
    def age_shares(self) -> tuple[float, float, float, float]:
        """Shares of the four age bands."""
        return self.share_0_14, self.share_15_59, self.share_60_79, self.share_80_plus

    @property
    def disabled_shares(self) -> tuple[float, float, float, float]:
        """Disabled share of each age band; children count as not disabled."""
        return 0.0, self.disabled_15_59, self.disabled_60_79, self.disabled_80_plus


@dataclass(frozen=True, slots=True)
class Place:
    """A district, a sub-district or one community, before anybody lives there.

    Parameters
    ----------
    name : str
        Name of the place.
    sub_districts : tuple of str
        Names of the sub-districts.
    communities : tuple of CommunityPlace
        Communities, those of one sub-district next to each other.

    Raises
    ------
    ValueError
        If the communities are not sorted by sub-district or name one that does not exist.
    """

    name: str
    sub_districts: tuple[str, ...]
    communities: tuple[CommunityPlace, ...]

    def __post_init__(self) -> None:
        indices = [community.sub_district for community in self.communities]
        if indices != sorted(indices):
            raise ValueError("communities must be sorted by sub-district")
        if indices and not 0 <= indices[0] <= indices[-1] < len(self.sub_districts):
            raise ValueError(
                f"sub-districts are numbered 0 to {len(self.sub_districts) - 1}; "
                f"got {indices[0]} to {indices[-1]}"
            )

    @property
    def residents(self) -> int:
        """Residents of all communities."""
        return sum(community.residents for community in self.communities)


def whole(value: float) -> int:
    """Nearest whole number, halves rounded up."""
    # A half must not be missed by the last digits of a share.
    return int(np.floor(value + 0.5 + 1e-9))


def resolve_place(settings: CommunitySettings, world_seed: int) -> Place:
    """Lay out the place that an experiment's community section describes.

    Every community takes its part of ``population``. Where the preset says that communities
    differ, their sizes (lognormal) and shares of residents 60+ (normal, clipped) are drawn with
    the world seed.

    Parameters
    ----------
    settings : CommunitySettings
        Community section of an experiment without residents of its own.
    world_seed : int
        Seed of the world.
    """
    preset = settings.place()
    indices = np.arange(preset.communities, dtype=np.uint64)
    size = np.exp(np.sqrt(np.log1p(preset.size_cv**2)) * _normals(world_seed, indices, _SIZE))
    old = _normals(world_seed, indices, _SHARE_60_PLUS)
    communities: list[CommunityPlace] = []
    for number, part in enumerate(preset.sub_districts):
        rows = range(len(communities), len(communities) + part.communities)
        residents = _sized(size[rows.start : rows.stop].tolist(), part.residents)
        for row, count in zip(rows, residents, strict=True):
            name = f"{part.label_en} {row - rows.start + 1}" if len(rows) > 1 else part.label_en
            figures = _aged(preset, float(old[row]))
            communities.append(CommunityPlace(name, number, count, **figures))
    names = tuple(part.label_en for part in preset.sub_districts)
    return Place(preset.label_en, names, tuple(communities))


def _sized(weights: list[float], total: int) -> list[int]:
    """Share out residents by weight; if that leaves a community too few, all above the minimum."""
    residents = apportioned(weights, total)
    if min(residents) >= MINIMUM_RESIDENTS:
        return residents
    spare = apportioned(weights, total - MINIMUM_RESIDENTS * len(weights))
    return [MINIMUM_RESIDENTS + more for more in spare]


def _normals(world_seed: int, indices: NDArray[np.uint64], occasion: int) -> NDArray[np.float64]:
    return np.asarray(ndtri(uniforms(world_seed, int(Stream.PLACE), indices, occasion)))


def _aged(preset: Preset, deviation: float) -> dict[str, float]:
    """Figures of a community whose share of 60+ lies ``deviation`` standard deviations off."""
    figures = preset.figures.model_dump()
    rule = preset.age_rule
    if rule is None:
        return figures
    share = rule.share_60_plus_mean + rule.share_60_plus_sd * deviation
    share = min(max(share, rule.share_60_plus_low), rule.share_60_plus_high)
    oldest = rule.share_80_of_60 * share
    return with_young_shares({**figures, "share_60_79": share - oldest, "share_80_plus": oldest})
