"""What every results directory says of where it comes from: versions, question, times."""

import hashlib
import os
import platform
import shlex
import subprocess
import sys
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from sanlian_sim.scenario.schema import Experiment

PACKAGE: Final = "sanlian-sim"
PACKAGES: Final = (
    "numpy", "numba", "llvmlite", "scipy", "pandas", "pyarrow", "pydantic", "mesa", "networkx",
    "matplotlib",
)  # fmt: skip
"""Packages whose versions can change a figure or a file."""
_MAKING_RUNS: Final = ("scenario", "world", "dynamics", "outcomes", "simulation")
"""Folders of the package whose code a run goes through."""
_SOURCES: Final = (".py", ".toml", ".csv")
_PATIENCE_SECONDS: Final = 5
_PROGRAM: Final = "sanlian"


def software() -> dict[str, Any]:
    """Return which version of this package made results."""
    return {"package": PACKAGE, "version": version_of(PACKAGE), "commit": commit()}


def machinery(*more: str) -> dict[str, Any]:
    """Return what else results were made with; ``more`` names further packages."""
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "packages": {name: version_of(name) for name in (*PACKAGES, *more)},
        "environment": _environment(),
    }


def _environment() -> list[str]:
    """Return all installed packages as ``name==version``, by name."""
    found = {one.name.lower(): f"{one.name}=={one.version}" for one in metadata.distributions()}
    return [found[name] for name in sorted(found)]


def asked_of(experiment: Experiment) -> dict[str, Any]:
    """Return which experiment results are about."""
    return {
        "title": experiment.title,
        "sha256": experiment.content_hash(),
        "design": experiment.design.model_dump(mode="json"),
    }


def execution(begun: datetime, ended: datetime, **more: int) -> dict[str, Any]:
    """Return what alone differs between equal questions: times, and the machine's size."""
    return {
        "started": begun.isoformat(timespec="seconds"),
        "finished": ended.isoformat(timespec="seconds"),
        "seconds": round((ended - begun).total_seconds(), 3),
        **more,
        "processors": os.cpu_count(),
        "command": _command(),
    }


def _command() -> str | None:
    """Return the command of this package that is at work; None in another program."""
    program, *words = sys.argv
    return shlex.join([_PROGRAM, *words]) if Path(program).name == _PROGRAM else None


def results_version() -> dict[str, Any]:
    """Return what runs must have in common to stand in one log: equal versions, equal bytes."""
    names = ("numpy", "numba", "scipy")
    return {
        "version": version_of(PACKAGE),
        "sources": _sources()[:16],
        "packages": {name: version_of(name) for name in names},
        "machine": platform.machine(),
    }


def _sources() -> str:
    """Hash of the code and tables that a run is made of, as a change of either may change it.

    What lies above only asks for runs and reads them, so that a better table or plot can be made
    of runs that are kept.
    """
    root, content = Path(__file__).parents[2], hashlib.sha256()
    below = (path for name in _MAKING_RUNS for path in (root / name).rglob("*.*"))
    for path in sorted(one for one in (*root.glob("*.py"), *below) if one.suffix in _SOURCES):
        content.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return content.hexdigest()


def version_of(package: str) -> str | None:
    """Return the version of an installed package; None if it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def commit() -> str | None:
    """Return the commit of the sources in use, marked if they were changed since.

    None if they are not under version control, as in an installed package.
    """
    sources = Path(__file__).parent
    tracked = _git(sources, "ls-files", "--error-unmatch", Path(__file__).name)
    head = _git(sources, "rev-parse", "HEAD")
    if tracked is None or head is None:
        return None
    changes = _git(sources, "status", "--porcelain", "--", "../..")
    return f"{head} with changes" if changes else head


def _git(directory: Path, *arguments: str) -> str | None:
    """Return what git says, None if it is not there or refuses."""
    try:
        done = subprocess.run(
            ["git", "-C", str(directory), *arguments], capture_output=True, text=True, check=True,
            timeout=_PATIENCE_SECONDS,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
