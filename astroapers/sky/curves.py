"""
Boundaries on the sphere, as contours of curves.

All curves have the same form, so that many can be evaluated at once: they are straight lines and
ellipses ``P + Q t + A cos t + B sin t`` in the tangent plane of a direction ``c``. A point of the
tangent plane stands for the point on the sphere that is at the same distance from ``c``, along the
great circle in the same direction. So a line through ``c`` is a great circle, and a circle about
``c`` is a circle on the sphere.
"""

from typing import NamedTuple

import numpy as np

from astroapers.sky.projection import unit_vectors

__all__ = ["Contour", "Tangent", "circle", "ellipse", "geodesic", "points", "polygon", "rectangle"]

_EIGHTHS = np.linspace(0.0, 2 * np.pi, 9)
_EDGE = np.array([0.0, 0.5, 1.0])


class Tangent(NamedTuple):
    """A direction and the two axes of its tangent plane, as unit vectors of shape (3,)."""

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
            One position. The vectors are in its frame.
        angle : float, optional
            Angle of the first axis, in radians from west to north; 0 is the direction of decreasing
            longitude. In an image with north up and east to the left it is counter-clockwise from
            +x. The second axis is 90 degrees further.

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
        Make the tangent plane of a longitude and latitude in radians.

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
        Vector ``u`` along the first axis plus ``v`` along the second, in radians.

        Examples
        --------
        >>> from astroapers.sky.curves import Tangent
        >>> Tangent.about(0.0, 0.0).offset(-0.1, 0.0) + 0.0
        array([0. , 0.1, 0. ])
        """
        return u * self.along + v * self.across


class Contour(NamedTuple):
    """
    A closed boundary, as consecutive pieces of curves.

    Parameters
    ----------
    curves : ndarray of float64, shape (n, 5, 3)
        ``c``, ``P``, ``Q``, ``A`` and ``B`` of the curve of each piece.
    starts, ends : ndarray of float64, shape (n,)
        Range of ``t`` of each piece.
    """

    curves: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


def points(curves, t):
    """
    Points of curves, as directions on the sphere.

    Parameters
    ----------
    curves : ndarray of float64, shape (n, 5, 3)
        As in `Contour`.
    t : ndarray of float64, shape (n, k)
        Parameters of the points of each curve.

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
        The centre of the ellipse, and the directions of its axes.
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
        The centre of the circle.
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
        The centre of the rectangle, and the directions of its sides.
    width, height : float
        Full width and height in radians; the diagonal is less than 2 π.

    Returns
    -------
    Contour
        Its sides are straight lines in the tangent plane.

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
    Boundary of a polygon whose sides are great circles.

    Parameters
    ----------
    vertices : ndarray of float64, shape (n, 3)
        Unit vectors. Neighbours must be neither the same nor opposite.

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
    Curve along the great circle from one direction to another, for ``t`` from 0 to 1.

    Parameters
    ----------
    start, end : ndarray of float64, shape (3,)
        Unit vectors, which must be neither the same nor opposite.

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
    """Curve of a straight line between two points of the tangent plane, for t from 0 to 1."""
    nothing = np.zeros(3)
    return np.array([center, start, end - start, nothing, nothing])


def _edges(curves):
    """Contour of curves with t from 0 to 1, each divided into two pieces."""
    curves = np.repeat(np.array(curves), 2, axis=0)
    return Contour(
        curves, np.tile(_EDGE[:-1], len(curves) // 2), np.tile(_EDGE[1:], len(curves) // 2)
    )
