"""Speed and memory of the simulator, printed beside two yardsticks.

Run by ``make bench``. Beside the model stand an idiomatic Mesa model of the same size and, as the
limit, the time to stream a world's state once through memory. Machines are noisy: compare figures
of one run, and quote medians.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil

from sanlian_sim.dynamics.week import PHASES, advance, start_week
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs.compilation import compile_model
from sanlian_sim.experiments.runs.listener import Silent
from sanlian_sim.experiments.runs.provenance import results_version
from sanlian_sim.experiments.runs.store import tables_of, workplace
from sanlian_sim.report.comparison.directory import write_tables
from sanlian_sim.scenario.parameters import shipped_services
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.run import run
from sanlian_sim.world.build import build_world
from sanlian_sim.world.world import World

CITY = 1_000_000
CITY_COMMUNITIES = 131
LINKED = {
    "arrangement": "linked",
    "instruments": {"purchase": 0.6, "venture": 0.15, "outsourcing": 0.25},
}
"""All mechanisms act, and all instruments are used."""
WEEKS = 24


def experiment(
    population: int, communities: int, weeks: int, warmup: int, cases: float = 1.0
) -> Experiment:
    """Reference communities, status quo and linked, with ``cases`` times the onsets."""
    services = {
        name: {"onset_factor": cases * row.onset_factor} for name, row in shipped_services().items()
    }
    return Experiment(
        community={"preset": "reference", "communities": communities, "population": population},
        horizon={"weeks": weeks, "warmup": warmup},
        parameters={"services": services},
        scenarios={
            "status_quo": {"arrangement": "government_led"},
            "linked": LINKED,
        },
        design={"baseline": "status_quo"},
    )


def median_seconds(function: Callable[[], object], times: int = 5) -> float:
    """Median wall time of a call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def one_run() -> None:
    """6,000 residents over 364 weeks, world building and recording included."""
    scenario = experiment(6000, 1, 260, 104).scenario("linked")
    seconds = median_seconds(
        lambda: run(scenario, seed=1, closure="equal_budget", record="community")
    )
    print(f"one run, 6,000 residents x 364 weeks: {seconds:.2f} s (target 0.6)")


def throughput(runs: int = 1200) -> None:
    """Runs of 6,000 residents over 364 weeks on two workers, compared and written."""
    asked = experiment(6000, 1, 260, 104)
    replicates = runs // len(asked.scenarios)
    process = psutil.Process()
    compile_model(Silent())
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "results"
        place = workplace(path, asked.to_toml(), results_version(), fresh=False, resume=False)
        before, start = process.memory_info().rss, time.perf_counter()
        with place as log:
            study = conduct(asked, replicates=replicates, workers=2, log=log)
            ran, held = time.perf_counter() - start, process.memory_info().rss - before
            with tables_of(path, log, study.runs.entries) as working:
                write_tables(study, working)
        seconds, grown = time.perf_counter() - start, process.memory_info().rss - before
    alone = median_seconds(lambda: run(asked.scenario("linked"), seed=1, closure="equal_budget"))
    print(
        f"{runs} runs of 6,000 residents x 364 weeks, two workers: {ran:.0f} s, of which overhead "
        f"{100 * (2 * ran / runs / alone - 1):.0f} % over a run of {alone:.2f} s alone; written "
        f"after {seconds:.0f} s (target 420); memory of the driver grows by {held / 2**20:.0f} MiB "
        f"with runs and {grown / 2**20:.0f} MiB with tables"
    )


def district() -> None:
    """Shahekou in full: 688,000 residents, 90 communities, 364 weeks, on two threads."""
    asked = Experiment(
        community={"preset": "shahekou"},
        scenarios={"status_quo": {"arrangement": "government_led"}, "linked": LINKED},
        design={"baseline": "status_quo"},
    )
    before, start = psutil.Process().memory_info().rss, time.perf_counter()
    result = run(asked.scenario("linked"), seed=1, closure="equal_budget", threads=2)
    seconds = time.perf_counter() - start
    grown = (psutil.Process().memory_info().rss - before) / 2**20
    people = sum(result.residents)
    print(
        f"Shahekou, {people:,} residents x 364 weeks, two threads: {seconds:.1f} s (target 20), "
        f"memory grows by {grown:.0f} MiB (target 1,024)"
    )


