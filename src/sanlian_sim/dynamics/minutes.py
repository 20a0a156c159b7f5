"""Minutes: whole ones, and what a provider is paid for besides client time (equation H2)."""

import math
from typing import Any

from sanlian_sim.compiled import inner


@inner
def rounded(minutes: float) -> int:
    """Whole minutes, halves up."""
    return math.floor(minutes + 0.5)


@inner
def pay_for(rule: Any, provider: Any, client: int, client_share: float) -> None:
    """Pay the time that client minutes take, travel and the rest included (equation H2)."""
    provider.client = client
    provider.paid = max(client, rounded(client / client_share))
    other = provider.paid - client
    provider.administration = rounded(rule.rest_administration * other)
    provider.travel = min(rounded(rule.rest_travel * other), other - provider.administration)
    left = other - provider.administration - provider.travel
    provider.training = min(rounded(rule.rest_training * other), left)
    provider.supervision = left - provider.training
