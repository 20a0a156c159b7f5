"""Chinese figures have a font, or say which to install; never boxes."""

import warnings

import matplotlib
import pytest
from matplotlib.figure import Figure

from sanlian_sim.language.translate import translated
from sanlian_sim.report import fonts
from sanlian_sim.report.style import styled


@pytest.fixture
def without(monkeypatch):
    monkeypatch.setattr(fonts, "chinese_family", lambda: None)


def test_without_a_font_chinese_is_refused_with_what_to_install(without):
    with pytest.raises(fonts.FontMissingError, match="fonts-noto-cjk") as caught, styled("zh"):
        pass
    assert caught.value.exit_code == 2
    assert "请安装一种" in translated(str(caught.value), "zh")


def test_without_a_font_english_is_drawn(without):
    with styled():
        assert matplotlib.rcParams["font.family"] == [fonts.LATIN]


def test_chinese_names_without_a_font_are_told_once_with_what_to_install(without, caplog):
    fonts._told.clear()
    for title in ("no name", "一个名字", "又一个"):
        with styled():
            figure = Figure()
            figure.text(0.5, 0.5, title)
            fonts.tell_missing(figure)
            figure.draw_without_rendering()
    (message,) = caplog.messages
    assert "fonts-noto-cjk" in message


def test_of_several_fonts_the_best_is_taken(monkeypatch):
    class Font:
        def __init__(self, name):
            self.name, self.fname = name, "/" + name

    known = [Font("SimSun"), Font("WenQuanYi Micro Hei"), Font("Noto Sans CJK SC")]
    monkeypatch.setattr("matplotlib.font_manager.fontManager.ttflist", known)
    monkeypatch.setattr(fonts, "_take_new_fonts", lambda: None)
    assert fonts.chinese_family.__wrapped__() == "Noto Sans CJK SC"
    known.pop()
    assert fonts.chinese_family.__wrapped__() == "WenQuanYi Micro Hei"
    monkeypatch.setattr("matplotlib.font_manager.fontManager.ttflist", [Font("Arial")])
    assert fonts.chinese_family.__wrapped__() is None


def test_a_users_own_figures_are_drawn_in_chinese():
    if fonts.chinese_family() is None:
        pytest.skip("no font with Chinese characters is installed")
    with matplotlib.rc_context():
        assert fonts.figures_in("zh") == "zh"
        assert matplotlib.rcParams["font.family"] == [fonts.chinese_family(), fonts.LATIN]


def test_without_a_font_a_users_own_figures_are_drawn_and_say_once_what_to_install(without, caplog):
    fonts._told.clear()
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [fonts.figures_in("zh"), fonts.figures_in("zh"), fonts.figures_in("en")] == [
            "en", "en", "en",
        ]  # fmt: skip
        figure = Figure()
        figure.text(0.5, 0.5, "一个名字")
        fonts.tell_missing(figure)
        figure.draw_without_rendering()
    (message,) = caplog.messages
    assert "请安装" in message


def test_figures_in_an_unknown_language_are_refused():
    with pytest.raises(ValueError, match="no language 'de'"):
        fonts.figures_in("de")
