"""
Contours on the sky as lines and arcs in the image, by subdivision.

A piece of a contour becomes a straight line, or the arc through its two ends and its middle. Test
points on the piece show how far the line or arc is from it; if this is too far, the piece is
halved. All pieces of one round are transformed by the WCS in one call.
"""

from typing import NamedTuple

import numpy as np

from astroapers.sky.curves import points

__all__ = ["Traced", "trace_contours"]

_INTERVALS = 16  # between the two ends of a piece are 15 test points
_MIDDLE = _INTERVALS // 2
_BETWEEN = 1.05  # margin for the boundary between test points, as a factor
_LINE = 0.1  # of the tolerance; a piece that is this close to a straight line becomes one
_MOST_ROUNDS = 24
_MOST_PIECES = 1 << 16


class Traced(NamedTuple):
    """
    A contour in the image.

    Parameters
    ----------
    segments : list of tuple
        Commands of a path, in pixels from the given origin.
    error : float
        Estimate of the largest distance between the boundary and the path, in pixels.
    """

    segments: list
    error: float


def trace_contours(contours, origins, projection, tol):
    """
    Follow contours through a WCS.

    Parameters
    ----------
    contours : list of Contour
        Contours on the sky.
    origins : ndarray of float64, shape (n, 2)
        For each contour, the pixel coordinates of the origin of its path.
    projection : Projection
        Gives the pixels of directions on the sky.
    tol : float
        Largest distance allowed between boundary and path, in pixels.

    Returns
    -------
    list of Traced

    Raises
    ------
    ValueError
        If a part of a boundary has no position in the image, or if lines and arcs cannot follow it
        within ``tol``, for example because it jumps at the edge of an all-sky image.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.coordinates import ICRS
    >>> from astropy.wcs import WCS
    >>> from astroapers.sky.boundary import trace_contours
    >>> from astroapers.sky.curves import Tangent, circle
    >>> from astroapers.sky.projection import Projection
    >>> wcs = WCS(naxis=2)
    >>> wcs.wcs.ctype = "RA---TAN", "DEC--TAN"
    >>> wcs.wcs.cdelt = -0.001, 0.001
    >>> contour = circle(Tangent.about(0.0, 0.0), np.deg2rad(0.005))
    >>> traced = trace_contours([contour], np.array([[-1.0, -1.0]]), Projection(wcs, ICRS()), 1e-3)
    >>> len(traced[0].segments), traced[0].error < 1e-3
    (10, True)
    """
    pieces, lost = _first_pieces(contours, origins, projection)
    finished = []
    for _ in range(_MOST_ROUNDS):
        xy, error = _probed(pieces, origins, projection)
        lost = max(lost, error)
        fits = _fit(pieces, xy, tol)
        good = fits.off + lost <= tol
        finished.append(_part(fits, good))
        if good.all():
            return _assembled(finished, len(contours), lost)
        pieces = _halves(_part(pieces, ~good), xy[~good, _MIDDLE])
        if len(pieces.place) > _MOST_PIECES:
            break
    raise ValueError(
        f"a boundary does not come within tol={tol} pixels of lines and arcs: it jumps in the "
        f"image, as at the edge of an all-sky map, or tol is finer than the WCS is smooth"
    )


class _Pieces(NamedTuple):
    """Pieces that may still be halved: arrays with one row per piece."""

    contour: np.ndarray  # index of its contour
    place: np.ndarray  # order along the contour; the first pieces are at 0, 1, 2 ...
    length: np.ndarray  # difference of place to the next piece; 1 for the first pieces
    curve: np.ndarray  # (n, 5, 3)
    t0: np.ndarray
    t1: np.ndarray
    p0: np.ndarray  # (n, 2), both ends in the image
    p1: np.ndarray


class _Fits(NamedTuple):
    """Lines and arcs in the image: arrays with one row per piece."""

    contour: np.ndarray
    place: np.ndarray
    end: np.ndarray  # (n, 2)
    is_line: np.ndarray
    arc: np.ndarray  # (n, 5): cx, cy, r, theta0, dtheta
    off: np.ndarray


def _part(rows, index):
    """Select rows in a tuple of arrays."""
    return type(rows)._make(values[index] for values in rows)


