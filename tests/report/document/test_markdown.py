"""Findings become HTML that loads and executes nothing."""

import pytest

from sanlian_sim.report.document.markdown import to_markup


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "a <img src=x onerror=y> b", "![a](http://example.org/a.png)",
        "[a](javascript:alert(1))", "[a](http://example.org)", "<http://example.org>",
        "[a]: http://example.org\n\n[a]", "```\n<b>\n```", "| a |\n|---|\n| <i>x</i> |",
    ],
)  # fmt: skip
def test_nothing_is_loaded_or_executed(text):
    html = to_markup(text, 'a "label"')
    for part in ("<script", "<img", "<a ", "href", "<i>", "<b>"):
        assert part not in html


def test_headings_go_down_and_tables_scroll():
    html = to_markup("# Verdicts\n\n| claim |\n|---|\n| C1 |\n", "Findings")
    assert "<h3>Verdicts</h3>" in html
    assert '<div class="scroll" tabindex="0" role="group" aria-label="Findings"><table>' in html
    assert '<th scope="col">claim</th>' in html
