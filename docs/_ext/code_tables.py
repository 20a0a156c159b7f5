"""Tables of the documentation that are made from the code, as lines of Markdown."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from inspect import cleandoc, getmembers, isclass
from typing import Any, Final

import click
from pydantic.fields import FieldInfo

from sanlian_sim.cli.app import app
from sanlian_sim.dynamics.week import PHASES
from sanlian_sim.experiments.claims.tables import CLAIM_TABLES
from sanlian_sim.experiments.comparison.files import TABLES
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.dictionary import column_lines, series_lines
from sanlian_sim.report.text import markdown_table
from sanlian_sim.scenario import describe
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.describe import ParameterRow
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.scenario.library import source_rows
from sanlian_sim.scenario.presets import Figures
from sanlian_sim.scenario.section import Section
from sanlian_sim.scenario.settings import Design, Horizon, Rollout
from sanlian_sim.world import state
from sanlian_sim.world.columns import Column

Lines = Iterator[str]
BETTER: Final = {1: "more", -1: "less", 0: ""}


def code(value: object) -> str:
    """Return a name as code, nothing for nothing."""
    return f"`{value}`" if str(value) else ""


def cell(value: Any) -> str:
    """Return a value as text that means nothing else in a table of Markdown."""
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return ", ".join(map(code, value))
    if isinstance(value, bool):
        return str(value).lower()
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    for special in "\\|*<>[]":
        text = text.replace(special, f"\\{special}")
    return text.replace("--", "\\-\\-")


def lined(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Lines:
    """Yield a table; the first column holds names."""
    yield from markdown_table(heads, ([code(name), *map(cell, row)] for name, *row in rows))
    yield ""


def sources() -> Lines:
    """Yield the sources of figures."""
    rows = ((label, row["reference"], row["taken"]) for label, row in source_rows().items())
    yield from lined(("label", "source", "what is taken from it"), rows)


def phases() -> Lines:
    """Yield the week: what each phase reads and writes."""
    rows = ((p.name, p.every, p.reads, p.writes) for p in PHASES)
    yield from lined(("phase", "every … weeks", "reads", "writes"), rows)


def kinds() -> dict[str, type]:
    """Classes of columns by the kind of row they describe, in the order of ``world/state.py``."""
    found = getmembers(state, lambda one: isclass(one) and one.__name__.endswith("Columns"))
    order = list(vars(state))
    return {name.removesuffix("Columns"): one for name, one in sorted(
        found, key=lambda pair: order.index(pair[0]))}  # fmt: skip


def columns_of(kind: type) -> list[Column[Any]]:
    """Columns that a kind of row declares."""
    return [column for column in vars(kind).values() if isinstance(column, Column)]


def state_variables() -> Lines:
    """Yield every column of every table, one table for each kind of row."""
    for name, kind in kinds().items():
        yield f"### {name}\n"
        yield cleandoc(kind.__doc__ or "") + "\n"
        rows = (
            (column.name, column.dtype.name, column.unit, bounds(column), column.meaning)
            for column in columns_of(kind)
        )
        yield from lined(("column", "type", "unit", "bounds", "meaning"), rows)


def bounds(column: Column[Any]) -> str:
    """Bounds of a column in words, those of its type left out."""
    low, high = column.low, column.high
    if low is None and high is None:
        return ""
    if high is None:
        return f"from {low:g}"
    return f"to {high:g}" if low is None else f"{low:g} to {high:g}"


def codes() -> Lines:
    """Yield the whole numbers by which columns name things."""
    found = (one for one in vars(state).values() if isclass(one) and issubclass(one, IntEnum))
    rows = (
        (one.__name__, one.__doc__, ", ".join(f"{item.value} {item.name.lower()}" for item in one))
        for one in found
        if one is not IntEnum
    )
    yield from lined(("codes", "of what", "values"), rows)


PARAMETER_HEADS: Final = ("name", "meaning", "value", "unit", "plausible", "bounds", "source",
                          "symbol")  # fmt: skip


def parameter(row: ParameterRow, name: str) -> tuple[Any, ...]:
    """Return the cells of a parameter."""
    limits = () if row.bounds is None else row.bounds
    return (name, row.meaning, row.value, row.unit, between(row.low, row.high), between(*limits),
            row.source, row.symbol)  # fmt: skip


def between(low: float | None = None, high: float | None = None) -> str:
    """Return a range in words, nothing without ends."""
    return "" if low is None or high is None else f"{low:.6g} to {high:.6g}"


def parameters() -> Lines:
    """Yield the flat parameters, one table for each phase or stage that uses them."""
    flat = [row for row in describe.describe_parameters() if "." not in row.name]
    for acts, heading in (("week", "In the week"), ("world", "When a world is built")):
        yield f"## {heading}\n"
        used = [row for row in flat if row.acts == acts]
        for phase in dict.fromkeys(row.phase for row in used):
            yield f"### {phase.capitalize()}\n"
            rows = (parameter(row, row.name) for row in used if row.phase == phase)
            yield from lined(PARAMETER_HEADS, rows)


def rows_of(table: str) -> Callable[[], Lines]:
    """Return what yields the parameters of a table of rows: services, instruments."""

    def tables() -> Lines:
        found = [r for r in describe.describe_parameters() if r.name.startswith(f"{table}.")]
        for name in dict.fromkeys(row.name.split(".")[1] for row in found):
            place = f"{table}.{name}."
            yield f"### {name}\n"
            yield f"Under `[parameters.{table}.{name}]`.\n"
            yield from lined(
                PARAMETER_HEADS,
                (parameter(r, r.name.removeprefix(place)) for r in found if place in r.name),
            )

    return tables


def jobs() -> Lines:
    """Yield the wages."""
    found = (row for row in describe.describe_parameters() if row.name.startswith("jobs."))
    yield from lined(PARAMETER_HEADS, (parameter(row, row.name) for row in found))


def services() -> Lines:
    """Yield the services in a line each."""
    shown = ("kind", "family", "provider", "job")
    rows = (
        (r.name, r.label_en, r.label_zh, *(r.facts[name] for name in shown))
        for r in describe.describe_services()
    )
    yield from lined(("service", "English", "中文", *shown), rows)


def instruments() -> Lines:
    """Yield the instruments in a line each."""
    rows = ((r.name, r.label_en, r.label_zh, r.meaning) for r in describe.describe_instruments())
    yield from lined(("instrument", "English", "中文", "meaning"), rows)


def arrangements() -> Lines:
    """Yield the arrangements in a line each."""
    rows = ((r.name, r.label_en, r.label_zh, r.meaning) for r in describe.describe_arrangements())
    yield from lined(("arrangement", "English", "中文", "meaning"), rows)


def levers() -> Lines:
    """Yield the levers, and what each arrangement sets."""
    found = describe.describe_arrangements()
    rows = (
        (name, meaning, *(row.facts[name] for row in found), unit)
        for name, about in Levers.model_fields.items()
        for meaning, unit in [told(about)]
    )
    yield from lined(("lever", "meaning", *(code(row.name) for row in found), "unit"), rows)


def told(about: FieldInfo) -> tuple[str, str]:
    """Meaning and unit of a field."""
    meta = meta_of(about)
    if meta is not None:
        return meta.meaning, meta.unit
    extra = about.json_schema_extra
    return (str(extra["meaning"]) if isinstance(extra, dict) and "meaning" in extra else ""), ""


def mechanisms() -> Lines:
    """Yield the switches."""
    rows = (
        (r.name, r.facts["label"], r.label_zh, r.meaning) for r in describe.describe_mechanisms()
    )
    yield from lined(("switch", "", "中文", "meaning"), rows)


def presets() -> Lines:
    """Yield the presets, then their figures with sources."""
    found = describe.describe_presets()
    rows = ((r.name, r.label_en, r.label_zh, r.meaning) for r in found)
    yield from lined(("preset", "English", "中文", ""), rows)
    figures = (
        (name, *(f"{cell(r.facts[name][0])} ({r.facts[name][1]})" for r in found))
        for name in found[0].facts
    )
    yield from lined(("figure", *(code(r.name) for r in found)), figures)


def outcomes() -> Lines:
    """Yield every outcome of a run."""
    rows = (
        (o.name, o.meaning, o.unit, ", ".join(o.by), BETTER[o.better],
         "yes" if o.headline else "", o.label_en, o.label_zh)
        for o in OUTCOMES.values()
    )  # fmt: skip
    heads = ("outcome", "meaning", "unit", "also by", "better", "headline", "English", "中文")
    yield from lined(heads, rows)


def groups() -> Lines:
    """Yield the groups of residents."""
    rows = ((r.name, r.label_en, r.label_zh, r.meaning) for r in describe.describe_groups())
    yield from lined(("group", "English", "中文", "who"), rows)


def commands() -> Lines:
    """Yield every command with its options, as the program's own help has them."""
    for name, command in app.commands.items():
        context = click.Context(command, info_name=f"sanlian {name}")
        yield f"## sanlian {name}\n"
        yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```\n"
        yield cleandoc(command.help or "").replace("--", "\\-\\-").replace("*", "\\*") + "\n"
        options = (one for one in command.params if isinstance(one, click.Option))
        records = (option.get_help_record(context) for option in options)
        yield from lined(("option", "meaning"), (record for record in records if record))


def files() -> Lines:
    """Yield the columns of the tables that a comparison and a test of claims write."""
    yield from column_lines({**TABLES, **CLAIM_TABLES})
    yield ""


SECTIONS: Final[Mapping[str, type[Section]]] = {
    "[community]": CommunitySettings,
    "[horizon]": Horizon,
    "[scenarios.NAME.rollout]": Rollout,
    "[design]": Design,
}


def experiment_file() -> Lines:
    """Yield the sections of an experiment whose keys are fixed."""
    for place, section in SECTIONS.items():
        yield f"### `{place}`\n"
        yield cleandoc(section.__doc__ or "") + "\n"
        yield from lined(("key", "type", "default", "bounds"), map(key, keys(section)))


def keys(section: type[Section]) -> list[tuple[str, FieldInfo]]:
    """Keys of a section and what is known of them; figures of a place stand among its keys."""
    return [pair for pair in section.model_fields.items() if pair[0] != "figures"]


def key(named: tuple[str, FieldInfo]) -> tuple[str, str, Any, str]:
    """Return the cells of a key."""
    name, about = named
    limits = ((str(rule), value) for rule in about.metadata for value in [limit(rule)] if value)
    default = "must be given" if about.is_required() else about.get_default()
    return name, kind_of(about), default, ", ".join(value for _, value in limits)


def limit(rule: object) -> str:
    """Return a bound of a key in words."""
    for name, word in (("ge", "at least"), ("le", "at most")):
        if hasattr(rule, name):
            return f"{word} {getattr(rule, name)}"
    return ""


def kind_of(about: FieldInfo) -> str:
    """Return the type of a key as a user writes it."""
    told_type = about.annotation
    name = told_type.__name__ if isclass(told_type) else str(told_type)
    for long, short in (("pathlib.Path", "file"), ("Path", "file"), ("typing.Literal", ""),
                        (" | None", ""), ("str", "text"), ("int", "whole number")):  # fmt: skip
        name = name.replace(long, short)
    return name.strip("[]").replace("', '", " or ").replace("'", "")


def figures() -> Lines:
    """Yield the figures of a place that [community] may replace."""
    rows = ((name, *told(about)) for name, about in Figures.model_fields.items())
    yield from lined(("key", "meaning", "unit"), rows)


BLOCKS: Final[Mapping[str, Callable[[], Lines]]] = {
    "arrangements": arrangements,
    "codes": codes,
    "commands": commands,
    "experiment file": experiment_file,
    "figures": figures,
    "files": files,
    "fields of instruments": rows_of("instruments"),
    "fields of services": rows_of("services"),
    "groups": groups,
    "instruments": instruments,
    "jobs": jobs,
    "levers": levers,
    "mechanisms": mechanisms,
    "outcomes": outcomes,
    "sources": sources,
    "parameters": parameters,
    "phases": phases,
    "presets": presets,
    "series": series_lines,
    "services": services,
    "state": state_variables,
}
"""What a page may ask for by ``<!-- from the code: NAME -->``."""
