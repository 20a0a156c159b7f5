"""What the code says to users, read from the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import sanlian_sim
from sanlian_sim.outcomes.series_table import SERIES

ROOT = Path(sanlian_sim.__file__).parent
SHOWN = {"Problem", "Broken", "ClickException", "UsageError", "translated", "say", "expect"}
"""Calls whose texts users read; errors with an exit code come on top."""
NAMES = {"rule", "remedy", "suggestion", "hint", "where", "first", "place"}
"""Variables that hold such texts before they are passed on."""
FUNCTIONS = {"_notes", "outline", "write_only", "failure_lines", "_rule", "between", "nearest",
             "closest", "quotes_hint", "_off", "_bounds_rule", "_fixed", "_close"}  # fmt: skip
"""Functions that make such texts."""
TABLES = {"NO_NUMBER", "NOT_FINITE", "_TYPES", "_QUOTES", "_FIXED", "_FIXED_LEVERS", "_FORMS",
          "ANNOUNCEMENT", "_OTHER_DELIMITERS"}  # fmt: skip
"""Constants that hold such texts."""


SAMPLES = {"kind": "group", "place.rstrip('s')": "outcome", "'s' if number > 1 else ''": "s",
           "owner": "an instrument"}  # fmt: skip
"""What stands in braces where it is one of few words."""
PATH = re.compile(r"⟨[^⟩]*⟩: scenarios\.⟨[^⟩]*⟩")


def shown_texts() -> dict[str, str]:
    """Every text that users read, with the file that says it; values are probes ⟨1⟩, ⟨2⟩, …"""
    files = (path for path in ROOT.rglob("*.py") if path.parent.name != "outcomes")
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    calls = SHOWN | errors(trees.values())
    found = {}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            for part in _parts(node, calls):
                for text in filter(_is_said, _texts(part)):
                    found[text] = str(path.relative_to(ROOT))
    return found


def _is_said(text: str) -> bool:
    """Whether a text is words, and not attributes or elements of a picture."""
    return '="' not in text and not text.startswith("<")


def errors(trees) -> set[str]:
    """Classes of errors that end the program with a message."""
    bases, known = {}, {"ExperimentError"}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {ast.unparse(base).split(".")[-1] for base in node.bases}
                if any("exit_code" in ast.unparse(line) for line in node.body):
                    known.add(node.name)
    return known | {name for name, above in bases.items() if above & known}


def _parts(node: ast.AST, calls: set[str]) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).split(".")[-1]
        if name in calls:
            yield from node.args
            yield from (keyword.value for keyword in node.keywords)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = {ast.unparse(target) for target in targets}
        if node.value is not None and names & TABLES:
            yield from _values(node.value)
        elif node.value is not None and names & NAMES:
            yield node.value
    elif isinstance(node, ast.FunctionDef) and node.name in FUNCTIONS:
        for inner in ast.walk(node):
            if isinstance(inner, ast.Return | ast.Yield) and inner.value is not None:
                yield inner.value


def _values(node: ast.AST) -> list[ast.AST]:
    return node.values if isinstance(node, ast.Dict) else [node]


def _texts(node: ast.AST) -> Iterator[str]:
    """Texts of an expression, whole: what stands in braces is a probe."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from _said(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield from _said(_probed(node))
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BinOp | ast.BoolOp):
        for part in getattr(node, "values", None) or (node.left, node.right):
            yield from _texts(part)


def _said(text: str) -> Iterator[str]:
    """The text, if it says something, and is no path."""
    own = re.sub("⟨.*?⟩", "", text)
    if " " in text.strip() and re.search(r"[A-Za-z]{2,}", own) and not PATH.fullmatch(text):
        yield text


def _probed(node: ast.JoinedStr) -> str:
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(part.value)
        else:
            name = ast.unparse(part.value)
            parts.append(SAMPLES.get(name, f"⟨{name}⟩"))
    return "".join(parts)


def column_texts() -> Iterator[tuple[str, str]]:
    """Meaning and unit of every column of a file that a command writes, and of weekly series."""
    folders = (ROOT / "experiments", ROOT / "report")
    for path in (one for folder in folders for one in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_column = isinstance(node, ast.Call) and ast.unparse(node.func) == "Column"
            if is_column and len(node.args) == 4:
                unit, meaning = node.args[2:]
                told = (isinstance(unit, ast.Constant) and unit.value) or ""
                yield from ((text, told) for text in _plain_texts(meaning))
    yield from ((meaning, unit) for _, unit, meaning in SERIES)


def _plain_texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield _probed(node)
    elif isinstance(node, ast.Constant):
        yield node.value
