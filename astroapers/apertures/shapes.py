"""The aperture classes: one constructor each; what they do is in `PixelAp`."""

from astroapers._shapes import CIRC, CIRC_ANN, ELLIP, ELLIP_ANN, RECT, RECT_ANN
from astroapers.apertures.base import PixelAp

__all__ = ["CircAn", "CircAp", "EllipAn", "EllipAp", "RectAn", "RectAp"]


class CircAp(PixelAp, spec=CIRC):
    """
    Circular aperture.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of one aperture, or of N of them, in pixels.
    r : float or array_like, shape (N,)
        Radius in pixels, > 0; shared, or one per position.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or size is not finite, a size is not positive, or an array has
        the wrong shape.
    TypeError
        If a number is not real.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> CircAp((20, 18), r=3)
    CircAp((20.0, 18.0), r=3.0)
    """

    __slots__ = ()

    def __init__(self, positions, r, *, validate=True):
        self._setup(positions, (r,), validate)


class EllipAp(PixelAp, spec=ELLIP):
    """
    Elliptical aperture.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of one aperture, or of N of them, in pixels.
    a, b : float or array_like, shape (N,)
        Semi-axes in pixels, > 0: ``a`` along the direction ``theta``, ``b`` across it;
        ``b`` may be the longer one. Shared, or one per position.
    theta : float or array_like, shape (N,), optional
        Angle in radians, counter-clockwise from +x.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or parameter is not finite, a size is not positive, or an array
        has the wrong shape.
    TypeError
        If a number is not real.

    Examples
    --------
    >>> from astroapers import EllipAp
    >>> EllipAp((20, 18), 7.5, 2.5, theta=0.6)
    EllipAp((20.0, 18.0), a=7.5, b=2.5, theta=0.6)
    """

    __slots__ = ()

    def __init__(self, positions, a, b, theta=0.0, *, validate=True):
        self._setup(positions, (a, b, theta), validate)


class RectAp(PixelAp, spec=RECT):
    """
    Rectangular aperture.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of one aperture, or of N of them, in pixels.
    w, h : float or array_like, shape (N,)
        Full sides in pixels, > 0: ``w`` along the direction ``theta``, ``h`` across it.
        Shared, or one per position.
    theta : float or array_like, shape (N,), optional
        Angle in radians, counter-clockwise from +x.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or parameter is not finite, a size is not positive, or an array
        has the wrong shape.
    TypeError
        If a number is not real.

    Examples
    --------
    >>> from astroapers import RectAp
    >>> RectAp((20, 18), 9, 4).area
    36.0
    """

    __slots__ = ()

    def __init__(self, positions, w, h, theta=0.0, *, validate=True):
        self._setup(positions, (w, h, theta), validate)


class CircAn(PixelAp, spec=CIRC_ANN):
    """
    Circular annulus, the inner edge belonging to it.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of one annulus, or of N of them, in pixels.
    r_in, r_out : float or array_like, shape (N,)
        Radii in pixels, ``0 <= r_in < r_out``; shared, or one per position. With
        ``r_in = 0`` it is a disc.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or size is not finite, a size is out of range, or an array has
        the wrong shape.
    TypeError
        If a number is not real.

    Examples
    --------
    >>> from astroapers import CircAn
    >>> CircAn((20, 18), 4, 7.5)
    CircAn((20.0, 18.0), r_in=4.0, r_out=7.5)
    """

    __slots__ = ()

    def __init__(self, positions, r_in, r_out, *, validate=True):
        self._setup(positions, (r_in, r_out), validate)


class EllipAn(PixelAp, spec=ELLIP_ANN):
    """
    Elliptical annulus: an outer ellipse without an inner one, each with its own angle.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of one annulus, or of N of them, in pixels.
    a_in, b_in : float or array_like, shape (N,)
        Semi-axes of the inner ellipse in pixels, > 0; shared, or one per position.
    a_out, b_out : float or array_like, shape (N,)
        Semi-axes of the outer ellipse; neither less than the inner one, and at least
        one greater.
    theta_in : float or array_like, shape (N,), optional
        Angle of the inner ellipse in radians, counter-clockwise from +x.
    theta_out : float, array_like, shape (N,), or None, optional
        Angle of the outer ellipse; `None` means ``theta_in``.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or parameter is not finite, a size is out of range, or an array
        has the wrong shape.
    TypeError
        If a number is not real.
    NotImplementedError
        If the angles make the inner ellipse stick out of the outer one.

    Examples
    --------
    >>> from astroapers import EllipAn
    >>> EllipAn((20, 18), 4, 2, 9, 6, theta_in=0.3).theta_out
    0.3
    """

    __slots__ = ()

    def __init__(
        self, positions, a_in, b_in, a_out, b_out, *, theta_in=0.0, theta_out=None, validate=True
    ):
        self._setup(positions, (a_in, b_in, a_out, b_out, theta_in, theta_out), validate)


class RectAn(PixelAp, spec=RECT_ANN):
    """
    Rectangular annulus: an outer rectangle without an inner one, each with its own angle.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of one annulus, or of N of them, in pixels.
    w_in, h_in : float or array_like, shape (N,)
        Full sides of the inner rectangle in pixels, > 0; shared, or one per position.
    w_out, h_out : float or array_like, shape (N,)
        Full sides of the outer rectangle; neither less than the inner one, and at
        least one greater.
    theta_in : float or array_like, shape (N,), optional
        Angle of the inner rectangle in radians, counter-clockwise from +x.
    theta_out : float, array_like, shape (N,), or None, optional
        Angle of the outer rectangle; `None` means ``theta_in``.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or parameter is not finite, a size is out of range, or an array
        has the wrong shape.
    TypeError
        If a number is not real.
    NotImplementedError
        If the angles make the inner rectangle stick out of the outer one.

    Examples
    --------
    >>> from astroapers import RectAn
    >>> RectAn((20, 18), 4, 2, 12, 9).area
    100.0
    """

    __slots__ = ()

    def __init__(
        self, positions, w_in, h_in, w_out, h_out, *, theta_in=0.0, theta_out=None, validate=True
    ):
        self._setup(positions, (w_in, h_in, w_out, h_out, theta_in, theta_out), validate)
