#!/usr/bin/env python3
"""
Run the suites of `compare.py`, and write the tables of the performance page from their results.

Usage, on an idle machine::

    python benchmarks/make_page.py

It writes ``docs/performance/results``, which is committed; do not edit the numbers there.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "docs" / "performance" / "results"
SUITES = ("calls", "floor", "grid", "dropin", "threads", "memory", "regions")
NOTICE = ".. Made by benchmarks/make_page.py; do not edit."


def measure(folder, options):
    """Run all suites, each in a process of its own, and write what they measured to the folder."""
    extra = ["--quick"] if options.quick else []
    for suite in SUITES:
        command = [sys.executable, HERE / "compare.py", "--suite", suite, *extra]
        subprocess.run([*command, "--json", folder / f"{suite}.json"], check=True)


def read(folder):
    """
    Return the machine and the tables of every suite.

    Raises
    ------
    ValueError
        If they were not all measured on the same machine with the same versions.
    """
    found = {
        suite: json.loads((folder / f"{suite}.json").read_text(encoding="utf-8"))
        for suite in SUITES
    }
    machine, *others = (content["machine"] for content in found.values())
    if any(other != machine for other in others):
        raise ValueError(f"all of {folder} must be of one day, machine and set of versions")
    return machine, {suite: content["tables"] for suite, content in found.items()}


def list_table(table):
    """Lay out one table with its note."""
    name = re.sub(r"\W+", "-", table["title"]).strip("-")
    lines = [
        f".. list-table:: {table['title'].capitalize()}",
        "    :header-rows: 1",
        "    :class: compact",
        f"    :name: measured-{name}",
        "",
    ]
    for row in [table["headings"], *(row["cells"] for row in table["rows"])]:
        for k, cell in enumerate(row):
            text = "–" if cell == "-" else cell.strip()  # a lone hyphen would begin a list
            lines.append(f"    {' ' if k else '*'} - {text}".rstrip())
    return [*lines, "", *([table["note"], ""] if table["note"] else [])]


def write(machine, tables, target):
    """Write the machine and the tables of each suite to files."""
    target.mkdir(exist_ok=True, parents=True)
    lines = {
        suite: [line for table in several for line in list_table(table)]
        for suite, several in tables.items()
    }
    lines["machine"] = ["; ".join(f"{key}: {value}" for key, value in machine.items()) + "."]
    for name, content in lines.items():
        text = "\n".join([NOTICE, "", *content]).rstrip() + "\n"
        (target / f"{name}.inc").write_text(text, encoding="utf-8")


def main(args=None):
    """Measure and write."""
    parser = argparse.ArgumentParser(
        description="Run the suites of compare.py, and write the tables of the performance page."
    )
    parser.add_argument("--quick", action="store_true", help="a few sources: to see if all runs")
    for name, default, text in (
        ("--results", None, "take what compare.py has written there, and measure nothing"),
        ("--target", TARGET, "where to write (default: %(default)s)"),
    ):
        parser.add_argument(name, metavar="DIR", type=Path, default=default, help=text)
    options = parser.parse_args(args)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.results or Path(temporary)
        if options.results is None:
            measure(folder, options)
        write(*read(folder), options.target)


if __name__ == "__main__":
    main()
