"""Scenarios side by side: what they set, and where they differ from the baseline."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sanlian_sim.language.catalogue import words
from sanlian_sim.language.translate import translated
from sanlian_sim.report.comparison.told import Told, label
from sanlian_sim.report.document.blocks import (
    Block,
    Cell,
    Fold,
    Grid,
    Prose,
    Section,
    plain_rows,
)
from sanlian_sim.scenario.describe import (
    describe_arrangements,
    describe_instruments,
    describe_parameters,
    describe_services,
)
from sanlian_sim.scenario.schema import Levers, Scenario

_IN_FORCE: Final = "delegation_default"
"""A lever that says what delegation is where the scenario does not; delegation has its own rows."""
Settings = dict[str, dict[str, str]]
"""Text of each setting by scenario."""
_ROLLOUT: Final = {
    "start": "start", "duration": "duration", "ramp": "ramp_weeks", "order": "order",
}  # fmt: skip


def scenarios(told: Told) -> Section:
    """Set scenarios side by side, and mark what differs from the baseline."""
    own, settings = told.texts["scenarios"], _settings(told)
    names = list(told.study.experiment.scenarios)
    differ = {key: row for key, row in settings.items() if len(set(row.values())) > 1}
    heads = [own["lever"], *map(told.shown, names)]
    blocks: list[Block] = [Prose([own["lead"].format(baseline=told.baseline)])]
    if differ:
        about = _meanings(told)
        rows = [
            [Cell(key, about=about.get(key, "")), *_marked(row, told.baseline)]
            for key, row in differ.items()
        ]
        every = range(1, len(heads))
        blocks.append(Grid(own["caption"], heads, plain_rows(rows), words=every))
    else:
        blocks.append(Prose([own["none"]]))
    same = [[key, row[told.baseline]] for key, row in settings.items() if key not in differ]
    grid = Grid(own["same_caption"], [own["lever"], own["value"]], plain_rows(same), words=(1,))
    return Section("scenarios", own["title"], [*blocks, Fold(own["same"], [grid], printed=False)])


def _meanings(told: Told) -> dict[str, str]:
    """What levers mean."""
    fields = Levers.model_fields.items()
    said = {name: _facts(about.json_schema_extra).get("meaning", "") for name, about in fields}
    return {name: translated(str(meaning), told.lang) for name, meaning in said.items()}


def _facts(extra: Any) -> Mapping[str, Any]:
    return extra if isinstance(extra, dict) else {}


def _marked(row: Mapping[str, str], baseline: str) -> list[Cell]:
    return [Cell(text, mark=text != row[baseline]) for text in row.values()]


def _settings(told: Told) -> Settings:
    settings: Settings = {}
    scenarios = told.study.experiment.scenarios
    parts = {name: dict(_of(scenario, told)) for name, scenario in scenarios.items()}
    keys = dict.fromkeys(key for own in parts.values() for key in own)
    for key in keys:
        settings[key] = {name: own.get(key, "–") for name, own in parts.items()}
    return settings


def _of(scenario: Scenario, told: Told) -> Iterator[tuple[str, str]]:
    own, policy, lang = told.texts["scenarios"], scenario.policy, told.lang
    arrangements = {row.name: label(row, lang) for row in describe_arrangements()}
    yield own["arrangement"], arrangements.get(policy.arrangement, policy.arrangement)
    yield from _delegation(scenario, told)
    instruments = describe_instruments(policy.parameters)
    for row in instruments if any(policy.delegation.values()) else ():
        share = policy.instruments.get(row.name, 0.0)
        yield own["instrument"].format(instrument=label(row, lang)), f"{share:.0%}"
    for key, field in _ROLLOUT.items():
        value = getattr(scenario.rollout, field)
        yield own[key], told.texts["orders"].get(value, str(value))
    yield own["closure"], words(lang)["closures"][told.study.experiment.closure(scenario.name)]
    for name, value in policy.levers.model_dump(exclude={_IN_FORCE}).items():
        yield name, told.texts["employers"].get(value, _text(value, own))
    yield from _changes(scenario, told)


def _delegation(scenario: Scenario, told: Told) -> Iterator[tuple[str, str]]:
    """Delegation by service, or in one row if no scenario tells services apart."""
    own = told.texts["scenarios"]
    every = told.study.experiment.scenarios.values()
    shares = scenario.policy.delegation
    if all(len(set(one.policy.delegation.values())) == 1 for one in every):
        yield own["delegation_all"], f"{next(iter(shares.values())):.0%}"
        return
    services = describe_services(scenario.policy.parameters)
    for row in services:
        share = f"{shares.get(row.name, 0.0):.0%}"
        yield own["delegation"].format(service=label(row, told.lang)), share


def _changes(scenario: Scenario, told: Told) -> Iterator[tuple[str, str]]:
    """Parameters, mechanisms and the place of single scenarios, where any of them differ."""
    own, experiment = told.texts["scenarios"], told.study.experiment
    every = [one.policy for one in experiment.scenarios.values()]
    if any(one.parameters != every[0].parameters for one in every):
        rows = {row.name: row.value for row in describe_parameters(scenario.policy.parameters)}
        for name in _differing(told):
            yield own["parameter"].format(name=name), _text(rows.get(name, "–"), own)
    for name, acts in scenario.policy.mechanisms.model_dump().items():
        if any(getattr(one.mechanisms, name) != acts for one in every):
            yield own["mechanism"].format(name=name), _text(acts, own)
    places = [one.community.flat() for one in experiment.scenarios.values()]
    for name in dict.fromkeys(key for place in places for key in place):
        if len({str(place.get(name)) for place in places}) > 1 and name not in _FILES:
            value = scenario.community.flat().get(name, "–")
            yield own["community"].format(name=name), _text(value, own)


_FILES: Final = ("residents", "ties")


def _differing(told: Told) -> list[str]:
    """Names of parameters in which scenarios differ."""
    found: dict[str, set[str]] = {}
    for scenario in told.study.experiment.scenarios.values():
        for row in describe_parameters(scenario.policy.parameters):
            found.setdefault(row.name, set()).add(str(row.value))
    return [name for name, values in found.items() if len(values) > 1]


def _text(value: Any, own: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return str(own["yes" if value else "no"])
    return f"{value:.6g}" if isinstance(value, float) else str(value)
