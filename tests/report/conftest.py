"""Reading pages as browsers do: strictly, and by what they link to."""

from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from types import SimpleNamespace

import pytest

VOID = {"meta", "link", "img", "br", "hr", "input"}
LEAST_WORDS = 30  # letters of a figure's description
REFERRING = ("aria-labelledby", "aria-describedby", "for")


class Reader(HTMLParser):
    """Collects elements, and what is wrong with how they stand in each other."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.elements, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"an attribute of <{tag}> is given twice")
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes what is not open")

    def handle_data(self, data):
        self.text.append(data)


def wrong_links(elements):
    ids = [one["id"] for _, one, _ in elements if "id" in one]
    yield from (f"id {name} stands twice" for name, n in Counter(ids).items() if n > 1)
    for _, one, _ in elements:
        named = [word for key in REFERRING for word in one.get(key, "").split()]
        href = one.get("href", "#")
        named += [href[1:]] if href.startswith("#") and href != "#" else []
        yield from (f"#{name} is not there" for name in named if name not in ids)


def wrong_outline(elements):
    levels = [int(tag[1]) for tag, _, _ in elements if tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1 or levels[0] != 1:
        yield "not one first heading"
    jumps = pairwise(levels)
    yield from (f"a heading jumps from {a} to {b}" for a, b in jumps if b > a + 1)
    for name in ("header", "nav", "main", "footer"):
        if sum(tag == name for tag, _, _ in elements) != 1:
            yield f"not one <{name}>"


def wrong_tables_and_images(elements):
    for tag, one, _ in elements:
        if tag == "th" and "scope" not in one:
            yield "a heading of a table has no scope"
        if tag == "img" and len(one.get("alt", "")) < LEAST_WORDS:
            yield "an image is not told in words"


def what_loads(elements):
    """What a browser would fetch or execute."""
    for tag, one, _ in elements:
        if tag in ("script", "iframe", "object", "embed", "link", "base", "form"):
            yield f"<{tag}>"
        yield from (f"{tag} {key}" for key in one if key.startswith("on"))
        yield from (
            f"{tag} {key}={value[:40]}"
            for key, value in one.items()
            if key in ("src", "srcset", "data") and not value.startswith("data:image/")
        )
        href = one.get("href", "#")
        if not href.startswith("#"):
            yield f"{tag} href={href}"


@pytest.fixture(scope="session")
def read():
    """Read a page, and fail if it is not valid, self-contained and orderly."""

    def reading(html):
        reader = Reader()
        reader.feed(html)
        reader.close()
        wrong = [*reader.wrong, *(f"<{tag}> stays open" for tag in reader.open)]
        for check in (wrong_links, wrong_outline, wrong_tables_and_images, what_loads):
            wrong += check(reader.elements)
        assert html.startswith("<!DOCTYPE html>\n")
        assert wrong == []
        return SimpleNamespace(elements=reader.elements, text="".join(reader.text))

    return reading
