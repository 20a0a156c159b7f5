"""Random scenarios: tables of services, parameters at their bounds, levers, closures, places."""

from dataclasses import dataclass

from hypothesis import assume
from hypothesis import strategies as st

from sanlian_sim.scenario.library import arrangement_rows
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.schema import Mechanisms, Scenario, ServiceRow

from .worlds import of_people, scenario_of, with_services

JOBS = ("aide", "nurse", "doctor", "mediator")
DEPARTMENTS = ("civil_affairs", "health", "human_resources", "justice")
FAMILIES = ("care", "health", "psychosocial", "livelihood", "order")
share = st.sampled_from((0.3, 0.7, 1.0, 0.05, 0.0))
hazard = st.sampled_from((0.05, 0.0, 0.01, 0.3, 1.0))
onsets = st.sampled_from((5_000, 500, 0, 52_000))


@st.composite
def service_rows(draw, trigger="renewal"):
    kind = "continuing" if trigger == "limitation" else "episodic"
    if trigger == "renewal":
        kind = draw(st.sampled_from(("continuing", "episodic")))
    return ServiceRow(
        label_en="drawn", kind=kind, trigger=trigger,
        family=draw(st.sampled_from(FAMILIES)), job=draw(st.sampled_from(JOBS)),
        provider=draw(st.sampled_from(("desk", "committee"))),
        onset_80_plus=draw(onsets), onset_60_79=draw(onsets), onset_15_59=draw(onsets),
        onset_0_14=draw(onsets), onset_disabled_15_59=draw(st.none() | onsets),
        multiplier_disabled=draw(st.sampled_from((0, 1, 4))), friction=draw(st.booleans()),
        duration_weeks=draw(st.sampled_from((1, 3, 20, 200))),
        request_mean_hours=draw(st.sampled_from((1, 4, 0.25, 30))),
        request_sigma=draw(st.sampled_from((0.3, 1.5))),
        request_distribution=draw(st.sampled_from(("lognormal", "geometric", "fixed"))),
        weekly_maximum_hours=draw(st.sampled_from((0.25, 1, 4, 40))),
        pass_per_week=draw(hazard), give_up_per_week=draw(hazard), growth_per_week=draw(hazard),
        repeats=draw(st.booleans()), quality_government=draw(share), quality_social=draw(share),
        quality_volunteer=draw(st.none() | share), beta=draw(st.sampled_from((0, 0.5, 10))),
        noticed_probability=draw(share), self_report=draw(share), grid_visibility=draw(share),
        referral=draw(share), outreach_visibility=draw(share),
        stigma=draw(st.sampled_from((0, 1, 10))), load=draw(st.sampled_from((1, 0.3, 10))),
        client_share=draw(st.sampled_from((0.7, 1, 0.01))),
        volunteer_order=draw(st.integers(0, 3)), residents_time=draw(st.booleans()),
        repeat_share=draw(share), mean_wait_weeks=draw(st.sampled_from((0, 2, 50))),
        mean_service_weeks=draw(st.sampled_from((0.1, 3, 100))), served_share=draw(share),
        stock_weeks=draw(st.sampled_from((0.1, 5, 1000))),
        measurability=draw(share), specificity=draw(share), facility=draw(st.booleans()),
        department=draw(st.sampled_from(DEPARTMENTS)),
    )  # fmt: skip


@st.composite
def service_tables(draw):
    """One to eight services with their delegation; at most one of each special trigger."""
    special = draw(st.lists(st.sampled_from(("limitation", "job_loss")), max_size=2, unique=True))
    plain = draw(st.integers(0 if special else 1, 6))
    triggers = draw(st.permutations(["renewal"] * plain + special))
    return {
        f"service_{n}": (draw(service_rows(trigger)), draw(share))
        for n, trigger in enumerate(triggers)
    }


def _bounds(field):
    low = next(m.ge for m in field.metadata if hasattr(m, "ge"))
    high = next(m.le for m in field.metadata if hasattr(m, "le"))
    return low, high


_WEIGHTS = ("worker_", "cohesion_", "sharing_", "environment_")
"""Weights that sum to 1 cannot be set one by one."""

DEFAULTS = dict(Parameters())
OF_INSTITUTIONS = ("procurement", "organisations", "workforce", "accounts", "policy")
BOUNDED = {
    name: _bounds(field)
    for name, field in Parameters.model_fields.items()
    if (field.json_schema_extra or {}).get("acts") == "week" and not name.startswith(_WEIGHTS)
}
"""Bounds of the parameters that act in the week, by name."""
INSTITUTIONAL = sorted(
    name
    for name in BOUNDED
    if Parameters.model_fields[name].json_schema_extra["phase"] in OF_INSTITUTIONS
)

ODD = {
    "term_weeks": (3, 1, 8, 520), "renewals": (0, 1, 20), "lot_yuan": (20_000.0, 1.0, 1e9),
    "fixed_fee": (True, False), "initiatives": (False, True), "facility": (False, True),
    "match_share": (0.0, 0.3, 10.0), "coaching_share": (0.0, 0.5, 1.0),
    "fixed_cost_yuan": (0.0, 1_000.0, 1e8), "capital_yuan": (0.0, 10_000.0, 1e9),
    "advance_share": (0.0, 0.3, 1.0), "delay_weeks": (0, 3, 51),
    "tender_yuan": (0.0, 1e7), "tender_share": (0.0, 1.0),
    "monitoring_share": (0.06, 0.0, 1.0), "reporting_share": (0.0, 0.05, 1.0),
    "price_weight": (1.0, 0.0, 100.0), "quality_weight": (1.0, 0.0, 100.0),
    "relation_weight": (0.0, 1.0, 100.0),
}  # fmt: skip
"""Values of instruments, hard bounds among them, and terms short enough to be renewed."""
MIXES = (
    {"purchase": 1.0}, {"venture": 1.0}, {"outsourcing": 1.0},
    {"purchase": 0.5, "venture": 0.2, "outsourcing": 0.3}, {"venture": 0.5, "outsourcing": 0.5},
)  # fmt: skip


