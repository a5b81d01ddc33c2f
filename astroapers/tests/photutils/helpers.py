"""Apertures, images and comparisons that the tests of the drop-in share."""

import warnings
from dataclasses import dataclass

import numpy as np
import photutils.aperture as pa
from astropy.coordinates import SkyCoord
from astropy.table import QTable
from astropy.units import Quantity
from astropy.wcs import WCS

from astroapers.photutils import aperture_photometry as ours

theirs = pa.aperture_photometry

# photutils 3.0 has other numbers and messages in places, and the drop-in follows it there.
IS_3_0 = not hasattr(pa, "AperturePhotometry")

SHAPES = {
    "circle": lambda xy, s=1.0, theta=0.0: pa.CircularAperture(xy, 3.0 * s),
    "circular annulus": lambda xy, s=1.0, theta=0.0: pa.CircularAnnulus(xy, 2.0 * s, 4.0 * s),
    "ellipse": lambda xy, s=1.0, theta=0.4: pa.EllipticalAperture(
        xy, 5.0 * s, 2.0 * s, theta=theta
    ),
    "elliptical annulus": lambda xy, s=1.0, theta=0.4: pa.EllipticalAnnulus(
        xy, 3.0 * s, 6.0 * s, 4.0 * s, b_in=1.0 * s, theta=theta
    ),
    "rectangle": lambda xy, s=1.0, theta=0.4: pa.RectangularAperture(
        xy, 6.0 * s, 3.0 * s, theta=theta
    ),
    "rectangular annulus": lambda xy, s=1.0, theta=0.4: pa.RectangularAnnulus(
        xy, 3.0 * s, 8.0 * s, 6.0 * s, h_in=2.0 * s, theta=theta
    ),
}

METHODS = {
    "exact": {"method": "exact"},
    "center": {"method": "center"},
    "subpixel 1": {"method": "subpixel", "subpixels": 1},
    "subpixel 5": {"method": "subpixel", "subpixels": 5},
}


def positive_field(shape=(60, 80), seed=20):
    """Return an image without sign changes, so that relative differences mean something."""
    return np.random.default_rng(seed).uniform(1.0, 3.0, shape)


def scattered(n=60, shape=(60, 80), margin=6.0, seed=30):
    """Return positions inside the frame, across its edges and off it."""
    ny, nx = shape
    rng = np.random.default_rng(seed)
    xy = np.stack([rng.uniform(-margin, nx + margin, n), rng.uniform(-margin, ny + margin, n)], 1)
    far = [(-100.0, 5.0), (30.0, 1e4), (nx + 500.0, -500.0)]
    return np.concatenate([xy, far])


def tan_wcs(angle=0.3, crval=(202.4, -12.5)):
    """Return a gnomonic WCS of 0.5 arcsec a pixel, rotated."""
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = "RA---TAN", "DEC--TAN"
    wcs.wcs.crpix = 40.0, 30.0
    wcs.wcs.crval = crval
    wcs.wcs.cdelt = -0.5 / 3600, 0.5 / 3600
    wcs.wcs.pc = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    return wcs


def compare(*args, rtol=1e-12, atol=1e-13, **kwargs):
    """
    Call both, require equal tables, and return ours.

    The absolute tolerance is that of the weights themselves, which shows where the sum is one of
    slivers of pixels whose values are of order 1.
    """
    table = ours(*args, **kwargs)
    assert_same_table(table, theirs(*args, **kwargs), rtol=rtol, atol=atol)
    return table


def assert_same_table(table, expected, rtol=1e-12, atol=0.0):
    assert type(table) is type(expected)
    assert table.colnames == expected.colnames
    assert len(table) == len(expected)
    for name in expected.colnames:
        column, other = table[name], expected[name]
        assert type(column) is type(other), name
        assert column.info.name == name
        assert column.info.parent_table is table
        if isinstance(other, SkyCoord):
            assert_same_sky(column, other)
            continue
        assert column.dtype == other.dtype, name
        assert column.shape == other.shape
        assert getattr(column, "unit", None) == getattr(other, "unit", None), name
        if isinstance(other, Quantity):
            column, other = column.value, other.value
        if name.startswith("aperture_sum"):
            np.testing.assert_allclose(column, other, rtol=rtol, atol=atol, err_msg=name)
        else:
            np.testing.assert_array_equal(column, other, err_msg=name)
    assert_same_meta(table, expected)


def assert_same_sky(sky, expected):
    assert sky.frame.name == expected.frame.name
    assert sky.shape == expected.shape
    np.testing.assert_array_equal(sky.spherical.lon, expected.spherical.lon)
    np.testing.assert_array_equal(sky.spherical.lat, expected.spherical.lat)


def assert_same_meta(table, expected):
    assert type(table.meta) is type(expected.meta)
    assert list(table.meta) == list(expected.meta)
    for key, value in expected.meta.items():
        if key == "date":
            # Two calls may see two seconds; the form is what counts.
            assert table.meta[key].split(" ", 2)[2] == value.split(" ", 2)[2]
            assert len(table.meta[key]) == len(value)
        else:
            assert type(table.meta[key]) is type(value), key
            assert table.meta[key] is value or np.all(table.meta[key] == value), key
    assert list(table.meta["version"]) == list(expected.meta["version"])


@dataclass
class Outcome:
    """What a call has done, for calls that should raise or warn."""

    error: tuple | None  # type and message
    warnings: list  # category and message
    table: QTable | None
    places: list  # file names that the warnings point to


def outcome(function, *args, **kwargs):
    """Return the `Outcome` of a call."""
    error = table = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            table = function(*args, **kwargs)
        except Exception as exc:
            error = type(exc), str(exc)
    seen = [(w.category, str(w.message)) for w in caught]
    return Outcome(error, seen, table, [w.filename for w in caught])
