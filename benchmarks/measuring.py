"""Common parts of the suites of `compare.py`: the image, timing in turn, the format of times."""

import math
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import astropy
import numpy as np
import photutils
import sep

import astroapers as aap

IMAGE_SIZE = 2048  # px
MARGIN = 60.0  # px, so that every aperture lies in the image
MASKED = 0.01  # fraction of the pixels
MIN_ROUNDS, MAX_ROUNDS = 3, 15
SHORT = 0.02  # s: rounds shorter than that are made MAX_ROUNDS times
# A job whose calls are shorter than that is called several times in its turn, as in a loop over
# frames: else a call of microseconds would measure how cold the others left the caches.
BURST, MAX_CALLS = 0.002, 100  # s, and the most calls


class DifferentNumbersError(Exception):
    """Two libraries give different numbers, so their times are not comparable."""


@dataclass(frozen=True)
class Sky:
    """The image, and its mask and error image or None."""

    image: np.ndarray
    mask: np.ndarray | None = None
    error: np.ndarray | None = None


class Job(NamedTuple):
    """The work of one library for a line of a table."""

    call: Callable  # is timed; without arguments
    values: Callable = tuple  # from the result of `call` to the arrays to compare; not timed
    before: Callable = lambda: None  # runs before `call`; not timed


def run_once(jobs):
    """
    Run every job once.

    Parameters
    ----------
    jobs : dict of str to Job
        What to run.

    Returns
    -------
    results, seconds : dict
        The values that each job has found, and how long it took.
    """
    results, seconds = {}, {}
    for name, job in jobs.items():
        job.before()
        start = perf_counter()
        found = job.call()
        seconds[name] = perf_counter() - start
        results[name] = job.values(found)
    return results, seconds


def time_in_turn(jobs, first, options):
    """
    Time the jobs in turn, until the time for one line is used up.

    Parameters
    ----------
    jobs : dict of str to Job
        What to run. Short ones are called in bursts.
    first : dict of str to float
        How long each job took when it was run for the first time.
    options : argparse.Namespace
        ``cell_seconds`` and ``repeats`` are used.

    Returns
    -------
    dict of str to list of float
        Seconds per call. First calls do not count, since they may import modules: for the metadata
        of a table, for example, photutils imports matplotlib.
    """
    if sum(first.values()) < options.cell_seconds:
        _, first = run_once(jobs)  # now everything that happens only once has been done
    seconds = {name: [] for name in jobs}
    calls = {name: min(max(int(BURST / first[name]), 1), MAX_CALLS) for name in jobs}
    for _ in range(_rounds(sum(calls[name] * first[name] for name in jobs), options)):
        for name, job in jobs.items():
            job.before()
            seconds[name].append(_burst(job.call, calls[name]))
    return seconds


def _burst(call, calls):
    """Time this number of calls in a row, and return the mean seconds per call."""
    start = perf_counter()
    for _ in range(calls):
        call()
    return (perf_counter() - start) / calls


def _rounds(seconds, options):
    """Number of rounds to make, if one round takes these seconds."""
    if options.repeats is not None:
        return options.repeats
    if seconds < SHORT:
        return MAX_ROUNDS
    return min(max(int(options.cell_seconds / seconds), MIN_ROUNDS), MAX_ROUNDS)


def worst_difference(values, wanted):
    """
    Give the largest difference of two arrays, relative to the second.

    Examples
    --------
    >>> worst_difference([1.0, 2.5], [1.0, 2.0])
    0.25
    """
    difference = np.abs(np.subtract(values, wanted, dtype=np.float64))
    # Where both are zero, the difference is zero.
    relative = np.divide(difference, np.abs(wanted), out=np.zeros_like(difference),
                         where=difference != 0)  # fmt: skip
    return float(np.max(relative, initial=0.0))


def make_sky(rng, size=IMAGE_SIZE):
    """Make image, mask and error image; ``size`` is their width and height in pixels."""
    shape = (size, size)
    return Sky(
        image=rng.normal(100.0, 10.0, shape),
        mask=rng.random(shape) < MASKED,
        error=rng.uniform(5.0, 15.0, shape),
    )


def scatter(rng, n, margin=MARGIN, size=IMAGE_SIZE):
    """Return random positions, none of them near the edges."""
    return rng.uniform(margin, size - 1 - margin, (n, 2))


def usable_cores():
    """How many cores this process may run on."""
    affinity = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))
    return len(affinity(0))


def describe_machine():
    """Date, model of the processor, number of cores, and versions."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = (line.partition(":") for line in cpuinfo.read_text().splitlines())
        model = next(
            (text.strip() for key, _, text in lines if key.startswith("model name")), model
        )
    return {
        "date": date.today().isoformat(),
        "processor": model,
        "cores": usable_cores(),
        "threads used": aap.get_num_threads(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "astropy": astropy.__version__,
        "astroapers": aap.__version__,
        "photutils": photutils.__version__,
        "sep": sep.__version__,
    }


def format_time(seconds):
    """
    Give the median of some times and their spread, half of the interquartile range.

    Examples
    --------
    >>> format_time([0.001, 0.00102, 0.00101])
    ' 1.01 ms  ±1%'
    """
    middle = median(seconds)
    low, high = np.percentile(seconds, [25, 75])
    unit, scale = ("s", 1.0) if middle >= 1 else ("ms", 1e3) if middle >= 1e-3 else ("µs", 1e6)
    value = middle * scale
    digits = max(0, 2 - int(math.log10(value))) if value >= 1 else 2
    return f"{value:5.{digits}f} {unit:<2} ±{50 * (high - low) / middle:2.0f}%"
