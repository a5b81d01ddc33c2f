#!/usr/bin/env python3
"""
Compare astroapers with photutils, regions and SEP: first the numbers, then the time.

Everything is measured in one run, the libraries in turn, so that whatever else the
machine does hits all of them. Without options it ends within three minutes. Usage::

    python benchmarks/compare.py --help

See ``benchmarks/README.md`` for what is compared and how to read the table.
"""

import argparse
import json
import math
import sys
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import dropin
import numpy as np
import region_masks
from contestants import LIBRARIES, SHAPES, Sky
from measuring import (
    DifferentNumbersError,
    describe_machine,
    format_time,
    make_sky,
    run_once,
    scatter,
    time_in_turn,
    worst_difference,
)

import astroapers as aap

MANY = 1000  # from so many sources on a call's time is proportional to their number

CONDITIONS = {"plain": (), "mask": ("mask",), "error": ("error",), "mask+error": ("mask", "error")}
MANY_SOURCES = 100_000  # so many take long: fewer conditions unless asked for
FEW_CONDITIONS = ("plain", "mask+error")
RATIOS = (
    ("photutils", "native"),
    ("photutils", "drop-in"),
    ("AperturePhot.", "drop-in"),
    ("SEP", "native"),
    ("SEP", "drop-in"),
)


@dataclass
class Cell:
    """All times of one shape, number of sources and condition."""

    shape: str
    n: int
    condition: str
    seconds: dict = field(default_factory=dict)  # library -> list of times
    skipped: dict = field(default_factory=dict)  # library -> expected time


def check(results, shape, sky, positions):
    """
    Compare the results of all libraries.

    Parameters
    ----------
    results : dict of str to tuple
        Sums and errors of each library.
    shape, sky, positions
        What was measured.

    Raises
    ------
    DifferentNumbersError
        If sums or errors differ by more than rounding and the library's known limits.
    """
    aperture = shape.native(positions)
    truth, npix = aperture.apsum_exact(sky.image, sky.mask)
    for name, (sums, _) in results.items():
        library = LIBRARIES[name]
        wanted = truth * (aperture.area / npix) if library.rescales else truth
        _compare(f"sums of {name}", sums, wanted, library.tolerance(shape), shape, sky)
    errors = {name: err for name, (_, err) in results.items() if LIBRARIES[name].same_errors}
    if sky.error is not None and "photutils" in errors:
        for name, err in errors.items():
            _compare(f"errors of {name}", err, errors["photutils"], 1e-11, shape, sky)


def _compare(what, values, wanted, tolerance, shape, sky):
    """Raise unless two arrays agree to a relative tolerance."""
    worst = worst_difference(values, wanted)
    if not worst <= tolerance:
        raise DifferentNumbersError(
            f"{what} differ by {worst:.1e} (allowed {tolerance:.0e}): {shape.name}, "
            f"{len(wanted)} sources, mask {sky.mask is not None}, error {sky.error is not None}"
        )


def measure_cell(cell, libraries, sky, positions, options, rates):
    """
    Time the libraries in turn, until the time for this cell is used up.

    The first round, whose results are compared, counts only if there are few.

    Parameters
    ----------
    cell : Cell
        Receives the times.
    libraries : list of Library
        The contestants.
    sky : Sky
        The image, and mask and error or `None`.
    positions : ndarray of float64, shape (N, 2)
        The sources.
    options : argparse.Namespace
        ``cell_seconds``, ``limit`` and ``repeats`` are used.
    rates : dict
        Seconds a source that each library and shape took so far; is updated.
    """
    shape = SHAPES[cell.shape]
    running = []
    for library in libraries:
        expected = rates.get((library.name, shape.name), 0.0) * cell.n
        if not library.can(shape, sky):
            continue
        if expected > options.limit:
            cell.skipped[library.name] = expected
        else:
            running.append(library)

    jobs = {library.name: partial(library.run, shape, sky, positions) for library in running}
    results, first = run_once(jobs)
    check(results, shape, sky, positions)
    cell.seconds = time_in_turn(jobs, first, options)
    if cell.n >= MANY:
        for name, seconds in cell.seconds.items():
            rates[name, shape.name] = median(seconds) / cell.n


def format_row(cell, names):
    """Lay out a line of the table."""
    times = []
    for name in names:
        if name in cell.seconds:
            times.append(format_time(cell.seconds[name]))
        elif name in cell.skipped:
            times.append(f"(≈ {cell.skipped[name]:.0f} s)")
        else:
            times.append("-")
    ratios = []
    for slow, fast in RATIOS:
        if slow in cell.seconds and fast in cell.seconds:
            ratios.append(f"{median(cell.seconds[slow]) / median(cell.seconds[fast]):.2f}")
        else:
            ratios.append("-")
    return _line([cell.shape, f"{cell.n:,}", cell.condition], times, ratios)


def format_heading(names):
    """Lay out the two lines above the table."""
    upper = _line(["", "", ""], [""] * len(names), [f"{slow}/" for slow, _ in RATIOS])
    lower = _line(["shape", "sources", "with"], names, [fast for _, fast in RATIOS])
    return f"{upper}\n{lower}\n{'-' * len(lower)}"


def _line(case, times, ratios):
    """Put cells into columns."""
    shape, n, condition = case
    return " ".join(
        [
            f"{shape:<9} {n:>7} {condition:<11}",
            *(f"{time:>14}" for time in times),
            *(f"{ratio:>10}" for ratio in ratios),
        ]
    )


