"""The language of help and errors, which must be known before any option is read."""

import re
from collections.abc import Iterable, Sequence
from inspect import cleandoc
from typing import Any, Final

import click

from sanlian_sim.language.catalogue import LANGUAGES, Language
from sanlian_sim.language.translate import translated

_EXTRA: Final = re.compile(r"(.*?)  \[(.*)\]", re.DOTALL)
_FULL_STOP: Final = "。"


def language_of(arguments: Sequence[str]) -> Language | None:
    """Return the language that the words after the program's name ask for, wherever they do."""
    found = None
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        found = next((lang for lang in LANGUAGES if lang == value), found)
    return found


class Formatter(click.HelpFormatter):
    """Help in Chinese, wrapped by the width of characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, _chinese("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write the heading of options or commands."""
        self.write(f"{'':>{self.current_indent}}{_chinese(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        told = [_chinese(" ".join(part.split())) for part in text.split("\n\n")]
        for n, part in enumerate(told):
            self._write_wrapped(part, " " * self.current_indent)
            self.write("\n" if n < len(told) - 1 else "")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names with their meanings beside or below them."""
        rows, indent = list(rows), " " * self.current_indent
        first = min(max(len(name) for name, _ in rows), col_max) + col_spacing
        for name, meaning in rows:
            beside = len(name) <= first - col_spacing
            self.write(f"{indent}{name:<{first}}" if beside else f"{indent}{name}\n")
            self._write_wrapped(_meaning(meaning), indent + " " * first, begun=beside)

    def _write_wrapped(self, text: str, indent: str, *, begun: bool = False) -> None:
        from sanlian_sim.report.text import wrapped

        lines = wrapped(text, self.width - len(indent)).split("\n")
        for n, line in enumerate(lines):
            self.write(line + "\n" if begun and n == 0 else f"{indent}{line}\n")


class Context(click.Context):
    """A context that formats help in the language that stands in ``obj``."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what lays help out."""
        if self.obj != "zh":
            return super().make_formatter()
        return Formatter(width=self.terminal_width, max_width=self.max_content_width)


class Group(click.Group):
    """Commands, each listed by the first sentence of its help."""

    context_class = Context

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with what they do."""
        commands = ((name, self.commands[name].help or "") for name in self.list_commands(ctx))
        rows = [(name, cleandoc(text).split("\n\n")[0]) for name, text in commands]
        with formatter.section("Commands"):
            formatter.write_dl([(name, " ".join(text.split())) for name, text in rows])


def show(error: click.ClickException, lang: Language) -> None:
    """Tell of wrong options, in English as Click does."""
    if lang == "en":
        error.show()
        return
    context: Any = getattr(error, "ctx", None)
    lines = []
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        lines = [error.format_message()]
    elif context is not None:
        command = f"{context.command_path} --help"
        lines = [context.get_usage(), translated(f"Try '{command}' for help.", lang), ""]
    if not isinstance(error, click.exceptions.NoArgsIsHelpError):
        told = " ".join(error.format_message().split())
        lines.append(translated(f"Error: {told}", lang))
    _tell(lines)


def _tell(lines: Iterable[str]) -> None:
    click.echo("\n".join(lines), err=True)


def _meaning(text: str) -> str:
    """Return the meaning of an option in Chinese, with what Click adds about its values."""
    found = _EXTRA.fullmatch(text)
    if found is None:
        return _chinese(" ".join(text.split()))
    extras = "；".join(_chinese(part) for part in found[2].split("; "))
    return f"{_chinese(' '.join(found[1].split())).removesuffix(_FULL_STOP)}（{extras}）"


def _chinese(text: str) -> str:
    return translated(text, "zh")
