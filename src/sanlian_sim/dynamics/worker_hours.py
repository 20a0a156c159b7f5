"""Hours of station workers: administration, outreach, casework and intake (equation H9)."""

import math
from typing import Any

from sanlian_sim.compiled import inner
from sanlian_sim.dynamics.minutes import rounded
from sanlian_sim.world.rules import MINUTES
from sanlian_sim.world.state import Node


@inner
def worker_fte(world: Any, j: int) -> float:
    """Return the station workers of a sub-district in full-time equivalents."""
    total = 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        total += world.worker_fte[c]
    return total


@inner
def worker_count(world: Any, j: int) -> int:
    """Return the station workers of a sub-district as persons."""
    return math.ceil(worker_fte(world, j) - 1e-9)


@inner
def plan_workers(world: Any, rule: Any, j: int) -> None:
    """Station workers: administration as at their employer, outreach, casework, intake (H9)."""
    paid = world.worker_minutes[j]
    worker = world.providers[world.worker[j]]
    own = world.worker_node[j] == Node.ORGANISATION
    share = rule.worker_administration if own else _mean_admin_share(world, j)
    worker.paid = paid
    worker.administration = rounded(paid * share)
    left = paid - worker.administration
    if world.edge_worker[j]:
        edges = rounded(MINUTES * rule.edge_hours * world.active[j] * worker_count(world, j))
        worker.edges = min(left, edges)
    left -= worker.edges
    worker.outreach = rounded(left * rule.worker_outreach)
    _plan_casework(world, rule, j, worker, rounded(left * rule.worker_casework))
    worker.limit = worker.paid - worker.administration - worker.edges - worker.outreach
    _reach(world, rule, j, worker.outreach)


@inner
def _plan_casework(world: Any, rule: Any, j: int, worker: Any, minutes: int) -> None:
    """Divide casework minutes equally over the services in which workers serve cases."""
    n = 0
    for k in range(world.casework.shape[1]):
        n += 1 if world.casework[j, k] >= 0 else 0
    seen = 0
    for k in range(world.casework.shape[1]):
        if world.casework[j, k] < 0:
            continue
        provider = world.providers[world.casework[j, k]]
        provider.client = minutes // n + (1 if seen < minutes % n else 0)
        provider.paid = provider.client
        worker.paid -= provider.client
        seen += 1


@inner
def _mean_admin_share(world: Any, j: int) -> float:
    total, n = 0.0, 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        total += world.communities[c].admin_share
        n += 1
    return total / n


@inner
def _reach(world: Any, rule: Any, j: int, minutes: int) -> None:
    """Chance that a target of outreach is visited, where station workers are paid for."""
    targets = 0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        if world.worker_fte[c] > 0.0:
            targets += world.communities[c].targets
    chance = minutes / rule.outreach_minutes / targets if targets > 0 else 0.0
    for c in range(world.first_community[j], world.first_community[j + 1]):
        world.communities[c].outreach = chance if world.worker_fte[c] > 0.0 else 0.0
