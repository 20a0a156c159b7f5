"""Calling the program as a user does, in this process."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from sanlian_sim.cli.app import exit_code
from sanlian_sim.experiments.runs import cluster
from sanlian_sim.report.comparison import directory, told

EXPERIMENT = """
title = "A tiny place"
community = { population = 200 }
horizon = { weeks = 6, warmup = 4 }

[scenarios.status_quo]
arrangement = "government_led"

[scenarios.linked]
arrangement = "linked"

[design]
baseline = "status_quo"
closure = "as_is"
replicates = 2
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Give a tiny experiment in an otherwise empty working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "tiny.toml"
    path.write_text(EXPERIMENT, encoding="utf-8")
    return path


@pytest.fixture
def with_figures():
    """Ask for the figures, which take longest."""


@pytest.fixture(autouse=True)
def without_figures(request, monkeypatch):
    """Draw nothing unless a test asks for it."""
    if "with_figures" not in request.fixturenames:
        monkeypatch.setattr(directory, "draw_all", lambda *_: {})
        monkeypatch.setattr(told, "drawable", lambda study: ())


@pytest.fixture
def call(capfd):
    """Call the program; gives exit code, output and error output."""

    def called(*arguments):
        code = exit_code([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return called


@pytest.fixture
def names(tmp_path):
    """List what stands in the working directory."""
    return lambda: sorted(entry.name for entry in tmp_path.iterdir())


@pytest.fixture
def borrowed(monkeypatch):
    """Put threads in the place of a cluster; lists the addresses that were asked for."""
    asked = []

    @contextmanager
    def executor(address, workers):
        asked.append(address)
        with ThreadPoolExecutor(1) as threads:
            yield None if address is None else threads

    monkeypatch.setattr(cluster, "executor", executor)
    return asked
