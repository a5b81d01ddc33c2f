"""Comparisons of our classes with photutils', attribute by attribute."""

import numpy as np
import photutils.aperture as pa
import pytest
from astropy.coordinates import SkyCoord
from astropy.units import Quantity

import astroapers.photutils as drop_in
from astroapers.tests.photutils.helpers import (
    IS_3_0,
    SHAPES,
    assert_same_meta,
    assert_same_sky,
    positive_field,
    scattered,
    tan_wcs,
)
from astroapers.tests.photutils.scales import Scales

OurPhotometry = drop_in.AperturePhotometry
OurStats = drop_in.ApertureStats
TheirPhotometry = None if IS_3_0 else pa.AperturePhotometry
TheirStats = pa.ApertureStats

# Photometry of this kind, polygons, segmentation, flags and threads came with photutils 3.1.
needs_3_1 = pytest.mark.skipif(IS_3_0, reason="came with photutils 3.1")

# Vertices are multiples of 1/4, so that the boxes of both are those of exact arithmetic.
CONVEX = np.array([(-3, -2), (2.5, -3.25), (4.25, 1), (0.25, 4.5), (-3.5, 2.25)])
CONCAVE = np.array([(-4, -4), (4, -3.75), (0.5, 0.25), (3.5, 4.25), (-4.25, 4), (-1, 0)])

ALL_SHAPES = dict(SHAPES)
if not IS_3_0:
    ALL_SHAPES["convex polygon"] = lambda xy, s=1.0: pa.PolygonAperture(xy, CONVEX * s)
    ALL_SHAPES["concave polygon"] = lambda xy, s=1.0: pa.PolygonAperture(xy, CONCAVE * s)

DATA = positive_field()
ERROR = positive_field(seed=21)
MASK = np.random.default_rng(22).uniform(size=DATA.shape) < 0.1
HOLES = np.random.default_rng(23).uniform(size=DATA.shape) < 0.02
W = tan_wcs()

SUM_FOOTPRINT = ("sum", "sum_err", "sum_aper_area", "data_sum_cutout", "error_sum_cutout")
MASK_METHODS = ("none", "mask", "source_only", "background_only", "correct")


def segmentation(shape=DATA.shape, n=60, seed=24):
    """Return a segmentation image of rectangles, some of them next to each other."""
    from photutils.segmentation import SegmentationImage

    rng = np.random.default_rng(seed)
    array = np.zeros(shape, dtype=int)
    for label in range(1, n + 1):
        y, x = rng.integers(0, shape[0]), rng.integers(0, shape[1])
        array[y : y + rng.integers(2, 8), x : x + rng.integers(2, 8)] = label
    return SegmentationImage(array)


def labels_of(image, positions, seed=25):
    """Return a label for each position: that below it or any; some 0, which switches it off."""
    rng = np.random.default_rng(seed)
    labels = rng.choice(image.labels, len(positions))
    ny, nx = image.shape
    x, y = np.rint(np.transpose(positions)).astype(int)
    inside = (x >= 0) & (x < nx) & (y >= 0) & (y < ny)
    below = np.zeros_like(labels)
    below[inside] = image.data[y[inside], x[inside]]
    return np.where(np.arange(len(labels)) % 5 == 2, 0, np.where(below, below, labels))


def assert_same_kind(value, expected, name):
    """Same type, shape, dtype and unit."""
    assert type(value) is type(expected), name
    assert np.shape(value) == np.shape(expected), name
    assert getattr(value, "dtype", None) == getattr(expected, "dtype", None), name
    assert getattr(value, "unit", None) == getattr(expected, "unit", None), name


def bare(value):
    return value.value if isinstance(value, Quantity) else np.asarray(value)


def compare_photometry(*args, rtol=1e-12, atol=1e-13, **kwargs):
    """
    Measure with both, require the same of every attribute, and return ours.

    The absolute tolerance is that of the weights, for sums of slivers of pixels of order 1.
    """
    ours, theirs = OurPhotometry(*args, **kwargs), TheirPhotometry(*args, **kwargs)
    assert_same_photometry(
        ours, theirs, rtol, atol, has_dust(args[1], ours.method, kwargs.get("wcs"))
    )
    assert ours._original is None, "photutils has measured"
    return ours


def has_dust(aperture, method, wcs=None):
    """
    Whether photutils has weights of rounding errors, of 1e-16, in pixels that are not touched.

    That happens in annuli and polygons, and such pixels set flags.
    """
    if isinstance(aperture, pa.SkyAperture) and wcs is not None:
        aperture = aperture.to_pixel(wcs)
    if method != "exact" or not isinstance(aperture, pa.PixelAperture):
        return False
    masks = aperture.to_mask(method=method)
    masks = [masks] if aperture.isscalar else masks
    dust = [((mask.data > 0) & (mask.data < 1e-13)).any() for mask in masks]
    return dust[0] if aperture.isscalar else np.array(dust, dtype=bool)


