"""Writing what sweeps and analyses of sensitivity share."""

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from sanlian_sim.experiments.designs.files import DESIGN, write_design, write_responses
from sanlian_sim.experiments.designs.plans import Done, Plan, provenance_of_plan
from sanlian_sim.experiments.designs.responses import RESPONSES
from sanlian_sim.experiments.runs.store import (
    DICTIONARY,
    EXPERIMENT,
    FINDINGS,
    PROVENANCE,
    write_text,
)
from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.dictionary import data_dictionary


def write_plan(plan: Plan, working: Path) -> None:
    """Write what runs elsewhere need: the experiment and the design.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    write_text(working / EXPERIMENT, plan.experiment.to_toml())
    write_design(plan.design, working)


def write_runs(done: Done, working: Path) -> None:
    """Write the plan, the values at its points and how they came about.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    write_plan(done.plan, working)
    write_responses(done.responses, working)
    provenance = json.dumps(provenance_of_plan(done), ensure_ascii=False, indent=2)
    write_text(working / PROVENANCE, provenance + "\n")


def write_words(title: str, sentences: list[str], table: str, working: Path) -> None:
    """Write a title, a table if there is one, and sentences.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    parts = [f"# {title}", f"```\n{table}\n```" if table else "", *sentences]
    write_text(working / FINDINGS, "\n\n".join(filter(None, parts)) + "\n")


def write_dictionary(
    tables: Mapping[str, tuple[Column, ...]], working: Path, lang: Language
) -> None:
    """Write what the columns of tables mean, those of design and values among them.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    own = {"design": DESIGN, "points": RESPONSES, **tables}
    write_text(working / DICTIONARY, data_dictionary(own, lang))


def put_beside(put: Callable[[Path], None], directory: Path) -> None:
    """Add to a directory what ``put`` writes into an empty one, in place of what has its name.

    Raises
    ------
    OSError
        If it cannot be written; what stood there then stays.
    """
    with tempfile.TemporaryDirectory(dir=directory, ignore_cleanup_errors=True) as name:
        working = Path(name)
        put(working)
        for path in sorted(one for one in working.rglob("*") if one.is_file()):
            target = directory / path.relative_to(working)
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
