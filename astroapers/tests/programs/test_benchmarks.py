"""The scripts in ``benchmarks`` of a clone: all suites run, for a few sources, and make a page."""

import importlib
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest

import astroapers

# What the tables compare with. With an older one they would only take the same time once more.
pytest.importorskip("photutils", minversion="3.1")
pytest.importorskip("regions")
pytest.importorskip("sep")


@pytest.fixture
def folder(pytestconfig):
    """Where the scripts are, if it is a clone that is tested."""
    path = pytestconfig.rootpath / "benchmarks"
    if not path.is_dir():
        pytest.skip("no clone")
    return path


def run(script, *arguments):
    command = [sys.executable, script, "--quick", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.skipif(shutil.which("rustc") is None, reason="a loop in Rust is compiled")
def test_page(folder, tmp_path):
    run(folder / "make_page.py", "--target", tmp_path)
    pages = {path.stem: path.read_text() for path in tmp_path.iterdir()}
    assert f"astroapers: {astroapers.__version__};" in pages.pop("machine")
    assert sorted(pages) == [
        "calls", "dropin", "floor", "grid", "memory", "regions", "threads",
    ]  # fmt: skip
    # What the performance page says leads to tables that are there.
    prose = (folder.parent / "docs" / "performance" / "index.rst").read_text()
    for name in re.findall(r"<(measured-\S+)>", prose):
        assert any(f":name: {name}\n" in page for page in pages.values()), name
    assert "no time left" not in "".join(pages.values())
    for name, page in pages.items():
        unit = r"\d MB" if name == "memory" else r"\d (µs|ms|s) +±"
        for table in page.split(".. list-table::")[1:]:
            heading, *rows = table.split("    * - ")[1:]
            assert rows, name
            for row in rows:
                assert re.search(unit, row), row
                assert row.count("  - ") == heading.count("  - ")


def test_suite_that_is_not_on_the_page(folder):
    lines = run(folder / "compare.py", "--suite", "shapes", "--only", "circle").splitlines()
    rows = [line for line in lines if line.startswith("circle")]
    assert len(rows) == 14  # 4 conditions for each number of sources, but 2 for the largest
    assert all("±" in row for row in rows)


def test_numbers_that_differ_end_it(folder, monkeypatch):
    monkeypatch.syspath_prepend(str(folder))
    for name in ("measuring", "tables"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    tables = importlib.import_module("tables")
    case = tables.Case("a case", 2, jobs=None)
    right, near, wrong = ((np.array([1.0, value]),) for value in (2.0, 2.0 + 1e-8, 2.01))
    assert tables.compare(case, {"astroapers": right, "SEP": near})["SEP"] == pytest.approx(5e-9)
    for name, values in (("photutils", near), ("SEP", wrong), ("SEP", (np.array([1.0, np.nan]),))):
        with pytest.raises(tables.DifferentNumbersError, match=f"a case, 2 sources: {name} and"):
            tables.compare(case, {"astroapers": right, name: values})