def _first_pieces(contours, origins, projection):
    counts = [len(contour.starts) for contour in contours]
    which = np.repeat(np.arange(len(contours)), counts)
    place = np.concatenate([np.arange(float(count)) for count in counts])
    curve, t0, t1 = (np.concatenate([contour[k] for contour in contours]) for k in range(3))
    p0, lost = _to_pixels(curve, t0[:, None], origins[which], projection)
    # A contour is closed: the end of its last piece is the start of its first one.
    firsts = np.cumsum([0, *counts[:-1]])
    following = np.arange(1, len(which) + 1)
    following[firsts + counts - 1] = firsts
    p0 = p0[:, 0]
    return _Pieces(which, place, np.ones(len(which)), curve, t0, t1, p0, p0[following]), lost


def _probed(pieces, origins, projection):
    """Test points of all pieces in the image, with both ends, and their largest error."""
    inside = np.arange(1, _INTERVALS) / _INTERVALS
    t = pieces.t0[:, None] + (pieces.t1 - pieces.t0)[:, None] * inside
    xy, lost = _to_pixels(pieces.curve, t, origins[pieces.contour], projection)
    return np.concatenate((pieces.p0[:, None], xy, pieces.p1[:, None]), axis=1), lost


def _to_pixels(curves, t, origins, projection):
    directions = points(curves, t)
    xy, lost = projection.pixels(directions.reshape(-1, 3))
    missing = np.isnan(xy[:, 0])
    if missing.any():
        raise ValueError(
            f"a part of the boundary has no position in the image under this WCS: "
            f"{np.count_nonzero(missing)} of {len(xy)} points of it"
        )
    return xy.reshape(*t.shape, 2) - origins[:, None], lost


def _halves(pieces, middle):
    """Both halves of each piece; ``middle`` are the middles in the image."""
    t = (pieces.t0 + pieces.t1) / 2
    half = pieces.length / 2
    first = pieces._replace(length=half, t1=t, p1=middle)
    second = pieces._replace(length=half, place=pieces.place + half, t0=t, p0=middle)
    return _Pieces._make(np.concatenate(both) for both in zip(first, second, strict=True))


def _fit(pieces, xy, tol):
    """Lines and arcs for pieces, from their points ``xy`` of shape (n, 17, 2)."""
    start = xy[:, 0]
    inner = xy[:, 1:-1] - start[:, None]
    chord, middle = xy[:, -1] - start, xy[:, _MIDDLE] - start
    with np.errstate(all="ignore"):
        across = _cross(chord[:, None], inner) / np.hypot(*chord.T)[:, None]
        off_line = np.abs(across).max(axis=1)
        # The centre of the arc, relative to the start: equally far from start, middle and end.
        twice = 2.0 * _cross(chord, middle)
        chord2, middle2 = (chord**2).sum(axis=1), (middle**2).sum(axis=1)
        u = (middle[:, 1] * chord2 - chord[:, 1] * middle2) / twice
        v = (chord[:, 0] * middle2 - middle[:, 0] * chord2) / twice
        r = np.hypot(u, v)
        center = np.stack((u, v), axis=-1)
        # |q - c| - r, written without a difference of large numbers.
        power = (inner**2).sum(axis=-1) - 2.0 * np.einsum("nki,ni->nk", inner, center)
        distance = np.hypot(*np.moveaxis(inner - center[:, None], -1, 0))
        off_arc = np.abs(power / (distance + r[:, None])).max(axis=1)
        turn = np.arctan2(_cross(-center, chord - center), -(center * (chord - center)).sum(axis=1))
    # Counter-clockwise if the middle lies to the right of the chord.
    turn = np.where(twice < 0.0, np.mod(turn, 2 * np.pi), -np.mod(-turn, 2 * np.pi))
    is_line = ~(off_line > _LINE * tol) | ~np.isfinite(off_arc)
    off = np.where(is_line, off_line, off_arc) * _BETWEEN
    arc = np.stack((u + start[:, 0], v + start[:, 1], r, np.arctan2(-v, -u), turn), axis=-1)
    return _Fits(pieces.contour, pieces.place, xy[:, -1], is_line, arc, off)


def _cross(a, b):
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def _assembled(finished, n, lost):
    """Join the pieces of each contour, in their order, to a path."""
    fits = _Fits._make(np.concatenate(parts) for parts in zip(*finished, strict=True))
    traced = []
    for contour in range(n):
        own = np.flatnonzero(fits.contour == contour)
        own = own[np.argsort(fits.place[own])]
        ends, arcs = fits.end[own].tolist(), fits.arc[own].tolist()
        # The path starts at the end of the last piece.
        segments = [("move", *ends[-1])]
        for is_line, end, arc in zip(fits.is_line[own].tolist(), ends, arcs, strict=True):
            segments.append(("line", *end) if is_line else ("arc", *arc))
        segments.append(("close",))
        traced.append(Traced(segments, float(fits.off[own].max()) + lost))
    return traced
