"""What the weekly series are: names, unit, meaning."""

from typing import Final

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
"""Names that share a line, their unit, and what they are."""


def unit_of(name: str) -> str:
    """Return the unit of a weekly series.

    Raises
    ------
    KeyError
        If the table names no such series.
    """
    units = {one: unit for names, unit, _ in SERIES for one in names.split(", ")}
    return units[name]
