"""Designs and responses as files."""

import numpy as np
import pytest

from sanlian_sim.experiments.designs.factors import Factor
from sanlian_sim.experiments.designs.files import (
    DESIGN_CSV,
    DESIGN_JSON,
    read_design,
    read_responses,
    write_design,
    write_responses,
)
from sanlian_sim.experiments.designs.points import make_design
from sanlian_sim.experiments.designs.responses import FUNCTION_QUESTION, POINTS_CSV, evaluate
from sanlian_sim.experiments.designs.sensitivity import analyse
from sanlian_sim.scenario.problems import ExperimentError

FACTORS = (
    Factor("parameters.share", 0.1, 0.7, 0.5, unit="share"),
    Factor("scenarios.linked.weeks", 4.0, 26.0, 8.0, whole=True),
    Factor("mechanisms.one", 0.0, 1.0, 0.0, values=(False, True)),
    Factor("order", 0.0, 1.0, 0.0, values=("random", "need")),
)


@pytest.mark.parametrize("kind", ["grid", "lhs", "morris", "saltelli", "tornado"])
def test_a_design_comes_back_as_it_was(kind, tmp_path):
    design = make_design(kind, FACTORS, points=8 if kind in ("lhs", "morris", "saltelli") else None)
    write_design(design, tmp_path)
    again = read_design(tmp_path / DESIGN_CSV)
    assert again.points.equals(design.points)
    assert (again.kind, again.factors, again.block) == (kind, FACTORS, design.block)


def test_design_runs_elsewhere_and_analysis_are_separate(tmp_path):
    design = make_design("morris", FACTORS[:2], points=6)
    write_design(design, tmp_path)
    elsewhere = read_design(tmp_path / DESIGN_CSV)
    write_responses(evaluate(lambda point: 2 * point["parameters.share"], elsewhere), tmp_path)
    values = read_responses(tmp_path / POINTS_CSV).values(FUNCTION_QUESTION, elsewhere.points.index)
    assert analyse(elsewhere, values).table["mu_star"].tolist() == pytest.approx([1.2, 0])


def test_part_of_a_design_keeps_its_numbers_and_is_not_taken_for_the_whole(tmp_path):
    design = make_design("morris", FACTORS, points=4)
    write_design(design, tmp_path)
    lines = (tmp_path / DESIGN_CSV).read_text().splitlines(keepends=True)
    (tmp_path / DESIGN_CSV).write_text("".join([lines[0], *lines[6:]]))
    part = read_design(tmp_path / DESIGN_CSV)
    assert part.kind == "given"
    assert part.points.index[0] == 5


def test_points_of_a_users_own_need_no_numbers(tmp_path):
    (tmp_path / "mine.csv").write_text("x,y,z\n1,0.5,true\n3,0.25,false\n")
    design = read_design(tmp_path / "mine.csv")
    assert design.kind == "given"
    assert design.overrides()[1] == {"x": 3, "y": 0.25, "z": False}
    assert design.factors[0].whole


def told(file, read):
    with pytest.raises(ExperimentError) as caught:
        read(file)
    return "\n".join(map(str, caught.value.problems))


def test_what_is_wrong_with_points_is_told_at_once(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("point,x\n0,1\n0,\n-1,a b\n")
    problems = told(file, read_design)
    for part in ("stands there twice", "whole number from 0", "(line 3)", "(line 4)"):
        assert part in problems
    file.write_text("x\n")
    assert "holds no points" in told(file, read_design)
    assert "no such file" in told(tmp_path / "other.csv", read_design)


def test_a_json_that_is_none_of_a_design_is_told(tmp_path):
    write_design(make_design("tornado", FACTORS), tmp_path)
    (tmp_path / DESIGN_JSON).write_text("{}")
    assert "does not say how" in told(tmp_path / DESIGN_CSV, read_design)


def test_responses_from_elsewhere_need_no_group_and_may_lack_values(tmp_path):
    file = tmp_path / POINTS_CSV
    rows = ("0,function,0,value,1.5", "1,function,0,value,", "1,function,1,value,2")
    file.write_text("\n".join(["point,scenario,replicate,outcome,value", *rows]))
    values = read_responses(file).values(FUNCTION_QUESTION, [0, 1])
    assert np.array_equal(values, [[1.5, np.nan], [np.nan, 2]], equal_nan=True)


def test_what_is_wrong_with_responses_is_told(tmp_path):
    file = tmp_path / POINTS_CSV
    file.write_text("point,scenario,replicate,result,value\n0,a,0,b,1\n")
    assert "has no column outcome" in told(file, read_responses)
    file.write_text("point,scenario,replicate,outcome,value\nx,a,0,b,y\n")
    problems = told(file, read_responses)
    assert 'point = "x"' in problems
    assert 'value = "y"' in problems
    file.write_text("point,scenario,replicate,outcome,value\n" + "0,function,0,value,1\n" * 2)
    responses = read_responses(file)
    with pytest.raises(ExperimentError, match="point and replicate twice"):
        responses.values(FUNCTION_QUESTION, [0])
