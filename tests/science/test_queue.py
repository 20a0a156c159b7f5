"""One episodic service by itself is a finite-source Geo/Geo/c queue, whose law is known exactly.

Each of N residents without a case gets one with probability a per week; a case in service, of at
most c at a time, is done with probability b. From n open cases at the end of a week
m = n + Bin(N - n, a), and then n' = m - Bin(min(m, c), b).
"""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, t

from sanlian_sim.dynamics.delivery import delivery
from sanlian_sim.dynamics.discovery import discovery
from sanlian_sim.dynamics.needs import needs
from sanlian_sim.dynamics.policy import policy
from sanlian_sim.dynamics.routing import routing
from sanlian_sim.dynamics.week import Phase, advance
from sanlian_sim.scenario.schema import Experiment, ServiceRow
from sanlian_sim.world.build import build_world
from sanlian_sim.world.rules import MINUTES

RESIDENTS, SERVERS, DONE = 50, 4, 0.5
QUEUES, BURN_IN, WEEKS = 100, 100, 2500
QUEUE_ONLY = tuple(
    Phase(phase.__name__, phase) for phase in (policy, needs, discovery, routing, delivery)
)


def law(arrival):
    """Stationary law of open cases at the end of a week, by powers of the transition matrix."""
    n = np.arange(RESIDENTS + 1)
    arrive = binom.pmf(n[None, :] - n[:, None], RESIDENTS - n[:, None], arrival)
    leave = binom.pmf(n[:, None] - n[None, :], np.minimum(n, SERVERS)[:, None], DONE)
    step = arrive @ leave
    for _ in range(20):
        step = step @ step
        step /= step.sum(axis=1, keepdims=True)
    return step[0]


def service(arrival):
    """Everybody is noticed at once by a tie; all come to the committee's one list.

    Hours do not lower severity here: it would fall the faster the shorter a case is, so that
    priority would tell how much is left to be done, which the law does not know.
    """
    return ServiceRow(
        label_en="queue", family="order", kind="episodic", provider="committee", job="mediator",
        onset_15_59=52_000 * arrival, request_distribution="geometric", weekly_maximum_hours=1,
        request_mean_hours=1 / DONE, give_up_per_week=0, quality_government=0, quality_social=0,
        beta=0, noticed_probability=1, self_report=0, referral=1, client_share=1,
        mean_service_weeks=2, stock_weeks=1,
    )  # fmt: skip


def queues(arrival):
    """A world of as many queues as communities, each with hours for just ``SERVERS`` cases."""
    row = np.arange(QUEUES * RESIDENTS)
    residents = pd.DataFrame(
        {"id": row, "household": row, "community": row // RESIDENTS, "age": 40, "volunteer": False}
    )
    following = row // RESIDENTS * RESIDENTS + (row + 1) % RESIDENTS
    free = ("entry_minutes", "handover_minutes", "misroute", "misroute_across", "decline",
            "administration_base", "administration_low", "overload_exponent")  # fmt: skip
    asked = Experiment(
        horizon={"weeks": WEEKS, "warmup": BURN_IN},
        scenarios={"queue": {"arrangement": "government_led"}},
        parameters=dict.fromkeys(free, 0),
        design={"baseline": "queue"},
    ).with_data(residents, pd.DataFrame({"a": row, "b": following}))
    settings = asked.scenario("queue").policy
    parameters = settings.parameters.model_copy(update={"services": {"queue": service(arrival)}})
    settings = settings.model_copy(update={"parameters": parameters, "delegation": {"queue": 0.0}})
    scenario = asked.scenario("queue").model_copy(update={"policy": settings, "baseline": settings})
    world = build_world(scenario, 11)
    world.communities.rows["visit_share"] = 0.0
    world.communities.rows["staff_minutes"] = SERVERS * MINUTES
    world.providers.rows["base"][world.layout.committee_service] = SERVERS * MINUTES
    return world


@pytest.mark.parametrize("arrival", [0.027, 0.042], ids=["two thirds full", "nearly full"])
def test_open_cases_follow_the_exact_law(arrival):
    world, counts = queues(arrival), np.zeros((QUEUES, RESIDENTS + 1))
    while world.week < WEEKS:
        advance(world, QUEUE_ONLY)
        if world.week >= 0:
            counts[np.arange(QUEUES), world.cases.count] += 1
    shares = counts / counts.sum(axis=1, keepdims=True)
    exact, open_cases = law(arrival), np.arange(RESIDENTS + 1)
    check("mean", shares @ open_cases, exact @ open_cases, relative=0.03)
    for n in np.flatnonzero(exact > 0.02):
        check(f"P({n} open)", shares[:, n], exact[n], relative=0.1)


def check(name, of_queues, exact, relative):
    """The exact value lies in the interval, which is narrow enough to tell it from others.

    Queues are independent: the residents of each have luck of their own.
    """
    mean, error = of_queues.mean(), of_queues.std(ddof=1) / np.sqrt(QUEUES)
    width = error * t.ppf(0.9995, QUEUES - 1)
    said = f"{name}: exact {exact:.5f}, found {mean:.5f} +- {width:.5f} (99.9 %)"
    assert width < relative * exact, said
    assert abs(mean - exact) <= width, said
