"""Two runs side by side, stepped by a thread of their own.

A session knows no page: it is told what to do, and tells a listener what came of it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

from sanlian_sim.dashboard.question import Question, Side, sides
from sanlian_sim.dashboard.readings import Reading, read
from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.simulation.model import SanlianModel

SECONDS_BETWEEN_FRAMES: Final = 0.3
READING: Final = 0.5
"""Share of the time that reading may take while weeks pass; in a large place it takes seconds."""
PACES: Final = (2, 8, 26)
"""Weeks per second to choose from."""

State = Literal["building", "warming up", "running", "paused", "over"]


@dataclass(frozen=True)
class Frame:
    """What is to be shown.

    Attributes
    ----------
    state : str
        What the runs are doing.
    week : int
        Weeks simulated since week 0; negative while they warm up.
    weeks : int
        Weeks in all.
    question : Question
        The last one that was valid: what the readings belong to.
    readings : tuple of Reading, or None
        The baseline and the scenario that is moved; None before the first are there.
    problems : tuple of Problem
        Why the controls as they stand now could not be followed.
    seconds : float
        What a week of both runs takes to simulate; 0 before there was one.
    """

    state: State
    week: int
    weeks: int
    question: Question
    readings: tuple[Reading, Reading] | None = None
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0


class Session:
    """Two runs of one page.

    Parameters
    ----------
    question : Question
    listener : callable
        Hears of every frame, on the session's thread: while it draws, no week is simulated.

    Notes
    -----
    A model takes its policy at the start, so that a change of any control starts both runs again,
    on the same seed, and simulates them to the week that was shown.
    """

    def __init__(self, question: Question, listener: Callable[[Frame], None]) -> None:
        self._listener = listener
        self._told = threading.Condition()
        self._frame = Frame("building", 0, 0, question)
        self._asked: Question | None = question
        self._latest = question
        self._goal = self._shown = 0
        self._playing = self._closed = self._from_start = self._news = False
        self._pace = PACES[1]
        self._models: tuple[SanlianModel, ...] = ()
        self._drawn = self._seconds = 0.0
        self._between = SECONDS_BETWEEN_FRAMES
        self._thread = threading.Thread(target=self._work, name="dashboard", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread.is_alive()

    def ask(self, question: Question) -> None:
        """Ask something else; only the latest question is followed."""
        with self._told:
            self._asked = self._latest = question
            self._told.notify()

    def play(self, on: bool = True) -> None:
        """Let weeks pass, or stop them."""
        with self._told:
            self._playing = on
            self._goal = self._here()
            self._news = True
            self._told.notify()

    def step(self, weeks: int) -> None:
        """Let some weeks pass at once, then pause."""
        with self._told:
            self._playing = False
            self._goal = max(self._goal, self._here()) + weeks
            self._news = True
            self._told.notify()

    def set_pace(self, weeks_per_second: int) -> None:
        """Set how fast weeks pass while the session plays."""
        with self._told:
            self._pace = weeks_per_second

    def reset(self) -> None:
        """Go back to week 0 and pause."""
        with self._told:
            self._playing = False
            self._from_start, self._goal = True, 0
            self._asked = self._asked or self._frame.question
            self._told.notify()

    def close(self) -> None:
        """End the thread once the week it is at is over."""
        with self._told:
            self._closed = True
            self._told.notify()

    def join(self, seconds: float) -> None:
        """Wait for the thread to end."""
        self._thread.join(seconds)

    def _here(self) -> int:
        """Week that is shown, or will be once a reset is done."""
        return 0 if self._from_start else self._shown

    def _work(self) -> None:
        try:
            while self._wait():
                self._go_on()
        except Exception as error:
            # Without a word the page would stand still.
            rule = f"the runs ended unexpectedly: {error}"
            self._refuse(Problem("page", None, rule, "load it again"))
            raise
        finally:
            _close(self._models)

    def _go_on(self) -> None:
        if self._asked is not None:
            self._follow()
        elif self._running():
            self._pass_week()
        else:
            self._show()

    def _wait(self) -> bool:
        """Sleep until there is something to do; whether there is, or the session is closed."""
        with self._told:
            self._told.wait_for(lambda: self._closed or self._busy())
            return not self._closed

    def _busy(self) -> bool:
        return self._asked is not None or (bool(self._models) and (self._news or self._running()))

    def _running(self) -> bool:
        more = self._shown < self._frame.weeks
        return more and (self._playing or self._shown < self._goal)

    def _interrupted(self) -> bool:
        return self._closed or self._asked is not None

    def _follow(self) -> None:
        """Take up what was asked for; leave everything as it is if it is wrong."""
        with self._told:
            question, self._asked = self._asked, None
        assert question is not None
        # A reset while the controls ask for what cannot be run leaves them unanswered.
        left = () if question is self._latest else self._frame.problems
        try:
            self._tell(replace(self._frame, state="building", problems=left))
            experiment = question.experiment()
            check_budgets(experiment)
            models = tuple(map(_model, sides(experiment, question)))
        except ExperimentError as error:
            self._refuse(*error.problems)
        except MemoryError:
            self._refuse(Problem("community.population", None, "memory does not suffice"))
        else:
            frame = Frame("building", 0, experiment.horizon.weeks, question, problems=left)
            self._start(models, replace(frame, readings=self._frame.readings))

    def _refuse(self, *problems: Problem) -> None:
        self._from_start = False
        self._tell(replace(self._frame, state=self._state(), problems=problems))

    def _start(self, models: tuple[SanlianModel, ...], frame: Frame) -> None:
        """Bring new models to the week that was shown, and show them from then on."""
        goal = min(self._here(), frame.weeks)
        while models[0].week < goal and not self._interrupted():
            self._step(models)
            self._catch_up(frame, models[0].week)
        if models[0].week < goal:
            _close(models)
            return
        _close(self._models)
        self._models, self._shown, self._from_start = models, goal, False
        self._frame = frame
        self._show()

    def _catch_up(self, frame: Frame, week: int) -> None:
        """Tell of progress towards the week that is to be shown."""
        if time.monotonic() - self._drawn >= SECONDS_BETWEEN_FRAMES:
            state: State = "warming up" if week <= 0 else "running"
            self._tell(replace(self._frame, state=state, week=week, weeks=frame.weeks))

    def _pass_week(self) -> None:
        started = time.monotonic()
        self._step(self._models)
        self._shown = self._models[0].week
        if not self._running() or started - self._drawn >= self._between:
            self._show()
        if self._playing:
            self._rest(started + 1.0 / self._pace)

    def _step(self, models: tuple[SanlianModel, ...]) -> None:
        started = time.monotonic()
        for model in models:
            model.step()
        took = time.monotonic() - started
        self._seconds = 0.8 * self._seconds + 0.2 * took if self._seconds else took

    def _rest(self, until: float) -> None:
        """Wait for the next week's turn, unless something else is asked for."""
        with self._told:
            self._told.wait_for(
                lambda: self._interrupted() or not self._playing,
                timeout=max(0.0, until - time.monotonic()),
            )

    def _state(self) -> State:
        if self._models and self._shown >= self._frame.weeks:
            return "over"
        return "running" if self._playing or self._shown < self._goal else "paused"

    def _show(self) -> None:
        self._news = False
        started = time.monotonic()
        left, right = map(read, self._models)
        took = time.monotonic() - started
        self._between = max(SECONDS_BETWEEN_FRAMES, took * (1.0 / READING - 1.0))
        state, week = self._state(), self._shown
        self._tell(replace(self._frame, state=state, week=week, readings=(left, right)))

    def _tell(self, frame: Frame) -> None:
        self._frame = replace(frame, seconds=self._seconds)
        self._drawn = time.monotonic()
        self._listener(self._frame)


def _model(side: Side) -> SanlianModel:
    return SanlianModel(
        side.scenario, side.seed, world_seed=side.world_seed, closure=side.closure, warm_up=False
    )


def _close(models: tuple[SanlianModel, ...]) -> None:
    for model in models:
        model.close()
