"""
The suite "grid" of `compare.py`: every kind of call, with one change at a time.

All tables start from one call: exact sums in circles of 5 px at 10,000 scattered positions on a
2048 × 2048 image of 64-bit floats. Each table changes one property of this call.
"""

import numpy as np
import sep
from contestants import PHOTUTILS_31, SHAPES, circle, photutils_sums, sums
from kinds import COVERAGE, LAYERS, STATISTICS
from measuring import Job
from photutils import aperture as pa
from tables import OURS, Case, Table, against

import astroapers as aap
import astroapers.photutils as aap_photutils

R, N = 5, 10_000  # the call from which all tables start
PEERS = against("photutils", "SEP")
METHODS = ("exact", "center")


def numbers_of_sources():
    """From one source to a million."""
    cases = tuple(Case(circle(R).name, 10**k, sums(circle(R))) for k in range(7))
    return Table("numbers of sources", cases=cases, **PEERS)


def radii(method):
    """From one pixel to 300, and fewer sources where there are more pixels."""
    counts = dict.fromkeys((1, 2, 3, 5, 8, 12, 13, 20), N) | {50: 1000, 100: 500, 300: 100}
    cases = tuple(
        Case(circle(r).name, n, sums(circle(r), method=method), margin=r + 10.0)
        for r, n in counts.items()
    )
    return Table(f"radii, {method}", cases=cases, **PEERS)


def growth(method):
    """Large radii, with the power of the radius that the time follows."""

    def ours(shape):
        return lambda *where: {OURS: sums(shape, method=method)(*where)[OURS]}

    cases = tuple(
        Case(circle(r).name, 1000, ours(circle(r)), value=float(r), margin=310.0)
        for r in (10, 20, 50, 100, 200, 300)
    )
    note = "The exponent is that of the time against the radius, from the line above to this one."
    return Table(f"large circles, {method}", cases=cases, note=note, **against())


def shapes(method):
    """All shapes, by each library that has them."""
    cases = tuple(
        Case(shape.name, N, sums(shape, method=method), tolerance=shape.tolerance)
        for shape in SHAPES
    )
    return Table(f"shapes, {method}", cases=cases, **PEERS)


def subpixels():
    """Samples instead of exact coverage, by the drop-in."""

    def samples(number):
        def jobs(sky, positions):
            def by(package):
                circles = pa.CircularAperture(positions, float(R))
                return photutils_sums(
                    package, sky.image, circles, method="subpixel", subpixels=number
                )

            def by_sep():
                return sep.sum_circle(sky.image, x, y, float(R), subpix=number)[:1]

            x, y = np.ascontiguousarray(positions.T)
            return {
                OURS: Job(lambda: by(aap_photutils)),
                "photutils": Job(lambda: by(pa)),
                "SEP": Job(by_sep),
            }

        return jobs

    # Of samples on the very edge a library may have another opinion.
    cases = tuple(
        Case(f"{number} × {number} samples", N, samples(number), tolerance=1e-3)
        for number in (5, 10)
    )
    note = "Ours is the drop-in, AperturePhotometry, with method='subpixel'."
    return Table("samples", cases=cases, note=note, **PEERS)


def conditions():
    """Mask, error, both."""
    c, mask, both = circle(R), ("mask",), ("mask", "error")
    cases = (
        Case("neither", N, sums(c)),
        Case("mask", N, sums(c, with_=mask)),
        Case("mask, center", N, sums(c, with_=mask, method="center")),
        Case("neither, drop-in", N, sums(c, drop_in=True)),
        Case("mask, drop-in", N, sums(c, with_=mask, drop_in=True)),
        Case("error, drop-in", N, sums(c, with_=("error",))),
        Case("mask and error, drop-in", N, sums(c, with_=both)),
    )
    return Table("mask and error", cases=cases, **PEERS)


def dtypes():
    """Types of the image."""
    names = {
        "f8": "float64", ">f8": "float64, big-endian", "f4": "float32",
        ">f4": "float32, big-endian", "i2": "int16", ">i2": "int16, big-endian", "u2": "uint16",
    }  # fmt: skip
    cases = tuple(Case(name, N, sums(circle(R), dtype=dtype)) for dtype, name in names.items())
    return Table("types of the image", cases=cases, **PEERS)


def places():
    """Images in the cache and out of it, positions in order and scattered."""
    cases = tuple(
        Case(f"{size} × {size}, {'in order' if ordered else 'scattered'}", n, sums(circle(R)),
             size=size, ordered=ordered, margin=20.0)
        for n, size in ((N, 256), (N, 2048), (200_000, 2048), (N, 4096))
        for ordered in (False, True)
    )  # fmt: skip
    note = "In order: sorted by rows of the image."
    return Table("images and order", cases=cases, note=note, **PEERS)


def many_radii():
    """Several circles about each source in one call of the drop-in; SEP has a call for each."""

    def curves(number):
        sizes = np.linspace(1.0, 20.0, number)

        def jobs(sky, positions):
            def by(package):
                circles = [pa.CircularAperture(positions, r) for r in sizes]
                if PHOTUTILS_31:
                    return tuple(package.AperturePhotometry(sky.image, circles).flux.T)
                table = package.aperture_photometry(sky.image, circles)
                return tuple(table[f"aperture_sum_{k}"] for k in range(number))

            def by_sep():
                return [sep.sum_circle(sky.image, x, y, r, subpix=0)[0] for r in sizes]

            def one_by_one():
                return [aap.CircAp(positions, r).apsum_exact(sky.image)[0] for r in sizes]

            x, y = np.ascontiguousarray(positions.T)
            return {
                OURS: Job(lambda: by(aap_photutils)),
                "one by one": Job(one_by_one),
                "photutils": Job(lambda: by(pa)),
                "SEP": Job(by_sep),
            }

        return jobs

    cases = tuple(Case(f"{k} radii, 1 to 20 px", 2000, curves(k)) for k in (2, 5, 20, 50))
    note = "Ours is AperturePhotometry with a list; one by one are as many native calls."
    return Table("many radii", cases=cases, note=note, **against("one by one", "photutils", "SEP"))


def stacks():
    """Several planes in one call, and one by one."""

    def planes(number):
        def jobs(sky, positions):
            stack = np.stack([sky.image + k for k in range(number)])

            def call():
                return aap.CircAp(positions, float(R)).apsum_exact(stack)[0]

            def one_by_one():
                circles = aap.CircAp(positions, float(R))
                return [circles.apsum_exact(plane)[0] for plane in stack]

            def by_photutils():
                circles = pa.CircularAperture(positions, float(R))
                return [photutils_sums(pa, plane, circles)[0] for plane in stack]

            return {
                OURS: Job(call), "one by one": Job(one_by_one), "photutils": Job(by_photutils),
            }  # fmt: skip

        return jobs

    cases = tuple(Case(f"{k} planes, 1024 × 1024", 2000, planes(k), size=1024) for k in (2, 8))
    return Table("stacks", cases=cases, **against("one by one", "photutils"))


TABLES = (
    numbers_of_sources(),
    *(radii(method) for method in METHODS),
    *(growth(method) for method in METHODS),
    *(shapes(method) for method in METHODS),
    subpixels(),
    conditions(),
    dtypes(),
    places(),
    many_radii(),
    stacks(),
    LAYERS,
    COVERAGE,
    STATISTICS,
)
