"""A session steps two models, follows the controls, and ends its thread."""

import threading
import time

import numpy as np
import pytest

import sanlian_sim as sl
from sanlian_sim.dashboard.question import Question, sides
from sanlian_sim.dashboard.session import Session

from .conftest import tiny

SECONDS = 60.0


class Page:
    """Listens, and waits for frames."""

    def __init__(self):
        self.frames = []
        self.heard = threading.Condition()

    def __call__(self, frame):
        with self.heard:
            self.frames.append(frame)
            self.heard.notify_all()

    def wait(self, is_so):
        """Return the latest frame once it is as asked for."""
        with self.heard:
            assert self.heard.wait_for(lambda: self.frames and is_so(self.frames[-1]), SECONDS), (
                self.frames[-1:]
            )
            return self.frames[-1]

    def rest(self, week):
        return self.wait(lambda f: f.week == week and f.state in ("paused", "over") and f.readings)


@pytest.fixture
def page():
    return Page()


@pytest.fixture
def session(question, page):
    made = Session(question, page)
    page.rest(0)
    yield made
    made.close()
    made.join(SECONDS)
    assert not made.alive


def ask(session, question, moved):
    session.ask(question.with_values({**question.values, **moved}))


def seen(reading):
    """All that a reading says, as one list of numbers."""
    cases = (reading.cases.waiting, reading.cases.served, reading.cases.residents)
    parts = (list(reading.values.values()), *reading.courses.values(), *cases)
    return np.concatenate([np.ravel(part).astype(float) for part in parts])


def alike(one, other):
    """Whether two readings say the same."""
    return np.array_equal(seen(one), seen(other), equal_nan=True)


def test_it_shows_what_the_models_come_to(question, session, page):
    session.step(9)
    shown = page.rest(9).readings
    experiment = question.experiment()
    for side, reading in zip(sides(experiment, question), shown, strict=True):
        model = sl.SanlianModel(side.scenario, side.seed, closure=side.closure)
        for _ in range(9):
            model.step()
        expected = model.outcomes().set_index(["outcome", "group", "service"]).value
        found = [reading.values[key] for key in expected.index]
        np.testing.assert_array_equal(found, expected.to_numpy())
        assert len(reading.courses["fiscal"]) == 9
        fiscal = reading.courses["fiscal"][-1] * 52 / 9
        assert fiscal == pytest.approx(
            model.outcomes().query("outcome == 'fiscal_cost'").value.iloc[0]
        )


def test_steps_add_up(session, page):
    for weeks in (1, 4, 4):
        session.step(weeks)
    page.rest(9)


def test_a_change_simulates_the_same_weeks_again(question, session, page):
    session.step(12)
    before = page.rest(12)
    ask(session, question, {"platform": 0.0})
    after = page.wait(lambda f: f.question.values["platform"] == 0.0 and f.state == "paused")
    assert after.week == 12
    assert alike(after.readings[0], before.readings[0])
    assert not alike(after.readings[1], before.readings[1])
    session.ask(question)
    back = page.wait(lambda f: f.question.values["platform"] == 1.0 and f.state == "paused")
    assert alike(back.readings[1], before.readings[1])


def test_what_cannot_be_run_leaves_the_last_model(question, session, page):
    session.step(5)
    before = page.rest(5)
    ask(session, question, {"population": 3})
    refused = page.wait(lambda f: f.problems)
    assert refused.readings is before.readings
    assert "population" in refused.problems[0].place
    session.step(2)
    still = page.rest(7)
    assert still.problems == refused.problems
    session.ask(question)
    assert page.wait(lambda f: not f.problems and f.state == "paused").week == 7


def test_a_reset_leaves_what_cannot_be_run_unanswered(question, session, page):
    session.step(5)
    page.rest(5)
    ask(session, question, {"population": 3})
    refused = page.wait(lambda f: f.problems)
    session.reset()
    assert page.rest(0).problems == refused.problems
    session.step(1)
    page.rest(1)


def test_levers_that_no_budget_pays_are_refused(page):
    question = Question.of(tiny(closure="equal_budget"))
    session = Session(question, page)
    page.rest(0)
    ask(session, question, {"workers": 900.0})
    assert "cost" in page.wait(lambda f: f.problems).problems[0].rule
    session.close()
    session.join(SECONDS)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_end_that_nobody_expected_is_told(question, session, page, monkeypatch):
    def fails(model):
        raise RuntimeError("a disk is full")

    monkeypatch.setattr("sanlian_sim.dashboard.session.read", fails)
    session.step(1)
    assert "a disk is full" in str(page.wait(lambda f: f.problems).problems[0])


def test_of_many_quick_changes_the_last_counts(question, session, page):
    for n in range(10):
        ask(session, question, {"platform": n / 10})
    found = page.wait(lambda f: f.question.values["platform"] == 0.9 and f.state == "paused")
    assert found.week == 0


def test_it_plays_until_the_end_and_starts_again(session, page):
    session.set_pace(26)
    session.play()
    assert page.wait(lambda f: f.state == "over").week == 40
    session.reset()
    page.rest(0)
    session.step(3)
    page.rest(3)


def test_it_pauses(session, page):
    session.play()
    page.wait(lambda f: f.state == "running" and f.week >= 2)
    session.play(False)
    week = page.wait(lambda f: f.state == "paused").week
    time.sleep(0.4)
    assert page.frames[-1].week == week


def test_a_reset_while_it_plays_goes_to_week_0(session, page):
    session.play()
    page.wait(lambda f: f.week >= 3)
    session.reset()
    page.rest(0)
    time.sleep(0.3)
    assert page.frames[-1].week == 0


def test_sessions_do_not_meddle(question, session, page):
    other_page = Page()
    other = Session(question.with_values({**question.values, "seed": 5}), other_page)
    session.step(6)
    assert other_page.rest(0)
    page.rest(6)
    other.close()
    other.join(SECONDS)
    session.step(1)
    page.rest(7)


def test_it_ends_while_it_builds(question, page):
    before = threading.active_count()
    made = [Session(question, page) for _ in range(3)]
    for one in made:
        one.close()
    for one in made:
        one.join(SECONDS)
    assert threading.active_count() == before
