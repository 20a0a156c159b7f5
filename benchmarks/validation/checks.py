"""Settings with one mechanism neutral, which tell what a difference is due to."""

from collections.abc import Mapping
from typing import Any

from .status_quo import WAITS


def _parameters(**values: Any) -> dict[str, Any]:
    return {"parameters": values}


def _services(**rows: Mapping[str, Any]) -> dict[str, Any]:
    return _parameters(services=rows)


_RELIEVED = ("life_care", "employment", "mediation")
_REPEATED = ("medical", "counselling", "employment", "mediation")
_STAYING = {
    name: {"give_up_per_week": 0.0} | ({"volunteer_order": 0} if name in _RELIEVED else {})
    for name in WAITS
}

CHECKS: tuple[tuple[str, dict[str, Any], dict[str, tuple[str, ...]]], ...] = (
    (
        "no hand-over misroutes",
        _parameters(misroute=0.0, misroute_across=0.0),
        {"wait": ("medical", "counselling", "nursing", "employment", "mediation")},
    ),
    (
        "volunteers relieve nobody",
        _services(**{name: {"volunteer_order": 0} for name in _RELIEVED}),
        {"wait": _RELIEVED, "utilisation": _RELIEVED, "queued": _RELIEVED},
    ),
    (
        "nobody gives up, declines or is relieved",
        _parameters(decline=0.0, services=_STAYING),
        {"utilisation": ("nursing", "counselling", "employment", "mediation")},
    ),
    (
        "no repeat cases, and no staff for them",
        _services(**{name: {"repeats": False, "repeat_share": 0.0} for name in _REPEATED}),
        {"wait": _REPEATED},
    ),
    (
        "all requests for nursing of one size",
        _services(nursing={"request_distribution": "fixed"}),
        {"wait": ("nursing",), "utilisation": ("nursing",)},
    ),
    (
        "nursing staffed for 3 % more cases",
        _services(nursing={"load": 0.927}),
        {"wait": ("nursing",), "utilisation": ("nursing",), "in_service": ("nursing",)},
    ),
    (
        "life care staffed as if every carer were able",
        _services(life_care={"load": 1.045}),
        {"wait": ("life_care",), "in_service": ("life_care",), "fiscal_cost": ("",)},
    ),
    (
        "four times the residents",
        {"community": {"preset": "reference", "population": 4 * 7640}},
        {"wait": tuple(WAITS), "utilisation": tuple(WAITS), "escalations": ("",)},
    ),
    (
        "nobody reports more readily because ties were helped",
        _parameters(response_peers=0.0),
        {"latent": tuple(WAITS)},
    ),
    (
        "visits begun before the warm-up last a week",
        _services(medical={"mean_service_weeks": 1.0}),
        {"wait": ("medical",), "in_service": ("medical",)},
    ),
    (
        "no patience: grievance from the first week of waiting",
        _parameters(grievance_wait_weeks=0),
        {"escalations": ("",)},
    ),
    ("no memory of grievance", _parameters(grievance_memory=0.0), {"escalations": ("",)}),
    ("no grievance by waiting", _parameters(grievance_waiting=0.0), {"escalations": ("",)}),
    ("no grievance by disputes", _parameters(grievance_dispute=0.0), {"escalations": ("",)}),
    ("grievance does not spread", _parameters(grievance_spread=0.0), {"escalations": ("",)}),
    ("severity does not grow", _parameters(growth_scale=0.0), {"gain": ("",)}),
    ("environment without weight", _parameters(beta_environment=0.0), {"gain": ("",)}),
    (
        "disputes without weight in the environment",
        _parameters(environment_mediation=0.0, environment_built=0.6),
        {"gain": ("",)},
    ),
    ("neither", _parameters(growth_scale=0.0, beta_environment=0.0), {"gain": ("",)}),
    (
        "neither, and help finds no jobs",
        _parameters(growth_scale=0.0, beta_environment=0.0, job_find_help=1.0),
        {"gain": ("",)},
    ),
)
"""What is changed, how, and the services (or "") whose figures are to move, by figure."""
