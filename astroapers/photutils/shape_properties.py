"""
What follows from the moments of sources: centroids, covariances, axes and angles.

Moments have the shape (N, 4, 4), and the element ``[i, j]`` is the sum of ``y**i x**j`` times the
value. A covariance is its three numbers ``xx``, ``xy`` and ``yy``, each of shape (N,).
"""

from typing import NamedTuple

import numpy as np

__all__ = ["PIXEL_VARIANCE", "Covariances", "centroids", "eigenvalues", "major_angle"]

# Of a uniform distribution over a pixel: no source can be smaller.
PIXEL_VARIANCE = 1.0 / 12.0

# A determinant that is negative by less than this, relative to the squared trace, is the zero of
# a source on a line, rounded.
_ROUNDED_ZERO = 1000.0 * np.finfo(np.float64).eps


class Covariances(NamedTuple):
    """
    Covariances of N sources.

    Parameters
    ----------
    xx, xy, yy : ndarray of float64, shape (N,)
        Variance in x, covariance of x and y, and variance in y.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.photutils.shape_properties import Covariances
    >>> round_one = Covariances(np.array([2.0]), np.array([0.0]), np.array([2.0]))
    >>> round_one.are_unresolved(), round_one.are_undefined()
    (array([False]), array([False]))
    """

    xx: np.ndarray
    xy: np.ndarray
    yy: np.ndarray

    @classmethod
    def from_moments(cls, central):
        """
        Normalize second central moments.

        Parameters
        ----------
        central : ndarray of float64, shape (N, 4, 4)
            Moments about the centroids.

        Returns
        -------
        Covariances
            Not finite where the total is 0.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.photutils.shape_properties import Covariances
        >>> Covariances.from_moments(np.full((1, 4, 4), 5.0)).xx
        array([1.])
        """
        total = central[:, 0, 0]
        with np.errstate(all="ignore"):
            return cls(central[:, 0, 2] / total, central[:, 1, 1] / total, central[:, 2, 0] / total)

    def determinants(self):
        """
        Determinants, which overflow for huge variances.

        Returns
        -------
        ndarray of float64, shape (N,)

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.photutils.shape_properties import Covariances
        >>> Covariances(*np.array([[2.0], [1.0], [3.0]])).determinants()
        array([5.])
        """
        with np.errstate(all="ignore"):
            return self.xx * self.yy - self.xy * self.xy

    def are_undefined(self):
        """
        Whether each has a negative eigenvalue, as negative pixels may cause.

        Returns
        -------
        ndarray of bool, shape (N,)

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.photutils.shape_properties import Covariances
        >>> Covariances(*np.array([[2.0], [3.0], [3.0]])).are_undefined()
        array([ True])
        """
        with np.errstate(all="ignore"):
            trace = self.xx + self.yy
            return (trace < 0) | (self.determinants() < -_ROUNDED_ZERO * trace**2)

    def are_unresolved(self):
        """
        Whether each is defined, but narrower than a pixel in some direction.

        Returns
        -------
        ndarray of bool, shape (N,)

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.photutils.shape_properties import Covariances
        >>> Covariances(*np.array([[2.0], [0.0], [0.01]])).are_unresolved()
        array([ True])
        """
        return (_extremes(self)[1] < PIXEL_VARIANCE) & ~self.are_undefined()

    def regularized(self):
        """
        Widen those narrower than a pixel, in that direction only.

        Returns
        -------
        Covariances
            No eigenvalue is less than `PIXEL_VARIANCE`, the axes are those of before; what is
            narrow in both directions becomes round. NaN where undefined.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.photutils.shape_properties import Covariances
        >>> Covariances(*np.array([[2.0], [0.0], [0.0]])).regularized().yy
        array([0.08333333])
        """
        large, small = _extremes(self)
        undefined = self.are_undefined()
        with np.errstate(all="ignore"):
            narrow = (small < PIXEL_VARIANCE) & np.isfinite(small) & np.isfinite(large)
            # The projection on the minor axis is (large - C) / (large - small).
            lift = np.where(narrow, (PIXEL_VARIANCE - small) / (large - small), 0.0)
            xx = np.where(narrow, self.xx + lift * (large - self.xx), self.xx)
            yy = np.where(narrow, self.yy + lift * (large - self.yy), self.yy)
            xy = np.where(narrow, self.xy - lift * self.xy, self.xy)
            point = large < PIXEL_VARIANCE
        for values, fill in ((xx, PIXEL_VARIANCE), (xy, 0.0), (yy, PIXEL_VARIANCE)):
            values[point] = fill
            values[undefined] = np.nan
        return Covariances(xx, xy, yy)

    def matrices(self):
        """
        Write them as matrices.

        Returns
        -------
        ndarray of float64, shape (N, 2, 2)

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.photutils.shape_properties import Covariances
        >>> Covariances(*np.array([[2.0], [0.0], [3.0]])).matrices()
        array([[[2., 0.],
                [0., 3.]]])
        """
        return np.stack((self.xx, self.xy, self.xy, self.yy), axis=-1).reshape(-1, 2, 2)


