#!/usr/bin/env python3
"""
Compare astroapers with photutils, regions and SEP: first the numbers, then the time.

Everything is measured in one run, and the libraries in turn, so that other work on the
machine affects all of them. Usage::

    python benchmarks/compare.py --help

``benchmarks/README.md`` says what is compared and how to read the tables.
"""

import argparse
import importlib
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from measuring import DifferentNumbersError, describe_machine
from tables import Bench, cells, headings, run_tables

import astroapers as aap

SUITES = {  # name -> its module, which has TABLES, and what it compares
    "shapes": ("shapes", "shapes, numbers of sources and conditions, by every library"),
    "calls": ("calls", "the calls that matter most"),
    "grid": ("grid", "every kind of call, by one change at a time"),
    "floor": ("floor", "sums with merely adding up the same pixels"),
    "threads": ("threads", "one thread with two"),
    "memory": ("memory", "the memory that calls take"),
    "dropin": ("dropin", "our drop-in with photutils"),
    "regions": ("region_masks", "masks and sums of regions"),
}


def parse(args=None):
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description="Compare astroapers with others: first the numbers, then the time.",
        epilog="; ".join(f"{name}: {text}" for name, (_, text) in SUITES.items()),
    )

    def add(name, metavar, text, **kwargs):
        parser.add_argument(name, metavar=metavar, help=f"{text} (default: %(default)s)", **kwargs)

    add("--suite", "NAME", "what to compare, of: %(choices)s; see below", choices=SUITES,
        default="shapes")  # fmt: skip
    add("--only", "TEXT", "only cases whose name or table's title contains this", default="")
    add("--repeats", "N", "rounds of each line, or as time allows", type=int)
    add("--threads", "N", "threads that may be used", type=int, default=1)
    add("--limit", "S", "leave out calls that are expected to take more seconds", type=float,
        default=3.0)  # fmt: skip
    add("--cell-seconds", "S", "time for each line", type=float, default=0.7)
    add("--seconds", "S", "begin no line after this", type=float, default=300.0)
    parser.add_argument("--quick", action="store_true",
                        help="a few sources, one round: to see whether all of it runs")  # fmt: skip
    parser.add_argument("--json", metavar="FILE", type=Path, help="write what was measured there")
    options = parser.parse_args(args)
    if options.quick:
        options.repeats = 1
    return options


def chosen(tables, text):
    """Yield tables with only the cases that have the text in their name or the table's title."""
    for table in tables:
        cases = tuple(case for case in table.cases if text in case.name or text in table.title)
        if cases:
            yield replace(table, cases=cases)


def as_content(machine, done):
    """Return the content of the JSON file: all times, and the texts that `make_page.py` writes."""
    tables = []
    for table, rows in done:
        about = {"title": table.title, "note": table.note, "headings": headings(table)}
        tables.append(
            about | {"rows": [asdict(row) | {"cells": cells(table, row)} for row in rows]}
        )
    return {"machine": machine, "tables": tables}


def main(args=None):
    """Run a suite, which prints its tables."""
    options = parse(args)
    began = perf_counter()
    aap.set_num_threads(options.threads)
    machine = describe_machine()
    print("\n".join(f"{key}: {value}" for key, value in machine.items()), end="\n\n")
    suite = importlib.import_module(SUITES[options.suite][0])
    bench = Bench(np.random.default_rng(20260101), options, began + options.seconds)
    try:
        done = run_tables(list(chosen(suite.TABLES, options.only)), bench)
    except DifferentNumbersError as err:
        print(f"compare.py: {err}", file=sys.stderr)
        return 1
    print(f"{perf_counter() - began:.0f} s in all")
    if options.json:
        options.json.write_text(json.dumps(as_content(machine, done), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
