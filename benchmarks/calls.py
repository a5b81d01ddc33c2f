"""
The suite "calls" of `compare.py`: one line for each kind of call, against photutils and SEP.

Ours is the native call, theirs `AperturePhotometry(...).flux` of photutils and the functions of
SEP with ``subpix=0``; lines that say so compare callables of the drop-in with photutils' own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

import numpy as np
import sep
from dropin import (
    annulus_median,
    class_with_errors,
    clipped_median,
    function_with_errors,
    many_radii,
)
from measuring import (
    DifferentNumbersError,
    format_time,
    run_once,
    scatter,
    time_in_turn,
    worst_difference,
)
from photutils import aperture as pa

import astroapers as aap
import astroapers.photutils as aap_photutils

THETA = 0.6  # rad
POLYGON = [(0.0, 7.0), (7.0, 0.0), (0.0, -5.0), (-6.0, 0.0)]
TOLERANCES = {"photutils": 1e-11, "SEP": 1e-7}  # SEP keeps weights in single precision
NAMES = ("astroapers", "photutils", "SEP")


@dataclass(frozen=True)
class Call:
    """One line: what is measured, at how many positions, and how by each library."""

    name: str
    n: int
    jobs: Callable  # (sky, positions) -> {library: job}; a job returns arrays


@dataclass
class Row:
    """The times of a call."""

    call: str
    n: int
    seconds: dict = field(default_factory=dict)  # library -> list of times
    differences: dict = field(default_factory=dict)  # library -> largest relative difference


def sums(native, peer=None, by_sep=None, dtype=None, mask=False, method="exact"):
    """
    Sums of one shape by every library that has it.

    Parameters
    ----------
    native, peer : callable
        Positions to our aperture, and to that of photutils.
    by_sep : callable
        ``(image, x, y)`` to the results of a function of SEP.
    dtype : str
        Type of the image, if it is not 64-bit floats.
    mask : bool
        Whether pixels are masked.
    method : {'exact', 'center'}
        How pixels are judged.

    Returns
    -------
    callable
        For `Call`.
    """

    def jobs(sky, positions):
        image = sky.image if dtype is None else sky.image.astype(dtype)
        masked = sky.mask if mask else None
        x, y = np.ascontiguousarray(positions.T)
        ours = f"apsum_{method}"
        made = {"astroapers": lambda: getattr(native(positions), ours)(image, masked)[:1]}
        if peer is not None:
            made["photutils"] = lambda: (
                pa.AperturePhotometry(image, peer(positions), mask=masked, method=method).flux,
            )
        if by_sep is not None:
            made["SEP"] = lambda: by_sep(image, x, y)[:1]
        return made

    return jobs


def circle(r, **options):
    """Sums in circles."""
    return sums(
        lambda p: aap.CircAp(p, r),
        lambda p: pa.CircularAperture(p, r),
        None if options else lambda image, x, y: sep.sum_circle(image, x, y, r, subpix=0),
        **options,
    )


def annulus(**options):
    """Sums in annuli of 8 to 12 px."""
    return sums(
        lambda p: aap.CircAn(p, 8.0, 12.0),
        lambda p: pa.CircularAnnulus(p, 8.0, 12.0),
        None if options else lambda im, x, y: sep.sum_circann(im, x, y, 8.0, 12.0, subpix=0),
        **options,
    )


def float32_circle(sky, positions):
    """Sums in circles on 32-bit floats, which SEP takes as they are."""
    jobs = circle(5.0, dtype="f4")(sky, positions)
    image, (x, y) = sky.image.astype("f4"), np.ascontiguousarray(positions.T)
    jobs["SEP"] = lambda: sep.sum_circle(image, x, y, 5.0, subpix=0)[:1]
    return jobs


def one_circle(sky, positions):
    """One circle, from the position to the number."""
    (x, y), r, image = positions[0], 5.0, sky.image
    return {
        "astroapers": lambda: aap.CircAp((x, y), r).apsum_exact(image)[:1],
        "photutils": lambda: (pa.AperturePhotometry(image, pa.CircularAperture((x, y), r)).flux,),
        "SEP": lambda: sep.sum_circle(image, [x], [y], r, subpix=0)[:1],
    }


def one_circle_raw(sky, positions):
    """The same by the raw layer."""
    raw, image = aap._rust.apsum_circ_exact_sum_one, sky.image
    (x, y), r = positions[0], 5.0
    jobs = one_circle(sky, positions)
    return {"astroapers": lambda: (raw(image, x, y, r),), "SEP": jobs["SEP"]}


def drop_in(callable_name, measure):
    """One of the measurements of the suite "dropin"."""

    def jobs(sky, positions):
        packages = {"astroapers": aap_photutils, "photutils": pa}
        return {
            name: lambda package=package: measure(
                getattr(package, callable_name), sky, positions, {}
            )
            for name, package in packages.items()
        }

    return jobs


def function_sums(photometry, sky, positions, _):
    """Sums from the function."""
    return (np.asarray(photometry(sky.image, pa.CircularAperture(positions, 5.0))["aperture_sum"]),)


FUNCTION, CLASS, STATS = "aperture_photometry", "AperturePhotometry", "ApertureStats"

CALLS = (
    *(Call(f"circle r = {r}", 10_000, circle(float(r))) for r in (3, 5, 10)),
    Call("circle r = 5", 100, circle(5.0)),
    Call("circle r = 50", 1000, circle(50.0)),
    Call("circle r = 300", 100, circle(300.0)),
    Call("circle r = 4", 200_000, circle(4.0)),
    Call("circle r = 5, float32", 10_000, float32_circle),
    Call("circle r = 5, big-endian float32", 10_000, circle(5.0, dtype=">f4")),
    Call("circle r = 5, int16", 10_000, circle(5.0, dtype="i2")),
    Call("circle r = 5, mask", 5000, circle(5.0, mask=True)),
    Call("circle r = 5, center", 5000, circle(5.0, method="center")),
    Call("annulus 8-12", 5000, annulus()),
    Call("annulus 8-12, center", 5000, annulus(method="center")),
    Call(
        "ellipse 8 x 4, rotated",
        10_000,
        sums(
            lambda p: aap.EllipAp(p, 8.0, 4.0, THETA),
            lambda p: pa.EllipticalAperture(p, 8.0, 4.0, theta=THETA),
            lambda im, x, y: sep.sum_ellipse(im, x, y, 8.0, 4.0, THETA, 1.0, subpix=0),
        ),
    ),
    Call(
        "rectangle 12 x 6, rotated",
        10_000,
        sums(
            lambda p: aap.RectAp(p, 12.0, 6.0, THETA),
            lambda p: pa.RectangularAperture(p, 12.0, 6.0, theta=THETA),
        ),
    ),
    Call(
        "polygon of 4 vertices",
        10_000,
        sums(
            lambda p: aap.PathAp(
                p, [("move", *POLYGON[0]), *(("line", *v) for v in POLYGON[1:]), ("close",)]
            ),
            lambda p: pa.PolygonAperture(p, POLYGON),
        ),
    ),
    Call("pill w = 6, a = b = 4", 10_000, sums(lambda p: aap.PillAp(p, 6.0, 4.0, 4.0, THETA))),
    Call("wedge 5-20, 0.7 rad", 10_000, sums(lambda p: aap.WedgeAp(p, 5.0, 20.0, THETA, 0.7))),
    Call("one circle, object", 1, one_circle),
    Call("one circle, raw", 1, one_circle_raw),
    *(
        Call("drop-in: aperture_photometry", n, drop_in(FUNCTION, function_sums))
        for n in (1, 1000, 100_000)
    ),
    Call("drop-in: function, error and mask", 20_000, drop_in(FUNCTION, function_with_errors)),
    Call("drop-in: class, error and mask", 20_000, drop_in(CLASS, class_with_errors)),
    Call("drop-in: 20 radii, 1 to 20 px", 5000, drop_in(FUNCTION, many_radii)),
    Call("drop-in: annulus median", 5000, drop_in(STATS, annulus_median)),
    Call("drop-in: annulus median, clipped", 5000, drop_in(STATS, clipped_median)),
)


def measure(call, sky, positions, options):
    """
    Compare what the libraries return, and time them in turn.

    Raises
    ------
    DifferentNumbersError
        If a library's numbers differ from ours by more than it is known for.
    """
    jobs = call.jobs(sky, positions)
    results, first = run_once(jobs)
    ours, row = results.pop("astroapers"), Row(call.name, call.n)
    for name, theirs in results.items():
        pairs = zip(ours, theirs, strict=True)
        row.differences[name] = worst = max(worst_difference(a, b) for a, b in pairs)
        if not worst <= TOLERANCES[name]:
            raise DifferentNumbersError(f"{call.name}: {name} differs by {worst:.1e}")
    row.seconds = time_in_turn(jobs, first, options)
    return row


def format_row(row):
    """Lay out a line: times, and those of the others in ours."""
    ours = median(row.seconds["astroapers"])
    cells = [f"{row.call:<34} {row.n:>7,} {1e6 * ours / row.n:>9.3f}"]
    cells += [
        format_time(row.seconds[name]) if name in row.seconds else f"{'-':>14}" for name in NAMES
    ]
    cells += [
        f"{median(row.seconds[name]) / ours:>9.1f}" if name in row.seconds else f"{'-':>9}"
        for name in NAMES[1:]
    ]
    return " ".join(cells)


def run(sky, rng, options, deadline):
    """
    Time every kind of call, print the table, and return its rows.

    Parameters are those of `dropin.run`.
    """
    heading = f"{'call':<34} {'sources':>7} {'µs/source':>9} {'astroapers':>14}"
    print(f"{heading} {'photutils':>14} {'SEP':>14} {'photutils':>9} {'SEP':>9}")
    rows = []
    for call in CALLS:
        if perf_counter() > deadline:
            print(f"{call.name:<34} {call.n:>7,} no time left (--seconds)")
            continue
        margin = 310.0 if "300" in call.name else None
        rows.append(measure(call, sky, scatter(rng, call.n, margin), options))
        print(format_row(rows[-1]), flush=True)
    print(
        "\nTimes are medians, ± half the range of their middle half; the last columns are ratios."
    )
    return rows
