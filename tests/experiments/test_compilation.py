"""The model is compiled once, and that is announced."""

import os
import sys
from types import SimpleNamespace

import pytest

from sanlian_sim.experiments import compilation
from sanlian_sim.experiments.compilation import (
    ANNOUNCEMENT,
    _is_on_disk,
    compile_model,
    is_compiled,
)
from sanlian_sim.experiments.listener import Silent


class Noting(Silent):
    def __init__(self):
        self.heard = []

    def say(self, text):
        self.heard.append(text)


def test_a_compiled_model_is_not_announced(monkeypatch):
    listener = Noting()
    monkeypatch.setattr(compilation, "is_compiled", lambda: True)
    monkeypatch.setattr(compilation, "run", None)
    compile_model(listener)
    assert listener.heard == []


def test_compiling_is_announced_and_leaves_the_model_compiled(monkeypatch):
    listener, answers = Noting(), [False]
    monkeypatch.setattr(compilation, "is_compiled", lambda: answers.pop())
    compile_model(listener)
    assert listener.heard == [ANNOUNCEMENT]
    monkeypatch.undo()
    assert is_compiled()


@pytest.fixture
def kernel(tmp_path):
    """A compiled function of a module, kept on disk beside its source."""
    source = tmp_path / "module.py"
    source.write_text("def phase(): pass")
    code = SimpleNamespace(co_filename=str(source))
    function = SimpleNamespace(__code__=code, __qualname__="phase")
    held = tmp_path / f"module.phase-1.py{sys.version_info.major}{sys.version_info.minor}.nbi"
    held.write_bytes(b"")
    stats = SimpleNamespace(cache_path=str(tmp_path))
    return SimpleNamespace(py_func=function, stats=stats, source=source, held=held)


@pytest.mark.parametrize(("age", "counts"), [(-10, True), (0, True), (10, False)])
def test_compiled_code_counts_unless_its_source_is_newer(kernel, age, counts):
    os.utime(kernel.held, (1000, 1000))
    os.utime(kernel.source, (1000 + age, 1000 + age))
    assert _is_on_disk(kernel) is counts


def test_compiled_code_of_another_function_does_not_count(kernel):
    kernel.py_func.__qualname__ = "other"
    assert not _is_on_disk(kernel)
