"""The whole program speaks Chinese where it is asked to, and English otherwise."""

import re

import pytest

from sanlian_sim.cli.app import app
from sanlian_sim.cli.language import language_of

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["run", "--lang", "zh"], "zh"), (["--lang=zh", "run"], "zh"), (["run"], None), ([], None),
        (["run", "--lang", "de"], None), (["--lang", "en", "run", "--lang", "zh"], "zh"),
    ],
)  # fmt: skip
def test_the_language_is_found_wherever_it_is_asked_for(words, found):
    assert language_of(words) == found


@pytest.mark.parametrize("command", ["", *app.commands])
def test_help_is_chinese_and_fits_the_width(call, command):
    from rich.cells import cell_len

    code, out, _ = call(*filter(None, [command, "--lang", "zh", "--help"]))
    assert code == 0
    assert out.startswith("用法：")
    assert "选项：" in out
    assert "显示本帮助后退出。" in out
    assert not re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", out)
    assert max(map(cell_len, out.splitlines())) <= 80


def test_help_is_english_without_it(call):
    assert call("--help")[1].startswith("Usage: ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compar"], "错误：没有命令 'compar'；是否指 'compare'？"),
        (["compare"], "错误：缺少参数 'FILE'。"),
        (["run", "x", "--threads", "0"], "错误：'--threads' 的取值无效：0 超出范围 x>=1。"),
        (["run", "x", "--weeks", "a"], "错误：'--weeks' 的取值无效：'a' 不是有效的整数。"),
        (["run", "x", "--wees", "3"], "错误：没有选项 '--wees'；是否指其中之一："),
        (["run", "no.toml"], "  no.toml：没有这个文件"),
        (["report", "nowhere"], "错误：nowhere 不存在；请给出结果目录"),
    ],
)
def test_wrong_input_is_told_in_chinese(call, words, told):
    code, _, err = call(*words, "--lang", "zh")
    assert code == 2
    assert told in err


def test_a_valid_file_is_told_in_chinese(call, file):
    assert "有效：" in call("validate", file, "--lang", "zh")[1]


def test_lists_have_chinese_heads(call):
    assert call("list", "services", "--lang", "zh")[1].startswith("名称")
