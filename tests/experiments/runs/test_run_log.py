"""Runs are kept as they finish, whatever ends the program."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanlian_sim.experiments.runs.run_log import LOG, Entry, FileLog, LogRefusedError

ABOUT = {"version": "1", "sources": "abc"}
KEPT = [("one", b"first result"), ("two", b"{}\n\n"), ("three", os.urandom(500)), ("four", b"")]


def entry(key, **fields):
    return Entry(key, "linked", 3, 7, **fields)


def fill(path):
    with FileLog(path, ABOUT) as log:
        for key, data in KEPT:
            log.add(entry(key), data)
    return path.read_bytes()


def kept(path):
    with FileLog(path, ABOUT) as log:
        return {key: log.read(one) for key, one in log.finished().items()}


def test_what_is_added_is_there_when_the_log_is_opened_again(tmp_path):
    fill(tmp_path / LOG)
    assert kept(tmp_path / LOG) == dict(KEPT)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_log_cut_off_anywhere_keeps_every_whole_run(tmp_path_factory, data):
    """The end of a log is what a kill, or a full disk, left of the last append."""
    path = tmp_path_factory.mktemp("log") / LOG
    whole = fill(path)
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    found = kept(path)
    assert list(found.items()) == KEPT[: len(found)]
    ends = []
    with FileLog(path, ABOUT) as log:
        for key, result in KEPT[len(found) :]:
            log.add(entry(key), result)
        ends = [one.offset + one.length for one in log.entries]
    assert path.read_bytes() == whole
    assert len(found) == sum(end <= cut for end in ends)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_rubbish_at_the_end_is_cut_off(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("log") / LOG
    whole = fill(path)
    path.write_bytes(whole + data.draw(st.binary(min_size=1, max_size=200)))
    assert kept(path) == dict(KEPT)
    assert path.read_bytes() == whole


def test_a_run_whose_bytes_were_spoilt_is_left_out_and_no_other(tmp_path):
    path = tmp_path / LOG
    whole = fill(path)
    path.write_bytes(whole.replace(b"first", b"worst"))
    assert list(kept(path)) == ["two", "three", "four"]


def test_failed_runs_are_told_and_done_again(tmp_path):
    with FileLog(tmp_path / LOG, ABOUT) as log:
        log.add(entry("bad", reason="ValueError: no", traceback="Traceback\n  ..."), b"")
    with FileLog(tmp_path / LOG, ABOUT) as log:
        assert log.finished() == {}
        (found,) = log.entries
    assert found.failed
    assert (found.scenario, found.replicate, found.seed) == ("linked", 3, 7)
    assert found.traceback.startswith("Traceback")


@pytest.mark.parametrize("about", [{"version": "2", "sources": "abc"}, {"version": "1"}])
def test_another_version_is_refused_with_the_reason(tmp_path, about):
    fill(tmp_path / LOG)
    other = {"sources": "xyz", **about}
    with pytest.raises(LogRefusedError, match=r"(version 1|sources abc).*not mixed"):
        FileLog(tmp_path / LOG, other)
    assert kept(tmp_path / LOG) == dict(KEPT)


@pytest.mark.parametrize("text", [b"a letter\n", b"[1, 2]\n", b'{"some": "JSON"}\n'])
def test_what_is_no_log_is_refused_and_kept(tmp_path, text):
    (tmp_path / LOG).write_bytes(text)
    with pytest.raises(LogRefusedError, match="no log of runs"):
        FileLog(tmp_path / LOG, ABOUT)
    assert (tmp_path / LOG).read_bytes() == text


def test_a_disk_that_fills_leaves_the_log_as_it_was(tmp_path, monkeypatch):
    whole = fill(tmp_path / LOG)
    with FileLog(tmp_path / LOG, ABOUT) as log:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", lambda number: (_ for _ in ()).throw(OSError(28, "full")))
            with pytest.raises(OSError, match="full"):
                log.add(entry("five"), b"fifth")
        assert (tmp_path / LOG).read_bytes() == whole
        log.add(entry("six"), b"sixth")
    assert list(kept(tmp_path / LOG)) == ["one", "two", "three", "four", "six"]


def test_a_tidy_log_depends_on_its_runs_alone(tmp_path):
    fill(tmp_path / "a")
    with FileLog(tmp_path / "b", ABOUT) as log:
        for key, data in reversed(KEPT):
            log.add(entry(key), data)
    for name in "ab":
        with FileLog(tmp_path / name, ABOUT) as log:
            log.tidy(tmp_path / f"tidy_{name}", [log.finished()[key] for key, _ in KEPT])
    assert (tmp_path / "tidy_a").read_bytes() == (tmp_path / "tidy_b").read_bytes()
    assert kept(tmp_path / "tidy_a") == dict(KEPT)


def test_every_run_begins_with_a_line_that_can_be_read(tmp_path):
    first, second = fill(tmp_path / LOG).split(b"\n")[:2]
    assert json.loads(first) == {"format": 1, **ABOUT}
    assert json.loads(second)["key"] == "one"
