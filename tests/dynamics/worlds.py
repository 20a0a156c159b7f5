"""Worlds for these tests: a few residents, any table of services, anything asked of them."""

import dataclasses

import numpy as np
import pandas as pd

from sanlian_sim.dynamics.week import PHASES, advance, start_week
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.world import build
from sanlian_sim.world.build import build_world
from sanlian_sim.world.networks import Ties

STRAIN = {
    "services": {
        "life_care": {"onset_factor": 12},
        "nursing": {"onset_factor": 8, "duration_weeks": 10},
        "comfort": {"onset_factor": 12, "duration_weeks": 15, "noticed_probability": 0.3},
        "counselling": {"onset_factor": 8, "self_report": 0.5},
        "medical": {"onset_factor": 3},
        "employment": {"request_mean_hours": 1},
        "mediation": {"onset_factor": 8},
    },
    "edge_hours": 0.05,
    "coordination_hours": 0.05,
    "organisations_per_10000": 200,
    "job_loss_per_week": 0.02,
    "want_job_help": 0.8,
    "misroute": 0.2,
    "misroute_across": 0.3,
    "decline": 0.2,
    "call_per_week": 0.3,
    "escalation_per_week": 0.8,
    "grievance_waiting": 0.3,
    "leave_per_week": 0.03,
    "trust_event_weeks": 4,
    "dilution_weeks": 2,
    "ageing_points_per_year": 20,
    "initiative_rate": 300,
    "initiative_closing": 10,
    "hire_weeks": 1,
    "call_off_weeks": 2,
}
"""Needs far more frequent than in any real place, and hours too few, so that all happens soon."""

TURMOIL = {
    "instruments": {
        "purchase": {"term_weeks": 5, "renewals": 1, "lot_yuan": 40_000, "delay_weeks": 3},
        "venture": {"term_weeks": 4, "lot_yuan": 20_000, "delay_weeks": 2},
        "outsourcing": {
            "term_weeks": 6, "lot_yuan": 40_000, "delay_weeks": 2, "fixed_cost_yuan": 2_000,
            "capital_yuan": 20_000,
        },
    },
    "approval_weeks": 2,
    "organisation_seats_per_10000": 500,
    "entry_per_year": 8,
    "exit_per_year": 8,
    "exit_weeks": 2,
    "credit_weeks": 1,
    "working_capital_weeks": 3,
    "rotation_per_year": 8,
    "turnover_base": 2,
    "civil_attrition": 1,
    "contract_attrition": 2,
    "hire_weeks": 2,
    "post_hire_weeks": 3,
    "notice_weeks": 2,
    "user_fee": 5,
    "substitution_bar": 0,
    "civil_servants_per_10000": 20,
}  # fmt: skip
"""Short contracts, late payment and little capital: organisations come and go, staff too."""

MIX = {"purchase": 0.5, "venture": 0.2, "outsourcing": 0.3}
"""Hours bought in all three ways at once."""


def experiment(after, before=None, *, weeks=16, warmup=8, **sections):
    """Return an experiment of two scenarios, ``before`` the baseline and ``after`` the policy."""
    sections.setdefault("parameters", STRAIN)
    sections.setdefault("community", {"population": 300, "communities": 3})
    return Experiment(
        horizon={"weeks": weeks, "warmup": warmup},
        scenarios={"before": before or {"arrangement": "government_led"}, "after": after},
        design={"baseline": "before", "closure": "as_is"},
        **sections,
    )


def scenario_of(after, before=None, **settings):
    return experiment(after, before, **settings).scenario("after")


def busy(**settings):
    """A scenario in which every phase has much to do: all levers, adopted one by one."""
    settings.setdefault("parameters", STRAIN | TURMOIL)
    after = {
        "arrangement": "linked",
        "delegation": 0.6,
        "instruments": MIX,
        "levers": {
            "workers_per_10000": 60,
            "redevelopment_yuan": 300_000,
            "capacity_yuan": 100,
        },
        "rollout": {"start": 2, "duration": 6, "ramp_weeks": 4},
        "parameters": {"decline": 0.3, "instruments": {"purchase": {"reporting_share": 0.1}}},
    }
    before = {"arrangement": "embedded", "delegation": 0.3, "levers": {"workers_per_10000": 40}}
    return scenario_of(after, before, **settings)


def own_residents(people, communities=1, seed=0):
    """Residents of all ages in households of one to five, spread over some communities."""
    rng = np.random.default_rng(seed)
    household = np.sort(rng.integers(0, max(1, people // 2), people))
    age = rng.choice([8, 40, 40, 70, 85], people)
    return pd.DataFrame(
        {
            "id": np.arange(people),
            "household": household,
            "community": household % max(1, min(communities, len(np.unique(household)))),
            "age": age,
            "disabled": rng.random(people) < 0.2,
            "volunteer": (rng.random(people) < 0.3) & (age > 15) & (age < 80),
        }
    )


def of_people(people, after, before=None, *, communities=1, **settings):
    """A scenario for residents of one's own, of whom there may be as few as one."""
    made = experiment(after, before, community={}, **settings)
    return made.with_data(own_residents(people, communities)).scenario("after")


def with_services(scenario, services):
    """The same scenario for another table of services: rows and delegation by name."""
    rows = {name: row for name, (row, _) in services.items()}
    shares = {name: delegated for name, (_, delegated) in services.items()}
    settings = {
        regime: getattr(scenario, regime).model_copy(
            update={
                "parameters": getattr(scenario, regime).parameters.model_copy(
                    update={"services": rows}
                ),
                "delegation": shares if regime == "policy" else dict.fromkeys(rows, 0.0),
            }
        )
        for regime in ("baseline", "policy")
    }
    return scenario.model_copy(update=settings)


def simulated(scenario, seed=1, *, weeks=None, threads=1, world_seed=None):
    """The world of a scenario after some weeks, warm-up included; all by default."""
    world = build_world(scenario, seed, threads=threads, world_seed=world_seed)
    total = scenario.horizon.weeks + scenario.horizon.warmup
    for _ in range(total if weeks is None else weeks):
        advance(world)
    return world


def empty_world(monkeypatch, scenario):
    """A world of one community in which nobody lives."""
    someone = build.people_of

    def nobody(scenario, world_seed):
        place, people, _, filled = someone(scenario, world_seed)
        place = dataclasses.replace(
            place, communities=tuple(dataclasses.replace(c, residents=0) for c in place.communities)
        )
        kept = {
            field.name: np.zeros_like(getattr(people, field.name))
            if field.name.startswith("community_first")
            else getattr(people, field.name)[:0]
            for field in dataclasses.fields(people)
        }
        ties = Ties(np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int32))
        return place, type(people)(**kept), ties, filled

    monkeypatch.setattr(build, "people_of", nobody)
    return build_world(scenario, 1)


def phases_of(world):
    """The phases that run in the week a world is about to simulate, after its start."""
    start_week(world)
    return [phase for phase in PHASES if world.week % phase.every == 0]
