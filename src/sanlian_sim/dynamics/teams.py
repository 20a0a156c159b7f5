"""Teams: what several rules ask of organisations and their staff."""

from typing import Any

from sanlian_sim.compiled import inner


@inner
def hourly_wage(world: Any, rule: Any, team: Any) -> float:
    """Yuan per hour that a team's organisation pays."""
    return float(world.wage[team.service] * rule.oncost_social)


@inner
def has_contract(world: Any, o: int) -> bool:
    """Whether an organisation has a contract in force."""
    for k in range(world.organisation.shape[1]):
        row = world.organisation[o, k]
        if row >= 0 and world.providers[row].open:
            return True
    return False


@inner
def people_of(world: Any, j: int) -> int:
    """Residents of a sub-district."""
    people = 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        people += world.communities[c].residents
    return people


@inner
def embedding_of(world: Any, j: int) -> float:
    """Mean embedding over the residents of a sub-district; 1 where nobody lives."""
    total, people = 0.0, people_of(world, j)
    for c in range(world.first_community[j], world.first_community[j + 1]):
        total += world.embedding[c] * world.communities[c].residents
    return total / people if people > 0 else 1.0
