"""A packed directory is a crate that tells what it holds, and gives the same bytes again."""

import json
import shlex
import zipfile

import pytest

from sanlian_sim.cli.app import exit_code
from sanlian_sim.experiments.runs import extras
from sanlian_sim.experiments.runs.extras import MissingExtraError
from sanlian_sim.experiments.runs.store import DirectoryRefusedError
from sanlian_sim.report.comparison import directory as results
from sanlian_sim.report.sharing.crate import Terms, pack

rocrate = pytest.importorskip("rocrate.rocrate")
RESIDENTS = "id,household,age\n" + "".join(f"{n},{n // 3},{20 + n % 60}\n" for n in range(120))
EXPERIMENT = """
title = "Sharing <b>&</b> 再现"
community = {{ {place} }}
horizon = {{ weeks = 6, warmup = 4 }}
scenarios.status_quo.arrangement = "government_led"
scenarios.linked.arrangement = "linked"
design = {{ baseline = "status_quo", closure = "as_is", replicates = 2 }}
"""


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Make a results directory of an experiment; gives its path."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(results, "draw_all", lambda *_: {})

    def make(place="population = 200", more=()):
        (tmp_path / "e.toml").write_text(EXPERIMENT.format(place=place), encoding="utf-8")
        assert exit_code(["compare", "e.toml", "--quiet", *more, "-o", "out"]) == 0
        return tmp_path / "out"

    return make


def held(path):
    """Contents of a directory of results without what tells of times and packing."""
    files = {one.relative_to(path).as_posix(): one for one in path.rglob("*") if one.is_file()}
    own = {"provenance.json", "README.md", "environment.txt", "CITATION.cff", "codemeta.json",
           "ro-crate-metadata.json"}  # fmt: skip
    return {name: one.read_bytes() for name, one in files.items() if name not in own}


def unpacked(archive, path):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(path)
    return path


def test_the_command_of_the_readme_gives_the_same_bytes(made, tmp_path, monkeypatch):
    out = made(more=("--draws", "2", "--replicates-per-draw", "1", "--draw", "fee_*", "--cases"))
    pack(out, tmp_path / "out.zip", Terms(authors=("张三", "A. <N>"), licence="CC0-1.0"))
    there = unpacked(tmp_path / "out.zip", tmp_path / "there")
    assert held(there) == held(out)
    readme = (there / "README.md").read_text(encoding="utf-8")
    (command,) = (one for one in readme.splitlines() if one.startswith("sanlian compare "))
    monkeypatch.chdir(there)
    assert exit_code([*shlex.split(command)[1:], "--quiet"]) == 0
    assert held(there / "again") == held(out)


def test_a_crate_can_be_read_and_names_every_file(made, tmp_path):
    pack(made(), tmp_path / "out.zip", Terms(authors=("张三",)))
    there = unpacked(tmp_path / "out.zip", tmp_path / "there")
    crate = rocrate.ROCrate(there)
    files = {one.relative_to(there).as_posix() for one in there.rglob("*") if one.is_file()}
    assert {one.id for one in crate.data_entities} == files - {"ro-crate-metadata.json"}
    metadata = (there / "ro-crate-metadata.json").read_text(encoding="utf-8")
    assert '"@id": "https://w3id.org/ro/crate/1.2"' in metadata
    assert crate.name == "Sharing <b>&</b> 再现"
    assert crate.license.id == "https://spdx.org/licenses/CC-BY-4.0"
    assert crate.root_dataset["author"][0]["name"] == "张三"
    environment = (there / "environment.txt").read_text().split("\n")
    assert not [one for one in environment if one.startswith("sanlian-sim")]
    provenance = json.loads((there / "provenance.json").read_text())
    assert f"numpy=={provenance['packages']['numpy']}" in environment
    assert json.loads((there / "CITATION.cff").read_text())["authors"] == [{"name": "张三"}]
    assert json.loads((there / "codemeta.json").read_text())["name"] == "sanlian_sim"


def test_packing_twice_gives_the_same_bytes(made, tmp_path):
    out = made()
    for name in ("a.zip", "b.zip"):
        pack(out, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_tables_of_ones_own_go_with_it(made, tmp_path):
    (tmp_path / "tables").mkdir()
    own = tmp_path / "tables" / "people.csv"
    own.write_text(RESIDENTS, encoding="utf-8")
    out = made('residents = "tables/people.csv"')
    pack(out, tmp_path / "out.zip", Terms(runs=False))
    own.unlink()
    there = unpacked(tmp_path / "out.zip", tmp_path / "there")
    assert not (there / "runs.log").exists()
    assert exit_code(["compare", str(there / "experiment.toml"), "--quiet", "-o", "again"]) == 0
    for name in ("summary.csv", "comparison.csv", "weekly.parquet"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()
    assert exit_code(["pack", "out", "-o", "late.zip"]) == 2
    assert not (tmp_path / "late.zip").exists()


def test_what_cannot_be_packed_is_refused(made, tmp_path, monkeypatch):
    with pytest.raises(DirectoryRefusedError, match="holds no results"):
        pack(tmp_path, tmp_path / "out.zip")
    out = made()
    assert exit_code(["pack", "out", "--quiet"]) == 0
    assert exit_code(["pack", "out", "--quiet"]) == 2

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"sanlian-sim\[share\]"):
        pack(out, tmp_path / "other.zip")
