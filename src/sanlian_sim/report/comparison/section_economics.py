"""Cost against welfare, and which scenario is worth its cost."""

from collections.abc import Iterator
from typing import Any, Final

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.comparison.cost_effectiveness import (
    CENTRAL_THRESHOLD,
    PERSPECTIVES,
    Perspective,
    acceptability,
    frontier,
    read_draws,
)
from sanlian_sim.language.catalogue import words
from sanlian_sim.outcomes.welfare import PERSONS
from sanlian_sim.report.comparison.told import Told, listed
from sanlian_sim.report.document.blocks import Block, Grid, Prose, Section, plain_rows
from sanlian_sim.report.numbers import decimals, plain
from sanlian_sim.report.style import choices

_SHOWN: Final = (0, 5_000, 10_000, CENTRAL_THRESHOLD, 50_000, 100_000)
"""Yuan per WELLBY at which the table of acceptability is given."""


def plane(told: Told) -> Section:
    """Cost against welfare, with the efficient frontier."""
    own = told.texts["economics"]
    points = [
        own["point"].format(
            scenario=name, wellbys=told.change(name, "wellbys"),
            cost=told.change(name, "fiscal_cost_discounted"),
        )
        for name in told.drawn
    ]  # fmt: skip
    grids = [_frontier(told, one) for one in PERSPECTIVES]
    blocks: list[Block] = [
        Prose([own["lead"]]),
        *told.figures("economics", "frontier", points, ""),
        *grids,
    ]
    return Section("plane", own["title"], blocks)


def _frontier(told: Told, perspective: Perspective) -> Grid:
    own, chosen = told.texts["economics"], choices(told.study)
    rows = records(frontier(read_draws(told.study.summary, perspective, chosen)))
    heads = [words(told.lang)["columns"]["scenario"], own["cost"], own["effect"], own["icer"]]
    cells = [
        [
            told.shown(row["scenario"]), plain(row["cost"], 1), plain(row["effect"] * PERSONS, 1),
            plain(row["icer"], 0), own.get(row["status"].split(" ")[0], row["status"]),
        ]
        for row in rows
    ]  # fmt: skip
    return Grid(
        own[f"caption_{perspective}"], [*heads, own["status"]], plain_rows(cells), words=(4,),
        note=f"{own['means']}{told.space}{_left_out(told)}".strip(),
    )  # fmt: skip


def _left_out(told: Told) -> str:
    """Say which scenarios are no choice, as in the figures."""
    absent = [name for name in told.names if name not in choices(told.study)]
    text = str(told.texts["economics"]["absent"])
    return text.format(names=listed(absent, told.lang)) if absent else ""


def worth(told: Told) -> Section:
    """Acceptability curves and the value of perfect information."""
    own, names = told.texts["worth"], choices(told.study)
    draws = read_draws(told.study.summary, PERSPECTIVES[0], names)
    frame = acceptability(draws, told.baseline, _SHOWN)
    rows = {(row["threshold"], row["scenario"]): row for row in records(frame)}
    cells = [
        [
            f"{threshold:,}", *(plain(rows[threshold, name]["probability"], 2) for name in names),
            _small(rows[threshold, names[0]]["evpi"]),
        ]
        for threshold in _SHOWN
    ]  # fmt: skip
    heads = [own["threshold"], *map(told.shown, names), own["evpi"]]
    note = f"{own['note']}{told.space}{_left_out(told)}".strip()
    grid = Grid(own["caption"], heads, plain_rows(cells), note=note)
    pictures = told.figures("worth", "acceptability", _best(told, rows, names), "")
    blocks: list[Block] = [Prose([own["lead"]]), *pictures, grid, *_benefits(told, rows, names)]
    return Section("worth", own["title"], blocks)


def _benefits(told: Told, rows: dict[Any, dict[str, Any]], names: list[str]) -> Iterator[Grid]:
    """Net benefit against the baseline, where there is a choice."""
    own, others = told.texts["worth"], [name for name in names if name != told.baseline]
    if not others:
        return
    cells = [
        [f"{threshold:,}", *(_benefit(told, rows[threshold, name]) for name in others)]
        for threshold in _SHOWN
    ]
    caption = own["caption_benefit"].format(baseline=told.baseline)
    yield Grid(caption, [own["threshold"], *others], plain_rows(cells), note=own["note_benefit"])


def _benefit(told: Told, row: dict[str, Any]) -> str:
    return told.between(row["net_benefit"], row["ci_low"], row["ci_high"])


def _best(told: Told, rows: dict[Any, dict[str, Any]], names: list[str]) -> Iterator[str]:
    for threshold in _SHOWN:
        for name in names:
            row = rows[threshold, name]
            if row["on_frontier"]:
                yield told.texts["worth"]["point"].format(
                    threshold=f"{threshold:,}", scenario=name,
                    share=plain(100 * row["probability"], 0),
                )  # fmt: skip
                break


def _small(value: float) -> str:
    return plain(value, decimals(value))
