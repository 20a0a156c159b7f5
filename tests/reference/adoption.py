"""Adoption: when each community takes over the scenario's levers."""

from sanlian_sim.randomness import Stream
from sanlian_sim.world.state import NEVER

from .draws import uniform
from .rules import WEEKS_PER_YEAR


def schedule(model):
    """Adoption weeks: evenly over the rollout, ties by a draw; none where communities watch."""
    rollout = model.scenario.rollout

    def place(one):
        return -precedence(rollout.order, one), uniform(model.seed, Stream.ADOPTION_ORDER, one.key)

    if rollout.order == "watching":
        for community in model.communities:
            community.adopted_week = NEVER
        return
    in_turn = sorted(model.communities, key=place)
    for rank, community in enumerate(in_turn):
        community.adopted_week = rollout.start + rollout.duration * rank // len(in_turn)


def precedence(order, community):
    """What makes a community one of the first: need noticed, or readiness to take part."""
    if order == "need":
        return community.expected_intake / community.residents
    if order == "readiness":
        return community.volunteers / community.residents + community.cohesion
    return 0.0


def watch(model):
    """Communities adopt by themselves or after others, as these stood last week."""
    rollout, rules = model.scenario.rollout, model.rules
    if rollout.order != "watching" or model.week < rollout.start:
        return
    adopted = [community for community in model.communities if community.adopted_week != NEVER]
    for community in model.communities:
        if community in adopted:
            continue
        others = len(adopted) / max(1, len(model.communities) - 1)
        chance = rules.innovation / WEEKS_PER_YEAR + rules.imitation * others / WEEKS_PER_YEAR
        if uniform(model.seed, Stream.ADOPTION, community.key, model.week) < chance:
            community.adopted_week = model.week
