"""Which arrays the kernels read as they are, and how the others are converted."""

import numpy as np

__all__ = ["KERNEL_DTYPES", "as_floats"]

# Type characters of the dtypes that the kernels read as they are, in any byte order.
KERNEL_DTYPES = frozenset("?bBhHiIlLqQpPefd")


def as_floats(values):
    """
    Convert data that the kernels cannot read.

    Parameters
    ----------
    values : ndarray
        Long doubles, or objects that are numbers.

    Returns
    -------
    ndarray of float64

    Raises
    ------
    TypeError, ValueError
        If an object is no real number.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.images import as_floats
    >>> as_floats(np.array([1, 2.5], dtype=object))
    array([1. , 2.5])
    """
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # long double beyond float64
            return values.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as err:
        kind = TypeError if isinstance(err, TypeError) else ValueError
        raise kind(f"data must be real numbers within the range of float64: {err}") from None
