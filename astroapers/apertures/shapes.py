"""The aperture classes: one constructor each; what they do is in `PixelAp`."""

from astroapers._shapes import (
    CIRC,
    CIRC_ANN,
    ELLIP,
    ELLIP_ANN,
    PILL,
    PILL_ANN,
    RECT,
    RECT_ANN,
    WEDGE,
)
from astroapers.apertures.base import PixelAp, SampledOutline

__all__ = [
    "CircAn",
    "CircAp",
    "EllipAn",
    "EllipAp",
    "PillAn",
    "PillAp",
    "RectAn",
    "RectAp",
    "WedgeAp",
]


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

    What the angles make stick out of the outer ellipse takes nothing away.

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

    What the angles make stick out of the outer rectangle takes nothing away.

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


class PillAp(SampledOutline, spec=PILL):
    """
    Pill: a rectangle with half an ellipse on either end, as of a trailed star.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of one aperture, or of N of them, in pixels.
    w : float or array_like, shape (N,)
        Length of the rectangle in pixels, > 0: the distance of the centres of the two
        caps, along the direction ``theta``. Shared, or one per position.
    a, b : float or array_like, shape (N,)
        Semi-axes of the caps in pixels, > 0: ``a`` along the direction ``theta``, ``b``
        across it. The whole pill has the length ``w + 2 a`` and the height ``2 b``.
    theta : float or array_like, shape (N,), optional
        Angle in radians, counter-clockwise from +x.
    plot_samples : int, optional
        Number of points through which the outline is drawn, half of them on each cap;
        even, >= 4.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or parameter is not finite, a size is not positive, an array has
        the wrong shape, or ``plot_samples`` is odd or too small.
    TypeError
        If a number is not real.

    Notes
    -----
    The area is that of a rectangle of ``w`` times ``2 b`` and of two half ellipses:
    ``2 w b + π a b``.

    Examples
    --------
    >>> from astroapers import PillAp
    >>> trail = PillAp((20, 18), w=6, a=2.5, b=2.5, theta=0.4)
    >>> print(f"{trail.area:.6f}")
    49.634954
    """

    __slots__ = ()

    def __init__(self, positions, w, a, b, theta=0.0, plot_samples=96, *, validate=True):
        self._setup(positions, (w, a, b, theta), validate)
        self._set_plot_samples(plot_samples, validate)


class PillAn(SampledOutline, spec=PILL_ANN):
    """
    Pill-shaped annulus: an outer pill without an inner one, each with its own angle.

    What the angles make stick out of the outer pill takes nothing away.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of one annulus, or of N of them, in pixels.
    w_in, a_in, b_in : float or array_like, shape (N,)
        Length of the rectangle and semi-axes of the caps of the inner pill in pixels,
        > 0, as in `PillAp`; shared, or one per position.
    w_out, a_out, b_out : float or array_like, shape (N,)
        The same of the outer pill; each greater than that of the inner one.
    theta_in : float or array_like, shape (N,), optional
        Angle of the inner pill in radians, counter-clockwise from +x.
    theta_out : float, array_like, shape (N,), or None, optional
        Angle of the outer pill; `None` means ``theta_in``.
    plot_samples : int, optional
        Number of points through which each outline is drawn; even, >= 4.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or parameter is not finite, a size is out of range, an array has
        the wrong shape, or ``plot_samples`` is odd or too small.
    TypeError
        If a number is not real.

    Examples
    --------
    >>> from astroapers import PillAn
    >>> sky = PillAn((20, 18), 3, 1.5, 1.5, 6, 4, 4, theta_in=0.3)
    >>> sky.theta_out
    0.3
    """

    __slots__ = ()

    def __init__(
        self,
        positions,
        w_in,
        a_in,
        b_in,
        w_out,
        a_out,
        b_out,
        *,
        theta_in=0.0,
        theta_out=None,
        plot_samples=96,
        validate=True,
    ):
        values = (w_in, a_in, b_in, w_out, a_out, b_out, theta_in, theta_out)
        self._setup(positions, values, validate)
        self._set_plot_samples(plot_samples, validate)


class WedgeAp(SampledOutline, spec=WEDGE):
    """
    Wedge: a sector of an annulus, or what two arcs and the straight lines between them enclose.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        Centre ``(x, y)`` of the arcs of one aperture, or of N of them, in pixels.
    r_in, r_out : float or array_like, shape (N,)
        Radii of the arcs in pixels, ``0 < r_in < r_out``; shared, or one per position.
    theta_in, dtheta_in : float or array_like, shape (N,)
        Direction of the middle of the inner arc, counter-clockwise from +x, and its
        full width in ``(0, 2 π)``, in radians: the arc goes from
        ``theta_in - dtheta_in / 2`` to ``theta_in + dtheta_in / 2``.
    theta_out, dtheta_out : float, array_like, shape (N,), or None, optional
        The same of the outer arc; `None` means as at the inner one.
    plot_samples : int, optional
        Number of points through which the outline is drawn, half of them on each arc;
        even, >= 4.
    validate : bool, optional
        `False` skips the checks of values; the caller vouches for them.

    Raises
    ------
    ValueError
        If a position or parameter is not finite, a size or width is out of range, the
        contour crosses itself, an array has the wrong shape, or ``plot_samples`` is
        odd or too small.
    TypeError
        If a number is not real.

    Notes
    -----
    With the same direction and width at both radii the area is the difference of two
    sectors, ``dtheta (r_out² - r_in²) / 2``. In general it is half the integral of
    ``x dy - y dx`` around the contour (Green's theorem). An arc contributes
    ``r² dtheta / 2``, and a straight side from polar coordinates ``(r_1, φ_1)`` to
    ``(r_2, φ_2)`` contributes ``r_1 r_2 sin(φ_2 - φ_1) / 2``; the sum over all four is
    ``(r_out² dtheta_out - r_in² dtheta_in) / 2 - r_in r_out cos(theta_out - theta_in)
    sin((dtheta_out - dtheta_in) / 2)``.

    Examples
    --------
    >>> from astroapers import WedgeAp
    >>> jet = WedgeAp((20, 18), 2, 9, theta_in=0.7, dtheta_in=1.2)
    >>> print(f"{jet.area:.6f}")
    46.200000
    >>> jet.dtheta_out
    1.2
    """

    __slots__ = ()

    def __init__(
        self,
        positions,
        r_in,
        r_out,
        theta_in,
        dtheta_in,
        theta_out=None,
        dtheta_out=None,
        plot_samples=96,
        *,
        validate=True,
    ):
        values = (r_in, r_out, theta_in, dtheta_in, theta_out, dtheta_out)
        self._setup(positions, values, validate)
        self._set_plot_samples(plot_samples, validate)
