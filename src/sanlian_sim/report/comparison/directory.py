"""Writing a results directory."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanlian_sim.experiments.comparison.cost_effectiveness import frontiers
from sanlian_sim.experiments.comparison.equity import group_equities
from sanlian_sim.experiments.comparison.files import TABLES, write_runs
from sanlian_sim.experiments.comparison.provenance import provenance_of
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.runs.provenance import results_version
from sanlian_sim.experiments.runs.run_log import LOG, Entry, write_log
from sanlian_sim.experiments.runs.store import (
    DICTIONARY,
    EXPERIMENT,
    FINDINGS,
    PLOTS,
    PROVENANCE,
    REPORT,
    results_directory,
    write_text,
)
from sanlian_sim.experiments.runs.tables import write_csv
from sanlian_sim.experiments.uncertainty.drawn import Uncertainty
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.cheers import cheers
from sanlian_sim.report.comparison.document import study_html
from sanlian_sim.report.comparison.plots import check_measured, draw_all
from sanlian_sim.report.comparison.tables import headline_text
from sanlian_sim.report.comparison.uncertainty import uncertainty_sentences
from sanlian_sim.report.comparison.words import notes, sentences
from sanlian_sim.report.dictionary import data_dictionary
from sanlian_sim.report.style import styled

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_IMAGES = {"png": {"Software": None}, "svg": {"Date": None}}


def write_results(
    study: Study,
    path: Path,
    *,
    fresh: bool = False,
    compared: bool = True,
    lang: Language = "en",
    uncertainty: Uncertainty | None = None,
) -> None:
    """Write everything about a study into a directory; either all of it appears or nothing.

    Parameters
    ----------
    study : Study
        With at least one result.
    path : Path
        The directory, which must not be there.
    fresh : bool
        Whether results that stand there may be replaced.
    compared : bool
        Whether scenarios were compared, not only run.
    lang : {"en", "zh"}
        Of findings, figures and the checklist; names in tables are the same in all languages.
    uncertainty : Uncertainty, optional
        What draws of parameters say of the comparison.

    Raises
    ------
    DirectoryRefusedError
        If the directory cannot take results.
    ValueError
        If the headline outcomes were not measured.
    WriteFailedError
        If the disk is full or cannot be written.
    """
    if compared:
        check_measured(study)
    with results_directory(path, fresh=fresh) as working:
        write_tables(study, working, compared=compared, lang=lang, uncertainty=uncertainty)
        if compared:
            _write_log(study, uncertainty, working / LOG)


def _write_log(study: Study, uncertainty: Uncertainty | None, path: Path) -> None:
    """Keep the runs, of which a report can be made later."""
    runs = [study.runs, *([] if uncertainty is None else [uncertainty.campaign.runs])]
    kept: dict[str, tuple[Entry, bytes]] = {}
    for one in runs:
        for entry, data in one.results.bytes_of(one.entries):
            kept.setdefault(entry.key, (entry, data))
    write_log(path, results_version(), kept.values())


def write_tables(
    study: Study,
    working: Path,
    *,
    compared: bool = True,
    lang: Language = "en",
    uncertainty: Uncertainty | None = None,
) -> None:
    """Write everything about a study into an empty directory.

    Parameters
    ----------
    study, compared, uncertainty
        As for ``write_results``.
    working : Path
    lang : {"en", "zh"}
        Language of the report.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    write_text(working / EXPERIMENT, study.experiment.to_toml())
    provenance = provenance_of(study, None if uncertainty is None else uncertainty.asked)
    text = json.dumps(provenance, ensure_ascii=False, indent=2)
    write_text(working / PROVENANCE, text + "\n")
    write_text(working / DICTIONARY, data_dictionary(lang=lang))
    write_runs(study, working)
    if study.failures:
        told = (f"{one}\n\n{one.traceback}" for one in study.failures)
        write_text(working / "failures.txt", "\n\n".join(told) + "\n")
    if compared:
        for name, frame in _compared(study, lang, provenance["draws"]).items():
            write_csv(frame, TABLES[name], working / f"{name}.csv")
        write_text(working / FINDINGS, findings(study, uncertainty, lang))
        figures = draw_all(study, lang)
        for name, figure in figures.items():
            save_figure(figure, working / PLOTS, name)
        drawn = None if uncertainty is None else uncertainty.table
        write_text(working / REPORT, study_html(study, provenance, drawn, lang, figures))
    if uncertainty is not None:
        write_csv(uncertainty.table, TABLES["uncertainty"], working / "uncertainty.csv")
        write_text(working / "draws.csv", uncertainty.draws.to_frame().to_csv(index=False))


def findings(study: Study, uncertainty: Uncertainty | None = None, lang: Language = "en") -> str:
    """Return table, sentences and notes as Markdown."""
    title = study.experiment.title or words(lang)["comparison"]["title"]
    table = f"```\n{headline_text(study, lang)}\n```"
    known = "\n".join(f"- {note}" for note in notes(study, lang))
    drawn = [] if uncertainty is None else uncertainty_sentences(uncertainty, lang)
    parts = [f"# {title}", table, *sentences(study, lang), *drawn, known]
    return "\n\n".join(filter(None, parts)) + "\n"


def _compared(
    study: Study, lang: Language, draws: Mapping[str, Any] | None
) -> dict[str, "pd.DataFrame"]:
    """Tables that compare scenarios, by name."""
    baseline = study.experiment.design.baseline
    return {
        "comparison": study.comparison,
        "budget_impact": study.budget_impact,
        "replicates_needed": study.replicates_needed,
        "cost_effectiveness": frontiers(study.summary),
        "acceptability": study.acceptability,
        "equity": study.equity,
        "equity_groups": group_equities(study.summary, baseline),
        "cheers": cheers(study, lang, draws),
    }


def save_figure(figure: "Figure", directory: Path, name: str) -> None:
    """Write a figure as PNG and SVG whose bytes depend on nothing but what it shows.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    directory.mkdir(exist_ok=True)
    for image, metadata in _IMAGES.items():
        with styled():
            figure.savefig(directory / f"{name}.{image}", metadata=metadata)