def format_summary(cells):
    """
    Lay out what shapes and masks cost in the native layer, for one number of sources.

    A shape is compared with the ellipse, whose outline is about as long as that of most
    others; the mask with none.
    """
    n = cells[0].n if cells else 0
    times = {
        (cell.shape, cell.condition): median(cell.seconds["native"]) / n * 1e6
        for cell in cells
        if "native" in cell.seconds
    }
    if n < MANY or ("ellipse", "plain") not in times:
        return ""
    lines = [
        f"native, {n:,} sources, µs a source",
        f"{'shape':<9} {'plain':>7} {'mask':>7} {'/ ellipse':>10} {'mask / plain':>13}",
    ]
    for shape in SHAPES:
        if (shape, "plain") in times:
            plain = times[shape, "plain"]
            masked = times.get((shape, "mask"), math.nan)
            lines.append(
                f"{shape:<9} {plain:7.2f} {masked:7.2f} {plain / times['ellipse', 'plain']:10.2f} "
                f"{masked / plain:13.2f}"
            )
    return "\n".join(lines)


def parse(args=None):
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description="Compare astroapers with others: first the numbers, then the time."
    )

    def add(name, metavar, text, **kwargs):
        parser.add_argument(name, metavar=metavar, help=text, **kwargs)

    def add_names(name, names, text, **kwargs):
        text = f"{text}, of: {', '.join(names)} (default: all)"
        add(name, "NAME", text, nargs="+", choices=names, **kwargs)

    sources = [1, 100, 10_000, 200_000]
    few = f"{', '.join(FEW_CONDITIONS)} from {MANY_SOURCES:,} sources on"
    text = "what to compare: shapes by all libraries, the drop-in with photutils, or with regions"
    add("--suite", "NAME", f"{text}, of: %(choices)s (default: shapes)",
        choices=("shapes", "dropin", "regions"), default="shapes")  # fmt: skip
    add_names("--shapes", SHAPES, "shapes", default=list(SHAPES))
    add_names("--libraries", LIBRARIES, "libraries", default=list(LIBRARIES))
    add_names("--with", CONDITIONS, f"what goes with the image; {few}", dest="conditions")
    add("--sources", "N", f"numbers of sources (default: {sources})", nargs="+", type=int,
        default=sources)  # fmt: skip
    add("--repeats", "N", "rounds of each line (default: as time allows)", type=int)
    add("--threads", "N", "threads that may be used (default: 1)", type=int, default=1)
    add("--limit", "S", "leave out calls of more seconds (default: 8)", type=float, default=8.0)
    add("--cell-seconds", "S", "time for each line (default: 1)", type=float, default=1.0)
    add("--seconds", "S", "begin no line after this (default: 135)", type=float, default=135.0)
    add("--json", "FILE", "write all times to this file", type=Path)
    return parser.parse_args(args)


def cases(options):
    """Lines of the table in order: small numbers of sources first."""
    for n in sorted(options.sources):
        default = CONDITIONS if n < MANY_SOURCES else FEW_CONDITIONS
        for shape in options.shapes:
            for condition in options.conditions or default:
                yield Cell(shape, n, condition)


def run_shapes(sky, rng, options, deadline):
    """
    Compare all libraries for all shapes, and print the table.

    Parameters
    ----------
    sky : Sky
        Image, mask and error.
    rng : numpy.random.Generator
        Makes the positions.
    options : argparse.Namespace
        The command line.
    deadline : float
        Value of `perf_counter` from which on no line is begun.

    Returns
    -------
    list of Cell
    """
    libraries = [LIBRARIES[name] for name in options.libraries]
    names = [library.name for library in libraries if library.can(SHAPES["circle"], Sky(None))]
    print(format_heading(names))
    done, left_out, rates = [], 0, {}
    for cell in cases(options):
        if perf_counter() > deadline:
            left_out += 1
            continue
        wanted = {what: getattr(sky, what) for what in CONDITIONS[cell.condition]}
        positions = scatter(rng, cell.n)
        measure_cell(cell, libraries, Sky(sky.image, **wanted), positions, options, rates)
        done.append(cell)
        print(format_row(cell, names), flush=True)

    print("\nTimes are medians, ± half the range of their middle half; ratios are of times.")
    for n in sorted(options.sources):
        if summary := format_summary([cell for cell in done if cell.n == n]):
            print(f"\n{summary}")
    if left_out:
        print(f"{left_out} lines left out: no time left (--seconds).")
    return done


SUITES = {"shapes": run_shapes, "dropin": dropin.run, "regions": region_masks.run}


def main(args=None):
    """Run a suite, which prints its table."""
    options = parse(args)
    began = perf_counter()
    aap.set_num_threads(options.threads)
    machine = describe_machine()
    print("\n".join(f"{key}: {value}" for key, value in machine.items()), end="\n\n")
    rng = np.random.default_rng(20260101)
    run = SUITES[options.suite]
    try:
        done = run(make_sky(rng), rng, options, began + options.seconds)
    except DifferentNumbersError as err:
        print(f"compare.py: {err}", file=sys.stderr)
        return 1
    print(f"{perf_counter() - began:.0f} s in all")
    if options.json:
        content = {"machine": machine, "cells": [asdict(cell) for cell in done]}
        options.json.write_text(json.dumps(content, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
