"""The tables of tested claims: columns with type, unit and meaning, and their rows."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sanlian_sim.experiments.claims.deciders import drawn_table, named, shown
from sanlian_sim.experiments.claims.judge import Verdict, gain, in_words
from sanlian_sim.experiments.claims.study import ClaimsStudy, Finding
from sanlian_sim.experiments.runs.tables import Column

if TYPE_CHECKING:
    import pandas as pd

_CLAIM: Final = Column("claim", "word", "", "Id of the claim")
_MEASURE: Final = Column("measure", "word", "", "What it is measured by")
_CLOSURE: Final = Column("closure", "word", "", "What is held equal")
_DRAW: Final = Column("draw", "int64", "", "Number of the draw, from 0")
CLAIMS: Final = (
    _CLAIM,
    _MEASURE,
    Column("kind", "word", "", "identity, imposed, emergent or mixed"),
    _CLOSURE,
    Column("counted", "bool", "", "Whether the verdict on the claim rests on it"),
    Column("unit", "word", "", "Unit of the effect"),
    Column("effect", "float64", "see unit", "At central values, mean over paired replicates"),
    Column("ci_low", "float64", "see unit", "Lower bound of its 95 % interval"),
    Column("ci_high", "float64", "see unit", "Upper bound"),
    Column("defined", "bool", "", "Whether divisors are above 0, and service equal"),
    Column("null", "float64", "see unit", "Effect of no difference"),
    Column("direction", "int64", "", "1 if the claim says above null, -1 if below"),
    Column("smallest", "float64", "see unit", "Smallest distance from null worth noticing"),
    Column("gain", "float64", "smallest effects", "(effect - null) * direction / smallest"),
    Column("gain_low", "float64", "smallest effects", "Lower bound of its 95 % interval"),
    Column("gain_high", "float64", "smallest effects", "Upper bound"),
    Column("imposed_share", "float64", "share", "Part of the effect that levers make (Shapley)"),
    Column("imposed_low", "float64", "share", "Lower bound of its 95 % interval, jackknife"),
    Column("imposed_high", "float64", "share", "Upper bound"),
    Column("draws", "int64", "draws", "Draws of parameters at which the effect is defined"),
    Column("held", "int64", "draws", "Of these, draws whose mean is beyond the smallest effect"),
    Column("share", "float64", "share", "held / draws"),
    Column("share_low", "float64", "share", "Lower bound of its 95 % interval (Wilson)"),
    Column("share_high", "float64", "share", "Upper bound"),
    Column("by_parameters", "float64", "share", "Variance between draws that is more than chance"),
    Column("verdict", "word", "", "In words, on this measure"),
    Column("claim_verdict", "word", "", "On the claim: see combined verdict"),
)
CLAIM_DRAWS: Final = (
    _CLAIM,
    _MEASURE,
    _DRAW,
    Column("effect", "float64", "see claims", "Mean over replicates; missing if not defined"),
    Column("gain", "float64", "smallest effects", "(effect - null) * direction / smallest"),
)
CLAIM_PARAMETERS: Final = (
    _DRAW,
    Column("parameter", "word", "", "Drawn; onset rates of a service by the first"),
    Column("value", "float64", "see sanlian list parameters", "Value of the draw"),
)
CLAIM_DECIDERS: Final = (
    _CLAIM,
    _MEASURE,
    Column("parameter", "word", "", "What was drawn; the handicap of discovery in log odds"),
    Column("correlation", "float64", "-1 to 1", "Spearman's, of effect and parameter over draws"),
    Column("ci_low", "float64", "-1 to 1", "Lower bound of its 95 % interval (Fisher)"),
    Column("ci_high", "float64", "-1 to 1", "Upper bound"),
    Column("p_holm", "float64", "probability", "Against none, corrected over all parameters"),
)
CLAIM_LEVERS: Final = (
    _CLAIM,
    _MEASURE,
    Column("levers", "word", "", "Group of levers that is set to the baseline's"),
    Column("lost_share", "float64", "share", "Part of the effect that goes with it"),
)
CLAIM_SCALES: Final = (
    Column("scenario", "word", "", "Name of the scenario"),
    Column("draw", "int64", "", "Number of the draw; -1 for central values"),
    Column("scale", "float64", "1", "Scale of hours at which service is equal"),
    Column("reached", "bool", "", "Whether it lies within the scales that were run"),
)
CLAIM_TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "claims": CLAIMS,
    "claims_draws": CLAIM_DRAWS,
    "claims_parameters": CLAIM_PARAMETERS,
    "claims_deciders": CLAIM_DECIDERS,
    "claims_levers": CLAIM_LEVERS,
    "claims_scales": CLAIM_SCALES,
}
"""Columns of every file, in their order."""


def tables(study: ClaimsStudy) -> dict[str, "pd.DataFrame"]:
    """Return all tables of tested claims by name."""
    import pandas as pd

    rows = {
        "claims": _claims(study), "claims_draws": _draws(study),
        "claims_parameters": _parameters(study), "claims_deciders": _deciders(study),
        "claims_levers": _levers(study), "claims_scales": _scales(study),
    }  # fmt: skip
    return {
        name: pd.DataFrame(list(held), columns=[one.name for one in CLAIM_TABLES[name]])
        for name, held in rows.items()
    }


def verdict_on(study: ClaimsStudy, claim: str) -> str:
    """Return the verdict on a claim in words; where it depends, on what."""
    return in_words(study.verdicts[claim], decided_by(study, claim))


def decided_by(study: ClaimsStudy, claim: str) -> list[str]:
    """Return what the measures depend on that make the verdict on a claim depend."""
    decided = (
        name
        for one in study.of(claim)
        if one.measure.counted and one.verdict == Verdict.DEPENDS
        for name in named(one.deciders)
    )
    return list(dict.fromkeys(decided))


def _claims(study: ClaimsStudy) -> Iterator[dict[str, Any]]:
    on = {claim.id: verdict_on(study, claim.id) for claim in study.claims}
    for one in study.findings:
        yield _about(one) | {
            "verdict": in_words(one.verdict, named(one.deciders)),
            "claim_verdict": on[one.claim.id],
        }


def _about(one: Finding) -> dict[str, Any]:
    measure, effect = one.measure, one.effect
    ends = sorted((gain(measure, effect.low), gain(measure, effect.high)))
    return {
        "claim": one.claim.id, "measure": measure.name, "kind": one.claim.kind,
        "closure": one.claim.closure, "counted": measure.counted, "unit": measure.unit,
        "effect": effect.value, "ci_low": effect.low, "ci_high": effect.high,
        "defined": effect.defined, "null": measure.null, "direction": measure.direction,
        "smallest": measure.smallest, "gain": gain(measure, effect.value), "gain_low": ends[0],
        "gain_high": ends[1], "imposed_share": one.imposed.value,
        "imposed_low": one.imposed.low, "imposed_high": one.imposed.high,
        "draws": one.tally.defined, "held": one.tally.held, "share": one.tally.share,
        "share_low": one.tally.low,
        "share_high": one.tally.high, "by_parameters": one.tally.by_parameters,
    }  # fmt: skip


def _of(one: Finding) -> dict[str, Any]:
    return {"claim": one.claim.id, "measure": one.measure.name}


def _draws(study: ClaimsStudy) -> Iterator[dict[str, Any]]:
    for one in study.findings:
        for n, effect in enumerate(one.drawn.values):
            yield _of(one) | {"draw": n, "effect": effect, "gain": gain(one.measure, effect)}


def _parameters(study: ClaimsStudy) -> Iterator[dict[str, Any]]:
    table = drawn_table(study.parts[0].draws)
    for name in table.columns:
        for n, value in enumerate(table[name]):
            yield {"draw": n, "parameter": name, "value": value}


def _deciders(study: ClaimsStudy) -> Iterator[dict[str, Any]]:
    for one in study.findings:
        for found in shown(one.deciders):
            yield _of(one) | {
                "parameter": found.parameter, "correlation": found.correlation,
                "ci_low": found.low, "ci_high": found.high, "p_holm": found.p_holm,
            }  # fmt: skip


def _levers(study: ClaimsStudy) -> Iterator[dict[str, Any]]:
    for one in study.findings:
        for name, share in one.lost.items():
            yield _of(one) | {"levers": name, "lost_share": share}


def _scales(study: ClaimsStudy) -> Iterator[dict[str, Any]]:
    for (name, central), found in study.matches.items():
        for n, (scale, reached) in enumerate(zip(found.scale, found.reached, strict=True)):
            draw = -1 if central else n
            yield {
                "scenario": name, "draw": draw, "scale": scale,
                "reached": bool(np.nan_to_num(reached)),
            }  # fmt: skip
