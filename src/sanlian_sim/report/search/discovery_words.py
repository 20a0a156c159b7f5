"""What a discovery says: tables as text, and plain sentences."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from sanlian_sim.experiments.search.boxes import Box
from sanlian_sim.experiments.search.discover import Answer, Question
from sanlian_sim.language.catalogue import Language, listed, words
from sanlian_sim.report.comparison.tables import outcome_label
from sanlian_sim.report.numbers import probability
from sanlian_sim.report.text import text_table

_FEW: Final = 20
_CHANCE: Final = 0.05


def findings(answer: Answer, lang: Language = "en") -> str:
    """Return tables and sentences as Markdown."""
    title = answer.question.experiment.title or words(lang)["discovery"]["title"]
    tables = [f"```\n{text}\n```" for text in texts(answer, lang)]
    return "\n\n".join([f"# {title}", *tables, *sentences(answer, lang)]) + "\n"


def texts(answer: Answer, lang: Language = "en") -> list[str]:
    """Lay out boxes, if there are any, and scores."""
    told = words(lang)["discovery"]
    scores = [[name, f"{score:.0%}"] for name, score in answer.scores]
    rows = [row for n, box in enumerate(answer.boxes, start=1) for row in _rows(n, box)]
    boxes = [text_table(told["box_heads"], rows, right=(1, 2, 4, 5, 6))] if rows else []
    return [*boxes, text_table(told["score_heads"], scores, right=(1,))]


def _rows(number: int, box: Box) -> Iterator[list[str]]:
    head = [str(number), f"{box.coverage:.0%}", f"{box.density:.0%}"]
    for limit in box.limits:
        chances = [p for p in (limit.p_low, limit.p_high) if np.isfinite(p)]
        chance = probability(max(chances)) if chances else "–"
        low, high = (
            f"{bound:.4g}" if np.isfinite(p) else "–"
            for bound, p in ((limit.low, limit.p_low), (limit.high, limit.p_high))
        )
        yield [*head, limit.parameter, low, high, chance]
        head = ["", "", ""]


def sentences(answer: Answer, lang: Language = "en") -> list[str]:
    """Say how often the policy wins, where, and what to mind."""
    return [*_wins(answer, lang), *_boxes(answer, lang), *_warnings(answer, lang)]


def _wins(answer: Answer, lang: Language) -> Iterator[str]:
    question = answer.question
    yield words(lang)["discovery"]["beats"].format(
        scenario=question.scenario, baseline=question.experiment.design.baseline,
        outcome=outcome_label(question.goal.outcome, lang), by=_by(question, lang),
        wins=int(answer.beats.sum()), all=int(answer.known.sum()),
    )  # fmt: skip


def _by(question: Question, lang: Language) -> str:
    """Return by how much the policy must be better."""
    told, up = words(lang)["discovery"], question.goal.sign > 0
    better, worse = ("higher", "lower") if up else ("lower", "higher")
    if question.margin < 0:
        return str(told[f"{worse}_less"].format(margin=f"{-question.margin:g}"))
    if question.margin > 0:
        return str(told[f"{better}_by"].format(margin=f"{question.margin:g}"))
    return str(told[better])


def _boxes(answer: Answer, lang: Language) -> Iterator[str]:
    told = words(lang)["discovery"]
    for number, box in enumerate(answer.boxes, start=1):
        yield told["box"].format(
            number=number, parameters=listed((limit.parameter for limit in box.limits), lang),
            coverage=f"{box.coverage:.0%}", density=f"{box.density:.0%}",
        )  # fmt: skip
        luck = [one.parameter for one in box.limits if not _meant(one.p_low, one.p_high)]
        if luck:
            yield told["luck"].format(parameters=listed(luck, lang))


def _warnings(answer: Answer, lang: Language) -> Iterator[str]:
    told, wins, total = words(lang)["discovery"], int(answer.beats.sum()), int(answer.known.sum())
    if wins in (0, total):
        yield told["alike"]
        return
    if not answer.boxes:
        yield told["no_box"].format(density=f"{answer.question.density:.0%}")
    if min(wins, total - wins) < _FEW:
        yield told["few"]


def _meant(*chances: float) -> bool:
    """Whether one of the bounds is unlikely to be luck."""
    return any(p < _CHANCE for p in chances if np.isfinite(p))
