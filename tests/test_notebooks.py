"""The notebooks for teaching run as they stand, hold no outputs, and use public names alone."""

import ast
import re
from pathlib import Path
from time import monotonic

import nbformat
import pytest
from nbclient import NotebookClient

from sanlian_sim.experiments.runs.compilation import compile_model
from sanlian_sim.experiments.runs.listener import Silent

from .without_language import without_language

FOLDER = Path(__file__).parents[1] / "notebooks"
ENGLISH, CHINESE = (sorted(FOLDER.glob(pattern)) for pattern in ("*.ipynb", "zh/*.ipynb"))
PAGES = ENGLISH + CHINESE
ASKS = ("**Question.**", "**问题。**")
READ = ({"## How to read it", "## What it does not show"}, {"## 怎样读结果", "## 没有说明什么"})
LAST = (["## Exercises", "## Solutions"], ["## 练习", "## 解答"])
FOLDED = (r"# Exercise (\d)(, continued)?", r"# 练习(\d)(（续）)?")
"""What JupyterLab shows of a folded solution is its first line: it must not tell the answer."""
PUBLIC = {"sanlian_sim", "sanlian_sim.outcomes.economics", "sanlian_sim.outcomes.inequality"}
SECONDS = 60  # of a whole notebook, compiling left out
LINES = 12


def name(path):
    return str(path.relative_to(FOLDER).with_suffix(""))


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


def python(source):
    """The code of a cell; magics are no Python."""
    return "\n".join(line for line in source.splitlines() if not line.startswith("%"))


def imported(source):
    """Full names that a cell imports."""
    for node in ast.walk(ast.parse(python(source))):
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
@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_notebook_runs_and_shows_something_without_a_warning(path, tmp_path):
    notebook = read(path)
    run(notebook, tmp_path)
    assert {"image/png", "text/html"} & shown(notebook)
    assert warned(notebook) == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_notebook_is_kept_without_what_a_run_leaves(path):
    notebook = read(path)
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len({*ids}) == len(ids)
    for cell in code(notebook):
        assert (cell.outputs, cell.execution_count) == ([], None)
        assert len(cell.source.splitlines()) < LINES


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_notebook_uses_public_names_alone(path):
    names = {name for cell in code(read(path)) for name in imported(cell.source)}
    own = {name for name in names if name.startswith("sanlian_sim")}
    assert own
    assert own <= PUBLIC


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_notebook_asks_and_ends_with_exercises_and_their_folded_solutions(path):
    notebook, n = read(path), int(path in CHINESE)
    assert ASKS[n] in notebook.cells[0].source
    assert {*headings(notebook)} >= READ[n]
    assert [*headings(notebook)][-2:] == LAST[n]
    found = solutions(notebook)
    assert found == code(notebook)[-len(found) :]
    assert all(cell.metadata.jupyter.source_hidden for cell in found)
    (exercises,) = [c.source for c in notebook.cells if LAST[n][0] in c.source]
    asked = [line[0] for line in exercises.splitlines() if line[:2] in ("1.", "2.", "3.")]
    told = [re.fullmatch(FOLDED[n], cell.source.splitlines()[0]) for cell in found]
    assert all(told)
    assert [one[1] for one in told if not one[2]] == asked


def test_the_readmes_list_every_notebook():
    for file, listed in (("README.md", ENGLISH), ("README.zh.md", PAGES)):
        text = (FOLDER.parent / file).read_text(encoding="utf-8")
        assert [path for path in listed if f"(notebooks/{name(path)}.ipynb)" not in text] == []
    assert len(ENGLISH) == 10


@pytest.mark.parametrize("path", CHINESE, ids=name)
def test_a_chinese_notebook_runs_the_code_of_the_english_one(path):
    chinese, english = read(path), read(FOLDER / path.name)
    kinds = [[cell.cell_type for cell in one.cells] for one in (chinese, english)]
    assert kinds[0] == kinds[1]
    for own, other in zip(code(chinese), code(english), strict=True):
        assert without_language(python(own.source)) == without_language(python(other.source))


def test_a_chinese_notebook_runs_without_a_font_and_says_once_what_to_install(tmp_path):
    notebook = read(CHINESE[0])
    (drawn,) = [n for n, cell in enumerate(notebook.cells) if ".plot(" in cell.source[:20]]
    del notebook.cells[drawn + 1 :]
    hide = "from sanlian_sim.report import fonts\nfonts.chinese_family = lambda: None"
    notebook.cells.insert(0, nbformat.v4.new_code_cell(hide))
    run(notebook, tmp_path)
    (message,) = warned(notebook)
    assert message.count("请安装") == 1
