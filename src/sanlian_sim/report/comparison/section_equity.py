"""Who gains, by group of residents."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.comparison.cost_effectiveness import CENTRAL_THRESHOLD, PERSPECTIVES
from sanlian_sim.experiments.comparison.equity import OTHERS, TIES, group_equities
from sanlian_sim.report.comparison.told import Told, label
from sanlian_sim.report.document.blocks import Fold, Grid, Prose, Section, plain_rows
from sanlian_sim.report.numbers import plain, signed
from sanlian_sim.scenario.describe import describe_groups

_AVERSION: Final = 1.0
_IN_NEED: Final = "in_need"
_POINTS: Final = 4


def equity(told: Told) -> Section:
    """Distribution of gains over groups, and what it does to equality."""
    own = told.texts["equity"]
    lead = own["lead"].format(threshold=f"{CENTRAL_THRESHOLD:,}")
    impacts = _impacts(told)
    pictures = [
        *told.figures("equity", "wellbeing", _by_group(told), "_wellbeing"),
        *told.figures("equity", "equity", _points(told, impacts), "_equity"),
    ]
    fold = Fold(told.texts["frame"]["numbers"], [_impact_grid(told, impacts)])
    return Section("equity", own["title"], [Prose([lead]), *pictures, _gains(told), fold])


def _labels(told: Told) -> dict[str, str]:
    return {row.name: label(row, told.lang) for row in describe_groups()}


def _by_group(told: Told) -> Iterator[str]:
    labels = _labels(told)
    for name in told.drawn:
        found = {
            group: told.rows[name, "wellbeing", group, ""]["difference"]
            for group in labels
            if (name, "wellbeing", group, "") in told.rows and not group.startswith("tie_")
        }
        known = {group: value for group, value in found.items() if np.isfinite(value)}
        if known:
            best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
            yield told.texts["equity"]["point_wellbeing"].format(
                scenario=name, best=labels[best], worst=labels[worst],
                high=signed(known[best], _POINTS), low=signed(known[worst], _POINTS),
            )  # fmt: skip


def _gains(told: Told) -> Grid:
    """Net gain of every group, fiscal."""
    own, labels = told.texts["equity"], _labels(told)
    frame = group_equities(told.study.summary, told.baseline)
    frame = frame[(frame["perspective"] == PERSPECTIVES[0]) & (frame["group"] != OTHERS)]
    rows = {(row["scenario"], row["group"]): row for row in records(frame)}
    groups = [one for one in labels if any(group == one for _, group in rows)]
    names = [name for name in told.others if any(scenario == name for scenario, _ in rows)]
    cells = [
        [
            labels[group],
            plain(100 * next(row["share"] for key, row in rows.items() if key[1] == group), 1),
            *(_net(told, rows.get((name, group))) for name in names),
        ]
        for group in groups
    ]  # fmt: skip
    heads = [own["group"], own["share"], *names]
    return Grid(own["caption"], heads, plain_rows(cells), note=own["note_gains"])


def _net(told: Told, row: dict[str, Any] | None) -> str:
    return "–" if row is None else told.between(row["net_gain"], row["net_low"], row["net_high"])


def _impacts(told: Told) -> dict[tuple[str, str], dict[str, Any]]:
    """Rows of equity by division and scenario: fiscal, at an aversion of one."""
    frame = told.study.equity
    kept = (frame["perspective"] == PERSPECTIVES[0]) & (frame["epsilon"] == _AVERSION)
    return {(row["division"], row["scenario"]): row for row in records(frame[kept])}


def _points(told: Told, impacts: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    for name in told.drawn:
        row = impacts.get((_IN_NEED, name))
        if row is not None:
            yield told.texts["equity"]["point_equity"].format(
                scenario=name, gain=signed(row["mean_change"], 1),
                impact=signed(row["equity_impact"], 2),
            )  # fmt: skip


def _impact_grid(told: Told, impacts: dict[tuple[str, str], dict[str, Any]]) -> Grid:
    own, labels = told.texts["equity"], _labels(told)
    divisions = list(dict.fromkeys(division for division, _ in impacts))
    names = [name for name in told.others if any(key[1] == name for key in impacts)]
    rows = [
        [
            own["ties"] if division == TIES else labels.get(division, division),
            *(_impact(told, impacts.get((division, name))) for name in names),
        ]
        for division in divisions
    ]
    return Grid(own["impact"], [own["division"], *names], plain_rows(rows), note=own["note"])


def _impact(told: Told, row: dict[str, Any] | None) -> str:
    if row is None:
        return "–"
    return told.between(row["equity_impact"], row["impact_low"], row["impact_high"])
