"""Variants of an experiment: what can be varied, and what cannot."""

import pandas as pd
import pytest

from sanlian_sim.experiments.designs.points import make_design
from sanlian_sim.experiments.designs.variants import Variants, week_parameters
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError


@pytest.fixture(scope="module")
def variants(experiment):
    return Variants(experiment)


def test_a_variant_without_changes_is_the_experiment(variants, experiment):
    assert variants.build({}).content_hash() == experiment.content_hash()


def test_values_reach_their_place(variants):
    built = variants.build(
        {
            "parameters.displacement": 0.11,
            "scenarios.linked.delegation": 0.4,
            "scenarios.linked.levers.platform_level": 0.3,
            "parameters.services.life_care.quality_social": 0.9,
            "mechanisms.embeddedness": False,
        }
    )
    linked = built.scenario("linked").policy
    assert built.parameters.displacement == linked.parameters.displacement == 0.11
    assert set(linked.delegation.values()) == {0.4}
    assert linked.levers.platform_level == 0.3
    assert linked.parameters.services["life_care"].quality_social == 0.9
    assert not linked.mechanisms.embeddedness


def test_tables_that_were_attached_stay_attached(experiment, changed):
    residents = pd.DataFrame({"id": [1, 2, 3], "age": [30, 40, 80]})
    own = changed(community={"population": None}).with_data(residents)
    built = Variants(own).build({"parameters.displacement": 0.2})
    assert built.scenario("linked").data.residents is residents


@pytest.mark.parametrize(
    "path",
    [
        "community.preset", "design.seed", "design.baseline", "scenarios.linked.arrangement",
        "scenarios.linked.levers.delegation_default",
    ],
)  # fmt: skip
def test_what_a_design_cannot_vary_is_refused_with_a_reason(variants, path):
    with pytest.raises(ExperimentError) as caught:
        variants.factors({path: (0, 1)})
    (problem,) = caught.value.problems
    assert problem.place == path


def test_rules_over_several_values_are_those_of_the_points(variants):
    over = {"parameters.misroute": (0.05, 0.15), "parameters.misroute_across": (0.16, 0.2)}
    design = make_design("lhs", variants.factors(over), points=4)
    assert len(variants.points(design)) == 4
    over["parameters.misroute_across"] = (0.0, 0.01)
    with pytest.raises(ExperimentError, match="must be at least misroute"):
        variants.points(make_design("lhs", variants.factors(over), points=4))


def test_all_parameters_of_the_week_that_are_free_can_be_varied_together(variants, experiment):
    paths = week_parameters(experiment)
    assert len(paths) > 150
    assert "parameters.cohesion_ties" not in paths  # one of three that sum to 1
    design = make_design("morris", variants.factors(dict.fromkeys(paths)), points=3, seed=1)
    held = dict(experiment.parameters)
    for overrides in design.overrides():
        own = {path.removeprefix("parameters."): one for path, one in overrides.items()}
        Parameters(**{**held, **own})
