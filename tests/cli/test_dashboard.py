"""What the program says before there is a page."""

import socket
import sys

import pytest


def test_a_missing_extra_is_named(call, file, monkeypatch):
    monkeypatch.setitem(sys.modules, "solara", None)
    code, out, err = call("dashboard", file, "--no-browser")
    assert code == 2
    assert "sanlian-sim[dashboard]" in err
    assert out == ""


def test_problems_of_the_file_come_first(call, file, monkeypatch):
    monkeypatch.setitem(sys.modules, "solara", None)
    file.write_text(file.read_text().replace("population = 200", "population = 2"))
    code, _, err = call("dashboard", file)
    assert code == 2
    assert "community.population = 2" in err


def test_a_port_that_is_taken(call, file):
    pytest.importorskip("solara")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = call("dashboard", file, "--no-browser", "--port", port)
    assert code == 2
    assert "--port" in err
