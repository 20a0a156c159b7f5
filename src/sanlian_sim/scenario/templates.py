"""Files to start from, as 'sanlian init' writes them."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from sanlian_sim.language.catalogue import Language
from sanlian_sim.scenario.problems import ExperimentError, Problem, nearest

_EXAMPLES = ("residents.csv", "ties.csv")


def template_names() -> tuple[str, ...]:
    """Names of the templates."""
    found = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def template_files(name: str, lang: Language = "en") -> dict[str, str]:
    """Return the files of a template, text by file name.

    The experiment comes as ``experiment.toml``, beside small examples of residents and ties.

    Parameters
    ----------
    name : str
    lang : {"en", "zh"}
        Of comments and of what a user names; keys are English.

    Raises
    ------
    ExperimentError
        If there is no such template; it suggests the nearest name.
    """
    if name not in template_names():
        suggestion = nearest(name, template_names())
        raise ExperimentError([Problem("template", name, "no such template", suggestion)])
    examples = {example: _read(example) for example in _EXAMPLES}
    folder = "" if lang == "en" else f"{lang}/"
    return {"experiment.toml": _read(f"{folder}{name}.toml"), **examples}


def _folder() -> Traversable:
    return files(__package__).joinpath("library", "templates")


def _read(name: str) -> str:
    return _folder().joinpath(name).read_text(encoding="utf-8")
