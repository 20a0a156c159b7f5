"""Findings of a results directory, which are Markdown, as HTML that loads and executes nothing."""

from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

_FIRST: Final = 2
"""How many levels a heading goes down: those of the page and of the section stand above."""
_LOWEST: Final = 6
_OFF: Final = ("link", "image", "autolink", "html_inline", "html_block", "reference")


def to_markup(text: str, label: str) -> Markup:
    """Return Markdown as HTML.

    Parameters
    ----------
    text : str
    label : str
        What tables and blocks that scroll are called.
    """
    return Markup(_parser().render(text, {"label": label}))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_OFF))
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", _table_close)
    parser.add_render_rule("th_open", _th_open)
    return parser


def _lower_headings(state: Any) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + _FIRST, _LOWEST)}"


def _scrolling(env: MutableMapping[str, Any]) -> str:
    return f'class="scroll" tabindex="0" role="group" aria-label="{escape(env["label"])}"'


def _fence(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any,
    env: MutableMapping[str, Any],
) -> str:  # fmt: skip
    return f"<pre {_scrolling(env)}><code>{escape(tokens[index].content)}</code></pre>\n"


def _table_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any,
    env: MutableMapping[str, Any],
) -> str:  # fmt: skip
    return f"<div {_scrolling(env)}><table>\n"


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _th_open(*_: Any) -> str:
    return '<th scope="col">'
