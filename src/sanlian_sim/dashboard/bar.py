"""The bar of the page: what the runs are doing, and what can be told them."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import solara

from sanlian_sim.dashboard import views
from sanlian_sim.dashboard.panel import Field
from sanlian_sim.dashboard.question import Question
from sanlian_sim.dashboard.session import PACES, Frame, Session
from sanlian_sim.dashboard.words import words
from sanlian_sim.language.catalogue import LANGUAGES, Language
from sanlian_sim.world.rules import WEEKS_PER_YEAR

WEEKS_PER_MONTH: Final = 4
Speak = Callable[[Language], None]


@solara.component
def Bar(session: Session, frame: Frame, lang: Language, speak: Speak) -> None:  # noqa: N802
    """Show buttons; ``speak`` is told the language that is chosen."""
    said = words(lang)["buttons"]
    playing, over = frame.state == "running", frame.state == "over"
    with solara.v.Html(tag="header", class_="bar"):
        skip = {"href": "#views", "class": "skip"}
        solara.HTML(tag="a", unsafe_innerHTML=words(lang)["skip"], attributes=skip)
        solara.HTML(tag="h1", unsafe_innerHTML=words(lang)["title"])
        for other in LANGUAGES:
            if other != lang:
                _tongue(other, speak)
        state = views.week_of(frame, lang)
        solara.HTML(unsafe_innerHTML=state, classes=["week"], attributes={"role": "status"})
        text = said["pause"] if playing else said["start"]
        _button(text, lambda: session.play(not playing), first=True, off=over)
        for weeks, name in ((1, "week"), (WEEKS_PER_MONTH, "month"), (WEEKS_PER_YEAR, "year")):
            _button(f"+ {said[name]}", _step(session, weeks), off=over)
        _button(said["reset"], session.reset)
        Pace(session, said)
        Download(frame.question, words(lang)["export"])


@solara.component
def Pace(session: Session, said: Any) -> None:  # noqa: N802
    """Offer how fast weeks pass."""
    pace = solara.use_reactive(PACES[1])

    def set_pace(chosen: str) -> None:
        pace.set(int(chosen))
        session.set_pace(int(chosen))

    labels = [(str(weeks), said["per_second"].format(number=weeks)) for weeks in PACES]
    Field(
        id="pace", label=said["pace"], kind="choice", value=str(pace.value), low=0, high=0, step=1,
        unit="", choices=labels, problem="", moved=set_pace,
    )  # fmt: skip


@solara.component
def Download(question: Question, text: str) -> None:  # noqa: N802
    """Offer the experiment that is shown, as the file that 'sanlian compare' takes."""
    content = solara.use_memo(lambda: question.experiment().to_toml(), [question])
    # A link that holds the file needs no further word with the server.
    link = {"href": f"data:application/toml;charset=utf-8,{quote(content)}"}
    link |= {"download": "experiment.toml", "class": "told link"}
    solara.HTML(tag="a", unsafe_innerHTML=text, attributes=link)


def _tongue(lang: Language, speak: Speak) -> None:
    name, code = words(lang)["own_name"], words(lang)["code"]
    solara.Button(
        name, on_click=lambda: speak(lang), text=True, classes=["told", "tongue"],
        attributes={"lang": code},
    )  # fmt: skip


def _step(session: Session, weeks: int) -> Callable[[], None]:
    return lambda: session.step(weeks)


def _button(text: str, told: Callable[[], None], *, first: bool = False, off: bool = False) -> None:
    classes = ["told", "first"] if first else ["told"]
    solara.Button(text, on_click=told, text=True, disabled=off, classes=classes)
