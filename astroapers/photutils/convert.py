"""From aperture objects, photutils' and ours, to the shapes and parameters of the kernels."""

import numpy as np
from astropy.units import radian

from astroapers import _rust
from astroapers.apertures import PixelAp
from astroapers.photutils._installed import Aperture, SkyAperture, aperture, region_to_aperture
from astroapers.targets.target import Target, Targets

__all__ = [
    "as_apertures",
    "as_pixels",
    "as_rows",
    "as_target",
    "describe",
    "is_measurable",
    "is_sky",
    "read_apertures",
    "sky_centers",
    "stand_in",
    "unlike_positions",
]


def _theta(ap):
    return float(ap.theta.to_value(radian))


def _circle(ap):
    return "circ", (ap.r,)


def _circular_annulus(ap):
    return "circ_ann", (ap.r_in, ap.r_out)


def _ellipse(ap):
    return "ellip", (ap.a, ap.b, _theta(ap))


def _elliptical_annulus(ap):
    theta = _theta(ap)
    return "ellip_ann", (ap.a_in, ap.b_in, ap.a_out, ap.b_out, theta, theta)


def _rectangle(ap):
    return "rect", (ap.w, ap.h, _theta(ap))


def _rectangular_annulus(ap):
    theta = _theta(ap)
    return "rect_ann", (ap.w_in, ap.h_in, ap.w_out, ap.h_out, theta, theta)


def _polygon(ap):
    """Encode the vertices as the engine's path: a move, lines, and a close."""
    offsets = ap.vertex_offsets
    kinds = np.ones(len(offsets) + 1, dtype=np.int8)
    kinds[0], kinds[-1] = 0, 3
    data = np.zeros((len(kinds), 6))
    data[:-1, :2] = offsets
    return "path", (_rust.Path(kinds, data),)


# The key is the exact type: a subclass may override how its pixels are weighted, so only photutils
# can measure it.
_KERNEL_SHAPES = {
    aperture.CircularAperture: _circle,
    aperture.CircularAnnulus: _circular_annulus,
    aperture.EllipticalAperture: _ellipse,
    aperture.EllipticalAnnulus: _elliptical_annulus,
    aperture.RectangularAperture: _rectangle,
    aperture.RectangularAnnulus: _rectangular_annulus,
}
if hasattr(aperture, "PolygonAperture"):  # since 3.1
    _KERNEL_SHAPES[aperture.PolygonAperture] = _polygon

_new = tuple.__new__  # a named tuple in a quarter of the time
_SKY_TYPES = frozenset(getattr(aperture, f"Sky{cls.__name__}") for cls in _KERNEL_SHAPES)


def is_measurable(ap):
    """
    Whether the kernels know the shape of an aperture, in pixels or on the sky.

    Parameters
    ----------
    ap : object
        Anything.

    Returns
    -------
    bool

    Examples
    --------
    >>> from photutils.aperture import CircularAperture
    >>> from astroapers.photutils.convert import is_measurable
    >>> is_measurable(CircularAperture((3, 4), 2)), is_measurable("circle")
    (True, False)
    """
    kind = type(ap)
    return kind in _KERNEL_SHAPES or kind in _SKY_TYPES or isinstance(ap, PixelAp)


def is_sky(ap):
    """
    Whether an aperture is one of photutils' on the sky.

    Parameters
    ----------
    ap : object
        Any aperture.

    Returns
    -------
    bool

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.photutils.convert import is_sky
    >>> is_sky(CircAp((3, 4), 2))
    False
    """
    return type(ap) not in _KERNEL_SHAPES and isinstance(ap, SkyAperture)


def as_target(ap, wcs=None):
    """
    Read an aperture.

    Parameters
    ----------
    ap : PixelAp or `~photutils.aperture.Aperture`
        A measurable one.
    wcs : object or None, optional
        A WCS, for an aperture on the sky.

    Returns
    -------
    `~astroapers.targets.Target`

    Raises
    ------
    TypeError
        If its shape is not known to the engine.
    ValueError
        If it is on the sky and there is no WCS.

    Examples
    --------
    >>> from photutils.aperture import CircularAperture
    >>> from astroapers.photutils.convert import as_target
    >>> as_target(CircularAperture((3, 4), 2)).params
    (2.0,)
    """
    read = _KERNEL_SHAPES.get(type(ap))
    if read is not None:
        shape, params = read(ap)
        return _new(Target, (shape, as_rows(ap), params, False))
    if isinstance(ap, PixelAp):
        return Target(ap._shape, ap._positions, ap._values)
    if type(ap) not in _SKY_TYPES:
        raise TypeError(f"where must be of a shape that the engine knows, got {type(ap).__name__}")
    if wcs is None:
        raise ValueError(f"wcs must be given for an aperture on the sky, got a {type(ap).__name__}")
    return as_target(ap.to_pixel(wcs))


def describe(ap, prefix, meta):
    """
    Add the class and the shape parameters of an aperture or region to metadata.

    Parameters
    ----------
    ap : PixelAp, `~photutils.aperture.Aperture` or `~regions.Region`
        As the user gave it.
    prefix : str
        Begin of the keys.
    meta : dict
        Changed in place.

    Raises
    ------
    AttributeError
        If it is none of these.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.photutils.convert import describe
    >>> meta = {}
    >>> describe(CircAp((3, 4), 2), "aperture", meta)
    >>> meta
    {'aperture': 'CircAp', 'aperture_r': 2.0}
    """
    names = ap._spec.params if isinstance(ap, PixelAp) else ap._params
    meta[prefix] = ap.__class__.__name__
    for name in names:
        if name != "positions":
            value = getattr(ap, name)
            # A table's metadata are to be written to files.
            meta[f"{prefix}_{name}"] = repr(value) if isinstance(value, PixelAp) else value


