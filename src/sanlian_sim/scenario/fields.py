"""What a parameter says about itself: symbol, unit, bounds, plausible range, source, use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pydantic import Field
from pydantic.fields import FieldInfo

Acts = Literal["world", "week"]
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Meta:
    """Facts about one parameter that are not its value.

    Parameters
    ----------
    symbol
        Letter used in formulas.
    unit
        Unit of the value; ``"1"`` for a pure number.
    bounds
        Hard limits; a value outside is refused.
    plausible
        Low and high end of what the evidence allows, or, with ``relative``, factors
        of the central value.
    source
        ``kind`` or ``kind: S-numbers``, where the kind is found, calculated, assumed or
        illustrative; the sources are listed in ``docs/sources.md``.
    acts
        ``"world"`` if the value is used when the world is built, else ``"week"``.
    phase
        Phase of the week, or stage of building the world, that uses the value.
    meaning
        One line.
    relative
        Whether ``plausible`` holds factors of the central value.
    """

    symbol: str
    unit: str
    bounds: Pair
    plausible: Pair
    source: str
    acts: Acts
    phase: str
    meaning: str
    relative: bool = False

    def range_around(self, value: float) -> Pair:
        """Plausible low and high for a central ``value``, inside the hard bounds."""
        low, high = self.plausible
        if self.relative:
            low, high = value * low, value * high
        return max(low, self.bounds[0]), min(high, self.bounds[1])


def described(default: Any, meta: Meta) -> Any:
    """Pydantic field with ``meta``'s bounds, carrying ``meta``; ``...`` means required."""
    low, high = meta.bounds
    return Field(default, ge=low, le=high, json_schema_extra=_as_json(meta))


def _as_json(meta: Meta) -> dict[str, Any]:
    facts = asdict(meta)
    return facts | {"bounds": list(meta.bounds), "plausible": list(meta.plausible)}


def group(acts: Acts, phase: str) -> Callable[..., Any]:
    """Declare fields that share ``acts`` and ``phase``.

    The function returned takes (default, symbol, unit, bounds, plausible, source, meaning).
    """

    def declare(
        default: Any,
        symbol: str,
        unit: str,
        bounds: Pair,
        plausible: Pair,
        source: str,
        meaning: str,
        relative: bool = False,
    ) -> Any:
        return described(
            default, Meta(symbol, unit, bounds, plausible, source, acts, phase, meaning, relative)
        )

    return declare


def text(default: Any, meaning: str, acts: Acts = "world", phase: str = "institutions") -> Any:
    """Declare a name, a choice or a switch: a field without a range."""
    return Field(default, json_schema_extra={"acts": acts, "phase": phase, "meaning": meaning})


def meta_of(field: FieldInfo) -> Meta | None:
    """Return the facts a numeric field carries, None for a field without a range."""
    extra = field.json_schema_extra
    if not isinstance(extra, dict) or "bounds" not in extra:
        return None
    facts: dict[str, Any] = dict(extra)
    facts["bounds"], facts["plausible"] = tuple(facts["bounds"]), tuple(facts["plausible"])
    return Meta(**facts)


def acts_of(field: FieldInfo) -> str | None:
    """When a field acts: ``"world"``, ``"week"``, or None if it does not say."""
    extra = field.json_schema_extra
    return str(extra["acts"]) if isinstance(extra, dict) and "acts" in extra else None
