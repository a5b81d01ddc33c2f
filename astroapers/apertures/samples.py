"""`PixelSamples`: the pixels under an aperture, as lists of values and as cutouts."""

import itertools
import math

import numpy as np

from astroapers import _rust
from astroapers.apertures.geometry import Geometry
from astroapers.images import as_floats, kernel_images, open_image
from astroapers.measurement import Footprint

__all__ = ["CENTER", "EXACT", "PixelSamples"]

# Samples along the side of a pixel, as the engine counts them.
EXACT = 0
CENTER = 1


class PixelSamples(Geometry):
    """
    Pixel values, plain or weighted; a base of `PixelAp`.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers import CircAn
    >>> values = CircAn((20, 18), 4, 7.5).sampled_values(np.ones((40, 40)))[0]
    >>> np.median(values)
    np.float64(1.0)
    """

    __slots__ = ()

    def sampled_values(self, data, *, mask=None, flat=False, return_pix=False):
        """
        Values of the pixels whose centres are inside, for medians and other statistics.

        Pixels that are masked or off the image are left out.

        Parameters
        ----------
        data : array_like, Quantity, NDData or masked array, shape (ny, nx)
            Image of real numbers of any dtype, byte order and memory layout. A mask
            that comes with it is OR-ed with ``mask``.
        mask : array_like of bool or None, optional, shape (ny, nx)
            Pixels to exclude (True, non-zero or NaN).
        flat : bool, optional
            Whether to return one array for all positions together.
        return_pix : bool, optional
            Whether to return the coordinates of the pixels as well.

        Returns
        -------
        values : list of ndarray, or ndarray if ``flat``
            One fresh 1-D array per position, rows from below, in the dtype of the data
            and with their unit, if they have one.
        pix : list of tuple of ndarray of float64, or tuple of ndarray if ``flat``
            Coordinates ``(yy, xx)`` of the pixels. Only if ``return_pix``.
        offsets : ndarray of intp, shape (N + 1,)
            Position ``i`` has ``values[offsets[i]:offsets[i + 1]]``. Only if ``flat``.

        Raises
        ------
        TypeError
            If the data are no real numbers.
        ValueError
            If the data are not 2-D, or the mask has another shape.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import RectAp
        >>> image = np.arange(25).reshape(5, 5)
        >>> ap = RectAp([(1, 1), (4, 4)], 3, 1)
        >>> ap.sampled_values(image)
        [array([5, 6, 7]), array([23, 24])]
        >>> ap.sampled_values(image, flat=True)
        (array([ 5,  6,  7, 23, 24]), array([0, 3, 5]))
        >>> values, pix = ap[1].sampled_values(image, return_pix=True)
        >>> pix
        [(array([4., 4.]), array([3., 4.]))]
        """
        image = open_image(data, mask, stack=False)
        return self._values_of(image, CENTER, flat, return_pix, weighted=False)

    def weighted_values(self, data, *, mask=None, flat=False):
        """
        Values times exact weights, of all pixels with a part inside.

        Pixels that are masked or off the image are left out.

        Parameters
        ----------
        data, mask, flat
            As in `sampled_values`.

        Returns
        -------
        values : list of ndarray of float64, or ndarray of float64 if ``flat``
            One fresh 1-D array per position, rows from below; with the unit of the
            data, if they have one.
        offsets : ndarray of intp, shape (N + 1,)
            As in `sampled_values`. Only if ``flat``.

        Raises
        ------
        TypeError, ValueError
            As in `sampled_values`.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import RectAp
        >>> RectAp((2, 2), 2, 1).weighted_values(np.full((5, 5), 10))
        [array([ 5., 10.,  5.])]
        """
        image = open_image(data, mask, stack=False)
        return self._values_of(image, EXACT, flat, return_pix=False, weighted=True)

    def sampled_cutout(self, data, mask=None, fill_value=math.nan, return_pix=False):
        """
        Cut out the bounding boxes, with the values of the pixels whose centres are inside.

        Parameters
        ----------
        data, mask
            As in `sampled_values`.
        fill_value : float, optional
            Value of the pixels that are masked or off the image. Of the others, those
            that are not selected have the value 0.
        return_pix : bool, optional
            Whether to return the coordinates of the pixels as well.

        Returns
        -------
        cutouts : list of ndarray of float64
            One per position, of the shape of its bounding box; with the unit of the
            data, if they have one.
        pix : list of tuple of ndarray of float64
            Coordinates ``(yy, xx)`` of the pixels, arrays of the same shape; NaN where
            a pixel is not selected, masked or off the image. Only if ``return_pix``.

        Raises
        ------
        TypeError, ValueError
            As in `sampled_values`.
        ValueError, OverflowError, MemoryError
            If a bounding box does not exist or is too large.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import CircAp
        >>> CircAp((0, 1), 1.1).sampled_cutout(np.ones((5, 5)), fill_value=-1)
        [array([[-1.,  1.,  0.],
               [-1.,  1.,  1.],
               [-1.,  1.,  0.]])]
        """
        cutouts, pix = self._cutouts_of(data, mask, fill_value, CENTER, return_pix)
        return (cutouts, pix) if return_pix else cutouts

    def weighted_cutout(self, data, mask=None, fill_value=math.nan):
        """
        Cut out the bounding boxes, with values times exact weights.

        Parameters
        ----------
        data, mask, fill_value
            As in `sampled_cutout`.

        Returns
        -------
        list of ndarray of float64
            As the cutouts of `sampled_cutout`.

        Raises
        ------
        TypeError, ValueError, OverflowError, MemoryError
            As in `sampled_cutout`.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import RectAp
        >>> RectAp((0, 2), 2, 1).weighted_cutout(np.full((5, 5), 10))
        [array([[nan, 10.,  5.]])]
        """
        return self._cutouts_of(data, mask, fill_value, EXACT, return_pix=False)[0]

    def _values_of(self, image, subpixels, flat, return_pix, weighted):
        """Values in the form that was asked for."""
        readable = image.is_direct or image.is_section
        get = self._kernel_values if readable else self._gathered_values
        values, offsets, yy, xx = get(image, subpixels, flat, return_pix, weighted)
        if flat:
            values = image.with_unit(values)
            return (values, (yy, xx), offsets) if return_pix else (values, offsets)
        if image.unit is not None:
            values = [image.with_unit(one) for one in values]
        return (values, list(zip(yy, xx, strict=True))) if return_pix else values

    def _footprint(self, subpixels):
        """The aperture as the kernels take it."""
        return Footprint(self._shape, self._positions, self._values, subpixels)

    def _kernel_values(self, image, subpixels, flat, pix, weighted):
        """Values of pixels that the kernel reads: (values, offsets, yy, xx)."""
        footprint = self._footprint(subpixels)
        images = kernel_images(image, footprint)
        return _rust.values(footprint, images, weighted=weighted, pix=pix, flat=flat)

    def _gathered_values(self, image, subpixels, flat, pix, weighted):
        """Values of pixels of a type that only numpy reads; the kernel finds which pixels."""
        weights, offsets, yy, xx = self._selected(image, subpixels)
        values = image.at(yy, xx)
        if weighted:
            values = as_floats(values) * weights
        if flat:
            return values, offsets, yy, xx
        yy, xx = (_split(yy, offsets), _split(xx, offsets)) if pix else (None, None)
        return _split(values, offsets), offsets, yy, xx

    def _selected(self, image, subpixels):
        """Weights and coordinates of all pixels that count, as flat `_kernel_values`."""
        return self._kernel_values(image.of_ones(), subpixels, flat=True, pix=True, weighted=True)

    def _cutouts_of(self, data, mask, fill_value, subpixels, return_pix):
        """Cutouts and, if wanted, the coordinates of their pixels."""
        image = open_image(data, mask, stack=False)
        if image.unit is not None and hasattr(fill_value, "to_value"):
            fill_value = fill_value.to_value(image.unit)
        readable = image.is_direct or image.is_section
        footprint = self._footprint(subpixels)
        images = kernel_images(image if readable else image.of_ones(), footprint)
        cutouts, pix = _rust.cutouts(footprint, images, fill_value=fill_value, pix=return_pix)
        if not readable:
            self._gather_into(cutouts, image, subpixels)
        if image.unit is not None:
            cutouts = [image.with_unit(cutout) for cutout in cutouts]
        return cutouts, pix

    def _gather_into(self, cutouts, image, subpixels):
        """Put the pixels that only numpy can read into cutouts of ones."""
        weights, offsets, yy, xx = self._selected(image, subpixels)
        products = as_floats(image.at(yy, xx)) * weights
        corners = _rust.bboxes(self._shape, self._positions, self._values)[:, (2, 0)]
        for cutout, corner, own in zip(cutouts, corners, _slices(offsets), strict=True):
            where = (np.stack((yy[own], xx[own])) - corner[:, None]).astype(np.intp)
            cutout[tuple(where)] = products[own]


def _slices(offsets):
    """Which part of flat values belongs to each source."""
    return itertools.starmap(slice, itertools.pairwise(offsets.tolist()))


def _split(values, offsets):
    """Independent arrays, one per source, from flat values."""
    return [values[own].copy() for own in _slices(offsets)]
