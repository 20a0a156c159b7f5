"""The notebooks for teaching run as they stand, hold no outputs, and use public names alone."""

import ast
from pathlib import Path
from time import monotonic

import nbformat
import pytest
from nbclient import NotebookClient

from sanlian_sim.experiments.runs.compilation import compile_model
from sanlian_sim.experiments.runs.listener import Silent

FOLDER = Path(__file__).parents[1] / "notebooks"
PAGES = sorted(FOLDER.glob("*.ipynb"))
PUBLIC = {"sanlian_sim", "sanlian_sim.outcomes.economics", "sanlian_sim.outcomes.inequality"}
SECONDS = 60  # of a whole notebook, compiling left out
LINES = 12


@pytest.fixture(scope="module")
def compiled():
    """Compile before the clock starts: it takes a minute once, and nothing later."""
    compile_model(Silent())


def run(notebook, folder):
    end = monotonic() + SECONDS
    client = NotebookClient(
        notebook,
        timeout_func=lambda cell: max(1, int(end - monotonic())),
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()


def read(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def solutions(notebook):
    return [cell for cell in code(notebook) if "solution" in cell.metadata.get("tags", ())]


def imported(source):
    """Full names that a cell imports; magics are no Python."""
    plain = "\n".join(line for line in source.splitlines() if not line.startswith("%"))
    for node in ast.walk(ast.parse(plain)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{one.name}" for one in node.names)


def headings(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from (line for line in cell.source.splitlines() if line.startswith("#"))


def shown(notebook):
    """Kinds of what a notebook that has run shows."""
    return {kind for cell in code(notebook) for out in cell.outputs for kind in out.get("data", ())}


def warned(notebook):
    outputs = [out for cell in code(notebook) for out in cell.outputs]
    return [out.text for out in outputs if out.get("name") == "stderr"]


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_something_without_a_warning(path, tmp_path):
    notebook = read(path)
    run(notebook, tmp_path)
    assert {"image/png", "text/html"} & shown(notebook)
    assert warned(notebook) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_what_a_run_leaves(path):
    notebook = read(path)
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len({*ids}) == len(ids)
    for cell in code(notebook):
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert len(cell.source.splitlines()) < LINES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_notebook_uses_public_names_alone(path):
    names = {name for cell in code(read(path)) for name in imported(cell.source)}
    own = {name for name in names if name.startswith("sanlian_sim")}
    assert own
    assert own <= PUBLIC


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_notebook_asks_and_ends_with_exercises_and_their_folded_solutions(path):
    notebook = read(path)
    assert "**Question.**" in notebook.cells[0].source
    assert {"## How to read it", "## What it does not show"} <= {*headings(notebook)}
    assert [*headings(notebook)][-2:] == ["## Exercises", "## Solutions"]
    found = solutions(notebook)
    assert found == code(notebook)[-len(found) :]
    assert all(cell.metadata.jupyter.source_hidden for cell in found)
    (exercises,) = [c.source for c in notebook.cells if "## Exercises" in c.source]
    asked = [line[0] for line in exercises.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert [cell.source[2] for cell in found if cell.source.startswith("# ")] == asked


def test_the_readme_lists_every_notebook():
    text = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in PAGES if f"notebooks/{path.name}" not in text] == []
    assert len(PAGES) == 10
