"""Rows of the summary: one measure of one group or service."""

from typing import NamedTuple, SupportsFloat

import numpy as np


class Row(NamedTuple):
    """One measure.

    Attributes
    ----------
    outcome : str
        Name in the registry of outcomes.
    value : float
        NaN where the measure is not defined, as a mean of nobody.
    group : str
        Group of residents, "all" for everybody and for what belongs to no group.
    service : str
        Service, "" for all.
    """

    outcome: str
    value: float
    group: str = "all"
    service: str = ""


def ratio(part: SupportsFloat, whole: SupportsFloat) -> float:
    """Return ``part / whole``, NaN if there is no whole."""
    divisor = float(whole)
    return float(part) / divisor if divisor else float(np.nan)
