"""The parameters, with unit, range and source."""

import re
from collections.abc import Iterable
from typing import Any, Final

from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.cells import in_words
from sanlian_sim.report.comparison.told import Told, listed
from sanlian_sim.report.document.blocks import Block, Fold, Grid, Prose, Section, plain_rows
from sanlian_sim.scenario.describe import GIVEN, ParameterRow, describe_parameters
from sanlian_sim.scenario.library import source_rows

_LABEL: Final = re.compile(r"\b[SN]\d+\b")


def inputs(told: Told) -> Section:
    """List what differs from the shipped parameters, and fold away the rest and the sources."""
    own, experiment = told.texts["inputs"], told.study.experiment
    rows = describe_parameters(experiment.parameters)
    changed = [row for row in rows if row.source == GIVEN]
    rest = [row for row in rows if row.source != GIVEN]
    off = [name for name, acts in experiment.mechanisms.model_dump().items() if not acts]
    names = listed(off, told.lang)
    blocks: list[Block] = [
        Prose([own["lead"].format(number=len(rows), changed=len(changed))]),
        _grid(changed, own["changed"], told) if changed else Prose([own["none"]]),
        Prose([own["switched"].format(names=names) if off else own["switched_none"]]),
        Fold(
            own["rest"].format(number=len(rest)), [_grid(rest, own["rest_caption"], told)],
            printed=False,
        ),
        _sources(rows, told),
    ]  # fmt: skip
    return Section("inputs", own["title"], blocks)


def _sources(rows: Iterable[ParameterRow], told: Told) -> Fold:
    own = told.texts["inputs"]
    cited = {label for row in rows for label in _LABEL.findall(row.source)}
    cells = [
        [label, source["reference"], source["taken"]]
        for label, source in source_rows().items()
        if label in cited
    ]
    heads = [own[name] for name in ("label", "reference", "taken")]
    grid = Grid(own["cited_caption"], heads, plain_rows(cells), words=(1, 2), lang=told.english)
    return Fold(own["cited"].format(number=len(cells)), [grid], printed=True)


def _grid(rows: Iterable[ParameterRow], caption: str, told: Told) -> Grid:
    own = told.texts["inputs"]
    heads = [own[name] for name in ("parameter", "value", "unit", "range", "source", "meaning")]
    cells = [_cells(row, told.lang) for row in rows]
    return Grid(caption, heads, plain_rows(cells), words=(2, 3, 4, 5))


def _cells(row: ParameterRow, lang: Language) -> list[str]:
    unit, source, meaning = (
        in_words(name, getattr(row, name), lang) for name in ("unit", "source", "meaning")
    )
    return [row.name, _text(row.value), unit, _range(row), source, meaning]


def _range(row: ParameterRow) -> str:
    if row.low is None or row.high is None:
        return "–"
    return f"{_text(row.low)} – {_text(row.high)}"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.6g}" if isinstance(value, float) else str(value)
