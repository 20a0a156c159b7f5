"""``sanlian sweep`` and ``sanlian sensitivity``: design, runs and analysis, together and apart."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from sanlian_sim.report.designs import sensitivity, sweep

OVER = ("--over", "scenarios.linked.delegation=0:0.8", "--over", "parameters.displacement")
SWEEP = ("--over", "scenarios.linked.delegation=0,0.8", "--design", "grid", "--replicates", 1)
TORNADO = ("--method", "tornado", *OVER, "--outcome", "fiscal_cost")


@pytest.fixture(autouse=True)
def without_images(request, monkeypatch):
    """Save no figures unless a test asks for them."""
    if "with_figures" not in request.fixturenames:
        for module in (sweep, sensitivity):
            monkeypatch.setattr(module, "save_figure", lambda figure, directory, name: None)


def test_a_sweep_tells_what_moves_outcomes_and_writes_it(call, file, with_figures):
    code, out, _ = call("sweep", file, *SWEEP, "--outcome", "fiscal_cost", "-o", "out")
    assert code == 0
    assert "linked, Fiscal cost: the difference to status_quo lies between" in out
    assert "over 2 points" in out
    held = {path.name for path in (file.parent / "out").iterdir()}
    assert held == {
        "experiment.toml", "design.csv", "design.json", "points.csv", "sweep.csv", "findings.md",
        "data_dictionary.md", "provenance.json", "runs.log", "plots",
    }  # fmt: skip
    images = {path.name for path in (file.parent / "out" / "plots").iterdir()}
    assert images == {"fiscal_cost.png", "fiscal_cost.svg"}


def test_resuming_a_sweep_gives_the_same_bytes_and_another_design_is_refused(call, file):
    call("sweep", file, *SWEEP, "-o", "out")
    table = file.parent / "out" / "points.csv"
    before = table.read_bytes()
    table.unlink()
    assert call("sweep", file, *SWEEP, "-o", "out", "--resume")[0] == 0
    assert table.read_bytes() == before
    assert call("sweep", file, *SWEEP, "-o", "out")[0] == 2
    code, _, err = call(
        "sweep", file, "--over", "scenarios.linked.delegation=0,0.5", "--design", "grid",
        "--replicates", 1, "-o", "out", "--resume",
    )  # fmt: skip
    assert code == 2
    assert "holds another design" in err


def test_the_three_steps_apart_say_what_they_say_together(call, file):
    directory = file.parent
    together = json.loads(call("sensitivity", file, *TORNADO, "-o", "whole", "--json")[1])
    assert together["method"] == "tornado"
    code, out, _ = call("sensitivity", file, *TORNADO, "-o", "apart", "--only-design")
    assert (code, out) == (0, "Design: apart/design.csv (5 points)\n")
    held = {path.name for path in (directory / "apart").iterdir()}
    assert held == {"experiment.toml", "design.csv", "design.json"}
    elsewhere = ("--design", "apart/design.csv", "--outcome", "fiscal_cost", "-o", "elsewhere")
    assert call("sweep", "apart/experiment.toml", *elsewhere)[0] == 0
    shutil.copy(directory / "elsewhere" / "points.csv", directory / "apart")
    about = ("--analyse", "apart", "--outcome", "fiscal_cost", "--json")
    apart = json.loads(call("sensitivity", *about)[1])
    assert apart["table"] == together["table"]
    assert apart["sentences"] == together["sentences"]
    whole, own = (directory / name / "tornado.csv" for name in ("whole", "apart"))
    assert own.read_bytes() == whole.read_bytes()


def test_all_that_is_wrong_is_told_at_once_and_nothing_written(call, file, names):
    code, out, err = call(
        "sensitivity", file, "--outcome", "wellby", "--against", "nobody", "--replicates", 2,
        "--over", "parameters.displacemen", "--over", "scenarios.linked.arrangement=a,b",
        "--over", "scenarios.lnked.delegation=0:1", "--over", "parameters.call_weight=2:1",
    )  # fmt: skip
    assert (code, out) == (2, "")
    assert err.startswith("6 problems:")
    for part in (
        'outcome = "wellby": no such outcome; did you mean', 'against = "nobody": no such scenario',
        "parameters.displacemen: unknown key; did you mean 'displacement'?",
        "scenarios.linked.arrangement: sets all levers", "scenarios.lnked: no such scenario",
        'parameters.call_weight = "2:1": the low end must lie below',
    ):  # fmt: skip
        assert part in err
    assert names() == ["tiny.toml"]


def test_values_that_are_not_allowed_are_told_with_their_point(call, file, names):
    code, _, err = call(
        "sweep", file, "--design", "grid", "--over", "parameters.displacement=0,7",
        "--over", "parameters.peer_weeks=52,900",
    )  # fmt: skip
    assert code == 2
    assert "parameters.displacement = 7: must lie in [0, 1] (point 2)" in err
    assert "parameters.peer_weeks = 900: must lie in [1, 520]" in err
    assert err.startswith("2 problems:")
    assert names() == ["tiny.toml"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("sweep", "tiny.toml", "--fresh", "--resume"),
        ("sweep", "tiny.toml", "--design", "mine.csv", "--points", 3),
        ("sensitivity",),
        ("sensitivity", "tiny.toml", "--analyse", "out"),
        ("sensitivity", "--analyse", "nowhere"),
        ("sensitivity", "tiny.toml", "--method", "sobol"),
    ],
)
def test_what_makes_no_sense_is_the_users_fault(call, file, names, arguments):
    assert call(*arguments)[0] == 2
    assert names() == ["tiny.toml"]


PAGE = Path(__file__).parents[2] / "docs" / "designs.md"
COMMANDS = re.findall(r"^sanlian (.*my_experiment.*)$", PAGE.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_of_the_page_are_understood(call, file, command):
    asked = shlex.split(command.replace("my_experiment/experiment.toml", file.name))
    if asked[0] == "sensitivity" and "--over" not in asked and "--method" not in asked:
        asked += ["--points", "2"]  # all parameters, else for longer
    code, out, err = call(*asked, "--only-design", "-o", "out")
    assert (code, err) == (0, "")
    assert out.startswith("Design: out/design.csv")
