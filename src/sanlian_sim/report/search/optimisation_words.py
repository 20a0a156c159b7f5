"""What a search for policies says, in plain sentences."""

from collections.abc import Iterator

import numpy as np

from sanlian_sim.experiments.search.optimise import COST, Answer, settings_of
from sanlian_sim.report.numbers import interval, places_of, signed
from sanlian_sim.report.text import text_table
from sanlian_sim.scenario.problems import joined


def findings(answer: Answer) -> str:
    """Return table, sentences and policies as Markdown."""
    title = answer.question.experiment.title or "Search for policies"
    parts = [f"# {title}", f"```\n{front_text(answer)}\n```", *sentences(answer)]
    return "\n\n".join([*parts, *_policies(answer)]) + "\n"


def front_text(answer: Answer) -> str:
    """Lay out the verified front as text, policies that hold first."""
    question, fresh, searched = answer.question, answer.fresh_means, answer.means
    heads = ["policy", "outcome", "difference", "95 % interval", "in the search", "holds"]
    rows, last = [], []
    for row in np.argsort(~answer.holds, kind="stable"):
        trial, holds = answer.chosen[row], "yes" if answer.holds[row] else "no"
        for n, name in enumerate(question.outcomes):
            mean, low, high = (x[row, n] for x in (fresh.difference, fresh.low, fresh.high))
            places = places_of(low, high, mean)
            rows.append(
                [
                    "" if n else f"trial {trial}", name, signed(mean, places),
                    interval(low, high, places, "to"),
                    signed(searched.difference[trial, n], places), "" if n else holds,
                ]
            )  # fmt: skip
        last.append(len(rows) - 1)
    return text_table(heads, rows, right=(2, 3, 4), last=last)


def sentences(answer: Answer) -> list[str]:
    """Say what was found, how far the search was too hopeful, and what to mind."""
    return [*_found(answer), *_optimism(answer), *_warnings(answer)]


def _found(answer: Answer) -> Iterator[str]:
    question, number = answer.question, len(answer.chosen)
    goals = ", ".join(goal.about.label_en for goal in question.goals)
    if not number:
        yield (
            f"None of {len(answer.points)} policies could be paid for within the budget: raise it,"
            " or lower the bounds."
        )
        return
    yield (
        f"{number} of {len(answer.points)} policies were on the front of {goals} in the search;"
        f" when run in {question.fresh} fresh replicates, {int(answer.holds.sum())} of them."
    )
    if question.budget is not None and not answer.affordable.all():
        yield f"{int((~answer.affordable).sum())} of them exceed the budget when verified."


def _optimism(answer: Answer) -> Iterator[str]:
    """Selection bias: means in the search against means in fresh replicates."""
    question = answer.question
    if not len(answer.chosen):
        return
    gap = answer.means.difference[answer.chosen] - answer.fresh_means.difference
    told = []
    for n, goal in enumerate(question.goals):
        size = goal.sign * gap[:, n].mean()
        way = "better" if size > 0 else "worse"
        told.append(f"{goal.about.label_en} by {abs(size):.2g} {goal.about.unit} {way}")
    yield (
        f"The search showed {', '.join(told)} than fresh replicates, on average over the front:"
        " use the verified values."
    )


def _warnings(answer: Answer) -> Iterator[str]:
    question = answer.question
    if question.experiment.closure(question.scenario) == "equal_budget" and COST in {
        goal.outcome for goal in question.goals
    }:
        yield (
            "Under an equal budget cost has little room, so that the front is short; set"
            " design.closure to as_is to see what more money would bring."
        )
    dimensions = len(question.space.bounds)
    if question.plan.trials < 10 * dimensions:
        yield (
            f"{question.plan.trials} trials are few for {dimensions} decisions; more may find"
            " better policies: give more trials and go on."
        )
    failed = sum(one.failed for one in answer.entries)
    if failed:
        yield f"{failed} runs failed and are left out."


def _policies(answer: Answer) -> Iterator[str]:
    """What each policy that holds sets, as TOML that can be laid on the experiment."""
    place = joined("scenarios", answer.question.scenario)
    settings = settings_of(answer)
    for trial in answer.chosen[answer.holds]:
        lines = [
            f"{path.removeprefix(place + '.')} = {value:.4g}"
            for path, value in settings[trial].items()
        ]
        yield f"Policy of trial {trial}, below [{place}]:\n\n```toml\n" + "\n".join(lines) + "\n```"
