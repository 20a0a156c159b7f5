"""A study that was ended at any point is finished to the bytes of an undisturbed one."""

import json
import random
import signal
import subprocess
import sys
import time

import pytest
from filelock import FileLock

from sanlian_sim.cli.app import exit_code
from sanlian_sim.experiments.runs.run_log import LOG
from sanlian_sim.experiments.runs.store import LOCK

TINY = """
community = { population = 150 }
horizon = { weeks = 6, warmup = 4 }

[scenarios.status_quo]
arrangement = "government_led"

[scenarios.linked]
arrangement = "linked"

[design]
baseline = "status_quo"
closure = "as_is"
replicates = 6
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A directory with the experiment, and the results of an undisturbed study of it."""
    place = tmp_path_factory.mktemp("resume")
    (place / "tiny.toml").write_text(TINY, encoding="utf-8")
    assert compare(place, "whole") == 0
    return place


def compare(place, name, *options):
    return exit_code(
        ["compare", str(place / "tiny.toml"), "-o", str(place / name), "--quiet", *options]
    )


def contents(directory):
    found = {
        str(file.relative_to(directory)): file.read_bytes()
        for file in directory.rglob("*")
        if file.is_file()
    }
    document = json.loads(found.pop("provenance.json"))
    document.pop("execution")
    return found, document


def program(place, name, *options):
    code = "from sanlian_sim.cli import main; main()"
    return [
        sys.executable, "-c", code, "compare", str(place / "tiny.toml"), "-o", str(place / name),
        "--quiet", *options,
    ]  # fmt: skip


@pytest.mark.parametrize("turn", range(3))
def test_a_killed_study_is_finished_to_the_same_bytes(place, turn):
    """Killed when a random number of runs, or part of one, is on the disk."""
    name = f"killed_{turn}"
    runs = place / name / LOG
    whole = len((place / "whole" / LOG).read_bytes())
    goal = random.Random(turn).randrange(300, whole - 300)
    process = subprocess.Popen(program(place, name, "--workers", str(1 + turn % 2)))
    while process.poll() is None and not (runs.is_file() and runs.stat().st_size >= goal):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert runs.is_file()
    assert compare(place, name, "--resume") == 0
    assert contents(place / name) == contents(place / "whole")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.93])
def test_a_torn_log_is_gone_on_with(place, part):
    name = f"torn_{part}"
    assert compare(place, name) == 0
    log = place / name / LOG
    log.write_bytes(log.read_bytes()[: int(part * log.stat().st_size)])
    assert compare(place, name, "--resume") == 0
    assert contents(place / name) == contents(place / "whole")


def test_more_replicates_keep_those_there_are(place, monkeypatch):
    assert compare(place, "more", "--replicates", "2") == 0
    assert compare(place, "more", "--resume") == 0
    found, document = contents(place / "more")
    assert (found, document) == contents(place / "whole")


def test_a_directory_in_use_is_refused(place, capfd):
    assert compare(place, "used", "--replicates", "1") == 0
    with FileLock(place / "used" / LOCK):
        assert compare(place, "used", "--resume") == 2
        assert compare(place, "used", "--fresh") == 2
    assert "another process is at work in" in capfd.readouterr().err


def test_another_experiment_is_refused_with_what_differs(place, capfd):
    assert compare(place, "other", "--replicates", "1") == 0
    before = contents(place / "other")
    assert compare(place, "other", "--resume", "--set", "horizon.weeks=7") == 2
    assert "horizon.weeks is 6 there and 7 here" in capfd.readouterr().err
    assert contents(place / "other") == before


def test_another_version_of_the_model_is_refused(place, capfd, monkeypatch):
    assert compare(place, "older", "--replicates", "1") == 0
    monkeypatch.setattr(
        "sanlian_sim.experiments.runs.provenance.results_version", lambda: {"version": "99"}
    )
    assert compare(place, "older", "--resume") == 2
    assert "made with version" in capfd.readouterr().err


def test_fresh_and_resume_exclude_each_other(place, capfd):
    assert compare(place, "whole", "--fresh", "--resume") == 2
    assert "give one of them" in capfd.readouterr().err
