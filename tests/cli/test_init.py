"""``sanlian init`` writes files that work."""

import pytest


def test_the_files_written_are_valid(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = call("init", "mine")
    assert code == 0
    assert "sanlian validate mine/experiment.toml" in out.replace("\\", "/")
    assert call("validate", "mine/experiment.toml")[0] == 0


def test_chinese_files_are_valid(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("init", "mine", "--lang", "zh")[0] == 0
    assert '[scenarios."三社联动"]' in (tmp_path / "mine/experiment.toml").read_text("utf-8")
    assert call("validate", "mine/experiment.toml", "--lang", "zh")[0] == 0


def test_nothing_is_replaced(call, tmp_path, names):
    (tmp_path / "ties.csv").write_text("mine")
    code, _, err = call("init", tmp_path)
    assert code == 2
    assert "already holds ties.csv" in err
    assert names() == ["ties.csv"]


def test_an_unknown_template_is_told_with_the_nearest(call, tmp_path, names):
    code, _, err = call("init", tmp_path / "new", "--template", "experimant")
    assert code == 2
    assert "did you mean 'experiment'?" in err
    assert names() == []


def test_a_file_in_the_way_is_told(call, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = call("init", tmp_path / "file")
    assert code == 2
    assert "cannot write into" in err


def test_a_name_too_long_for_the_disk_is_told(call, tmp_path):
    code, _, err = call("init", tmp_path / ("x" * 300))
    assert code == 2
    assert "cannot write into" in err


def test_quiet_says_nothing(call, tmp_path):
    assert call("init", tmp_path / "new", "--quiet") == (0, "", "")


@pytest.mark.parametrize("after", [1, 2])
def test_nothing_half_written_stays(call, tmp_path, monkeypatch, names, after):
    from pathlib import Path

    write, written = Path.write_text, []

    def fill_the_disk(self, *arguments, **options):
        written.append(self)
        if len(written) > after:
            raise OSError(28, "No space left on device")
        return write(self, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", fill_the_disk)
    code, _, err = call("init", tmp_path / "new")
    assert code == 2
    assert "no space left" in err.lower()
    assert list((tmp_path / "new").iterdir()) == []
