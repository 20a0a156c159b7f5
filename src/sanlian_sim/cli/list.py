"""``sanlian list``: what can be set, and what is measured."""

import json
import sys
from collections.abc import Callable, Mapping
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final

import click

from sanlian_sim.cli.options import json_option, lang_option
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.language.cells import in_words

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

Rows = list[dict[str, Any]]


def _named(kind: str) -> Rows:
    from sanlian_sim.scenario import describe

    rows = getattr(describe, f"describe_{kind}")()
    return [{**row._asdict(), "facts": _plain_facts(row.facts)} for row in rows]


def _plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with figures that carry a source as tables of value and source."""
    return {
        name: dict(zip(("value", "source"), fact, strict=True)) if isinstance(fact, tuple) else fact
        for name, fact in facts.items()
    }


def _presets() -> Rows:
    return [{**row, "residents": row["facts"]["population"]["value"]} for row in _named("presets")]


def _figures() -> Rows:
    """Figures of a place that [community] may replace, with values of the reference."""
    from sanlian_sim.scenario.describe import describe_presets
    from sanlian_sim.scenario.presets import REFERENCE, Figures

    (facts,) = (row.facts for row in describe_presets() if row.name == REFERENCE)
    return [_figure(name, about, facts[name]) for name, about in Figures.model_fields.items()]


def _figure(name: str, about: "FieldInfo", fact: tuple[float, str]) -> dict[str, Any]:
    from sanlian_sim.scenario.fields import meta_of

    meta = meta_of(about)
    if meta is None:
        raise TypeError(f"{name} says nothing about itself")
    low, high = meta.plausible
    told = {"unit": meta.unit, "low": low, "high": high, "meaning": meta.meaning}
    return {"name": name, "value": fact[0], "source": fact[1], **told}


def _services() -> Rows:
    shown = ("kind", "family", "provider", "job")
    return [{**row, **{name: row["facts"][name] for name in shown}} for row in _named("services")]


def _instruments() -> Rows:
    shown = ("term_weeks", "lot_yuan", "delay_weeks")
    return [
        {**row, **{name: row["facts"][name] for name in shown}} for row in _named("instruments")
    ]


def _arrangements() -> Rows:
    return [
        {**row, "delegation": row["facts"]["delegation_default"]} for row in _named("arrangements")
    ]


def _mechanisms() -> Rows:
    return [{**row, "label": row["facts"]["label"]} for row in _named("mechanisms")]


def _parameters() -> Rows:
    from sanlian_sim.scenario.describe import describe_parameters

    return [row._asdict() for row in describe_parameters()]


def _phases() -> Rows:
    from sanlian_sim.dynamics.week import PHASES

    return [
        {"name": phase.name, "every": phase.every, "reads": phase.reads, "writes": phase.writes}
        for phase in PHASES
    ]


def _outcomes() -> Rows:
    from dataclasses import asdict

    from sanlian_sim.outcomes.registry import OUTCOMES

    return [asdict(outcome) for outcome in OUTCOMES.values()]


def _sources() -> Rows:
    from sanlian_sim.scenario.library import source_rows

    return [{"name": label, **row} for label, row in source_rows().items()]


_LABEL: Final = "label_LANG"
_LISTS: Final[Mapping[str, tuple[Callable[[], Rows], tuple[str, ...]]]] = {
    "presets": (_presets, ("name", _LABEL, "residents", "meaning")),
    "figures": (_figures, ("name", "value", "unit", "low", "high", "source", "meaning")),
    "services": (_services, ("name", _LABEL, "kind", "family", "provider", "job")),
    "instruments": (
        _instruments,
        ("name", _LABEL, "term_weeks", "lot_yuan", "delay_weeks", "meaning"),
    ),
    "arrangements": (_arrangements, ("name", _LABEL, "delegation", "meaning")),
    "mechanisms": (_mechanisms, ("name", "label", _LABEL, "meaning")),
    "outcomes": (_outcomes, ("name", _LABEL, "unit", "by", "meaning")),
    "phases": (_phases, ("name", "every", "reads", "writes")),
    "parameters": (
        _parameters,
        ("name", "symbol", "value", "unit", "low", "high", "source", "acts", "phase", "meaning"),
    ),
    "references": (_sources, ("name", "reference", "taken")),
}  # fmt: skip


@click.command("list")
@click.argument("what", type=click.Choice(list(_LISTS)), metavar="WHAT")
@click.argument("word", required=False)
@json_option
@lang_option
def list_what(what: str, word: str | None, as_json: bool, lang: Language) -> None:
    """List WHAT can be set or is measured.

    WHAT is one of presets, figures (of a place, which [community] may replace), services,
    instruments, arrangements, mechanisms, outcomes, phases, parameters, references. With WORD only
    rows that hold it are listed, as in 'list outcomes wait'.
    """
    rows_of, columns = _LISTS[what]
    shown = [column.replace("LANG", lang) for column in columns]
    found = [
        (row, [in_words(column, _text(row[column]), lang) for column in shown]) for row in rows_of()
    ]
    if word is not None:
        found = [(row, cells) for row, cells in found if word.lower() in " ".join(cells).lower()]
        if not found:
            raise click.UsageError(f"none of the {what} holds '{word}'")
    if as_json:
        rows = [row for row, _ in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    from sanlian_sim.report.text import text_table

    heads = [words(lang)["lists"][column] for column in shown]
    click.echo(text_table(heads, [cells for _, cells in found], width=_terminal_width()))


def _terminal_width() -> int | None:
    """Columns of the terminal; None if the output goes elsewhere."""
    return get_terminal_size().columns if sys.stdout.isatty() else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)
