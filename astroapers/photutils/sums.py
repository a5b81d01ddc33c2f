"""Sums and errors from the kernels, by the rules of the installed photutils."""

import numpy as np

from astroapers import _rust
from astroapers.measurement import PLAIN, Images, Step
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


def is_apart(target, subpixels):
    """
    Whether 3.0 may have numbers of its own, which only it can reproduce.

    Its exact ellipses are off, by up to half, where edges and corners coincide just so; that takes
    positions (and sizes) which are multiples of simple fractions.
    """
    if not (IS_3_0 and subpixels == 0 and target.shape.startswith("ellip")):
        return False
    steps = target.positions * 20.0
    return bool((steps == np.rint(steps)).all(axis=1).any())


def sum_steps(members, subpixels, rules=PLAIN):
    """
    What to ask of several apertures at the same positions.

    Parameters
    ----------
    members : sequence of `~astroapers.targets.Target`
        The apertures.
    subpixels : int
        As in `~astroapers.measurement.Footprint`.
    rules : `~astroapers.measurement.Rules`, optional
        Which pixels count.

    Returns
    -------
    list of `~astroapers.measurement.Step`
        One for each aperture.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.measurement import Step
    >>> from astroapers.photutils.sums import sum_steps
    >>> from astroapers.targets import open_target
    >>> (step,) = sum_steps([open_target(CircAp((3, 4), 2))], 0)
    >>> Step(*step).stage
    'sums'
    """
    # Plain tuples, in the order of `Step` and `Footprint`: to name their items takes longer than a
    # small sum.
    return [
        ((shape, positions, params, subpixels, native), "sums", (), rules)
        for shape, positions, params, native in members
    ]


def table_sums(targets, image, subpixels):
    """
    Measure all apertures for `aperture_photometry`.

    Returns
    -------
    list of tuple
        ``(sums, errors)`` of each; ``errors`` is None without ``image.error``.
    """
    members = targets.members
    if not IS_3_0 or all(one.native for one in members):
        return _sums_of_all(members, image, subpixels)
    return [
        _sums_of_all([one], image, subpixels)[0] if one.native else sums_3_0(one, image, subpixels)
        for one in members
    ]


def _sums_of_all(members, image, subpixels):
    images = (image.data, image.mask, image.error, None, None, None)  # as `Images`
    results = []
    for found in _rust.measure(images, sum_steps(members, subpixels)):
        errors = None
        if image.error is not None:
            with np.errstate(invalid="ignore"):
                errors = np.sqrt(found["variance"])
        results.append((found["sum"], errors))
    return results


def sums_3_0(target, image, subpixels):
    """
    Measure one of photutils' apertures as its version 3.0 does.

    Returns
    -------
    sums, errors : float64 `~numpy.ndarray` of shape (N,)
        ``errors`` is None without ``image.error``.
    """
    if subpixels == 0 and target.shape in ("rect", "rect_ann"):
        subpixels = _RECTANGLE_SUBPIXELS_3_0
    footprint = target.footprint(subpixels)
    squares_first = image.error is not None and not _is_double(image.error)
    images = Images(image.data, image.mask, None if squares_first else image.error)
    step = Step(footprint, "planes", ("linear_variance", "overlap"))
    (found,) = _rust.measure(images, (step,))
    sums, variance, overlap = found["sum"], found.get("variance"), found["overlap"]
    if squares_first:
        variance = _variance_3_0(footprint, image)
    errors = None
    if variance is not None:
        with np.errstate(invalid="ignore"):
            errors = np.sqrt(variance)
    if overlap.any():
        missing = _missing(overlap, footprint, image.data.shape)
        sums[missing] = np.nan
        if errors is not None:
            errors[missing] = np.nan
    return sums, errors


def _is_double(array):
    return array.dtype.kind == "f" and array.dtype.itemsize == 8


def _missing(overlap, footprint, frame):
    """Which sources have the sum NaN, as they do not overlap the image, and not 0."""
    # In 3.0 a bounding box that touches the image is enough for a sum.
    missing = np.zeros(overlap.shape, dtype=bool)
    empty = np.flatnonzero(overlap)
    shape, positions, params, *_ = footprint
    xmin, xmax, ymin, ymax = _rust.bboxes(shape, positions[empty], params, snap=False).T
    missing[empty] = (xmax <= 0) | (xmin >= frame[1]) | (ymax <= 0) | (ymin >= frame[0])
    return missing


def _variance_3_0(footprint, image):
    """
    Sum the squares of an error that is not float64, each in its own type as in photutils 3.0.

    There float32 squares are rounded to float32, and those of integers may wrap around. Only the
    part of the image that the apertures can touch is squared.
    """
    shape, positions, params, *_ = footprint
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
    mask = None if image.mask is None else image.mask[window]
    images = Images(squares, mask, origin=(x0, y0), frame=(ny, nx))
    return _rust.measure(images, (Step(footprint, "planes"),))[0]["sum"]
