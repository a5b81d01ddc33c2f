"""
Check the README's table of features against photutils 3.1, SEP and regions 0.13, by calling them.

Where a cell has a dash, the call must fail or give another number; for any other cell it must give
the right number. Features for which a package has no call, for example a pill in SEP, are not
checked, nor are words that follow a yes. Usage: python tools/check_feature_table.py
"""

import sys
import tracemalloc
import warnings
from math import pi
from pathlib import Path

import numpy as np
import photutils.aperture as pa
import regions as rg
import sep
from astropy import units as u

import astroapers as aap

README = Path(__file__).resolve().parent.parent / "README.md"
PACKAGES = ("astroapers", "photutils", "SEP", "regions")
NO = ("–", "centers only", "axes, not angle")

ONES = np.ones((80, 90))
STACK = np.ones((2, 80, 90))
XY = (30.27, 40.61)
X, Y = np.array([XY[0]]), np.array([XY[1]])
CENTER = rg.PixCoord(*XY)
MANY = np.array([XY, (50.2, 20.4)])
RADII = np.array([3.0, 4.0])
TRIANGLE = np.array([(-3, -2), (4, -2), (1, 5)])
OUTLINE = [("move", -3, -2), ("line", 4, -2), ("line", 1, 5), ("close",)]
ANGLE = 0.4 * u.rad


def ours(aperture, data=ONES):
    return aperture.apsum_exact(data, return_npix=False)


def photutils(aperture, data=ONES):
    return pa.AperturePhotometry(data, aperture).flux


def sep_sum(function, *args, data=ONES):
    return function(data, X, Y, *args, subpix=0)[0]


def regions(region, data=ONES):
    return region.to_mask("exact").multiply(data).sum()


def copied(measure):
    """Return whether measuring a big-endian image needs as much memory as a copy of it."""
    image = np.ones((1000, 1000), ">f4")
    measure(image)
    tracemalloc.start()
    measure(image)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak > 0.5 * image.nbytes


CIRCLE, SMALL = rg.CirclePixelRegion(CENTER, 5), rg.CirclePixelRegion(CENTER, 3)