def as_apertures(given):
    """
    Convert regions; apertures are passed on.

    Parameters
    ----------
    given : sequence
        Apertures and regions.

    Returns
    -------
    list

    Raises
    ------
    TypeError
        If one is neither, or a region without an aperture of its kind.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.photutils.convert import as_apertures
    >>> as_apertures([CircAp((3, 4), 2)])
    [CircAp((3.0, 4.0), r=2.0)]
    """
    return [ap if isinstance(ap, Aperture | PixelAp) else region_to_aperture(ap) for ap in given]


def as_pixels(apertures, wcs):
    """
    Convert sky apertures to pixels as photutils does; our own are in pixels already.

    Parameters
    ----------
    apertures : sequence
        Apertures of which the first is on the sky.
    wcs : object
        A WCS of astropy's shared interface.

    Returns
    -------
    list

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.photutils.convert import as_pixels
    >>> as_pixels([CircAp((3, 4), 2)], None)
    [CircAp((3.0, 4.0), r=2.0)]
    """
    return [ap if isinstance(ap, PixelAp) else ap.to_pixel(wcs) for ap in apertures]


def _positions(ap):
    """Positions as photutils has them: of shape (2,) for a scalar aperture."""
    if isinstance(ap, PixelAp):
        return ap._positions[0] if ap._isscalar else ap._positions
    return ap.positions


def unlike_positions(apertures):
    """
    Whether the positions of pixel apertures differ.

    Parameters
    ----------
    apertures : sequence
        At least one aperture.

    Returns
    -------
    bool

    Examples
    --------
    >>> from astroapers import CircAp, RectAp
    >>> from astroapers.photutils.convert import unlike_positions
    >>> unlike_positions([CircAp((3, 4), 2), RectAp((3, 4), 2, 1)])
    False
    """
    if len(apertures) == 1:
        return False
    positions = _positions(apertures[0])
    return not all(np.array_equal(_positions(ap), positions) for ap in apertures[1:])


def as_rows(ap):
    """
    Positions as the kernels take them.

    Parameters
    ----------
    ap : PixelAp or `~photutils.aperture.PixelAperture`
        The aperture.

    Returns
    -------
    ndarray of float64, shape (N, 2)
        C-contiguous; it may be the aperture's own memory.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.photutils.convert import as_rows
    >>> as_rows(CircAp((3, 4), 2))
    array([[3., 4.]])
    """
    if isinstance(ap, PixelAp):
        return ap._positions
    return np.ascontiguousarray(ap.positions.reshape(-1, 2), dtype=np.float64)


def sky_centers(given, wcs, positions):
    """
    Positions on the sky for a table.

    Parameters
    ----------
    given : SkyCoord or None
        The positions of apertures on the sky.
    wcs : object or None
        A WCS of astropy's shared interface, for apertures in pixels.
    positions : ndarray, shape (N, 2)
        Positions in pixels.

    Returns
    -------
    coordinates of shape (N,), or None
        As given, else those of the WCS (of any kind), else `None`.

    Examples
    --------
    >>> from astroapers.photutils.convert import sky_centers
    >>> sky_centers(None, None, [(3.0, 4.0)]) is None
    True
    """
    if given is not None:
        # A column gets a name and a parent, which must not show in the aperture's own object.
        return given.reshape(-1).copy()
    return None if wcs is None else wcs.pixel_to_world(*positions.T)


def stand_in(ap):
    """
    Give photutils something to refuse a call with, when it is to refuse one with our apertures.

    Parameters
    ----------
    ap : object
        Any aperture.

    Returns
    -------
    object
        A circle at the same positions for one of our own, else ``ap`` itself.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.photutils.convert import stand_in
    >>> stand_in(CircAp((3, 4), 2))
    <CircularAperture([3., 4.], r=1.0)>
    """
    return aperture.CircularAperture(_positions(ap), 1.0) if isinstance(ap, PixelAp) else ap


def read_apertures(apertures, wcs):
    """
    Return the `Targets` of these apertures and regions, or None if they are for photutils.

    Whatever photutils' own conversions raise is raised here too.
    """
    single = not isinstance(apertures, list | tuple | np.ndarray)
    if single:
        apertures = (apertures,)
    elif (isinstance(apertures, np.ndarray) and apertures.ndim != 1) or len(apertures) == 0:
        return None

    meta = {}
    for index, ap in enumerate(apertures):
        if not (isinstance(ap, PixelAp) or hasattr(ap, "_params")):
            return None
        describe(ap, f"aperture{'' if single else index}", meta)
    apertures = as_apertures(apertures)
    if not all(is_measurable(ap) for ap in apertures):
        return None

    sky_center = None
    if is_sky(apertures[0]):
        if wcs is None or not all(is_sky(ap) or isinstance(ap, PixelAp) for ap in apertures):
            return None
        sky_center = apertures[0].positions
        apertures = as_pixels(apertures, wcs)
    elif any(is_sky(ap) for ap in apertures) or type(_positions(apertures[0])) is not np.ndarray:
        return None
    if unlike_positions(apertures):
        return None
    try:
        members = [as_target(ap) for ap in apertures]
    except ValueError:  # a polygon that the engine refuses, and photutils may not
        return None
    return Targets(members, single, sky_center, meta)