def _extremes(covariances):
    """The greater and the smaller eigenvalue, without the loss of digits of a difference."""
    xx, xy, yy = covariances
    with np.errstate(all="ignore"):
        middle = 0.5 * (xx + yy)
        reach = np.hypot(0.5 * (xx - yy), xy)
        large = middle + reach
        small = np.where(middle > 0, covariances.determinants() / large, middle - reach)
    return large, small


def eigenvalues(covariances):
    """
    Variances along the axes.

    Parameters
    ----------
    covariances : Covariances
        Regularized ones.

    Returns
    -------
    ndarray of float64, shape (N, 2)
        The greater one first; NaN if the covariance is not finite.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.photutils.shape_properties import Covariances, eigenvalues
    >>> eigenvalues(Covariances(*np.array([[2.0], [0.0], [3.0]])))
    array([[3., 2.]])
    """
    xx, xy, yy = covariances
    large, small = _extremes(covariances)
    with np.errstate(all="ignore"):
        # Without a determinant, which may overflow.
        huge = ~np.isfinite(covariances.determinants())
        small = np.where(huge, xx * (yy / large) - xy * (xy / large), small)
        good = np.isfinite(large) & np.isfinite(small) & (small >= 0)
    values = np.stack((large, small), axis=-1)
    values[~good] = np.nan
    return values


def centroids(moments):
    """
    Divide first moments by the total.

    Parameters
    ----------
    moments : ndarray of float64, shape (N, 4, 4)
        Raw moments.

    Returns
    -------
    ndarray of float64, shape (N, 2)
        ``(x, y)`` from the origin of the moments; not finite where the total is 0.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.photutils.shape_properties import centroids
    >>> centroids(np.full((1, 4, 4), 2.0))
    array([[1., 1.]])
    """
    with np.errstate(all="ignore"):
        total = moments[:, 0, 0]
        return np.stack((moments[:, 0, 1] / total, moments[:, 1, 0] / total), axis=-1)


def major_angle(first, cross, second):
    """
    Direction of the major axis.

    Parameters
    ----------
    first, cross, second : ndarray of float64, shape (N,)
        Variance along the axis that angles are counted from, covariance, and variance along the
        axis they are counted to.

    Returns
    -------
    ndarray of float64, shape (N,)
        Degrees in (-90, 90]; 0 if there is no major axis.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.photutils.shape_properties import major_angle
    >>> major_angle(np.array([1.0]), np.array([-0.0]), np.array([2.0]))
    array([90.])
    """
    with np.errstate(all="ignore"):
        # A negative zero would turn 90 degrees to -90.
        return np.rad2deg(0.5 * np.arctan2(2.0 * cross + 0.0, first - second))
