"""What is unknown about the parameters, and how many replicates tell what."""

from typing import Any, Final

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.language.catalogue import words
from sanlian_sim.report.comparison.told import Told
from sanlian_sim.report.document.blocks import (
    Block,
    Command,
    Grid,
    Prose,
    Rows,
    Section,
    plain_rows,
)
from sanlian_sim.report.numbers import decimals, interval, places_of, plain, signed

_FIFTY: Final = 50
_MANY: Final = 100
"""Draws from which on the ends of their range are more than the lowest and the highest."""


def uncertainty(told: Told) -> Section:
    """Tell what draws of the parameters say, or how to draw them."""
    own = told.texts["uncertainty"]
    if told.uncertainty is None or told.uncertainty.empty:
        command = Command("sanlian compare experiment.toml --draws 100 -o DIR")
        return Section("uncertainty", own["title"], [Prose([own["none"]]), command])
    rows = records(told.uncertainty)
    draws = max(int(row["draws"]) for row in rows)
    lead = own["lead"].format(draws=draws, replicates=int(rows[0]["replicates"]))
    note = own["few"].format(draws=draws) if draws < _MANY else ""
    columns = words(told.lang)["columns"]
    heads = [
        columns["outcome"], columns["difference"], own["mean"], own["range"], own["above"],
        own["chance"], own["parameters"],
    ]  # fmt: skip
    groups = [
        Rows([_drawn(row, told) for row in rows if row["scenario"] == name], heading=name)
        for name in dict.fromkeys(row["scenario"] for row in rows)
    ]
    return Section(
        "uncertainty", own["title"], [Prose([lead]), Grid(own["caption"], heads, groups, note=note)]
    )


def _drawn(row: dict[str, Any], told: Told) -> list[str]:
    places = places_of(row["draw_low"], row["draw_high"], row["mean_difference"])
    to = words(told.lang)["interval"]["to"]
    return [
        told.measure(row["outcome"], row["unit"]),
        signed(row["difference"], places),
        signed(row["mean_difference"], places),
        interval(row["draw_low"], row["draw_high"], places, to),
        plain(100 * row["share_positive"], 0),
        *(plain(row[name], decimals(row[name])) for name in ("sd_chance", "sd_parameters")),
    ]


def precision(told: Told) -> Section:
    """Tell how many replicates are needed for which headline difference."""
    own = told.texts["precision"]
    if told.study.replicates < 2:
        return Section("precision", own["title"], [Prose([own["one"]])])
    frame = told.study.replicates_needed
    rows = records(frame[frame["replicates"] == _FIFTY])
    heads = [
        words(told.lang)["columns"]["scenario"], words(told.lang)["columns"]["difference"],
        own["find"], own["halve"], own["detectable"],
    ]  # fmt: skip
    groups = [
        Rows(
            [_needed(row) for row in rows if row["outcome"] == outcome],
            heading=told.measure(outcome, unit),
        )
        for outcome, unit in dict.fromkeys((row["outcome"], row["unit"]) for row in rows)
    ]
    blocks: list[Block] = [Prose([own["lead"]])]
    grid = Grid(own["caption"], heads, groups or plain_rows([]), note=own["note"])
    return Section("precision", own["title"], [*blocks, grid])


def _needed(row: dict[str, Any]) -> list[str]:
    least = row["detectable_difference"]
    places = decimals(least)
    return [
        row["scenario"], signed(row["difference"], places), plain(row["needed_to_find"], 0),
        plain(row["needed_to_halve"], 0), plain(least, places),
    ]  # fmt: skip
