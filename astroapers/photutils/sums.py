"""Sums and errors from the kernels, by the rules of the installed photutils."""

import numpy as np

from astroapers import _rust
from astroapers.photutils._installed import IS_3_0

# photutils 3.0 has no exact rectangles; it samples each pixel so many times in x and in y.
_RECTANGLE_SUBPIXELS_3_0 = 32


def sampling(method, subpixels):
    """Return the kernels' ``subpixels`` for a method, or None if photutils would refuse it."""
    if not isinstance(method, str):
        return None
    if method == "exact":
        return 0
    if method == "center":
        return 1
    if method != "subpixel" or not _is_count(subpixels):
        return None
    return int(subpixels)


def _is_count(value):
    # numpy's integers are integers for 3.1 only. What neither version calls one is left to them:
    # to 3.0 a bool is a number.
    known = type(value) is int or (not IS_3_0 and isinstance(value, np.integer))
    return known and value > 0


def is_apart(shape, positions, subpixels):
    """
    Whether 3.0 may have numbers of its own, which only it can reproduce.

    Its exact ellipses are off, by up to half, where edges and corners coincide just so; that takes
    positions (and sizes) which are multiples of simple fractions.
    """
    if not (IS_3_0 and subpixels == 0 and shape.startswith("ellip")):
        return False
    steps = positions * 20.0
    return bool((steps == np.rint(steps)).all(axis=1).any())


def photometry_kernel(native):
    """
    Choose how to measure several apertures at the same positions.

    Parameters
    ----------
    native : list of bool
        Whether each is one of our own; for samples on an edge those have rules of their own.

    Returns
    -------
    function : callable
        `_rust.photometry`, or a function that calls it for each aperture.
    snap : bool or list of bool
        Its argument of that name.
    """
    if len(native) == 1 or len(set(native)) == 1:
        return _rust.photometry, native[0]
    return _photometry_of_each, native


def _photometry_of_each(shapes, positions, data, *, snap, **options):
    parts = [
        _rust.photometry([shape], positions, data, snap=own, **options)
        for shape, own in zip(shapes, snap, strict=True)
    ]
    return tuple(
        None if values[0] is None else np.concatenate(values) for values in zip(*parts, strict=True)
    )


def table_sums(targets, image, subpixels):
    """
    Measure all apertures for `aperture_photometry`.

    Returns
    -------
    list of tuple
        ``(sums, errors)`` of each; ``errors`` is None without ``image.error``.
    """
    shapes, native, positions = targets.shapes, targets.native, targets.positions
    if not IS_3_0 or all(native):
        return _sums_of_all(shapes, native, positions, image, subpixels)
    return [
        _sums_of_all([shape], [True], positions, image, subpixels)[0]
        if is_native
        else sums_3_0(*shape, positions, image, subpixels)
        for shape, is_native in zip(shapes, native, strict=True)
    ]


def _sums_of_all(shapes, native, positions, image, subpixels):
    measure, snap = photometry_kernel(native)
    sums, _, variances, _ = measure(
        shapes,
        positions,
        image.data,
        snap=snap,
        error=image.error,
        mask=image.mask,
        subpixels=subpixels,
    )
    if variances is not None:
        with np.errstate(invalid="ignore"):
            variances = np.sqrt(variances)
    return [(row, None if variances is None else variances[k]) for k, row in enumerate(sums)]


def sums_3_0(shape, params, positions, image, subpixels):
    """
    Measure one of photutils' apertures as its version 3.0 does.

    Returns
    -------
    sums, errors : float64 `~numpy.ndarray` of shape (N,)
        ``errors`` is None without ``image.error``.
    """
    if subpixels == 0 and shape in ("rect", "rect_ann"):
        subpixels = _RECTANGLE_SUBPIXELS_3_0
    squares_first = image.error is not None and not _is_double(image.error)
    sums, _, variance, overlap = _rust.measure(
        shape,
        positions,
        params,
        image.data,
        error=None if squares_first else image.error,
        mask=image.mask,
        subpixels=subpixels,
        error_power=1,
        snap=False,
        outside=True,
    )
    if squares_first:
        variance = _variance_3_0(shape, params, positions, image, subpixels)
    errors = None
    if variance is not None:
        with np.errstate(invalid="ignore"):
            errors = np.sqrt(variance)
    if overlap.any():
        missing = _missing(overlap, shape, params, positions, image.data.shape)
        sums[missing] = np.nan
        if errors is not None:
            errors[missing] = np.nan
    return sums, errors


def _is_double(array):
    return array.dtype.kind == "f" and array.dtype.itemsize == 8


def _missing(overlap, shape, params, positions, frame):
    """Which sources have no sum, rather than one of nothing."""
    # In 3.0 a bounding box that touches the image is enough for a sum.
    missing = np.zeros(overlap.shape, dtype=bool)
    empty = np.flatnonzero(overlap)
    xmin, xmax, ymin, ymax = _rust.bboxes(shape, positions[empty], params, snap=False).T
    missing[empty] = (xmax <= 0) | (xmin >= frame[1]) | (ymax <= 0) | (ymin >= frame[0])
    return missing


def _variance_3_0(shape, params, positions, image, subpixels):
    """
    Sum the squares of an error that is not float64, each in its own type as in photutils 3.0.

    There float32 squares are rounded to float32, and those of integers may wrap around. Only the
    part of the image that the apertures can touch is squared.
    """
    ny, nx = image.data.shape
    if len(positions) == 0:
        return np.zeros(0)
    xmin, xmax, ymin, ymax = _rust.bboxes(shape, positions, params, snap=False).T
    x0, x1 = max(int(xmin.min()), 0), min(int(xmax.max()), nx)
    y0, y1 = max(int(ymin.min()), 0), min(int(ymax.max()), ny)
    if x0 >= x1 or y0 >= y1:
        return np.zeros(len(positions))
    window = slice(y0, y1), slice(x0, x1)
    with np.errstate(all="ignore"):
        squares = image.error[window] ** 2
    return _rust.measure(
        shape,
        positions,
        params,
        squares,
        mask=None if image.mask is None else image.mask[window],
        subpixels=subpixels,
        snap=False,
        origin=(x0, y0),
        frame=(ny, nx),
    )[0]
