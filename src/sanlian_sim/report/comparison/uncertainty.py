"""What draws of parameters say, in plain sentences."""

from collections.abc import Mapping
from typing import Any

from sanlian_sim.experiments.comparison.compare import records
from sanlian_sim.experiments.uncertainty.drawn import Uncertainty
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.numbers import between, decimals, interval, places_of, plain, signed


def uncertainty_sentences(found: Uncertainty, lang: Language = "en") -> list[str]:
    """Say of every scenario how its differences vary over draws, and under what load."""
    told, between = words(lang)["uncertainty"], words(lang)["marks"]["clause"]
    baseline = found.draws.experiment.design.baseline
    sentences = []
    for name, rows in found.table.groupby("scenario", sort=False):
        sentences.append(
            told["whole"].format(
                scenario=name, baseline=baseline, parameters=len(found.draws.ranges),
                draws=len(found.draws), replicates=found.campaign.replicates,
                outcomes=between.join(_clause(row, lang) for row in records(rows)),
            )
        )  # fmt: skip
    low, high = (plain(one, 2) for one in found.utilisation())
    return [*sentences, told["load"].format(baseline=baseline, low=low, high=high)]


def _clause(row: Mapping[str, Any], lang: Language) -> str:
    """Tell one outcome of one scenario."""
    told, to = words(lang)["uncertainty"], words(lang)["interval"]["to"]
    outcome = outcome_label(row["outcome"], lang)
    low, high, mean = row["draw_low"], row["draw_high"], row["mean_difference"]
    if not row["draws"]:
        return str(told["undefined"].format(outcome=outcome))
    if low == mean == high == 0:
        return str(told["same"].format(outcome=outcome))
    places = places_of(low, high, mean)
    lower, upper = (plain(100 * row[name], 0) for name in ("share_low", "share_high"))
    return str(
        told["clause"].format(
            outcome=outcome, unit=unit_label(row["unit"], lang), mean=signed(mean, places),
            interval=interval(low, high, places, to), share=plain(100 * row["share_positive"], 0),
            share_interval=between(lower, upper, to),
            chance=plain(row["sd_chance"], decimals(row["sd_chance"])),
            parameters=plain(row["sd_parameters"], decimals(row["sd_parameters"])),
        )
    )  # fmt: skip
