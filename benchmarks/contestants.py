"""
The libraries that `compare.py` compares: how each of them sums in each shape.

The time includes everything after the positions: making the aperture object, the call, the result.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import photutils
import sep
from astropy.utils import minversion
from measuring import Job, Sky
from photutils import aperture as pa

import astroapers as aap
import astroapers.photutils as aap_photutils

THETA = 0.6  # rad
PHOTUTILS_31 = minversion(photutils, "3.1")
POLYGON = [(0.0, 7.0), (7.0, 0.0), (0.0, -5.0), (-6.0, 0.0)]
# An arch on a trapezoid.
HOUSE = (
    ("move", 5.6, 0.0),
    ("arc", 0.0, 0.0, 5.6, 0.0, np.pi),
    ("line", -2.8, -7.0),
    ("line", 2.8, -7.0),
    ("close",),
)


@dataclass(frozen=True)
class Shape:
    """One aperture shape, as each of the libraries makes it."""

    name: str
    native: Callable  # positions -> our aperture
    photutils: Callable | None = None  # positions -> photutils' aperture
    sep: Callable | None = None  # (image, x, y, keywords) -> sums, errors, flags
    sampled: bool = False  # whether photutils before 3.1 has samples for exact coverage

    @property
    def tolerance(self):
        """Allowed difference of the sums if photutils' are not exact, or None."""
        return 1e-2 if self.sampled and not PHOTUTILS_31 else None


def circle(r):
    """Circles."""
    return Shape(
        f"circle r = {r}",
        lambda p: aap.CircAp(p, float(r)),
        lambda p: pa.CircularAperture(p, float(r)),
        lambda image, x, y, **kw: sep.sum_circle(image, x, y, r, **kw),
    )


def annulus(r_in, r_out):
    """Rings."""
    return Shape(
        f"annulus {r_in}-{r_out}",
        lambda p: aap.CircAn(p, float(r_in), float(r_out)),
        lambda p: pa.CircularAnnulus(p, float(r_in), float(r_out)),
        lambda image, x, y, **kw: sep.sum_circann(image, x, y, r_in, r_out, **kw),
    )


def ellipse(a, b):
    """Turned ellipses."""
    return Shape(
        f"ellipse {a} x {b}",
        lambda p: aap.EllipAp(p, float(a), float(b), THETA),
        lambda p: pa.EllipticalAperture(p, float(a), float(b), theta=THETA),
        lambda image, x, y, **kw: sep.sum_ellipse(image, x, y, a, b, THETA, 1.0, **kw),
    )


RECTANGLE = Shape(
    "rectangle 12 x 6",
    lambda p: aap.RectAp(p, 12.0, 6.0, THETA),
    lambda p: pa.RectangularAperture(p, 12.0, 6.0, theta=THETA),
    sampled=True,
)
POLYGONS = Shape(
    "polygon of 4 vertices",
    lambda p: aap.PathAp(
        p, [("move", *POLYGON[0]), *(("line", *vertex) for vertex in POLYGON[1:]), ("close",)]
    ),
    (lambda p: pa.PolygonAperture(p, POLYGON)) if PHOTUTILS_31 else None,
)
# Their outlines are about as long as that of the ellipse, 39 px.
PILL = Shape("pill 6.5, 5, 3", lambda p: aap.PillAp(p, 6.5, 5.0, 3.0, THETA))
WEDGE = Shape("wedge 4-10, 1.9 rad", lambda p: aap.WedgeAp(p, 4.0, 10.0, THETA, 1.9))
PATH = Shape("path of an arc and lines", lambda p: aap.PathAp(p, HOUSE))

SHAPES = (
    circle(5),
    annulus(8, 12),
    ellipse(8, 4),
    Shape(
        "elliptical annulus",
        lambda p: aap.EllipAn(p, 4.0, 2.0, 8.0, 4.0, theta_in=THETA),
        lambda p: pa.EllipticalAnnulus(p, 4.0, 8.0, 4.0, b_in=2.0, theta=THETA),
        lambda image, x, y, **kw: sep.sum_ellipann(image, x, y, 8.0, 4.0, THETA, 0.5, 1.0, **kw),
    ),
    Shape(
        "elliptical annulus, turned hole",
        lambda p: aap.EllipAn(p, 4.0, 2.0, 9.0, 6.0, theta_in=THETA, theta_out=1.5),
    ),
    RECTANGLE,
    Shape(
        "rectangular annulus",
        lambda p: aap.RectAn(p, 6.0, 3.0, 12.0, 6.0, theta_in=THETA),
        lambda p: pa.RectangularAnnulus(p, 6.0, 12.0, 6.0, h_in=3.0, theta=THETA),
        sampled=True,
    ),
    Shape(
        "rectangular annulus, turned hole",
        lambda p: aap.RectAn(p, 4.0, 2.0, 12.0, 9.0, theta_in=THETA, theta_out=1.5),
    ),
    POLYGONS,
    PILL,
    Shape("pill annulus", lambda p: aap.PillAn(p, 4.0, 2.0, 2.0, 6.0, 4.0, 4.0, theta_in=THETA)),
    WEDGE,
    PATH,
    Shape(
        "ellipse without a rectangle",
        lambda p: aap.EllipAp(p, 8.0, 6.0, THETA) - aap.RectAp(p, 4.0, 3.0, THETA),
    ),
)


