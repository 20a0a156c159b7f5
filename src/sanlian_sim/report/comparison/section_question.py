"""What was asked."""

from sanlian_sim.language.catalogue import words
from sanlian_sim.report.comparison.told import Told, label
from sanlian_sim.report.document.blocks import Block, Prose, Section
from sanlian_sim.report.numbers import plain
from sanlian_sim.scenario.describe import describe_presets


def question(told: Told) -> Section:
    """Say in words what was asked: place, scenarios, baseline, what is held equal, chance."""
    own = told.texts["question"]
    replicates = told.study.replicates
    closure = words(told.lang)["closures"][told.study.experiment.design.closure]
    luck = own["luck" if replicates > 1 else "luck_one"].format(replicates=replicates)
    blocks: list[Block] = [
        Prose([own["asked"].format(baseline=told.baseline)], lead=True),
        Prose([_place(told), own["held"].format(closure=closure), luck, own["read"]]),
    ]
    return Section("question", own["title"], blocks)


def about(told: Told) -> list[str]:
    """Return the line under the title."""
    experiment = told.study.experiment
    return [
        told.texts["question"]["about"].format(
            scenarios=len(experiment.scenarios), weeks=experiment.horizon.weeks,
            replicates=told.study.replicates, seed=experiment.design.seed,
        )
    ]  # fmt: skip


def _place(told: Told) -> str:
    own, horizon = told.texts["question"], told.study.experiment.horizon
    first = told.study.results[0]
    return str(
        own["place"].format(
            place=place_name(told), residents=f"{int(first.residents.sum()):,}",
            communities=len(first.communities), sub_districts=len(first.sub_districts),
            weeks=horizon.weeks, years=plain(horizon.weeks / 52, 1), warmup=horizon.warmup,
        )
    )  # fmt: skip


def place_name(told: Told) -> str:
    """Return what the place is called."""
    own, experiment = told.texts["question"], told.study.experiment
    if own_people(told):
        return str(own["own"])
    presets = {row.name: label(row, told.lang) for row in describe_presets()}
    return presets.get(experiment.community.preset or "", str(own["reference"]))


def own_people(told: Told) -> bool:
    """Whether residents are the user's own."""
    scenarios = told.study.experiment.scenarios.values()
    return any(one.community.residents or one.data is not None for one in scenarios)
