"""A document as HTML: everything in one file, with nothing to load and nothing to execute."""

from functools import cache, partial
from itertools import count

from jinja2 import Environment, PackageLoader, StrictUndefined

from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.document.blocks import Page
from sanlian_sim.report.document.texts import TAGS, texts


def to_html(page: Page, lang: Language = "en") -> str:
    """Return a document as HTML; whatever is not markup of the templates is escaped."""
    template = _environment().get_template("page.html")
    number = partial(next, count(1))
    return template.render(page=page, told=texts(lang), tag=TAGS[lang], number=number) + "\n"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("sanlian_sim.report.document"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
