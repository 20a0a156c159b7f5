"""Every language says the same, with the same places to fill in."""

import re
import string

from sanlian_sim.report.document.texts import texts


def flat(table, above=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def places(value):
    parts = [value] if isinstance(value, str) else value
    return [
        sorted({name for _, name, _, _ in string.Formatter().parse(one) if name}) for one in parts
    ]


def test_languages_have_equal_keys_and_places():
    english, chinese = (dict(flat(texts(lang))) for lang in ("en", "zh"))
    assert english.keys() == chinese.keys()
    for key, value in english.items():
        assert places(value) == places(chinese[key]), key


def test_no_text_is_left_in_the_other_language():
    for key, value in flat(texts("zh")):
        told = value if isinstance(value, str) else "".join(value)
        said = re.sub(r"\{\w+\}|csv|EVPI", "", told)
        if re.search(r"\w", said):
            assert re.search(r"[\u4e00-\u9fff]", said), key
