"""Images of which only the rows are read that are needed."""

import numpy as np

__all__ = ["Section", "is_section"]


def is_section(value):
    """
    Whether this is an image that is sliced rather than converted to an array.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    bool
        True for what has a shape and can be sliced, but is no array: the section of an HDU; and for
        arrays in chunks.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.io import fits
    >>> from astroapers.images.sections import is_section
    >>> is_section(fits.CompImageHDU(np.ones((3, 4))).section), is_section(np.ones((3, 4)))
    (True, False)
    """
    shape = getattr(value, "shape", None)
    if not isinstance(shape, tuple) or not hasattr(value, "__getitem__"):
        return False
    return hasattr(value, "chunks") or not hasattr(value, "__array__")


class Section:
    """
    An image whose rows are read when they are needed.

    Parameters
    ----------
    source : object
        With a shape, and slices that numpy can convert.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.io import fits
    >>> from astroapers.images.sections import Section
    >>> section = Section(fits.CompImageHDU(np.ones((3, 4))).section)
    >>> section.shape, section.rows(1, 3).shape
    ((3, 4), (2, 4))
    """

    def __init__(self, source):
        self._source = source
        self.shape = tuple(map(int, source.shape))
        self.ndim = len(self.shape)
        dtype = getattr(source, "dtype", None)
        self.dtype = self.rows(0, 1).dtype if dtype is None else np.dtype(dtype)

    def rows(self, y_min, y_max):
        """
        Read some rows.

        Parameters
        ----------
        y_min, y_max : int
            Half-open range, inside the image.

        Returns
        -------
        ndarray, shape (y_max - y_min, nx)

        Examples
        --------
        >>> import numpy as np
        >>> from astropy.io import fits
        >>> from astroapers.images.sections import Section
        >>> Section(fits.CompImageHDU(np.eye(3)).section).rows(2, 3).tolist()
        [[0.0, 0.0, 1.0]]
        """
        return np.asarray(self._source[y_min:y_max])
