"""The status quo at central values beside what was expected of it, as a Markdown table.

Expected values come from arithmetic and a simulation of independent queues, made before the model
and without its families, ties, routes and repeat cases. Run ``python benchmarks/validation.py``.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd

from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.run import run

WAITS = {
    "life_care": 1.7, "nursing": 1.6, "medical": 0.2, "comfort": 1.2,
    "counselling": 1.6, "employment": 1.2, "mediation": 1.2,
}  # fmt: skip
STOCKS = {
    "life_care": (3, 1, 78), "nursing": (2, 1, 22), "medical": (33, 3, 25), "comfort": (36, 2, 101),
    "counselling": (22, 2, 7), "employment": (9, 4, 7), "mediation": (4, 2, 3),
}  # fmt: skip
UTILISATION = {
    "life_care": 0.95, "nursing": 0.92, "medical": 0.89, "comfort": 0.97,
    "counselling": 0.93, "employment": 0.95, "mediation": 0.88,
}  # fmt: skip
STAGES = ("open_latent", "open_queued", "open_in_service")
RESIDENTS = 7640


def experiment() -> Experiment:
    """One community of 7,640 residents at central values."""
    return Experiment(
        community={"preset": "reference"},
        scenarios={
            "status_quo": {"arrangement": "government_led"},
            "none": {"arrangement": "no_service"},
        },
        design={"baseline": "status_quo"},
    )


def replicate(number: int) -> pd.DataFrame:
    """Summaries of both scenarios in one replicate."""
    asked = experiment()
    seed = replicate_seed(asked.design.seed, number)
    frames = []
    for name in asked.scenarios:
        result = run(asked.scenario(name), seed=seed, replicate=number)
        frames.append(result.summary)
    return pd.concat(frames)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=40)
    number = parser.parse_args().replicates
    replicate(0)
    with ProcessPoolExecutor(2) as pool:
        runs = pd.concat(pool.map(replicate, range(number)))
    runs = runs[runs["group"] == "all"].set_index(["scenario", "service", "outcome"])["value"]
    print(f"{number} replicates; measured: mean (standard error)\n")
    print("| figure | expected | whole horizon | last counted year |\n|---|---|---|---|")
    for service, expected in WAITS.items():
        _row(runs, f"{service}: weeks from notice to first hour", expected, "mean_wait", service)
    for service, expected in UTILISATION.items():
        _row(runs, f"{service}: utilisation", expected, "utilisation", service)
    for service, stocks in STOCKS.items():
        for stage, expected in zip(STAGES, stocks, strict=True):
            label = f"{service}: {stage.removeprefix('open_').replace('_', ' ')}"
            _row(runs, label, expected, stage, service, RESIDENTS / 1000)
    _row(runs, "fiscal cost, yuan per resident-year", 292, "fiscal_cost", "")
    _row(runs, "escalations per 1,000 residents and year", 2, "escalations", "")
    gain = _of(runs, "status_quo", "", "wellbys") - _of(runs, "none", "", "wellbys")
    last = _of(runs, "status_quo", "", "wellbys_last_year")
    last = last - _of(runs, "none", "", "wellbys_last_year")
    years = _of(runs, "status_quo", "", "wellbys") / _of(runs, "status_quo", "", "wellbeing") / 1e4
    print(
        f"| WELLBYs per 10,000 against no service, undiscounted | 95 | {_shown(gain / years)} | "
        f"{_shown(last)} |"
    )


def _of(runs: "pd.Series[float]", scenario: str, service: str, outcome: str) -> np.ndarray:
    key = (scenario, service, outcome)
    return runs.loc[[key]].to_numpy() if key in runs.index else np.array([np.nan])


def _row(
    runs: "pd.Series[float]", label: str, expected: float, outcome: str, service: str,
    scale: float = 1.0,
) -> None:  # fmt: skip
    whole = _shown(_of(runs, "status_quo", service, outcome) * scale)
    last = _shown(_of(runs, "status_quo", service, f"{outcome}_last_year") * scale)
    print(f"| {label} | {expected:g} | {whole} | {last} |")


def _shown(values: np.ndarray) -> str:
    if np.isnan(values).all():
        return "–"
    error = values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():.3g} ({error:.2g})"


if __name__ == "__main__":
    main()
