"""What tested claims come to: tables and sentences."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sanlian_sim.experiments.claims.deciders import SHOWN, Decider, named, shown
from sanlian_sim.experiments.claims.judge import Verdict, in_words
from sanlian_sim.experiments.claims.schema import Claim
from sanlian_sim.experiments.claims.study import ClaimsStudy, Finding
from sanlian_sim.experiments.claims.tables import decided_by
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.language.translate import translated
from sanlian_sim.report.comparison.tables import unit_label
from sanlian_sim.report.numbers import between, interval, places_of, plain, signed
from sanlian_sim.report.text import markdown_table, text_table

_RIGHT: Final = (2, 3, 4, 5)
_PERCENT: Final = 100


def verdict_text(study: ClaimsStudy, lang: Language = "en", width: int | None = None) -> str:
    """Lay out effects and verdicts, a row for each measure, as text."""
    rows, last = [], []
    for claim in study.claims:
        rows += [list(row) for row in _rows(study.of(claim.id), lang)]
        last.append(len(rows) - 1)
    return text_table(words(lang)["claims"]["heads"], rows, right=_RIGHT, last=last, width=width)


def verdict_lines(study: ClaimsStudy, lang: Language = "en") -> list[str]:
    """Return a sentence for each claim: its verdict."""
    told = words(lang)["claims"]["sentence"]
    return [
        told.format(claim=one.id, title=title(one, lang), verdict=_on(study, one.id, lang))
        for one in study.claims
    ]


def title(claim: Claim, lang: Language) -> str:
    """Return what a claim asserts: its title, or in Chinese the sentence that it quotes."""
    return claim.quote if lang == "zh" and claim.quote else claim.title


def verdict_label(verdict: Verdict, deciders: Iterable[str], lang: Language) -> str:
    """Return a verdict; where it depends, on what."""
    return translated(in_words(verdict, (translated(one, lang) for one in deciders)), lang)


def _on(study: ClaimsStudy, claim: str, lang: Language) -> str:
    return verdict_label(study.verdicts[claim], decided_by(study, claim), lang)


def how_run(study: ClaimsStudy, lang: Language = "en") -> str:
    """Return a sentence on what was run."""
    experiment, mode, told = study.parts[0].draws.experiment, study.mode, words(lang)["claims"]
    place, weeks = experiment.community, experiment.horizon
    parts = [
        told["run"].format(
            name=study.name, residents=f"{place.population:,}", communities=place.communities,
            weeks=weeks.weeks, warmup=weeks.warmup, central=mode.central, draws=mode.draws,
            parameters=len(study.parts[0].draws.ranges), replicates=mode.replicates,
            runs=f"{len(study.runs.results):,}",
        )
    ]  # fmt: skip
    if study.failures:
        parts.append(told["failed"].format(number=len(study.failures)))
    return str(words(lang)["marks"]["sentence"]).join(parts)


def findings(study: ClaimsStudy, heading: str = "#", lang: Language = "en") -> str:
    """Return verdicts, effects and what decides as Markdown."""
    return "\n".join(_lines(study, heading, lang)) + "\n"


def _lines(study: ClaimsStudy, heading: str, lang: Language) -> Iterator[str]:
    told = words(lang)["claims"]
    yield f"{heading} {told['verdicts']}\n"
    yield how_run(study, lang) + "\n"
    rows = [
        [one.id, title(one, lang), translated(one.kind, lang), _on(study, one.id, lang)]
        for one in study.claims
    ]
    yield from markdown_table(told["verdict_heads"], rows)
    yield f"\n{heading} {told['effects']}\n"
    heads = (*told["heads"][:2], told["unit"], *told["heads"][2:])
    found = [_with_unit(one, row, lang) for one, row in _paired(study, lang)]
    yield from markdown_table(heads, found)
    yield f"\n{heading} {told['decides']}\n"
    decided = [_decided(one, lang) for one in study.findings if one.deciders]
    yield from markdown_table((*told["decided_heads"], *_translated(SHOWN, lang)), decided)
    if any(one.lost for one in study.findings):
        yield f"\n{heading} {told['levers']}\n"
        names = list(study.shared.levers)
        lost = [_lost(one, names, lang) for one in study.findings if one.lost]
        yield from markdown_table((*told["levers_heads"], *_translated(names, lang)), lost)
    yield from _equal_service(study, heading, lang)


def _translated(names: Iterable[str], lang: Language) -> list[str]:
    return [translated(name, lang) for name in names]


def _paired(study: ClaimsStudy, lang: Language) -> Iterator[tuple[Finding, Sequence[str]]]:
    for claim in study.claims:
        yield from zip(study.of(claim.id), _rows(study.of(claim.id), lang), strict=True)


def _with_unit(one: Finding, row: Sequence[str], lang: Language) -> list[str]:
    return [one.claim.id, row[1], unit_label(one.measure.unit, lang), *row[2:]]


def _rows(found: Sequence[Finding], lang: Language) -> Iterator[Sequence[str]]:
    told, to = words(lang)["claims"], words(lang)["marks"]["to"]
    for n, one in enumerate(found):
        effect, measure = one.effect, one.measure
        places = places_of(effect.low, effect.high, effect.value)
        ratio, between = measure.null != 0, interval(effect.low, effect.high, places, to)
        value = plain(effect.value, places) if ratio else signed(effect.value, places)
        beyond = measure.null + measure.direction * measure.smallest
        name = translated(measure.name, lang)
        yield (
            one.claim.id if n == 0 else "",
            name if measure.counted else told["shown"].format(measure=name),
            value if effect.defined else told["value_undefined"].format(value=value),
            _bounds(effect.low, effect.high, places, to) if ratio else between,
            f"{'<' if measure.direction < 0 else '>'} {beyond:g}",
            share(one.imposed.value, lang),
            _held(one, lang),
            verdict_label(one.verdict, named(one.deciders), lang),
        )


def _bounds(low: float, high: float, places: int, to: str) -> str:
    return between(plain(low, places), plain(high, places), to)


def _held(one: Finding, lang: Language) -> str:
    found, told = one.tally, words(lang)["claims"]
    if not found.defined:
        return str(told["undefined"])
    low, high = (plain(_PERCENT * bound, 0) for bound in (found.low, found.high))
    return str(told["held"].format(held=found.held, defined=found.defined, low=low, high=high))


def share(value: float, lang: Language = "en") -> str:
    """Write a share in percent; a dash if there is none, and bounds where it is beyond all use."""
    told = words(lang)["claims"]
    if not math.isfinite(value):
        return "–"
    if abs(value) > 10:
        return str(told["beyond"])
    return str(told["percent"].format(value=plain(_PERCENT * value, 0)))


def _decided(one: Finding, lang: Language) -> list[str]:
    marks = words(lang)["marks"]
    strongest = [_told(found, lang) for found in shown(one.deciders) if found in one.deciders[:3]]
    always = {found.parameter: found for found in one.deciders if found.parameter in SHOWN}
    own = [_told(always[name], lang, named_too=False) if name in always else "–" for name in SHOWN]
    return [one.claim.id, translated(one.measure.name, lang), marks["clause"].join(strongest), *own]


def _told(one: Decider, lang: Language, *, named_too: bool = True) -> str:
    places, marks = 2, words(lang)["marks"]
    bounds = interval(one.low, one.high, places, marks["to"])
    mark = "*" if one.p_holm < 0.05 else ""
    text = f"{signed(one.correlation, places)}{mark}{marks['open']}{bounds}{marks['close']}"
    return f"`{translated(one.parameter, lang)}` {text}" if named_too else text


def _lost(one: Finding, names: Sequence[str], lang: Language) -> list[str]:
    return [
        one.claim.id, translated(one.measure.name, lang), _imposed(one, lang),
        *(share(one.lost.get(name, math.nan), lang) for name in names),
    ]  # fmt: skip


def _imposed(one: Finding, lang: Language) -> str:
    """Write the share that all levers make, with its interval where that says something."""
    told, marks = share(one.imposed.value, lang), words(lang)["marks"]
    low, high = one.imposed.low, one.imposed.high
    if not (math.isfinite(low) and max(abs(low), abs(high)) <= 10):
        return told
    bounds = _bounds(_PERCENT * low, _PERCENT * high, 0, marks["to"])
    return f"{told}{marks['open']}{bounds} %{marks['close']}"


def _equal_service(study: ClaimsStudy, heading: str, lang: Language) -> Iterator[str]:
    """Say at which scales service is equal, and where it could not be made so."""
    if not study.matches:
        return
    told, to = words(lang)["claims"], words(lang)["marks"]["to"]
    yield f"\n{heading} {told['equal']}\n"
    rows: list[list[Any]] = []
    for (name, central), found in study.matches.items():
        if " without " in name:
            continue
        reached = int(sum(found.reached == 1))
        where = told["central" if central else "draws"]
        low, high = (plain(float(end), 2) for end in (found.scale.min(), found.scale.max()))
        scale = low if low == high else between(low, high, to)
        equal = told["equal_at"].format(number=reached, all=len(found.scale))
        rows.append([name, where, scale, equal])
    yield from markdown_table(told["equal_heads"], rows)
