"""All figures, each as a function that draws on axes of the user's own.

The functions take ``axes`` first, then what is drawn (a ``Study`` such as ``comparison.study``, an
``Answer`` of a search, a ``World`` such as ``model.world``), then ``lang``; axes have their labels
and units, and artists have labels for a legend, but titles, legends and notes are the user's. Draw
and save under ``styled(lang)`` for the look of the package, with characters for both languages.
"""

from sanlian_sim.report.claims.plot_claims import draw_effects, draw_shares
from sanlian_sim.report.comparison.plot_acceptability import draw_acceptability
from sanlian_sim.report.comparison.plot_budget import draw_budget
from sanlian_sim.report.comparison.plot_cost import draw_cost, draw_payers
from sanlian_sim.report.comparison.plot_equity import DIVISIONS, draw_equity
from sanlian_sim.report.comparison.plot_plane import draw_plane
from sanlian_sim.report.comparison.plot_rows import draw_waits, draw_wellbeing
from sanlian_sim.report.comparison.plot_series import SERIES, draw_differences, draw_levels
from sanlian_sim.report.comparison.plots import FIGURES
from sanlian_sim.report.designs.plot_sensitivity import draw_sensitivity
from sanlian_sim.report.designs.plot_sweep import draw_factor
from sanlian_sim.report.fonts import FontMissingError
from sanlian_sim.report.rollouts.plot_wedge import draw_estimates, draw_exposures
from sanlian_sim.report.search.plot_calibration import draw_posterior, draw_predictive
from sanlian_sim.report.search.plot_discovery import draw_points, draw_scores
from sanlian_sim.report.search.plot_front import draw_decisions, draw_front
from sanlian_sim.report.style import DOUBLE, SINGLE, styled
from sanlian_sim.report.worlds.plot_network import draw_network, network

__all__ = [
    "DIVISIONS",
    "DOUBLE",
    "FIGURES",
    "SERIES",
    "SINGLE",
    "FontMissingError",
    "draw_acceptability",
    "draw_budget",
    "draw_cost",
    "draw_decisions",
    "draw_differences",
    "draw_effects",
    "draw_equity",
    "draw_estimates",
    "draw_exposures",
    "draw_factor",
    "draw_front",
    "draw_levels",
    "draw_network",
    "draw_payers",
    "draw_plane",
    "draw_points",
    "draw_posterior",
    "draw_predictive",
    "draw_scores",
    "draw_sensitivity",
    "draw_shares",
    "draw_waits",
    "draw_wellbeing",
    "network",
    "styled",
]
