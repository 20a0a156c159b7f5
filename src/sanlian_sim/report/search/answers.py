"""What a search, a calibration and a discovery have in common for readers: words, a directory."""

import json
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from sanlian_sim.experiments.runs.run_log import Entry
from sanlian_sim.experiments.runs.store import (
    DICTIONARY,
    EXPERIMENT,
    FINDINGS,
    PLOTS,
    PROVENANCE,
    write_text,
)
from sanlian_sim.experiments.runs.tables import Column, write_csv
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.comparison.directory import save_figure
from sanlian_sim.report.dictionary import data_dictionary
from sanlian_sim.report.written import Written
from sanlian_sim.scenario.schema import Experiment

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Contents:
    """What a results directory holds.

    Attributes
    ----------
    experiment : Experiment
    provenance : mapping
    findings : str
        In words, as Markdown.
    tables : mapping
        Frame and columns by name of the file.
    figures : mapping
        What draws each, by name.
    texts : mapping
        Other files.
    """

    experiment: Experiment
    provenance: Mapping[str, Any]
    findings: str
    tables: Mapping[str, tuple["pd.DataFrame", tuple[Column, ...]]]
    figures: Mapping[str, Callable[[], "Figure"]]
    texts: Mapping[str, str] = field(default_factory=dict)


class Answer(Protocol):
    """What was found, as experiments give it."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All runs."""


AnswerT = TypeVar("AnswerT", bound=Answer)


@dataclass(frozen=True, eq=False)
class Found(Written, Generic[AnswerT]):
    """Something found by runs.

    Attributes
    ----------
    answer : Answer
        As experiments give it.
    """

    answer: AnswerT = field(repr=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(runs={len(self.entries)})"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All runs, as their log knows them."""
        return self.answer.entries

    @property
    def sentences(self) -> list[str]:
        """What was found, in plain words."""
        return self.said()

    @abstractmethod
    def said(self, lang: Language = "en") -> list[str]:
        """Return the sentences in a language."""

    @abstractmethod
    def contents(self, lang: Language = "en") -> Contents:
        """Return what a results directory holds."""

    def put(self, working: Path, lang: Language = "en") -> None:
        """Write everything into an empty directory."""
        contents = self.contents(lang)
        provenance = json.dumps(contents.provenance, ensure_ascii=False, indent=2)
        columns = {name: columns for name, (_, columns) in contents.tables.items()}
        texts = {
            EXPERIMENT: contents.experiment.to_toml(),
            PROVENANCE: provenance + "\n",
            FINDINGS: contents.findings,
            DICTIONARY: data_dictionary(columns, lang),
            **contents.texts,
        }
        for name, text in texts.items():
            write_text(working / name, text)
        for name, (frame, about) in contents.tables.items():
            write_csv(frame, about, working / f"{name}.csv")
        (working / PLOTS).mkdir()
        for name, draw in contents.figures.items():
            save_figure(draw(), working / PLOTS, name)
