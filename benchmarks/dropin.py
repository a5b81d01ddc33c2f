"""
The suite "dropin" of `compare.py`: the callables of astroapers.photutils and of photutils.

Each case is what somebody does with photutils, once with photutils' own callables and once with
those of the same names here; and what a second thread gains.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

import numpy as np
from astropy.stats import SigmaClip
from measuring import (
    DifferentNumbersError,
    format_time,
    run_once,
    scatter,
    time_in_turn,
    worst_difference,
)
from photutils import aperture as pa

import astroapers.photutils as aap_photutils

RADII = range(1, 21)  # px
TOLERANCE = 1e-11
PEERS = {"photutils": pa, "astroapers": aap_photutils}
THREADS = {"1 thread": 1, "2 threads": 2}


@dataclass(frozen=True)
class Case:
    """One line of the tables."""

    name: str
    callable: str  # its name, the same in both packages
    measure: Callable  # (callable, sky, positions, n_threads) -> tuple of arrays
    sources: tuple[int, ...]


@dataclass
class Row:
    """The times of one case and number of sources."""

    case: str
    n: int
    seconds: dict = field(default_factory=dict)  # contestant -> list of times
    difference: float | None = None  # the largest relative one of any value


def _columns(table, names):
    return tuple(np.asarray(table[name]) for name in names)


def many_radii(photometry, sky, positions, _):
    """Growth curves of all sources, by a list of apertures."""
    table = photometry(sky.image, [pa.CircularAperture(positions, r) for r in RADII])
    return _columns(table, [f"aperture_sum_{index}" for index in range(len(RADII))])


def annulus_median(stats, sky, positions, n_threads):
    """Return the median around each source."""
    return (stats(sky.image, pa.CircularAnnulus(positions, 8.0, 12.0), **n_threads).median,)


def clipped_median(stats, sky, positions, n_threads):
    """Return the median around each source without outliers: the usual local background."""
    annulus = pa.CircularAnnulus(positions, 8.0, 12.0)
    return (stats(sky.image, annulus, sigma_clip=SigmaClip(sigma=3.0), **n_threads).median,)


def class_with_errors(photometry, sky, positions, n_threads):
    """Return fluxes and errors from the class."""
    aperture = pa.CircularAperture(positions, 5.0)
    result = photometry(sky.image, aperture, error=sky.error, mask=sky.mask, **n_threads)
    return result.flux, result.flux_err


def function_with_errors(photometry, sky, positions, _):
    """Return sums and errors from the function."""
    aperture = pa.CircularAperture(positions, 5.0)
    table = photometry(sky.image, aperture, error=sky.error, mask=sky.mask)
    return _columns(table, ["aperture_sum", "aperture_sum_err"])


def class_flux(photometry, sky, positions, n_threads):
    """Return fluxes from the class."""
    return (photometry(sky.image, pa.CircularAperture(positions, 5.0), **n_threads).flux,)


def class_one(photometry, sky, aperture, _):
    """Return one flux, of an aperture that is there already."""
    return (photometry(sky.image, aperture).flux,)


def function_one(photometry, sky, aperture, _):
    """Return one sum, of an aperture that is there already."""
    return _columns(photometry(sky.image, aperture), ["aperture_sum"])


FUNCTION, CLASS, STATS = "aperture_photometry", "AperturePhotometry", "ApertureStats"

CASES = (
    Case("20 radii, function", FUNCTION, many_radii, (5000,)),
    Case("annulus median", STATS, annulus_median, (5000,)),
    Case("annulus median, clipped", STATS, clipped_median, (5000,)),
    Case("error, mask; class", CLASS, class_with_errors, (100_000,)),
    Case("error, mask; function", FUNCTION, function_with_errors, (100_000,)),
    Case("one source; class", CLASS, class_one, (1,)),
    Case("one source; function", FUNCTION, function_one, (1,)),
)
THREAD_CASES = (
    Case("flux; class", CLASS, class_flux, (1000, 10_000)),
    Case("annulus median, clipped", STATS, clipped_median, (1000, 10_000)),
)


def measure_row(row, jobs, tolerance, options):
    """
    Compare what the jobs return, and time them in turn.

    Parameters
    ----------
    row : Row
        Receives the times.
    jobs : dict of callable
        The contestants.
    tolerance : float
        Largest relative difference allowed.
    options : argparse.Namespace
        ``cell_seconds`` and ``repeats`` are used.

    Raises
    ------
    DifferentNumbersError
        If values differ by more.
    """
    results, first = run_once(jobs)
    if len(results) > 1:
        wanted, values = results.values()
        pairs = zip(values, wanted, strict=True)
        row.difference = max(worst_difference(*pair) for pair in pairs)
        if not row.difference <= tolerance:
            raise DifferentNumbersError(
                f"values differ by {row.difference:.1e} (allowed {tolerance:.0e}): "
                f"{row.case}, {row.n} sources, {' and '.join(map(str, results))}"
            )
    row.seconds = time_in_turn(jobs, first, options)


def _job(case, package, sky, positions, **n_threads):
    """Return the measurement by one package without arguments, or None if it cannot do it."""
    function = getattr(package, case.callable, None)
    if function is None:
        return None
    if len(positions) == 1:
        positions = pa.CircularAperture(positions[0], 5.0)
    return lambda: case.measure(function, sky, positions, n_threads)


def peers(case, sky, positions):
    """Return the measurements of photutils and of ours, as far as there are any."""
    jobs = {name: _job(case, package, sky, positions) for name, package in PEERS.items()}
    return {name: job for name, job in jobs.items() if job}


def threads(case, sky, positions):
    """Return our measurements by one thread and by two."""
    jobs = {
        name: _job(case, aap_photutils, sky, positions, n_threads=n) for name, n in THREADS.items()
    }
    return {name: job for name, job in jobs.items() if job}


def _table(heading, names, cases, make_jobs, tolerance, deadline, context):
    """Measure and print one table, and return its rows."""
    sky, rng, options = context
    rows = []
    first, second = names
    line = f"{heading:<24} {'sources':>7} {first:>14} {second:>14} {'ratio':>7}"
    print(f"{line} {'differ by':>10}\n{'-' * (len(line) + 11)}")
    for case in cases:
        for n in case.sources:
            if perf_counter() > deadline:
                print(f"{case.name:<24} {n:>7,} no time left (--seconds)")
                continue
            row = Row(case.name, n)
            measure_row(row, make_jobs(case, sky, scatter(rng, n)), tolerance, options)
            rows.append(row)
            print(format_row(row, names), flush=True)
    print()
    return rows


def format_row(row, names):
    """Lay out a line; ``-`` is for what is not there."""
    seconds = [row.seconds.get(name) for name in names]
    times = [format_time(values) if values else "-" for values in seconds]
    ratio = difference = "-"
    if all(seconds):
        slow, fast = map(median, seconds)
        ratio, difference = f"{slow / fast:.2f}", f"{row.difference:.0e}"
    return f"{row.case:<24} {row.n:>7,} {times[0]:>14} {times[1]:>14} {ratio:>7} {difference:>10}"


def run(sky, rng, options, deadline):
    """
    Compare our drop-in with photutils, print the tables, and return their rows.

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
    list of Row
    """
    context = sky, rng, options
    rows = _table("one thread", PEERS, CASES, peers, TOLERANCE, deadline, context)
    rows += _table("astroapers", THREADS, THREAD_CASES, threads, 0.0, deadline, context)
    print("Times are medians, ± half the range of their middle half; ratios are of times.")
    return rows
