"""Between photutils' aperture objects and ours."""

import numpy as np
from astropy.units import radian

from astroapers.apertures import CircAn, CircAp, EllipAn, EllipAp, PathAp, PixelAp, RectAn, RectAp
from astroapers.photutils._installed import Aperture, aperture
from astroapers.sky.apertures import as_boundary, as_tolerance, shape_about, trace
from astroapers.sky.curves import Tangent
from astroapers.sky.projection import Projection

__all__ = ["from_native", "to_native"]

__doctest_requires__ = {("from_native", "to_native"): ["photutils>=3.0"]}

# Parameters have the same names on both sides, but for the angles of annuli: see `_twin`.
_NATIVE = {
    aperture.CircularAperture: CircAp,
    aperture.CircularAnnulus: CircAn,
    aperture.EllipticalAperture: EllipAp,
    aperture.EllipticalAnnulus: EllipAn,
    aperture.RectangularAperture: RectAp,
    aperture.RectangularAnnulus: RectAn,
}
_PHOTUTILS = {native: theirs for theirs, native in _NATIVE.items()}
_POLYGON = getattr(aperture, "PolygonAperture", None)  # since photutils 3.1

_PIXEL_TYPES = (*_NATIVE, _POLYGON) if _POLYGON else tuple(_NATIVE)
_SKY_TYPES = tuple(getattr(aperture, f"Sky{cls.__name__}") for cls in _PIXEL_TYPES)


def to_native(ap, wcs=None, *, boundary="local", tol=1e-3):
    """
    Convert an aperture of photutils to one of this package.

    Parameters
    ----------
    ap : `~photutils.aperture.Aperture`
        A circle, ellipse, rectangle, annulus of these, or polygon, in pixels or on the sky; one
        position or N of them. Not an instance of a subclass of one of photutils' classes.
    wcs : object, optional
        A WCS of astropy's shared interface, needed for an aperture on the sky; not used for others.
    boundary : {'local', 'each', 'exact'}, optional
        How the outline of an aperture on the sky becomes one in pixels. ``'local'`` is
        ``ap.to_pixel(wcs)``, whose sizes and angle are those at the first position; ``'each'`` is
        the same at every position; ``'exact'`` follows the boundary itself through the WCS, at
        every position.
    tol : float, optional
        For ``'exact'``: the largest estimated distance between the boundary and its path, in
        pixels.

    Returns
    -------
    `~astroapers.CircAp`, `~astroapers.CircAn`, `~astroapers.EllipAp`, `~astroapers.EllipAn`, \
`~astroapers.RectAp`, `~astroapers.RectAn`, `~astroapers.PathAp` or list of them
        With the same position or positions and the same sizes; a polygon becomes a path. An
        aperture on the sky with N positions becomes a list of N scalar ones, unless ``boundary`` is
        ``'local'``. With ``'exact'`` they are `~astroapers.sky.TracedPathAp`, and
        `~astroapers.sky.edge_error` tells how far off they may be.

    Raises
    ------
    TypeError
        If ``ap`` is something else.
    ValueError
        If ``wcs`` is missing or has other axes, ``boundary`` is another one, or ``tol`` is not
        positive and finite; or if a position or a part of a boundary has no pixel, or it does not
        come within ``tol``.

    See Also
    --------
    from_native : The way back.

    Notes
    -----
    The apertures are the same, but rules for pixel centres that lie exactly on an outline may
    differ between photutils and the methods of this package.

    On the sky, an ellipse or rectangle is what it is in the tangent plane of its centre, with
    offsets as long as the great circles they stand for. Sides of polygons are straight in the
    image.

    Examples
    --------
    >>> from photutils.aperture import EllipticalAperture
    >>> from astroapers.photutils import to_native
    >>> to_native(EllipticalAperture((20.0, 18.0), a=7.5, b=2.5, theta=0.6))
    EllipAp((20.0, 18.0), a=7.5, b=2.5, theta=0.6)
    """
    boundary = as_boundary(boundary, ("local", "each", "exact"))
    tol = as_tolerance(tol)
    if type(ap) in _SKY_TYPES:
        if wcs is None:
            raise ValueError(f"wcs must be given for an aperture on the sky, got a {_name(ap)}")
        if boundary == "exact":
            followed = _follow(ap, wcs, tol)
            return followed[0] if ap.isscalar else followed
        if boundary == "each" and not ap.isscalar:
            return [to_native(one, wcs) for one in ap]
        ap = ap.to_pixel(wcs)
    if type(ap) not in _PIXEL_TYPES:
        raise TypeError(_not_photutils(ap))
    if type(ap) is _POLYGON:
        return PathAp(ap.positions, _contour(ap.vertex_offsets))
    native = _NATIVE[type(ap)]
    angles = native._spec.angles
    # A size may have been given as a string or an array of no dimension; `float` takes both.
    values = {
        name: float(ap.theta.to_value(radian) if name in angles else getattr(ap, name))
        for name in native._spec.params
    }
    return native(ap.positions, **values)


