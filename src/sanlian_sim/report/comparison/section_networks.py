"""The networks of the baseline's first world."""

from typing import Final

import numpy as np

from sanlian_sim.report.comparison.plot_networks import (
    Networks,
    draw_networks,
    networks_of,
)
from sanlian_sim.report.comparison.section_question import own_people
from sanlian_sim.report.comparison.told import Told
from sanlian_sim.report.document.blocks import Block, Prose, Section
from sanlian_sim.report.document.pictures import picture
from sanlian_sim.report.numbers import plain
from sanlian_sim.world.build import build_world

LARGEST: Final = 30_000
"""Residents above which building the place again would keep a reader waiting."""


def networks(told: Told) -> Section:
    """Draw the networks of the baseline in the first replicate, built again from its seed."""
    own = told.texts["networks"]
    return Section("networks", own["title"], list(_blocks(told)))


def _blocks(told: Told) -> list[Block]:
    own = told.texts["networks"]
    if own_people(told):
        return [Prose([own["own"]])]
    if int(told.study.results[0].residents.sum()) > LARGEST:
        return [Prose([own["large"].format(limit=f"{LARGEST:,}")])]
    first = told.study.asked[0]
    scenario = told.study.experiment.scenario(told.baseline)
    found = networks_of(build_world(scenario, first.seed, world_seed=first.world_seed))
    figure = draw_networks(found)
    return [
        Prose([own["lead"]]),
        picture(figure, _alt(found, told), own["figure"]),
        Prose([_whole(found, told)]),
    ]


def _alt(found: Networks, told: Told) -> str:
    kinds = found.institutions
    return str(
        told.texts["networks"]["alt"].format(
            residents=len(found.members), ties=len(found.ties), people=f"{len(found.degree):,}",
            mean=plain(float(found.degree.mean()), 1), offices=len(kinds["office"]),
            committees=len(kinds["committee"]), organisations=len(kinds["organisation"]),
        )
    )  # fmt: skip


def _whole(found: Networks, told: Told) -> str:
    low, high = np.percentile(found.degree, [10, 90])
    return str(
        told.texts["networks"]["whole"].format(
            people=f"{len(found.degree):,}", mean=plain(float(found.degree.mean()), 1),
            low=plain(float(low), 0), high=plain(float(high), 0),
        )
    )  # fmt: skip
