"""Writing the results of sweeps and analyses of sensitivity."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sanlian_sim.experiments.designs.files import DESIGN, write_design, write_responses
from sanlian_sim.experiments.designs.plans import Done, Plan, provenance_of_plan
from sanlian_sim.experiments.designs.responses import RESPONSES
from sanlian_sim.experiments.designs.sensitivity import COLUMNS
from sanlian_sim.experiments.designs.sweep import SWEEP, sweep_table
from sanlian_sim.experiments.runs.store import EXPERIMENT, PROVENANCE
from sanlian_sim.experiments.runs.tables import Column, write_csv
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.comparison.directory import save_figure
from sanlian_sim.report.designs.tables import sensitivity_text
from sanlian_sim.report.designs.words import design_words
from sanlian_sim.report.dictionary import data_dictionary

if TYPE_CHECKING:
    from sanlian_sim.report.designs.sensitivity import Sensitivity
    from sanlian_sim.report.designs.sweep import Sweep

FINDINGS: Final = "findings.md"
_DICTIONARY: Final = "data_dictionary.md"
_PLOTS: Final = "plots"


def write_plan(plan: Plan, working: Path) -> None:
    """Write what runs elsewhere need: the experiment and the design.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    _write(working / EXPERIMENT, plan.experiment.to_toml())
    write_design(plan.design, working)


def write_sweep(sweep: "Sweep", working: Path, lang: Language = "en") -> None:
    """Write everything about a sweep into an empty directory.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    _write_runs(sweep.done, working)
    table = sweep_table(sweep.design, sweep.responses, sweep.experiment.design.baseline)
    write_csv(table, SWEEP, working / "sweep.csv")
    title = sweep.experiment.title or design_words(lang)["title_sweep"]
    _write_words(title, sweep.said(lang), "", working)
    _write_dictionary({"sweep": SWEEP}, working, lang)
    for outcome in sweep.outcomes:
        save_figure(sweep.plot(outcome, lang), working / _PLOTS, outcome)


def write_sensitivity(found: "Sensitivity", working: Path, lang: Language = "en") -> None:
    """Write everything about an analysis into an empty directory.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    if found.done is None:
        write_design(found.design, working)
        write_responses(found.responses, working)
    else:
        _write_runs(found.done, working)
    write_analysis(found, working, lang)


def write_analysis(found: "Sensitivity", working: Path, lang: Language = "en") -> None:
    """Write what an analysis comes to, without design and runs.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    analysis = found.analysis
    tables = {analysis.method: analysis.table}
    if analysis.pairs is not None:
        tables["pairs"] = analysis.pairs
    for name, table in tables.items():
        write_csv(table, COLUMNS[name], working / f"{name}.csv")
    title = (found.experiment.title if found.experiment else "") or design_words(lang)[
        "title_sensitivity"
    ]
    _write_words(title, found.said(lang), sensitivity_text(found, lang), working)
    _write_dictionary({name: COLUMNS[name] for name in tables}, working, lang)
    save_figure(found.plot(lang), working / _PLOTS, analysis.method)


def add_analysis(found: "Sensitivity", directory: Path, lang: Language = "en") -> None:
    """Write an analysis of files beside them, in place of the last one.

    Raises
    ------
    OSError
        If it cannot be written; what stood there then stays.
    """
    with tempfile.TemporaryDirectory(dir=directory, ignore_cleanup_errors=True) as name:
        working = Path(name)
        write_analysis(found, working, lang)
        for path in sorted(one for one in working.rglob("*") if one.is_file()):
            target = directory / path.relative_to(working)
            target.parent.mkdir(exist_ok=True)
            path.replace(target)


def _write_runs(done: Done, working: Path) -> None:
    write_plan(done.plan, working)
    write_responses(done.responses, working)
    provenance = json.dumps(provenance_of_plan(done), ensure_ascii=False, indent=2)
    _write(working / PROVENANCE, provenance + "\n")


def _write_words(title: str, sentences: list[str], table: str, working: Path) -> None:
    parts = [f"# {title}", f"```\n{table}\n```" if table else "", *sentences]
    _write(working / FINDINGS, "\n\n".join(filter(None, parts)) + "\n")


def _write_dictionary(
    tables: Mapping[str, tuple[Column, ...]], working: Path, lang: Language
) -> None:
    own = {"design": DESIGN, "points": RESPONSES, **tables}
    _write(working / _DICTIONARY, data_dictionary(own, lang))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
