"""A page escapes what it is given, and can be read in both schemes of colour."""

import re
from importlib.resources import files

import pytest

from sanlian_sim.report.document.blocks import (
    Cell,
    Command,
    Fold,
    Grid,
    Heading,
    Page,
    Picture,
    Points,
    Prose,
    Rows,
    Section,
    Term,
    Terms,
)
from sanlian_sim.report.document.page import to_html

HOSTILE = """</title></style><script>alert(1)</script> " onload='x' & <img src=x>"""
PIXEL = "data:image/png;base64,AAAA"


def every_block(text):
    return [
        Prose([text], lead=True), Heading(text), Points([text]), Terms([Term(text, text, "one")]),
        Grid(text, [text, text], [Rows([[text, Cell(text, mark=True)]], heading=text)], note=text),
        Picture(PIXEL, f"{text} and seven more words that tell it", text, 1, 1), Command(text),
        Fold(text, [Prose([text], lang="en")]),
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_whatever_is_given_is_text(read, lang):
    blocks = every_block(HOSTILE)
    page = Page(HOSTILE, HOSTILE, [HOSTILE], [Section("one", HOSTILE, blocks)], HOSTILE)
    html = to_html(page, lang)
    assert read(html).text.count(HOSTILE) > 15
    assert "<script" not in html


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    low, high = sorted([luminance(a), luminance(b)])
    return (high + 0.05) / (low + 0.05)


def test_letters_stand_out_in_light_dark_and_print():
    folder = files("sanlian_sim.report.document") / "templates"
    style = folder.joinpath("style.css").read_text(encoding="utf-8")
    schemes = [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in style.split(":root")[1:]]
    assert len(schemes) == 3
    for scheme in schemes:
        for ink in ("ink", "quiet", "accent", "mark"):
            for ground in ("paper", "soft"):
                assert contrast(scheme[ink], scheme[ground]) >= 4.5, (ink, ground)
