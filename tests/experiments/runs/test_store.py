"""A results directory appears complete or not at all."""

import errno
import tempfile
from pathlib import Path

import pytest

from sanlian_sim.experiments.runs.store import (
    PROVENANCE,
    DirectoryRefusedError,
    WriteFailedError,
    check_directory,
    results_directory,
)


def write(path, text="new", *, fresh=False):
    with results_directory(path, fresh=fresh) as working:
        (working / PROVENANCE).write_text(text)


def entries(directory):
    return sorted(entry.name for entry in directory.iterdir())


def test_the_directory_appears_with_all_that_was_written(tmp_path):
    path = tmp_path / "deep" / "results"
    with results_directory(path) as working:
        (working / PROVENANCE).write_text("new")
        assert not path.exists()
    assert entries(path) == [PROVENANCE]
    assert entries(path.parent) == ["results"]
    assert path.stat().st_mode == path.parent.stat().st_mode


def test_what_is_there_is_refused_and_kept(tmp_path):
    path = tmp_path / "results"
    write(path, "old")
    with pytest.raises(DirectoryRefusedError, match=r"exists already.*--fresh"):
        write(path)
    assert (path / PROVENANCE).read_text() == "old"


def test_fresh_replaces_results(tmp_path):
    path = tmp_path / "results"
    write(path, "old")
    (path / "plots").mkdir()
    write(path, fresh=True)
    assert entries(path) == [PROVENANCE]
    assert (path / PROVENANCE).read_text() == "new"
    assert entries(tmp_path) == ["results"]


def test_fresh_does_not_replace_what_is_no_results(tmp_path):
    path = tmp_path / "thesis"
    path.mkdir()
    (path / "chapter_1.tex").write_text("years of work")
    with pytest.raises(DirectoryRefusedError, match="holds no results"):
        write(path, fresh=True)
    assert entries(path) == ["chapter_1.tex"]


def test_fresh_does_not_remove_what_a_user_put_beside_results(tmp_path):
    path = tmp_path / "results"
    write(path, "old")
    (path / "thoughts.ipynb").write_text("a week of work")
    with pytest.raises(DirectoryRefusedError, match=r"also holds thoughts\.ipynb"):
        write(path, fresh=True)
    assert entries(path) == [PROVENANCE, "thoughts.ipynb"]


def test_fresh_takes_an_empty_directory(tmp_path):
    path = tmp_path / "empty"
    path.mkdir()
    write(path, fresh=True)
    assert entries(path) == [PROVENANCE]


@pytest.mark.parametrize("fresh", [False, True])
def test_a_file_in_the_way_is_refused(tmp_path, fresh):
    path = tmp_path / "results"
    path.write_text("a letter")
    with pytest.raises(DirectoryRefusedError, match="is a file"):
        check_directory(path, fresh=fresh)
    assert path.read_text() == "a letter"


def test_a_file_where_a_directory_should_be_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DirectoryRefusedError, match=r"cannot write.*[Nn]ot a directory"):
        check_directory(tmp_path / "file" / "results")


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_place_that_cannot_be_written_is_refused_before_any_run(tmp_path, monkeypatch, code):
    def refuse(*args, **kwargs):
        raise OSError(code, "read-only or forbidden")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(DirectoryRefusedError, match="read-only or forbidden"):
        check_directory(tmp_path / "results")
    assert entries(tmp_path) == []


def test_checking_leaves_no_trace(tmp_path):
    check_directory(tmp_path / "a" / "b" / "results")
    assert entries(tmp_path) == []


@pytest.mark.parametrize(
    ("error", "raised", "says"),
    [
        (OSError(errno.ENOSPC, "No space"), WriteFailedError, "no space is left on the disk"),
        (PermissionError(errno.EACCES, "Permission denied"), WriteFailedError, "permission denied"),
        (KeyboardInterrupt(), KeyboardInterrupt, None),
    ],
)
def test_what_goes_wrong_while_writing_leaves_everything_as_it_was(tmp_path, error, raised, says):
    def half():
        with results_directory(path, fresh=True) as working:
            (working / PROVENANCE).write_text("half")
            raise error

    path = tmp_path / "results"
    write(path, "old")
    with pytest.raises(raised, match=says):
        half()
    assert entries(tmp_path) == ["results"]
    assert (path / PROVENANCE).read_text() == "old"


def test_results_stay_if_their_place_cannot_be_taken(tmp_path, monkeypatch):
    path = tmp_path / "results"
    write(path, "old")
    rename, last = Path.rename, []

    def fail_on_the_second(self, target):
        last.append(target)
        if len(last) == 2:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_on_the_second)
    with pytest.raises(WriteFailedError, match="input/output error"):
        write(path, fresh=True)
    assert (path / PROVENANCE).read_text() == "old"
