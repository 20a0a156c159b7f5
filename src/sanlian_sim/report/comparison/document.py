"""A comparison as one document that holds everything."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sanlian_sim.experiments.comparison.reopen import reopen
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.runs.directory import UnreadableDirectoryError
from sanlian_sim.experiments.runs.run_log import LOG
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.comparison.plots import check_measured
from sanlian_sim.report.comparison.section_cost import budget, cost
from sanlian_sim.report.comparison.section_economics import plane, worth
from sanlian_sim.report.comparison.section_equity import equity
from sanlian_sim.report.comparison.section_findings import findings
from sanlian_sim.report.comparison.section_inputs import inputs
from sanlian_sim.report.comparison.section_limits import limits
from sanlian_sim.report.comparison.section_method import method
from sanlian_sim.report.comparison.section_networks import networks
from sanlian_sim.report.comparison.section_origin import origin
from sanlian_sim.report.comparison.section_question import about, question
from sanlian_sim.report.comparison.section_scenarios import scenarios
from sanlian_sim.report.comparison.section_uncertainty import precision, uncertainty
from sanlian_sim.report.comparison.section_waits import course, waits
from sanlian_sim.report.comparison.told import Told
from sanlian_sim.report.document.blocks import Page, Section
from sanlian_sim.report.document.facts import foot
from sanlian_sim.report.document.page import to_html
from sanlian_sim.simulation.portable import UnreadableResultError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SECTIONS: Final[tuple[Callable[[Told], Section], ...]] = (
    question, scenarios, findings, plane, worth, equity, waits, cost, budget, course, networks,
    uncertainty, precision, inputs, method, limits, origin,
)  # fmt: skip
"""Sections in their order."""


def study_html(
    study: Study,
    provenance: Mapping[str, Any],
    drawn: "pd.DataFrame | None" = None,
    lang: Language = "en",
    figures: Mapping[str, "Figure"] = MappingProxyType({}),
) -> str:
    """Return a study as a document.

    Parameters
    ----------
    study : Study
        With at least one result.
    provenance : mapping
        As in ``provenance.json``.
    drawn : DataFrame, optional
        What draws of parameters say.
    lang : {"en", "zh"}
    figures : mapping of str to Figure
        Those that are drawn already, by name; others are drawn.

    Returns
    -------
    str
        HTML; the same for equal results.

    Raises
    ------
    ValueError
        If the headline outcomes were not measured.
    """
    check_measured(study)
    told = Told(study, provenance, drawn, lang, figures)
    frame = told.texts["frame"]
    page = Page(
        title=study.experiment.title or frame["untitled"],
        kind=told.texts["kind"]["comparison"],
        about=about(told),
        sections=[section(told) for section in SECTIONS],
        foot=foot(lang),
    )
    return to_html(page, lang)


def comparison_html(directory: Path, lang: Language = "en") -> str:
    """Return the comparison that a results directory holds as a document.

    Raises
    ------
    UnreadableDirectoryError
        If it holds none, or none that this version reads.
    LogRefusedError
        If the log of its runs has another format.
    """
    found = reopen(directory)
    try:
        return study_html(found.study, found.provenance, found.uncertainty, lang)
    except UnreadableResultError as error:
        raise UnreadableDirectoryError(
            f"{directory / LOG}: {error}; use the version that wrote it, or make the results again"
        ) from error
