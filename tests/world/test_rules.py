"""Parameters as rows of numbers: every field arrives, a mechanism off is zeros."""

import numpy as np
import pytest

from sanlian_sim.scenario.schema import Mechanisms, Parameters, ServiceRow
from sanlian_sim.world.rules import (
    DEPARTMENTS,
    INSTRUMENT_DTYPE,
    instrument_rows,
    rule_row,
    service_rows,
)

P = Parameters()
SWITCHED_ELSEWHERE = {"discovery_by_service", "adoption_diffusion"}
"""The first acts on services too; the second acts by parameters of the week of adoption."""


def changed_by(mechanism):
    on, off = rule_row(P, Mechanisms()), rule_row(P, Mechanisms(**{mechanism: False}))
    assert on.dtype == off.dtype
    return {name: off[name][0] for name in on.dtype.names if on[name][0] != off[name][0]}


@pytest.mark.parametrize("mechanism", sorted(set(Mechanisms.model_fields) - SWITCHED_ELSEWHERE))
def test_a_mechanism_off_sets_something_to_zero(mechanism):
    found = changed_by(mechanism)
    assert found
    assert set(found.values()) == {0.0}


def test_no_two_mechanisms_act_by_one_parameter():
    acting = [name for one in Mechanisms.model_fields for name in changed_by(one)]
    assert len(acting) == len(set(acting))


def test_instruments_arrive_in_table_order():
    rows = instrument_rows(P)
    assert rows.dtype == INSTRUMENT_DTYPE
    assert len(rows) == len(P.instruments) == 3
    for row, instrument in zip(rows, P.instruments.values(), strict=True):
        told = instrument.model_dump(exclude={"label_en", "label_zh", "meaning"})
        assert {name: row[name] for name in rows.dtype.names} == told


def test_departments_are_those_a_service_may_name():
    assert ServiceRow.model_fields["department"].annotation.__args__ == DEPARTMENTS


def test_services_arrive_with_what_contracts_ask_of_them():
    rows = service_rows(P, Mechanisms())
    for row, service in zip(rows, P.services.values(), strict=True):
        assert DEPARTMENTS[row["department"]] == service.department
        for name in ("measurability", "specificity", "facility"):
            assert row[name] == getattr(service, name)
    assert np.count_nonzero(rows["facility"]) == 3
