"""Where the results come from, and how they are made again."""

from collections.abc import Iterator
from typing import Final

from sanlian_sim.report.comparison.again import command_again
from sanlian_sim.report.comparison.section_question import own_people
from sanlian_sim.report.comparison.told import Told, listed
from sanlian_sim.report.document.blocks import (
    Block,
    Command,
    Grid,
    Prose,
    Section,
    Term,
    Terms,
    plain_rows,
)
from sanlian_sim.report.document.facts import software_terms

_SEEDS: Final = 10
_FILES: Final = {
    "scenarios": "experiment.toml", "findings": "comparison.csv",
    "economics": "cost_effectiveness.csv, comparison.csv", "worth": "acceptability.csv",
    "equity": "equity.csv, equity_groups.csv, comparison.csv", "waits": "comparison.csv",
    "cost": "summary.csv, ledger.parquet", "budget": "budget_impact.csv",
    "course": "weekly.parquet", "uncertainty": "uncertainty.csv, draws.csv",
    "precision": "replicates_needed.csv", "inputs": "experiment.toml", "method": "cheers.csv",
    "origin": "provenance.json",
}  # fmt: skip
"""Files by the section whose numbers they hold, under the name of its texts."""


def origin(told: Told) -> Section:
    """Tell versions, seeds and the command that makes the same results."""
    own = told.texts["origin"]
    blocks: list[Block] = [
        Prose([own["command"]]), Command(command_again(told.provenance, "DIR")),
        *_conditions(told), Terms(_facts(told)), Prose([own["times"], own["held"]]),
        _files(told),
    ]  # fmt: skip
    return Section("origin", own["title"], blocks)


def _files(told: Told) -> Grid:
    """Tell in which file the numbers of each section stand."""
    own = told.texts["origin"]
    rows = [[told.texts[name]["title"], files] for name, files in _FILES.items()]
    heads = [own["section"], own["file"]]
    return Grid(own["files_caption"], heads, plain_rows(rows), words=(1,))


def _conditions(told: Told) -> Iterator[Block]:
    own, provenance = told.texts["origin"], told.provenance
    rules = provenance["runs"].get("own", [])
    if rules:
        yield Prose([own["own"].format(names=listed(rules, told.lang))])
    if provenance["experiment"].get("attached"):
        yield Prose([own["attached"]])
    elif own_people(told):
        yield Prose([own["files"]])


def _facts(told: Told) -> list[Term]:
    own, runs = told.texts["origin"], told.provenance["runs"]
    counts = {
        "finished": runs["finished"], "asked": runs["asked"], "failed": len(runs["failed"]),
    }  # fmt: skip
    return [
        Term(own["runs"], own["runs_text"].format(**counts)),
        Term(own["seeds"], _seeds(told)),
        *software_terms(told.provenance, told.lang),
    ]


def _seeds(told: Told) -> str:
    own, seeds = told.texts["origin"], told.provenance["seeds"]
    shown = [f"{replicate}: {seed}" for replicate, seed in list(seeds.items())[:_SEEDS]]
    more = own["seeds_more"].format(number=len(seeds) - _SEEDS) if len(seeds) > _SEEDS else ""
    seed = told.study.experiment.design.seed
    return str(own["seeds_text"].format(seed=seed, list=listed(shown, told.lang) + more))
