"""What can be set, as rows to list: parameters, presets, tables, arrangements, switches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo

from sanlian_sim.scenario import library
from sanlian_sim.scenario.fields import Meta, meta_of
from sanlian_sim.scenario.instruments import InstrumentRow
from sanlian_sim.scenario.lay_parameters import WAGE_BOUNDS
from sanlian_sim.scenario.parameters import TABLES, Parameters
from sanlian_sim.scenario.presets import Figures, preset, preset_names
from sanlian_sim.scenario.section import Section
from sanlian_sim.scenario.services import ServiceRow
from sanlian_sim.scenario.settings import Mechanisms

GIVEN = "given"


class ParameterRow(NamedTuple):
    """One parameter: ``name`` is its dotted path under [parameters].

    ``bounds`` are hard limits, ``low`` to ``high`` what the evidence allows; all three are None
    for a name, a choice or a switch. ``acts`` is "world" or "week".
    """

    name: str
    symbol: str
    unit: str
    value: Any
    bounds: tuple[float, float] | None
    low: float | None
    high: float | None
    source: str
    acts: str
    phase: str
    meaning: str


class NamedRow(NamedTuple):
    """A preset, service, instrument, arrangement, mechanism or group: labels and facts."""

    name: str
    label_en: str
    label_zh: str
    meaning: str
    facts: Mapping[str, Any]


def describe_parameters(parameters: Parameters | None = None) -> list[ParameterRow]:
    """Rows of all parameters, flat ones first, then services, instruments and jobs.

    Parameters
    ----------
    parameters
        Where the values are read; the shipped ones by default. What differs from those has
        the source "given", and the range that the evidence allows around the shipped value.
    """
    current = Parameters() if parameters is None else parameters
    shipped = Parameters()
    services = _Described(ServiceRow, "services", shipped.services, library.service_sources())
    instruments = _Described(
        InstrumentRow, "instruments", shipped.instruments, library.instrument_sources()
    )
    return [
        *_flat_rows(current),
        *services.rows(current.services),
        *instruments.rows(current.instruments),
        *_job_rows(current),
    ]


def describe_presets() -> list[NamedRow]:
    """Rows of the presets; facts hold (value, source) of each figure of composition and size."""
    return [_preset_row(name) for name in preset_names()]


def describe_services(parameters: Parameters | None = None) -> list[NamedRow]:
    """Rows of the services; facts are the fields of each row."""
    current = Parameters() if parameters is None else parameters
    return [
        NamedRow(name, row.label_en, row.label_zh, f"{row.kind}, {row.family}", row.model_dump())
        for name, row in current.services.items()
    ]


def describe_instruments(parameters: Parameters | None = None) -> list[NamedRow]:
    """Rows of the instruments; facts are the fields of each row."""
    current = Parameters() if parameters is None else parameters
    return [
        NamedRow(name, row.label_en, row.label_zh, row.meaning, row.model_dump())
        for name, row in current.instruments.items()
    ]


def describe_arrangements() -> list[NamedRow]:
    """Rows of the arrangements; facts are their levers."""
    return [
        NamedRow(
            name,
            row["label_en"],
            row["label_zh"],
            row["meaning"],
            library.arrangement_levers(name),
        )
        for name, row in library.arrangement_rows().items()
    ]


def describe_mechanisms() -> list[NamedRow]:
    """Rows of the named switches; facts hold the label of each mechanism and its default."""
    return [_mechanism_row(name, about) for name, about in Mechanisms.model_fields.items()]


def describe_groups() -> list[NamedRow]:
    """Rows of the groups for which outcomes are reported, in their order."""
    return [
        NamedRow(name, row["label_en"], row["label_zh"], row["meaning"], {})
        for name, row in library.group_rows().items()
    ]


def _row(name: str, value: Any, central: Any, about: FieldInfo, source: str | None) -> ParameterRow:
    meta = meta_of(about)
    if meta is None:
        return _choice(name, value, about, source)
    low, high = _plausible(meta, central, about)
    return ParameterRow(
        name,
        meta.symbol,
        meta.unit,
        value,
        meta.bounds,
        low,
        high,
        source or meta.source,
        meta.acts,
        meta.phase,
        meta.meaning,
    )


def _plausible(meta: Meta, central: Any, about: FieldInfo) -> tuple[float | None, float | None]:
    if central is None:
        return None, None
    # A service that leaves a field neutral makes no use of it, so there is nothing to vary.
    unused = meta.relative and central == about.default
    return (central, central) if unused else meta.range_around(central)


def _choice(name: str, value: Any, about: FieldInfo, source: str | None) -> ParameterRow:
    extra = about.json_schema_extra
    told: Mapping[str, Any] = extra if isinstance(extra, dict) else {}
    facts = (str(told["acts"]), str(told["phase"]), str(told["meaning"]))
    return ParameterRow(name, "", "", value, None, None, None, source or "assumed", *facts)


def _flat_rows(parameters: Parameters) -> Iterator[ParameterRow]:
    shipped = Parameters()
    for name, about in Parameters.model_fields.items():
        if name not in TABLES:
            value, central = getattr(parameters, name), getattr(shipped, name)
            yield _row(name, value, central, about, None if value == central else GIVEN)


class _Described(NamedTuple):
    """A table of rows, as shipped, with the sources of single fields."""

    model: type[Section]
    place: str
    shipped: Mapping[str, Section]
    sources: Mapping[str, Mapping[str, str]]

    def rows(self, table: Mapping[str, Section]) -> Iterator[ParameterRow]:
        for name, row in table.items():
            below = self.shipped.get(name)
            for field, about in self.model.model_fields.items():
                value = getattr(row, field)
                central = getattr(below, field) if below else value
                own = self.sources[name].get(field) if below and value == central else GIVEN
                yield _row(f"{self.place}.{name}.{field}", value, central, about, own)


def _job_rows(parameters: Parameters) -> Iterator[ParameterRow]:
    shipped = library.job_rows()
    for job, wage in parameters.jobs.items():
        row = shipped.get(job)
        yield ParameterRow(
            name=f"jobs.{job}",
            symbol="wage",
            unit="yuan per paid hour",
            value=wage,
            bounds=WAGE_BOUNDS,
            low=row["low"] if row else None,
            high=row["high"] if row else None,
            source=row["source"] if row and wage == row["wage"] else GIVEN,
            acts="week",
            phase="accounts",
            meaning=f"Wage: {row['label_en'] if row else job}",
        )


def _preset_row(name: str) -> NamedRow:
    place = preset(name)
    figures = {"population": place.population, **place.figures.model_dump()}
    sources = {**dict.fromkeys(Figures.model_fields, "calculated"), **place.sources}
    facts = {field: (value, sources[field]) for field, value in figures.items()}
    meaning = f"{place.communities} communities" if place.communities > 1 else "one community"
    return NamedRow(name, place.label_en, place.label_zh, meaning, facts)


def _mechanism_row(name: str, about: FieldInfo) -> NamedRow:
    extra = about.json_schema_extra
    told: Mapping[str, Any] = extra if isinstance(extra, dict) else {}
    facts = {"label": told["label"], "default": about.default}
    label = name.replace("_", " ").capitalize()
    return NamedRow(name, label, str(told["label_zh"]), str(told["meaning"]), facts)
