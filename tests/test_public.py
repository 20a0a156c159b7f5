"""The public names: there, documented, and loaded only when they are used."""

import subprocess
import sys

import pytest

import sanlian_sim as sl

HEAVY = ("mesa", "numba", "numpy", "pandas", "pydantic", "matplotlib", "scipy")


def imported_by(code):
    """Names of heavy packages that a fresh interpreter has imported after some code."""
    script = f"{code}\nimport sys\nprint(*[m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_importing_the_package_imports_nothing_heavy():
    assert imported_by("import sanlian_sim, sanlian_sim.cli") == []


def test_running_without_the_model_does_not_import_mesa():
    assert "mesa" not in imported_by("import sanlian_sim as sl; sl.run; sl.compare; sl.PHASES")


def test_experiments_and_scenarios_are_printed_as_a_line():
    led = {"arrangement": "government_led"}
    experiment = sl.Experiment(title="Ours", scenarios={"led": led}, design={"baseline": "led"})
    assert repr(experiment) == "Experiment(title='Ours', scenarios=['led'])"
    assert str(experiment.scenario("led")) == "Scenario(name='led', arrangement='government_led')"


@pytest.mark.parametrize("name", sl.__all__)
def test_every_public_name_is_there_and_documented(name):
    found = getattr(sl, name)
    assert found.__doc__
    assert name in dir(sl)
    assert getattr(sl, name) is found


def test_public_names_are_loaded_from_their_homes():
    assert set(sl.__all__) == set(sl._HOMES)
    assert sl.Experiment.__module__ == "sanlian_sim.scenario.schema"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'simulate'"):
        sl.simulate  # noqa: B018


def test_the_version_is_told():
    assert isinstance(sl.__version__, str)
