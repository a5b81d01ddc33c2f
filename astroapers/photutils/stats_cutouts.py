"""Cutouts of the image, as attributes of `ApertureStats`."""

import numpy as np

from astroapers import _rust
from astroapers.measurement import Images
from astroapers.photutils.results import per_object, per_source
from astroapers.photutils.stats_shape import ShapeProperties

__all__ = ["CutoutProperties"]

_CENTER = 1  # the kernels' samples along the side of a pixel


class CutoutProperties(ShapeProperties):
    """
    Base of `ApertureStats`: pictures of the pixels that have been used.

    Examples
    --------
    >>> from astroapers.photutils import ApertureStats
    >>> from astroapers.photutils.stats_cutouts import CutoutProperties
    >>> issubclass(ApertureStats, CutoutProperties)
    True
    """

    def _survivors(self, subpixels, error=None):
        images = Images(self._data, self._mask, error, self._segmentation)
        where = self._target.footprint(subpixels)
        return self._run(_rust.survivors, where, images, self._rules())

    @per_object
    def _sum_survivors(self):
        return self._survivors(self._samples, self._error)

    def _pictures(self, survivors, values, image):
        """
        Put values back to where their pixels are.

        Returns a `~numpy.ma.MaskedArray` for each source, over the bounding box clipped to the
        image. All other pixels are masked, and hold 0, or NaN where ``image`` is not finite.
        """
        offsets, rows, columns = survivors[:3]
        pictures = []
        for k, (xmin, xmax, ymin, ymax) in enumerate(self._visible_bounds.tolist()):
            if xmin > xmax or ymin > ymax:
                pictures.append(np.ma.array([np.nan], mask=[False]))
                continue
            part = slice(offsets[k], offsets[k + 1])
            where = rows[part] - ymin, columns[part] - xmin
            picture = np.zeros((ymax + 1 - ymin, xmax + 1 - xmin))
            if image is not None:
                picture[~np.isfinite(image[ymin : ymax + 1, xmin : xmax + 1])] = np.nan
            mask = np.ones(picture.shape, dtype=bool)
            picture[where] = values[part]
            mask[where] = False
            pictures.append(np.ma.array(picture, mask=mask))
        return pictures

    def _backdrop(self):
        # Clipping fills what it leaves out with zeros.
        return self._data if self.sigma_clip is None else None

    @per_source
    def data_cutout(self):
        """
        Values whose centres are inside: a `~numpy.ma.MaskedArray`, or a list of N.

        Over the bounding box clipped to the image; without unit and local background. Masked is
        what has not been used. ``[nan]`` where the box does not overlap the image.
        """
        survivors = self._survivors(_CENTER)
        return self._pictures(survivors, survivors[3], self._backdrop())

    @per_source
    def data_sum_cutout(self):
        """Weighted values, which add up to `sum`; otherwise like `data_cutout`."""
        survivors = self._sum_survivors
        return self._pictures(survivors, survivors[3] * survivors[4], self._backdrop())

    @per_source
    def error_sum_cutout(self):
        """
        Weighted errors, whose squares add up to that of `sum_err`; otherwise like `data_cutout`.

        `None`, or an array of N, without an error.
        """
        if self._error is None:
            return self._nothing()
        survivors = self._sum_survivors
        return self._pictures(survivors, abs(survivors[5]) * survivors[4], self._error)
