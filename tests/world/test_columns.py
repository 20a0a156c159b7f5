import copy
import pickle

import numpy as np
import pytest

from sanlian_sim.world.columns import Column, Derived, Table, column_specs


class Jars:
    litres = Column("f8", "litres", "content", 1.5, 0, 10)
    lid = Column("?", "", "closed", False)
    shelf = Column("i1", "", "shelf", 0)
    serial = Column("u8", "", "identity", 0)
    weight = Column("f4", "kilograms", "weight", 2.0)
    full = Derived[bool]("holds all it can", lambda litres: litres == 10, "litres")


class JarView(Jars):
    def __init__(self, table, row):
        self._table, self._row = table, row


@pytest.fixture(params=[None, (), ("lid", "shelf")], ids=["packed", "unpacked", "partly packed"])
def table(request):
    return Table(Jars, 3, packed=request.param)


def test_an_agent_reads_and_writes_the_column(table):
    jar = JarView(table, 1)
    jar.litres = 7.25
    table.columns["lid"][1] = True
    assert table.litres.tolist() == [1.5, 7.25, 1.5]
    assert jar.lid is True
    assert type(jar.shelf) is int


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("litres", "7", TypeError),
        ("litres", None, TypeError),
        ("litres", True, TypeError),
        ("litres", float("nan"), ValueError),
        ("litres", float("inf"), ValueError),
        ("litres", 10.1, ValueError),
        ("litres", -0.1, ValueError),
        ("weight", 1e39, ValueError),
        ("lid", "no", TypeError),
        ("lid", 1, TypeError),
        ("shelf", 1.9, TypeError),
        ("shelf", True, TypeError),
        ("shelf", 128, ValueError),
        ("serial", -1, ValueError),
        ("litres", np.zeros(1), TypeError),
    ],
)
def test_a_write_the_column_cannot_hold_is_refused(table, name, value, error):
    jar = JarView(table, 0)
    with pytest.raises(error, match=name):
        setattr(jar, name, value)
    assert getattr(jar, name) == Jars.__dict__[name].default


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("litres", 3, 3.0),
        ("litres", np.float32(0.5), 0.5),
        ("litres", np.int16(4), 4.0),
        ("lid", np.True_, True),
        ("shelf", np.int64(-128), -128),
        ("serial", 2**64 - 1, 2**64 - 1),
    ],
)
def test_a_write_of_the_same_kind_is_converted_exactly(table, name, value, read):
    jar = JarView(table, 0)
    setattr(jar, name, value)
    assert getattr(jar, name) == read
    assert type(getattr(jar, name)) is type(read)


@pytest.mark.parametrize(
    ("dtype", "default"), [("f8", 0), ("i4", 0.0), ("?", 0), ("i4", False), ("u1", -1), ("i1", 128)]
)
def test_a_default_is_of_the_columns_kind(dtype, default):
    with pytest.raises(TypeError, match="cannot hold its default"):
        Column(dtype, "", "", default)


def test_a_derived_attribute_follows_its_column(table):
    jar = JarView(table, 2)
    assert jar.full is False
    jar.litres = 10.0
    assert jar.full is True
    assert table.full.tolist() == [False, False, True]
    with pytest.raises(AttributeError, match="full follows from litres"):
        jar.full = True


def test_an_unknown_column_names_the_nearest(table):
    with pytest.raises(AttributeError, match="'litrs'; did you mean 'litres'"):
        _ = table.litrs


def test_columns_are_written_in_place(table):
    litres = table.columns["litres"]
    with pytest.raises(AttributeError, match=r"in place: .litres\[:\] = values"):
        table.litres = np.zeros(3)
    with pytest.raises(AttributeError, match="did you mean 'litres'"):
        table.litrs = np.zeros(3)
    table.litres += 1.0
    table.litres[2] = 0.0
    assert litres.tolist() == [2.5, 2.5, 0.0]


def test_two_classes_may_not_give_one_name_two_types():
    class Crates(Jars):
        litres = Column("i4", "litres", "content", 1)

    with pytest.raises(TypeError, match=r"'litres' is declared twice, as float64 .* int32"):
        column_specs(Crates)


def test_a_declaration_repeated_with_the_same_type_takes_the_last_default():
    class Crates(Jars):
        litres = Column("f8", "litres", "content", 4.0)

    assert Table(Crates, 1).litres.tolist() == [4.0]
    assert list(column_specs(Crates)) == list(column_specs(Jars))


def test_a_column_can_be_added(table):
    label = table.add_column("label", Column("i4", "", "label", -1))
    label[1] = 5
    assert table.label.tolist() == [-1, 5, -1]
    with pytest.raises(ValueError, match="'label' is there already"):
        table.add_column("label", Column("i4", "", "label", -1))


@pytest.mark.parametrize("name", ["", "two words", "_own", "litres", "size", "columns", "full"])
def test_a_column_needs_a_free_name(table, name):
    before = dict(table.columns)
    with pytest.raises(ValueError, match=r"there already|cannot be the name"):
        table.add_column(name, Column("i4", "", "label", 0))
    assert table.columns.keys() == before.keys()


def test_one_declaration_has_one_name(table):
    label = Column("i4", "", "label", 0)
    table.add_column("label", label)
    with pytest.raises(ValueError, match="named 'label', not 'tag'"):
        table.add_column("tag", label)


def test_a_table_adopts_what_a_class_adds(table):
    class Crates(Jars):
        wood = Column("?", "", "made of wood", True)
        light = Derived[bool]("easily lifted", lambda weight: weight < 1, "weight")

    litres = table.litres
    table.adopt(Crates)
    assert table.litres is litres
    assert table.wood.tolist() == [True, True, True]
    assert table.light.tolist() == [False, False, False]


def test_a_table_refuses_a_class_of_other_types(table):
    class Crates:
        lid = Column("f8", "", "closed", 0.0)

    with pytest.raises(TypeError, match="'lid' is declared twice"):
        table.adopt(Crates)


def pickled(table):
    return pickle.loads(pickle.dumps(table))


@pytest.mark.parametrize("again", [copy.deepcopy, pickled])
def test_a_copy_shares_rows_and_columns_within_itself_only(table, again):
    table.add_column("label", Column("i4", "", "label", 3))
    other = again(table)
    for name, column in other.columns.items():
        column[0] = 1
        if name in other.rows.dtype.names:
            assert other.rows[name].tolist() == column.tolist()
    assert table.litres.tolist() == [1.5, 1.5, 1.5]
    assert other.label.tolist() == [1, 3, 3]
    assert list(other.columns) == list(table.columns)


def test_a_private_copy_of_rows(table):
    table.columns["litres"][:] = [1, 2, 3]
    copied = table.copied(slice(1, 3))
    copied.columns["litres"][0] = 8.0
    assert len(copied) == 2
    assert copied.litres.tolist() == [8.0, 3.0]
    assert table.litres.tolist() == [1.0, 2.0, 3.0]
