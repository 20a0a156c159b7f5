"""What is wrong with an experiment, told in a language."""

from sanlian_sim.language.catalogue import Language
from sanlian_sim.language.translate import translated
from sanlian_sim.scenario.problems import Problem, shown


def problem_text(problem: Problem, lang: Language) -> str:
    """Return a problem as one line: place, value, rule and remedy."""
    if lang == "en":
        return str(problem)
    place = translated(problem.place, lang)
    head = place if problem.value is None else f"{place} = {shown(problem.value)}"
    parts = (translated(part, lang) for part in (problem.rule, problem.suggestion) if part)
    return f"{head}：{'；'.join(parts)}"
