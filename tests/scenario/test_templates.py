"""A template is an experiment that loads, with and without its examples of own data."""

from __future__ import annotations

import csv

import pytest

from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.templates import template_files, template_names


@pytest.fixture(params=template_names())
def folder(request, tmp_path):
    for name, text in template_files(request.param).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_template_loads(folder):
    experiment = load_experiment(folder / "experiment.toml")
    assert experiment.design.baseline in experiment.scenarios


def test_template_takes_the_example_data(folder):
    own = {"community": {"residents": "residents.csv", "ties": "ties.csv"}}
    assert load_experiment(folder / "experiment.toml", own).community.residents is not None


def test_example_ties_join_example_residents_of_different_households(folder):
    with (folder / "residents.csv").open(encoding="utf-8", newline="") as lines:
        household = {row["id"]: row["household"] for row in csv.DictReader(lines)}
    with (folder / "ties.csv").open(encoding="utf-8", newline="") as lines:
        ties = [(row["a"], row["b"]) for row in csv.DictReader(lines)]
    assert all(household[a] != household[b] for a, b in ties)
    assert len(set(ties)) == len(ties) > 100


def test_unknown_template_names_the_nearest():
    with pytest.raises(ExperimentError, match="did you mean 'experiment'"):
        template_files("experment")
