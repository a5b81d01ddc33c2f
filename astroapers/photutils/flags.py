"""The quality flags: their bits, and how they are read."""

import numpy as np

__all__ = [
    "ALL_CLIPPED",
    "ALL_MASKED",
    "CENTROID_OUTSIDE_BBOX",
    "FLAG_NAMES",
    "MASKED_PIXELS",
    "NEIGHBOR_PIXELS",
    "NON_FINITE_DATA",
    "NON_FINITE_ERROR",
    "NO_OVERLAP",
    "NO_PIXELS",
    "PARTIAL_OVERLAP",
    "SIGMA_CLIPPED",
    "SINGULAR_COVARIANCE",
    "TOO_FEW_PIXELS",
    "UNCORRECTED_PIXELS",
    "UNDEFINED_SHAPE",
    "decode",
    "decode_by_id",
]

# Set by the kernels.
NO_OVERLAP = 1
PARTIAL_OVERLAP = 2
NO_PIXELS = 4
MASKED_PIXELS = 8
NON_FINITE_DATA = 16
NON_FINITE_ERROR = 32
NEIGHBOR_PIXELS = 64
UNCORRECTED_PIXELS = 128
ALL_MASKED = 256
# Set by `ApertureStats` alone.
SIGMA_CLIPPED = 512
ALL_CLIPPED = 1024
TOO_FEW_PIXELS = 2048
UNDEFINED_SHAPE = 4096
SINGULAR_COVARIANCE = 8192
CENTROID_OUTSIDE_BBOX = 16384

FLAG_NAMES = {
    NO_OVERLAP: "no_overlap",
    PARTIAL_OVERLAP: "partial_overlap",
    NO_PIXELS: "no_pixels",
    MASKED_PIXELS: "masked_pixels",
    NON_FINITE_DATA: "non_finite_data",
    NON_FINITE_ERROR: "non_finite_error",
    NEIGHBOR_PIXELS: "neighbor_pixels",
    UNCORRECTED_PIXELS: "uncorrected_pixels",
    ALL_MASKED: "all_masked",
    SIGMA_CLIPPED: "sigma_clipped",
    ALL_CLIPPED: "all_clipped",
    TOO_FEW_PIXELS: "too_few_pixels",
    UNDEFINED_SHAPE: "undefined_shape",
    SINGULAR_COVARIANCE: "singular_covariance",
    CENTROID_OUTSIDE_BBOX: "centroid_outside_bbox",
}


def decode(flags, *, return_bit_values=False):
    """
    Say what flags mean; photutils 3.0 has no function for that.

    Parameters
    ----------
    flags : int or array_like of int
        Flags of any shape.
    return_bit_values : bool, optional
        Whether to give bits instead of names.

    Returns
    -------
    list
        The names or bits that are set, in order of the bits; of an array nested lists of its
        shape. Bits without a meaning are left out.

    Raises
    ------
    TypeError
        If a flag is not an integer.
    ValueError
        If a flag is negative.

    Examples
    --------
    >>> from astroapers.photutils.flags import decode
    >>> decode([0, 10])
    [[], ['partial_overlap', 'masked_pixels']]
    >>> decode(10, return_bit_values=True)
    [2, 8]
    """
    array = np.asarray(flags)
    if array.dtype.kind not in "iu" and array.size:
        raise TypeError("Flag value must be an integer")
    if (array < 0).any():
        raise ValueError("Flag value must be a nonnegative integer")
    return _decoded(array.tolist(), return_bit_values)


def _decoded(flags, return_bit_values):
    if isinstance(flags, list):
        return [_decoded(flag, return_bit_values) for flag in flags]
    return [bit if return_bit_values else name for bit, name in FLAG_NAMES.items() if flags & bit]


def decode_by_id(ids, flags, return_bit_values):
    """
    Say what the flags of several sources mean.

    Parameters
    ----------
    ids : ndarray of int, shape (N,)
        Numbers of the sources.
    flags : ndarray of int, shape (N,) or (N, K)
        Flags of each source, or of each of its K apertures.
    return_bit_values : bool
        Whether to give bits instead of names.

    Returns
    -------
    dict
        From each number (int) to a list, or to a list of K lists.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.photutils.flags import decode_by_id
    >>> decode_by_id(np.array([1, 2]), np.array([0, 5]), False)
    {1: [], 2: ['no_overlap', 'no_pixels']}
    """
    return dict(zip(ids.tolist(), decode(flags, return_bit_values=return_bit_values), strict=True))
