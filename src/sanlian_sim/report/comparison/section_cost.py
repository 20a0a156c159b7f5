"""What it costs, who pays, and when."""

from collections.abc import Iterator
from typing import Any

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.comparison.payers import PAYERS, payments
from sanlian_sim.language.catalogue import words
from sanlian_sim.report.comparison.tables import outcome_label
from sanlian_sim.report.comparison.told import Told
from sanlian_sim.report.document.blocks import (
    Block,
    Fold,
    Grid,
    Points,
    Prose,
    Rows,
    Section,
    plain_rows,
)
from sanlian_sim.report.numbers import places_of, plain, signed
from sanlian_sim.world.flows import Category
from sanlian_sim.world.rules import WEEKS_PER_YEAR


def cost(told: Told) -> Section:
    """Cost by category and by payer."""
    own = told.texts["cost"]
    points = [
        own["point"].format(
            scenario=name, fiscal=told.mean(name, "fiscal_cost"),
            societal=told.mean(name, "societal_cost"),
        )
        for name in told.names
    ]  # fmt: skip
    heads = list(map(told.shown, told.names))
    categories = Grid(own["caption_category"], [own["category"], *heads], list(_categories(told)))
    payers = Grid(
        own["caption_payer"], [own["payer"], *heads], plain_rows(_payers(told)),
        note=own["note_payer"],
    )  # fmt: skip
    fold = Fold(told.texts["frame"]["numbers"], [categories])
    blocks: list[Block] = [
        Prose([own["lead"]]),
        *told.figures("cost", "cost", points, ""),
        payers,
        fold,
    ]
    return Section("cost", own["title"], blocks)


def _categories(told: Told) -> Iterator[Rows]:
    kinds = {
        "fiscal": [one for one in Category if one.fiscal],
        "other": [one for one in Category if not one.fiscal and not one.imputed],
        "imputed": [one for one in Category if one.imputed],
    }
    for kind, categories in kinds.items():
        rows = [
            [outcome_label(f"cost_{one.label}", told.lang), *(plain(value, 1) for value in values)]
            for one in categories
            if any(values := [_mean(told, name, one) for name in told.names])
        ]
        if rows:
            yield Rows(rows, heading=told.texts["cost"][kind])


def _mean(told: Told, name: str, category: Category) -> float:
    return told.means.get((name, f"cost_{category.label}", "all", ""), 0.0)


def _payers(told: Told) -> list[list[str]]:
    """Yuan per resident-year that each kind of party pays or owes, means over replicates."""
    (paid,) = told.study.read(payments)
    years = told.study.experiment.horizon.weeks / WEEKS_PER_YEAR
    rows = []
    for payer in PAYERS:
        of = {
            name: [one[payer] / years for (scenario, _), one in paid.items() if scenario == name]
            for name in told.names
        }
        means = [sum(values) / len(values) for values in of.values()]
        if any(means):
            rows.append([told.texts["cost"][payer], *(plain(one, 1) for one in means)])
    return rows


def budget(told: Told) -> Section:
    """Fiscal cost by year against the baseline, and when it is recovered."""
    own = told.texts["budget"]
    rows = {(row["scenario"], row["year"]): row for row in records(told.study.budget_impact)}
    years = sorted({year for _, year in rows})
    names = [name for name in told.others if any(scenario == name for scenario, _ in rows)]
    points = [
        own["point"].format(
            scenario=name,
            values="; ".join(
                own["value"].format(year=year + 1, difference=_signed(rows[name, year]))
                for year in years
            ),
        )
        for name in names
        if name in told.drawn
    ]
    heads = [words(told.lang)["columns"]["scenario"]]
    heads += [own["year"].format(year=year + 1) for year in years]
    cells = [[name, *(_bounded(told, rows[name, year]) for year in years)] for name in names]
    grid = Grid(own["caption"].format(baseline=told.baseline), heads, plain_rows(cells))
    blocks: list[Block] = [Prose([own["lead"]]), *told.figures("budget", "budget", points, "")]
    recovered = list(_even(told, names))
    return Section(
        "budget", own["title"], [*blocks, grid, *([Points(recovered)] if recovered else [])]
    )


def _signed(row: dict[str, Any]) -> str:
    return signed(row["difference"], places_of(row["ci_low"], row["ci_high"], row["difference"]))


def _bounded(told: Told, row: dict[str, Any]) -> str:
    return told.between(row["difference"], row["ci_low"], row["ci_high"])


def _even(told: Told, names: list[str]) -> Iterator[str]:
    own = told.texts["budget"]
    for name in names:
        week = told.study.break_even.get(name, 0.0)
        if week > 0:
            yield own["even"].format(scenario=name, week=int(week))
        elif week != week:
            yield own["never"].format(scenario=name)
