"""Segmentation images: validation, and the arrays that the kernels take."""

import numpy as np

__all__ = ["MASK_METHODS", "check_segmentation"]

# The position of a method is its code.
MASK_METHODS = ("none", "mask", "source_only", "background_only", "correct")

# Of a segmentation image the kernels read these as they are.
_NATIVE = frozenset("ilq")


def check_segmentation(segmentation_image, labels, mask_method, n_positions, shape):
    """
    Check what a user says about neighbouring sources.

    Parameters
    ----------
    segmentation_image : `~photutils.segmentation.SegmentationImage` or None
        Which source each pixel belongs to, 0 for none.
    labels : int, array_like of int, or None
        Label of the source at each position; 0 switches the method off there.
    mask_method : str
        One of `MASK_METHODS`.
    n_positions : int
        Number of positions.
    shape : tuple of int
        Shape of the data.

    Returns
    -------
    tuple or None
        ``(segments, labels, code)`` for the kernels: an array of integers, int64 of shape (N,),
        and the code of the method. `None` if the segmentation image is not to be used.

    Raises
    ------
    TypeError
        If ``segmentation_image`` is something else.
    ValueError
        If the method is unknown, an input is missing, or the shapes or labels do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from photutils.segmentation import SegmentationImage
    >>> from astroapers.photutils.segmentation import check_segmentation
    >>> image = SegmentationImage(np.array([[0, 7], [0, 7]]))
    >>> check_segmentation(image, [7], "correct", 1, (2, 2))[1:]
    (array([7]), 4)
    """
    if mask_method not in MASK_METHODS:
        raise ValueError(f"mask_method must be one of {MASK_METHODS}")
    if mask_method == "none":
        # Not used, but cut along with the positions.
        if labels is not None:
            _check_labels(labels, n_positions)
        return None
    segments = _segments(segmentation_image, shape)
    code = MASK_METHODS.index(mask_method)
    if labels is None and mask_method != "background_only":
        raise ValueError(
            "labels must be input when segmentation_image is input and mask_method is not 'none'"
        )
    if labels is not None:
        labels = np.ascontiguousarray(_check_labels(labels, n_positions), dtype=np.int64)
    if mask_method == "background_only":
        return segments, np.zeros(n_positions, dtype=np.int64), code
    _check_presence(labels, segmentation_image)
    return segments, labels, code


def _check_labels(labels, n_positions):
    labels = np.atleast_1d(labels)
    if labels.ndim != 1:
        raise ValueError("labels must be a 1D array")
    if len(labels) != n_positions:
        raise ValueError("labels must have the same length as the number of aperture positions")
    return labels


def _segments(segmentation_image, shape):
    if segmentation_image is None:
        raise ValueError("segmentation_image must be input when mask_method is not 'none'")
    # Only here: who masks no neighbours need not load photutils' segmentation.
    from photutils.segmentation import SegmentationImage

    if not isinstance(segmentation_image, SegmentationImage):
        raise TypeError("segmentation_image must be a SegmentationImage")
    segments = segmentation_image.data
    if segments.shape != shape:
        raise ValueError("segmentation_image must have the same shape as the data")
    segments = np.asarray(segments)
    if segments.dtype.char not in _NATIVE or not segments.dtype.isnative:
        segments = segments.astype(np.int64)
    return segments


def _check_presence(labels, segmentation_image):
    """Refuse labels of no source: to them every source would be a neighbour."""
    wanted = labels[labels != 0]
    absent = np.unique(wanted[~np.isin(wanted, segmentation_image.labels)])
    if absent.size:
        raise ValueError(f"labels {absent.tolist()} are not present in the segmentation_image")
