"""A template is an experiment that loads, with and without its examples of own data."""

from __future__ import annotations

import csv
import re

import pytest

from sanlian_sim.language.catalogue import LANGUAGES
from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.templates import template_files, template_names


@pytest.fixture(params=[(name, lang) for name in template_names() for lang in LANGUAGES], ids=str)
def folder(request, tmp_path):
    for name, text in template_files(*request.param).items():
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


def keys(text):
    """Keys of a template in their order, those in comments too."""
    lines = (line.removeprefix("# ") for line in text.splitlines())
    lines = (re.sub("status_quo|linked|现状|三社联动", "NAME", line) for line in lines)
    found = (re.match(r'\w+(?= = )|\[[\w."]+\]', line) for line in lines)
    return [one[0].replace('"', "") for one in found if one]


@pytest.mark.parametrize("name", template_names())
def test_a_template_offers_the_same_in_both_languages(name):
    english, chinese = (template_files(name, lang)["experiment.toml"] for lang in LANGUAGES)
    assert keys(english) == keys(chinese)
    assert len(keys(english)) > 25
    comments = [line.partition("#")[2] for line in chinese.splitlines() if "#" in line]
    assert sum(bool(re.search("[\u4e00-\u9fff]", one)) for one in comments) > 20


def test_unknown_template_names_the_nearest():
    with pytest.raises(ExperimentError, match="did you mean 'experiment'"):
        template_files("experment")