def city(population: int, communities: int, threads: int, cases: float) -> None:
    """Nanoseconds per resident and week, by phase, and bytes per resident at peak."""
    asked = experiment(population, communities, WEEKS, 0, cases)
    process = psutil.Process()
    before = process.memory_info().rss
    start = time.perf_counter()
    world = build_world(asked.scenario("linked"), 1, threads=threads)
    built = time.perf_counter() - start
    advance(world)
    peak = process.memory_info().rss
    start = time.perf_counter()
    phases = by_phase(world)
    total = time.perf_counter() - start
    peak = max(peak, process.memory_info().rss)
    nano = 1e9 / WEEKS / population
    open_cases = world.cases.count.sum() / population
    print(
        f"{population:,} residents, {communities} communities, {threads} thread(s), "
        f"{open_cases:.3f} open cases per resident: {total * nano:.1f} ns per resident and week; "
        f"built in {built:.1f} s; {(peak - before) / population:.0f} bytes per resident"
    )
    print("  " + ", ".join(f"{name} {seconds * nano:.1f}" for name, seconds in phases.items()))
    print(f"  one pass over the state: {streaming(world) * 1e9 / population:.1f} ns per resident")


def by_phase(world: World) -> dict[str, float]:
    """Seconds spent in every phase over WEEKS weeks."""
    spent = dict.fromkeys((phase.name for phase in PHASES), 0.0)
    for _ in range(WEEKS):
        start_week(world)
        for phase in PHASES:
            if world.week % phase.every == 0:
                start = time.perf_counter()
                phase.run(world)
                spent[phase.name] += time.perf_counter() - start
        world.week += 1
    return spent


def streaming(world: World) -> float:
    """Seconds to read every streamed column, the calendar and the ties once."""
    arrays = [a for a in world.residents.columns.values() if a.flags.c_contiguous]
    arrays += [world.calendar, world.ties.start, world.ties.partner]
    return median_seconds(lambda: [array.sum() for array in arrays])


def plain_mesa(population: int) -> None:
    """An idiomatic Mesa model of the same size with far fewer rules: needs and wellbeing only."""
    import mesa

    class Person(mesa.Agent):
        def __init__(self, model: mesa.Model) -> None:
            super().__init__(model)
            self.wellbeing = 5.8
            self.need = 0.0

        def step(self) -> None:
            if self.need == 0.0 and self.random.random() < 0.004:
                self.need = self.random.random()
            if self.need and self.random.random() < 0.1:
                self.need = 0.0
            self.wellbeing += 0.159 * (5.8 - 0.6 * self.need - self.wellbeing)

    class Plain(mesa.Model):
        def __init__(self) -> None:
            super().__init__()
            for _ in range(population):
                Person(self)

        def step(self) -> None:
            self.agents.shuffle_do("step")

    model = Plain()
    seconds = median_seconds(model.step, 5)
    print(
        f"plain Mesa, {population:,} agents: {seconds * 1e9 / population:.0f} ns per agent and week"
    )


def first_run() -> None:
    """Seconds to compile on a new machine, and of the next process's first run."""
    code = (
        "import time; t = time.perf_counter();"
        "from sanlian_sim.experiments.runs.compilation import compile_model;"
        "from sanlian_sim.experiments.runs.listener import Silent;"
        "compile_model(Silent());"
        "print(f'{time.perf_counter() - t:.1f}')"
    )
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"NUMBA_CACHE_DIR": cache}
        for label in ("first run with an empty cache", "next run"):
            done = subprocess.run(
                [sys.executable, "-c", code], env=environment, capture_output=True, text=True,
                check=True,
            )  # fmt: skip
            print(f"{label}: {done.stdout.strip()} s (imports included)")


def many_models(number: int = 500) -> None:
    """Growth of memory over many models in one process."""
    scenario = experiment(500, 1, 4, 0).scenario("linked")
    process = psutil.Process()
    sizes = []
    for n in range(number):
        world = build_world(scenario, n)
        advance(world)
        if n >= number // 10:
            sizes.append(process.memory_info().rss)
    grown = (np.mean(sizes[-20:]) - np.mean(sizes[:20])) / 2**20
    print(f"{number} models in one process: memory grows by {grown:.1f} MiB after the first tenth")


def command_line() -> None:
    """Time of ``sanlian --help``."""
    command = [str(Path(sys.executable).parent / "sanlian"), "--help"]
    seconds = median_seconds(lambda: subprocess.run(command, capture_output=True, check=True), 7)
    print(f"sanlian --help: {seconds:.2f} s (target 0.3)")


def main() -> None:
    """Print all figures."""
    first_run()
    command_line()
    one_run()
    district()
    city(CITY, CITY_COMMUNITIES, 2, 1.0)
    city(CITY, CITY_COMMUNITIES, 1, 1.0)
    city(CITY, CITY_COMMUNITIES, 2, 5.0)
    for population, communities in ((10_000, 1), (100_000, 13), (300_000, 39)):
        city(population, communities, 1, 1.0)
    plain_mesa(20_000)
    many_models()
    throughput()


if __name__ == "__main__":
    main()
