"""Masks as arrays that the kernels can read."""

import numpy as np

from astroapers.images.arrays import KERNEL_DTYPES
from astroapers.images.containers import fill_masked

__all__ = ["as_mask", "check_mask_shape", "own_masks"]


def as_mask(mask):
    """
    Convert a mask to an array that the kernels can read.

    Parameters
    ----------
    mask : array_like
        Anything convertible to bool; elements that are themselves masked count as True.

    Returns
    -------
    ndarray
        The user's own memory where possible, of a dtype in `KERNEL_DTYPES`.

    Raises
    ------
    ValueError, TypeError
        If numpy cannot convert it to bool.

    Examples
    --------
    >>> from astroapers.images import as_mask
    >>> as_mask([[0, 1]])
    array([[0, 1]])
    """
    if type(mask) is not np.ndarray:
        try:
            mask = np.asarray(fill_masked(mask))
        except ValueError as err:  # ragged
            raise ValueError(f"mask must be a regular array: {err}") from None
    if mask.dtype.char in KERNEL_DTYPES:
        return mask
    try:
        return mask.astype(bool)
    except (TypeError, ValueError) as err:
        raise type(err)(f"mask must be convertible to bool: {err}") from None


def check_mask_shape(mask, shape):
    """
    Insist that a mask fits an image, or every plane of a stack.

    Parameters
    ----------
    mask : ndarray
        The mask.
    shape : tuple of int
        Shape of the data.

    Raises
    ------
    ValueError
        If the shape of ``mask`` is neither ``shape`` nor its last two values.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.images import check_mask_shape
    >>> check_mask_shape(np.zeros((4, 4)), (2, 4, 4))
    """
    if mask.shape != shape and mask.shape != shape[-2:]:
        allowed = f"{shape[-2:]}" + (f" or {shape}" if len(shape) > 2 else "")
        raise ValueError(f"mask must have the shape {allowed}, got {mask.shape}")


def own_masks(masks, shape):
    """
    Keep the masks that say something, of those that came with the data.

    Parameters
    ----------
    masks : iterable
        As they came.
    shape : tuple of int
        Shape of the data.

    Returns
    -------
    tuple of ndarray

    Raises
    ------
    ValueError
        If one has another shape.

    Examples
    --------
    >>> from astroapers.images.masks import own_masks
    >>> own_masks([None, False], (4, 4))
    ()
    """
    kept = []
    for mask in masks:
        # numpy's "no mask" is a scalar False, and NDData may carry it on.
        if mask is None or (np.ndim(mask) == 0 and not mask):
            continue
        mask = np.broadcast_to(True, shape) if np.ndim(mask) == 0 else as_mask(mask)
        check_mask_shape(mask, shape)
        kept.append(mask)
    return tuple(kept)
