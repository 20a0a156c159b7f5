"""The controls of the page, and beside each what is wrong with it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import solara

from sanlian_sim.dashboard.controls import (
    CONTROLS,
    DELEGATION,
    MIX,
    Control,
    Values,
    control_of,
    shared_out,
)
from sanlian_sim.dashboard.question import Question
from sanlian_sim.dashboard.words import label, words
from sanlian_sim.language.catalogue import Language
from sanlian_sim.report.problems import problem_text
from sanlian_sim.scenario.problems import Problem

Change = Callable[[Values], Mapping[str, Any]]
"""Says what is moved, given the values of all controls at that moment."""
Move = Callable[[Change], None]


@solara.component_vue("control.vue")
def Entry(  # noqa: N802
    id: str,
    label: str,
    kind: str,
    value: Any,
    low: float,
    high: float,
    step: float,
    unit: str,
    choices: list[tuple[str, str]],
    problem: str,
    blank: str,
    answered: int,
    event_moved: Callable[[tuple[Any, int]], None],
) -> None:
    """Show a control; the number of a change comes back once its value has."""


@solara.component
def Field(  # noqa: N802
    id: str,
    label: str,
    kind: str,
    value: Any,
    low: float,
    high: float,
    step: float,
    unit: str,
    choices: list[tuple[str, str]],
    problem: str,
    moved: Callable[[Any], None],
    blank: str = "",
) -> None:
    """Show a slider, a field for a whole number or a choice, with its label and problem."""
    answered = solara.use_reactive(0)

    def follow(change: tuple[Any, int]) -> None:
        told, number = change
        moved(told)
        answered.set(number)

    Entry(
        id=id, label=label, kind=kind, value=value, low=low, high=high, step=step, unit=unit,
        choices=choices, problem=problem, blank=blank, answered=answered.value, event_moved=follow,
    )  # fmt: skip


@solara.component
def Panel(  # noqa: N802
    question: Question, problems: Iterable[Problem], lang: Language, move: Move
) -> None:
    """Show all controls; ``move`` is told of every change."""
    values, said = question.values, words(lang)
    told = _sorted_out(problems, question.moved, lang)
    parameters = question.document["parameters"]
    of_place = solara.use_memo(question.of_place, [question])

    folded = solara.use_reactive(True)
    with solara.Div(classes=["panel", "folded"] if folded.value else ["panel"]):
        solara.Button(
            said["fold"], on_click=lambda: folded.set(not folded.value), text=True,
            classes=["told", "fold"], attributes={"aria-expanded": str(not folded.value).lower()},
        )  # fmt: skip
        _heading(said["parts"]["policy"])
        solara.Text(said["parts"]["delegation"], classes=["part"])
        _all_services(values[DELEGATION], said, told.get(DELEGATION, ""), move)
        with solara.v.Html(tag="details", class_="by-service"):
            solara.v.Html(tag="summary", children=[said["parts"]["by_service"]])
            for name, share in values[DELEGATION].items():
                text = label(parameters["services"], name, lang)
                _share(f"delegation-{name}", text, share, _one(name, move))
        solara.Text(said["parts"]["instruments"], classes=["part"])
        for name, share in values[MIX].items():
            text = label(parameters["instruments"], name, lang)
            _share(f"mix-{name}", text, share, _mixed(name, move), told.get(MIX, ""))
        for part in ("policy", "both", "world"):
            if part != "policy":
                _heading(said["parts"][part])
            for control in (one for one in CONTROLS.values() if one.part == part):
                problem, blank = (about.get(control.name, "") for about in (told, of_place))
                _field(control, values, said, problem, blank, move)


def _heading(text: str) -> None:
    solara.HTML(tag="h2", unsafe_innerHTML=text)


def _sorted_out(problems: Iterable[Problem], scenario: str, lang: Language) -> dict[str, str]:
    """Texts of problems by the control they belong to, "" for none's."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(control_of(problem, scenario), []).append(problem_text(problem, lang))
    return {name: " ".join(texts) for name, texts in found.items()}


def _one(name: str, move: Move) -> Callable[[float], None]:
    return lambda share: move(lambda now: {DELEGATION: {**now[DELEGATION], name: share}})


def _mixed(name: str, move: Move) -> Callable[[float], None]:
    return lambda share: move(lambda now: {MIX: shared_out(now[MIX], name, share)})


def _all_services(shown: Mapping[str, float], said: Any, problem: str, move: Move) -> None:
    """One slider for all services; it shows their mean where they differ."""
    mean = sum(shown.values()) / len(shown)
    text = said["controls"]["delegation"]
    _share(
        "delegation", text, mean,
        lambda share: move(lambda now: {DELEGATION: dict.fromkeys(now[DELEGATION], share)}),
        problem,
    )  # fmt: skip


def _share(
    name: str, text: str, value: float, moved: Callable[[float], None], problem: str = ""
) -> None:
    Field(
        id=name, label=text, kind="number", value=value, low=0.0, high=1.0, step=0.05, unit="",
        choices=[], problem=problem, moved=moved,
    )  # fmt: skip


def _field(
    control: Control, values: Values, said: Any, problem: str, blank: str, move: Move
) -> None:
    Field(
        id=control.name,
        label=said["controls"][control.name],
        kind=control.kind,
        value=values[control.name],
        low=control.low,
        high=control.high,
        step=control.step,
        unit=said["units"].get(control.unit, ""),
        choices=[(choice, said["choices"][choice]) for choice in control.choices],
        problem=problem,
        blank=blank,
        moved=lambda value: move(lambda _: {control.name: value}),
    )
