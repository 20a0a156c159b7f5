"""The model is compiled before processes share the work, and a long wait is explained."""

from threading import Event

from sanlian_sim.experiments import compilation
from sanlian_sim.experiments.compilation import ANNOUNCEMENT, compile_model
from sanlian_sim.experiments.listener import Silent


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
