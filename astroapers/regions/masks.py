"""Masks of regions."""

import operator

import numpy as np

from astroapers import _rust
from astroapers.regions.convert import reader_for
from astroapers.sky.apertures import edge_error

__all__ = ["as_samples", "put_weights", "to_mask"]

__doctest_requires__ = {"*": ["regions>=0.12"]}

_MODES = ("exact", "center", "subpixels")


def to_mask(region, mode="exact", subpixels=5, wcs=None, *, boundary="local", tol=1e-3):
    """
    Mask of a region.

    Parameters
    ----------
    region : `~regions.Region`
        As in `to_aperture`; polygons may also cross themselves, or have no area.
    mode : {'exact', 'center', 'subpixels'}, optional
        A weight is the part of the pixel's area that is in the region; 1 if its centre is,
        else 0; or the part of its samples that are.
    subpixels : int, optional
        Number of samples along a side of a pixel, > 0; only for ``'subpixels'``.
    wcs, boundary, tol
        As in `to_aperture`.

    Returns
    -------
    `~regions.RegionMask`
        Weights as an array of float64 in the bounding box that regions gives the region,
        which is that of both parts of a compound; with all methods of regions, and one more
        attribute: ``edge_error``, the estimate of how far the outline may be from the boundary on
        the sky, in pixels. It is 0 unless ``boundary="exact"`` followed one.

    Raises
    ------
    UnsupportedRegionError
        If the region is a point, a line or a text, or has one in it.
    TypeError
        If it is no region.
    ValueError
        If ``mode`` or ``subpixels`` is no such value, or as in `to_aperture`.

    Warns
    -----
    LocalBoundaryWarning
        As in `to_aperture`.

    Notes
    -----
    Regions are open: a sample exactly on the outline is outside, one on the inner outline of an
    annulus inside. Where a polygon crosses itself it is even-odd. ``meta["include"]`` has no
    effect, as with `regions`; see `combine_mask`.

    Examples
    --------
    >>> import numpy as np
    >>> from regions import CirclePixelRegion, PixCoord
    >>> from astroapers.regions import to_mask
    >>> left, right = (CirclePixelRegion(PixCoord(x, 18), 3) for x in (18, 22))
    >>> mask = to_mask(left & right)
    >>> print(f"{mask.data.sum():.6f}")
    6.194964
    >>> mask.get_values(np.full((40, 40), 2.0)).sum().round(6)
    np.float64(12.389929)
    """
    samples = as_samples(mode, subpixels)
    reader = reader_for(wcs, boundary, tol)
    mask = reader.installed.OverlapMask
    simple = reader.simple(region)
    if simple is not None:
        native, center, values = simple
        return mask(*_rust.mask(native._shape, center, values, subpixels=samples, snap=False))
    found = reader.read(region)
    weights = np.zeros((found.box[3] - found.box[2], found.box[1] - found.box[0]))
    if found.aperture is None:
        return mask(weights, found.box)
    put_weights(weights, found.box, found.aperture, samples)
    return mask(weights, found.box, edge_error(found.aperture))


def as_samples(mode, subpixels):
    """
    Convert mode and subpixels to the number of samples that the engine takes.

    Parameters
    ----------
    mode, subpixels
        As in `to_mask`.

    Returns
    -------
    int
        Along the side of a pixel; 0 means exact.

    Raises
    ------
    ValueError
        If it is no such value.

    Examples
    --------
    >>> from astroapers.regions.masks import as_samples
    >>> as_samples("center", 5), as_samples("exact", None), as_samples("subpixels", 7)
    (1, 0, 7)
    """
    if not isinstance(mode, str) or mode not in _MODES:
        known = ", ".join(map(repr, _MODES))
        raise ValueError(f"mode must be one of {known}, got {mode!r:.200}")
    if mode != "subpixels":
        return _MODES.index(mode)
    try:
        samples = operator.index(subpixels)
    except TypeError:
        samples = 0
    if samples < 1 or isinstance(subpixels, (bool, np.bool_)):
        raise ValueError(f"subpixels must be an integer > 0, got {subpixels!r:.200}")
    return samples


def put_weights(image, box, aperture, samples):
    """
    Add the weights of an aperture to an array.

    Parameters
    ----------
    image : ndarray of float64
        What lies in ``box``.
    box : tuple of int
        ``ixmin, ixmax, iymin, iymax``.
    aperture : PixelAp
        A scalar one; what lies outside of the box is dropped.
    samples : int
        As from `as_samples`.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers import RectAp
    >>> from astroapers.regions.masks import put_weights
    >>> image = np.zeros((1, 3))
    >>> put_weights(image, (9, 12, 5, 6), RectAp((10, 5), 2, 1), 0)
    >>> image
    array([[0.5, 1. , 0.5]])
    """
    center = tuple(aperture._positions[0].tolist())
    weights, (ixmin, ixmax, iymin, iymax) = _rust.mask(
        aperture._shape, center, aperture._values, subpixels=samples, snap=False
    )
    x0, x1 = max(ixmin, box[0]), min(ixmax, box[1])
    y0, y1 = max(iymin, box[2]), min(iymax, box[3])
    if x0 < x1 and y0 < y1:
        image[y0 - box[2] : y1 - box[2], x0 - box[0] : x1 - box[0]] += weights[
            y0 - iymin : y1 - iymin, x0 - ixmin : x1 - ixmin
        ]
