import pickle

import pytest

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.simulation.agents import Resident
from sanlian_sim.simulation.model import SanlianModel
from sanlian_sim.simulation.phases import ModelPhase, insert_phase, replace_phase
from sanlian_sim.world.columns import Column

NAMES = [phase.name for phase in PHASES]


class Singer(Resident):
    """A user's resident: volunteers sing every week, and the neighbours of a singer hear it."""

    sung = Column("i4", "songs", "songs sung", 0)
    heard = Column("i4", "songs", "songs heard", 0)

    def sing(self):
        self.sung += 1
        for neighbour in self.neighbours:
            neighbour.heard += 1


def sing(model):
    model.agents_by_type[Singer].select("volunteer").do("sing")


def nothing(world):
    """A phase that leaves everything as it is."""


def names(phases):
    return [phase.name for phase in phases]


def test_a_phase_is_inserted_by_name():
    phase = Phase("rest", nothing)
    after = insert_phase(PHASES, phase, after=NAMES[0])
    before = insert_phase(PHASES, phase, before=NAMES[1])
    assert names(after) == names(before) == [NAMES[0], "rest", *NAMES[1:]]
    assert names(insert_phase(PHASES, phase, after=NAMES[-1])) == [*NAMES, "rest"]
    assert names(insert_phase(PHASES, phase, before=NAMES[0])) == ["rest", *NAMES]
    assert names(PHASES) == NAMES


def test_a_phase_is_replaced_by_name():
    phase = Phase("trust", nothing)
    replaced = replace_phase(PHASES, phase)
    assert names(replaced) == NAMES
    assert replaced[NAMES.index("trust")] is phase


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda phase: insert_phase(PHASES, phase, after="trsut"), "did you mean 'trust'"),
        (lambda phase: insert_phase(PHASES, phase, before="trsut"), "did you mean 'trust'"),
        (lambda phase: insert_phase(PHASES, phase), "either after or before"),
        (lambda phase: insert_phase(PHASES, phase, after="trust", before="needs"), "either"),
        (lambda phase: insert_phase((*PHASES, phase), phase, after="trust"), "already"),
        (lambda phase: replace_phase(PHASES, phase), "no phase 'rest'"),
    ],
)
def test_a_wrong_name_is_an_error(change, message):
    with pytest.raises(ValueError, match=message):
        change(Phase("rest", nothing))


def test_a_model_runs_the_phases_it_is_given(scenario, model):
    still = SanlianModel(
        scenario, seed=1, phases=replace_phase(PHASES, Phase("wellbeing", nothing)), warm_up=False
    )
    before = still.residents.wellbeing.copy()
    still.run()
    assert still.residents.wellbeing.tolist() == before.tolist()
    model.run()
    assert model.residents.wellbeing.tolist() != before.tolist()
    assert str(model.phases[0]) == str(PHASES[0])


def test_a_phase_in_plain_python_over_agents(scenario):
    phases = insert_phase(PHASES, ModelPhase("singing", sing, every=2), before="wellbeing")
    model = SanlianModel(scenario, seed=1, phases=phases, resident_class=Singer)
    assert Singer in model.agents_by_type
    sung = model.residents.sung.copy()
    assert sung.tolist() == model.residents.volunteer.astype(int).tolist()
    model.step()
    assert (model.residents.sung > sung).any()
    sung = model.residents.sung.copy()
    model.step()
    assert model.residents.sung.tolist() == sung.tolist()
    assert model.residents.heard.sum() == (model.residents.sung * model.world.ties.degree).sum()
    twin = pickle.loads(pickle.dumps(model))
    model.run()
    twin.run()
    assert twin.residents.heard.tolist() == model.residents.heard.tolist()


def test_a_phase_in_plain_python_over_columns(scenario):
    def cheer(model):
        model.residents.wellbeing[model.residents.employed] = 10.0

    phases = insert_phase(PHASES, ModelPhase("cheer", cheer), after=NAMES[-1])
    model = SanlianModel(scenario, seed=1, phases=phases)
    model.step()
    residents = model.agents_by_type[Resident]
    assert residents.select("employed").agg("wellbeing", "min") == 10.0
    assert residents.agg("wellbeing", "min") < 10.0


def test_two_users_classes_of_one_column_name_live_side_by_side(scenario):
    class Whole(Resident):
        mood = Column("i4", "", "mood", 1)

    class Fine(Resident):
        mood = Column("f8", "", "mood", 0.5)

    moods = [
        SanlianModel(scenario, seed=1, resident_class=cls, warm_up=False).residents.mood[0]
        for cls in (Whole, Fine)
    ]
    assert moods == [1, 0.5]
    with pytest.raises(TypeError, match="'mood' is declared twice"):

        class Both(Whole, Fine):
            pass


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10.5, -0.1])
def test_a_phase_that_leaves_no_number_or_one_out_of_bounds_is_named(scenario, value):
    def spoil(model):
        model.residents.wellbeing[3] = value

    week = insert_phase(PHASES, ModelPhase("spoil", spoil), after="trust")
    with pytest.raises(ValueError, match="after phase 'spoil' column 'wellbeing'"):
        SanlianModel(scenario, seed=1, phases=week).step()


def test_the_week_itself_keeps_all_columns_within_bounds(scenario):
    week = PHASES
    for name in NAMES:
        week = insert_phase(week, ModelPhase(f"after_{name}", nothing), after=name)
    SanlianModel(scenario, seed=1, phases=week).run()
