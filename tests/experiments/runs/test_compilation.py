"""The model is compiled before processes share the work, and a long wait is explained."""

from threading import Event

import pytest

from sanlian_sim.experiments.runs import compilation
from sanlian_sim.experiments.runs.compilation import ANNOUNCEMENT, compile_backwards, compile_model
from sanlian_sim.experiments.runs.listener import Silent


@pytest.fixture(scope="module", autouse=True)
def built_once():
    compilation.build_world(compilation._small_place(), 1)


class Noting(Silent):
    def __init__(self):
        self.heard = []
        self.told = Event()

    def say(self, text):
        self.heard.append(text)
        self.told.set()


def test_a_model_that_is_there_is_not_announced(monkeypatch):
    listener, asked = Noting(), []
    monkeypatch.setattr(compilation, "run", lambda scenario, seed: asked.append(scenario.name))
    compile_model(listener)
    assert asked == ["linked"]
    assert listener.heard == []


def test_a_long_wait_is_announced(monkeypatch):
    listener = Noting()
    monkeypatch.setattr(compilation, "LONGEST_LOADING_SECONDS", 0.0)
    monkeypatch.setattr(compilation, "run", lambda scenario, seed: listener.told.wait(60))
    compile_model(listener)
    assert listener.heard == [ANNOUNCEMENT]


def test_a_second_process_helps_only_where_building_had_to_be_compiled(monkeypatch):
    started, listener = [], Noting()
    monkeypatch.setattr(compilation, "run", lambda scenario, seed: None)
    monkeypatch.setattr(compilation, "_second_process", lambda: started.append(True))
    compile_model(listener)
    assert not started
    monkeypatch.setattr(compilation, "LONGEST_LOADING_SECONDS", -1.0)
    compile_model(listener)
    assert started == [True]


def test_phases_run_backwards_from_an_unplanned_week():
    compile_backwards()
