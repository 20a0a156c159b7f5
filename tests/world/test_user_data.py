import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanlian_sim.randomness import hash64
from sanlian_sim.scenario.community import CommunitySettings
from sanlian_sim.scenario.parameters import Parameters
from sanlian_sim.scenario.problems import ExperimentError
from sanlian_sim.world.networks import synthetic_ties
from sanlian_sim.world.places import resolve_place, whole
from sanlian_sim.world.population import synthetic_population
from sanlian_sim.world.resident_table import read_residents
from sanlian_sim.world.user_data import (
    place_from_table,
    population_from_table,
    read_ties,
    text_keys,
)

PARAMETERS = Parameters()
SETTINGS = CommunitySettings(preset="jinhong", figures={"friction": 0.77})
BANDS = np.array(["0-14", "15-59", "60-79", "80+"])


def town(residents=900):
    """Table of a synthetic population in two communities, without characteristics."""
    place = resolve_place(CommunitySettings(population=residents), 5)
    population = synthetic_population(place, 5, PARAMETERS)
    return pd.DataFrame(
        {
            "id": [f"p{row}" for row in range(population.residents)],
            "household": [f"h{home}" for home in population.household],
            "community": np.where(population.household < 100, "west", "east"),
            "age_band": BANDS[population.age_band],
        }
    )


def built(frame, seed=3):
    table = read_residents(frame)
    place = place_from_table(table, SETTINGS)
    population, filled = population_from_table(table, place, seed, PARAMETERS)
    return table, place, population, filled


def small():
    return read_residents(
        pd.DataFrame({"id": [1, 2, 10, 9], "household": list("aabc"), "age": [30, 5, 70, 88]})
    )


def problems(source):
    with pytest.raises(ExperimentError) as caught:
        read_ties(source, small())
    return [str(problem) for problem in caught.value.problems]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_key_is_the_hash_of_length_and_bytes(text):
    data = text.encode("utf-8", "surrogatepass")
    words = [int.from_bytes(data[i : i + 8], "little") for i in range(0, len(data), 8)]
    assert text_keys([text, "x"])[0] == hash64(len(data), *words)


def test_keys_of_different_texts_differ():
    texts = ["", "\0", "\0\0", "a", "a\0", "居民", "12345678", "123456789", "1", "01"]
    assert np.unique(text_keys(texts)).shape[0] == len(texts)
    assert text_keys([]).shape == (0,)


def test_the_place_has_the_communities_of_the_table_and_figures_of_the_preset():
    frame = town()
    _, place, _, _ = built(frame)
    assert [community.name for community in place.communities] == ["east", "west"]
    for community in place.communities:
        here = frame[frame["community"] == community.name]
        assert community.residents == len(here)
        assert community.share_15_59 == pytest.approx((here["age_band"] == "15-59").mean())
        alone = here.groupby("household")["id"].transform("size") == 1
        older = here["age_band"].isin(["60-79", "80+"])
        assert community.alone_60_plus == pytest.approx(alone[older].mean())
        assert community.friction == 0.77
        assert community.walk_minutes == 18
        assert community.sub_district == 0


def test_rows_of_the_population_are_rows_of_the_table():
    table, _, population, _ = built(town())
    assert (population.key == text_keys(table.id)).all()
    assert (population.age_band == table.age_band).all()
    assert (population.community == table.community).all()
    assert (population.household == table.household).all()
    assert np.unique(population.household_key).shape[0] == population.households


def test_missing_columns_are_drawn_from_the_figures_of_the_place():
    _, place, population, filled = built(town())
    assert filled == (
        "low_income",
        "disabled",
        "bereaved",
        "education",
        "income_class",
        "labour",
        "volunteer",
    )
    for index, community in enumerate(place.communities):
        here = population.community == index
        assert population.volunteer[here].sum() == whole(here.sum() * community.active_volunteers)
        old = here & (population.age_band == 3)
        assert population.disabled[old].sum() == whole(old.sum() * community.disabled_80_plus)


def test_given_columns_are_kept():
    frame = town(300)
    frame["disabled"] = [row % 7 == 0 for row in range(len(frame))]
    frame["education"] = ["low", "high", "middle"] * 100
    _, _, population, filled = built(frame)
    expected = dict(zip(text_keys(list(frame["id"])).tolist(), frame["disabled"], strict=True))
    assert population.disabled.tolist() == [expected[key] for key in population.key.tolist()]
    assert np.bincount(population.education).tolist() == [100, 100, 100]
    assert "disabled" not in filled
    assert "education" not in filled
    assert "labour" in filled