def from_native(ap):
    """
    Convert an aperture of this package to one of photutils.

    Parameters
    ----------
    ap : `~astroapers.PixelAp`
        One of `~astroapers.CircAp`, `~astroapers.CircAn`, `~astroapers.EllipAp`,
        `~astroapers.EllipAn`, `~astroapers.RectAp` and `~astroapers.RectAn`, with the same sizes at
        all positions, and with one angle; or, with photutils 3.1, a `~astroapers.PathAp` of lines
        without holes.

    Returns
    -------
    `~photutils.aperture.PixelAperture`
        With the same position or positions, sizes and angle (in radians). The vertices of a polygon
        are counter-clockwise.

    Raises
    ------
    TypeError
        If ``ap`` has no counterpart in photutils; the message says what to do.
    ValueError
        If photutils refuses the values: a polygon that touches itself.

    See Also
    --------
    to_native : The way back.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.photutils import from_native
    >>> from_native(CircAp((20, 18), 3))
    <CircularAperture([20., 18.], r=3.0)>

    Sizes that differ become one aperture each:

    >>> stars = CircAp([(20, 18), (31, 9)], r=[3, 4])
    >>> [from_native(star).r for star in stars]
    [3.0, 4.0]
    """
    if not isinstance(ap, PixelAp):
        raise TypeError(f"ap must be an aperture of astroapers, got {_name(ap)}")
    positions = ap.positions[0] if ap.isscalar else ap.positions
    if isinstance(ap, PathAp):
        return _polygon(ap, positions)
    theirs = _PHOTUTILS.get(type(ap))
    if theirs is None:
        raise TypeError(
            f"photutils has no counterpart of {_name(ap)}: use its own methods, or give it to the "
            f"callables of astroapers.photutils, which take such apertures"
        )
    params = {name: _shared(ap, name) for name in ap._spec.params}
    _check_annulus(ap, params)
    return theirs(positions, **{_twin(name): value for name, value in params.items()})


def _follow(ap, wcs, tol):
    """Paths along the boundary of an aperture on the sky, one for each position."""
    projection = Projection(wcs, ap.positions.frame.replicate_without_data())
    sphere = ap.positions.reshape(-1).spherical
    places = list(zip(sphere.lon.rad.tolist(), sphere.lat.rad.tolist(), strict=True))
    twin = _PIXEL_TYPES[_SKY_TYPES.index(type(ap))]
    if twin is _POLYGON:
        return _straight_polygons(ap, [Tangent.about(*place) for place in places], projection)
    native = _NATIVE[twin]
    names = [name for name in native._spec.params if name not in native._spec.angles]
    sizes = [float(getattr(ap, name).to_value(radian)) for name in names]
    # From north to east here, from west to north there.
    angle = float(ap.theta.to_value(radian)) + np.pi / 2 if native._spec.angles else 0.0
    shapes = [shape_about(native, Tangent.about(*place, angle), sizes) for place in places]
    return trace(shapes, projection, tol)


