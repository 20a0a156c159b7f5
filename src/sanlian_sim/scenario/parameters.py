"""All parameters of a run: flat numbers, tables of services and instruments, wages of jobs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

from pydantic import Field, model_validator

from sanlian_sim.scenario import library
from sanlian_sim.scenario.fields import acts_of
from sanlian_sim.scenario.instruments import InstrumentRow
from sanlian_sim.scenario.parameter_groups.accounts import AccountParameters
from sanlian_sim.scenario.parameter_groups.delivery import DeliveryParameters, SupplyParameters
from sanlian_sim.scenario.parameter_groups.discovery import DiscoveryParameters, RoutingParameters
from sanlian_sim.scenario.parameter_groups.market import MarketParameters, SolvencyParameters
from sanlian_sim.scenario.parameter_groups.needs import EmploymentParameters, NeedParameters
from sanlian_sim.scenario.parameter_groups.participation import (
    CommunityParameters,
    VolunteerParameters,
    target_weights,
)
from sanlian_sim.scenario.parameter_groups.population import (
    LINK_LAYERS,
    PopulationParameters,
    TieParameters,
)
from sanlian_sim.scenario.parameter_groups.projects import ProjectParameters
from sanlian_sim.scenario.parameter_groups.relations import ConductParameters, RelationParameters
from sanlian_sim.scenario.parameter_groups.wellbeing import (
    GrievanceParameters,
    TrustParameters,
    WellbeingParameters,
)
from sanlian_sim.scenario.parameter_groups.workforce import WorkforceParameters
from sanlian_sim.scenario.problems import nearest
from sanlian_sim.scenario.section import Broken, Section
from sanlian_sim.scenario.services import ServiceRow

MAXIMUM_SERVICES = 16
MAXIMUM_INSTRUMENTS = 8
TABLES = ("services", "instruments", "jobs")


def shares_of_one() -> tuple[tuple[str, ...], ...]:
    """Names of the parameters that must sum to 1, sum by sum."""
    return (LINK_LAYERS, *target_weights())


def shipped_services() -> dict[str, ServiceRow]:
    """Return the rows of ``library/services.toml``."""
    return {name: ServiceRow(**row) for name, row in library.service_rows().items()}


def shipped_instruments() -> dict[str, InstrumentRow]:
    """Return the rows of ``library/instruments.toml``."""
    return {name: InstrumentRow(**row) for name, row in library.instrument_rows().items()}


# One flat namespace, as the user writes it, split into files by the part of the model. Pydantic
# takes fields from the last base first, so the bases stand in reverse order of the week.
class Parameters(
    AccountParameters,
    SolvencyParameters,
    ProjectParameters,
    RelationParameters,
    ConductParameters,
    MarketParameters,
    WorkforceParameters,
    CommunityParameters,
    VolunteerParameters,
    GrievanceParameters,
    TrustParameters,
    WellbeingParameters,
    SupplyParameters,
    DeliveryParameters,
    RoutingParameters,
    DiscoveryParameters,
    EmploymentParameters,
    NeedParameters,
    TieParameters,
    PopulationParameters,
):
    """Every number of the model that an experiment may set under [parameters].

    ``services`` and ``instruments`` map names to rows in a fixed order (shipped ones first),
    ``jobs`` maps names to wages in yuan per paid hour. A service that names no quality of
    volunteers has ``volunteer_quality``.
    """

    services: Mapping[str, ServiceRow] = Field(default_factory=shipped_services)
    instruments: Mapping[str, InstrumentRow] = Field(default_factory=shipped_instruments)
    jobs: Mapping[str, float] = Field(default_factory=library.wages)

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Rows are few enough; services have paid jobs and share no special trigger."""
        yield from super().broken_rules(values)
        services: Mapping[str, ServiceRow] = values.get("services", {})
        yield from _size_rule(values, "services", MAXIMUM_SERVICES)
        yield from _size_rule(values, "instruments", MAXIMUM_INSTRUMENTS)
        yield from _job_rules(services, values.get("jobs", {}))
        yield from _trigger_rules(services)

    @model_validator(mode="after")
    def _name_quality_of_volunteers(self) -> Self:
        filled = {name: self._filled(row) for name, row in self.services.items()}
        self.__dict__["services"] = filled
        return self

    def _filled(self, row: ServiceRow) -> ServiceRow:
        if row.quality_volunteer is not None:
            return row
        return row.model_copy(update={"quality_volunteer": self.volunteer_quality})

    def flat(self) -> dict[str, Any]:
        """Return the section as it stands in a file, without what is not set."""
        section = self.model_dump(exclude_none=True)
        for row in section["services"].values():
            if row["quality_volunteer"] == self.volunteer_quality:
                del row["quality_volunteer"]
        return section

    def with_world_of(self, other: Parameters) -> Self:
        """Copy in which all that acts when the world is built is taken from ``other``."""
        rows = {
            name: row.model_copy(update=_world_values(other.services[name]))
            for name, row in self.services.items()
        }
        return self.model_copy(update={**_world_values(other), "services": rows})

    def same_world_as(self, other: Parameters) -> bool:
        """Whether both build the same world."""
        return self.with_world_of(other) == self


def _world_values(section: Section) -> dict[str, Any]:
    fields = type(section).model_fields
    return {name: getattr(section, name) for name in fields if acts_of(fields[name]) == "world"}


def _size_rule(values: Mapping[str, Any], name: str, most: int) -> Iterator[Broken]:
    size = len(values.get(name, {}))
    if size > most:
        yield Broken(name, None, f"at most {most} {name}, got {size}")


def _job_rules(services: Mapping[str, ServiceRow], jobs: Mapping[str, float]) -> Iterator[Broken]:
    for name, row in services.items():
        if row.job not in jobs:
            yield Broken(
                f"services.{name}.job",
                row.job,
                "no such job under [parameters.jobs]",
                nearest(row.job, jobs),
            )


def _trigger_rules(services: Mapping[str, ServiceRow]) -> Iterator[Broken]:
    for trigger in ("limitation", "job_loss"):
        users = [name for name, row in services.items() if row.trigger == trigger]
        # The shipped owner is in its right, wherever it stands in the table.
        users.sort(key=lambda name: library.service_rows().get(name, {}).get("trigger") != trigger)
        for name in users[1:]:
            yield Broken(
                f"services.{name}.trigger",
                trigger,
                f"already the trigger of '{users[0]}'",
                "use 'renewal'",
            )
