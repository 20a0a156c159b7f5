"""The small sections of an experiment: horizon, rollout, design, mechanisms."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sanlian_sim.scenario.section import Section

Closure = Literal["equal_budget", "equal_service", "as_is"]
_LAST_WEEK = 10_000
_LARGEST_SEED = 2**63 - 1


def _mechanism(label: str, label_zh: str, meaning: str) -> Any:
    about: dict[str, Any] = {"label": label, "label_zh": label_zh, "meaning": meaning}
    return Field(True, json_schema_extra=about)


class Horizon(Section):
    """How long a run is: ``warmup`` uncounted weeks under the baseline, then ``weeks``."""

    weeks: int = Field(260, ge=1, le=_LAST_WEEK)
    warmup: int = Field(104, ge=0, le=_LAST_WEEK)


class Rollout(Section):
    """When a scenario takes hold.

    Communities adopt between week ``start`` and ``start + duration``; delegation then rises
    over ``ramp_weeks``.
    """

    start: int = Field(0, ge=0, le=_LAST_WEEK)
    duration: int = Field(0, ge=0, le=_LAST_WEEK)
    ramp_weeks: int = Field(0, ge=0, le=_LAST_WEEK)


class Design(Section):
    """How scenarios are compared: the baseline, what is held equal, replicates and seeds."""

    baseline: str
    closure: Closure = "equal_budget"
    replicates: int = Field(20, ge=1, le=1_000_000)
    seed: int = Field(1, ge=0, le=_LARGEST_SEED)
    world_seed: int | None = Field(None, ge=0, le=_LARGEST_SEED)


class Mechanisms(Section):
    """Named switches; a mechanism switched off leaves no effect."""

    discovery_by_service: bool = _mechanism(
        "M2",
        "按服务发现",
        "Grid workers see some needs better than others; shared data help outreach",
    )
    administrative_load: bool = _mechanism(
        "M3", "行政负担", "Administration falls with functions delegated and rises with agreements"
    )
    overload: bool = _mechanism(
        "M15", "超负荷", "Quality falls when a provider's list exceeds its hours"
    )
    complaints: bool = _mechanism("M16", "热线投诉", "Calls to the hotline move a case up")
    coproduction: bool = _mechanism(
        "M17", "共同生产", "Cohesion, ties and mobilisers bring volunteers"
    )
    trust_transfer: bool = _mechanism(
        "M18", "信任转移", "Trust and awareness move by experience and talk"
    )
    family_crowding: bool = _mechanism(
        "M21", "家庭照护挤出", "Formal hours displace part of family care"
    )


INSTRUMENTS = ("purchase", "venture", "outsourcing")
