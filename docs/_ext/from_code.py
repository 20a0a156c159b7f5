"""Put tables that are made from the code into pages, and notebooks beside them."""

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from code_tables import BLOCKS
from sphinx.application import Sphinx

import sanlian_sim

ASKED: Final = re.compile(r"<!-- from the code: ([a-z ]+) -->")
FILE_NAME: Final = re.compile(r"\[(\w+)\.md\]\(")
SEVERAL: Final = re.compile(r"(\w+(?:, \w+)+)( :.*)?")
PAGES: Final = re.compile(r"<!-- pages that are there: (.+) -->")


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Replace what a page asks for by its lines, and names of files in links by those of pages."""
    text = ASKED.sub(lambda asked: "\n".join(BLOCKS[asked[1]]()), source[0])
    text = PAGES.sub(lambda asked: "\n".join(found(app, asked[1].split())), text)
    source[0] = FILE_NAME.sub(r"[\1](", text)


def found(app: Sphinx, patterns: Iterable[str]) -> Iterator[str]:
    """Yield the pages whose names match, in order; Sphinx would warn of a pattern without any."""
    for pattern in patterns:
        yield from (name for name in sorted(app.env.found_docs) if fnmatch(name, pattern))


def copy_notebooks(app: Sphinx) -> None:
    """Copy the notebooks of the repository to where Sphinx looks for pages, solutions folded."""
    here = Path(app.srcdir) / "notebooks"
    held = here.parents[1] / "notebooks"
    shutil.rmtree(here, ignore_errors=True)
    for path in sorted([*held.glob("*.ipynb"), *held.glob("zh/*.ipynb")]):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if "solution" in cell["metadata"].get("tags", ()):
                cell["metadata"]["tags"].append("hide-cell")
        copy = here / path.relative_to(held)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def part_attributes(app: Sphinx, what: str, name: str, one: Any, options: Any, lines: Any) -> None:
    """Give each attribute of ``a, b : int`` a line; Sphinx takes all but the last for a type."""
    if what != "class" or "Attributes" not in lines:
        return
    start = lines.index("Attributes")
    lines[start:] = [line for several in lines[start:] for line in parted(several)]


def parted(line: str) -> list[str]:
    """Return ``a : int`` and ``b : int`` for ``a, b : int``, any other line as it is."""
    several = SEVERAL.fullmatch(line)
    if several is None:
        return [line]
    return [name + (several[2] or "") for name in several[1].split(", ")]


def find_public(app: Sphinx, env: Any, node: Any, content: Any) -> Any:
    """Find a public name that is asked for by the module it stands in."""
    name = str(node.get("reftarget", "")).rpartition(".")[2]
    if node.get("refdomain") != "py" or name not in sanlian_sim.__all__:
        return None
    domain, builder = env.get_domain("py"), app.builder
    return domain.resolve_xref(
        env, node["refdoc"], builder, node["reftype"], f"sanlian_sim.{name}", node, content
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("builder-inited", copy_notebooks)
    app.connect("source-read", fill)
    app.connect("autodoc-process-docstring", part_attributes, priority=400)  # before napoleon
    app.connect("missing-reference", find_public)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
