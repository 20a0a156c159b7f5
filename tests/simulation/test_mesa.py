"""What Mesa's own tools ask of a model."""

import inspect
import pickle
from operator import attrgetter

import mesa
import numpy as np
import pytest

from sanlian_sim.simulation.agents import Community, Resident
from sanlian_sim.simulation.model import SanlianModel

SEEDED_BY_BATCH_RUN = "rng" in inspect.signature(mesa.batch_run).parameters


class Surveyed(SanlianModel):
    """A user's model with a collector of its own; at module level, so that it pickles."""

    def __init__(self, scenario, seed=1):
        super().__init__(scenario, seed=seed)
        self.datacollector = mesa.DataCollector(
            model_reporters={"week": "week", "people": lambda model: len(model.residents)},
            agenttype_reporters={Community: {"cohesion": "cohesion"}},
        )
        self.datacollector.collect(self)


def batch(model_class, scenario, seeds, **arguments):
    """Run Mesa's batch with its own way of giving seeds."""
    parameters = {"scenario": scenario}
    if SEEDED_BY_BATCH_RUN:
        arguments["rng"] = seeds
    else:
        parameters["seed"] = seeds
    return mesa.batch_run(model_class, parameters, display_progress=False, **arguments)


def test_batch_run_over_seeds_is_a_run_by_hand(scenario):
    rows = batch(SanlianModel, scenario, [1, 2], max_steps=4, data_collection_period=1)
    assert {row["seed"] for row in rows} == {1, 2}
    assert all(row["scenario"] is scenario for row in rows)
    for seed in (1, 2):
        model = SanlianModel(scenario, seed=seed)
        for _ in range(4):
            model.step()
        expected = model.datacollector.get_model_vars_dataframe().to_dict("records")
        found = [row for row in rows if row["seed"] == seed]
        assert [row["week"] for row in found] == [0, 1, 2, 3, 4]
        for row, by_hand in zip(found, expected, strict=True):
            assert by_hand.items() <= row.items()


@pytest.mark.filterwarnings("ignore:The `iterations` keyword:DeprecationWarning")
def test_batch_run_repeats_with_new_luck(scenario):
    rows = mesa.batch_run(
        SanlianModel, {"scenario": scenario}, iterations=3, max_steps=2, display_progress=False
    )
    assert len({row["wellbeing"] for row in rows}) == 3


def test_batch_run_stops_at_the_horizon(scenario):
    rows = batch(Surveyed, scenario, [1], max_steps=1000, data_collection_period=1)
    assert max(row["week"] for row in rows) >= 5


def test_a_scenario_is_one_value(scenario):
    with pytest.raises(TypeError, match="not iterable"):
        iter(scenario)


def test_the_collector_collects_before_and_after_every_week(model):
    model.run()
    frame = model.datacollector.get_model_vars_dataframe()
    assert frame["week"].tolist() == list(range(7))
    adults = model.residents.age_band > 0
    assert frame["wellbeing"].iloc[-1] == np.mean(model.residents.wellbeing[adults])
    assert frame["open_cases"].iloc[-1] == len(model.world.cases.open_rows())
    assert frame["employed"].iloc[-1] == model.agents_by_type[Resident].agg("employed", "sum")


def test_agent_reporters_by_name_and_function(model):
    model.datacollector = mesa.DataCollector(
        agent_reporters={"key": "key", "kind": lambda agent: type(agent).__name__}
    )
    model.step()
    frame = model.datacollector.get_agent_vars_dataframe().xs(1, level="Step")
    assert frame.index.tolist() == model.agents.get("unique_id")
    assert frame["key"][frame["kind"] == "Resident"].tolist() == model.residents.key.tolist()


def test_reporters_by_type(scenario):
    model = Surveyed(scenario)
    model.step()
    frame = model.datacollector.get_agenttype_vars_dataframe(Community)
    assert frame["cohesion"].loc[1].tolist() == model.world.communities.cohesion.tolist()
    assert model.datacollector.get_model_vars_dataframe()["people"].tolist() == [400, 400]


def test_reporters_by_attrgetter_pickle(model):
    model.datacollector = mesa.DataCollector(
        agenttype_reporters={Resident: {"wellbeing": attrgetter("wellbeing")}}
    )
    model.step()
    twin = pickle.loads(pickle.dumps(model))
    model.step()
    twin.step()
    frames = [m.datacollector.get_agenttype_vars_dataframe(Resident) for m in (model, twin)]
    assert frames[0].equals(frames[1])
    assert len(frames[0]) == 2 * 400


def test_a_reset_makes_the_model_of_its_keywords(scenario, model):
    """SolaraViz builds type(model)(**model_params), having checked the names by signature."""
    parameters = inspect.signature(type(model).__init__).parameters.values()
    kinds = {parameter.kind for parameter in parameters}
    assert inspect.Parameter.VAR_POSITIONAL not in kinds
    assert inspect.Parameter.VAR_KEYWORD not in kinds
    # A scenario of Mesa's own would be passed in place of ours.
    assert getattr(model, "scenario", None) is None
    again = type(model)(**{"scenario": scenario, "seed": 1})
    assert again.residents.wellbeing.tolist() == model.residents.wellbeing.tolist()


@pytest.mark.filterwarnings("ignore")
def test_solara_resets_with_the_parameters_chosen(scenario, model):
    pytest.importorskip("solara")
    from mesa.visualization import solara_viz

    chosen = {"scenario": scenario, "seed": 1}
    if hasattr(solara_viz, "_build_model_init_kwargs"):
        chosen = solara_viz._build_model_init_kwargs(
            model, chosen, add_scenario_when_empty=True, require_model_accepts_scenario=True
        )
    solara_viz._check_model_params(type(model).__init__, chosen)
    assert chosen == {"scenario": scenario, "seed": 1}
