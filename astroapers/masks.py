"""Distances in masks."""

import numpy as np

from astroapers import _rust
from astroapers.images import as_mask

__all__ = ["farthest_mask_pixel"]


def farthest_mask_pixel(mask, center, *, return_pos=False):
    """
    Largest distance between a point and a True pixel of a mask.

    Parameters
    ----------
    mask : array_like of bool
        Mask with any number of dimensions and any memory layout. Numbers other than
        zero, and NaN, count as True.
    center : array_like, shape (ndim,)
        The point, in the order of the indices: ``(y, x)`` for an image.
    return_pos : bool, optional
        Whether to return the indices of the farthest pixels as well.

    Returns
    -------
    radius : float
        Euclidean distance of the farthest pixel from ``center``, in pixels.
    positions : ndarray of intp, shape (n, ndim)
        Indices of all pixels at this distance, in C order: those whose squared
        distances are the same float64. Only if ``return_pos``.

    Raises
    ------
    ValueError
        If no pixel is True, or ``center`` is not one finite number for each dimension.
    TypeError
        If ``center`` is not an array of real numbers.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers import farthest_mask_pixel
    >>> mask = np.zeros((5, 7), dtype=bool)
    >>> mask[2, 1:6] = True
    >>> farthest_mask_pixel(mask, (2, 3))
    2.0
    >>> farthest_mask_pixel(mask, (2, 3), return_pos=True)
    (2.0, array([[2, 1],
                 [2, 5]]))
    """
    mask = as_mask(mask)
    if mask.dtype != np.bool_:
        mask = mask != 0  # True for NaN as well
    if mask.ndim == 0:
        raise ValueError("mask must have at least one dimension, got a single value")
    point = np.asarray(center)
    if point.dtype.kind not in "buif":
        raise TypeError(f"center must be real numbers, got {center!r:.200}")
    if point.shape != (mask.ndim,) or not np.isfinite(point).all():
        raise ValueError(
            f"center must be {mask.ndim} finite numbers, one for each dimension of the mask, "
            f"got {center!r:.200}"
        )
    radius, ndim, indices = _rust._farthest_mask_pixel(
        np.ascontiguousarray(mask), point.astype(np.float64), bool(return_pos)
    )
    if not return_pos:
        return radius
    return radius, np.array(indices, dtype=np.intp).reshape(-1, ndim)
