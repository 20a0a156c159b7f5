"""A results directory as an RO-Crate: what it holds, where it comes from, how to make it again.

RO-Crate 1.2 (Sefton et al. 2025); software is described by CodeMeta and by a citation file.
"""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sanlian_sim.experiments.runs.extras import import_extra
from sanlian_sim.experiments.runs.run_log import LOG
from sanlian_sim.experiments.runs.store import (
    ENTRIES,
    EXPERIMENT,
    LOCK,
    PROVENANCE,
    WRITING,
    DirectoryRefusedError,
    WriteFailedError,
    write_text,
)
from sanlian_sim.report.sharing.described import FORMATS, SOFTWARE, described_files, meaning_of
from sanlian_sim.report.sharing.tables_beside import with_own_tables

LICENCE: Final = "CC-BY-4.0"
_EXTRA: Final = "share"
_SPECIFIED: Final = "1.2"
"""Version of the specification, whatever the library writes by default."""
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""Time of all files of an archive: equal contents, equal bytes."""


@dataclass(frozen=True)
class Terms:
    """On which terms results are shared, and by whom.

    Attributes
    ----------
    licence : str
        Identifier of SPDX, as CC-BY-4.0 or CC0-1.0.
    authors : tuple of str
        Names.
    runs : bool
        Whether the log of runs goes with it, from which tables can be made again.
    """

    licence: str = LICENCE
    authors: tuple[str, ...] = ()
    runs: bool = True


def pack(directory: str | Path, archive: str | Path, terms: Terms | None = None) -> None:
    """Pack a results directory into a zip archive that is an RO-Crate.

    Parameters
    ----------
    directory : path
        Of results; tables of residents and ties that its experiment names go with it.
    archive : path
        The file to write, which must not be there.
    terms : Terms, optional

    Raises
    ------
    DirectoryRefusedError
        If the directory holds no results, or the archive is there already.
    ExperimentError
        If a table that the experiment names cannot be read.
    MissingExtraError
        If the library of RO-Crates is not installed.
    WriteFailedError
        If the archive cannot be written.
    """
    source, target = Path(directory), Path(archive)
    _check(source, target)
    library = import_extra("rocrate.rocrate", _EXTRA)
    with tempfile.TemporaryDirectory() as name:
        working = Path(name) / "crate"
        working.mkdir()
        asked = Terms() if terms is None else terms
        _gather(source, working, asked)
        _describe(library.ROCrate(version=_SPECIFIED), working, asked)
        try:
            _zip(working, target)
        except OSError as error:
            target.unlink(missing_ok=True)
            raise WriteFailedError(f"cannot write {target}: {error.strerror}") from None


def _check(source: Path, target: Path) -> None:
    if not (source / PROVENANCE).is_file() or not (source / EXPERIMENT).is_file():
        raise DirectoryRefusedError(f"{source} holds no results: {PROVENANCE} is not there")
    if target.exists():
        raise DirectoryRefusedError(f"{target} exists already; give another file with -o")
    if not target.resolve().parent.is_dir():
        raise DirectoryRefusedError(f"there is no directory {target.parent}")


def _gather(source: Path, working: Path, terms: Terms) -> None:
    """Copy results, the tables that the experiment names, and what describes the software."""
    left_out = {LOCK, WRITING, EXPERIMENT, *([] if terms.runs else [LOG])}
    for name in sorted(ENTRIES - left_out):
        entry = source / name
        if entry.is_dir():
            shutil.copytree(entry, working / name)
        elif entry.is_file():
            shutil.copy(entry, working / name)
    with_own_tables(source / EXPERIMENT, working)
    provenance = json.loads((source / PROVENANCE).read_text(encoding="utf-8"))
    for name, text in described_files(provenance, terms.licence, terms.authors).items():
        write_text(working / name, text)


def _describe(crate: Any, working: Path, terms: Terms) -> None:
    """Add the metadata of the crate to what it holds."""
    provenance = json.loads((working / PROVENANCE).read_text(encoding="utf-8"))
    title = provenance.get("experiment", {}).get("title") or "Results"
    licence = crate.add_jsonld(
        {
            "@id": f"https://spdx.org/licenses/{terms.licence}",
            "@type": "CreativeWork",
            "name": terms.licence,
        }
    )
    crate.name = title
    crate.description = f"{title}: an experiment with {SOFTWARE}, its runs and what they say."
    crate.datePublished = provenance["execution"]["finished"]
    crate.license = licence
    _tell_authors(crate, terms.authors)
    files = {path: _add_file(crate, working, path) for path in _paths(working)}
    software = crate.add_jsonld(
        {
            "@id": f"#{SOFTWARE}",
            "@type": "SoftwareApplication",
            "name": SOFTWARE,
            "softwareVersion": str(provenance["version"]),
            "description": f"Commit {provenance['commit']}; described in codemeta.json.",
        }
    )
    crate.add_action(
        software, identifier="#runs", object=[files[Path(EXPERIMENT)]],
        result=[one for path, one in files.items() if path.name != EXPERIMENT],
        properties={
            "name": "Runs of the experiment",
            "startTime": provenance["execution"]["started"],
            "endTime": provenance["execution"]["finished"],
        },
    )  # fmt: skip
    crate.write(working)


def _tell_authors(crate: Any, authors: Sequence[str]) -> None:
    people = [
        crate.add_jsonld({"@id": f"#author-{n}", "@type": "Person", "name": name})
        for n, name in enumerate(authors, start=1)
    ]
    if people:
        crate.root_dataset["author"] = people


def _add_file(crate: Any, working: Path, path: Path) -> Any:
    about = {"name": path.as_posix(), "encodingFormat": FORMATS.get(path.suffix, _UNKNOWN)}
    told = meaning_of(path)
    properties: Mapping[str, str] = {**about, **({"description": told} if told else {})}
    return crate.add_file(working / path, path.as_posix(), properties=properties)


_UNKNOWN: Final = "application/octet-stream"


def _paths(working: Path) -> list[Path]:
    return sorted(one.relative_to(working) for one in working.rglob("*") if one.is_file())


def _zip(working: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for path, data in _contents(working, _paths(working)):
            about = zipfile.ZipInfo(path.as_posix(), _LONG_AGO)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, data)


def _contents(working: Path, paths: Iterable[Path]) -> Iterator[tuple[Path, bytes]]:
    for path in paths:
        yield path, (working / path).read_bytes()