def test_blank_cells_get_what_a_missing_column_would():
    whole_column, blank = town(300), [row % 3 == 0 for row in range(300)]
    given = whole_column.assign(
        education=["low" if not one else "" for one in blank],
        disabled=["yes" if not one else None for one in blank],
    )
    _, _, drawn, _ = built(whole_column)
    _, _, population, filled = built(given)
    unknown = np.isin(population.key, text_keys(list(given["id"][blank])))
    assert (population.education[unknown] == drawn.education[unknown]).all()
    assert (population.education[~unknown] == 0).all()
    assert (population.disabled[unknown] == drawn.disabled[unknown]).all()
    assert population.disabled[~unknown].all()
    assert "education (100 of 300)" in filled


def test_lost_leading_zeros_are_named():
    frame = pd.DataFrame({"id": ["007", "70", "0071"], "household": [1, 2, 3], "age": [30] * 3})
    residents = read_residents(frame)
    with pytest.raises(ExperimentError) as caught:
        read_ties(pd.DataFrame({"a": ["7"], "b": ["70"]}), residents)
    (problem,) = caught.value.problems
    assert problem.suggestion == "did you mean '007'? leading zeros differ"


def test_the_order_of_rows_changes_nothing():
    frame = town()
    _, place, population, _ = built(frame)
    _, other_place, other, _ = built(frame.sample(frac=1.0, random_state=1))
    assert place == other_place
    for name in ("key", "household", "disabled", "low_income", "labour", "income_class", "grid"):
        assert getattr(population, name).tobytes() == getattr(other, name).tobytes()
    ties = synthetic_ties(population, place, 3, PARAMETERS)
    other_ties = synthetic_ties(other, place, 3, PARAMETERS)
    assert ties.partner.tobytes() == other_ties.partner.tobytes()
    assert ties.partner.shape[0] > 0


def test_own_grids_are_kept():
    frame = town(300)
    frame["grid"] = frame["household"].str[-1]
    _, _, population, _ = built(frame)
    assert population.grid.max() == 9
    assert (np.diff(population.grid)[np.diff(population.community) == 0] >= 0).all()


def test_ties_are_read_alike_from_files_frames_and_graphs(tmp_path):
    frame = pd.DataFrame({"b": [2, 10, 1, 9], "weight": 1.0, "a": [10, 1, 10, 1]})
    frame.to_csv(tmp_path / "ties.csv", index=False)
    frame.to_parquet(tmp_path / "ties.parquet")
    graph = nx.Graph([("10", "2"), (1, 10), (9, 1)])
    for source in (frame, tmp_path / "ties.csv", str(tmp_path / "ties.parquet"), graph):
        ties = read_ties(source, small())
        assert ties.start.tolist() == [0, 2, 3, 5, 6]
        assert ties.partner.tolist() == [2, 3, 2, 0, 1, 0]


def test_ties_within_a_household_and_no_ties_at_all():
    assert read_ties(pd.DataFrame({"a": [1], "b": [2]}), small()).partner.shape == (0,)
    assert read_ties(pd.DataFrame({"a": [], "b": []}), small()).partner.shape == (0,)
    assert read_ties(nx.Graph(), small()).partner.shape == (0,)


def test_all_problems_of_ties_come_at_once():
    found = problems(pd.DataFrame({"a": [1, 11, 9, None], "b": [1, 2, "zz", 2]}))
    assert found == [
        "ties table, row 1, column a = \"11\": no resident has this id; did you mean '1'?",
        'ties table, row 3, column a = "": no resident has this id',
        'ties table, row 2, column b = "zz": no resident has this id',
        'ties table, row 0, column b = "1": is a self-tie',
    ]


def test_a_tie_list_needs_its_two_columns(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("source,b\n1,77\n", encoding="utf-8")
    found = problems(path)
    assert found[0].endswith("header: column 'a' is missing; the table has: source, b")
    assert 'row 2, column b = "77"' in found[1]


def test_strangers_and_self_ties_of_a_graph_are_named():
    found = problems(nx.Graph([(1, 9), (9, 9), (1, "nobody")]))
    assert [line.split(":")[0] for line in found] == [
        'ties graph, row 1, column b = "nobody"',
        'ties graph, row 2, column b = "9"',
    ]
