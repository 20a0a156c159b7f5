"""What the page asks: an experiment, the two scenarios shown, and what has been moved."""

import tomllib
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sanlian_sim.dashboard.controls import Values, initial, overrides
from sanlian_sim.experiments.runs.budget import check_budgets
from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.overrides import lay_overrides
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Experiment, Scenario
from sanlian_sim.scenario.settings import Closure


@dataclass(frozen=True)
class Question:
    """An experiment of which two scenarios are shown.

    Attributes
    ----------
    document : dict
        The experiment as its file has it, defaults filled in.
    baseline, moved : str
        Names of the scenarios: the baseline stays, the other is moved.
    before, values : mapping
        Values of controls in the file, and now.
    relaxed : bool
        Whether the file asks for equal service, whose scale of hours takes many runs to find, so
        that nothing is held equal instead.
    """

    document: dict[str, Any]
    baseline: str
    moved: str
    before: Values
    values: Values
    relaxed: bool = False

    @classmethod
    def of(cls, experiment: Experiment) -> "Question":
        """Show the baseline and the first other scenario of an experiment.

        Raises
        ------
        ExperimentError
            If it has no other scenario.
        """
        baseline = experiment.design.baseline
        others = [name for name in experiment.scenarios if name != baseline]
        if not others:
            rule = "the page compares two scenarios; add one beside the baseline"
            raise ExperimentError([Problem("scenarios", None, rule)])
        document = tomllib.loads(experiment.to_toml())
        relaxed = document["design"]["closure"] == "equal_service"
        if relaxed:
            document["design"]["closure"] = "as_is"
        before = initial(document, others[0])
        return cls(document, baseline, others[0], before, before, relaxed)

    def with_values(self, values: Values) -> "Question":
        """Return the question with controls moved."""
        return replace(self, values=values)

    def experiment(self) -> Experiment:
        """Return the experiment as it has been moved.

        Raises
        ------
        ExperimentError
            If it is wrong, or levers cost more than the budget that is to be equal.
        """
        moved = overrides(self.document, self.moved, self.before, self.values)
        moved = {path: value for path, value in moved.items() if value is not None}
        document, problems = lay_overrides(self.document, moved)
        for key in ("population", "communities"):
            if self.values[key] is None:
                document["community"].pop(key, None)
        if problems:
            raise ExperimentError(problems)
        experiment = Experiment(**document)
        check_budgets(experiment)
        return experiment


@dataclass(frozen=True)
class Side:
    """One of the two runs that are asked for."""

    scenario: Scenario
    closure: Closure
    seed: int
    world_seed: int | None


def sides(experiment: Experiment, question: Question) -> tuple[Side, Side]:
    """Return the two runs: those of the first replicate of a comparison, which share their luck."""
    design = experiment.design
    seed = replicate_seed(design.seed, 0)
    left, right = (
        Side(experiment.scenario(name), experiment.closure(name), seed, design.world_seed)
        for name in (question.baseline, question.moved)
    )
    return left, right


def read_question(file: Path | None) -> Question:
    """Read the experiment to show, the shipped example without a file.

    Raises
    ------
    ExperimentError
        If the file is wrong or has but one scenario.
    """
    if file is not None:
        return Question.of(load_experiment(file))
    with as_file(files(__package__).joinpath("example.toml")) as shipped:
        return Question.of(load_experiment(shipped))
