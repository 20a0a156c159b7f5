"""Where results come from, as terms that every document tells."""

from collections.abc import Iterator, Mapping
from typing import Any

from sanlian_sim.experiments.runs.provenance import PACKAGE, version_of
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.document.blocks import Term
from sanlian_sim.report.document.texts import texts


def software_terms(provenance: Mapping[str, Any], lang: Language) -> Iterator[Term]:
    """Yield with which software results were made, and with which the document."""
    own = texts(lang)["origin"]
    yield Term(own["version"], f"{provenance['package']} {provenance['version']}")
    yield Term(own["commit"], str(provenance["commit"] or "–"))
    if "experiment" in provenance:
        yield Term(own["hash"], str(provenance["experiment"]["sha256"]))
    yield Term(own["python"], f"{provenance['python']}, {provenance['platform']}")
    packages = [f"{name} {version}" for name, version in provenance["packages"].items()]
    yield Term(own["packages"], ", ".join(packages))
    yield Term(own["report"], own["report_text"].format(version=version_of(PACKAGE)))


def foot(lang: Language) -> str:
    """Return the line at the foot of every document."""
    text = str(texts(lang)["frame"]["foot"])
    return text.format(package=PACKAGE, version=version_of(PACKAGE))
