"""
Apertures as matplotlib patches; matplotlib is imported when a function is called.

Examples
--------
>>> from matplotlib.figure import Figure
>>> from astroapers import CircAn, CircAp
>>> from astroapers.plotting import plot_many
>>> ax = Figure().add_subplot()
>>> stars = [(3, 4), (8, 7)]
>>> patches = plot_many([CircAp(stars, 1), CircAn(stars, 2, 3)], ax, edgecolor="white")
>>> len(patches), len(ax.patches)
(4, 4)
"""

import itertools
import math

import numpy as np

from astroapers import _rust
from astroapers._arguments import as_number, as_plot_samples
from astroapers._path import polyline

__all__ = ["make_patches", "plot_apertures", "plot_many", "plot_weights", "to_patch_list"]

# Points of a ring that is a circle or an ellipse; off by 4e-5 of its radius.
_CURVE_POINTS = 360


def to_patch_list(p):
    """
    Make a list of what `~astroapers.PixelAp.to_patches` and `~astroapers.PixelAp.plot` return.

    Parameters
    ----------
    p : Patch, iterable of Patch, or aperture
        One patch or several; an aperture stands for its patches.

    Returns
    -------
    list of Patch
        A new list, of one patch or of all.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.plotting import to_patch_list
    >>> len(to_patch_list(CircAp((3, 4), 2).to_patches()))
    1
    """
    if hasattr(p, "to_patches"):
        p = p.to_patches()
    return list(p) if np.iterable(p) else [p]


def plot_apertures(ap, ax=None, origin=(0, 0), **kwargs):
    """
    Draw the outlines of an aperture; the limits of the axes stay as they are.

    Parameters
    ----------
    ap : PixelAp
        Any aperture, scalar or vector.
    ax : `~matplotlib.axes.Axes` or None, optional
        Where to draw; `None` means the current axes of `matplotlib.pyplot`.
    origin : array_like, shape (2,), optional
        ``(x, y)`` to be subtracted from the positions.
    **kwargs
        Properties of the patches, as in `~astroapers.PixelAp.to_patches`.

    Returns
    -------
    Patch or list of Patch
        One for a scalar aperture; for a vector aperture a list with one per position.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If ``origin`` is not two finite numbers, or ``plot_samples`` is not an even
        integer of at least 4.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from astroapers import EllipAp
    >>> from astroapers.plotting import plot_apertures
    >>> patch = plot_apertures(EllipAp((3, 4), 2, 1, 0.5), Figure().add_subplot())
    >>> type(patch).__name__
    'Ellipse'
    """
    patches = ap.to_patches(origin, **kwargs)
    if ax is None:
        from matplotlib import pyplot as plt

        ax = plt.gca()
    for patch in to_patch_list(patches):
        ax.add_patch(patch)
    return patches


def plot_many(aps, ax=None, origin=(0, 0), **kwargs):
    """
    Draw the outlines of several apertures, all with the same properties.

    Parameters
    ----------
    aps : iterable of PixelAp
        Scalar and vector apertures.
    ax, origin, **kwargs
        As in `plot_apertures`.

    Returns
    -------
    list of Patch
        The patches of all apertures, one after the other.

    Raises
    ------
    ImportError, ValueError
        As in `plot_apertures`.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from astroapers import CircAp, RectAp
    >>> from astroapers.plotting import plot_many
    >>> ax = Figure().add_subplot()
    >>> len(plot_many([CircAp([(3, 4), (8, 7)], 1), RectAp((3, 4), 2, 1)], ax, color="red"))
    3
    """
    if hasattr(aps, "to_patches"):  # a single one
        aps = [aps]
    patches = (plot_apertures(ap, ax, origin, **kwargs) for ap in aps)
    return list(itertools.chain.from_iterable(map(to_patch_list, patches)))


