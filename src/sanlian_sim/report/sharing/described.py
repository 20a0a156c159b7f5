"""What goes with shared results: how to make them again, whom to cite, which software it was."""

import json
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from sanlian_sim.experiments.runs.provenance import PACKAGE
from sanlian_sim.experiments.runs.store import DICTIONARY, EXPERIMENT, FINDINGS, PROVENANCE
from sanlian_sim.report.comparison.again import command_again

SOFTWARE: Final = "sanlian_sim"
FORMATS: Final[Mapping[str, str]] = {
    ".toml": "application/toml", ".json": "application/json", ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet", ".md": "text/markdown", ".txt": "text/plain",
    ".png": "image/png", ".svg": "image/svg+xml", ".html": "text/html", ".cff": "application/yaml",
}  # fmt: skip
_MEANINGS: Final[Mapping[str, str]] = {
    EXPERIMENT: "The experiment as it was run, defaults filled in",
    PROVENANCE: "Versions, seeds, platform and times of the runs",
    "environment.txt": "All other packages of the environment in which the runs were done",
    DICTIONARY: "Every column, outcome, group and series with its unit",
    FINDINGS: "What the results say, in words",
    "runs.log": "The runs, as arrays and JSON; nothing in it is executed when it is read",
    "codemeta.json": "The software",
    "CITATION.cff": "How to cite these results",
    "README.md": "How to make these results again",
}
_README: Final = """# {title}

Results of an experiment with {package} {version} (commit {commit}).

Make them again in a new environment of Python {python}, where SOURCES is a directory with that
version of the software:

```sh
python -m pip install -r environment.txt
python -m pip install --no-deps SOURCES
{again}```
{made}
Equal versions on an equal platform ({platform}) give equal bytes, but for times in
`provenance.json`. `data_dictionary.md` explains every column. Terms: {licence}.
"""


def meaning_of(path: Path) -> str:
    """Return what a file of a crate holds; empty if its name says it."""
    return _MEANINGS.get(path.as_posix(), "")


def described_files(
    provenance: Mapping[str, Any], licence: str, authors: Sequence[str]
) -> dict[str, str]:
    """Return the files that describe results, by name.

    Parameters
    ----------
    provenance : mapping
        As ``provenance.json`` holds it.
    licence : str
        Identifier of SPDX.
    authors : sequence of str
        Names.
    """
    return {
        "README.md": _readme(provenance, licence),
        "environment.txt": _environment(provenance),
        "CITATION.cff": _citation(provenance, licence, authors),
        "codemeta.json": _codemeta(provenance),
    }


def _readme(provenance: Mapping[str, Any], licence: str) -> str:
    return _README.format(
        title=_title(provenance), package=PACKAGE, version=provenance["version"],
        commit=provenance["commit"], python=provenance["python"], licence=licence,
        platform=provenance["platform"], again=_again(provenance), made=_made(provenance),
    )  # fmt: skip


def _again(provenance: Mapping[str, Any]) -> str:
    """Tell the command that makes a comparison again; other results know how they were made."""
    compared = "seeds" in provenance and "closures" in provenance.get("experiment", {})
    return f"{command_again(provenance, 'again')}\n" if compared else ""


def _made(provenance: Mapping[str, Any]) -> str:
    """Tell the command that made results, of which FILE is the experiment that lies beside."""
    command = provenance["execution"].get("command")
    return (
        f"\nThey were made by `{command}`, where the file is here {EXPERIMENT}.\n"
        if command
        else "\nThey were made by a program; `provenance.json` says what it asked.\n"
    )


def _environment(provenance: Mapping[str, Any]) -> str:
    """List what is installed beside the package itself, which no index may have."""
    own = f"{PACKAGE}=="
    beside = [one for one in provenance.get("environment", []) if not one.startswith(own)]
    return "\n".join(beside) + "\n"


def _title(provenance: Mapping[str, Any]) -> str:
    return str(provenance.get("experiment", {}).get("title") or "Results")


def _citation(provenance: Mapping[str, Any], licence: str, authors: Sequence[str]) -> str:
    """Return a citation file (CFF 1.2); JSON is YAML, so that all text is quoted safely."""
    document = {
        "cff-version": "1.2.0",
        "message": "If you use these results, please cite them and the software.",
        "type": "dataset",
        "title": _title(provenance),
        "authors": [{"name": name} for name in authors or [f"Users of {SOFTWARE}"]],
        "license": licence,
        "date-released": str(provenance["execution"]["finished"])[:10],
        "references": [
            {
                "type": "software",
                "title": SOFTWARE,
                "version": str(provenance["version"]),
                "authors": [{"name": _developers()}],
                "license": "MIT",
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _codemeta(provenance: Mapping[str, Any]) -> str:
    """Return the software as CodeMeta 3.0 tells it."""
    about = _about_package()
    document = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": SOFTWARE,
        "description": about.get("Summary", ""),
        "author": [{"@type": "Organization", "name": _developers()}],
        "version": str(provenance["version"]),
        "license": "https://spdx.org/licenses/MIT",
        "programmingLanguage": f"Python {provenance['python']}",
        "operatingSystem": provenance["platform"],
        "softwareRequirements": [
            f"{name}=={version}" for name, version in provenance["packages"].items() if version
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _developers() -> str:
    return _about_package().get("Author", f"{SOFTWARE} developers")


def _about_package() -> dict[str, str]:
    """Author and summary of the installed package."""
    try:
        about = metadata.metadata(PACKAGE)
    except metadata.PackageNotFoundError:
        return {}
    return {name: str(about[name]) for name in ("Author", "Summary") if name in about}
