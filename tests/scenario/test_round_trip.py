"""Written out in full, an experiment loads again to an equal one, with the same hash."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd
import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanlian_sim.scenario.describe import describe_parameters
from sanlian_sim.scenario.library import arrangement_rows, service_rows
from sanlian_sim.scenario.presets import preset_names
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.scenario.schema import Experiment

RESIDENTS = pd.DataFrame({"id": ["a", "b"], "household": ["h", "g"]})
SUMMED = ("tie_", "worker_", "cohesion_", "sharing_", "environment_", "administration_")
FREE = [
    row
    for row in describe_parameters()
    if row.low is not None
    and row.low < row.high
    and not row.name.startswith(SUMMED)
    and "sigma" not in row.name
    and "misroute" not in row.name
]


def shares() -> st.SearchStrategy[float]:
    return st.floats(0, 1)


@st.composite
def nested_parameters(draw: st.DrawFn) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for row in draw(st.lists(st.sampled_from(FREE), max_size=4, unique_by=lambda row: row.name)):
        whole = isinstance(row.value, int)
        numbers = (
            st.integers(int(row.low), int(row.high)) if whole else st.floats(row.low, row.high)
        )
        *tables, field = row.name.split(".")
        table = tree
        for part in tables:
            table = table.setdefault(part, {})
        table[field] = draw(numbers)
    return tree


@st.composite
def scenario_tables(draw: st.DrawFn) -> dict[str, Any]:
    table: dict[str, Any] = {
        "arrangement": draw(st.sampled_from(sorted(set(arrangement_rows()) - {"no_service"})))
    }
    optional = {
        "delegation": shares()
        | st.dictionaries(st.sampled_from(list(service_rows())), shares(), max_size=3),
        "rollout": st.fixed_dictionaries(
            {}, optional={"start": st.integers(0, 99), "order": st.sampled_from(["need", "random"])}
        ),
        "levers": st.fixed_dictionaries({}, optional={"endorsement": shares()}),
        "mechanisms": st.fixed_dictionaries({}, optional={"overload": st.booleans()}),
        "parameters": nested_parameters(),
        "community": st.fixed_dictionaries({}, optional={"friction": shares()}),
        "instruments": st.sampled_from([{}, {"purchase": 0.25, "venture": 0.75}]),
    }
    for key, strategy in optional.items():
        if draw(st.booleans()):
            table[key] = draw(strategy)
    return table


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    names = st.text("abc三社é1", min_size=1, max_size=8)
    scenarios = draw(st.dictionaries(names, scenario_tables(), min_size=1, max_size=3))
    return Experiment(
        title=draw(st.text(max_size=20)),
        community={"preset": draw(st.sampled_from(preset_names()))},
        parameters=draw(nested_parameters()),
        scenarios=scenarios,
        design={"baseline": draw(st.sampled_from(sorted(scenarios)))},
    )


def reloaded(experiment: Experiment) -> Experiment:
    return Experiment(**tomllib.loads(experiment.to_toml()))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(experiment=experiments())
def test_written_experiment_loads_again_to_an_equal_one(experiment):
    again = reloaded(experiment)
    assert again == experiment
    assert again.content_hash() == experiment.content_hash()
    assert again.to_toml() == experiment.to_toml()


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(experiment=experiments())
def test_experiment_pickles(experiment):
    again = pickle.loads(pickle.dumps(experiment))
    assert again == experiment
    assert again.content_hash() == experiment.content_hash()


def reversed_keys(table: Any) -> Any:
    if not isinstance(table, Mapping):
        return table
    return {key: reversed_keys(table[key]) for key in reversed(list(table))}


def test_hash_does_not_depend_on_the_order_of_keys(load):
    experiment = load({"scenarios.linked.delegation": {"medical": 0.2, "nursing": 0.3}})
    document = reversed_keys(tomllib.loads(experiment.to_toml()))
    assert Experiment(**document).content_hash() == experiment.content_hash()


def test_hash_does_not_depend_on_what_is_left_to_the_defaults(load):
    assert load({"horizon.weeks": 260, "parameters.hazard_cap": 0.25}).content_hash() == (
        load().content_hash()
    )


@pytest.mark.parametrize(
    "overrides",
    [
        {"design.seed": 2},
        {"horizon.weeks": 261},
        {"parameters.hazard_cap": 0.24},
        {"parameters.services.medical.beta": 0.41},
        {"scenarios.linked.levers.endorsement": 0.9},
        {"scenarios.linked.mechanisms.overload": False},
        {"scenarios.linked.community.friction": 0.2},
        {"scenarios.other": {"arrangement": "embedded"}},
    ],
)
def test_hash_follows_what_is_asked(load, overrides):
    assert load(overrides).content_hash() != load().content_hash()


def test_hash_does_not_depend_on_pythons_hash_seed(experiment_file):
    code = (
        "import sys; from sanlian_sim.scenario.load import load_experiment;"
        "print(load_experiment(sys.argv[1]).content_hash())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code, str(experiment_file)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


class TestOwnFiles:
    @pytest.fixture
    def overrides(self, experiment_file):
        residents = experiment_file.with_name("residents.csv")
        residents.write_text("id,household\na,h\n", encoding="utf-8")
        return {"community.residents": "residents.csv"}

    def test_written_experiment_finds_them_from_anywhere(self, load, overrides):
        experiment = load(overrides)
        assert reloaded(experiment) == experiment

    def test_hash_follows_what_they_hold(self, load, overrides, experiment_file):
        before = load(overrides).content_hash()
        residents = experiment_file.with_name("residents.csv")
        residents.write_text("id,household\nb,h\n", encoding="utf-8")
        assert load(overrides).content_hash() != before

    def test_hash_does_not_depend_on_where_they_lie(self, load, overrides, experiment_file):
        before = load(overrides).content_hash()
        experiment_file.with_name("residents.csv").rename(experiment_file.with_name("others.csv"))
        assert load({"community.residents": "others.csv"}).content_hash() == before

    def test_file_gone_since_is_named(self, load, overrides, experiment_file):
        experiment = load(overrides)
        experiment_file.with_name("residents.csv").unlink()
        with pytest.raises(ExperimentError, match=r"community\.residents .*: cannot be read"):
            experiment.content_hash()


class TestAttachedTables:
    def test_hash_follows_what_they_hold(self, load):
        other = RESIDENTS.assign(household=["h", "h"])
        ties = nx.Graph([("a", "b")])
        hashes = [
            load().content_hash(),
            load().with_data(RESIDENTS).content_hash(),
            load().with_data(other).content_hash(),
            load().with_data(RESIDENTS, ties).content_hash(),
        ]
        assert len(set(hashes)) == 4
        assert load().with_data(RESIDENTS.copy()).content_hash() == hashes[1]

    def test_edge_has_no_direction(self, load):
        one, other = (nx.Graph([edge]) for edge in (("a", "b"), ("b", "a")))
        assert (
            load().with_data(RESIDENTS, one).content_hash()
            == load().with_data(RESIDENTS, other).content_hash()
        )

    def test_written_experiment_says_that_they_are_missing(self, load):
        text = load().with_data(RESIDENTS).to_toml()
        assert text.startswith("# Residents or ties were attached")
        assert reloaded(load().with_data(RESIDENTS)) == load()

    def test_they_pickle_with_the_experiment(self, load):
        again = pickle.loads(pickle.dumps(load().with_data(RESIDENTS)))
        pd.testing.assert_frame_equal(again.scenario("linked").data.residents, RESIDENTS)


def test_written_experiment_says_all_defaults(load):
    document = tomllib.loads(load().to_toml())
    numbers = [row for row in describe_parameters() if row.bounds and row.value is not None]
    for row in numbers:
        table = document["parameters"]
        for part in row.name.split("."):
            if part == "quality_volunteer":
                break
            table = table[part]
        else:
            assert table == row.value
    assert set(document["design"]) == {"baseline", "closure", "replicates", "seed"}


def test_scenario_writes_only_parameters_that_differ(load):
    overrides = {
        "scenarios.linked.parameters": {"hazard_cap": 0.2, "tie_sigma": 0.65},
        "scenarios.linked.community.friction": 0.2,
    }
    written = tomllib.loads(load(overrides).to_toml())["scenarios"]
    assert written["linked"]["parameters"] == {"hazard_cap": 0.2}
    assert written["linked"]["community"] == {"friction": 0.2}
    assert "parameters" not in written["status_quo"]


def test_file_written_by_hand_and_by_program_are_one(load, experiment_file):
    document = tomllib.loads(experiment_file.read_text(encoding="utf-8"))
    assert Experiment(**tomllib.loads(tomli_w.dumps(document))) == load()
