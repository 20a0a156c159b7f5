"""What contracts do to those who work under them."""

from __future__ import annotations

from sanlian_sim.scenario.fields import group
from sanlian_sim.scenario.section import Section

_organisations = group("week", "organisations")
_discovery = group("week", "discovery")


class ConductParameters(Section):
    """Quality under contract: shading, motivation, autonomy, linking."""

    temptation: float = _organisations(
        0.5,
        "s_0",
        "0-1",
        (0, 1),
        (0.1, 1),
        "assumed: S94, S95",
        "Shading of quality by an organisation without motivation that nobody monitors",
    )
    shading_depth: float = _organisations(
        0.4, "d_s", "share", (0, 1), (0.1, 0.6), "assumed: S94", "Quality lost at full shading"
    )
    shading_saving: float = _organisations(
        0.15, "σ_s", "share", (0, 1), (0.05, 0.3), "assumed: S94", "Cost saved at full shading"
    )
    mission: float = _organisations(
        0.7,
        "mot_0",
        "0-1",
        (0, 1),
        (0.4, 0.9),
        "assumed",
        "Motivation of organisations at the start",
    )
    motivation_return: float = _organisations(
        0.5, "ρ_mot", "per year", (0, 52), (0.2, 1), "assumed", "Return of motivation to its start"
    )
    motivation_crowding: float = _organisations(
        0.5,
        "χ",
        "per year",
        (0, 52),
        (0, 1),
        "assumed: S96",
        "Fall of motivation under full monitoring",
    )
    monitoring_tolerance: float = _organisations(
        0.5,
        "mon_0",
        "0-1",
        (0, 1),
        (0.3, 0.8),
        "assumed",
        "Intensity of monitoring above which motivation suffers",
    )
    administrative_pull: float = _organisations(
        0.3,
        "η_adm",
        "share",
        (0, 1),
        (0.1, 0.5),
        "assumed: S51",
        "Administrative load at full dependency and monitoring without autonomy",
    )
    administrative_pace: float = _organisations(
        0.5, "a_adm", "per year", (0, 52), (0.2, 1), "assumed", "Pace at which that load is reached"
    )
    embedded_access: float = _discovery(
        0.5,
        "r_emb",
        "log odds",
        (0, 20),
        (0, 1),
        "assumed: S105",
        "Rise of residents' response where organisations are embedded",
    )
    autonomy_quality: float = _organisations(
        0.1, "q_aut", "share", (0, 1), (0, 0.3), "assumed: S51", "Quality lost without autonomy"
    )
    substitution: float = _organisations(
        1.0,
        "ψ",
        "1",
        (0, 20),
        (0, 2),
        "assumed: S91",
        "Hours of organisations that committees use per unit of administrative share above the bar",
    )
    substitution_bar: float = _organisations(
        0.6,
        "ψ_0",
        "share",
        (0, 1),
        (0.5, 0.7),
        "assumed: S91",
        "Administrative share of committees above which they use organisations' hours",
    )
    complementarity: float = _organisations(
        0.05,
        "ℓ",
        "share",
        (0, 2),
        (0, 0.15),
        "assumed: S89, S90",
        "Quality that balanced linking adds",
    )
    leg_organisations: float = _organisations(
        0.5,
        "l_o",
        "share of base hours",
        (0.001, 1),
        (0.2, 0.8),
        "assumed",
        "Hours of organisations that make them a full partner of the link",
    )
    leg_workers: float = _organisations(
        0.6,
        "l_w",
        "posts per 10,000 residents",
        (0.001, 1000),
        (0.3, 1.5),
        "assumed: S39",
        "Station workers that make them a full partner of the link",
    )
    complementarity_threshold: float = _organisations(
        0.5,
        "ℓ_0",
        "0-1",
        (0, 1),
        (0.3, 0.7),
        "assumed",
        "Balance of the parts at which linking neither adds nor takes",
    )


class RelationParameters(Section):
    """Trust in contractors, and government's know-how."""

    relation_rate: float = _organisations(
        0.5,
        "α_rel",
        "per year",
        (0, 52),
        (0.2, 1),
        "assumed: S98",
        "Growth of trust in a contractor that performs",
    )
    relation_saving: float = _organisations(
        0.5,
        "θ_rel",
        "share",
        (0, 1),
        (0, 0.8),
        "assumed: S98",
        "Monitoring spared with a trusted contractor",
    )
    relation_weight_scale: float = _organisations(
        1.0,
        "x_rel",
        "1",
        (0, 10),
        (0, 2),
        "assumed: S98",
        "Scale of the weight that relations have in awards",
    )
    rotation_per_year: float = _organisations(
        0.25,
        "λ_rot",
        "per year",
        (0, 52),
        (0.2, 0.33),
        "assumed",
        "Rotation of officials, which halves relations",
    )
    know_how_loss: float = _organisations(
        0.1,
        "ω_K",
        "per year",
        (0, 52),
        (0.02, 0.3),
        "assumed: S100",
        "Loss of government's know-how in a service wholly delegated",
    )
    know_how_gain: float = _organisations(
        0.2,
        "g_K",
        "per year",
        (0, 52),
        (0.05, 0.5),
        "assumed",
        "Return of that know-how in a service not delegated",
    )
    know_how_price: float = _organisations(
        0.1,
        "p_K",
        "share",
        (0, 10),
        (0, 0.3),
        "assumed: S100",
        "Rise of the accepted price without know-how",
    )
