"""The base of every section of an experiment: typed, closed, frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from sanlian_sim.scenario.faults import read_faults
from sanlian_sim.scenario.problems import ExperimentError


class Broken(NamedTuple):
    """A rule over several fields that does not hold; ``field`` is where to say so."""

    field: str
    value: Any
    rule: str
    suggestion: str | None = None


class Section(BaseModel):
    """A table of the experiment file.

    Values are not converted: text is no number, a switch is no number, a whole number may
    stand for a real one.

    Raises
    ------
    ExperimentError
        With all problems, if a section is made of values that do not fit.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=False
    )

    if not TYPE_CHECKING:  # a type checker sees the fields as the parameters

        def __init__(self, **values: Any) -> None:
            try:
                super().__init__(**values)
            except ValidationError as error:
                problems, _ = read_faults(type(self), values, error)
                name = type(self).__name__
                raise ExperimentError(
                    replace(one, place=f"{name}.{one.place}" if one.place else name)
                    for one in problems
                ) from None

    @classmethod
    def validated(cls, values: Mapping[str, Any]) -> Self:
        """Return the section made of ``values``.

        Raises
        ------
        pydantic.ValidationError
            With the faults as the validator names them.
        """
        section = cls.__new__(cls)
        BaseModel.__init__(section, **values)
        return section

    @classmethod
    def broken_rules(cls, values: Mapping[str, Any]) -> Iterator[Broken]:
        """Yield the rules over several fields that ``values`` break.

        ``values`` holds only fields that are right by themselves, so a rule must do without
        those that are absent.
        """
        yield from ()

    @model_validator(mode="after")
    def _keep_the_rules(self) -> Self:
        broken = next(self.broken_rules(self.__dict__), None)
        if broken is not None:
            raise ValueError(f"{broken.field} = {broken.value}: {broken.rule}")
        return self


def share_rule(
    values: Mapping[str, Any], names: tuple[str, ...], tolerance: float = 1e-6
) -> Iterator[Broken]:
    """Yield a broken rule if all of ``names`` are given and do not sum to 1."""
    if not all(values.get(name) is not None for name in names):
        return
    total = sum(float(values[name]) for name in names)
    if abs(total - 1.0) > tolerance:
        yield Broken(names[0], values[names[0]], f"{', '.join(names)} must sum to 1", _off(total))


def _off(total: float) -> str:
    return f"they sum to {total:.6g}"
