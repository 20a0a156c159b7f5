"""What runs are made with is told: versions, and the commit of the sources."""

import shutil
import subprocess

import pytest

from sanlian_sim.experiments.runs import provenance
from sanlian_sim.experiments.runs.provenance import commit, version_of


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_commit_is_that_of_the_sources(tmp_path, monkeypatch):
    def git(*arguments):
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    package = tmp_path / "package" / "experiments" / "runs"
    package.mkdir(parents=True)
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
