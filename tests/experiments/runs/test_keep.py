"""What a program asked for is gone on with after any end, whatever it asked."""

import signal
import subprocess
import sys
import time

import pytest
from filelock import FileLock
from pandas.testing import assert_frame_equal

import sanlian_sim as sl
from sanlian_sim.experiments.runs.keep import log_at
from sanlian_sim.experiments.runs.run_log import LogRefusedError, ReadLog
from sanlian_sim.experiments.runs.store import DirectoryRefusedError, WriteFailedError

TINY = {
    "community": {"population": 150},
    "horizon": {"weeks": 6, "warmup": 4},
    "scenarios": {
        "status_quo": {"arrangement": "government_led"},
        "linked": {"arrangement": "linked", "delegation": 0.6},
    },
    "design": {"baseline": "status_quo", "closure": "as_is"},
}
VARIED = {"parameters.load_scale": (0.8, 1.2), "scenarios.linked.delegation": (0.0, 0.9)}
PROGRAM = f"""
import sanlian_sim as sl
sl.compare(sl.Experiment(**{TINY!r}), replicates=400, keep="study.log")
"""


@pytest.fixture(scope="module")
def tiny():
    return sl.Experiment(**TINY)


def runs(file):
    return [(one.scenario, one.replicate, one.point) for one in ReadLog(file).entries]


def begun(file):
    """Whether some runs are on the disk; the file may be half-written."""
    return file.is_file() and file.read_bytes().count(b'"scenario": ') >= 4


def frame(comparison):
    return comparison.to_frame()


def test_a_comparison_adds_what_is_missing_and_nothing_twice(tiny, tmp_path):
    file = tmp_path / "new" / "study.log"
    first = sl.compare(tiny, replicates=2, keep=file)
    before = frame(first)
    assert len(runs(file)) == 4
    more = sl.compare(tiny, replicates=3, keep=file)
    assert sorted(runs(file)) == sorted({*runs(file)})
    assert len(runs(file)) == 6
    assert_frame_equal(frame(more), frame(sl.compare(tiny, replicates=3)))
    assert_frame_equal(frame(first), before)
    assert [path.name for path in file.parent.iterdir()] == ["study.log"]


def test_one_file_serves_several_questions_without_mixing_them(tiny, tmp_path):
    file = tmp_path / "study.log"
    other = sl.Experiment(**{**TINY, "community": {"population": 200}})
    sl.compare(tiny, replicates=2, keep=file)
    found = sl.compare(other, replicates=2, keep=file)
    assert_frame_equal(frame(found), frame(sl.compare(other, replicates=2)))


@pytest.mark.parametrize(
    "asked",
    [
        lambda tiny, keep: sl.sweep(tiny, VARIED, points=4, replicates=2, keep=keep),
        lambda tiny, keep: sl.sensitivity(
            tiny, method="tornado", over=VARIED, replicates=2, keep=keep
        ),
    ],
    ids=["sweep", "sensitivity"],
)
def test_designs_are_not_done_twice(asked, tiny, tmp_path):
    file = tmp_path / "study.log"
    first = asked(tiny, file).to_frame()
    held = file.read_bytes()
    assert_frame_equal(asked(tiny, file).to_frame(), first)
    assert file.read_bytes() == held
    assert_frame_equal(asked(tiny, None).to_frame(), first)


def test_a_killed_program_loses_the_runs_in_flight_alone(tiny, tmp_path):
    """The kill comes when some runs are on the disk, wherever the program is then."""
    program = subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=tmp_path)
    file = tmp_path / "study.log"
    while program.poll() is None and not begun(file):
        time.sleep(0.02)
    program.send_signal(signal.SIGKILL)
    program.wait()
    held = runs(file)
    assert 4 <= len(held) < 800
    replicates = len(held) // 2
    found = sl.compare(tiny, replicates=replicates, keep=file)
    assert {*held} <= {*runs(file)}
    assert_frame_equal(frame(found), frame(sl.compare(tiny, replicates=replicates)))


def test_a_file_in_use_or_of_another_kind_is_refused_and_kept(tiny, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader\n", encoding="utf-8")
    with pytest.raises(LogRefusedError, match=r"letter\.txt is no log of runs"):
        sl.compare(tiny, replicates=1, keep=letter)
    assert letter.read_text(encoding="utf-8") == "Dear reader\n"
    with pytest.raises(WriteFailedError, match="is a directory"):
        sl.compare(tiny, replicates=1, keep=tmp_path)
    with (
        FileLock(tmp_path / ".study.log.lock"),
        pytest.raises(DirectoryRefusedError, match=r"another process is at work in .*study\.log"),
        log_at(tmp_path / "study.log"),
    ):
        pass
