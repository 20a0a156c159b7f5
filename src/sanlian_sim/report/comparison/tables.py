"""The headline outcomes as a data frame and as text."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sanlian_sim.experiments.comparison.compare import is_headline, records
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.outcomes.registry import HEADLINES, OUTCOMES
from sanlian_sim.report.numbers import interval, places_of, plain, probability, signed
from sanlian_sim.report.text import text_table

if TYPE_CHECKING:
    import pandas as pd


def headline_frame(study: Study) -> "pd.DataFrame":
    """Headline outcomes by scenario.

    Returns
    -------
    DataFrame
        scenario, outcome, unit, n, mean, difference to the baseline, interval (low, high) of the
        difference, p_holm; the baseline first, without differences.
    """
    import numpy as np
    import pandas as pd

    frame = study.comparison
    held = frame[is_headline(frame)]
    intervals: Any = [(row["ci_low"], row["ci_high"]) for row in records(held)]
    others = held.assign(mean=held["mean_scenario"], interval=intervals)
    parts = [_baseline_rows(study).assign(difference=np.nan, p_holm=np.nan), others]
    parts[0]["interval"] = [(np.nan, np.nan)] * len(parts[0])
    columns = ["scenario", "outcome", "unit", "n", "mean", "difference", "interval", "p_holm"]
    filled = [part[columns] for part in parts if len(part)]
    return pd.concat(filled or [parts[0][columns]], ignore_index=True)


def _baseline_rows(study: Study) -> "pd.DataFrame":
    summary = study.summary
    own = summary[is_headline(summary) & (summary["scenario"] == study.experiment.design.baseline)]
    found = own.groupby(["scenario", "outcome", "unit"], sort=False, as_index=False).agg(
        n=("value", "count"), mean=("value", "mean")
    )
    order = {name: place for place, name in enumerate(HEADLINES)}
    return found.sort_values("outcome", key=lambda names: names.map(order), ignore_index=True)


def headline_text(study: Study, lang: Language = "en", width: int | None = None) -> str:
    """Lay out the headline outcomes, outcome by outcome, as text."""
    told = words(lang)
    frame = headline_frame(study)
    rows: list[list[str]] = []
    last = []
    for outcome in HEADLINES:
        own = records(frame[frame["outcome"] == outcome])
        if not own:
            continue
        places = max(map(row_places, own))
        about = [outcome_label(outcome, lang), unit_label(own[0]["unit"], lang)]
        for row in own:
            first = about.pop(0) if about else ""
            rows.append([first, row["scenario"], *row_cells(row, places, told)])
        last.append(len(rows) - 1)
    heads = [told["columns"][name] for name in _SHOWN]
    return text_table(heads, rows, right=(2, 3, 4, 5), last=last, width=width)


_SHOWN: Final = ("outcome", "scenario", "mean", "difference", "interval", "p_holm")
_MEAN_PLACES: Final = 2


def row_places(row: Mapping[str, Any]) -> int:
    """Decimals for a row of ``headline_frame``."""
    low, high = row["interval"]
    return places_of(low, high, row["difference"])


def row_cells(row: Mapping[str, Any], places: int, told: Mapping[str, Any]) -> list[str]:
    """Mean, difference, interval and p of a row of ``headline_frame`` as text."""
    low, high = row["interval"]
    mean = plain(row["mean"], min(places, _MEAN_PLACES))
    if math.isnan(row["difference"]):
        return [mean, "", "", ""]
    return [
        mean,
        signed(row["difference"], places),
        interval(low, high, places, told["interval"]["to"]),
        probability(row["p_holm"]),
    ]


def outcome_label(outcome: str, lang: Language) -> str:
    """Label of an outcome; its name if it is the user's own."""
    known = OUTCOMES.get(outcome)
    return outcome if known is None else known.label_zh if lang == "zh" else known.label_en


def unit_label(unit: str, lang: Language) -> str:
    """Return a unit in a language, as the registry has it if there are no other words for it."""
    return str(words(lang)["units"].get(unit, unit))
