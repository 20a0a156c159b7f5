"""Tables of text line up, whatever they hold."""

from rich.cells import cell_len

from sanlian_sim.report.text import text_table


def test_columns_line_up_with_chinese_labels():
    text = text_table(["label", "n"], [["生活照料", "1"], ["work", "1,000"]], right=[1])
    lengths = {cell_len(line) for line in text.splitlines()}
    assert len(lengths) == 1
    assert text.splitlines()[0].split() == ["label", "n"]


def test_long_cells_are_folded_only_at_a_width():
    rows = [["word " * 40]]
    assert len(text_table(["a"], rows).splitlines()) == 3
    folded = text_table(["a"], rows, width=50).splitlines()
    assert len(folded) > 5
    assert max(map(len, folded)) <= 50


def test_markup_is_text():
    assert "[red]x[/red] :smile:" in text_table(["a"], [["[red]x[/red] :smile:"]])
