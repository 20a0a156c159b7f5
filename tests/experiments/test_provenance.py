"""Provenance says where results come from, and changes only with them and the time."""

import json
import shutil
import subprocess

import pytest

from sanlian_sim.experiments import provenance
from sanlian_sim.experiments.provenance import commit, provenance_of, version_of
from sanlian_sim.experiments.study import conduct


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


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_commit_is_that_of_the_sources(tmp_path, monkeypatch):
    def git(*arguments):
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    package = tmp_path / "package"
    package.mkdir()
    file = package / "provenance.py"
    file.write_text("one")
    monkeypatch.setattr(provenance, "__file__", str(file))
    git("init", "-q")
    assert commit() is None
    git("add", ".")
    git("commit", "-qm", "first")
    clean = commit()
    assert len(clean) == 40
    file.write_text("two")
    assert commit() == f"{clean} with changes"


def test_without_git_there_is_no_commit(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert commit() is None


def test_a_package_that_is_not_installed_has_no_version():
    assert version_of("no-such-package-anywhere") is None
