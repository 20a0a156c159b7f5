"""The week: an ordered, printable list of phases, and the one way to run it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sanlian_sim.dynamics.accounts import accounts
from sanlian_sim.dynamics.ageing import ageing
from sanlian_sim.dynamics.delivery import delivery
from sanlian_sim.dynamics.discovery import discovery
from sanlian_sim.dynamics.employment import employment
from sanlian_sim.dynamics.needs import needs
from sanlian_sim.dynamics.organisations import organisations
from sanlian_sim.dynamics.participation import participation
from sanlian_sim.dynamics.policy import policy
from sanlian_sim.dynamics.routing import routing
from sanlian_sim.dynamics.trust import diffusion, trust
from sanlian_sim.dynamics.wellbeing import wellbeing
from sanlian_sim.dynamics.workforce import workforce
from sanlian_sim.world.groups import begin_counting
from sanlian_sim.world.rules import SLOW_WEEKS, WEEKS_PER_YEAR
from sanlian_sim.world.world import World


@dataclass(frozen=True)
class Phase:
    """One phase of the week.

    Attributes
    ----------
    name : str
    run : callable
        Changes the world it is given.
    reads, writes : tuple of str
        What it depends on and changes besides levers and parameters: ``table`` or
        ``table.column``.
    every : int
        Runs in weeks divisible by this number.
    """

    name: str
    run: Callable[[World], None]
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    every: int = 1

    def __str__(self) -> str:
        """Return one line: name, interval, what is read and written."""
        often = "" if self.every == 1 else f" (every {self.every} weeks)"
        return f"{self.name}{often}: {', '.join(self.reads)} -> {', '.join(self.writes)}"


PHASES: tuple[Phase, ...] = (
    Phase("policy", policy, ("communities", "policy", "market", "contracts", "organisations",
          "governments", "providers", "workers", "cases"),
          ("communities", "policy", "market", "contracts", "organisations", "providers",
           "workers", "cases", "rows_in_force", "instruments", "supply_scale", "tally")),
    Phase("ageing", ageing, ("residents", "communities", "onsets"),
          ("residents.age_band", "residents.labour", "residents.job_help_done",
           "residents.next_due", "calendar", "communities.older", "communities.targets"),
          WEEKS_PER_YEAR),
    Phase("needs", needs, ("cases", "calendar", "residents", "households"),
          ("cases", "ended", "events", "calendar", "onsets", "households",
           "communities.family_minutes", "residents.limited_until", "residents.next_due",
           "residents.care_need", "residents.care_family", "residents.care_displaced",
           "residents.own_care_minutes", "residents.open_services", "residents.past_success",
           "tally")),
    Phase("discovery", discovery, ("cases", "residents", "ties", "communities"),
          ("cases", "events", "communities.calls", "tally")),
    Phase("routing", routing,
          ("cases", "policy", "market", "providers", "organisations"),
          ("cases", "providers", "communities.intake_used", "market.volume", "market.diverted",
           "tally")),
    Phase("delivery", delivery, ("cases", "ended", "providers", "residents", "households"),
          ("cases", "ended", "events", "providers", "organisations.reputation",
           "communities.family_minutes", "residents.care_displaced",
           "residents.own_care_minutes", "residents.open_services", "residents.past_success",
           "residents.job_help_done", "residents.last_helped", "residents.last_organisation",
           "residents.need_minutes", "residents.delivered_minutes", "residents.unmet_minutes",
           "tally")),
    Phase("wellbeing", wellbeing, ("cases", "residents", "communities"),
          ("residents.burden", "residents.wellbeing", "residents.wellbeing_total", "tally")),
    Phase("trust", trust, ("events", "cases", "residents"),
          ("events", "cases.escalated", "residents.trust_government", "residents.trust_social",
           "residents.awareness", "residents.grievance", "tally")),
    Phase("diffusion", diffusion, ("residents", "ties"),
          ("residents.trust_government", "residents.trust_social", "residents.awareness",
           "residents.grievance", "seen"), SLOW_WEEKS),
    Phase("participation", participation, ("residents", "ties", "providers", "communities"),
          ("residents.volunteer", "residents.fatigue", "communities.volunteers",
           "communities.cohesion", "communities.sharing", "communities.environment",
           "communities.disputes", "communities.friction", "communities.built_environment",
           "communities.initiatives", "communities.volunteer_training", "property_managers",
           "changes", "change_count", "tally")),
    Phase("employment", employment, ("residents", "ties", "communities", "tally"),
          ("residents.labour", "residents.next_job_loss", "residents.job_help_done",
           "residents.next_due", "communities.targets", "communities.enterprises", "calendar",
           "changes", "change_count", "tally")),
    Phase("workforce", workforce, ("providers", "workers", "market", "policy.capacity",
          "communities"),
          ("providers.fatigue", "providers.skill", "providers.staff", "providers.staff_counted",
            "workers", "market.posts",
           "governments.posts", "governments.stranded", "communities.local_hires")),
    Phase("organisations", organisations,
          ("organisations", "providers", "workers", "communities", "governments", "market",
           "policy.phi"),
          ("organisations", "contracts.organisation", "contracts.retry",
           "providers.quality_factor", "providers.shading", "providers.skill", "providers.staff",
           "governments.know_how", "governments.monitoring", "market.helped", "market.endowment",
           "communities.founded_nearby")),
    Phase("accounts", accounts,
          ("providers", "communities", "organisations", "contracts", "workers", "market", "tally"),
          ("register", "providers.paid", "providers.administration", "providers.escalation",
           "governments.cash", "organisations.cash", "organisations.dependency", "market.due")),
)  # fmt: skip
"""The week in order."""


def advance(world: World, phases: Sequence[Phase] = PHASES) -> None:
    """Simulate one week."""
    start_week(world)
    for phase in phases:
        if world.week % phase.every == 0:
            phase.run(world)
    world.week += 1


def start_week(world: World) -> None:
    """Clear what belongs to one week; with week 0, counting begins."""
    if world.week == 0:
        begin_counting(world)
    world.community_tally[...] = 0.0
    world.service_tally[...] = 0.0
    world.idle_tally[...] = 0.0
    world.register.week_fen[...] = 0
    world.events.count[...] = 0
    world.ended.count[...] = 0
