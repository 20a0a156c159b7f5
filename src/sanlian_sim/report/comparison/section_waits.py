"""How long people wait, and how differences come about week by week."""

from collections.abc import Iterator

import numpy as np

from sanlian_sim.outcomes.access import LONGEST_WAIT
from sanlian_sim.report.comparison.told import Told, label
from sanlian_sim.report.document.blocks import Grid, Prose, Section, plain_rows
from sanlian_sim.report.numbers import plain
from sanlian_sim.scenario.describe import describe_services

_WAIT = "mean_wait"


def waits(told: Told) -> Section:
    """Mean wait by service."""
    own, services = told.texts["waits"], _services(told)
    rows = [
        [text, *(_cell(told, name, service) for name in told.names)]
        for service, text in services.items()
    ]
    heads = [own["service"], *map(told.shown, told.names)]
    grid = Grid(own["caption"].format(baseline=told.baseline), heads, plain_rows(rows))
    pictures = told.figures("waits", "waits", _points(told), "")
    lead = own["lead"].format(limit=min(LONGEST_WAIT, told.study.experiment.horizon.weeks))
    return Section("waits", own["title"], [Prose([lead]), *pictures, grid])


def _services(told: Told) -> dict[str, str]:
    rows = describe_services(told.study.experiment.parameters)
    return {row.name: label(row, told.lang) for row in rows}


def _cell(told: Told, name: str, service: str) -> str:
    mean = told.means.get((name, _WAIT, "all", service), float("nan"))
    if name == told.baseline or not np.isfinite(mean):
        return plain(mean, 1)
    return f"{plain(mean, 1)}; {told.bounded(name, _WAIT, service=service)}"


def _points(told: Told) -> Iterator[str]:
    services = _services(told)
    for name in told.names:
        found = {one: told.means.get((name, _WAIT, "all", one), np.nan) for one in services}
        known = {one: value for one, value in found.items() if np.isfinite(value)}
        if known:
            worst, best = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
            yield told.texts["waits"]["point"].format(
                scenario=name, worst=services[worst], best=services[best],
                high=plain(known[worst], 1), low=plain(known[best], 1),
            )  # fmt: skip


def course(told: Told) -> Section:
    """Weekly series as differences to the baseline."""
    own = told.texts["course"]
    points = [
        own["point"].format(
            scenario=name, unmet=told.change(name, "unmet_hours_last_year"),
            wellbys=told.change(name, "wellbys_last_year"),
            cost=told.change(name, "fiscal_cost_last_year"),
        )
        for name in told.drawn
    ]  # fmt: skip
    pictures = told.figures("course", "series", points, "")
    lead = own["lead"] if pictures else told.texts["findings"]["gone"]
    return Section("course", own["title"], [Prose([lead]), *pictures])
