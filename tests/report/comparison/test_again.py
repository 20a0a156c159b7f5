"""The command of a report repeats what was asked, whoever asked it."""

import shlex

import pytest

from sanlian_sim.cli.app import app
from sanlian_sim.experiments.comparison.provenance import provenance_of
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.report.comparison.again import command_again


def test_draws_are_repeated_and_patterns_reach_the_program(study):
    asked = {"number": 5, "replicates": 2, "parameters": ["services.*.beta", "a"]}
    assert shlex.split(command_again(provenance_of(study, asked), "DIR")) == [
        "sanlian", "compare", "experiment.toml", "--replicates", "3", "--draws", "5",
        "--replicates-per-draw", "2", "--draw", "services.*.beta", "--draw", "a", "-o", "DIR",
    ]  # fmt: skip
    assert "'services.*.beta'" in command_again(provenance_of(study, asked), "DIR")


def test_replicates_are_those_that_were_run(experiment):
    """A program may ask for others than the design of the experiment says."""
    assert experiment.design.replicates != 2
    study = conduct(experiment, replicates=2)
    assert "--replicates 2 " in command_again(provenance_of(study), "DIR")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (
            {"experiment": {"precision": {"asked": {"wellbys": 1.5}, "most": 40}}},
            ["--until-halfwidth", "wellbys=1.5", "--max-replicates", "40"],
        ),
        (
            {"runs": {"recording": {"cases": True, "weekly": "community"}}},
            ["--replicates", "1", "--cases", "--by-community"],
        ),
    ],
)
def test_all_options_that_change_results_are_told(part, words):
    provenance = {"experiment": {}, "runs": {}, "seeds": {"0": 1}, **part}
    said = shlex.split(command_again(provenance, "there"))
    assert said == ["sanlian", "compare", "experiment.toml", *words, "-o", "there"]
    known = {one for param in app.commands["compare"].params for one in param.opts}
    assert {word for word in said if word.startswith("-")} <= known
