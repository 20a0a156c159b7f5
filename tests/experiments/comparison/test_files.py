"""Files hold what the results hold, under the promised columns, in the same bytes every time."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sanlian_sim.experiments.comparison.files import COMPARISON, TABLES, write_runs
from sanlian_sim.experiments.comparison.study import conduct
from sanlian_sim.experiments.runs.design import Recording
from sanlian_sim.experiments.runs.tables import CASES, LEDGER, SUMMARY, WEEKLY, write_csv

PROMISED = {
    "summary": "scenario replicate seed world_seed outcome group service unit value",
    "weekly": "scenario replicate week community service series value",
    "ledger": "scenario replicate year payer payee category imputed yuan",
    "comparison": "scenario baseline closure outcome group service unit n mean_baseline"
    " mean_scenario difference sd_difference se ci_low ci_high interval p_value p_holm"
    " variance_ratio drift_warning",
}


@pytest.fixture(scope="module")
def written(study, tmp_path_factory):
    directory = tmp_path_factory.mktemp("runs")
    write_runs(study, directory)
    return directory


def names(columns):
    return [column.name for column in columns]


@pytest.mark.parametrize("table", PROMISED)
def test_columns_are_those_promised(table):
    assert names(TABLES[table]) == PROMISED[table].split()


@pytest.mark.parametrize("table", ["summary", "weekly", "ledger"])
def test_parquet_holds_the_columns_in_order(written, table):
    assert pq.read_schema(written / f"{table}.parquet").names == names(TABLES[table])


def test_a_table_reads_back_as_it_was(written, study):
    for table, columns, own in (
        ("summary", SUMMARY, [result.summary for result in study.results]),
        ("weekly", WEEKLY, [result.weekly for result in study.results]),
        ("ledger", LEDGER, [result.ledger for result in study.results]),
    ):
        found = pd.read_parquet(written / f"{table}.parquet")
        expected = pd.concat([frame[names(columns)] for frame in own], ignore_index=True)
        assert len(found) > 100
        pd.testing.assert_frame_equal(
            found.astype(object), expected.astype(object), check_dtype=False
        )


def test_yuan_are_exact_to_the_fen(written, study):
    ledger = pd.read_parquet(written / "ledger.parquet")
    own = ledger[(ledger["scenario"] == "linked") & (ledger["replicate"] == 0)]
    fen = (own["yuan"] * 100).round().astype("int64")
    assert fen.sum() == study.of("linked")[0].accounts.fen.sum()
    assert (fen / 100 == own["yuan"]).all()


def test_csv_brings_every_number_back(written, study):
    found = pd.read_csv(written / "summary.csv", keep_default_na=False, na_values={"value": [""]})
    assert found["value"].to_numpy() == pytest.approx(
        study.summary["value"].to_numpy(), abs=0, rel=0, nan_ok=True
    )
    assert b"\r" not in (written / "summary.csv").read_bytes()


def test_a_comparison_is_written_in_full(study, tmp_path):
    write_csv(study.comparison, COMPARISON, tmp_path / "comparison.csv")
    found = pd.read_csv(tmp_path / "comparison.csv")
    assert list(found.columns) == names(COMPARISON)
    assert len(found) == len(study.comparison)


def test_cases_are_written_if_they_were_kept(experiment, tmp_path):
    study = conduct(experiment, replicates=1, recording=Recording("community", cases=True))
    write_runs(study, tmp_path)
    cases = pd.read_parquet(tmp_path / "cases.parquet")
    assert list(cases.columns) == names(CASES) == list(study.results[0].cases.columns)
    assert len(cases) == sum(len(result.cases) for result in study.results)
    assert cases["first_served"].isna().any()
    weekly = pd.read_parquet(tmp_path / "weekly.parquet")
    assert set(weekly["community"]) == {-1, 0}


def test_no_cases_are_written_otherwise(written):
    assert not (written / "cases.parquet").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_bytes_do_not_depend_on_the_workers(written, experiment, tmp_path, workers):
    write_runs(conduct(experiment, workers=workers), tmp_path)
    files = sorted(file.name for file in written.iterdir())
    assert files == ["ledger.parquet", "summary.csv", "summary.parquet", "weekly.parquet"]
    for name in files:
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes()
