"""``sanlian run``: one run of one scenario."""

import json

import pandas as pd
import pytest

from sanlian_sim.outcomes.registry import HEADLINES, OUTCOMES
from sanlian_sim.randomness import replicate_seed


def test_a_run_prints_its_headline_outcomes_and_writes_nothing(call, file, names):
    code, out, err = call("run", file)
    assert (code, err) == (0, "")
    assert out.startswith(f"status_quo, seed {replicate_seed(1, 0)}")
    assert all(OUTCOMES[name].label_en in out for name in HEADLINES)
    assert names() == ["tiny.toml"]


def test_labels_follow_the_language(call, file):
    assert OUTCOMES["mean_wait"].label_zh in call("run", file, "--lang", "zh")[1]


def test_options_decide_scenario_seed_and_length(call, file):
    code, out, _ = call("run", file, "--scenario", "linked", "--seed", 5, "--weeks", 3, "--json",
                        "-o", "one", "--cases", "--by-community")  # fmt: skip
    assert code == 0
    document = json.loads(out)
    assert (document["scenario"], document["seed"], document["directory"]) == ("linked", 5, "one")
    assert [row["outcome"] for row in document["outcomes"]] == list(HEADLINES)
    weekly = pd.read_parquet("one/weekly.parquet")
    assert weekly["week"].max() == 2
    assert set(weekly["community"]) == {-1, 0}
    assert len(pd.read_parquet("one/cases.parquet")) > 0


def test_values_can_be_set(call, file):
    base, other = (
        json.loads(call("run", file, "--json", *extra)[1])["outcomes"]
        for extra in ([], ["--set", "parameters.jobs.aide=90"])
    )
    cost = [row["outcome"] for row in base].index("fiscal_cost")
    assert other[cost]["value"] > base[cost]["value"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--scenario", "linkd"], "no such scenario; did you mean 'linked'?"),
        (["--weeks", "0"], "horizon.weeks = 0: must lie in [1, 10000]"),
        (["--set", "horizon.wekks=1"], "did you mean 'weeks'?"),
        (["-o", "tiny.toml"], "is a file"),
    ],
)
def test_what_is_wrong_is_told(call, file, names, arguments, says):
    code, out, err = call("run", file, *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert names() == ["tiny.toml"]
