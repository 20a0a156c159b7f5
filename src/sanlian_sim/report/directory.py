"""Writing a results directory."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sanlian_sim.experiments.files import BUDGET_IMPACT, COMPARISON, write_csv, write_runs
from sanlian_sim.experiments.provenance import provenance_of
from sanlian_sim.experiments.store import EXPERIMENT, PROVENANCE, results_directory
from sanlian_sim.experiments.study import Study
from sanlian_sim.report.dictionary import data_dictionary
from sanlian_sim.report.plots import draw, drawable
from sanlian_sim.report.style import styled
from sanlian_sim.report.tables import headline_text
from sanlian_sim.report.words import notes, sentences

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_IMAGES = {"png": {"Software": None}, "svg": {"Date": None}}


def write_results(study: Study, path: Path, *, fresh: bool = False, compared: bool = True) -> None:
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

    Raises
    ------
    DirectoryRefusedError
        If the directory cannot take results.
    WriteFailedError
        If the disk is full or cannot be written.
    """
    with results_directory(path, fresh=fresh) as working:
        write_tables(study, working, compared=compared)


def write_tables(study: Study, working: Path, *, compared: bool = True) -> None:
    """Write everything about a study into an empty directory.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    _write(working / EXPERIMENT, study.experiment.to_toml())
    provenance = json.dumps(provenance_of(study), ensure_ascii=False, indent=2)
    _write(working / PROVENANCE, provenance + "\n")
    _write(working / "data_dictionary.md", data_dictionary())
    write_runs(study, working)
    if compared:
        write_csv(study.comparison, COMPARISON, working / "comparison.csv")
        write_csv(study.budget_impact, BUDGET_IMPACT, working / "budget_impact.csv")
        _write(working / "findings.md", findings(study))
        _write_plots(study, working / "plots")


def findings(study: Study) -> str:
    """Return table, sentences and notes as Markdown."""
    title = study.experiment.title or "Comparison"
    table = f"```\n{headline_text(study)}\n```"
    known = "\n".join(f"- {note}" for note in notes(study))
    return "\n\n".join(filter(None, [f"# {title}", table, *sentences(study), known])) + "\n"


def _write_plots(study: Study, directory: Path) -> None:
    directory.mkdir()
    for kind in drawable(study):
        write_figure(draw(study, kind), directory, kind)


def write_figure(figure: "Figure", directory: Path, name: str) -> None:
    """Write a figure as PNG and SVG, without dates."""
    for image, metadata in _IMAGES.items():
        with styled():
            figure.savefig(directory / f"{name}.{image}", metadata=metadata)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
