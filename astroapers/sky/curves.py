"""
Boundaries on the sphere, as contours of curves.

All curves have one form, so that many are evaluated at once. About a direction ``c`` they are
offsets in its tangent plane, ``P + Q t + A cos t + B sin t``: straight lines and ellipses. The
length of an offset is the distance on the great circle that leaves ``c`` in its direction. So a
line through ``c`` is a great circle, and a circle about it is a circle on the sphere.
"""

from typing import NamedTuple

import numpy as np

from astroapers.sky.projection import unit_vectors

__all__ = ["Contour", "Tangent", "circle", "ellipse", "geodesic", "points", "polygon", "rectangle"]

_EIGHTHS = np.linspace(0.0, 2 * np.pi, 9)
_EDGE = np.array([0.0, 0.5, 1.0])


class Tangent(NamedTuple):
    """A direction and two axes of its tangent plane, unit vectors of shape (3,)."""

    center: np.ndarray
    along: np.ndarray
    across: np.ndarray

    @classmethod
    def at(cls, coord, angle=0.0):
        """
        Make the tangent plane of a position.

        Parameters
        ----------
        coord : `~astropy.coordinates.SkyCoord`
            One position; its own frame is the frame of the vectors.
        angle : float, optional
            Of the first axis, in radians from west to north: 0 is along decreasing longitude, so
            that on an image with north up and east to the left it is counter-clockwise
            from +x. The second axis is 90 degrees further.

        Returns
        -------
        Tangent

        Examples
        --------
        >>> from astropy.coordinates import SkyCoord
        >>> from astroapers.sky.curves import Tangent
        >>> Tangent.at(SkyCoord(0.0, 0.0, unit="deg")).along + 0.0
        array([ 0., -1.,  0.])
        """
        sphere = coord.spherical
        lon, lat = float(sphere.lon.rad), float(sphere.lat.rad)
        return cls.about(lon, lat, angle)

    @classmethod
    def about(cls, lon, lat, angle=0.0):
        """
        Make the same of a longitude and latitude in radians.

        Examples
        --------
        >>> from astroapers.sky.curves import Tangent
        >>> Tangent.about(0.0, 0.0).across + 0.0
        array([0., 0., 1.])
        """
        east = np.array([-np.sin(lon), np.cos(lon), 0.0])
        north = np.array([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
        cos, sin = np.cos(angle), np.sin(angle)
        return cls(unit_vectors(lon, lat), sin * north - cos * east, cos * north + sin * east)

    def offset(self, u, v):
        """
        Vector of an offset along the two axes, in radians.

        Examples
        --------
        >>> from astroapers.sky.curves import Tangent
        >>> Tangent.about(0.0, 0.0).offset(-0.1, 0.0) + 0.0
        array([0. , 0.1, 0. ])
        """
        return u * self.along + v * self.across


class Contour(NamedTuple):
    """
    A closed boundary: the pieces with which to begin, one after the other.

    Parameters
    ----------
    curves : ndarray of float64, shape (n, 5, 3)
        ``c``, ``P``, ``Q``, ``A`` and ``B`` of the curve of each piece.
    starts, ends : ndarray of float64, shape (n,)
        Its range of ``t``.
    """

    curves: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


def points(curves, t):
    """
    Directions on curves.

    Parameters
    ----------
    curves : ndarray of float64, shape (n, 5, 3)
        As in `Contour`.
    t : ndarray of float64, shape (n, k)
        Where.

    Returns
    -------
    ndarray of float64, shape (n, k, 3)
        Unit vectors.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.sky.curves import Tangent, circle, points
    >>> contour = circle(Tangent.about(0.0, 0.0), np.pi / 2)
    >>> points(contour.curves[:1], np.array([[0.0]])).round(12) + 0.0
    array([[[ 0., -1.,  0.]]])
    """
    center, p, q, a, b = np.moveaxis(curves, 1, 0)[:, :, None, :]
    t = t[..., None]
    offset = p + q * t + a * np.cos(t) + b * np.sin(t)
    length = np.linalg.norm(offset, axis=-1, keepdims=True)
    return np.cos(length) * center + np.sinc(length / np.pi) * offset


def ellipse(tangent, a, b):
    """
    Boundary of an ellipse.

    Parameters
    ----------
    tangent : Tangent
        Its centre, and the directions of its axes.
    a, b : float
        Semi-axes in radians, less than π.

    Returns
    -------
    Contour

    Examples
    --------
    >>> from astroapers.sky.curves import Tangent, ellipse
    >>> len(ellipse(Tangent.about(0.0, 0.0), 0.2, 0.1).curves)
    8
    """
    nothing = np.zeros(3)
    curve = np.array(
        [tangent.center, nothing, nothing, tangent.offset(a, 0.0), tangent.offset(0.0, b)]
    )
    curves = np.broadcast_to(curve, (len(_EIGHTHS) - 1, *curve.shape))
    return Contour(curves, _EIGHTHS[:-1], _EIGHTHS[1:])


def circle(tangent, radius):
    """
    Boundary of a circle on the sphere.

    Parameters
    ----------
    tangent : Tangent
        Its centre.
    radius : float
        Angular radius in radians, less than π.

    Returns
    -------
    Contour

    Examples
    --------
    >>> from astroapers.sky.curves import Tangent, circle
    >>> circle(Tangent.about(0.0, 0.0), 0.1).curves.shape
    (8, 5, 3)
    """
    return ellipse(tangent, radius, radius)


def rectangle(tangent, width, height):
    """
    Boundary of a rectangle.

    Parameters
    ----------
    tangent : Tangent
        Its centre, and the directions of its axes.
    width, height : float
        Full sides in radians; the diagonal is less than 2 π.

    Returns
    -------
    Contour
        Its sides are straight in the tangent plane, and its corners have the distance from the
        centre that they have there.

    Examples
    --------
    >>> from astroapers.sky.curves import Tangent, rectangle
    >>> len(rectangle(Tangent.about(0.0, 0.0), 0.2, 0.1).curves)
    8
    """
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    corners = [tangent.offset(i * width / 2, j * height / 2) for i, j in signs]
    sides = [
        _line(tangent.center, p, q) for p, q in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    return _edges(sides)


def polygon(vertices):
    """
    Boundary of great circles between vertices.

    Parameters
    ----------
    vertices : ndarray of float64, shape (n, 3)
        Unit vectors; neighbours are neither the same nor opposite.

    Returns
    -------
    Contour

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.sky.curves import polygon
    >>> polygon(np.eye(3)).starts
    array([0. , 0.5, 0. , 0.5, 0. , 0.5])
    """
    return _edges(
        [geodesic(p, q) for p, q in zip(vertices, np.roll(vertices, -1, axis=0), strict=True)]
    )


def geodesic(start, end):
    """
    Give the great circle from one direction to another, for ``t`` from 0 to 1.

    Parameters
    ----------
    start, end : ndarray of float64, shape (3,)
        Unit vectors, neither the same nor opposite.

    Returns
    -------
    ndarray of float64, shape (5, 3)

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.sky.curves import geodesic, points
    >>> curve = geodesic(*np.eye(3)[:2])
    >>> points(curve[None], np.array([[0.5]])).round(3)
    array([[[0.707, 0.707, 0.   ]]])
    """
    across = np.cross(start, end)
    length = np.linalg.norm(across)
    direction = np.cross(across, start) / (length or 1.0)
    angle = np.arctan2(length, np.dot(start, end))
    return _line(start, np.zeros(3), angle * direction)


def _line(center, start, end):
    """Curve of a straight line between two offsets, for t from 0 to 1."""
    nothing = np.zeros(3)
    return np.array([center, start, end - start, nothing, nothing])


def _edges(curves):
    """Contour of curves whose t goes from 0 to 1, in two pieces each."""
    curves = np.repeat(np.array(curves), 2, axis=0)
    return Contour(
        curves, np.tile(_EDGE[:-1], len(curves) // 2), np.tile(_EDGE[1:], len(curves) // 2)
    )