def photutils_sums(package, image, aperture, **options):
    """
    Sums of photutils or of the drop-in, and errors if there is an image of them.

    Parameters
    ----------
    package : module
        `photutils.aperture` or `astroapers.photutils`.
    image : ndarray
        The image.
    aperture : photutils.aperture.PixelAperture
        The aperture.
    **options : dict
        ``mask``, ``error``, ``method`` and so on; options that are None are left out.

    Returns
    -------
    tuple of ndarray
        Results of the class. photutils 3.0 does not have it, so there both packages use the
        function, whose errors have another definition in 3.0.
    """
    options = {name: value for name, value in options.items() if value is not None}
    if PHOTUTILS_31:
        found = package.AperturePhotometry(image, aperture, **options)
        return (found.flux, found.flux_err) if "error" in options else (found.flux,)
    return table_sums(package, image, aperture, **options)


def table_sums(package, image, aperture, **options):
    """Like `photutils_sums`, but always by the function."""
    table = package.aperture_photometry(image, aperture, **options)
    names = ["aperture_sum", "aperture_sum_err"] if "error" in options else ["aperture_sum"]
    return tuple(np.asarray(table[name]) for name in names)


def native_sums(shape, sky, positions, method="exact"):
    """Return the job of the native apertures, which give no errors."""
    measure = f"apsum_{method}"
    return Job(lambda: getattr(shape.native(positions), measure)(sky.image, sky.mask)[:1])


def sep_sums(shape, sky, positions, method="exact"):
    """
    Return the job of SEP, which takes positions as two arrays.

    SEP compensates for masked pixels; this is undone before its sums are compared. Its errors are
    not compared, since the weight in them is not squared.
    """
    x, y = np.ascontiguousarray(positions.T)
    extra = {"mask": sky.mask, "err": sky.error}
    extra = {name: value for name, value in extra.items() if value is not None}
    extra["subpix"] = 0 if method == "exact" else 1

    def values(found):
        if sky.mask is None:
            return found[:1]
        npix = getattr(shape.native(positions), f"npix_{method}")
        return (found[0] * npix(sky.mask.shape, mask=sky.mask) / npix(sky.mask.shape),)

    return Job(lambda: shape.sep(sky.image, x, y, **extra), values)


def sums(shape, *, method="exact", dtype=None, with_=(), drop_in=False):
    """
    Sums in one shape by every library that has it.

    Parameters
    ----------
    shape : Shape
        The shape.
    method : {'exact', 'center'}
        Kind of weights.
    dtype : str, optional
        Dtype of the image, if it is not float64.
    with_ : tuple of {'mask', 'error'}, optional
        What is passed besides the image.
    drop_in : bool, optional
        Whether the drop-in class is measured instead of the native call; always so with errors.

    Returns
    -------
    callable
        For `tables.Case`.
    """

    def jobs(sky, positions):
        sky = only(sky, with_, dtype)
        options = {"mask": sky.mask, "error": sky.error, "method": method}

        def by(package):
            return Job(
                lambda: photutils_sums(package, sky.image, shape.photutils(positions), **options)
            )

        ours = drop_in or "error" in with_
        made = {
            "astroapers": by(aap_photutils) if ours else native_sums(shape, sky, positions, method)
        }
        if shape.photutils:
            made["photutils"] = by(pa)
        if shape.sep and dtype in (None, "f4"):
            made["SEP"] = sep_sums(shape, sky, positions, method)
        return made

    return jobs


def only(sky, with_, dtype=None):
    """Return the sky with only the wanted ones of mask and error, and its image in this dtype."""
    extra = {what: getattr(sky, what) for what in with_}
    return Sky(sky.image if dtype is None else sky.image.astype(dtype), **extra)
