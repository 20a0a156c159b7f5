"""What the page draws of a frame, as HTML: pictures, figures so far, charts."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

from sanlian_sim.dashboard import charts
from sanlian_sim.dashboard.charts import DIFFERENCE_COLOUR, SCENARIO_COLOUR
from sanlian_sim.dashboard.layout import every
from sanlian_sim.dashboard.network import GOVERNMENT, RESIDENT, SOCIAL, UNNOTICED, WAITING
from sanlian_sim.dashboard.readings import Reading
from sanlian_sim.dashboard.words import arrangement, group, outcome, words
from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.catalogue import words as report_words
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.style import BASELINE_COLOUR

GROUPS: Final = (
    "in_need", "carers", "disabled_60_plus", "age_80_plus", "alone_60_plus", "low_income",
    "unemployed",
)  # fmt: skip
FIGURES: Final = (
    ("mean_wait", "all", 0.01), ("unmet_hours", "all", 0.01), ("wellbeing", "in_need", 0.001),
    ("trust_social", "all", 0.001), ("fiscal_cost", "all", 0.1), ("societal_cost", "all", 0.1),
)  # fmt: skip
"""Outcome, group and the last digit shown."""
COURSES: Final = ("waiting", "fiscal")
Pair = tuple[Reading, Reading]


def names(pair: Pair, lang: Language) -> tuple[str, str]:
    """Return what the two scenarios are called."""
    said = words(lang)
    left, right = (
        said["name"].format(role=said[role], arrangement=arrangement(reading.arrangement, lang))
        for role, reading in zip(("baseline", "moved"), pair, strict=True)
    )
    return left, right


def legend(residents: int, lang: Language) -> str:
    """Return the legend of the pictures."""
    said = words(lang)
    marks = (
        ("resident", RESIDENT), ("unnoticed", UNNOTICED), ("waiting", WAITING),
        ("government", GOVERNMENT), ("social", SOCIAL),
    )  # fmt: skip
    entries = "".join(
        f'<span><i style="background:{colour}"></i>{escape(said["legend"][name])}</span>'
        for name, colour in marks
    )
    number = every(residents)
    dot = said["one_dot"] if number == 1 else said["one_dot_for"].format(number=number)
    dot = f"{dot} {said['numbers']}"
    return f'<div class="legend">{entries}<span>{escape(dot)}</span></div>'


def figures(pair: Pair, lang: Language) -> str:
    """Return the figures so far: both runs, and the difference."""
    tiles = "".join(_tile(pair, *figure, lang) for figure in FIGURES)
    return f'<div class="figures">{tiles}</div>'


def _tile(pair: Pair, name: str, of: str, digit: float, lang: Language) -> str:
    left, right = (reading.value(name, of) for reading in pair)
    about = outcome(name, lang) + ("" if of == "all" else f" ({group(of, lang)})")
    unit = OUTCOMES[name].unit
    unit = report_words(lang)["units"].get(unit, words(lang)["figure_units"].get(unit, unit))
    values = (
        f'<b style="color:{BASELINE_COLOUR}">{charts.number(left, digit)}</b> → '
        f'<b style="color:{SCENARIO_COLOUR}">{charts.number(right, digit)}</b>'
    )
    change = charts.number(right - left, digit, signed=True)
    return (
        f"<div><h3>{escape(about)}</h3><p>{values}</p>"
        f"<p><em>{change}</em> <small>{escape(unit)}</small></p></div>"
    )


def chart_rows(pair: Pair, weeks: int, lang: Language) -> str:
    """Return all charts: baseline and scenario on the same axes, and the difference."""
    said = words(lang)
    heads = (*names(pair, lang), said["delta"])
    rows = [
        _row(said["charts"]["waits"], _waits(pair, heads, lang), heads),
        _row(said["charts"]["wellbeing"], _wellbeing(pair, heads, lang), heads),
    ]
    for name in COURSES:
        about = said["charts"][name]
        rows.append(_row(about, _course(pair, name, weeks, about, heads, lang), heads))
    head = "".join(f"<div>{escape(one)}</div>" for one in heads)
    return f'<div class="heads">{head}</div>' + "".join(rows)


def _row(title: str, drawn: Iterator[str], heads: Sequence[str]) -> str:
    cells = "".join(
        f"<div><h3>{escape(head)}</h3>{one}</div>" for head, one in zip(heads, drawn, strict=True)
    )
    return f'<section><h2>{escape(title)}</h2><div class="three">{cells}</div></section>'


def _waits(pair: Pair, heads: Sequence[str], lang: Language) -> Iterator[str]:
    services = pair[0].services
    values = [[reading.value("mean_wait", service=name) for name in services] for reading in pair]
    called = [labels[lang == "zh"] for labels in services.values()]
    about = words(lang)["charts"]["waits"]
    return _named(called, values, about, heads, dots=False)


def _wellbeing(pair: Pair, heads: Sequence[str], lang: Language) -> Iterator[str]:
    values = [[reading.value("wellbeing", name) for name in GROUPS] for reading in pair]
    called = [group(name, lang) for name in GROUPS]
    return _named(called, values, words(lang)["charts"]["wellbeing"], heads, dots=True)


def _named(
    called: Sequence[str], values: Sequence[Sequence[float]], about: str, heads: Sequence[str],
    *, dots: bool,
) -> Iterator[str]:  # fmt: skip
    axis = charts.common(values, zero=not dots)
    for row, head, colour in zip(values, heads, (BASELINE_COLOUR, SCENARIO_COLOUR), strict=False):
        yield charts.bars(called, row, axis, colour, f"{about}: {head}", dots=dots)
    change = [right - left for left, right in zip(*values, strict=True)]
    yield charts.bars(
        called, change, charts.common([change], zero=True), DIFFERENCE_COLOUR,
        f"{about}: {heads[2]}", signed=True,
    )  # fmt: skip


def _course(
    pair: Pair, name: str, weeks: int, about: str, heads: Sequence[str], lang: Language
) -> Iterator[str]:
    left, right = (reading.courses[name] for reading in pair)
    week = words(lang)["week_word"]
    axis = charts.common([left.tolist(), right.tolist()], zero=True)
    for values, colour, head in ((left, BASELINE_COLOUR, 0), (right, SCENARIO_COLOUR, 1)):
        yield charts.courses([(values, colour)], axis, weeks, f"{about}: {heads[head]}", week)
    change = right - left
    own = charts.common([change.tolist()], zero=True)
    lines = [(change, DIFFERENCE_COLOUR)]
    yield charts.courses(lines, own, weeks, f"{about}: {heads[2]}", week)


def week_of(frame: Any, lang: Language) -> str:
    """Return what the runs are doing, in words."""
    text = words(lang)["states"][frame.state]
    return str(text.format(week=frame.week, weeks=frame.weeks))
