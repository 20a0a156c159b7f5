"""How precise a comparison is, in words: tests made, skewed differences, replicates needed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sanlian_sim.experiments.comparison.compare import is_headline, records
from sanlian_sim.experiments.comparison.replicates import detectable_difference
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.statistics.skewed import BOOTSTRAP
from sanlian_sim.language.catalogue import Language, listed, words
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.numbers import decimals, plain

if TYPE_CHECKING:
    import pandas as pd


def precision_notes(study: Study, lang: Language) -> Iterator[str]:
    """Say how many tests were made, which intervals are not Student's, and what can be found."""
    told, marks = words(lang)["notes"], words(lang)["marks"]
    held = study.comparison[is_headline(study.comparison)]
    tests = int(held["p_holm"].notna().sum())
    if tests:
        yield told["tests"].format(n=tests)
    skewed = [
        f"{outcome_label(row['outcome'], lang)}{marks['open']}{row['scenario']}{marks['close']}"
        for row in records(held[held["interval"] == BOOTSTRAP])
    ]
    if skewed:
        yield told["skewed"].format(list=listed(skewed, lang))
    found = list(_found(held, study.replicates, lang))
    if found:
        yield told["found"].format(n=study.replicates, list=listed(found, lang))
    yield from _asked(study, lang)


def _found(held: "pd.DataFrame", n: int, lang: Language) -> Iterator[str]:
    """Smallest difference that is found in each headline outcome, of the widest scenario."""
    for outcome in HEADLINES if n > 1 else ():
        rows = held[held["outcome"] == outcome]
        sd = rows["sd_difference"].max()
        if np.isfinite(sd) and sd > 0:
            least = float(detectable_difference(sd, n))
            unit = words(lang)["marks"]["unit"] + unit_label(rows["unit"].iloc[0], lang)
            yield f"{plain(least, decimals(least))}{unit}"


def _asked(study: Study, lang: Language) -> Iterator[str]:
    precision, told, marks = study.precision, words(lang)["notes"], words(lang)["marks"]
    if precision is None:
        return
    widths = precision.asked if precision.reached else precision.found
    held = [
        f"{plain(width, decimals(width))}{marks['open']}{outcome_label(name, lang)}{marks['close']}"
        for name, width in widths.items()
    ]
    text = told["precise" if precision.reached else "imprecise"]
    yield text.format(n=study.replicates, list=listed(held, lang))
