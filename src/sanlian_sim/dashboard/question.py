"""What the page asks: an experiment, the two scenarios shown, and what has been moved."""

import tomllib
from copy import deepcopy
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from sanlian_sim.dashboard.controls import CONTROLS, Document, Values, initial, overrides
from sanlian_sim.randomness import replicate_seed
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.overrides import lay_overrides
from sanlian_sim.scenario.problems import ExperimentError, Problem
from sanlian_sim.scenario.schema import Experiment, Scenario
from sanlian_sim.scenario.settings import Closure

MOST_RESIDENTS: Final = 1_000_000
"""Two runs of so many take more than a gigabyte, and a minute or two to come to week 0."""


@dataclass(frozen=True)
class Question:
    """An experiment of which two scenarios are shown, A as the file has it and B as it is moved.

    Attributes
    ----------
    file : mapping
        The experiment as its file has it, defaults filled in.
    document : mapping
        The same with the copy that is moved where B begins as A or as the baseline, which both stay
        as they are.
    left, start : str
        Names in the file of A, and of what B begins as.
    moved : str
        Name of B in the document.
    before, values : mapping
        Values of controls in the document, and now.
    relaxed : bool
        Whether the file asks for equal service, whose scale of hours takes many runs to find, so
        that nothing is held equal instead.
    """

    file: Document
    document: Document
    left: str
    start: str
    moved: str
    before: Values
    values: Values
    relaxed: bool = False

    @classmethod
    def of(cls, experiment: Experiment) -> "Question":
        """Show the baseline and the first other scenario; one that is alone, beside its copy."""
        baseline = experiment.design.baseline
        others = [name for name in experiment.scenarios if name != baseline]
        file = tomllib.loads(experiment.to_toml())
        relaxed = file["design"]["closure"] == "equal_service"
        if relaxed:
            file["design"]["closure"] = "as_is"
        return cls._between(file, baseline, (others or [baseline])[0], relaxed)

    @classmethod
    def _between(cls, file: Document, left: str, start: str, relaxed: bool) -> "Question":
        document, moved = _with_copy(file, left, start)
        before = initial(document, moved)
        return cls(file, document, left, start, moved, before, before, relaxed)

    def between(self, left: str, start: str) -> "Question":
        """Show other scenarios of the file.

        What has been moved for both stays so; a policy stays as it is moved while B begins as the
        same scenario.
        """
        chosen = self._between(self.file, left, start, self.relaxed)
        kept = {
            name: value
            for name, value in self.values.items()
            if start == self.start or (name in CONTROLS and CONTROLS[name].part != "policy")
        }
        return replace(chosen, values={**chosen.values, **kept})

    @property
    def arrangements(self) -> dict[str, str]:
        """Arrangements of the scenarios of the file, by name."""
        return {name: own["arrangement"] for name, own in self.file["scenarios"].items()}

    @property
    def baseline(self) -> str:
        """Name of the scenario under which both worlds begin."""
        return str(self.file["design"]["baseline"])

    def of_place(self) -> dict[str, str]:
        """Residents and communities of the place, as fields that are left blank show them.

        Nothing where tables tell, or while the question cannot be run.
        """
        try:
            community = self.experiment().scenario(self.moved).community
        except ExperimentError:
            return {}
        if community.residents is not None:
            return {}
        place = community.place()
        return {"population": str(place.population), "communities": str(place.communities)}

    def with_values(self, values: Values) -> "Question":
        """Return the question with controls moved."""
        return replace(self, values=values)

    def experiment(self) -> Experiment:
        """Return the experiment as it has been moved.

        Raises
        ------
        ExperimentError
            If it is wrong, or the place too large for a page.
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
        for name in (self.left, self.moved):
            _check_size(experiment.scenario(name).community)
        return experiment


def _check_size(community: CommunitySettings) -> None:
    residents = community.place().population
    if community.residents is None and residents > MOST_RESIDENTS:
        rule = f"the page shows at most {MOST_RESIDENTS:,} residents"
        remedy = "ask for fewer; 'sanlian compare' takes more"
        raise ExperimentError([Problem("community.population", residents, rule, remedy)])


def _with_copy(file: Document, left: str, start: str) -> tuple[Document, str]:
    """Return a document in which the scenario that is moved is neither A nor the baseline."""
    if start not in (left, file["design"]["baseline"]):
        return file, start
    scenarios, moved = file["scenarios"], f"{start}_moved"
    while moved in scenarios:
        moved += "_moved"
    return {**file, "scenarios": {**scenarios, moved: deepcopy(scenarios[start])}}, moved


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
        for name in (question.left, question.moved)
    )
    return left, right


def read_question(file: Path | None) -> Question:
    """Read the experiment to show, the shipped example without a file.

    Raises
    ------
    ExperimentError
        If the file is wrong.
    """
    if file is not None:
        return Question.of(load_experiment(file))
    with as_file(files(__package__).joinpath("example.toml")) as shipped:
        return Question.of(load_experiment(shipped))
