"""
The contestants of `compare.py`: shapes, and how each library measures them.

A job takes a shape, a sky and positions, and returns sums and errors (`None` without).
Everything from the positions on is in it: the aperture object, the call, the table.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import photutils
import sep
from astropy.utils import minversion
from photutils import aperture as pa

import astroapers as aap
from astroapers.photutils import aperture_photometry as drop_in_photometry

THETA = 0.6  # rad
PHOTUTILS_31 = minversion(photutils, "3.1")


@dataclass(frozen=True)
class Shape:
    """One aperture shape, as each of the libraries makes it."""

    name: str
    native: Callable  # positions -> our aperture
    photutils: Callable | None  # positions -> photutils' aperture
    sep: Callable | None  # (image, x, y, keywords) -> sums, errors, flags


# An arch on a trapezoid.
HOUSE = (
    ("move", 5.6, 0.0),
    ("arc", 0.0, 0.0, 5.6, 0.0, np.pi),
    ("line", -2.8, -7.0),
    ("line", 2.8, -7.0),
    ("close",),
)

# But for the circle and the annulus their outlines are all about 39 px long.
SHAPES = {
    shape.name: shape
    for shape in (
        Shape(
            "circle",
            lambda p: aap.CircAp(p, 5.0),
            lambda p: pa.CircularAperture(p, 5.0),
            lambda image, x, y, **kw: sep.sum_circle(image, x, y, 5.0, subpix=0, **kw),
        ),
        Shape(
            "ellipse",
            lambda p: aap.EllipAp(p, 8.0, 4.0, THETA),
            lambda p: pa.EllipticalAperture(p, 8.0, 4.0, theta=THETA),
            lambda image, x, y, **kw: sep.sum_ellipse(
                image, x, y, 8.0, 4.0, THETA, 1.0, subpix=0, **kw
            ),
        ),
        Shape(
            "rectangle",
            lambda p: aap.RectAp(p, 12.0, 6.0, THETA),
            lambda p: pa.RectangularAperture(p, 12.0, 6.0, theta=THETA),
            None,
        ),
        Shape(
            "annulus",
            lambda p: aap.CircAn(p, 8.0, 12.0),
            lambda p: pa.CircularAnnulus(p, 8.0, 12.0),
            lambda image, x, y, **kw: sep.sum_circann(image, x, y, 8.0, 12.0, subpix=0, **kw),
        ),
        Shape("pill", lambda p: aap.PillAp(p, 6.5, 5.0, 3.0, THETA), None, None),
        Shape("wedge", lambda p: aap.WedgeAp(p, 4.0, 10.0, THETA, 1.9), None, None),
        Shape("path", lambda p: aap.PathAp(p, HOUSE), None, None),
    )
}


@dataclass(frozen=True)
class Sky:
    """The image and what goes with it; ``None`` stands for "without"."""

    image: np.ndarray
    mask: np.ndarray | None = None
    error: np.ndarray | None = None

    def keywords(self, **names):
        """Mask and error as keywords of the given names, if they are there."""
        return {
            name: getattr(self, what)
            for what, name in names.items()
            if getattr(self, what) is not None
        }


def run_native(shape, sky, positions):
    """Our object layer; it has no errors."""
    return shape.native(positions).apsum_exact(sky.image, sky.mask)[0], None


def _run_table(photometry, shape, sky, positions):
    """`aperture_photometry`, photutils' or ours."""
    table = photometry(
        sky.image, shape.photutils(positions), **sky.keywords(mask="mask", error="error")
    )
    errors = None if sky.error is None else np.asarray(table["aperture_sum_err"])
    return np.asarray(table["aperture_sum"]), errors


def run_drop_in(shape, sky, positions):
    """Our drop-in for photutils' function."""
    return _run_table(drop_in_photometry, shape, sky, positions)


def run_photutils(shape, sky, positions):
    """The function of photutils."""
    return _run_table(pa.aperture_photometry, shape, sky, positions)


def run_photutils_class(shape, sky, positions):
    """The newer class of photutils; it looks for non-finite pixels, too."""
    result = pa.AperturePhotometry(
        sky.image,
        shape.photutils(positions),
        n_threads=aap.get_num_threads(),
        **sky.keywords(mask="mask", error="error"),
    )
    return result.flux, None if sky.error is None else result.flux_err


def run_sep(shape, sky, positions):
    """SEP's functions; positions as two arrays, as SEP wants them."""
    x, y = np.ascontiguousarray(positions.T)
    sums, errors, _ = shape.sep(sky.image, x, y, **sky.keywords(mask="mask", error="err"))
    return sums, None if sky.error is None else errors


@dataclass(frozen=True)
class Library:
    """One of the contestants, and how its numbers compare with the native ones."""

    name: str
    run: Callable
    can: Callable  # (shape, sky) -> bool
    tolerance: Callable  # shape -> relative tolerance of the sums
    same_errors: bool = False  # whether its errors are those of the installed photutils
    rescales: bool = False  # whether it makes up for masked pixels


def _photutils_can(shape, _):
    """Whether photutils has the shape."""
    return shape.photutils is not None


def _photutils_tolerance(shape):
    """Before 3.1 photutils had 32 x 32 subpixels for a rectangle."""
    return 1e-11 if PHOTUTILS_31 or shape.name != "rectangle" else 1e-2


LIBRARIES = {
    library.name: library
    for library in (
        Library("native", run_native, lambda shape, sky: sky.error is None, lambda shape: 0.0),
        Library("drop-in", run_drop_in, _photutils_can, _photutils_tolerance, same_errors=True),
        Library("photutils", run_photutils, _photutils_can, _photutils_tolerance, same_errors=True),
        Library(
            "AperturePhot.",
            run_photutils_class,
            lambda shape, sky: PHOTUTILS_31 and _photutils_can(shape, sky),
            _photutils_tolerance,
            same_errors=True,
        ),
        # SEP keeps weights in single precision, and its errors have the weight unsquared.
        Library(
            "SEP",
            run_sep,
            lambda shape, sky: shape.sep is not None,
            lambda shape: 1e-7,
            rescales=True,
        ),
    )
}
