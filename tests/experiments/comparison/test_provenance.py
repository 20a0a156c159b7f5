"""Provenance says where results come from, and changes only with them and the time."""

import json

from sanlian_sim.experiments.comparison.provenance import provenance_of
from sanlian_sim.experiments.comparison.study import conduct


def test_provenance_names_versions_seeds_and_runs(study, experiment):
    found = json.loads(json.dumps(provenance_of(study)))
    assert found["experiment"]["sha256"] == experiment.content_hash()
    assert found["seeds"] == {str(one.replicate): one.seed for one in study.of("linked")}
    assert found["runs"]["asked"] == found["runs"]["finished"] == 12
    assert found["runs"]["failed"] == []
    assert found["packages"]["numpy"]
    assert found["experiment"]["closures"]["nothing"] == "as_is"
    assert found["execution"]["seconds"] >= 0


def test_equal_studies_differ_only_in_their_execution(study, experiment):
    first, second = provenance_of(study), provenance_of(conduct(experiment))
    assert first.pop("execution") != second.pop("execution")
    assert first == second
