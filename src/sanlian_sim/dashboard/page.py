"""The page: a session for each tab, controls on the left, two runs on the right."""

import time
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote

import solara

from sanlian_sim.dashboard import views
from sanlian_sim.dashboard.controls import control_of
from sanlian_sim.dashboard.network import background, foreground
from sanlian_sim.dashboard.panel import Field, Panel
from sanlian_sim.dashboard.question import Question
from sanlian_sim.dashboard.served import SERVED
from sanlian_sim.dashboard.session import PACES, Frame, Session
from sanlian_sim.dashboard.words import words
from sanlian_sim.language.catalogue import Language
from sanlian_sim.world.rules import WEEKS_PER_YEAR

WEEKS_PER_MONTH: Final = 4


@cache
def _style() -> str:
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8")


@solara.component
def Layout(children: list[Any]) -> Any:  # noqa: N802
    """Show the page alone, without a frame of Solara's."""
    return solara.Div(children=children, classes=["dash"])


@solara.component
def Page() -> None:  # noqa: N802
    """Show two scenarios side by side."""
    question = solara.use_memo(SERVED.begin, [])
    frame = solara.use_reactive(Frame("building", 0, 0, question))
    values = solara.use_reactive(question.values)
    lang = SERVED.lang
    session = solara.use_memo(lambda: Session(question, frame.set), [])
    solara.use_effect(lambda: session.close, [])

    def move(changed: dict[str, Any]) -> None:
        values.set(changed)
        session.change(changed)

    solara.Title(words(lang)["title"])
    solara.Style(_style())
    Bar(session, frame.value, lang)
    Notices(frame.value, lang)
    with solara.Div(classes=["body"]):
        Panel(question, values.value, frame.value.problems, lang, move)
        with solara.Div(classes=["views"]):
            Views(frame.value, lang)


@solara.component
def Bar(session: Session, frame: Frame, lang: Language) -> None:  # noqa: N802
    """Show what the runs are doing, and what can be told them."""
    said = words(lang)["buttons"]
    pace = solara.use_reactive(PACES[1])
    playing = frame.state == "running"

    def set_pace(weeks: int) -> None:
        pace.set(weeks)
        session.set_pace(weeks)

    with solara.Div(classes=["bar"]):
        solara.HTML(tag="h1", unsafe_innerHTML=words(lang)["title"])
        state = views.week_of(frame, lang)
        solara.HTML(unsafe_innerHTML=state, classes=["week"], attributes={"role": "status"})
        text = said["pause"] if playing else said["start"]
        _button(text, lambda: session.play(not playing), first=True, off=frame.state == "over")
        for weeks, name in ((1, "week"), (WEEKS_PER_MONTH, "month"), (WEEKS_PER_YEAR, "year")):
            _button(f"+ {said[name]}", _step(session, weeks), off=frame.state == "over")
        _button(said["reset"], session.reset)
        _paces(pace.value, said, set_pace)
        Download(frame.question, words(lang)["export"])


@solara.component
def Download(question: Question, text: str) -> None:  # noqa: N802
    """Offer the experiment that is shown, as the file that 'sanlian compare' takes."""
    content = solara.use_memo(lambda: question.experiment().to_toml(), [question])
    # A link that holds the file needs no further word with the server.
    link = {"href": f"data:application/toml;charset=utf-8,{quote(content)}"}
    link |= {"download": "experiment.toml", "class": "told link"}
    solara.HTML(tag="a", unsafe_innerHTML=text, attributes=link)


def _step(session: Session, weeks: int) -> Any:
    return lambda: session.step(weeks)


def _button(text: str, told: Any, *, first: bool = False, off: bool = False) -> None:
    classes = ["told", "first"] if first else ["told"]
    solara.Button(text, on_click=told, text=True, disabled=off, classes=classes)


def _paces(pace: int, said: Any, told: Any) -> None:
    labels = [(str(weeks), said["per_second"].format(number=weeks)) for weeks in PACES]
    Field(
        id="pace", label=said["pace"], kind="choice", value=str(pace), low=0, high=0, step=1,
        unit="", choices=labels, problem="", event_moved=lambda chosen: told(int(chosen)),
    )  # fmt: skip


@solara.component
def Notices(frame: Frame, lang: Language) -> None:  # noqa: N802
    """Say that controls could not be followed, and what belongs beside none of them."""
    said = words(lang)
    texts = [said["file_note"]] if frame.question.relaxed else []
    if frame.problems:
        loose = [p for p in frame.problems if not control_of(p, frame.question.moved)]
        texts.append(" ".join([said["problems"], *map(str, loose)]))
    for text in texts:
        solara.Text(text, classes=["notice"])


@solara.component
def Views(frame: Frame, lang: Language) -> None:  # noqa: N802
    """Show pictures, figures and charts of both runs."""
    said = words(lang)
    if frame.readings is None:
        solara.Text(said["no_model"])
        return
    pair, moving = frame.readings, frame.state == "running"
    with solara.Div(classes=["two"]):
        for reading, name in zip(pair, views.names(pair, lang), strict=True):
            with solara.Div():
                solara.HTML(tag="h2", unsafe_innerHTML=escape(name))
                Picture(reading.cases, moving, lang)
    solara.HTML(unsafe_innerHTML=views.legend(pair[0].residents, lang))
    solara.HTML(unsafe_innerHTML=views.figures(pair, lang))
    solara.HTML(unsafe_innerHTML=views.chart_rows(pair, frame.weeks, lang))
    solara.HTML(tag="p", unsafe_innerHTML=said["same_seed"], classes=["note"])


@solara.component
def Picture(cases: Any, moving: bool, lang: Language) -> None:  # noqa: N802
    """Show a network: residents, who stay where they are, and what moves above them."""
    residents = tuple(cases.communities.tolist())
    still = solara.use_memo(lambda: background(residents), [residents])
    with solara.Div(classes=["picture"]):
        solara.HTML(unsafe_innerHTML=still)
        above = foreground(cases, words(lang)["picture"], moving, time.monotonic())
        solara.HTML(unsafe_innerHTML=above, classes=["over"])
