"""Worlds in which nothing acts but what a test asks for."""

from .runs import GOVERNMENT, scenario_of

CALM = dict.fromkeys(
    ("escalation_per_week", "skill_effect", "autonomy_quality", "know_how_loss", "temptation",
     "complementarity", "entry_per_year", "exit_per_year", "handover_minutes", "misroute",
     "misroute_across", "civil_servants_per_10000"), 0,
)  # fmt: skip
"""Nothing else bears on quality or monitoring; offices have no time to watch, and need none to
hand cases on."""
WATCHFUL = CALM | {"civil_servants_per_10000": 100}
"""Offices have far more time than monitoring needs."""


def calm_world(after, *, mechanisms=None, people=3000, years=2, before=None, warmup=0, **p):
    """A world that has always been so, after some years."""
    return scenario_of(
        after, before, mechanisms=mechanisms or {}, parameters=p, people=people,
        weeks=52 * years, warmup=warmup,
    )  # fmt: skip


PLAIN = dict.fromkeys(
    ("escalation_per_week", "overhead_spread", "know_how_loss", "temptation", "rotation_per_year",
     "handover_minutes", "misroute", "misroute_across", "entry_per_year", "exit_per_year",
     "tender_noise", "approval_weeks", "burnout"), 0,
) | {"civil_servants_per_10000": 100}  # fmt: skip
"""Nothing else that moves prices, staff or monitoring, for which offices have the time."""


def market_world(*, delegation=0.6, mechanisms=None, people=3000, weeks=104, warmup=0, mix=None,
             before=None, **parameters):  # fmt: skip
    """A world that has always been so: so much delegated, through some mix of instruments."""
    after = GOVERNMENT | {"delegation": delegation, "instruments": mix or {"purchase": 1}}
    return scenario_of(
        after, before, mechanisms=mechanisms or {}, parameters=PLAIN | parameters, people=people,
        weeks=weeks, warmup=warmup,
    )  # fmt: skip


def instrument(name, **values):
    return {"instruments": {name: values}}
