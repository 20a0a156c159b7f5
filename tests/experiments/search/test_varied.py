import pytest

from sanlian_sim.experiments.search.varied import read_varied
from sanlian_sim.scenario.schema import Experiment


@pytest.mark.parametrize("asked", [{"parameters.load_scale": (0.8, 1.2)}, "parameters.load_scale"])
def test_bounds_are_not_passed_over_in_silence(asked):
    experiment = Experiment(scenarios={"linked": {"arrangement": "linked"}},
                            design={"baseline": "linked"})  # fmt: skip
    with pytest.raises(TypeError, match="a list of texts"):
        read_varied(experiment, asked)
