"""Both languages say the same things, and the Chinese is written as Chinese is."""

import re

import pytest

from sanlian_sim.language.catalogue import LANGUAGES, listed, tables, words
from sanlian_sim.language.translate import messages
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.scenario.describe import (
    describe_arrangements,
    describe_groups,
    describe_instruments,
    describe_mechanisms,
    describe_parameters,
    describe_presets,
    describe_services,
)
from sanlian_sim.scenario.fields import meta_of
from sanlian_sim.scenario.levers import Levers

CHINESE = re.compile("[\u4e00-\u9fff]")
NAMES = re.compile(r"\{(\w+)\}")
# Half-width marks beside Chinese letters are typing errors.
HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:!?()]|[,;!?(][\u4e00-\u9fff]")


def texts(table, place=()):
    """Every text of a table by its place."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from texts(value, (*place, key))
        else:
            yield (
                (*place, key),
                value
                if isinstance(value, str)
                else "|".join(map(str, value))
                if isinstance(value, list)
                else str(value),
            )


def of(lang):
    return {place: text for place, text in texts(dict(words(lang))) if place[0] != "units"}


def test_both_languages_have_the_same_words_with_the_same_names_in_braces():
    english, chinese = of("en"), of("zh")
    assert english.keys() == chinese.keys()
    for place, text in english.items():
        assert set(NAMES.findall(text)) == set(NAMES.findall(chinese[place])), place


def test_lists_of_heads_are_as_long_in_both_languages():
    for place, text in of("en").items():
        assert text.count("|") == of("zh")[place].count("|"), place


def test_no_message_stands_twice():
    assert len(messages()) == sum(len(table) for table in tables("messages"))


def test_messages_have_the_same_names_in_braces():
    for english, chinese in messages().items():
        assert set(NAMES.findall(english)) == set(NAMES.findall(chinese)), english


@pytest.mark.parametrize("source", ["words", "messages"])
def test_chinese_has_full_width_marks(source):
    told = of("zh") if source == "words" else messages()
    wrong = [text for text in told.values() if HALF_WIDTH.search(text)]
    assert not wrong


def test_every_unit_of_an_outcome_or_a_parameter_has_chinese():
    units = {one.unit for one in OUTCOMES.values()} | {one.unit for one in describe_parameters()}
    units |= {one.unit for one in map(meta_of, Levers.model_fields.values()) if one}
    known = words("zh")["units"]
    # Units that both languages write alike.
    assert units - known.keys() <= {"", "1"}


def test_everything_that_is_named_has_a_chinese_label():
    rows = [
        *describe_arrangements(), *describe_groups(), *describe_instruments(), *describe_presets(),
        *describe_mechanisms(), *describe_services(), *OUTCOMES.values(),
    ]  # fmt: skip
    for row in rows:
        assert CHINESE.search(row.label_zh), row.name


def test_parts_are_listed_with_the_marks_of_the_language():
    assert [listed(["a", "b"], lang) for lang in LANGUAGES] == ["a, b", "a、b"]


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="no language 'de'; known: en, zh"):
        words("de")
