import copy
import gc
import pickle
import threading

import mesa
import pytest

from sanlian_sim.simulation.agents import TABLES, Resident
from sanlian_sim.simulation.rows import Registry
from sanlian_sim.world.columns import Column, Table
from sanlian_sim.world.state import ResidentColumns


class Cook(Resident):
    """A user's own kind of resident."""

    dishes = Column("i4", "dishes", "dishes cooked", 2)
    nickname: str = "cook"
    motto: str

    def step(self):
        self.dishes += 1


@pytest.fixture
def cooks():
    return Registry(None, Table(ResidentColumns, 5), Cook, 10)


@pytest.mark.parametrize("cls", TABLES, ids=lambda cls: cls.__name__)
def test_every_kind_is_a_mesa_agent_and_reads_its_table(cls):
    registry = Registry(None, Table(cls, 3), cls, 1)
    agent = registry.view(2)
    assert isinstance(agent, mesa.Agent)
    assert type(agent) is cls
    for name, column in registry.table.specs.items():
        assert getattr(agent, name) == column.default
        assert column.meaning


def test_a_view_is_its_row(registry):
    resident = registry.view(7)
    resident.wellbeing = 9.5
    registry.table.columns["labour"][7] = 1
    assert registry.table.columns["wellbeing"][7] == 9.5
    assert (resident.labour, resident.employed) == (1, True)
    assert (resident.row, resident.unique_id) == (7, 8)
    assert resident.model is registry.model
    assert resident.pos is None


def test_a_row_has_one_view_and_what_is_put_on_it_stays(cooks):
    cooks.view(3).nickname = "Lao Zhang"
    gc.collect()
    assert cooks.view(3) is cooks.views([0, 3])[1]
    assert cooks.view(3).nickname == "Lao Zhang"
    assert cooks.view(2).nickname == "cook"
    assert cooks.made == 3


def test_no_view_is_made_unasked(registry):
    assert registry.made == 0
    registry.view(0)
    assert registry.made == 1


@pytest.mark.parametrize("attempt", ["read", "write"])
def test_a_misspelt_attribute_names_the_nearest(registry, attempt):
    resident = registry.view(0)
    with pytest.raises(AttributeError, match=r"no attribute 'welbeing'.*'wellbeing'"):
        resident.welbeing if attempt == "read" else setattr(resident, "welbeing", 1.0)
    assert not hasattr(resident, "welbeing")


def test_the_error_survives_pickling(registry):
    with pytest.raises(AttributeError) as caught:
        _ = registry.view(0).welbeing
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_guard_stops_a_wrong_write(registry):
    resident = registry.view(1)
    for name, value in (("labour", 1.9), ("volunteer", "no"), ("wellbeing", None)):
        before = getattr(resident, name)
        with pytest.raises(TypeError, match=name):
            setattr(resident, name, value)
        assert getattr(resident, name) == before
    with pytest.raises(ValueError, match=r"trust_social must lie in \[0, 1\]; got nan"):
        resident.trust_social = float("nan")
    with pytest.raises(AttributeError, match="follows from labour"):
        resident.employed = True


def test_a_subclass_declares_columns_and_attributes(cooks):
    cook = cooks.view(4)
    assert cook.dishes == 2
    cook.step()
    cook.motto = "slowly"
    assert cooks.table.dishes.tolist() == [2, 2, 2, 2, 3]
    assert cook.motto == "slowly"
    with pytest.raises(AttributeError, match="did you mean 'dishes'"):
        cook.dish = 1


def test_a_column_added_to_the_table_is_an_attribute(registry):
    registry.table.add_column("visits_paid", Column("i4", "visits", "visits paid", 0))
    resident = registry.view(2)
    resident.visits_paid += 3
    assert registry.table.columns["visits_paid"][2] == 3
    assert resident.visits_paid == 3
    with pytest.raises(TypeError, match="visits_paid takes a int"):
        resident.visits_paid = 0.5
    with pytest.raises(AttributeError, match="did you mean 'visits_paid'"):
        _ = resident.visit_paid


def test_a_class_with_an_init_is_refused():
    with pytest.raises(TypeError, match=r"Broken has an __init__, .* declare Column"):

        class Broken(Resident):
            def __init__(self, model):
                super().__init__(model)


def test_an_init_from_elsewhere_is_refused():
    class Mixin:
        def __init__(self):
            self.ready = True

    with pytest.raises(TypeError, match="Mixed has an __init__"):

        class Mixed(Mixin, Resident):
            pass


def test_a_column_is_not_replaced_by_something_else():
    with pytest.raises(TypeError, match="in place of the column 'wellbeing'"):

        class Calm(Resident):
            wellbeing = 10.0


def test_a_column_takes_no_name_of_mesa():
    with pytest.raises(TypeError, match="'random' belongs to mesa"):

        class Lucky(Resident):
            random = Column("f8", "", "luck", 0.0)


def test_two_types_of_one_name_are_an_error():
    with pytest.raises(TypeError, match="'fatigue' is declared twice"):

        class Tired(Resident):
            fatigue = Column("i4", "", "fatigue", 0)


def test_rows_are_not_made_one_by_one():
    with pytest.raises(TypeError, match="made with the world"):
        Resident(None)


def test_a_removed_agent_keeps_a_private_copy(registry):
    resident, other = registry.views([4, 5])
    identity = resident.unique_id
    registry.remove(resident)
    wellbeing = registry.table.columns["wellbeing"][4]
    resident.wellbeing = 0.25
    assert registry.table.columns["wellbeing"][4] == wellbeing
    assert (resident.wellbeing, resident.unique_id) == (0.25, identity)
    assert not registry.holds(resident)
    assert registry.holds(other)
    assert len(registry) == len(registry.table) - 1
    with pytest.raises(KeyError):
        registry.remove(resident)


def test_all_rows_are_removed_at_once(registry):
    resident = registry.view(4)
    value, identity = resident.wellbeing, resident.unique_id
    registry.remove_all()
    registry.table.columns["wellbeing"][:] = 0.0
    assert len(registry) == 0
    assert (resident.wellbeing, resident.unique_id) == (value, identity)
    assert not registry.holds(resident)


def test_threads_make_one_view_of_a_row():
    registry = Registry(None, Table(ResidentColumns, 3000), Resident, 1)
    found = []

    def look():
        found.append(registry.views(range(3000)))

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({tuple(map(id, views)) for views in found}) == 1


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(registry, enabled):
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        registry.views(range(10))
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


@pytest.mark.parametrize("again", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_views_survive_a_copy_of_all(cooks, again):
    cook = cooks.view(1)
    cook.nickname = "Lao Zhang"
    cooks.remove(cooks.view(2))
    other, twin = again((cooks, cook))
    assert other.view(1) is twin
    twin.dishes = 40
    assert (twin.nickname, other.table.dishes[1]) == ("Lao Zhang", 40)
    assert cooks.table.dishes[1] == 2
    assert not other.alive[2]
