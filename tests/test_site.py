"""The documentation is built without a warning, whole, and read without a network."""

import json
import re
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

import sanlian_sim
from sanlian_sim.dynamics.week import PHASES
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.scenario import describe
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.world import state
from sanlian_sim.world.columns import Column

ROOT = Path(__file__).parents[1]
FIRST_CELL = re.compile(r'<tr[^>]*><td><p><code[^>]*>((?:<span class="pre">[^<]+</span>\s*)+)')
FETCHED = re.compile(
    r'<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(?:https?:)?//[^"]+"|@import\s+url|url\(["\']?http'
)
SECONDS = 240

pytestmark = pytest.mark.skipif(not find_spec("sphinx"), reason="needs the extra docs")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    options = ["-W", "--keep-going", "-n", "-q", "-E", "-d", folder / "trees", "-b", "html"]
    call = [sys.executable, "-m", "sphinx", *options, ROOT / "docs", folder / "html"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "html"


def first_cells(site, name):
    """Names in the first column of the tables of a page."""
    text = (site / "reference" / f"{name}.html").read_text(encoding="utf-8")
    return Counter(re.sub(r"<[^>]+>", "", cell).strip() for cell in FIRST_CELL.findall(text))


def test_tables_hold_what_the_code_holds(site):
    parameters = [row.name for row in describe.describe_parameters()]
    flat = [name for name in parameters if "." not in name]
    rows = [name.rpartition(".")[2] for name in parameters if name.count(".") == 2]
    jobs = [name for name in parameters if name.startswith("jobs.")]
    services, instruments = describe.describe_services(), describe.describe_instruments()
    listed = [row.name for row in (*services, *instruments)]
    assert first_cells(site, "parameters") == Counter(flat)
    assert first_cells(site, "tables") == Counter([*rows, *jobs, *listed])
    switches = [row.name for row in describe.describe_mechanisms()]
    presets, arrangements = describe.describe_presets(), describe.describe_arrangements()
    named = [row.name for row in (*presets, *arrangements)]
    assert first_cells(site, "arrangements") == Counter(
        [*named, *Levers.model_fields, *switches, *presets[0].facts]
    )
    assert set(OUTCOMES) <= set(first_cells(site, "outcomes"))


def test_state_and_schedule_are_those_of_the_code(site):
    kinds = [one for name, one in vars(state).items() if name.endswith("Columns")]
    columns = [c.name for kind in kinds for c in vars(kind).values() if isinstance(c, Column)]
    found = first_cells(site, "state")
    assert Counter([*columns, *(phase.name for phase in PHASES)]) <= found
    assert len(columns) > 150


def test_every_public_name_is_explained(site):
    text = (site / "reference" / "python.html").read_text(encoding="utf-8")
    assert [name for name in sanlian_sim.__all__ if f'id="sanlian_sim.{name}"' not in text] == []


def test_what_scrolls_is_reached_by_keys_and_what_is_named_has_a_name(site):
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<pre>|<aside (?!aria-label)|<th[^>]*>(<p></p>)?</th>", text), path
        assert 'role="heading"' not in text.replace('role="heading" aria-level', ""), path
        assert '<div class="table-wrapper' not in text, path


def test_solutions_are_folded_in_every_notebook(site):
    for path in (ROOT / "notebooks").rglob("[0-9]*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        solved = sum("solution" in cell["metadata"].get("tags", ()) for cell in cells)
        page = (site / path.relative_to(ROOT).with_suffix(".html")).read_text(encoding="utf-8")
        assert page.count('<details class="admonition hide') == solved > 0


def test_pages_fetch_nothing_from_a_network(site):
    fetched = {
        (path.name, found)
        for path in (*site.rglob("*.html"), *site.rglob("*.css"))
        for found in FETCHED.findall(path.read_text(encoding="utf-8"))
    }
    assert fetched == set()
