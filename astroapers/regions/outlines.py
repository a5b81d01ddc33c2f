"""Outlines of apertures as polygons, for what has no other region."""

import math
from typing import NamedTuple

import numpy as np

from astroapers.apertures import CircAp, EllipAp, PathAp, PillAp, RectAp, WedgeAp

__all__ = ["Limits", "polygons_of"]

_QUARTER = math.pi / 2


class Limits(NamedTuple):
    """How fine polygons are: one of the two is given."""

    n_vertices: int | None
    tol: float | None


class _Curve(NamedTuple):
    """
    From ``start`` on, ``turn`` radians of an ellipse; or a straight line: ``a`` and ``b`` are 0.

    Its points are ``center + a cos t + b sin t``, as complex numbers.
    """

    center: complex
    a: complex = 0.0
    b: complex = 0.0
    start: float = 0.0
    turn: float = 0.0

    def points(self, n):
        """All but the last of n equal steps."""
        t = self.start + self.turn * np.arange(n) / n
        return self.center + self.a * np.cos(t) + self.b * np.sin(t)

    def steps(self, tol):
        """Into how many steps it must be cut."""
        size = max(abs(self.a), abs(self.b))
        if size == 0.0:
            return 1
        # Of an ellipse, what lies between a chord and its arc is that of its larger circle at most.
        return max(math.ceil(abs(self.turn) / (2.0 * math.acos(max(1.0 - tol / size, 0.0)))), 1)


def polygons_of(ap, limits):
    """
    Polygons with their vertices on the outline of an aperture.

    Parameters
    ----------
    ap : PixelAp
        A scalar one, without an inner shape.
    limits : Limits or None
        How fine; `None` is enough for straight lines.

    Returns
    -------
    list of ndarray of complex, or None
        The vertices of the outer contour and of the holes, ``x + i y`` in the image; `None` if
        there are curves and no limits.

    Examples
    --------
    >>> from astroapers import RectAp
    >>> from astroapers.regions.outlines import polygons_of
    >>> polygons_of(RectAp((2, 3), 2, 2), None)
    [array([1.+2.j, 3.+2.j, 3.+4.j, 1.+4.j])]
    """
    position = complex(*ap._positions[0].tolist())
    contours = list(_contours(ap))
    curves = [curve for contour in contours for curve in contour]
    if limits is None:
        if any(curve.turn for curve in curves):
            return None
        steps = [1] * len(curves)
    elif limits.tol is not None:
        steps = [curve.steps(limits.tol) for curve in curves]
    else:
        steps = _shared_out(curves, limits.n_vertices)
    counts = iter(steps)
    return [
        position + np.concatenate([curve.points(next(counts)) for curve in contour])
        for contour in contours
    ]


def _shared_out(curves, n_vertices):
    """Steps of each curve, with so many vertices in all, if the corners leave any."""
    turns = np.array([abs(curve.turn) for curve in curves])
    steps = np.ones(len(curves), dtype=int)
    spare = n_vertices - len(curves)
    if spare > 0 and turns.any():
        parts = turns / turns.sum() * spare
        steps += parts.astype(int)
        # What rounding left over goes where most was cut off.
        left = n_vertices - steps.sum()
        steps[np.argsort(parts.astype(int) - parts, kind="stable")[:left]] += 1
    return steps.tolist()


def _contours(ap):
    """Contours of a shape about its position: the outer one, then the holes."""
    if isinstance(ap, PathAp):
        return [_path(contour) for contour in (ap.segments, *ap.holes)]
    if isinstance(ap, WedgeAp):
        return [_wedge(*ap._values)]
    turned = complex(math.cos(ap._values[-1]), math.sin(ap._values[-1]))
    if isinstance(ap, RectAp):
        w, h, _ = ap._values
        corners = [(-w, -h), (w, -h), (w, h), (-w, h)]
        return [[_Curve(turned * complex(*corner) / 2) for corner in corners]]
    if isinstance(ap, PillAp):
        w, a, b, _ = ap._values
        caps = [
            _Curve(sign * w / 2, a, 1j * b, t, math.pi)
            for sign, t in ((1, -_QUARTER), (-1, _QUARTER))
        ]
        right, left = (
            cap._replace(center=cap.center * turned, a=a * turned, b=1j * b * turned)
            for cap in caps
        )
        return [[right, _end(right), left, _end(left)]]
    a, b = (ap.r, ap.r) if isinstance(ap, CircAp) else (ap.a, ap.b)
    turned = turned if isinstance(ap, EllipAp) else 1.0
    return [[_Curve(0.0, a * turned, 1j * b * turned, 0.0, 2 * math.pi)]]


def _wedge(r_in, r_out, theta_in, dtheta_in, theta_out, dtheta_out):
    outer = _Curve(0.0, r_out, 1j * r_out, theta_out - dtheta_out / 2, dtheta_out)
    inner = _Curve(0.0, r_in, 1j * r_in, theta_in + dtheta_in / 2, -dtheta_in)
    return [outer, _end(outer), inner, _end(inner)]


def _path(segments):
    (_, *start), *commands = segments
    contour, here = [], complex(*start)
    for command, *numbers in commands:
        if command == "arc":
            cx, cy, r, theta0, dtheta = numbers
            contour.append(_Curve(complex(cx, cy), r, 1j * r, theta0, dtheta))
            here = _end(contour[-1]).center
        else:
            there = complex(*(numbers or start))  # a contour closes itself
            if command == "line" or abs(there - here) > 1e-9 * abs(there):
                contour.append(_Curve(here))
            here = there
    return contour


def _end(curve):
    """The straight line that begins where a curve ends."""
    t = curve.start + curve.turn
    return _Curve(curve.center + curve.a * math.cos(t) + curve.b * math.sin(t))
