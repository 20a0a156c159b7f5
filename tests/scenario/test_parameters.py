"""Every parameter says what it is, and its value lies where it says it may."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from sanlian_sim.scenario import library
from sanlian_sim.scenario.describe import (
    describe_arrangements,
    describe_groups,
    describe_instruments,
    describe_mechanisms,
    describe_parameters,
    describe_presets,
    describe_services,
)
from sanlian_sim.scenario.fields import acts_of, meta_of
from sanlian_sim.scenario.instruments import InstrumentRow
from sanlian_sim.scenario.levers import Levers
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.presets import Figures, preset, preset_names
from sanlian_sim.scenario.services import ServiceRow

ROWS = describe_parameters()
NUMBERS = [row for row in ROWS if row.bounds is not None]
LABEL = re.compile(r"(found|calculated|assumed|illustrative)(: [SN]\d+(, [SN]\d+)*)?")
PHASES = {
    "world": {"population", "networks", "institutions", "stocks", "needs"},
    "week": {
        *("policy", "ageing", "needs", "discovery", "routing", "delivery", "wellbeing", "trust"),
        *("participation", "employment", "accounts"),
        *("procurement", "organisations", "workforce"),
    },
}


def test_every_parameter_says_what_it_means_where_it_acts_and_whence_it_comes():
    incomplete = [row for row in ROWS if not row.meaning or row.phase not in PHASES[row.acts]]
    assert incomplete == []
    assert [row for row in ROWS if not LABEL.fullmatch(row.source)] == []


def test_every_number_has_a_symbol_and_a_unit():
    assert [row for row in NUMBERS if not row.symbol or not row.unit] == []


def test_every_value_lies_within_its_range_and_that_within_the_bounds():
    def ordered(row):
        return row.bounds[0] <= row.low <= row.value <= row.high <= row.bounds[1]

    assert [row for row in NUMBERS if row.value is not None and not ordered(row)] == []


def test_flat_numbers_have_something_to_vary():
    assert [row for row in NUMBERS if "." not in row.name and row.low >= row.high] == []


def test_names_are_unique_and_can_be_set(load):
    assert len({row.name for row in ROWS}) == len(ROWS)
    settable = {f"parameters.{row.name}": row.value for row in ROWS if row.value is not None}
    assert load(settable).parameters == Parameters()


def test_values_read_from_an_experiment_are_marked_as_given(load):
    changed = {"hazard_cap": 0.2, "services.medical.beta": 0.5, "jobs.nurse": 75}
    parameters = load({f"parameters.{name}": one for name, one in changed.items()}).parameters
    given = {
        row.name: row.value for row in describe_parameters(parameters) if row.source == "given"
    }
    assert given == changed


def test_range_stays_around_the_shipped_value(load):
    parameters = load({"parameters.services.medical.beta": 0.5}).parameters
    by_name = {row.name: row for row in describe_parameters(parameters)}
    shipped = {row.name: row for row in ROWS}
    name = "services.medical.beta"
    assert (by_name[name].low, by_name[name].high) == (shipped[name].low, shipped[name].high)


def test_neutral_field_of_a_service_has_nothing_to_vary():
    by_name = {row.name: row for row in ROWS}
    row = by_name["services.mediation.multiplier_bereaved"]
    assert row.low == row.high == row.value == 1.0


@pytest.mark.parametrize("model", [Parameters, ServiceRow, InstrumentRow, Levers, Figures])
def test_every_field_says_when_it_acts(model):
    silent = [name for name, about in model.model_fields.items() if acts_of(about) is None]
    assert silent == (["services", "instruments", "jobs"] if model is Parameters else [])


@pytest.mark.parametrize("name", list(Figures.model_fields))
def test_figures_of_presets_lie_within_their_bounds(name):
    meta = meta_of(Figures.model_fields[name])
    values = [getattr(preset(place).figures, name) for place in preset_names()]
    assert all(meta.bounds[0] <= value <= meta.bounds[1] for value in values)
    low, high = meta.range_around(getattr(preset("reference").figures, name))
    assert low <= getattr(preset("reference").figures, name) <= high


def used_sources() -> set[str]:
    labels = [row.source for row in ROWS]
    labels += [source for name in preset_names() for source in preset(name).sources.values()]
    models = (Levers, Figures)
    fields = [about for model in models for about in model.model_fields.values()]
    labels += [meta.source for about in fields if (meta := meta_of(about)) is not None]
    labels += [part["source"] for part in library.preset_rows()["shahekou"]["sub_districts"]]
    return {found for label in labels for found in re.findall(r"[SN]\d+", label)}


def test_every_source_in_use_is_listed():
    assert used_sources() <= {*library.source_rows()}


def test_listings_have_both_labels():
    listings = (describe_presets, describe_services, describe_arrangements, describe_mechanisms)
    for listing in (*listings, describe_instruments, describe_groups):
        rows = listing()
        assert rows
        assert all(row.label_en and row.label_zh and row.meaning for row in rows)


def test_levers_and_figures_say_what_they_are():
    fields = [about for model in (Levers, Figures) for about in model.model_fields.values()]
    metas = [meta for about in fields if (meta := meta_of(about)) is not None]
    assert metas
    for meta in metas:
        assert all((meta.symbol, meta.unit, meta.meaning))
        assert LABEL.fullmatch(meta.source)


@pytest.mark.parametrize("name", library.arrangement_rows())
def test_levers_of_arrangements_lie_within_their_range_or_are_off(name):
    for lever, value in library.arrangement_levers(name).items():
        meta = meta_of(Levers.model_fields[lever])
        if meta is not None and value != 0:
            low, high = meta.range_around(value)
            assert low <= value <= high


@pytest.mark.parametrize("name", library.preset_rows())
def test_every_figure_of_a_preset_has_its_own_source(name):
    row = library.preset_rows()[name]
    figures = [one for field, one in row.items() if not field.startswith(("label", "sub_"))]
    assert figures
    for figure in [*figures, *row.get("sub_districts", [])]:
        assert LABEL.fullmatch(figure["source"])


def test_facts_of_a_preset_carry_their_source():
    facts = next(row.facts for row in describe_presets() if row.name == "zhongshan_road")
    assert facts["population"] == (6400, "calculated: S4")
    assert facts["friction"][1] == "illustrative"
    assert facts["bereaved"][1] == "assumed"


def test_mechanisms_name_those_of_the_model_once():
    labels = [row.facts["label"] for row in describe_mechanisms()]
    assert labels == [f"M{number}" for number in range(1, 25)]


def test_importing_the_schema_is_light():
    heavy = ("pandas", "numpy", "networkx", "mesa", "numba", "scipy", "matplotlib")
    code = (
        "import sys, sanlian_sim.scenario.schema, sanlian_sim.scenario.load;"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