def assert_same_flags(value, expected, dust):
    assert_same_kind(value, expected, "flags")
    differ = (value != expected) & ~np.asarray(dust)
    np.testing.assert_array_equal(
        np.where(differ, value, 0), np.where(differ, expected, 0), err_msg="flags"
    )


def assert_same_photometry(ours, theirs, rtol=1e-12, atol=1e-13, dust=False):
    for name in ("id", "x_center", "y_center"):
        value, expected = getattr(ours, name), getattr(theirs, name)
        assert_same_kind(value, expected, name)
        np.testing.assert_array_equal(value, expected, err_msg=name)
    assert_same_flags(ours.flags, theirs.flags, dust)
    for name in ("flux", "flux_err", "area"):
        value, expected = getattr(ours, name), getattr(theirs, name)
        assert_same_kind(value, expected, name)
        same = ours.method == "center" and name == "area"
        tolerance = {"rtol": 0, "atol": 0} if same else {"rtol": rtol, "atol": atol}
        np.testing.assert_allclose(bare(value), bare(expected), err_msg=name, **tolerance)
    if theirs.sky_center is None:
        assert ours.sky_center is None
    else:
        assert_same_sky(ours.sky_center, theirs.sky_center)
    for name in ("n_positions", "isscalar", "default_columns", "method", "subpixels"):
        assert getattr(ours, name) == getattr(theirs, name), name
    for name in ("mask_method", "n_threads"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert ours.labels is theirs.labels
    assert ours.segmentation_image is theirs.segmentation_image
    assert repr(ours) == repr(theirs)
    assert str(ours).splitlines()[1:] == str(theirs).splitlines()[1:]
    assert_same_meta(ours, theirs)
    if not np.any(dust):
        assert ours.decode_flags() == theirs.decode_flags()
        bits = {"return_bit_values": True}
        assert ours.decode_flags(**bits) == theirs.decode_flags(**bits)
    assert_tables_of_attributes(ours.to_table(), theirs.to_table(), ours)


def assert_tables_of_attributes(table, expected, ours):
    """The table is like theirs in form, and its numbers are those of our attributes."""
    assert type(table) is type(expected)
    assert table.colnames == expected.colnames
    assert len(table) == len(expected)
    assert_same_meta(table, expected)
    for name in table.colnames:
        base, _, index = name.rpartition("_")
        column = table[name]
        assert_same_kind(column, expected[name], name)
        if index.isdigit():
            value = getattr(ours, base)[..., int(index)]
        else:
            value = getattr(ours, name)
        if isinstance(value, SkyCoord):
            assert_same_sky(column, value.reshape(-1))
        elif value is not None:
            np.testing.assert_array_equal(bare(column), np.atleast_1d(bare(value)), name)


def compare_stats(*args, scale=1.0, **kwargs):
    """
    Measure with both, require the same of every property, and return ours.

    ``scale`` widens the tolerances, which are those of `Scales`.
    """
    ours, theirs = OurStats(*args, **kwargs), TheirStats(*args, **kwargs)
    assert_same_stats(ours, theirs, scale)
    assert ours._original is None, "photutils has measured"
    return ours


def assert_same_stats(ours, theirs, scale=1.0):
    assert ours.isscalar == theirs.isscalar
    assert ours.n_positions == theirs.n_positions
    assert ours.properties == theirs.properties
    assert ours.default_columns == theirs.default_columns
    assert_same_kind(ours.id, theirs.id, "id")
    np.testing.assert_array_equal(ours.id, theirs.id)
    # Of the bookkeeping first: other differences follow from these.
    first = ["center_aper_area", "flags"] if "flags" in theirs.properties else ["center_aper_area"]
    scales = Scales(theirs, scale)
    dust = has_dust(theirs.aperture, theirs.sum_method, theirs._wcs)
    for name in first + [name for name in theirs.properties if name not in first]:
        with np.errstate(all="ignore"):  # theirs may multiply infinities by nothing
            expected = getattr(theirs, name)
        skip = dust
        if name.endswith("_sum_cutout"):
            skip = dust | is_clipped_away(theirs)
        if name in SUM_FOOTPRINT and np.any(skip):
            if theirs.isscalar or np.all(skip):
                continue
            value = without(getattr(ours, name), skip)
            assert_same_property(value, without(expected, skip), name, scales.of(~skip))
        elif name == "flags":
            assert_same_flags(ours.flags, expected, dust)
            assert np.any(dust) or ours.decode_flags() == theirs.decode_flags()
        else:
            assert_same_property(getattr(ours, name), expected, name, scales)
    assert_same_meta(ours, theirs)


def without(values, dust):
    """Return the values of the sources without dust, which decides what is clipped or NaN."""
    if isinstance(values, list):
        return [value for value, skip in zip(values, dust, strict=True) if not skip]
    return values[~dust]


def is_clipped_away(stats):
    """
    Whether all values of the sum footprint are clipped.

    There photutils has no sum, but all pixels in the cutouts of it, since these are clipped by
    astropy, which gives everything back if nothing is left.
    """
    if stats.sigma_clip is None:
        return False
    gone = np.isnan(bare(stats.sum)) & ((stats.flags & 5) == 0)
    if np.isinf([stats.sigma_clip.sigma_lower, stats.sigma_clip.sigma_upper]).any():
        # Infinitely many times no spread is NaN, which the two take otherwise.
        gone = gone | ~(bare(stats.std) > 0) | ~(bare(stats.mad_std) > 0)
    return gone


def assert_same_property(value, expected, name, scales):
    if name == "bbox":
        assert type(value) is type(expected)
        assert value == expected
        return
    if name.endswith("_cutout"):
        assert_same_cutouts(value, expected, name, scales)
        return
    if isinstance(expected, SkyCoord):
        assert type(value) is type(expected)
        assert value.frame.name == expected.frame.name
        assert value.shape == expected.shape
        scales.check_sky(value, expected, name)
        return
    assert_same_kind(value, expected, name)
    value, expected = bare(value), bare(expected)
    if expected.dtype == object:
        np.testing.assert_array_equal(value, expected, err_msg=name)
    else:
        scales.check(value, expected, name)


def as_list(cutouts):
    """Return cutouts as a list also for one source, and for many without any error."""
    several = isinstance(cutouts, list) or str(getattr(cutouts, "dtype", "")) == "object"
    return list(cutouts) if several else [cutouts]


def assert_same_cutouts(value, expected, name, scales):
    if isinstance(expected, np.floating):
        # photutils takes the only element out twice, when one source without overlap is taken
        # from many that have been measured.
        expected = np.ma.array([expected])
    assert type(value) is type(expected), name
    value, expected = as_list(value), as_list(expected)
    assert len(value) == len(expected)
    for index, (one, other) in enumerate(zip(value, expected, strict=True)):
        assert type(one) is type(other), name
        if other is None:
            continue
        assert one.shape == other.shape
        assert one.dtype == other.dtype
        differ = np.ma.getmaskarray(one) != np.ma.getmaskarray(other)
        one, other = np.ma.filled(one, 0.0), np.ma.filled(other, 0.0)
        if name == "data_cutout":
            assert not differ.any(), name
            np.testing.assert_array_equal(one, other, err_msg=name)
        else:
            largest = np.max(np.abs(other), initial=0.0, where=np.isfinite(other))
            # See has_dust: the rounding errors of weights decide what is masked.
            assert np.all(np.abs(other[differ]) <= 1e-13 * largest), name
            np.testing.assert_allclose(
                one,
                other,
                rtol=1e-12,
                atol=1e-13 * scales.brightest * scales.factor,
                err_msg=f"{name} {index}",
            )


def identical_stats(one, other):
    """Whether all properties are the same bit for bit; the name of the first that is not."""
    for name in other.properties:
        a, b = getattr(one, name), getattr(other, name)
        if isinstance(b, SkyCoord):
            a, b = (np.stack([c.spherical.lon.deg, c.spherical.lat.deg]) for c in (a, b))
        if name.endswith("_cutout"):
            same = all(same_cutout(p, q) for p, q in zip(as_list(a), as_list(b), strict=True))
        elif isinstance(b, list) or bare(b).dtype == object:
            same = np.array_equal(np.asarray(a, dtype=object), np.asarray(b, dtype=object))
        else:
            same = np.array_equal(bare(a), bare(b), equal_nan=bare(b).dtype.kind == "f")
        if not same:
            return name
    return None


def same_cutout(one, other):
    if one is None or other is None:
        return one is other
    return np.array_equal(np.ma.getmaskarray(one), np.ma.getmaskarray(other)) and np.array_equal(
        np.ma.filled(one, 0.0), np.ma.filled(other, 0.0), equal_nan=True
    )


__all__ = [
    "ALL_SHAPES",
    "DATA",
    "ERROR",
    "HOLES",
    "IS_3_0",
    "MASK",
    "MASK_METHODS",
    "OurPhotometry",
    "OurStats",
    "TheirPhotometry",
    "TheirStats",
    "W",
    "assert_same_cutouts",
    "assert_same_kind",
    "assert_same_photometry",
    "assert_same_stats",
    "bare",
    "compare_photometry",
    "compare_stats",
    "identical_stats",
    "labels_of",
    "needs_3_1",
    "scattered",
    "segmentation",
]
