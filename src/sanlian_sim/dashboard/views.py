"""What the page draws of a frame, as HTML: pictures, figures so far, charts."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

from sanlian_sim.dashboard import charts
from sanlian_sim.dashboard.charts import DIFFERENCE_COLOUR, LEFT_COLOUR, RIGHT_COLOUR
from sanlian_sim.dashboard.layout import MOST_IN_A_ROW, every
from sanlian_sim.dashboard.network import GOVERNMENT, RESIDENT, SOCIAL, UNNOTICED, WAITING
from sanlian_sim.dashboard.question import Question
from sanlian_sim.dashboard.readings import Reading
from sanlian_sim.dashboard.words import group, outcome, scenario, words
from sanlian_sim.language.catalogue import Language
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.world.rules import WEEKS_PER_YEAR

GROUPS: Final = (
    "in_need", "carers", "disabled_60_plus", "age_80_plus", "alone_60_plus", "low_income",
    "unemployed",
)  # fmt: skip
FIGURES: Final = (
    ("mean_wait", "all", 0.01), ("unmet_hours", "all", 0.01), ("wellbeing", "in_need", 0.001),
    ("trust_social", "all", 0.001), ("fiscal_cost", "all", 0.1), ("societal_cost", "all", 0.1),
)  # fmt: skip
"""Outcome, group and the last digit shown."""
COURSES: Final = ("waiting", "wellbeing", "fiscal")
LETTERS: Final = ("A", "B")
LEAST_POINTS: Final = 0.1
"""What an axis of wellbeing spans at least: differences below are next to nothing."""
Pair = tuple[Reading, Reading]


def names(question: Question, lang: Language) -> tuple[str, str]:
    """Return what the two scenarios are called, with their letters."""
    shown = (
        scenario(name, question.arrangements, lang) for name in (question.left, question.start)
    )
    left, right = (
        words(lang)["name"].format(letter=letter, scenario=one)
        for letter, one in zip(LETTERS, shown, strict=True)
    )
    return left, right


def legend(communities: Sequence[int], lang: Language) -> str:
    """Return the legend of the pictures of communities with so many residents each."""
    said = words(lang)
    marks = (
        ("resident", RESIDENT), ("unnoticed", UNNOTICED), ("waiting", WAITING),
        ("government", GOVERNMENT), ("social", SOCIAL),
    )  # fmt: skip
    entries = "".join(
        f'<span><i style="background:{colour}"></i>{escape(said["legend"][name])}</span>'
        for name, colour in marks
    )
    number = every(sum(communities))
    sample = "" if number == 1 else said["sample"].format(number=number)
    if len(communities) > MOST_IN_A_ROW:
        sample += said["bundled"]
    return f'<div class="legend">{entries}<span>{escape(said["numbers"] + sample)}</span></div>'


def figures(pair: Pair, lang: Language) -> str:
    """Return the figures so far: both runs, and the difference."""
    tiles = "".join(_tile(pair, *figure, lang) for figure in FIGURES)
    title = escape(words(lang)["so_far"])
    return f'<div class="figures"><h2>{title}</h2>{tiles}</div>'


def _tile(pair: Pair, name: str, of: str, digit: float, lang: Language) -> str:
    left, right = (reading.value(name, of) for reading in pair)
    about = outcome(name, lang) + ("" if of == "all" else f" ({group(of, lang)})")
    unit = words(lang)["figure_units"][OUTCOMES[name].unit]
    values = (
        f'<b style="color:{LEFT_COLOUR}">{charts.number(left, digit)}</b> → '
        f'<b style="color:{RIGHT_COLOUR}">{charts.number(right, digit)}</b>'
    )
    change = charts.number(right - left, digit, signed=True)
    return (
        f"<div><h3>{escape(about)}</h3><p>{values}</p>"
        f"<p><em>{change}</em> <small>{escape(unit)}</small></p></div>"
    )


def courses(pair: Pair, called: tuple[str, str], weeks: int, lang: Language) -> str:
    """Return courses by week, both scenarios in one chart."""
    drawn = "".join(_course(pair, name, weeks, lang) for name in COURSES)
    lines = zip(called, (LEFT_COLOUR, RIGHT_COLOUR), strict=True)
    key = "".join(f'<b style="color:{colour}">— {escape(name)}</b>' for name, colour in lines)
    title = escape(words(lang)["charts"]["courses"])
    return f'<section><h2>{title} <span>{key}</span></h2><div class="three">{drawn}</div></section>'


def _course(pair: Pair, name: str, weeks: int, lang: Language) -> str:
    said = words(lang)
    about = said["charts"][name]
    values = [reading.courses[name] for reading in pair]
    axis = charts.common(
        [row.tolist() for row in values], zero=name != "wellbeing", least=LEAST_POINTS
    )
    lines = list(zip(values, (LEFT_COLOUR, RIGHT_COLOUR), strict=True))
    latest = (charts.number(float(row[-1]), 0.01) for row in values if len(row))
    told = ", ".join(f"{letter} {value}" for letter, value in zip(LETTERS, latest, strict=False))
    years = WEEKS_PER_YEAR * max(1, -(-len(values[0]) // WEEKS_PER_YEAR))
    drawn = charts.courses(lines, axis, min(weeks, years), f"{about}: {told}", said["week_word"])
    return f"<div><h3>{escape(about)}</h3>{drawn}</div>"


def comparisons(pair: Pair, called: tuple[str, str], lang: Language) -> str:
    """Return waits and wellbeing: both scenarios on the same axes, and the difference."""
    said = words(lang)
    heads = (*called, said["delta"])
    head = "".join(f"<div>{escape(one)}</div>" for one in heads)
    return (
        f'<div class="heads">{head}</div>'
        + _row(said["charts"]["waits"], _waits(pair, heads, lang), heads)
        + _row(said["charts"]["by_group"], _wellbeing(pair, heads, lang), heads)
    )


def _row(title: str, drawn: Iterator[str], heads: Sequence[str]) -> str:
    cells = "".join(
        f"<div><h3>{escape(head)}</h3>{one}</div>" for head, one in zip(heads, drawn, strict=True)
    )
    return f'<section><h2>{escape(title)}</h2><div class="three compared">{cells}</div></section>'


def _waits(pair: Pair, heads: Sequence[str], lang: Language) -> Iterator[str]:
    services = pair[0].services
    values = [[reading.value("mean_wait", service=name) for name in services] for reading in pair]
    called = [labels[lang == "zh"] for labels in services.values()]
    about = words(lang)["charts"]["waits"]
    return _named(called, values, about, heads, dots=False)


def _wellbeing(pair: Pair, heads: Sequence[str], lang: Language) -> Iterator[str]:
    values = [[reading.value("wellbeing", name) for name in GROUPS] for reading in pair]
    called = [group(name, lang) for name in GROUPS]
    about = words(lang)["charts"]["by_group"]
    return _named(called, values, about, heads, dots=True, least=LEAST_POINTS)


def _named(
    called: Sequence[str], values: Sequence[Sequence[float]], about: str, heads: Sequence[str],
    *, dots: bool, least: float = 0.0,
) -> Iterator[str]:  # fmt: skip
    axis = charts.common(values, zero=not dots, least=least)
    for row, head, colour in zip(values, heads, (LEFT_COLOUR, RIGHT_COLOUR), strict=False):
        yield charts.bars(called, row, axis, colour, f"{about}: {head}", dots=dots)
    change = [right - left for left, right in zip(*values, strict=True)]
    yield charts.bars(
        called, change, charts.common([change], zero=True, least=least), DIFFERENCE_COLOUR,
        f"{about}: {heads[2]}", signed=True,
    )  # fmt: skip


def week_of(frame: Any, lang: Language) -> str:
    """Return what the runs are doing, in words."""
    text = words(lang)["states"][frame.state]
    return str(text.format(week=frame.week, weeks=frame.weeks))
