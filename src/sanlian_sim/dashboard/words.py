"""The words of the page."""

from collections.abc import Mapping
from typing import Any

from sanlian_sim.language import catalogue
from sanlian_sim.language.catalogue import Language
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.scenario import library


def words(lang: Language) -> Mapping[str, Any]:
    """Return the words of a language."""
    found: Mapping[str, Any] = catalogue.words(lang)["dashboard"]
    return found


def outcome(name: str, lang: Language) -> str:
    """Return the label of an outcome."""
    return str(getattr(OUTCOMES[name], f"label_{lang}"))


def label(table: Mapping[str, Mapping[str, Any]], name: str, lang: Language) -> str:
    """Return what a row of a table is called, by its name if it has no label."""
    return str(table.get(name, {}).get(f"label_{lang}") or name)


def arrangement(name: str, lang: Language) -> str:
    """Return the label of an arrangement."""
    return label(library.arrangement_rows(), name, lang)


def scenario(name: str, arrangements: Mapping[str, str], lang: Language) -> str:
    """Return what a scenario is called: by its arrangement, and its name where others have that.

    Parameters
    ----------
    name : str
    arrangements : mapping
        Of all scenarios of the file, by name.
    lang : str
    """
    called = arrangement(arrangements[name], lang)
    alike = list(arrangements.values()).count(arrangements[name])
    return called if alike == 1 else words(lang)["named"].format(called=called, name=name)


def group(name: str, lang: Language) -> str:
    """Return the label of a group of residents."""
    return label(library.group_rows(), name, lang)