def plot_weights(ap, ax=None, origin=(0, 0), *, method="exact", **kwargs):
    """
    Draw the weights of the pixels in the bounding boxes of an aperture.

    Parameters
    ----------
    ap : PixelAp
        Any aperture, scalar or vector.
    ax : `~matplotlib.axes.Axes` or None, optional
        Where to draw; `None` means the current axes of `matplotlib.pyplot`.
    origin : array_like, shape (2,), optional
        ``(x, y)`` to be subtracted from the positions.
    method : {"exact", "center"}, optional
        Which weights.
    **kwargs
        Properties of `~matplotlib.axes.Axes.pcolormesh`. Unless given, colours go from
        0 to 1, in the map "Blues", with thin lines between the pixels.

    Returns
    -------
    QuadMesh or list of QuadMesh
        One for a scalar aperture; for a vector aperture a list with one per position.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If ``method`` is another one, or ``origin`` is not two finite numbers.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from astroapers import CircAp
    >>> from astroapers.plotting import plot_weights
    >>> mesh = plot_weights(CircAp((3, 4), 2), Figure().add_subplot())
    >>> mesh.get_array().shape
    (5, 5)
    """
    if method not in ("exact", "center"):
        raise ValueError(f'method must be "exact" or "center", got {method!r:.200}')
    x0, y0 = _as_origin(origin)
    if ax is None:
        from matplotlib import pyplot as plt

        ax = plt.gca()
    weights = ap.weights_exact() if method == "exact" else ap.weights_center()
    look = {"cmap": "Blues", "vmin": 0, "vmax": 1, "edgecolors": "0.85", "linewidth": 0.5}
    meshes = [
        ax.pcolormesh(
            np.arange(box.ixmin, box.ixmax + 1) - 0.5 - x0,
            np.arange(box.iymin, box.iymax + 1) - 0.5 - y0,
            weight,
            **(look | kwargs),
        )
        for box, weight in zip(ap.bboxes(), weights, strict=True)
    ]
    return meshes[0] if ap.isscalar else meshes


def make_patches(aperture, origin, properties):
    """
    Make the patches of an aperture; what `~astroapers.PixelAp.to_patches` does.

    Parameters
    ----------
    aperture : PixelAp
        Any aperture, scalar or vector.
    origin : array_like, shape (2,)
        ``(x, y)`` to be subtracted from the positions.
    properties : dict
        Properties of the patches, and perhaps ``plot_samples``.

    Returns
    -------
    Patch or list of Patch
        One for a scalar aperture; for a vector aperture a list with one per position.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> from astroapers import RectAp
    >>> from astroapers.plotting import make_patches
    >>> make_patches(RectAp((3, 4), 2, 1), (0, 0), {}).get_xy()[0]
    array([2. , 3.5])
    """
    properties = dict(properties)
    samples = getattr(aperture, "plot_samples", None)
    if samples is not None:
        samples = as_plot_samples(properties.pop("plot_samples", samples))
    properties = _with_defaults(properties)
    where = aperture.positions - _as_origin(origin)
    aperture.area  # noqa: B018 - may refuse a shape that was not validated
    stencils = _stencils(aperture, samples)
    patches = [make(at, properties) for make, at in zip(stencils, where, strict=False)]
    return patches[0] if aperture.isscalar else patches


def _as_origin(origin):
    """Two finite numbers as an array."""
    try:
        x, y = origin
    except (TypeError, ValueError):
        raise ValueError(f"origin must be (x, y), got {origin!r:.200}") from None
    origin = np.array((as_number("x of origin", x), as_number("y of origin", y)))
    if not np.isfinite(origin).all():
        raise ValueError(f"origin must be finite, got {origin}")
    return origin


def _with_defaults(properties):
    """Properties of a patch under their full names, with our defaults."""
    from matplotlib.cbook import normalize_kwargs
    from matplotlib.patches import Patch

    defaults = {"fill": False}
    properties = normalize_kwargs(properties, Patch)
    if "color" not in properties:  # matplotlib warns if it is joined by one of these
        defaults |= {"facecolor": "none", "edgecolor": "C0"}
    return defaults | properties


def _stencils(aperture, samples):
    """For each position a function that makes its patch; endless if one serves them all."""
    make = _STENCILS.get(aperture._shape)
    if make is None:
        outlines = _rust.outlines(aperture._shape, aperture._positions, aperture._values)
        return map(_outline, outlines)
    values = [getattr(aperture, name) for name in aperture._spec.params]
    if not any(type(value) is np.ndarray for value in values):
        return itertools.repeat(make(values, samples))
    columns = (v.tolist() if type(v) is np.ndarray else itertools.repeat(v) for v in values)
    return (make(row, samples) for row in zip(*columns, strict=False))


def _circle(values, samples):
    from matplotlib.patches import Circle

    (r,) = values
    return lambda at, properties: Circle(tuple(at.tolist()), r, **properties)


