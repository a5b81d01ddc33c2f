"""
Contours on the sky as lines and arcs in the image, by subdivision.

A piece of a contour becomes a straight line, or the arc through both its ends and its middle. Its
other points in the image, as far as they are probed, tell how far that is off; where it is too far,
the piece is halved. All pieces of one round go through the WCS in one call.
"""

from typing import NamedTuple

import numpy as np

from astroapers.sky.curves import points

__all__ = ["Traced", "trace_contours"]

_INTERVALS = 16  # between the points of a piece: 15 of them are inside it
_MIDDLE = _INTERVALS // 2
_BETWEEN = 1.05  # between two probes the boundary may be off by so much more than they are
_LINE = 0.1  # of the tolerance; nearer than this a straight line is as good as an arc
_MOST_ROUNDS = 24
_MOST_PIECES = 1 << 16


class Traced(NamedTuple):
    """
    A contour in the image.

    Parameters
    ----------
    segments : list of tuple
        Commands of a path, in pixels from the origin that was given.
    error : float
        Estimate of the largest distance of the boundary from it, in pixels.
    """

    segments: list
    error: float


def trace_contours(contours, origins, projection, tol):
    """
    Follow contours through a WCS.

    Parameters
    ----------
    contours : list of Contour
        On the sky.
    origins : ndarray of float64, shape (n, 2)
        For each the pixel coordinates from which its path is measured.
    projection : Projection
        The way to pixels.
    tol : float
        The largest distance allowed between boundary and path, in pixels.

    Returns
    -------
    list of Traced

    Raises
    ------
    ValueError
        If a part of a boundary has no pixel, or does not come within ``tol``: it may jump, as it
        does across the edge of an all-sky image.

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
    """Pieces that may still be halved: arrays with one row for each."""

    contour: np.ndarray  # index of its contour
    place: np.ndarray  # along the contour; pieces at the beginning are 1 apart
    length: np.ndarray  # along the contour, 1 at the beginning
    curve: np.ndarray  # (n, 5, 3)
    t0: np.ndarray
    t1: np.ndarray
    p0: np.ndarray  # (n, 2), both ends in the image
    p1: np.ndarray


class _Fits(NamedTuple):
    """What pieces are in the image."""

    contour: np.ndarray
    place: np.ndarray
    end: np.ndarray  # (n, 2)
    is_line: np.ndarray
    arc: np.ndarray  # (n, 5): cx, cy, r, theta0, dtheta
    off: np.ndarray


def _part(rows, index):
    """Some of the rows of a tuple of arrays."""
    return type(rows)._make(values[index] for values in rows)


def _first_pieces(contours, origins, projection):
    counts = [len(contour.starts) for contour in contours]
    which = np.repeat(np.arange(len(contours)), counts)
    place = np.concatenate([np.arange(float(count)) for count in counts])
    curve, t0, t1 = (np.concatenate([contour[k] for contour in contours]) for k in range(3))
    p0, lost = _to_pixels(curve, t0[:, None], origins[which], projection)
    # A contour is closed: its last piece ends where its first one begins.
    firsts = np.cumsum([0, *counts[:-1]])
    following = np.arange(1, len(which) + 1)
    following[firsts + counts - 1] = firsts
    p0 = p0[:, 0]
    return _Pieces(which, place, np.ones(len(which)), curve, t0, t1, p0, p0[following]), lost


def _probed(pieces, origins, projection):
    """Points of all pieces in the image, ends included, and how uncertain they are."""
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
    """Both halves of each piece, whose middle is known."""
    t = (pieces.t0 + pieces.t1) / 2
    half = pieces.length / 2
    first = pieces._replace(length=half, t1=t, p1=middle)
    second = pieces._replace(length=half, place=pieces.place + half, t0=t, p0=middle)
    return _Pieces._make(np.concatenate(both) for both in zip(first, second, strict=True))


def _fit(pieces, xy, tol):
    """Lines and arcs through the points of pieces, shape (n, 17, 2)."""
    start = xy[:, 0]
    inner = xy[:, 1:-1] - start[:, None]
    chord, middle = xy[:, -1] - start, xy[:, _MIDDLE] - start
    with np.errstate(all="ignore"):
        across = _cross(chord[:, None], inner) / np.hypot(*chord.T)[:, None]
        off_line = np.abs(across).max(axis=1)
        # The centre from the start: as far from the middle and from the end.
        twice = 2.0 * _cross(chord, middle)
        chord2, middle2 = (chord**2).sum(axis=1), (middle**2).sum(axis=1)
        u = (middle[:, 1] * chord2 - chord[:, 1] * middle2) / twice
        v = (chord[:, 0] * middle2 - middle[:, 0] * chord2) / twice
        r = np.hypot(u, v)
        center = np.stack((u, v), axis=-1)
        # |q - c| - r, with no difference of large numbers.
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
    """All contours, each in its order."""
    fits = _Fits._make(np.concatenate(parts) for parts in zip(*finished, strict=True))
    traced = []
    for contour in range(n):
        own = np.flatnonzero(fits.contour == contour)
        own = own[np.argsort(fits.place[own])]
        ends, arcs = fits.end[own].tolist(), fits.arc[own].tolist()
        # The last piece ends where the contour begins.
        segments = [("move", *ends[-1])]
        for is_line, end, arc in zip(fits.is_line[own].tolist(), ends, arcs, strict=True):
            segments.append(("line", *end) if is_line else ("arc", *arc))
        segments.append(("close",))
        traced.append(Traced(segments, float(fits.off[own].max()) + lost))
    return traced
