"""The command line: what it prints where, and its exit codes."""

import subprocess
import sys

import pytest

import astroapers
from astroapers import ParallelThresholdCalibration, calibration
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


@pytest.mark.parametrize("command", ["", "demo", "calibrate-threshold"])
def test_help(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([*command.split(), "--help"])
    assert stop.value.code == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"usage: astroapers {command}")
    assert err == ""


@pytest.mark.parametrize(
    "args",
    [
        [], ["nonsense"], ["demo", "--nonsense"], ["demo", "extra"],
        ["calibrate-threshold", "--counts"], ["calibrate-threshold", "3"],
    ],
)  # fmt: skip
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


class TestCalibrateThreshold:
    FOUND = ParallelThresholdCalibration(
        16, 64, False, (8, 16, 1024), (4e-6, 9.0e-6, 5.4e-4), (2.25e-5, 8.5e-6, 2.7e-4)
    )

    @pytest.fixture
    def asked(self, monkeypatch):
        """The arguments that reach the calibration, which does not take place."""
        asked = {}

        def calibrate(**kwargs):
            asked.update(kwargs)
            return self.FOUND

        monkeypatch.setattr(calibration, "calibrate_parallel_threshold", calibrate)
        return asked

    def test_output(self, asked, capsys):
        assert main(["calibrate-threshold"]) == 0
        out, err = capsys.readouterr()
        assert out == (
            "recommended_threshold: 16\n"
            "original_threshold: 64\n"
            "\n"
            "count serial_us parallel_us winner\n"
            "    8      4.00       22.50 serial\n"
            "   16      9.00        8.50 parallel\n"
            " 1024    540.00      270.00 parallel\n"
            "\n"
            "export ASTROAPERS_PARALLEL_THRESHOLD=16\n"
            "astroapers.set_parallel_threshold(16)\n"
        )
        assert err == ""
        assert asked == {"repeats": 1000, "image_size": 256, "radius": 5.0, "apply": False}

    def test_options(self, asked):
        options = ["--counts", "8", "2", "--repeats", "3", "--image-size", "64", "--radius", "2.5"]
        assert main(["calibrate-threshold", *options]) == 0
        assert asked == {
            "counts": [8, 2], "repeats": 3, "image_size": 64, "radius": 2.5, "apply": False,
        }  # fmt: skip

    @pytest.mark.parametrize(
        "options, name",
        [
            ("--counts 0", "counts"),
            ("--counts 1 x 3", "counts"),
            ("--counts 2.5", "counts"),
            ("--repeats -1", "repeats"),
            ("--repeats 1e3", "repeats"),
            ("--image-size 10", "image_size"),
            ("--image-size big", "image_size"),
            ("--radius -1", "radius"),
            ("--radius nan", "radius"),
            ("--radius wide", "radius"),
        ],
    )
    def test_bad_value_is_one_line_and_exit_code_2(self, options, name, capsys):
        assert main(["calibrate-threshold", *options.split()]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("astroapers: error: ")
        assert name in err
        assert err.count("\n") == 1

    def test_not_enough_memory(self, monkeypatch, capsys):
        def calibrate(**kwargs):
            raise MemoryError

        monkeypatch.setattr(calibration, "calibrate_parallel_threshold", calibrate)
        assert main(["calibrate-threshold"]) == 2
        assert "memory" in capsys.readouterr().err

    def test_for_real(self, tmp_path):
        done = program("calibrate-threshold", "--counts", "1", "3", "--repeats", "2", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        lines = done.stdout.splitlines()
        assert lines[0] in [f"recommended_threshold: {n}" for n in (1, 3, 4)]
        assert lines[1].startswith("original_threshold: ")
        assert [line.split()[0] for line in lines[4:6]] == ["1", "3"]
