"""The small sections of an experiment: horizon, rollout, design, mechanisms."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sanlian_sim.scenario.section import Section

Closure = Literal["equal_budget", "equal_service", "as_is"]
Order = Literal["random", "need", "readiness", "watching"]
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
    over ``ramp_weeks``. ``order`` says who is first: by lot, those in most need, those whose
    residents hold together most, or each as it watches others adopt (from ``start`` on,
    however long that takes).
    """

    start: int = Field(0, ge=0, le=_LAST_WEEK)
    duration: int = Field(0, ge=0, le=_LAST_WEEK)
    ramp_weeks: int = Field(0, ge=0, le=_LAST_WEEK)
    order: Order = "random"


class Design(Section):
    """How scenarios are compared: the baseline, what is held equal, replicates and seeds."""

    baseline: str
    closure: Closure = "equal_budget"
    replicates: int = Field(20, ge=1, le=1_000_000)
    seed: int = Field(1, ge=0, le=_LARGEST_SEED)
    world_seed: int | None = Field(None, ge=0, le=_LARGEST_SEED)


class Mechanisms(Section):
    """Named switches; a mechanism switched off leaves no effect."""

    complementarity: bool = _mechanism(
        "M1",
        "联动互补",
        "Balanced linking of committee, organisations and workers adds quality; a gap takes it",
    )
    discovery_by_service: bool = _mechanism(
        "M2",
        "按服务发现",
        "Grid workers see some needs better than others; shared data help outreach",
    )
    administrative_load: bool = _mechanism(
        "M3", "行政负担", "Administration falls with functions delegated and rises with agreements"
    )
    administrativisation: bool = _mechanism(
        "M4",
        "社会组织行政化",
        "Dependency and monitoring turn organisations' time into administration",
    )
    embeddedness: bool = _mechanism(
        "M5",
        "嵌入与悬浮",
        "Embedding brings organisations nearer to residents and costs them autonomy",
    )
    reverse_substitution: bool = _mechanism(
        "M6", "逆向替代", "Overburdened committees use organisations' hours for their own tasks"
    )
    transaction_costs: bool = _mechanism(
        "M7",
        "交易成本",
        "Tenders cost money, and contracts need monitoring by what is hard to measure",
    )
    shading: bool = _mechanism(
        "M8", "合同不完全", "Organisations save at the expense of quality that nobody can verify"
    )
    monitoring: bool = _mechanism(
        "M9", "监督的两面", "Monitoring above what is tolerated costs motivation"
    )
    thin_markets: bool = _mechanism("M10", "市场稀薄", "Margins follow the number of bidders")
    relational_contracting: bool = _mechanism(
        "M11",
        "关系型合同",
        "Trust grows with contracts kept: it spares monitoring and weighs in awards",
    )
    short_contracts: bool = _mechanism("M12", "短期合同", "Short contracts make staff leave")
    hollowing_out: bool = _mechanism(
        "M13", "政府空心化", "Government loses know-how in what it delegates, and prices rise"
    )
    network_governance: bool = _mechanism(
        "M14", "网络治理", "A lead organisation spares coordination; partners that change cost it"
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
    facility_friction: bool = _mechanism(
        "M19", "设施使用障碍", "Distance keeps residents from facilities"
    )
    venture_search: bool = _mechanism(
        "M20", "公益创投探索", "Projects differ in fit; fit ones are taken on"
    )
    family_crowding: bool = _mechanism(
        "M21", "家庭照护挤出", "Formal hours displace part of family care"
    )
    burnout: bool = _mechanism(
        "M22", "倦怠与离职", "Fatigued staff leave, which loads those who stay"
    )
    arrears: bool = _mechanism(
        "M23", "拖欠与退出", "Late payments bring organisations into debt, and debts end them"
    )
    adoption_diffusion: bool = _mechanism(
        "M24", "政策扩散", "Communities adopt what others have adopted"
    )
