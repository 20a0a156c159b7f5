"""Runs and their results: equal, immutable, told with where they come from."""

import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest

from sanlian_sim.dynamics.week import PHASES, Phase
from sanlian_sim.outcomes.registry import OUTCOMES
from sanlian_sim.outcomes.rows import Row
from sanlian_sim.scenario.schema import Experiment
from sanlian_sim.simulation.provenance import scenario_hash
from sanlian_sim.simulation.run import run

SMALL = {"preset": "reference", "communities": 2, "population": 1200}


def experiment_of(community=SMALL, weeks=30, warmup=10, **scenarios):
    return Experiment(
        community=community,
        horizon={"weeks": weeks, "warmup": warmup},
        scenarios={
            "before": {"arrangement": "government_led"},
            "linked": {"arrangement": "linked"},
            **scenarios,
        },
        design={"baseline": "before"},
    )


@pytest.fixture(scope="module")
def linked():
    return experiment_of().scenario("linked")


@pytest.fixture(scope="module")
def result(linked):
    return run(linked, seed=4, replicate=2, record="community", cases=True)


def tables(result):
    return [result.summary, result.weekly, result.ledger, result.mismatch, result.cases]


def same(a, b):
    for one, other in zip(tables(a), tables(b), strict=True):
        pd.testing.assert_frame_equal(one, other, check_exact=True)
    return a.provenance == b.provenance and a.notes == b.notes


def test_equal_runs_have_equal_results(linked, result):
    assert same(run(linked, seed=4, replicate=2, record="community", cases=True), result)


def test_no_result_depends_on_threads(linked, result):
    again = run(linked, seed=4, replicate=2, threads=2, record="community", cases=True)
    assert same(again, result)


def test_measures_do_not_depend_on_what_is_kept(linked, result):
    for record in ("total", "off"):
        other = run(linked, seed=4, replicate=2, record=record)
        pd.testing.assert_frame_equal(other.summary, result.summary, check_exact=True)
        pd.testing.assert_frame_equal(other.ledger, result.ledger, check_exact=True)


def test_equal_scenarios_differ_by_nothing():
    experiment = experiment_of(again={"arrangement": "linked"})
    first, second = (run(experiment.scenario(name), seed=4) for name in ("linked", "again"))
    np.testing.assert_array_equal(first.summary["value"], second.summary["value"])
    np.testing.assert_array_equal(first.weekly["value"], second.weekly["value"])


def test_another_seed_is_another_run(linked, result):
    other = run(linked, seed=5)
    assert other.value("wellbys") != result.value("wellbys")
    assert other.world_seed == 5
    same_people = run(linked, seed=5, world_seed=4)
    assert same_people.world_seed == 4
    assert same_people.value("residents", "in_need") != result.value("residents", "in_need")
    assert same_people.value("adults", "alone_60_plus") == result.value("adults", "alone_60_plus")


def test_columns_of_the_tables(result):
    assert list(result.summary) == [
        "scenario", "replicate", "seed", "world_seed", "outcome", "group", "service", "unit",
        "value",
    ]  # fmt: skip
    assert list(result.weekly) == [
        "scenario", "replicate", "week", "community", "service", "series", "value",
    ]  # fmt: skip
    assert list(result.ledger) == [
        "scenario", "replicate", "year", "payer", "payee", "category", "imputed", "yuan",
    ]  # fmt: skip
    for table in tables(result):
        assert (table["scenario"] == "linked").all()
        assert (table["replicate"] == 2).all()
    for name, unit in zip(result.summary["outcome"], result.summary["unit"], strict=True):
        assert unit == OUTCOMES[name].unit


def test_one_measure_is_found_by_name(result):
    summary = result.summary
    for outcome, group, service in (
        ("wellbys", "all", ""), ("mean_wait", "age_80_plus", ""), ("reach", "all", "nursing"),
    ):  # fmt: skip
        found = summary[
            (summary["outcome"] == outcome)
            & (summary["group"] == group)
            & (summary["service"] == service)
        ]
        np.testing.assert_equal(result.value(outcome, group, service), found["value"].item())
    for wrong, told in (
        (("reach", "carers"), "no measure 'reach' of group 'carers'"),
        (("mean_waits",), "did you mean 'mean_wait'"),
        (("wellbeing", "age_80"), "did you mean 'age_80_plus'"),
        (("cases", "all", "life_car"), "did you mean 'life_care'"),
    ):
        with pytest.raises(KeyError, match=told):
            result.value(*wrong)


def test_idle_and_unmet_hours_by_sub_district(result):
    frame = result.mismatch
    assert len(frame) == 7
    assert set(frame["sub_district"]) == set(result.sub_districts)
    need = result.weekly.query("community == -1 and service == '' and week >= 0")
    need = need[need["series"] == "need"]["value"].sum() / 60
    share = frame["mismatch_hours"].sum() / need
    assert share == pytest.approx(result.value("mismatch"))
    assert (frame["mismatch_hours"] <= frame[["idle_hours", "unmet_hours"]].min(axis=1)).all()


