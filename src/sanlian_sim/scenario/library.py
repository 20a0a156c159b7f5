"""Tables shipped as data: services, instruments, jobs, arrangements, presets, groups, sources."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

Row = dict[str, Any]


@cache
def _table(name: str) -> dict[str, Row]:
    text = files(__package__).joinpath("library", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _without_sources(table: str) -> dict[str, Row]:
    return {
        name: {field: value for field, value in row.items() if field != "sources"}
        for name, row in _table(table).items()
    }


def _sources(table: str) -> dict[str, dict[str, str]]:
    return {name: dict(row.get("sources", {})) for name, row in _table(table).items()}


def service_rows() -> dict[str, Row]:
    """Fields of the shipped services, by name, without their sources."""
    return _without_sources("services")


def service_sources() -> dict[str, dict[str, str]]:
    """Source label of single fields of the shipped services, by service and field."""
    return _sources("services")


def instrument_rows() -> dict[str, Row]:
    """Fields of the shipped instruments, by name, without their sources."""
    return _without_sources("instruments")


def instrument_sources() -> dict[str, dict[str, str]]:
    """Source label of single fields of the shipped instruments, by instrument and field."""
    return _sources("instruments")


def job_rows() -> dict[str, Row]:
    """Jobs by name: labels, wage in yuan per paid hour, its low and high, source."""
    return {name: dict(row) for name, row in _table("jobs").items()}


def wages() -> dict[str, float]:
    """Wage of each shipped job, yuan per paid hour."""
    return {name: float(row["wage"]) for name, row in _table("jobs").items()}


def arrangement_rows() -> dict[str, Row]:
    """Arrangements by name: labels, meaning and levers."""
    return {name: dict(row) for name, row in _table("arrangements").items()}


def arrangement_levers(name: str) -> Row:
    """Levers of one arrangement, without its labels."""
    about = ("label_zh", "label_en", "meaning")
    return {
        lever: value for lever, value in _table("arrangements")[name].items() if lever not in about
    }


def preset_rows() -> dict[str, Row]:
    """Presets by name, each figure with its value and source."""
    return {name: dict(row) for name, row in _table("presets").items()}


def group_rows() -> dict[str, Row]:
    """Outcome groups by name: labels and meaning, in the order of reports."""
    return {name: dict(row) for name, row in _table("groups").items()}


def source_rows() -> dict[str, Row]:
    """Sources by the label that figures carry: who wrote what, and what is taken from it."""
    return {name: dict(row) for name, row in _table("sources").items()}
