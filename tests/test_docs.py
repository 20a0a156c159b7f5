"""The documentation is true: its examples run as printed, its listing is the tree."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from sanlian_sim.cli.app import app, exit_code
from sanlian_sim.scenario.describe import describe_parameters
from sanlian_sim.scenario.library import source_rows

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "sanlian_sim"
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/reference/*.md"))
)
NEEDS = {"docs/searching.md": "optuna"}
BLOCK = re.compile(
    r"(?P<left_out><!-- not run[^>]*-->\n)?^```(?P<kind>python|sh|toml)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
LISTING = re.compile(r"^```\nsrc/sanlian_sim/\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"\w+\.(?:py|toml|typed)\b")


class Block(NamedTuple):
    """A block of code of a page; ``text`` is moved down to its line, errors point at the page."""

    kind: str
    text: str
    left_out: bool


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text):
    for found in BLOCK.finditer(text):
        above = "\n" * text.count("\n", 0, found.start("text"))
        yield Block(found["kind"], above + found["text"], bool(found["left_out"]))


def commands(text):
    """Words of every line that calls the program, in blocks and in the text."""
    fenced = "\n".join(block.text for block in blocks(text) if block.kind == "sh")
    indented = "\n".join(re.findall(r"^    (sanlian .*)$", text, re.MULTILINE))
    for line in (fenced + "\n" + indented).replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words[:1] == ["sanlian"]:
            yield words[1:]
    for line in re.findall(r"`(sanlian\s[^`]+)`", text):
        yield line.split()[1:]


def run_commands(text):
    for words in commands(f"```sh\n{text}```"):
        assert exit_code(words) == 0, words


def write_named(text):
    """Write a block of TOML that begins with the name of a file."""
    named = re.match(r"\s*# (\w+\.toml)\n", text)
    if named:
        Path(named[1]).write_text(text, encoding="utf-8")


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


@pytest.mark.parametrize("name", [name for name in PAGES if "```python" in page(name)])
def test_the_examples_of_a_page_run_in_order(name, tmp_path, monkeypatch):
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    names = {"__name__": "example"}
    for block in blocks(page(name)):
        if block.left_out:
            continue
        if block.kind == "python":
            exec(compile(block.text, name, "exec"), names)
        elif block.kind == "toml":
            write_named(block.text)
        elif name == "docs/tutorial.md":
            run_commands(block.text)


@pytest.mark.parametrize("name", [name for name in PAGES if "sanlian " in page(name)])
def test_commands_of_a_page_and_their_options_exist(name):
    for command, *words in commands(page(name)):
        assert command in {*app.commands, "--help", "--version"}, command
        known = {"-h", "--help"}
        if command in app.commands:
            known.update(o for one in app.commands[command].params for o in one.opts)
        given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert given <= known, (command, given - known)


def test_options_that_are_named_by_themselves_exist():
    known = {option for one in app.commands.values() for p in one.params for option in p.opts}
    shown = (page(name) for name in PAGES if name != "CHANGELOG.md")
    named = {option for text in shown for option in re.findall(r"`(--[a-z][a-z-]+)", text)}
    assert len(named) > 20
    assert named <= known


def test_tests_that_pages_name_are_there():
    named = {found for name in PAGES for found in re.findall(r"tests/[\w/]+\.py", page(name))}
    assert len(named) > 20
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_listing_is_the_tree():
    assert sorted(listed(page("docs/architecture.md"))) == sorted(tree())


@pytest.mark.parametrize("name", PAGES)
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
    """Labels of equations in a citation, ranges told out; M is for mechanisms, S13 a source."""
    for first, last in re.findall(r"([A-Z]\d+)(?:-([A-Z]\d+))?", words):
        numbers = range(int(first[1:]), int((last or first)[1:]) + 1)
        yield from (f"{first[0]}{n}" for n in numbers if not re.match(r"M|S\d\d", first))


def test_sources_that_are_cited_are_listed():
    listed = {*source_rows()}
    equations = set(re.findall(r"^    (S\d+)  ", page("docs/model.md"), re.MULTILINE))
    code = (path for name in ("src", "tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))
    tables = (PACKAGE / "scenario" / "library").glob("*.toml")
    files = (*code, *(path for path in tables if path.stem != "sources"))
    texts = [*map(page, PAGES), *(path.read_text(encoding="utf-8") for path in files)]
    cited = {label for text in texts for label in re.findall(r"\b(S\d+)\b", text)}
    assert len(cited) > 70
    assert sorted(cited - listed - equations) == []


def test_sources_without_author_date_and_title_are_told():
    whole = re.compile(r".+ \((\d{4}(-\d\d-\d\d)?|undated)\)\. .+")
    rows = source_rows()
    bare = [label for label, row in rows.items() if not whole.match(row["reference"])]
    text = page("docs/sources.md")
    told = text[text.index("Nineteen of") : text.index("Whoever cites")]
    assert re.findall(r"\b[SN]\d+", told) == bare
    assert len(bare) == 19
    assert f"Nineteen of the {len(rows)} " in " ".join(told.split())


def test_pages_count_numbers_and_sources_as_the_tables_do():
    labels = [row.source for row in describe_parameters()]
    rest = [label for label in labels if re.match("(found|calculated): ", label)]
    some = f"{round(len(labels), -1)}"
    assert len([label for label in rest if label.startswith("found")]) == 3
    assert 15 <= len(rest) < 20
    assert f"some {some} numbers three" in page("docs/limits.md")
    assert f"Fewer than twenty of some {some} numbers" in page("README.md")
    assert f"约{some}个数值中，有资料来源的不到二十个" in page("README.zh.md")


def test_the_model_is_described_by_odd():
    """Grimm et al. 2020: seven elements in order, and eleven design concepts."""
    text = page("docs/model.md")
    elements = ("Purpose and patterns", "Entities, state variables and scales",
                "Process overview and scheduling", "Design concepts", "Initialisation",
                "Input data", "Submodels")  # fmt: skip
    assert re.findall(r"^## ([1-7]) (.+)$", text, re.MULTILINE) == [
        (str(number), name) for number, name in enumerate(elements, 1)
    ]
    concepts = text[text.index("## 4 ") : text.index("## 5 ")]
    assert re.findall(r"^\*\*([\w ]+)\.\*\*", concepts, re.MULTILINE) == [
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
        "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation",
    ]  # fmt: skip
