"""Minutes: whole ones, and what a provider is paid for besides client time (equation H2)."""

import math
from typing import Any

from sanlian_sim.compiled import inner

ADMINISTRATION, TRAVEL, TRAINING = 0.3, 0.5, 0.1
"""Shares of the time paid beyond client time; supervision takes the rest."""


@inner
def rounded(minutes: float) -> int:
    """Whole minutes, halves up."""
    return math.floor(minutes + 0.5)


@inner
def pay_for(provider: Any, client: int, client_share: float) -> None:
    """Pay the time that client minutes take, travel and the rest included (equation H2)."""
    provider.client = client
    provider.paid = max(client, rounded(client / client_share))
    other = provider.paid - client
    provider.administration = rounded(ADMINISTRATION * other)
    provider.travel = min(rounded(TRAVEL * other), other - provider.administration)
    left = other - provider.administration - provider.travel
    provider.training = min(rounded(TRAINING * other), left)
    provider.supervision = left - provider.training
