"""
The suite "memory" of `compare.py`: by how much a call raises the memory of the process.

Every call is made in its own process, which has made the same call for a few sources before. So
code that is loaded only once does not count, but the results do. Linux only.
"""

import functools
import multiprocessing
import re
from pathlib import Path

import numpy as np
from contestants import circle, sums
from dropin import annulus_median, by_both, class_with_errors, clipped_median, many_radii
from measuring import IMAGE_SIZE, Sky, make_sky, scatter
from tables import Case, Row, Table

import astroapers as aap

FEW = 3  # sources


def high_water():
    """Return the most memory that the process has had since `reset`, in bytes."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\s*(\d+) kB", status)[1])


def reset():
    """Set the high-water mark of the process to the memory that it has now."""
    Path("/proc/self/clear_refs").write_text("5")


def measure(case, table, bench):
    """
    Measure the memory in megabytes that a case needs, for each library that has the call.

    Parameters
    ----------
    case : tables.Case
        One of `CASES`.
    table : tables.Table
        Where it belongs.
    bench : tables.Bench
        How many sources there are.

    Returns
    -------
    tables.Row
    """
    row = Row(case.name, bench.n(case))
    for name in table.names:
        megabytes = _processes().apply(of_one_call, (CASES.index(case), name, row.n))
        if megabytes is not None:
            row.found[name] = [megabytes]
    return row


@functools.cache
def _processes():
    """Return a pool that starts a new process for every call, with this module loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context.Pool(1, maxtasksperchild=1)


def of_one_call(index, name, n):
    """Return the megabytes of a call in this process, or None if there is no such call."""
    aap.set_num_threads(1)
    case, rng = CASES[index], np.random.default_rng(1)
    sky, positions = large_sky(rng), scatter(rng, n, case.margin)
    few, many = case.jobs(sky, positions[:FEW]), case.jobs(sky, positions)
    if name not in many:
        return None
    few[name].call()
    reset()
    before = high_water()
    found = many[name].call()
    megabytes = (high_water() - before) / 1e6
    del found  # only now: the results count as memory of the call
    return megabytes


def large_sky(rng):
    """Make an image of the usual size from equal small ones, which takes less time."""
    small, size = 256, IMAGE_SIZE
    sky = make_sky(rng, small)
    return Sky(*(np.tile(what, (size // small,) * 2) for what in (sky.image, sky.mask, sky.error)))


CASES = (
    Case("circle r = 5", 10_000, sums(circle(5))),
    Case("circle r = 5", 1_000_000, sums(circle(5))),
    Case("circle r = 300", 100, sums(circle(300)), margin=310.0),
    Case("circle r = 5, mask", 10_000, sums(circle(5), with_=("mask",))),
    Case("circle r = 5, float32", 10_000, sums(circle(5), dtype="f4")),
    Case("circle r = 5, int16", 10_000, sums(circle(5), dtype="i2")),
    Case("drop-in: class, error and mask", 10_000, by_both(class_with_errors)),
    Case("drop-in: 20 radii, 1 to 20 px", 5000, by_both(many_radii)),
    Case("drop-in: annulus median", 10_000, by_both(annulus_median)),
    Case("drop-in: annulus median, clipped", 10_000, by_both(clipped_median)),
)
TABLES = (
    Table(
        "memory",
        cases=CASES,
        measure=measure,
        unit="MB",
        note="Image, mask and positions are there before; results are counted.",
        names=("astroapers", "photutils", "SEP"),
        ratios=(),
    ),
)
