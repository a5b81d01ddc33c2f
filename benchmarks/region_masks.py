"""
The suite "regions" of `compare.py`: masks and sums, by the package regions and by ours.

Each case is a typical use of the package regions, and the same by `astroapers.regions`.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from astropy import units as u
from measuring import Job
from regions import (
    CircleAnnulusPixelRegion,
    CirclePixelRegion,
    EllipseAnnulusPixelRegion,
    PixCoord,
    PolygonPixelRegion,
    RectangleAnnulusPixelRegion,
    Regions,
)
from tables import Case, Table, against

from astroapers.regions import region_photometry, to_mask

TOLERANCE = 1e-9
VERTICES, RADIUS = 200, 30.0


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
    """Return intersections of two circles."""
    left, right = circles(positions), circles(positions + 3.0)
    return [first & second for first, second in zip(left, right, strict=True)]


def sums_by_masks(regions, sky):
    """Return sums by the masks of the package regions."""
    return (np.array([one.to_mask("exact").get_values(sky.image).sum() for one in regions]),)


def sums_as_table(regions, sky):
    """Return the same sums from our table."""
    return (region_photometry(sky.image, regions)["sum"],)


class Masks(NamedTuple):
    """Masks of all regions by one package."""

    mask: Callable  # of a region, in a mode
    mode: str

    def __call__(self, regions, _):
        """Make the masks one after the other, with their arrays; none is kept."""
        for region in regions:
            _ = self.mask(region, self.mode).data
        return regions

    def totals(self, regions):
        """Return the sums of the masks, which are compared; this is not timed."""
        return (np.array([self.mask(region, self.mode).data.sum() for region in regions]),)


def _their_mask(region, mode):
    return region.to_mask(mode)


_their_exact, _their_centres = (Masks(_their_mask, mode) for mode in ("exact", "center"))
_our_exact, _our_centres = (Masks(to_mask, mode) for mode in ("exact", "center"))


def case(name, n, make, theirs, ours, tolerance=TOLERANCE):
    """Return one line of the table; the regions are made beforehand."""

    def jobs(sky, positions):
        found = make(positions)
        return {
            name: Job(lambda call=call: call(found, sky), getattr(call, "totals", tuple))
            for name, call in (("astroapers", ours), ("regions", theirs))
        }

    return Case(name, n, jobs, tolerance=tolerance)


def annuli(name, make):
    """Masks of pixels by their centres, and exact ones, which regions does not have."""
    return (
        case(name, 100, make, _their_centres, _our_centres),
        case(f"{name}, exact", 100, make, _their_centres, _our_exact, math.inf),
    )


CASES = (
    *(case("table of circles", n, circles, sums_by_masks, sums_as_table) for n in (1, 1000)),
    case("masks of circles", 100, circles, _their_exact, _our_exact),
    *(case("polygons, the same again", n, polygons, _their_exact, _our_exact) for n in (1, 100)),
    case("polygons, new ones", 1000, polygons, _their_exact, _our_exact),
    *annuli("circular annuli", circular_annuli),
    *annuli("elliptical annuli", elliptical_annuli),
    *annuli("rectangular annuli", rectangular_annuli),
    *annuli("compounds", compounds),
)
NOTE = "regions has no exact masks of annuli and compounds: there its centres are timed."
TABLES = (Table("regions", cases=CASES, note=NOTE, **against("regions")),)
