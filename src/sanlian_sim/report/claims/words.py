"""What tested claims come to: tables and sentences."""

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sanlian_sim.experiments.claims.deciders import SHOWN, Decider, named, shown
from sanlian_sim.experiments.claims.judge import in_words
from sanlian_sim.experiments.claims.study import ClaimsStudy, Finding
from sanlian_sim.experiments.claims.tables import verdict_on
from sanlian_sim.report.numbers import interval, places_of, plain, signed
from sanlian_sim.report.text import markdown_table, text_table

_HEADS: Final = (
    "claim", "measured by", "effect", "95 % interval", "must be", "levers", "holds at", "verdict",
)  # fmt: skip
_RIGHT: Final = (2, 3, 4, 5)
_PERCENT: Final = 100
_CLOSURES: Final = {
    "equal_budget": "equal budget", "equal_service": "equal service", "as_is": "as is",
}  # fmt: skip


def verdict_text(study: ClaimsStudy, width: int | None = None) -> str:
    """Lay out effects and verdicts, a row for each measure, as text."""
    rows, last = [], []
    for claim in study.claims:
        rows += [list(row) for row in _rows(study.of(claim.id))]
        last.append(len(rows) - 1)
    return text_table(_HEADS, rows, right=_RIGHT, last=last, width=width)


def verdict_lines(study: ClaimsStudy) -> list[str]:
    """Return a sentence for each claim: its verdict."""
    return [f"{one.id} {one.title}: {verdict_on(study, one.id)}." for one in study.claims]


def how_run(study: ClaimsStudy) -> str:
    """Return a sentence on what was run."""
    experiment, mode = study.parts[0].draws.experiment, study.mode
    place, weeks = experiment.community, experiment.horizon
    run = len(study.runs.results)
    text = (
        f"Run `{study.name}`: {place.population:,} residents in {place.communities} communities, "
        f"{weeks.weeks} weeks after {weeks.warmup} of warm-up; {mode.central} replicates at "
        f"central values, {mode.draws} draws of {len(study.parts[0].draws.ranges)} parameters "
        f"with {mode.replicates} replicates each; {run:,} runs."
    )
    if study.failures:
        text += f" {len(study.failures)} runs failed and are left out."
    return text


def findings(study: ClaimsStudy, heading: str = "#") -> str:
    """Return verdicts, effects and what decides as Markdown."""
    return "\n".join(_lines(study, heading)) + "\n"


def _lines(study: ClaimsStudy, heading: str) -> Iterator[str]:
    yield f"{heading} Verdicts\n"
    yield how_run(study) + "\n"
    rows = [[one.id, one.title, one.kind, verdict_on(study, one.id)] for one in study.claims]
    yield from markdown_table(("claim", "assertion", "kind", "verdict"), rows)
    yield f"\n{heading} Effects\n"
    heads = ("claim", "measured by", "unit", *_HEADS[2:])
    found = [_with_unit(one, row) for one, row in _paired(study)]
    yield from markdown_table(heads, found)
    yield f"\n{heading} What decides\n"
    decided = [_decided(one) for one in study.findings if one.deciders]
    yield from markdown_table(("claim", "measured by", "strongest", *SHOWN), decided)
    if any(one.lost for one in study.findings):
        yield f"\n{heading} What levers make of the effect\n"
        names = list(study.shared.levers)
        lost = [_lost(one, names) for one in study.findings if one.lost]
        yield from markdown_table(("claim", "measured by", "all (Shapley)", *names), lost)
    yield from _equal_service(study, heading)


def _paired(study: ClaimsStudy) -> Iterator[tuple[Finding, Sequence[str]]]:
    for claim in study.claims:
        yield from zip(study.of(claim.id), _rows(study.of(claim.id)), strict=True)


def _with_unit(one: Finding, row: Sequence[str]) -> list[str]:
    return [one.claim.id, row[1], one.measure.unit, *row[2:]]


def _rows(found: Sequence[Finding]) -> Iterator[Sequence[str]]:
    for n, one in enumerate(found):
        effect, measure = one.effect, one.measure
        places = places_of(effect.low, effect.high, effect.value)
        ratio, told = measure.null != 0, interval(effect.low, effect.high, places, "to")
        value = plain(effect.value, places) if ratio else signed(effect.value, places)
        beyond = measure.null + measure.direction * measure.smallest
        yield (
            one.claim.id if n == 0 else "",
            measure.name + ("" if measure.counted else " (shown)"),
            value if effect.defined else f"{value} (undefined)",
            _bounds(effect.low, effect.high, places) if ratio else told,
            f"{'<' if measure.direction < 0 else '>'} {beyond:g}",
            share(one.imposed.value),
            _held(one),
            in_words(one.verdict, named(one.deciders)),
        )


def _bounds(low: float, high: float, places: int) -> str:
    return f"{plain(low, places)} to {plain(high, places)}"


def _held(one: Finding) -> str:
    found = one.tally
    if not found.defined:
        return "undefined"
    low, high = (plain(_PERCENT * bound, 0) for bound in (found.low, found.high))
    return f"{found.held} of {found.defined} ({low} to {high} %)"


def share(value: float) -> str:
    """Write a share in percent; a dash if there is none, and bounds where it is beyond all use."""
    if not math.isfinite(value):
        return "–"
    if abs(value) > 10:
        return "beyond ±10"
    return f"{plain(_PERCENT * value, 0)} %"


def _decided(one: Finding) -> list[str]:
    strongest = [_told(found) for found in shown(one.deciders) if found in one.deciders[:3]]
    always = {found.parameter: found for found in one.deciders if found.parameter in SHOWN}
    own = [_told(always[name], named_too=False) if name in always else "–" for name in SHOWN]
    return [one.claim.id, one.measure.name, "; ".join(strongest), *own]


def _told(one: Decider, *, named_too: bool = True) -> str:
    places = 2
    bounds = interval(one.low, one.high, places, "to")
    mark = "*" if one.p_holm < 0.05 else ""
    text = f"{signed(one.correlation, places)}{mark} ({bounds})"
    return f"`{one.parameter}` {text}" if named_too else text


def _lost(one: Finding, names: Sequence[str]) -> list[str]:
    return [
        one.claim.id, one.measure.name, _imposed(one),
        *(share(one.lost.get(name, math.nan)) for name in names),
    ]  # fmt: skip


def _imposed(one: Finding) -> str:
    """Write the share that all levers make, with its interval where that says something."""
    told, low, high, _ = (share(one.imposed.value), *one.imposed[1:])
    if not (math.isfinite(low) and max(abs(low), abs(high)) <= 10):
        return told
    return f"{told} ({plain(_PERCENT * low, 0)} to {plain(_PERCENT * high, 0)} %)"


def _equal_service(study: ClaimsStudy, heading: str) -> Iterator[str]:
    """Say at which scales service is equal, and where it could not be made so."""
    if not study.matches:
        return
    yield f"\n{heading} Equal service\n"
    rows: list[list[Any]] = []
    for (name, central), found in study.matches.items():
        if " without " in name:
            continue
        reached = int(sum(found.reached == 1))
        where = "central values" if central else "draws"
        low, high = (plain(float(end), 2) for end in (found.scale.min(), found.scale.max()))
        scale = low if low == high else f"{low} to {high}"
        rows.append([name, where, scale, f"{reached} of {len(found.scale)}"])
    yield from markdown_table(("scenario", "at", "scale of hours", "service equal"), rows)