def _ellipse(values, samples):
    from matplotlib.patches import Ellipse

    a, b, theta = values
    angle = math.degrees(theta)
    return lambda at, properties: Ellipse(at.tolist(), 2 * a, 2 * b, angle=angle, **properties)


def _polygon(ring):
    """Stencil of a shape without holes, all corners."""

    def stencil(values, samples):
        from matplotlib.patches import Polygon

        vertices = ring(*values, samples)
        return lambda at, properties: Polygon(vertices + at, closed=True, **properties)

    return stencil


def _compound(rings):
    """Stencil of a shape with curves or holes."""

    def stencil(values, samples):
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        path = Path.make_compound_path(*(_closed(ring) for ring in rings(*values, samples)))
        return lambda at, properties: PathPatch(Path(path.vertices + at, path.codes), **properties)

    return stencil


def _outline(rings):
    """Stencil of rings as the engine makes them; of nothing there may be none."""
    return _compound(lambda *rings_and_samples: rings_and_samples[:-1])(rings, None)


def _closed(ring):
    """Path around a ring, which ends with its first vertex."""
    from matplotlib.path import Path

    return Path(np.concatenate((ring, ring[:1])), closed=True)


def _annulus(ring):
    """Rings of an annulus: the inner one runs the other way round."""

    def rings(*values):
        *sizes, theta_in, theta_out, samples = values
        half = len(sizes) // 2
        outer = ring(*sizes[half:], theta_out, samples)
        return outer, ring(*sizes[:half], theta_in, samples)[::-1]

    return rings


def _circular_annulus(r_in, r_out, samples):
    outer = _oval_ring(r_out, r_out, 0.0, samples)
    return (outer, _oval_ring(r_in, r_in, 0.0, samples)[::-1]) if r_in > 0 else (outer,)


def _path_rings(segments, holes, samples):
    """Outer contour counter-clockwise, holes clockwise."""
    for k, contour in enumerate((segments, *holes)):
        ring = polyline(contour, samples)
        yield ring if (_signed_area(ring) > 0) == (k == 0) else ring[::-1]


def _oval_ring(a, b, theta, _):
    return _turned(*_arc(a, b, -math.pi, math.pi, _CURVE_POINTS + 1)[:, 1:], theta)


def _rect_ring(w, h, theta, _):
    u, v = np.array([(-1, 1, 1, -1), (-1, -1, 1, 1)]) / 2
    return _turned(u * w, v * h, theta)


def _pill_ring(w, a, b, theta, samples):
    u, v = _arc(a, b, -math.pi / 2, math.pi / 2, samples // 2)
    u += w / 2
    return _turned(np.concatenate((u, -u)), np.concatenate((v, -v)), theta)


def _wedge_ring(*values):
    """Outer arc counter-clockwise, then the inner one back."""
    r_in, r_out, theta_in, dtheta_in, theta_out, dtheta_out, samples = values
    arcs = [
        _arc(r, r, theta - dtheta / 2, theta + dtheta / 2, samples // 2)
        for r, theta, dtheta in ((r_out, theta_out, dtheta_out), (r_in, theta_in, dtheta_in))
    ]
    return np.concatenate((arcs[0], arcs[1][:, ::-1]), axis=1).T


def _arc(a, b, start, end, points):
    """Coordinates u and v of points on an ellipse along the axes, the ends included."""
    angle = np.linspace(start, end, points)
    return np.array((a * np.cos(angle), b * np.sin(angle)))


def _turned(u, v, theta):
    """Vertices in the image of points in the frame of a shape, relative to its centre."""
    cos, sin = math.cos(theta), math.sin(theta)
    return np.column_stack((u * cos - v * sin, u * sin + v * cos))


def _signed_area(ring):
    """Area of a polygon, negative if it runs clockwise."""
    x, y = ring.T
    return np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2


# Shapes with a patch of their own, or with `plot_samples`; others have the engine's outline.
_STENCILS = {
    "circ": _circle,
    "ellip": _ellipse,
    "rect": _polygon(_rect_ring),
    "wedge": _polygon(_wedge_ring),
    "circ_ann": _compound(_circular_annulus),
    "ellip_ann": _compound(_annulus(_oval_ring)),
    "rect_ann": _compound(_annulus(_rect_ring)),
    "pill": _compound(lambda *values: (_pill_ring(*values),)),
    "pill_ann": _compound(_annulus(_pill_ring)),
    "path": _compound(_path_rings),
}
