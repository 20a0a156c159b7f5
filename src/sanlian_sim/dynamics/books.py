"""Books: a week's client minutes, opened before serving anyone, shared in pools, and closed."""

from typing import Any

import numpy as np

from sanlian_sim.compiled import inner
from sanlian_sim.world.state import ProviderKind


@inner
def open_books(world: Any, j: int) -> None:
    """Every provider starts the week with its client time, less the intake it did."""
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district == j and is_service(p.kind):
            p.free = max(0, p.client - p.intake)
            p.opening = p.free
    if world.shared[j]:
        for k in range(world.organisation.shape[1]):
            _pool_minutes(world, j, k)


@inner
def is_service(kind: int) -> bool:
    """Tell whether provider rows of a kind give hours to cases."""
    return not (
        kind == ProviderKind.COMMITTEE or kind == ProviderKind.OFFICE or kind == ProviderKind.WORKER
    )


@inner
def _pool_minutes(world: Any, j: int, k: int) -> None:
    """Let the organisations of a sub-district share one pool of minutes for a service."""
    head = -1
    for o in range(world.first_organisation[j], world.first_organisation[j + 1]):
        row = world.organisation[o, k]
        if row < 0 or not world.providers[row].open:
            continue
        if head < 0:
            head = row
            continue
        world.providers[row].pool = head
        world.providers[head].free += world.providers[row].free
        world.providers[head].opening = world.providers[head].free
        world.providers[row].free = world.providers[row].opening = 0


@inner
def close_books(world: Any, j: int) -> None:
    """What remains is idle; minutes of a shared pool are booked where they were given."""
    sharers = np.zeros(world.providers.shape[0], dtype=np.int64)
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district == j and is_service(p.kind):
            sharers[p.pool] += 1
        elif p.sub_district == j and p.kind == ProviderKind.WORKER:
            p.paid += max(0, p.intake - p.limit)
            p.supervision = max(0, p.limit - p.intake)
    closed = np.zeros_like(sharers)
    for row in range(world.providers.shape[0]):
        p = world.providers[row]
        if p.sub_district != j or not is_service(p.kind):
            continue
        left = world.providers[p.pool].free
        extra = left % sharers[p.pool]
        p.idle = left // sharers[p.pool] + (1 if closed[p.pool] < extra else 0)
        closed[p.pool] += 1
        _book_where_given(p)
        if p.service >= 0:
            world.idle_tally[j, p.service] += p.idle


@inner
def _book_where_given(provider: Any) -> None:
    """Pay a provider for the client time it gave.

    That differs from what was planned for members of a shared pool, and for intake in overtime.
    """
    client = provider.intake + provider.direct + provider.idle
    provider.paid += client - provider.client
    provider.client = client
    provider.free_share = provider.idle / client if client > 0 else 0.0