# Rows of the table: the right number, and a call of each package, or None if it has none.
CALLS = [
    (
        "exact circle, ellipse",
        25 * pi,
        lambda: ours(aap.CircAp(XY, 5)),
        lambda: photutils(pa.CircularAperture(XY, 5)),
        lambda: sep_sum(sep.sum_circle, 5),
        lambda: regions(CIRCLE),
    ),
    (
        "exact circle, ellipse",
        15 * pi,
        lambda: ours(aap.EllipAp(XY, 5, 3, 0.4)),
        lambda: photutils(pa.EllipticalAperture(XY, 5, 3, theta=0.4)),
        lambda: sep_sum(sep.sum_ellipse, 5, 3, 0.4, 1),
        lambda: regions(rg.EllipsePixelRegion(CENTER, 10, 6, ANGLE)),
    ),
    (
        "exact rectangle, polygon",
        15,
        lambda: ours(aap.RectAp(XY, 5, 3, 0.4)),
        lambda: photutils(pa.RectangularAperture(XY, 5, 3, theta=0.4)),
        None,
        lambda: regions(rg.RectanglePixelRegion(CENTER, 5, 3, ANGLE)),
    ),
    (
        "exact rectangle, polygon",
        24.5,
        lambda: ours(aap.PathAp(XY, OUTLINE)),
        lambda: photutils(pa.PolygonAperture(XY, TRIANGLE)),
        None,
        lambda: regions(rg.PolygonPixelRegion(rg.PixCoord(*(TRIANGLE + XY).T))),
    ),
    (
        "exact annuli",
        16 * pi,
        lambda: ours(aap.CircAn(XY, 3, 5)),
        lambda: photutils(pa.CircularAnnulus(XY, 3, 5)),
        lambda: sep_sum(sep.sum_circann, 3, 5),
        lambda: regions(rg.CircleAnnulusPixelRegion(CENTER, 3, 5)),
    ),
    (
        "exact annuli",
        11.25 * pi,
        lambda: ours(aap.EllipAn(XY, 2.5, 1.5, 5, 3, theta_in=0.4)),
        lambda: photutils(pa.EllipticalAnnulus(XY, 2.5, 5, 3, theta=0.4)),
        lambda: sep_sum(sep.sum_ellipann, 5, 3, 0.4, 0.5, 1),
        lambda: regions(rg.EllipseAnnulusPixelRegion(CENTER, 5, 10, 3, 6, ANGLE)),
    ),
    (
        "inner and outer shape independent",
        28 * pi,
        lambda: ours(aap.EllipAn(XY, 2, 1, 6, 5, theta_in=0.1, theta_out=0.9)),
        lambda: photutils(pa.EllipticalAnnulus(XY, 2, 6, 5, b_in=1, theta=(0.1, 0.9))),
        None,
        lambda: rg.EllipseAnnulusPixelRegion(CENTER, 4, 12, 2, 10, (0.1, 0.9) * u.rad),
    ),
    (
        "one size per source in one call",
        RADII**2 * pi,
        lambda: ours(aap.CircAp(MANY, RADII)),
        lambda: photutils(pa.CircularAperture(MANY, RADII)),
        lambda: sep.sum_circle(ONES, *MANY.T, RADII, subpix=0)[0],
        lambda: regions(rg.CirclePixelRegion(rg.PixCoord(*MANY.T), RADII)),
    ),
    (
        "a stack of images in one call",
        [25 * pi, 25 * pi],
        lambda: ours(aap.CircAp(XY, 5), STACK),
        lambda: photutils(pa.CircularAperture(XY, 5), STACK),
        lambda: sep_sum(sep.sum_circle, 5, data=STACK),
        lambda: regions(CIRCLE, STACK),
    ),
    (
        "effective area with the sum",
        25 * pi,
        lambda: aap.CircAp(XY, 5).apsum_exact(ONES)[1],
        lambda: pa.AperturePhotometry(ONES, pa.CircularAperture(XY, 5)).area.value,
        lambda: sep.sum_circle(ONES, X, Y, 5, subpix=0)[3],
        None,
    ),
    (
        "pixel values and cutouts, many sources",
        [69, 70],
        lambda: [len(values) for values in aap.CircAp(MANY, 4.7).sampled_values(ONES)],
        lambda: [
            len(mask.get_values(ONES))
            for mask in pa.CircularAperture(MANY, 4.7).to_mask(method="center")
        ],
        None,
        lambda: [
            len(rg.CirclePixelRegion(rg.PixCoord(*xy), 4.7).to_mask().get_values(ONES))
            for xy in MANY
        ],
    ),
    (
        "exact booleans (and, or, without, xor)",
        9 * pi,
        lambda: ours(aap.CircAp(XY, 5) & aap.CircAp(XY, 3)),
        lambda: photutils(pa.CircularAperture(XY, 5) & pa.CircularAperture(XY, 3)),
        None,
        lambda: regions(CIRCLE & SMALL),
    ),
    (
        "big-endian images without a copy",
        False,
        lambda: copied(lambda image: ours(aap.CircAp(XY, 5), image)),
        lambda: copied(lambda image: photutils(pa.CircularAperture(XY, 5), image)),
        lambda: copied(lambda image: sep_sum(sep.sum_circle, 5, data=image)),
        lambda: copied(lambda image: regions(CIRCLE, image)),
    ),
]


def works(call, number):
    """Return whether a call gives this number; False if it raises an error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.allclose(np.asarray(call(), float).squeeze(), number, rtol=1e-9)
    except Exception:
        return False


def cells():
    """Return the table: {row: [text for each package]}."""
    text = README.read_text().split("## Compared with similar packages")[1]
    rows = (line.strip("|").split("|") for line in text.splitlines() if line.startswith("|"))
    return {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows}


def main():
    table, wrong = cells(), 0
    for row, number, *calls in CALLS:
        for package, call, cell in zip(PACKAGES, calls, table[row], strict=True):
            if call is not None and works(call, number) == (cell in NO):
                print(f"{row}, {package}: {cell!r} is wrong")
                wrong += 1
    print(f"{len(CALLS)} rows of calls, {wrong} wrong cells")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
