"""``sanlian report`` makes one page of a directory, or says why not."""

import pytest


@pytest.fixture
def kept(call, file):
    assert call("compare", file, "-o", "out", "--quiet")[0] == 0
    return file.parent / "out"


def test_a_report_is_made_again_with_equal_bytes(call, kept):
    first = (kept / "report.html").read_bytes()
    (kept / "report.html").unlink()
    assert call("report", "out") == (0, "Report: out/report.html\n", "")
    assert (kept / "report.html").read_bytes() == first


def test_it_goes_where_it_is_asked_to_in_the_language_asked_for(call, file, kept):
    before = sorted(path.name for path in kept.iterdir())
    assert call("report", "out", "-o", "报告.html", "--lang", "zh") == (0, "报告：报告.html\n", "")
    assert '<html lang="zh-CN">' in (file.parent / "报告.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in kept.iterdir()) == before


def test_a_directory_with_a_report_can_be_replaced_and_gone_on_with(call, file, kept):
    assert call("compare", file, "-o", "out", "--resume", "--quiet")[0] == 0
    assert call("compare", file, "-o", "out", "--fresh", "--quiet")[0] == 0


def test_a_foreign_directory_is_the_users_fault(call, file):
    (file.parent / "empty").mkdir()
    code, out, err = call("report", "empty")
    assert (code, out) == (2, "")
    assert err.startswith("error: empty holds no results")


def test_a_report_that_cannot_be_written_has_failed(call, kept):
    code, _, err = call("report", "out", "-o", "nowhere/report.html")
    assert code == 1
    assert "nowhere/report.html was not written" in err
