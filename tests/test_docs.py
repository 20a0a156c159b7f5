"""The documentation is true: its examples run as printed, its listing is the tree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "sanlian_sim"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LISTING = re.compile(r"^```\nsrc/sanlian_sim/\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"\w+\.(?:py|toml|typed)\b")


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def examples(text):
    """Python blocks of a page, each moved down to its line so that errors point at the page."""
    for found in BLOCK.finditer(text):
        yield "\n" * text.count("\n", 0, found.start(1)) + found.group(1)


def listed(text):
    """Paths in the listing of a page: folders stand two or four spaces in, their files further."""
    above = inside = ""
    for line in LISTING.search(text).group(1).splitlines():
        top, sub = re.match(r"  (\w+)/ ", line), re.match(r"    (\w+)/ ", line)
        if top or re.match(r"  \w", line):
            above, inside = (f"{top.group(1)}/" if top else ""), ""
        elif re.match(r"    \w", line):
            inside = f"{sub.group(1)}/" if sub else ""
        yield from (above + inside + name for name in FILE.findall(line))


def tree():
    """Files of the package, without folders of data or parameters and marks of folders."""
    for path in PACKAGE.rglob("*"):
        where = path.relative_to(PACKAGE)
        data = {"library", "parameter_groups", "words", "messages"} & {*where.parts}
        mark = path.name == "__init__.py" and len(where.parts) > 1
        if FILE.fullmatch(path.name) and not data and not mark:
            yield where.as_posix()


@pytest.mark.parametrize(
    "name", ["docs/extending.md", "docs/designs.md", "docs/gallery.md", "README.md", "README.zh.md"]
)
def test_the_examples_of_a_page_run_in_order(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    found = list(examples(page(name)))
    assert found
    names = {"__name__": "example"}
    for example in found:
        exec(compile(example, name, "exec"), names)


def test_the_example_of_the_page_of_searches_runs():
    pytest.importorskip("optuna")
    for example in examples(page("docs/search.md")):
        exec(compile(example, "docs/search.md", "exec"), {"__name__": "example"})


def test_the_listing_is_the_tree():
    assert sorted(listed(page("docs/architecture.md"))) == sorted(tree())


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh.md", *(f"docs/{p.name}" for p in ROOT.glob("docs/*.md"))]
)
def test_pages_link_to_files_that_are_there(name):
    here = (ROOT / name).parent
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page(name))
    missing = [link for link in links if not (here / link).exists()]
    assert missing == []


def test_equations_are_numbered_alike_in_page_and_code():
    defined = re.findall(r"^    ([A-Z]\d+)  ", page("docs/model.md"), re.MULTILINE)
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    labels = r"((?:[A-Z]\d+(?:, | and |-)?)+)"
    pattern = rf"\b[Ee]quations? {labels}|\({labels}\)"
    found = (a or b for text in sources for a, b in re.findall(pattern, text))
    cited = {label for words in found for label in equations(words)}
    assert sorted(defined) == sorted(set(defined))
    assert cited <= set(defined)
    assert len(defined) > 120


def equations(words):
    """Labels of equations in a citation, ranges told out; M is for mechanisms, S12 a source."""
    for first, last in re.findall(r"([A-Z]\d+)(?:-([A-Z]\d+))?", words):
        numbers = range(int(first[1:]), int((last or first)[1:]) + 1)
        yield from (f"{first[0]}{n}" for n in numbers if not re.match(r"M|S\d\d", first))
