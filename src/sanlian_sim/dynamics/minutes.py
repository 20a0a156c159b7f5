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
    _divide(rule, provider, max(client, rounded(client / client_share)), client)


@inner
def work(rule: Any, provider: Any, paid: int, client_share: float) -> None:
    """Let paid minutes give what client time they allow (equation H10)."""
    _divide(rule, provider, paid, min(paid, rounded(paid * client_share)))


@inner
def _divide(rule: Any, provider: Any, paid: int, client: int) -> None:
    """Divide paid time beyond client time over administration, travel, training, supervision."""
    provider.paid, provider.client = paid, client
    other = paid - client
    provider.administration = rounded(rule.rest_administration * other)
    provider.travel = min(rounded(rule.rest_travel * other), other - provider.administration)
    left = other - provider.administration - provider.travel
    provider.training = min(rounded(rule.rest_training * other), left)
    provider.supervision = left - provider.training
