"""A page is written whole or not at all."""

import pytest

from sanlian_sim.experiments.runs.store import WriteFailedError
from sanlian_sim.report.document.file import write_page


def test_a_page_takes_the_place_of_the_last_one(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    write_page("new\n", path)
    assert path.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_told(tmp_path):
    with pytest.raises(WriteFailedError, match=r"report\.html was not written: No such file"):
        write_page("new", tmp_path / "nowhere" / "report.html")
