"""Code without what is of one language in it, so that two notebooks can be compared."""

import ast

ENGLISH = {"said": "sentences", "noted": "notes"}
"""What is asked for without a language."""


def without_language(source):
    """Return the structure of code: what it calls, with which numbers, in which order.

    Texts and their widths are left out, and what stands there for Chinese alone: the argument
    ``lang``, the font, and lookups of names in a dictionary ``ZH``.
    """
    tree = ast.parse(source)
    tree.body = [line for line in tree.body if not _is_chinese(line)]
    return ast.dump(_Plain().visit(tree))


class _Plain(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node):
        values = [one for one in node.values if isinstance(one, ast.FormattedValue)]
        return ast.Tuple([self.visit(one.value) for one in values])

    def visit_Subscript(self, node):
        self.generic_visit(node)
        return node.slice if _is_zh(node.value) else node

    def visit_Call(self, node):
        self.generic_visit(node)
        if any(map(_is_zh, [*node.args, *(one.value for one in node.keywords)])):
            return node.func.value
        node.keywords = [one for one in node.keywords if one.arg != "lang"]
        english = ENGLISH.get(getattr(node.func, "attr", ""))
        return ast.Attribute(node.func.value, english, ast.Load()) if english else node


def _is_zh(node):
    return isinstance(node, ast.Name) and node.id == "ZH"


def _is_chinese(line):
    targets = getattr(line, "targets", [getattr(line, "target", None)])
    return any(map(_is_zh, targets)) or "figures_in" in ast.unparse(line)