def test_communities_have_names(result):
    numbers = result.weekly["community"].unique()
    assert sorted(numbers) == [-1, *range(len(result.communities))]
    assert len(set(result.communities)) == 2


def test_communities_have_residents_and_a_week_of_adoption():
    rollout = {"start": 2, "duration": 6}
    experiment = experiment_of(phased={"arrangement": "linked", "rollout": rollout})
    phased = run(experiment.scenario("phased"), seed=4)
    assert sorted(phased.adopted) == [2, 5]
    assert phased.residents.sum() == phased.value("residents")


def test_cases_are_told_one_by_one(result):
    cases = result.cases
    opened = (cases["opened"] >= 0).sum()
    years = result.value("residents") * 30 / 52
    assert result.value("cases") == pytest.approx(1000 * opened / years)


def test_what_was_not_kept_is_said(linked):
    bare = run(linked, seed=4, record="off")
    with pytest.raises(ValueError, match="run with record='total'"):
        _ = bare.weekly
    with pytest.raises(ValueError, match="run with cases=True"):
        _ = bare.cases


def test_results_cannot_be_changed(result):
    with pytest.raises(FrozenInstanceError):
        result.seed = 7
    for held in (result, pickle.loads(pickle.dumps(result))):
        for array in (held.series.fen, held.series.own[1], held.accounts.fen, held.log,
                      held.places.idle, held.adopted, held.residents):  # fmt: skip
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0
    table = result.summary
    table["value"] = 0.0
    assert result.summary["value"].abs().max() > 0


def test_results_travel(result):
    assert same(pickle.loads(pickle.dumps(result)), result)
    assert repr(result) == "Result(scenario='linked', replicate=2, seed=4)"


def test_bare_results_are_small(linked):
    bare = run(linked, seed=4, record="off")
    assert len(pickle.dumps(bare)) < 60_000


def test_provenance_says_where_a_result_comes_from(linked, result):
    provenance = result.provenance
    assert (provenance.seed, provenance.world_seed) == (4, 4)
    assert (provenance.closure, provenance.service_scale) == ("as_is", 1.0)
    assert dict(provenance.packages)["numpy"] == np.__version__
    assert provenance.scenario_hash == scenario_hash(linked)
    assert result.seconds > 0


def test_scenarios_have_hashes_of_their_settings(linked):
    again = experiment_of().scenario("linked")
    assert scenario_hash(again) == scenario_hash(linked)
    others = [
        experiment_of().scenario("before"),
        experiment_of(weeks=31).scenario("linked"),
        experiment_of(linked={"arrangement": "linked", "delegation": 0.5}).scenario("linked"),
    ]
    assert len({scenario_hash(one) for one in (linked, *others)}) == 4


def test_closure_and_scale_reach_the_world(linked):
    plain = run(linked, seed=4, record="off")
    equal = run(linked, seed=4, record="off", closure="equal_budget")
    more = run(linked, seed=4, record="off", closure="equal_service", service_scale=1.5)
    assert equal.value("fiscal_cost") < plain.value("fiscal_cost") < more.value("fiscal_cost")
    assert more.provenance.service_scale == 1.5
    assert equal.provenance.closure == "equal_budget"


def test_users_run_phases_and_measures_of_their_own(linked):
    weeks = []

    def ended(recorder):
        yield Row("cases_logged", float(len(recorder.log.rows(recorder.cases()[:0]))))

    watch = Phase("watch", lambda world: weeks.append(world.week))
    found = run(linked, seed=4, phases=(*PHASES, watch), measures=(ended,), cases=True)
    assert weeks == list(range(-10, 30))
    cases = found.cases
    assert found.value("cases_logged") == (cases["exit"] != "open").sum()
    assert found.summary["unit"].tolist() == [""]


def test_notes_tell_what_readers_must_know(result):
    assert [note.split(",")[0] for note in result.notes] == [
        "Transition is included: posts are freed by attrition and redeployment alone",
        "The platform raises sharing",
    ]
    experiment = experiment_of(
        plain={"arrangement": "government_led"},
        elsewhere={"arrangement": "government_led", "community": {"population": 1300}},
    )
    plain = run(experiment.scenario("plain"), seed=1, record="off")
    assert plain.notes == ()
    elsewhere = run(experiment.scenario("elsewhere"), seed=1, record="off")
    assert elsewhere.between_places
    assert "comparison of places" in elsewhere.notes[0]


def test_columns_drawn_for_the_user_s_table_are_named():
    people = pd.DataFrame(
        {"id": range(120), "household": [i // 2 for i in range(120)], "age": [20, 75] * 60}
    )
    scenario = experiment_of(community={}, weeks=4, warmup=2).with_data(people).scenario("before")
    (note,) = run(scenario, seed=1, record="off").notes
    assert note.startswith("Drawn, as the table of residents does not give them: ")
    assert "income_class" in note
    assert "age" not in note.split(": ")[1].split(", ")
