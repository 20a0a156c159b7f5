"""What a reader must know before believing the findings."""

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.comparison.drift import NOT_DECIDED, STILL
from sanlian_sim.language.catalogue import words
from sanlian_sim.report.comparison.told import Told
from sanlian_sim.report.comparison.words import notes
from sanlian_sim.report.document.blocks import Block, Heading, Points, Prose, Section


def limits(told: Told) -> Section:
    """Tell notes of the run, drift at its start, and limits of the model."""
    own = told.texts["limits"]
    drift = _drift(told)
    said = [own["drift"].format(list="; ".join(drift))] if drift else []
    blocks: list[Block] = [
        Heading(own["run"]), Points(notes(told.study, told.lang)), *([Prose(said)] if said else []),
        Heading(own["model"]), Points(own["points"]),
    ]  # fmt: skip
    return Section("limits", own["title"], blocks)


def _drift(told: Told) -> list[str]:
    own, series = told.texts["limits"], words(told.lang)["series"]
    frame = told.study.comparison.drop_duplicates("scenario")
    known = {STILL: own["still"], NOT_DECIDED: own["open"]}
    return [
        own["drift_one"].format(
            scenario=row["scenario"],
            warning=known.get(row["drift_warning"])
            or ", ".join(series[name] for name in row["drift_warning"].split(";")),
        )
        for row in records(frame)
    ]
