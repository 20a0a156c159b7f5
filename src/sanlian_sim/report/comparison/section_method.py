"""Reporting standards: CHEERS 2022, and the model in the order of ODD."""

from sanlian_sim.dynamics.week import PHASES
from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.language.catalogue import words
from sanlian_sim.report.comparison.cheers import cheers
from sanlian_sim.report.comparison.told import Told, listed
from sanlian_sim.report.document.blocks import (
    Block,
    Fold,
    Grid,
    Prose,
    Section,
    Term,
    Terms,
    plain_rows,
)

_LINKS = {"entities": "question", "initial": "scenarios", "input": "inputs", "concepts": "limits"}
"""Sections that say more about parts of ODD."""
_PARTS = ("purpose", "entities", "process", "concepts", "initial", "input", "submodels")


def method(told: Told) -> Section:
    """Answer items of CHEERS, and sum up the model."""
    own = told.texts["method"]
    rows = records(cheers(told.study, told.lang, told.provenance.get("draws")))
    by, names = [row["answered_by"] for row in rows], words(told.lang)["cheers"]["by"]
    run, both = (by.count(names[one]) for one in ("run", "both"))
    summary = own["cheers"].format(run=run, all=len(by), both=both)
    cells = [[f"{row['number']}", row["item"], row["answer"]] for row in rows]
    heads = [own["number"], own["item"], own["answer"]]
    grid = Grid(own["cheers_caption"], heads, plain_rows(cells), words=(1, 2))
    blocks: list[Block] = [
        Prose([own["lead"]]),
        Fold(summary, [grid]),
        Fold(own["odd"], [Terms(_odd(told))]),
    ]
    return Section("method", own["title"], blocks)


def _odd(told: Told) -> list[Term]:
    own, horizon = told.texts["method"], told.study.experiment.horizon
    residents = int(told.study.results[0].residents.sum())
    filled = {
        "weeks": horizon.weeks, "warmup": horizon.warmup, "residents": f"{residents:,}",
        "phases": listed([phase.name for phase in PHASES], told.lang),
    }  # fmt: skip
    return [
        Term(own[part], own[f"{part}_text"].format(**filled), _LINKS.get(part, ""))
        for part in _PARTS
    ]
