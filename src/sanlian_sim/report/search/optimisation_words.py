"""What a search for policies says, in plain sentences."""

from collections.abc import Iterator

import numpy as np

from sanlian_sim.experiments.search.optimise import COST, Answer, settings_of
from sanlian_sim.language.catalogue import Language, listed, words
from sanlian_sim.report.comparison.tables import outcome_label, unit_label
from sanlian_sim.report.numbers import interval, places_of, signed
from sanlian_sim.report.text import text_table
from sanlian_sim.scenario.problems import joined


def findings(answer: Answer, lang: Language = "en") -> str:
    """Return table, sentences and policies as Markdown."""
    title = answer.question.experiment.title or words(lang)["optimisation"]["title"]
    parts = [f"# {title}", f"```\n{front_text(answer, lang)}\n```", *sentences(answer, lang)]
    return "\n\n".join([*parts, *_policies(answer, lang)]) + "\n"


def front_text(answer: Answer, lang: Language = "en") -> str:
    """Lay out the verified front as text, policies that hold first."""
    told, common, to = (words(lang)[name] for name in ("optimisation", "search", "marks"))
    question, fresh, searched = answer.question, answer.fresh_means, answer.means
    rows, last = [], []
    for row in np.argsort(~answer.holds, kind="stable"):
        trial, holds = answer.chosen[row], common["yes" if answer.holds[row] else "no"]
        for n, name in enumerate(question.outcomes):
            mean, low, high = (x[row, n] for x in (fresh.difference, fresh.low, fresh.high))
            places = places_of(low, high, mean)
            rows.append(
                [
                    "" if n else told["trial"].format(number=trial),
                    name if lang == "en" else outcome_label(name, lang), signed(mean, places),
                    interval(low, high, places, to["to"]),
                    signed(searched.difference[trial, n], places), "" if n else holds,
                ]
            )  # fmt: skip
        last.append(len(rows) - 1)
    return text_table(told["heads"], rows, right=(2, 3, 4), last=last)


def sentences(answer: Answer, lang: Language = "en") -> list[str]:
    """Say what was found, how far the search was too hopeful, and what to mind."""
    return [*_found(answer, lang), *_optimism(answer, lang), *_warnings(answer, lang)]


def _found(answer: Answer, lang: Language) -> Iterator[str]:
    told = words(lang)["optimisation"]
    question, number, tried = answer.question, len(answer.chosen), len(answer.points)
    if not number:
        yield told["unpayable"].format(number=tried)
        return
    goals = listed((outcome_label(goal.outcome, lang) for goal in question.goals), lang)
    yield told["front"].format(
        number=number, all=tried, goals=goals, fresh=question.fresh, holds=int(answer.holds.sum())
    )
    if question.budget is not None and not answer.affordable.all():
        yield told["over_budget"].format(number=int((~answer.affordable).sum()))


def _optimism(answer: Answer, lang: Language) -> Iterator[str]:
    """Selection bias: means in the search against means in fresh replicates."""
    question, told = answer.question, words(lang)["optimisation"]
    if not len(answer.chosen):
        return
    gap = answer.means.difference[answer.chosen] - answer.fresh_means.difference
    sizes = []
    for n, goal in enumerate(question.goals):
        size = goal.sign * gap[:, n].mean()
        text = told["better" if size > 0 else "worse"]
        about = {"outcome": outcome_label(goal.outcome, lang), "size": f"{abs(size):.2g}"}
        sizes.append(text.format(**about, unit=unit_label(goal.about.unit, lang)))
    yield told["optimism"].format(list=listed(sizes, lang))


def _warnings(answer: Answer, lang: Language) -> Iterator[str]:
    question, told = answer.question, words(lang)["optimisation"]
    if question.experiment.closure(question.scenario) == "equal_budget" and COST in {
        goal.outcome for goal in question.goals
    }:
        yield told["equal_budget"]
    dimensions = len(question.space.bounds)
    if question.plan.trials < 10 * dimensions:
        yield told["few"].format(trials=question.plan.trials, dimensions=dimensions)
    failed = sum(one.failed for one in answer.entries)
    if failed:
        yield words(lang)["search"]["failed"].format(number=failed)


def _policies(answer: Answer, lang: Language) -> Iterator[str]:
    """What each policy that holds sets, as TOML that can be laid on the experiment."""
    told = words(lang)["optimisation"]
    place = joined("scenarios", answer.question.scenario)
    settings = settings_of(answer)
    for trial in answer.chosen[answer.holds]:
        lines = [
            f"{path.removeprefix(place + '.')} = {value:.4g}"
            for path, value in settings[trial].items()
        ]
        head = told["policy"].format(number=trial, place=place)
        yield f"{head}\n\n```toml\n" + "\n".join(lines) + "\n```"
