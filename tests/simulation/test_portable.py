"""Results come back from bytes as they were, and nothing else is taken for one."""

import pickle
from dataclasses import fields

import numpy as np
import pytest

from sanlian_sim.experiments.runs.design import Recording, replicate_tasks
from sanlian_sim.experiments.runs.execute import attempt
from sanlian_sim.simulation.portable import UnreadableResultError, from_bytes, to_bytes
from sanlian_sim.simulation.result import Result

KINDS = [Recording(), Recording("community", cases=True), Recording("off")]


@pytest.fixture(scope="module", params=KINDS, ids=["total", "community", "off"])
def result(request, experiment):
    return attempt(replicate_tasks(experiment, [0], recording=request.param)[1])


def plain(value):
    """What can be compared by ==, NaN as text."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.tobytes()
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if hasattr(value, "__dict__"):
        return {name: plain(part) for name, part in vars(value).items()}
    return repr(value)


def test_everything_but_the_wall_time_comes_back(result):
    again = from_bytes(to_bytes(result))
    for field in fields(Result):
        if field.name != "seconds":
            assert plain(getattr(again, field.name)) == plain(getattr(result, field.name))
    assert again.summary.equals(result.summary)
    assert again.ledger.equals(result.ledger)


def test_equal_results_give_equal_bytes(result, experiment):
    (task,) = replicate_tasks(experiment, [0], names=[result.scenario], recording=recording(result))
    assert to_bytes(attempt(task)) == to_bytes(result)


def recording(result):
    if result.series is None:
        return Recording("off")
    return Recording() if result.series.own is None else Recording("community", cases=True)


def test_what_comes_back_cannot_be_written_to(result):
    with pytest.raises(ValueError, match="read-only"):
        from_bytes(to_bytes(result)).residents[0] = 0


@pytest.mark.parametrize("cut", [0, 5, 200, -1])
def test_a_part_of_a_result_is_none(result, cut):
    with pytest.raises(UnreadableResultError):
        from_bytes(to_bytes(result)[:cut])


class Trap:
    def __reduce__(self):
        return print, ("executed",)


def test_nothing_is_executed_when_bytes_are_read(capsys):
    import io

    import pyarrow as pa

    buffer = io.BytesIO()
    np.savez(buffer, text=np.array([Trap()], dtype=object), allow_pickle=True)
    data = buffer.getvalue()
    packed = len(data).to_bytes(8, "little") + pa.compress(data, codec="zstd", asbytes=True)
    for trap in (packed, pickle.dumps(Trap())):
        with pytest.raises(UnreadableResultError):
            from_bytes(trap)
    assert capsys.readouterr().out == ""
