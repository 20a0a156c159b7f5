import numpy as np
import pytest

from sanlian_sim.outcomes.caselog import CASE_DTYPE, NO_WEEK
from sanlian_sim.simulation.agents import Resident
from sanlian_sim.simulation.run import run
from sanlian_sim.simulation.trace import trace
from sanlian_sim.world.state import Channel, Exit, Side

SERVICES = ("life_care", "comfort")


@pytest.fixture
def log():
    """Three cases of resident 7 and one of resident 8."""
    log = np.zeros(4, dtype=CASE_DTYPE)
    log["resident"] = [7, 7, 8, 7]
    log["service"] = [0, 1, 0, 1]
    log["onset"] = [1, 1, 1, 2]
    log["repeat"] = [0, 0, 0, 1]
    log["opened"] = [3, -2, 1, 5]
    log["noticed"] = [4, NO_WEEK, 1, 5]
    log["first_served"] = [6, NO_WEEK, 1, NO_WEEK]
    log["ended"] = [9, 2, 3, NO_WEEK]
    log["exit"] = [Exit.CLOSED, Exit.PASSED, Exit.CLOSED, -1]
    log["side"] = [Side.SOCIAL, Side.UNKNOWN, Side.GOVERNMENT, Side.GOVERNMENT]
    log["channel"] = [Channel.TIE, Channel.NONE, Channel.SELF, Channel.GRID]
    log["organisation"] = [2, -1, -1, -1]
    log["delivered"] = [90, 0, 60, 0]
    log["handovers"] = [2, 0, 0, 1]
    return log


def test_a_person_is_traced_event_by_event(log):
    assert [tuple(row) for row in trace(log, 7, SERVICES, 10).itertuples(index=False)] == [
        (-2, "comfort", "1.0", "opened", ""),
        (2, "comfort", "1.0", "passed", "0.0 hours, 0 hand-overs"),
        (3, "life_care", "1.0", "opened", ""),
        (4, "life_care", "1.0", "noticed", "tie"),
        (5, "comfort", "2.1", "opened", ""),
        (5, "comfort", "2.1", "noticed", "grid"),
        (6, "life_care", "1.0", "served", "social, organisation 2"),
        (9, "life_care", "1.0", "closed", "1.5 hours, 2 hand-overs"),
        (10, "comfort", "2.1", "open", "0.0 hours, 1 hand-overs"),
    ]


def test_a_person_without_cases_has_an_empty_trace(log):
    empty = trace(log, 9, SERVICES, 10)
    assert empty.empty
    assert list(empty.columns) == ["week", "service", "case", "event", "detail"]


def test_a_model_traces_agents_and_rows(model):
    model.run()
    cases = model.recorder.cases()
    row = int(np.bincount(cases["resident"]).argmax())
    resident = model.agents_by_type[Resident][row]
    traced = model.trace(resident)
    assert traced.equals(model.trace(row))
    assert (traced["event"] == "opened").sum() == (cases["resident"] == row).sum()
    resident.remove()
    assert model.trace(resident).equals(traced)
    with pytest.raises(IndexError, match="no resident 400: there are 400"):
        model.trace(400)


def test_a_model_and_a_run_agree(scenario, model):
    model.run()
    rows = run(scenario, seed=1).rows
    frame = model.outcomes()
    assert frame["outcome"].tolist() == [row.outcome for row in rows]
    np.testing.assert_array_equal(frame["value"], [row.value for row in rows])


def test_a_model_tells_the_outcomes_so_far(model):
    model.step()
    frame = model.outcomes()
    assert list(frame.columns) == ["outcome", "value", "group", "service"]
    people = frame[(frame["outcome"] == "residents") & (frame["group"] == "all")]
    assert people["value"].tolist() == [400]

    def nothing(recorder):
        yield from ()

    assert model.outcomes([nothing]).empty
