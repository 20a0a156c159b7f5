"""The program as a whole: help, exit codes, and no tracebacks for what users do."""

import subprocess
import sys
from pathlib import Path

import pytest

from sanlian_sim.cli import compare

COMMANDS = ("init", "validate", "run", "compare", "list")
HEAVY = ("numpy", "pandas", "pydantic", "numba", "mesa", "rich")


def program(*arguments, **options):
    code = "from sanlian_sim.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, **options,
    )  # fmt: skip


def test_the_package_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "sanlian_sim", "--help"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: sanlian [OPTIONS]")


def test_help_names_every_command(call):
    code, out, _ = call("--help")
    assert code == 0
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_explained(call, command):
    code, out, _ = call(command, "--help")
    assert code == 0
    assert out.startswith(f"Usage: sanlian {command}")
    options = out.split("Options:")[1].split("\n  -")[1:]
    assert all(len(option.split("  ", 1)) == 2 for option in options), out


def test_help_imports_nothing_heavy():
    script = (
        "import sys; from sanlian_sim.cli.app import exit_code; exit_code(['compare', '--help']);"
        f"assert not [m for m in {HEAVY} if m in sys.modules]"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["compair", "x"], "No such command 'compair'"),
        (["compare"], "Missing argument 'FILE'"),
        (["compare", "tiny.toml", "--worker", "2"], "'--worker'"),
        (["compare", "tiny.toml", "--workers", "0"], "0 is not in the range"),
        (["compare", "tiny.toml", "--workers", "two"], "'two' is not a valid"),
        (["run", "tiny.toml", "--seed", "-1"], "-1 is not in the range"),
        (["list", "scenarios"], "'scenarios' is not one of"),
    ],
)
def test_wrong_words_are_told_with_exit_code_2(call, file, names, arguments, says):
    code, out, err = call(*arguments)
    assert code == 2
    assert says in err
    assert out == ""
    assert names() == ["tiny.toml"]


def test_an_interruption_anywhere_ends_with_130(call, file, monkeypatch):
    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(compare, "read_experiment", interrupt)
    code, out, err = call("compare", file)
    assert (code, out) == (130, "")
    assert "interrupted" in err
    assert "Traceback" not in err


def test_a_reader_that_has_seen_enough_is_no_error():
    process = program("list", "parameters")
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert err == ""


def test_a_reader_gone_before_the_output_is_no_error():
    code = "import time; from sanlian_sim.cli import main; time.sleep(0.5); main()"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code, "list", "parameters"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [["list", "presets"], ["--help"]])
def test_a_full_disk_under_the_output_is_told(arguments):
    code = "from sanlian_sim.cli import main; main()"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr == "error: the output was not written: No space left on device\n"


def test_no_output_at_all_is_no_error():
    code = "import sys; from sanlian_sim.cli import main; sys.stdout = None; main()"
    subprocess.run([sys.executable, "-c", code, "--version"], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without a signal")
def test_a_batch_system_that_ends_the_job_interrupts_it():
    code = (
        "import time; from sanlian_sim.cli.app import app, main\n"
        "app.main = lambda *a, **k: (print('ready', flush=True), time.sleep(60))\n"
        "main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    _, err = process.communicate()
    assert (process.returncode, err) == (130, "interrupted\n")


def test_too_little_memory_is_told(call, file, monkeypatch):
    def exhaust(*arguments):
        raise MemoryError

    monkeypatch.setattr(compare, "read_experiment", exhaust)
    code, out, err = call("compare", file)
    assert (code, out) == (1, "")
    assert err == "error: memory does not suffice; ask for fewer residents\n"


def test_the_version_is_told(call):
    code, out, _ = call("--version")
    assert code == 0
    assert out.startswith("sanlian ")


def test_a_fault_of_the_program_is_not_hidden(call, file, monkeypatch):
    def fail(*arguments):
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(compare, "read_experiment", fail)
    with pytest.raises(ZeroDivisionError, match="a fault"):
        call("compare", file)


def test_the_exit_code_reaches_the_shell(tmp_path):
    process = program("validate", str(tmp_path / "nowhere.toml"))
    _, err = process.communicate()
    assert process.returncode == 2
    assert "nowhere.toml: no such file" in err