def _straight_polygons(ap, tangents, projection):
    """Polygons on the sky, whose vertices have a longitude and latitude about each position."""
    lon, lat = ap.vertex_offsets.to_value(radian).T
    ahead, east, north = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)
    paths = []
    for tangent in tangents:
        vertices = (
            np.outer(ahead, tangent.center)
            - np.outer(east, tangent.along)  # which is west
            + np.outer(north, tangent.across)
        )
        (position, *contour), _ = projection.pixels(np.vstack((tangent.center, vertices)))
        if np.isnan([position, *contour]).any():
            raise ValueError(
                f"a vertex of a {_name(ap)} has no position in the image under this WCS"
            )
        paths.append(PathAp(tuple(position.tolist()), _contour(np.array(contour) - position)))
    return paths


def _name(value):
    return type(value).__name__


def _not_photutils(ap):
    """Error message for an object that is not an aperture of photutils."""
    known = ", ".join(cls.__name__ for cls in _PIXEL_TYPES)
    if isinstance(ap, PixelAp):
        advice = ", which is an aperture of astroapers already"
    elif isinstance(ap, (*_PIXEL_TYPES, *_SKY_TYPES)):
        advice = (
            ", a subclass, which may weigh its pixels in its own way: "
            "make an instance of photutils' class from its parameters"
        )
    elif isinstance(ap, Aperture):
        advice = ", whose shape is not known here"
    else:
        advice = " (a region goes through photutils.aperture.region_to_aperture first)"
    return f"ap must be one of {known} or their Sky twins, got {_name(ap)}{advice}"


def _contour(offsets):
    """Turn vertices into the commands of a path."""
    first, *others = offsets.tolist()
    return [("move", *first), *(("line", *vertex) for vertex in others), ("close",)]


def _polygon(ap, positions):
    """Turn a path into a polygon, which has no holes and no arcs."""
    arcs = sum(command == "arc" for command, *_ in ap.segments)
    for count, what in ((len(ap.holes), "holes"), (arcs, "arcs")):
        if count:
            raise TypeError(
                f"photutils has no counterpart of a PathAp with {what}, got {count}: use its own "
                f"methods, or give it to the callables of astroapers.photutils"
            )
    if _POLYGON is None:
        raise TypeError("the counterpart of PathAp, PolygonAperture, needs photutils 3.1 or later")
    vertices = [vertex for _, *vertex in ap.segments[:-1]]
    if vertices[-1] == vertices[0]:  # the contour came back by itself, which photutils does for it
        del vertices[-1]
    return _POLYGON(positions, vertices)


def _shared(ap, name):
    """Return a parameter that is the same at all positions."""
    value = getattr(ap, name)
    if isinstance(value, float):
        return value
    if value.size == 0 or (value != value[0]).any():
        raise TypeError(
            f"an aperture of photutils has one {_twin(name)} for all its positions, and this "
            f"{_name(ap)} has {len(value)} of {name}: convert them one by one, as in "
            f"[from_native(one) for one in ap]"
        )
    return float(value[0])


def _twin(name):
    """Return photutils' name of a parameter: its annuli have one angle."""
    return "theta" if name.startswith("theta") else name


def _check_annulus(ap, params):
    """Refuse annuli that photutils cannot have."""
    if params.get("theta_in") != params.get("theta_out"):
        raise TypeError(
            f"an annulus of photutils has one angle, and this {_name(ap)} has "
            f"theta_in={params['theta_in']} and theta_out={params['theta_out']}: give it to the "
            f"callables of astroapers.photutils as it is"
        )
    if params.get("r_in") == 0.0:
        raise TypeError(
            "photutils has no counterpart of a CircAn with r_in=0, a disc: convert a CircAp instead"
        )
    for name, inner in params.items():
        outer = params.get(name.replace("_in", "_out"), np.inf)
        if name.endswith("_in") and name != "theta_in" and not inner < outer:
            raise TypeError(
                f"the inner sizes of an annulus of photutils are all less than the outer ones, "
                f"and this {_name(ap)} has {name}={inner} at the outer {outer}: give it to the "
                f"callables of astroapers.photutils as it is"
            )
