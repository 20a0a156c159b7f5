"""The data dictionary of a results directory: every column, outcome and series with its unit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sanlian_sim.experiments.comparison.compare import COST_PER_WELLBY
from sanlian_sim.experiments.comparison.files import TABLES
from sanlian_sim.experiments.runs.tables import Column
from sanlian_sim.language.catalogue import Language, words
from sanlian_sim.language.cells import in_words
from sanlian_sim.language.translate import translated
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.report.text import markdown_table
from sanlian_sim.scenario.describe import describe_groups

SERIES: Final = (
    ("residents_unemployed", "persons", "Residents without work"),
    ("wellbeing_sum", "points", "Wellbeing (0-10), summed over residents 15+"),
    ("wellbeing_in_need_sum", "points", "The same over those in need"),
    ("trust_government_sum, trust_social_sum", "persons", "Trust (0-1), summed over residents"),
    ("awareness_sum, grievance_sum", "persons", "Awareness, grievance (0-1), summed likewise"),
    ("volunteers", "persons", "Active volunteers"),
    ("escalations, calls, handovers", "count", "Cases escalated, calls, hand-overs in the week"),
    ("cohesion, sharing, environment", "0-1", "Levels; of a place the mean by residents"),
    ("family_minutes", "minutes", "Care given by families"),
    ("resident_minutes", "minutes", "Residents' own time for intake and walks"),
    ("effective_minutes", "minutes", "Minutes given, times their quality"),
    ("private_minutes", "minutes", "Rest of the spells of care bought by who gave up waiting"),
    ("initiatives", "count", "Residents' initiatives"),
    ("enterprises", "count", "New economic organisations of residents, expected number"),
    ("local_hires", "jobs", "Added in the week: by new enterprises, and by providers, net"),
    ("opened, merged, noticed, started", "cases", "Onsets opened and merged; notices; first hours"),
    ("closed, passed, gave_up, declined", "cases", "Ends of cases, by kind"),
    ("latent, queued, in_service", "cases", "Open cases at the end of the week, by stage"),
    ("need", "minutes", "Minutes needed, unnoticed need included"),
    ("direct_government, direct_social", "minutes", "Minutes given to cases of either side"),
    ("unmet, unmet_weighted", "minutes", "Noticed and not given; the same times severity"),
    ("wait_sum", "weeks", "Waits of the cases first served in the week, summed"),
    ("delta", "share", "Delegation in force"),
    ("idle", "minutes", "Paid for and not used"),
    ("mismatch", "minutes", "Lesser of idle and unmet, by sub-district and service"),
    ("minutes_KIND_USE", "minutes", "Time of a kind of provider, by what became of it"),
    ("minutes_office_overtime", "minutes", "Time of offices beyond what was planned"),
    ("organisations", "count", "Organisations; no lead organisations, no projects on grants"),
    ("organisations_active", "count", "Organisations and projects with a contract in force"),
    ("organisations_founded, organisations_closed", "count", "Of organisations, in the week"),
    ("projects", "count", "Projects on grants that are not organisations of their own"),
    ("contracts, contracts_vacant", "count", "Contracts in force: held; held by nobody"),
    ("posts, posts_stranded", "full-time posts", "Filled; of these, without work"),
    ("staff_minutes, bench_minutes", "minutes", "Staff of organisations; of it without work"),
    ("mobiliser_minutes", "minutes", "Time of paid mobilisers"),
    ("diverted_minutes", "minutes", "Organisations' time used by committees for their own tasks"),
    ("concentrated_minutes", "minutes", "Paid time of organisations times the Herfindahl index"),
    ("shaded_minutes", "minutes", "Minutes given by organisations times the quality withheld"),
    ("watched_minutes", "minutes", "Paid time of organisations times the monitoring they get"),
    ("bought_yuan, replaced_yuan", "yuan", "Hours bought at their prices; at government's"),
    ("payable_fen", "fen (1/100 yuan)", "Owed to organisations at the end of the week"),
    ("know_how", "0-1", "Know-how of the offices, mean by residents"),
    ("overspent_fen", "fen (1/100 yuan)", "Posts, levers, tenders and fees above an equal budget"),
    ("fen_CATEGORY", "fen (1/100 yuan)", "Booked in the week: see the outcomes cost_CATEGORY"),
)


_LEAD: Final = (
    "Shares and probabilities lie between 0 and 1. A week is seven days, a year 52 weeks."
)


def data_dictionary(
    tables: Mapping[str, tuple[Column, ...]] = TABLES, lang: Language = "en"
) -> str:
    """Return the dictionary of some tables as Markdown."""
    return "\n".join(_lines(tables, lang)) + "\n"


def _lines(tables: Mapping[str, tuple[Column, ...]], lang: Language) -> Iterator[str]:
    yield heading(lang) + "\n"
    yield translated(_LEAD, lang)
    yield from column_lines(tables, lang)
    yield f"\n## {translated('Outcomes', lang)}\n"
    yield from _table(("outcome", "unit", "by", "meaning"), _outcomes(), lang)
    yield f"\n## {translated('Groups', lang)}\n"
    groups = ((row.name, row.label_zh, row.meaning) for row in describe_groups())
    yield from _table(("group", "Chinese", "meaning"), groups, lang)
    yield f"\n## {translated('Weekly series', lang)}\n"
    yield from series_lines(lang)


def heading(lang: Language = "en") -> str:
    """Return the heading of a data dictionary."""
    return f"# {translated('Data dictionary', lang)}"


def column_lines(tables: Mapping[str, tuple[Column, ...]], lang: Language = "en") -> Iterator[str]:
    """Yield lines of Markdown that describe the columns of tables."""
    for name, columns in tables.items():
        yield f"\n## {name}\n"
        rows = ((column.name, column.kind, column.unit, column.meaning) for column in columns)
        yield from _table(("column", "type", "unit", "meaning"), rows, lang)


def series_lines(lang: Language = "en") -> Iterator[str]:
    """Yield lines of Markdown that describe the weekly series."""
    yield from _table(("series", "unit", "meaning"), SERIES, lang)


def table_in(table: str, lang: Language) -> str:
    """Return a table of a dictionary, as Markdown, in a language; what is not known stays."""
    heads, _, *rows = table.strip("\n").split("\n")
    return "\n".join(_table(_cells(heads), map(_cells, rows), lang))


def _cells(line: str) -> list[str]:
    return line.removeprefix("| ").removesuffix(" |").split(" | ")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], lang: Language) -> Iterator[str]:
    own = words(lang)["dictionary"]
    told = (
        [in_words(head, text, lang) for head, text in zip(heads, row, strict=True)] for row in rows
    )
    yield from markdown_table([own.get(head, head) for head in heads], told)


def _outcomes() -> Iterator[tuple[str, ...]]:
    for outcome in OUTCOMES.values():
        by = ", ".join(("all", *outcome.by))
        yield outcome.name, outcome.unit, by, outcome.meaning
    for cost, name in COST_PER_WELLBY.items():
        meaning = f"Difference of {cost} by the difference of wellbys; in the comparison alone"
        yield name, "yuan per WELLBY", "all", meaning
