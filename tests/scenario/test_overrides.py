"""Dotted paths reach everything in a file, and nothing else."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanlian_sim.scenario.load import load_experiment
from sanlian_sim.scenario.overrides import lay_overrides, parse_overrides, split_path
from sanlian_sim.scenario.problems import ExperimentError, joined

DOCUMENT = {
    "community": {"preset": "jinhong"},
    "scenarios": {"linked": {"arrangement": "linked", "delegation": 0.6}},
}


class TestParsing:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("60", 60),
            ("0.8", 0.8),
            ("1e-3", 0.001),
            ("true", True),
            ('"jinhong"', "jinhong"),
            ("jinhong", "jinhong"),
            ("equal_budget", "equal_budget"),
            ("data/居民.csv", "data/居民.csv"),
            ("../ties-2.csv", "../ties-2.csv"),
            ("{ life_care = 0.8, medical = 0.2 }", {"life_care": 0.8, "medical": 0.2}),
            ("[1, 2]", [1, 2]),
            ('"a = b"', "a = b"),
        ],
    )
    def test_value_is_toml_or_a_bare_word(self, text, value):
        parsed = parse_overrides([f"key={text}"])
        assert parsed == {"key": value}
        assert type(parsed["key"]) is type(value)

    def test_blanks_around_the_parts_are_dropped(self):
        assert parse_overrides([" horizon.weeks = 60 "]) == {"horizon.weeks": 60}

    def test_later_setting_wins(self):
        assert parse_overrides(["a=1", "a=2"]) == {"a": 2}

    def test_each_text_that_cannot_be_read_is_named(self):
        with pytest.raises(ExperimentError) as caught:
            parse_overrides(["a=1", "weeks", "=3", "b=", "c=[1", "d=two words"])
        assert [problem.place for problem in caught.value.problems] == [
            "weeks",
            "=3",
            "b=",
            "c",
            "d",
        ]

    @settings(deadline=None)
    @given(value=st.floats(allow_nan=False) | st.integers(-(2**63), 2**63 - 1) | st.booleans())
    def test_numbers_and_switches_come_back(self, value):
        written = str(value).lower()
        assert parse_overrides([f"a.b={written}"]) == {"a.b": value}


class TestPaths:
    @pytest.mark.parametrize(
        ("path", "parts"),
        [
            ("a", ["a"]),
            ("a.b.c", ["a", "b", "c"]),
            ('scenarios."a.b".delegation', ["scenarios", "a.b", "delegation"]),
            ("scenarios.'a b'.delegation", ["scenarios", "a b", "delegation"]),
            ("scenarios.三社联动.delegation", ["scenarios", "三社联动", "delegation"]),
        ],
    )
    def test_parts(self, path, parts):
        assert split_path(path) == parts

    @pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b", 'a."b', "a=b"])
    def test_no_path(self, path):
        assert split_path(path) is None

    @settings(deadline=None)
    @given(parts=st.lists(st.text("abc.三 _-", min_size=1), min_size=1, max_size=4))
    def test_joined_parts_come_apart_again(self, parts):
        assert split_path(joined(*parts)) == parts


class TestLaying:
    def test_document_below_is_left_alone(self):
        laid, problems = lay_overrides(DOCUMENT, {"community.preset": "yonglian"})
        assert not problems
        assert laid["community"] == {"preset": "yonglian"}
        assert DOCUMENT["community"] == {"preset": "jinhong"}

    def test_tables_on_the_way_are_made(self):
        laid, _ = lay_overrides(DOCUMENT, {"parameters.services.medical.beta": 0.5})
        assert laid["parameters"] == {"services": {"medical": {"beta": 0.5}}}

    def test_value_is_no_table(self):
        _, (problem,) = lay_overrides(DOCUMENT, {"scenarios.linked.delegation.medical": 0.2})
        assert "scenarios.linked.delegation is no table here" in problem.rule

    def test_scenario_misspelt(self):
        _, (problem,) = lay_overrides(DOCUMENT, {"scenarios.linkd.delegation": 0.2})
        assert problem.suggestion == "did you mean 'linked'?"

    def test_whole_scenario_may_be_added(self):
        laid, problems = lay_overrides(DOCUMENT, {"scenarios.other": {"arrangement": "embedded"}})
        assert not problems
        assert list(laid["scenarios"]) == ["linked", "other"]

    def test_no_path_is_named(self):
        _, (problem,) = lay_overrides(DOCUMENT, {"horizon..weeks": 1})
        assert problem.place == "horizon..weeks"


def test_overrides_lie_on_top_of_the_file(experiment_file):
    overrides = parse_overrides(["horizon.weeks=60", "scenarios.linked.delegation=0.8"])
    experiment = load_experiment(experiment_file, overrides)
    assert experiment.horizon.weeks == 60
    assert experiment.scenario("linked").policy.delegation["medical"] == 0.8


def test_unset_value_leaves_the_default(load):
    assert load({"design.world_seed": None, "horizon.weeks": None}) == load()


PLACES = st.sampled_from(
    [
        *("title", "community", "community.preset", "community.population", "community.residents"),
        *("community.share_0_14", "community.friction", "horizon", "horizon.weeks"),
        *("parameters", "parameters.hazard_cap", "parameters.peer_weeks", "parameters.services"),
        *("parameters.services.medical", "parameters.services.medical.kind", "parameters.jobs"),
        *("parameters.services.medical.duration_weeks", "parameters.services.new.beta"),
        *("mechanisms", "mechanisms.overload", "design", "design.baseline", "design.seed"),
        *("scenarios", "scenarios.linked", "scenarios.linked.arrangement", "scenarios.new"),
        *(
            "scenarios.linked.delegation",
            "scenarios.linked.instruments",
            "scenarios.linked.rollout",
        ),
        *("scenarios.linked.levers", "scenarios.linked.levers.endorsement", "nowhere", "a..b"),
        *(
            "scenarios.linked.parameters",
            "scenarios.linked.community",
            "scenarios.linked.mechanisms",
        ),
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text("ab1. é三", max_size=5)
    | st.sampled_from([10**400, -math.inf, "linked", "status_quo", "medical", "jinhong"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["medical", "purchase", "weeks", "x", ""]), inner, max_size=3
        )
    ),
    max_leaves=4,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(overrides=st.dictionaries(PLACES, VALUES, max_size=4))
def test_any_override_is_taken_or_refused_in_plain_words(tmp_path_factory, overrides):
    file = tmp_path_factory.getbasetemp() / "any.toml"
    if not file.exists():
        file.write_text(
            '[scenarios.status_quo]\narrangement = "government_led"\n'
            '[scenarios.linked]\narrangement = "linked"\n[design]\nbaseline = "status_quo"\n',
            encoding="utf-8",
        )
    refused = None
    try:
        load_experiment(file, overrides)
    except ExperimentError as error:
        refused = error
    if refused is not None:
        assert refused.problems
        assert all(problem.rule for problem in refused.problems)
        assert "pydantic" not in str(refused)
