"""Both languages say the same things."""

import pytest

from sanlian_sim.dashboard.controls import CONTROLS
from sanlian_sim.dashboard.views import FIGURES, GROUPS
from sanlian_sim.dashboard.words import arrangement, group, outcome, scenario, words


def keys(table, above=()):
    for key, value in table.items():
        yield from keys(value, (*above, key)) if isinstance(value, dict) else [(*above, key)]


def placeholders(table):
    """Names in braces by key."""
    import string

    for place in keys(table):
        value = table
        for part in place:
            value = value[part]
        yield place, {name for _, name, *_ in string.Formatter().parse(value) if name}


def test_languages_have_the_same_keys_and_placeholders():
    assert dict(placeholders(words("en"))) == dict(placeholders(words("zh")))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_control_has_its_words(lang):
    said = words(lang)
    for control in CONTROLS.values():
        assert said["controls"][control.name]
        assert control.unit == "" or said["units"][control.unit]
        assert all(said["choices"][choice] for choice in control.choices)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_shown_has_a_label(lang):
    assert all(outcome(name, lang) for name, *_ in FIGURES)
    assert all(group(name, lang) != name for name in GROUPS)
    assert arrangement("linked", lang) != "linked"


def test_an_arrangement_without_a_label_has_its_name():
    assert arrangement("mine", "zh") == "mine"


def test_scenarios_of_one_arrangement_are_told_apart_by_name():
    arrangements = {"now": "government_led", "more": "linked", "less": "linked"}
    assert scenario("now", arrangements, "en") == "Government-led"
    assert "more" in scenario("more", arrangements, "en")
    assert "less" in scenario("less", arrangements, "zh")


def test_chinese_is_chinese():
    texts = [
        words("zh")[part][key] for part in ("controls", "buttons") for key in words("zh")[part]
    ]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in texts)
