"""
Run photutils' own tests of `photutils.aperture` against astroapers' drop-in.

Before any test module is imported, our callables replace photutils' own, so that
``from photutils.aperture import ApertureStats`` in a test gives ours. Tests that no replacement can
pass (they read private attributes, or patch private functions of photutils) are listed with the
reason in ``photutils_suite_expected.py``. The exit code is not zero if any other test fails, or if
a listed test passes.

Usage: python tools/photutils_suite.py [--originals] [arguments of pytest]

``--originals`` tests photutils itself, for comparison. All other arguments are passed to pytest,
for example ``-k stats`` or ``-n 2``. This file is also a plugin of pytest, so that the replacement
is made in the processes of pytest-xdist as well.
"""

import importlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

NAMES = {
    "photutils.aperture.photometry": ("aperture_photometry", "AperturePhotometry"),
    "photutils.aperture.stats": ("ApertureStats",),
}


def swap():
    """Replace photutils' callables by ours, and return their names."""
    # Imported first: it keeps photutils' originals for calls that it passes on.
    ours = importlib.import_module("astroapers.photutils")
    parent = importlib.import_module("photutils.aperture")
    swapped = []
    for module_name, names in NAMES.items():
        module = importlib.import_module(module_name)
        for name in names:
            if hasattr(parent, name):
                setattr(module, name, getattr(ours, name))
                setattr(parent, name, getattr(ours, name))
                swapped.append(name)
    # Tests set this private attribute to switch photutils' fast path off, and then compare results.
    if "AperturePhotometry" in swapped:
        ours.ApertureStats._batch_inputs = property(lambda self: ())
    return swapped


def expected_failures():
    """Return the listed tests of the installed version, with the reasons."""
    import photutils
    from photutils_suite_expected import EXPECTED

    return EXPECTED.get(".".join(photutils.__version__.split(".")[:2]), {})


class Suite:
    """The plugin of pytest: replaces the callables, and records the results of the listed tests."""

    def __init__(self):
        self.swapped = []
        self.expected = {}
        self.counts = {}

    def entry_of(self, nodeid):
        """Return the entry for this test: the name with its parameters, or else without."""
        name = nodeid.rpartition("/")[2]
        return next((key for key in (name, name.partition("[")[0]) if key in self.expected), None)

    def mark(self, items):
        """Mark the listed tests."""
        for item in items:
            entry = self.entry_of(item.nodeid)
            if entry is not None:
                reason = self.expected[entry]
                run = not reason.startswith("not run: ")
                item.add_marker(pytest.mark.xfail(reason=reason, run=run))

    def count(self, report):
        """Note whether a listed test has failed."""
        if not hasattr(report, "wasxfail"):
            return
        entry = self.entry_of(report.nodeid)
        if entry is not None:
            failed, passed = self.counts.get(entry, (0, 0))
            is_failure = report.outcome == "skipped"
            self.counts[entry] = failed + is_failure, passed + (not is_failure)

    def stale(self):
        """Return the entries whose tests have all passed."""
        return [entry for entry, (failed, _) in self.counts.items() if failed == 0]


suite = Suite()


def pytest_addoption(parser):
    parser.addoption("--originals", action="store_true", help="test photutils itself")


def pytest_load_initial_conftests(early_config):
    if not early_config.known_args_namespace.originals:
        suite.swapped = swap()
        suite.expected = expected_failures()


def pytest_collection_modifyitems(items):
    suite.mark(items)


def pytest_runtest_logreport(report):
    suite.count(report)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    if exitstatus == pytest.ExitCode.OK and suite.stale():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_report_header():
    import photutils

    what = f"with astroapers' {', '.join(suite.swapped)}" if suite.swapped else "itself"
    return f"testing photutils {photutils.__version__} {what}"


def pytest_terminal_summary(terminalreporter):
    line = terminalreporter.write_line
    stats = terminalreporter.stats
    named = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")
    counts = {name: len(stats.get(name, ())) for name in named}
    terminalreporter.section("photutils' own tests")
    line(
        f"{counts['passed'] + counts['xpassed']} passed, "
        f"{counts['failed'] + counts['error']} failed, "
        f"{counts['xfailed']} failed as expected, {counts['skipped']} skipped"
    )
    for report in (*stats.get("failed", ()), *stats.get("error", ())):
        line(f"FAILED {report.nodeid.rpartition('/')[2]}")
    for entry in suite.stale():
        line(f"PASSED although it is in the list of expected failures: {entry}")


def main(arguments):
    package = find_spec("photutils.aperture")
    if package is None:
        sys.exit("photutils is not installed")
    tests = Path(package.origin).parent / "tests"
    options = (
        "-pphotutils_suite",
        "-pno:pytest_astropy",
        "-pno:cacheprovider",
        "--import-mode=importlib",
        f"--rootdir={tests.parents[1]}",
        f"-c{os.devnull}",
        "-Werror",
        "-q",
        "--tb=short",
    )
    return pytest.main([*options, *arguments, str(tests)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
