"""The headline outcomes, as a table and in words."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.runs.execute import failure_lines
from sanlian_sim.language.catalogue import words
from sanlian_sim.outcomes.registry import HEADLINES, OUTCOMES
from sanlian_sim.report.comparison.tables import (
    headline_frame,
    row_cells,
    row_places,
)
from sanlian_sim.report.comparison.told import Told
from sanlian_sim.report.comparison.words import sentences
from sanlian_sim.report.document.blocks import Block, Fold, Grid, Points, Prose, Rows, Section


def findings(told: Told) -> Section:
    """Tell what each scenario costs and gains, with intervals."""
    own = told.texts["findings"]
    columns = words(told.lang)["columns"]
    heads = [columns[name] for name in ("scenario", "mean", "difference", "interval", "p_holm")]
    grid = Grid(
        own["caption"].format(baseline=told.baseline), [*heads, own["reading"]],
        list(_groups(told)), words=(5,), note=own["note"],
    )  # fmt: skip
    said = sentences(told.study, told.lang)
    blocks: list[Block] = [Points(said) if said else Prose([own["gone"]]), grid]
    if told.study.failures:
        lines = Points(failure_lines(told.study.failures), lang=told.english)
        blocks.append(Fold(own["failed"], [lines]))
    return Section("findings", own["title"], blocks)


def _groups(told: Told) -> Iterator[Rows]:
    frame = headline_frame(told.study)
    for outcome in HEADLINES:
        rows = records(frame[frame["outcome"] == outcome])
        if rows:
            places = max(map(row_places, rows))
            yield Rows(
                [_row(row, places, told) for row in rows],
                heading=told.measure(outcome, rows[0]["unit"]),
            )


def _row(row: Mapping[str, Any], places: int, told: Told) -> list[str]:
    cells = row_cells(row, places, words(told.lang))
    level = row["scenario"] == told.baseline
    reading = "" if level else told.texts["findings"][_reading(row)]
    return [told.shown(row["scenario"]), *cells, reading]


def _reading(row: Mapping[str, Any]) -> str:
    """How a difference is to be read, by whether its interval leaves zero out."""
    low, high = row["interval"]
    if not math.isfinite(row["difference"]):
        return "undefined"
    if not math.isfinite(low):
        return "single"
    if low == high == 0:
        return "same"
    if low <= 0 <= high:
        return "unclear"
    sign = 1 if low > 0 else -1
    words_of = {1: "better", -1: "worse", 0: "more" if sign > 0 else "less"}
    return words_of[sign * OUTCOMES[row["outcome"]].better]
