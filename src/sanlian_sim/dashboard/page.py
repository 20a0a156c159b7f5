"""The page: a session for each tab, controls on the left, two runs on the right."""

import time
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final

import solara

from sanlian_sim.dashboard import colours, views
from sanlian_sim.dashboard.bar import Bar
from sanlian_sim.dashboard.controls import control_of
from sanlian_sim.dashboard.network import background, foreground
from sanlian_sim.dashboard.panel import Change, Field, Panel
from sanlian_sim.dashboard.question import Question
from sanlian_sim.dashboard.served import SERVED
from sanlian_sim.dashboard.session import Frame, Session
from sanlian_sim.dashboard.words import scenario, words
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.problems import problem_text

SLOW: Final = 0.25
"""Seconds for a week of both runs from which the page says that it is slow."""
Choose = Callable[[str | None, str | None], None]


@cache
def _style() -> str:
    sheet = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return colours.rules() + sheet


@solara.component
def Layout(children: list[Any]) -> Any:  # noqa: N802
    """Show the page alone, without a frame of Solara's."""
    return solara.Div(children=children, classes=["dash"])


@solara.component_vue("document.vue")
def Document(lang: str) -> None:  # noqa: N802
    """Tell the browser in which language the page is."""


@solara.component
def Page() -> None:  # noqa: N802
    """Show two scenarios side by side."""
    first = solara.use_memo(SERVED.begin, [])
    asked = solara.use_reactive(first)
    frame = solara.use_reactive(Frame("building", 0, 0, first))
    chosen = solara.use_reactive(SERVED.lang)
    session = solara.use_memo(lambda: Session(first, frame.set), [])
    solara.use_effect(lambda: session.close, [])
    lang = chosen.value

    def ask(question: Question) -> None:
        asked.set(question)
        session.ask(question)

    # What is shown may lag behind what was asked, so that a change begins at what was asked last.
    def move(change: Change) -> None:
        now = asked.peek()
        ask(now.with_values({**now.values, **change(now.values)}))

    def choose(left: str | None, start: str | None) -> None:
        now = asked.peek()
        ask(now.between(left or now.left, start or now.start))

    solara.Title(words(lang)["title"])
    solara.Style(_style())
    Document(lang=words(lang)["code"])
    Bar(session, frame.value, lang, chosen.set)
    with solara.v.Html(tag="main", class_="body"):
        Panel(asked.value, frame.value.problems, lang, move)
        with solara.v.Html(tag="div", class_="views", attributes={"id": "views"}):
            Notices(frame.value, asked.value, lang)
            Views(frame.value, asked.value, lang, choose)


@solara.component
def Notices(frame: Frame, asked: Question, lang: Language) -> None:  # noqa: N802
    """Say what cannot be followed, what was replaced, and that a place is large."""
    said = words(lang)
    texts = [said["file_note"]] if asked.relaxed else []
    if frame.problems:
        loose = [p for p in frame.problems if not control_of(p, asked.moved)]
        texts.append(" ".join([said["problems"], *(problem_text(p, lang) for p in loose)]))
    if frame.seconds > SLOW:
        texts.append(said["slow"].format(seconds=f"{frame.seconds:.1f}"))
    for text in texts:
        solara.Text(text, classes=["notice"])


@solara.component
def Views(frame: Frame, asked: Question, lang: Language, choose: Choose) -> None:  # noqa: N802
    """Show pictures, figures and charts of both runs."""
    said, pair = words(lang), frame.readings
    if pair is None:
        if not frame.problems:
            solara.Text(said["no_model"], classes=["note"])
        return
    called = views.names(frame.question, lang)
    with solara.Div(classes=["two"]):
        for side, reading in zip(("left", "right"), pair, strict=True):
            with solara.Div(classes=[side]):
                Choice(side, asked, lang, choose)
                Picture(reading.cases, frame.state == "running", lang)
    solara.HTML(unsafe_innerHTML=views.legend(pair[0].cases.communities.tolist(), lang))
    solara.HTML(unsafe_innerHTML=views.figures(pair, lang))
    solara.HTML(unsafe_innerHTML=views.courses(pair, called, frame.weeks, lang))
    solara.HTML(unsafe_innerHTML=views.comparisons(pair, called, lang))
    solara.HTML(tag="p", unsafe_innerHTML=said["same_seed"], classes=["note"])


@solara.component
def Choice(side: str, asked: Question, lang: Language, choose: Choose) -> None:  # noqa: N802
    """Offer the scenarios of the file for one side."""
    said = words(lang)

    def chosen(name: str) -> None:
        choose(*((name, None) if side == "left" else (None, name)))

    called = {name: scenario(name, asked.arrangements, lang) for name in asked.arrangements}
    called[asked.baseline] = said["is_baseline"].format(scenario=called[asked.baseline])
    Field(
        id=side, label=said["sides"][side], kind="choice",
        value=asked.left if side == "left" else asked.start, low=0, high=0, step=1, unit="",
        choices=list(called.items()), problem="", moved=chosen,
    )  # fmt: skip


@solara.component
def Picture(cases: Any, moving: bool, lang: Language) -> None:  # noqa: N802
    """Show a network: residents, who stay where they are, and what moves above them."""
    residents = tuple(cases.communities.tolist())
    still = solara.use_memo(lambda: background(residents), [residents])
    with solara.Div(classes=["picture"]):
        solara.HTML(unsafe_innerHTML=still)
        above = foreground(cases, words(lang)["picture"], moving, time.monotonic())
        solara.HTML(unsafe_innerHTML=above, classes=["over"])
