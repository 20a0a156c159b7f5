"""Where the results come from, and how they are made again."""

from collections.abc import Iterator
from typing import Any, Final

from sanlian_sim.report.comparison.section_question import own_people
from sanlian_sim.report.comparison.told import Told, listed
from sanlian_sim.report.document.blocks import Block, Command, Prose, Section, Term, Terms
from sanlian_sim.report.document.facts import software_terms

_SEEDS: Final = 10


def origin(told: Told) -> Section:
    """Tell versions, seeds and the command that makes the same results."""
    own = told.texts["origin"]
    blocks: list[Block] = [
        Prose([own["command"]]), Command(command(told)), *_conditions(told), Terms(_facts(told)),
        Prose([own["times"]]),
    ]  # fmt: skip
    return Section("origin", own["title"], blocks)


def command(told: Told) -> str:
    """Return the command by which the same results are made again."""
    study = told.study
    parts = ["sanlian compare experiment.toml"]
    if study.precision is None:
        parts.append(f"--replicates {study.experiment.design.replicates}")
    else:
        asked = study.precision.asked.items()
        parts += [f"--until-halfwidth {name}={width:g}" for name, width in asked]
        parts.append(f"--max-replicates {study.precision.most}")
    parts += _drawn(told.provenance.get("draws"))
    recording = study.asked[0].recording
    parts += ["--cases"] if recording.cases else []
    parts += ["--by-community"] if recording.weekly == "community" else []
    return " ".join([*parts, "-o DIR"])


def _drawn(draws: dict[str, Any] | None) -> list[str]:
    if draws is None:
        return []
    own = [f"--draw {name}" for name in draws["parameters"] or ()]
    return [f"--draws {draws['number']}", f"--replicates-per-draw {draws['replicates']}", *own]


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
