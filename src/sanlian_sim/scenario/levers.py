"""What an arrangement sets: levers only, never a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sanlian_sim.scenario.fields import group, text
from sanlian_sim.scenario.section import Broken, Section

Employer = Literal["none", "committee", "organisation"]

_policy = group("week", "policy")
_trust = group("week", "trust")
_join = group("week", "participation")
_procurement = group("week", "procurement")


def _switch(meaning: str, phase: str = "routing") -> Any:
    return text(..., meaning, "week", phase)


class Levers(Section):
    """The levers of one scenario.

    Rows of ``library/arrangements.toml``; ``[scenarios.NAME.levers]`` replaces single levers.
    """

    delegation_default: float = _policy(
        ...,
        "δ",
        "share",
        (0, 1),
        (0, 0.9),
        "illustrative",
        "Part of each service handed to social organisations where none is stated",
    )
    edge_committee_organisation: bool = _switch(
        "Edges kept between each committee and each organisation of the sub-district"
    )
    edge_organisations: bool = _switch("Edges kept between all organisations of the sub-district")
    shared_list: bool = _switch("Organisations share one waiting list per service")
    walk_in: bool = _switch("Residents may walk in at organisations")
    workers_per_10000: float = _policy(
        ...,
        "sw_fl",
        "posts per 10,000 residents",
        (0, 1000),
        (0.3, 1.5),
        "assumed: S39",
        "Social workers posted in stations",
    )
    worker_employer: Employer = _switch("Who employs them", "policy")
    edge_worker_organisation: bool = _switch("Edges kept between workers and organisations")
    data_sharing: bool = _switch("Lists of residents shared between the sides", "discovery")
    endorsement: float = _trust(
        ..., "e", "0-1", (0, 1), (0, 1), "illustrative", "Government vouches for organisations"
    )
    platform_level: float = _policy(
        ..., "P", "0-1", (0, 1), (0, 1), "illustrative", "Shared platform"
    )
    platform_yuan: float = _policy(
        ...,
        "c_P",
        "yuan per community-year",
        (0, 100_000_000),
        (5_000, 40_000),
        "assumed",
        "Cost of the platform",
    )
    mobiliser_hours: float = _join(
        ...,
        "h_m",
        "hours per week and 7,640 residents",
        (0, 10_000),
        (0, 12),
        "assumed",
        "Paid time of mobilisers",
    )
    lead_organisation: bool = _switch(
        "One organisation of a place holds its contracts and passes parts on", "procurement"
    )
    department_cooperation: float = _procurement(
        ...,
        "x_dep",
        "0-1",
        (0, 1),
        (0, 1),
        "illustrative",
        "Departments agree beforehand, so that their consent to tenders takes less time",
    )
    capacity_yuan: float = _policy(
        ...,
        "c_cap",
        "yuan per community-year",
        (0, 100_000_000),
        (0, 20_000),
        "assumed",
        "Training of organisations and their staff",
    )
    redevelopment_yuan: float = _policy(
        ...,
        "c_red",
        "yuan per community-year",
        (0, 100_000_000),
        (0, 200_000),
        "assumed",
        "Renewal of the built environment",
    )
    formal_supply: float = _policy(
        ...,
        "x_f",
        "1",
        (0, 10),
        (0, 1),
        "illustrative",
        "Scale of all formal and volunteer capacity, 0 for none",
    )

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Workers have an employer."""
        if values.get("worker_employer") == "none" and values.get("workers_per_10000", 0) > 0:
            yield Broken(
                "worker_employer",
                "none",
                "workers need an employer",
                "use 'committee' or 'organisation', or set workers_per_10000 = 0",
            )
