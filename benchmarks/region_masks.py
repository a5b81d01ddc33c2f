"""
The suite "regions" of `compare.py`: masks and sums of regions, by regions and by us.

Each case is what somebody does with the package regions, and the same by `astroapers.regions`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from astropy import units as u
from dropin import Row, format_row, measure_row
from measuring import scatter
from regions import (
    CircleAnnulusPixelRegion,
    CirclePixelRegion,
    EllipseAnnulusPixelRegion,
    PixCoord,
    PolygonPixelRegion,
    RectangleAnnulusPixelRegion,
    Regions,
)

from astroapers.regions import region_photometry, to_mask

TOLERANCE = 1e-9
NAMES = ("regions", "astroapers")
THEIRS, OURS = NAMES
VERTICES, RADIUS = 200, 30.0


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    name: str
    make: Callable  # (positions) -> what is measured
    theirs: Callable  # (what is measured, sky) -> tuple of arrays
    ours: Callable
    sources: tuple[int, ...]
    same: bool = True  # whether the results can be compared


def circles(positions):
    """Return a list of circles."""
    return Regions([CirclePixelRegion(PixCoord(*position), 5.0) for position in positions])


def polygons(positions):
    """Return polygons of many vertices."""
    t = np.arange(VERTICES) * 2 * np.pi / VERTICES
    x, y = RADIUS * np.cos(t), RADIUS * np.sin(t)
    return [PolygonPixelRegion(PixCoord(cx + x, cy + y)) for cx, cy in positions]


def circular_annuli(positions):
    """Return circular annuli."""
    return [CircleAnnulusPixelRegion(PixCoord(*position), 5.0, 8.0) for position in positions]


def elliptical_annuli(positions):
    """Return elliptical annuli."""
    sizes = 10.0, 16.0, 6.0, 10.0, 30 * u.deg
    return [EllipseAnnulusPixelRegion(PixCoord(*position), *sizes) for position in positions]


def rectangular_annuli(positions):
    """Return rectangular annuli."""
    sizes = 10.0, 16.0, 6.0, 10.0, 30 * u.deg
    return [RectangleAnnulusPixelRegion(PixCoord(*position), *sizes) for position in positions]


def compounds(positions):
    """Return what two circles have in common."""
    left, right = circles(positions), circles(positions + 3.0)
    return [first & second for first, second in zip(left, right, strict=True)]


def sums_by_masks(regions, sky):
    """Return sums as one takes them with regions."""
    return (np.array([one.to_mask("exact").get_values(sky.image).sum() for one in regions]),)


def sums_as_table(regions, sky):
    """Return the same from our table."""
    return (region_photometry(sky.image, regions)["sum"],)


def _masks(call, mode):
    """Make masks of all regions, and return their totals."""

    def run(regions, _):
        return (np.array([call(region, mode).data.sum() for region in regions]),)

    return run


def _their_mask(region, mode):
    return region.to_mask(mode)


_their_exact, _their_centres = (_masks(_their_mask, mode) for mode in ("exact", "center"))
_our_exact, _our_centres = (_masks(to_mask, mode) for mode in ("exact", "center"))

CASES = (
    Case("table of circles", circles, sums_by_masks, sums_as_table, (1, 1000)),
    Case("masks of circles", circles, _their_exact, _our_exact, (100,)),
    Case("polygons, the same again", polygons, _their_exact, _our_exact, (1, 100)),
    Case("polygons, new ones", polygons, _their_exact, _our_exact, (1000,)),
    Case("circular annuli", circular_annuli, _their_centres, _our_centres, (100,)),
    Case("elliptical annuli", elliptical_annuli, _their_centres, _our_centres, (100,)),
    Case("rectangular annuli", rectangular_annuli, _their_centres, _our_centres, (100,)),
    Case("compounds", compounds, _their_centres, _our_centres, (100,)),
    Case("circular annuli, exact", circular_annuli, _their_centres, _our_exact, (100,), False),
    Case("elliptical annuli, exact", elliptical_annuli, _their_centres, _our_exact, (100,), False),
    Case("rectangular ones, exact", rectangular_annuli, _their_centres, _our_exact, (100,), False),
    Case("compounds, exact", compounds, _their_centres, _our_exact, (100,), False),
)


def run(sky, rng, options, deadline):
    """
    Compare masks and sums, print the table, and return its rows.

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
    rows = []
    line = f"{'':<24} {'regions':>7} {THEIRS:>14} {OURS:>14} {'ratio':>7} {'differ by':>10}"
    print(f"{line}\n{'-' * len(line)}")
    for case in CASES:
        for n in case.sources:
            if perf_counter() > deadline:
                print(f"{case.name:<24} {n:>7,} no time left (--seconds)")
                continue
            found = case.make(scatter(rng, n))
            jobs = {
                name: lambda call=call, found=found: call(found, sky)
                for name, call in zip(NAMES, (case.theirs, case.ours), strict=True)
            }
            row = Row(case.name, n)
            measure_row(row, jobs, TOLERANCE if case.same else np.inf, options)
            rows.append(row)
            print(format_row(row, NAMES), flush=True)
    print("\nTimes are medians, ± half the range of their middle half; ratios are of times.")
    print("regions has no exact masks of annuli and compounds: there its centres are timed.")
    return rows
