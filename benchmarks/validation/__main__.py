"""Write ``docs/validation.md`` and its figures: ``python -m benchmarks.validation``.

The same seeds give the same page.
"""

import argparse
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from tests.science.coverage import COVERAGE

from sanlian_sim.scenario.schema import Mechanisms

from .expected import add_checks, add_queue, drift, rows_expected, rows_reckoned
from .figures import draw
from .page import Page
from .patterns import add_null, add_patterns
from .status_quo import LAST, WHOLE, replicate
from .words import CHECKED, DRIFTS, INTRODUCTION, MECHANISMS, NULL, PATTERNS, RECKONED, SHOWN

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Simulate, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=24, help="of the status quo")
    parser.add_argument("--checks", type=int, default=10, help="replicates of checks and patterns")
    asked = parser.parse_args()
    # Once, before two processes would both compile.
    replicate({}, False, 0)
    with ProcessPoolExecutor(2) as pool:

        def simulate(sections: Mapping[str, Any], compared: bool, number: int) -> pd.DataFrame:
            one = partial(replicate, sections, compared)
            return pd.DataFrame(list(pool.map(one, range(number))))

        found = simulate({}, True, asked.replicates)
        page = Page("Validation")
        page.say(INTRODUCTION.format(replicates=asked.replicates, checks=asked.checks))
        _status_quo(page, found)
        page.section("Checks of differences")
        page.say(CHECKED)
        add_checks(page, found, simulate, asked.checks)
        add_queue(page, found)
        page.section("Patterns of the literature")
        page.say(PATTERNS)
        drawn = add_patterns(page, pool, asked.checks)
        page.figure("queues", "Waits by utilisation, and unit cost of facilities by use")
        page.figure("institutions", "Organisations closed by late payments, and adoption")
        page.section("The null")
        page.say(NULL)
        add_null(page, pool, asked.replicates)
    _mechanisms(page)
    page.section("What this does and does not show")
    page.say(SHOWN)
    draw(DOCS / "figures", found, drawn)
    page.write(DOCS / "validation.md")


def _status_quo(page: Page, found: pd.DataFrame) -> None:
    page.section("The status quo beside what was expected")
    page.table(("figure", "expected", WHOLE, LAST), rows_expected(found))
    page.figure("status_quo", "Waits and utilisation, expected and found")
    page.say(RECKONED)
    titles = ("service", "wait of those served", "utilisation with volunteers")
    page.table((*titles, "in service or closed in the week"), rows_reckoned(found))
    moved = drift(found)
    page.say(DRIFTS.format(figures="; ".join(moved) if moved else "none"))


def _mechanisms(page: Page) -> None:
    page.section("Mechanisms")
    page.say(MECHANISMS)
    rows = []
    for switch, named in COVERAGE.items():
        about: Any = Mechanisms.model_fields[switch].json_schema_extra
        sentences = [name.split(".")[1].removeprefix("test_").replace("_", " ") for name in named]
        rows.append([about["label"], switch, *sentences])
    page.table(("", "switch", "in a limit built for it", "switched off"), rows)


if __name__ == "__main__":
    main()
