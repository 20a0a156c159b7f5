"""The week: the phases in order."""

from .accounts import accounts
from .ageing import ageing
from .counting import begin_counting
from .delivery import delivery
from .discovery import discovery
from .employment import employment
from .needs import needs
from .organisations import organisations
from .participation import participation
from .policy import policy
from .routing import routing
from .rules import WEEKS_PER_YEAR
from .trust import SLOW_WEEKS, diffusion, trust
from .wellbeing import wellbeing
from .workforce import workforce

PHASES = {
    "policy": policy,
    "ageing": ageing,
    "needs": needs,
    "discovery": discovery,
    "routing": routing,
    "delivery": delivery,
    "wellbeing": wellbeing,
    "trust": trust,
    "diffusion": diffusion,
    "participation": participation,
    "employment": employment,
    "workforce": workforce,
    "organisations": organisations,
    "accounts": accounts,
}
EVERY = {"ageing": WEEKS_PER_YEAR, "diffusion": SLOW_WEEKS}
"""Weeks between two runs of a phase, if not every week."""


def start_week(model):
    """Clear what belongs to one week; counting starts with week 0."""
    if model.week == 0:
        begin_counting(model)
    for community in model.communities:
        community.clear_tally()
        community.events, community.ended = [], []
    for sub_district in model.sub_districts:
        sub_district.idle = dict.fromkeys(model.services, 0)
    model.week_fen = {}


def advance(model):
    """Simulate one week."""
    start_week(model)
    for name, phase in PHASES.items():
        if model.week % EVERY.get(name, 1) == 0:
            phase(model)
    model.week += 1
