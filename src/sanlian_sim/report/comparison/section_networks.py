"""The networks of the baseline's first world."""

from typing import Final

import numpy as np

from sanlian_sim.report.comparison.section_question import own_people
from sanlian_sim.report.comparison.told import Told
from sanlian_sim.report.document.blocks import Block, Prose, Section
from sanlian_sim.report.document.pictures import picture
from sanlian_sim.report.numbers import plain
from sanlian_sim.report.worlds.places import places_of
from sanlian_sim.report.worlds.plot_network import network
from sanlian_sim.world.build import build_world
from sanlian_sim.world.world import World

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
    world = build_world(scenario, first.seed, world_seed=first.world_seed)
    figure = network(world, told.figure_lang)
    return [
        Prose([own["lead"]]),
        picture(figure, _alt(world, told), own["figure"]),
        Prose([_whole(world, told)]),
    ]


def _alt(world: World, told: Told) -> str:
    kinds = [kind for kind, _ in places_of(world).nodes]
    return str(
        told.texts["networks"]["alt"].format(
            people=f"{len(world.residents):,}", mean=plain(float(world.ties.degree.mean()), 1),
            offices=kinds.count("office"), committees=kinds.count("committee"),
            organisations=kinds.count("organisation"), workers=kinds.count("worker"),
        )
    )  # fmt: skip


def _whole(world: World, told: Told) -> str:
    degree = world.ties.degree
    low, high = np.percentile(degree, [10, 90])
    return str(
        told.texts["networks"]["whole"].format(
            people=f"{len(degree):,}", mean=plain(float(degree.mean()), 1),
            low=plain(float(low), 0), high=plain(float(high), 0),
        )
    )  # fmt: skip
