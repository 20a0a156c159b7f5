"""What sections of the document tell of, and how they write names and numbers."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.plots import draw, drawable
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.document.blocks import Picture
from sanlian_sim.report.document.pictures import picture
from sanlian_sim.report.document.texts import ENGLISH, texts
from sanlian_sim.report.fonts import chinese_family
from sanlian_sim.report.numbers import decimals, interval, places_of, plain, signed
from sanlian_sim.report.style import drawn_names

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Told:
    """A comparison that is told in a language.

    Attributes
    ----------
    study : Study
    provenance : mapping
        As in ``provenance.json``.
    uncertainty : DataFrame or None
        What draws of parameters say, if there were any.
    lang : str
    drawings : mapping of str to Figure
        Figures that are drawn already, by name.
    """

    study: Study
    provenance: Mapping[str, Any]
    uncertainty: "pd.DataFrame | None"
    lang: Language
    drawings: Mapping[str, "Figure"] = field(default_factory=dict)

    @property
    def texts(self) -> Mapping[str, Any]:
        """Texts of the language."""
        return texts(self.lang)

    @property
    def english(self) -> str:
        """Mark of texts that stand in English alone; empty where all is English."""
        return "" if self.lang == "en" else ENGLISH

    @property
    def figure_lang(self) -> Language:
        """Language of figures: English where no font is installed that has the characters."""
        return self.lang if self.lang == "en" or chinese_family() else "en"

    @property
    def space(self) -> str:
        """What stands between sentences."""
        return "" if self.lang == "zh" else " "

    @property
    def baseline(self) -> str:
        """Name of the baseline."""
        return self.study.experiment.design.baseline

    @cached_property
    def names(self) -> list[str]:
        """Scenarios that have results."""
        return [name for name in self.study.experiment.scenarios if self.study.of(name)]

    @property
    def others(self) -> list[str]:
        """Those but the baseline."""
        return [name for name in self.names if name != self.baseline]

    @property
    def drawn(self) -> list[str]:
        """Scenarios that figures of differences show."""
        return drawn_names(self.study)

    @cached_property
    def rows(self) -> dict[tuple[str, str, str, str], dict[str, Any]]:
        """Rows of the comparison by scenario, outcome, group and service."""
        return {
            (row["scenario"], row["outcome"], row["group"], row["service"]): row
            for row in records(self.study.comparison)
        }

    @cached_property
    def means(self) -> dict[tuple[str, str, str, str], float]:
        """Means over replicates by scenario, outcome, group and service."""
        keys = ["scenario", "outcome", "group", "service"]
        found: Any = self.study.summary.groupby(keys, observed=True)["value"].mean()
        return dict(found.items())

    def shown(self, name: str) -> str:
        """Return a scenario's name, the baseline marked."""
        text = str(self.texts["frame"]["baseline"])
        return text.format(name=name) if name == self.baseline else name

    def measure(self, outcome: str, unit: str) -> str:
        """Return an outcome's label with its unit."""
        text = str(self.texts["frame"]["measure"])
        return text.format(
            outcome=outcome_label(outcome, self.lang), unit=unit_label(unit, self.lang)
        )

    def change(self, scenario: str, outcome: str, group: str = "all", service: str = "") -> str:
        """Return a difference to the baseline as text; a dash if there is none."""
        row = self.rows.get((scenario, outcome, group, service))
        if row is None:
            return "–"
        places = places_of(row["ci_low"], row["ci_high"], row["difference"])
        return signed(row["difference"], places)

    def bounded(self, scenario: str, outcome: str, service: str = "") -> str:
        """Return a difference to the baseline with its interval, if it has one."""
        row = self.rows.get((scenario, outcome, "all", service))
        if row is None:
            return "–"
        return self.between(row["difference"], row["ci_low"], row["ci_high"])

    def between(self, value: float, low: float, high: float) -> str:
        """Return a difference with its interval, if it has one."""
        places, to = places_of(low, high, value), words(self.lang)["interval"]["to"]
        bounds = f" ({interval(low, high, places, to)})" if math.isfinite(high - low) else ""
        return f"{signed(value, places)}{bounds}"

    def mean(self, scenario: str, outcome: str, group: str = "all", service: str = "") -> str:
        """Return a mean as text."""
        value = self.means.get((scenario, outcome, group, service), float("nan"))
        return plain(value, decimals(value))

    def figures(self, section: str, kind: str, points: Iterable[str], key: str) -> list[Picture]:
        """Return a figure of the study, if there is something to draw.

        Parameters
        ----------
        section : str
            Whose texts hold the words.
        kind : str
            Name of the figure.
        points : iterable of str
            Sentences that say what it shows.
        key : str
            End of the names of its texts, as in ``alt_wellbeing``; may be empty.
        """
        if kind not in drawable(self.study):
            return []
        own = self.texts[section]
        alt = own[f"alt{key}"].format(baseline=self.baseline, points=self.space.join(points))
        figure = self.drawings.get(kind) or draw(self.study, kind, self.figure_lang)
        return [picture(figure, alt.strip(), own[f"figure{key}"])]


def label(row: Any, lang: Language) -> str:
    """Return the label of something that can be listed."""
    return str(row.label_zh if lang == "zh" else row.label_en)


def listed(parts: Sequence[str], lang: Language) -> str:
    """Join parts of a list."""
    return ("、" if lang == "zh" else ", ").join(parts)
