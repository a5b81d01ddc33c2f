"""The command line: what it prints where, and its exit codes."""

import subprocess
import sys

import pytest

import astroapers
from astroapers._demo import run as demo_run
from astroapers._demo.job import DemoError
from astroapers.cli import main


def program(*args, **kwargs):
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "astroapers.cli", *args],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **kwargs,
    )


def test_version(tmp_path):
    done = program("--version", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"astroapers {astroapers.__version__}\n"


@pytest.mark.parametrize("args", [["--help"], ["demo", "--help"]])
def test_help(args, capsys):
    with pytest.raises(SystemExit) as stop:
        main(args)
    assert stop.value.code == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: astroapers")
    assert "demo" in out
    assert err == ""


@pytest.mark.parametrize("args", [[], ["nonsense"], ["demo", "--nonsense"], ["demo", "extra"]])
def test_bad_command_line(args, capsys):
    with pytest.raises(SystemExit) as stop:
        main(args)
    assert stop.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: astroapers")


def test_demo(tmp_path):
    done = program("demo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "sources per second" in done.stdout
    assert "astroapers_demo.ecsv" in done.stdout
    assert (tmp_path / "astroapers_demo.ecsv").is_file()


@pytest.mark.parametrize(
    "error, line",
    [
        (DemoError("no image"), "no image"),
        (DemoError("two\nlines"), "two lines"),
        (PermissionError(13, "Permission denied", "x.ecsv"), "x.ecsv: Permission denied"),
        (OSError("disk on fire"), "disk on fire"),
    ],
)
def test_failure_is_one_line_and_exit_code_1(error, line, monkeypatch, capsys):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(demo_run, "run", fail)
    assert main(["demo"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"astroapers: error: {line}\n"


def test_file_that_cannot_be_written(tmp_path, monkeypatch, capsys):
    (tmp_path / "astroapers_demo.ecsv").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--overwrite"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("astroapers: error: ")
    assert "astroapers_demo.ecsv" in err
    assert err.count("\n") == 1


def test_reader_that_has_seen_enough(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "astroapers.cli", "demo"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(timeout=120) == 1
    assert err == b""


def test_command_line_loads_only_what_it_needs(tmp_path):
    code = (
        "import sys, astroapers.cli as cli\n"
        "try:\n    cli.main(['--version'])\nexcept SystemExit:\n    pass\n"
        "assert not {'astropy', 'photutils', 'matplotlib'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
