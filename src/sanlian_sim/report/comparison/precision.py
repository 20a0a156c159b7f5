"""How precise a comparison is, in words: tests made, skewed differences, replicates needed."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from sanlian_sim.experiments.comparison.compare import is_headline, records
from sanlian_sim.experiments.comparison.replicates import detectable_difference
from sanlian_sim.experiments.comparison.study import Study
from sanlian_sim.experiments.statistics.skewed import BOOTSTRAP
from sanlian_sim.outcomes.registry import HEADLINES
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.numbers import decimals, plain
from sanlian_sim.report.vocabulary import Language, words

if TYPE_CHECKING:
    import pandas as pd

_BETWEEN: Final = {"en": ", ", "zh": "、"}


def precision_notes(study: Study, lang: Language) -> Iterator[str]:
    """Say how many tests were made, which intervals are not Student's, and what can be found."""
    told = words(lang)["notes"]
    held = study.comparison[is_headline(study.comparison)]
    tests = int(held["p_holm"].notna().sum())
    if tests:
        yield told["tests"].format(n=tests)
    skewed = [
        f"{outcome_label(row['outcome'], lang)} ({row['scenario']})"
        for row in records(held[held["interval"] == BOOTSTRAP])
    ]
    if skewed:
        yield told["skewed"].format(list=_listed(skewed, lang))
    found = list(_found(held, study.replicates, lang))
    if found:
        yield told["found"].format(n=study.replicates, list=_listed(found, lang))
    yield from _asked(study, lang)


def _found(held: "pd.DataFrame", n: int, lang: Language) -> Iterator[str]:
    """Smallest difference that is found in each headline outcome, of the widest scenario."""
    for outcome in HEADLINES if n > 1 else ():
        rows = held[held["outcome"] == outcome]
        sd = rows["sd_difference"].max()
        if np.isfinite(sd) and sd > 0:
            least = float(detectable_difference(sd, n))
            yield f"{plain(least, decimals(least))} {unit_label(rows['unit'].iloc[0], lang)}"


def _asked(study: Study, lang: Language) -> Iterator[str]:
    precision, told = study.precision, words(lang)["notes"]
    if precision is None:
        return
    widths = precision.asked if precision.reached else precision.found
    listed = [
        f"{plain(width, decimals(width))} ({outcome_label(name, lang)})"
        for name, width in widths.items()
    ]
    text = told["precise" if precision.reached else "imprecise"]
    yield text.format(n=study.replicates, list=_listed(listed, lang))


def _listed(parts: Iterable[str], lang: Language) -> str:
    return _BETWEEN[lang].join(parts)
