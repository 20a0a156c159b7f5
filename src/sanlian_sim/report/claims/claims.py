"""Testing claims, for readers: tables, figure, words, and a directory of results."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from sanlian_sim.experiments.claims.conduct import run_claims
from sanlian_sim.experiments.claims.read import read_claims, shared_design
from sanlian_sim.experiments.claims.schema import Claim, Mode
from sanlian_sim.experiments.claims.study import ClaimsStudy
from sanlian_sim.experiments.claims.tables import CLAIM_TABLES, tables, verdict_on
from sanlian_sim.experiments.runs.keep import log_at
from sanlian_sim.experiments.runs.listener import heard
from sanlian_sim.experiments.runs.provenance import execution, machinery, software
from sanlian_sim.experiments.runs.store import (
    DICTIONARY,
    EXPERIMENT,
    FINDINGS,
    PLOTS,
    PROVENANCE,
    write_text,
)
from sanlian_sim.experiments.runs.tables import write_csv
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.claims.plot_claims import plot_claims
from sanlian_sim.report.claims.words import findings, verdict_lines
from sanlian_sim.report.comparison.directory import save_figure
from sanlian_sim.report.dictionary import column_lines, heading
from sanlian_sim.report.style import styled
from sanlian_sim.report.written import Written

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False)
class Claims(Written):
    """Claims that were tested.

    Attributes
    ----------
    study : ClaimsStudy
    """

    study: ClaimsStudy = field(repr=False)

    def __repr__(self) -> str:
        return f"Claims({self.verdicts})"

    @property
    def verdicts(self) -> dict[str, str]:
        """Verdict in words by claim."""
        return {one.id: verdict_on(self.study, one.id) for one in self.study.claims}

    @property
    def sentences(self) -> list[str]:
        """A sentence for each claim."""
        return self.said()

    def said(self, lang: Language = "en") -> list[str]:
        """Return the sentences in a language."""
        return verdict_lines(self.study, lang)

    def table(self, name: str = "claims") -> "pd.DataFrame":
        """Return one of the tables: one row per measure, or see ``CLAIM_TABLES``.

        Raises
        ------
        KeyError
            If there is no such table.
        """
        return tables(self.study)[name]

    def plot(self, lang: Language = "en") -> "Figure":
        """Draw effects and the share of the parameter space in which each holds."""
        with styled(lang):
            return plot_claims(self.study, lang)

    def put(self, working: Path, lang: Language = "en") -> None:
        """Write everything into an empty directory."""
        study = self.study
        asked = asked_toml(study.claims, study.name, study.mode)
        dictionary = "\n".join([heading(lang), *column_lines(CLAIM_TABLES, lang)]) + "\n"
        texts = {
            EXPERIMENT: asked,
            PROVENANCE: json.dumps(_provenance(study), indent=2) + "\n",
            FINDINGS: findings(study, lang=lang),
            DICTIONARY: dictionary,
        }
        for name, text in texts.items():
            write_text(working / name, text)
        for name, frame in tables(study).items():
            write_csv(frame, CLAIM_TABLES[name], working / f"{name}.csv")
        save_figure(self.plot(lang), working / PLOTS, "claims")


def claims(
    *asked: str | Path,
    quick: bool = False,
    workers: int = 1,
    progress: bool = False,
    keep: str | Path | None = None,
    mode: Mode | Mapping[str, Any] | None = None,
) -> Claims:
    """Test claims.

    Parameters
    ----------
    *asked : str or path
        Ids such as ``"C2"``, or files of claims of your own; all of the library by default.
    quick : bool
        A smaller place, a shorter time and fewer draws.
    workers : int
        Runs done at a time, each in a process.
    progress : bool
        Whether a terminal shows how far it is.
    keep : path, optional
        File to which every run is appended as it finishes; those that it holds are not done again.
    mode : Mode or mapping, optional
        How much is run, in place of the two that are shipped; a mapping changes single values of
        the one that ``quick`` asks for: ``central``, ``draws``, ``replicates``, ``scales``,
        ``one_out``, ``overrides``.

    Raises
    ------
    DirectoryRefusedError, LogRefusedError, WriteFailedError
        If ``keep`` is in use by another process, is no log of this version, or cannot be written.
    ExperimentError
        If there is no such claim, or it or the mode is wrong.
    RunsFailedError
        If no run succeeded.
    """
    read = read_claims(asked)
    name = "quick" if quick else "full"
    if isinstance(mode, Mapping):
        mode = Mode(**{**shared_design().modes[name].model_dump(), **mode})
    name = name if mode is None else "own"
    with heard(progress) as hears, log_at(keep) as log:
        study = run_claims(read, name=name, mode=mode, workers=workers, listener=hears, log=log)
    if study.runs.interrupted:
        raise KeyboardInterrupt
    return Claims(study)


def asked_toml(read: Sequence[Claim], name: str, mode: Mode) -> str:
    """Return what is asked as TOML: how much is run, and the claims."""
    held: dict[str, Any] = {
        "mode": name,
        "run": mode.model_dump(mode="json"),
        "claims": {one.id: one.model_dump(mode="json") for one in read},
    }
    return tomli_w.dumps(held)


def _provenance(study: ClaimsStudy) -> dict[str, Any]:
    return {
        **software(),
        "design": dict(study.shared.experiment["design"]),
        "runs": {
            "asked": len(study.asked),
            "finished": len(study.runs.results),
            "failed": [str(failure) for failure in study.failures],
            "interrupted": study.runs.interrupted,
        },
        **machinery(),
        "execution": execution(study.started, study.finished),
    }