@st.composite
def instrument_tables(draw):
    """Instruments with short terms and a few odd values."""
    table = {}
    for name in ("purchase", "venture", "outsourcing"):
        fields = draw(st.lists(st.sampled_from(sorted(ODD)), max_size=4, unique=True))
        table[name] = {field: draw(st.sampled_from(ODD[field])) for field in fields}
        table[name].setdefault("term_weeks", draw(st.sampled_from(ODD["term_weeks"])))
    return table


@st.composite
def parameter_tables(draw):
    """A few parameters at one of their bounds, and supply from nothing to plenty."""
    names = draw(st.lists(st.sampled_from(sorted(BOUNDED)), max_size=5, unique=True))
    supply = {
        "load_scale": draw(st.sampled_from((1.0, 0.3, 1.5, 100.0))),
        "supply_scale": draw(st.sampled_from((1.0, 0.5, 0.0))),
        "organisations_per_10000": draw(st.sampled_from((100.0, 300.0, 0.0))),
        "civil_servants_per_10000": draw(st.sampled_from((10.0, 0.65, 0.0))),
        "job_loss_per_week": draw(st.sampled_from((0.05, 0.0, 0.5))),
        "want_job_help": draw(share),
        "decline": draw(share),
        "organisations_least": draw(st.sampled_from((7, 1))),
        "organisation_seats_per_10000": draw(st.sampled_from((0.0, 300.0))),
        "instruments": draw(instrument_tables()),
    }
    names += draw(st.lists(st.sampled_from(INSTITUTIONAL), max_size=4, unique=True))
    table = supply | {name: draw(st.sampled_from(BOUNDED[name])) for name in names}
    assume(not any(Parameters.broken_rules(DEFAULTS | table)))
    return table


@st.composite
def regimes(draw, rollout=True):
    """A scenario's table: arrangement, single levers, delegation, rollout."""
    levers = {}
    if draw(st.booleans()):
        levers["formal_supply"] = draw(st.sampled_from((2.0, 0.5, 0.0)))
    for name in (
        "shared_list", "walk_in", "data_sharing", "edge_committee_organisation",
        "edge_organisations", "edge_worker_organisation", "lead_organisation",
    ):  # fmt: skip
        if draw(st.booleans()):
            levers[name] = draw(st.booleans())
    table = {"arrangement": draw(st.sampled_from(list(arrangement_rows()))), "levers": levers}
    if draw(st.booleans()):
        levers["workers_per_10000"] = draw(st.sampled_from((0.0, 30.0, 500.0)))
        levers["worker_employer"] = draw(st.sampled_from(("committee", "organisation")))
    if rollout:
        table["rollout"] = {
            "start": draw(st.integers(0, 8)),
            "duration": draw(st.integers(0, 6)),
            "ramp_weeks": draw(st.integers(0, 6)),
            "order": draw(st.sampled_from(("random", "need", "readiness", "watching"))),
        }
    if draw(st.booleans()):
        table["delegation"] = draw(share)
    if draw(st.booleans()):
        table["instruments"] = draw(st.sampled_from(MIXES))
    return table


@dataclass(repr=False)
class Question:
    """A scenario, the closure under which it is simulated, a scale of service and a seed."""

    scenario: Scenario
    closure: str
    service_scale: float
    seed: int

    def _repr_pretty_(self, printer, cycle):
        """Print it as ``repr`` does, where Hypothesis would write out all fields."""
        printer.text(repr(self))

    def __repr__(self):
        """Tell what differs from the defaults, which a scenario's own text buries."""
        policy, baseline = self.scenario.policy, self.scenario.baseline
        given = dict(policy.parameters)
        tables = ("services", "instruments")
        own = {k: v for k, v in given.items() if k not in tables and v != DEFAULTS[k]}
        own["instruments"] = [dict(row) for row in given["instruments"].values()]
        if given["services"] != DEFAULTS["services"]:
            own["services"] = [dict(row) for row in given["services"].values()]
        off = [name for name, on in policy.mechanisms if not on]
        return (
            f"{self.seed=} {self.closure=} {self.service_scale=} {self.scenario.horizon!r} "
            f"{self.scenario.rollout!r} {self.scenario.community.communities=} {off=} {own=} "
            f"{baseline.levers!r} {policy.levers!r} {policy.delegation=} {policy.instruments=} "
            f"{self.scenario.data=}"
        )


@st.composite
def questions(draw):
    settings = {
        "weeks": draw(st.integers(9, 15)),
        "warmup": draw(st.integers(0, 10)),
        "parameters": draw(parameter_tables()),
        "mechanisms": {name: draw(st.booleans()) for name in Mechanisms.model_fields},
    }
    after, before = draw(regimes()), draw(regimes(rollout=False))
    communities = draw(st.integers(1, 3))
    people = draw(st.sampled_from((300, 150, 60, 20, 7, 1)))
    if people == 300:
        community = {"population": people, "communities": communities}
        scenario = scenario_of(after, before, community=community, **settings)
    else:
        scenario = of_people(people, after, before, communities=communities, **settings)
    if draw(st.integers(0, 3)) > 0:
        scenario = with_services(scenario, draw(service_tables()))
    return Question(
        scenario=scenario,
        closure=draw(st.sampled_from(("as_is", "equal_budget", "equal_service"))),
        service_scale=draw(st.sampled_from((0.0, 0.5, 2.0))),
        seed=draw(st.integers(0, 1000)),
    )
