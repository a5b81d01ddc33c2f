"""
Independent overlap areas in long double, as the truth for exact weights.

The ellipse is mapped to the unit disc, and the pixel's image is summed up as triangles
from the centre; a polygon is summed up as what lies below its edges within the pixel.
Neither has anything in common with a walk along the outline.
"""

import numpy as np

_LD = np.longdouble


def ellipse_overlap(x, y, a, b, theta):
    """
    Area of unit pixels inside an ellipse.

    Parameters
    ----------
    x, y : array_like
        Pixel centres minus the ellipse's centre.
    a, b, theta : float
        Semi-axes and angle.

    Returns
    -------
    ndarray of longdouble
    """
    x, y = np.asarray(x, dtype=_LD), np.asarray(y, dtype=_LD)
    a, b = _LD(a), _LD(b)
    cos, sin = rotation(theta)
    corners = []
    for dx, dy in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        corners.append(
            (
                ((x + dx) * cos + (y + dy) * sin) / a,
                ((y + dy) * cos - (x + dx) * sin) / b,
            )
        )
    total = sum(_disc_triangle(*corners[k - 1], *corners[k]) for k in range(4))
    return np.clip(total * a * b, 0, 1)


def polygon_overlap(x, y, vertices):
    """
    Area of unit pixels inside a counter-clockwise polygon.

    Parameters
    ----------
    x, y : array_like
        Pixel centres.
    vertices : sequence of (x, y)
        In the same coordinates.

    Returns
    -------
    ndarray of longdouble
    """
    left, low = np.asarray(x, dtype=_LD) - _LD(0.5), np.asarray(y, dtype=_LD) - _LD(0.5)
    total = np.zeros(np.broadcast(left, low).shape, dtype=_LD)
    for (x0, y0), (x1, y1) in zip(vertices, [*vertices[1:], vertices[0]], strict=True):
        if x0 == x1:
            continue
        slope = (y1 - y0) / (x1 - x0)
        from_x, to_x = np.clip(x0, left, left + 1), np.clip(x1, left, left + 1)
        from_y, to_y = y0 + slope * (from_x - x0) - low, y0 + slope * (to_x - x0) - low
        total -= (to_x - from_x) * _mean_of_clipped_line(from_y, to_y)
    return np.clip(total, 0, 1)


def rectangle(w, h, theta):
    """Vertices of a rectangle about the origin, counter-clockwise, in long double."""
    cos, sin = rotation(theta)
    half = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    local = [(sx * _LD(w) / 2, sy * _LD(h) / 2) for sx, sy in half]
    return [(u * cos - v * sin, u * sin + v * cos) for u, v in local]


def rotation(theta):
    """Cosine and sine in long double, exact for the doubles nearest to multiples of π/2."""
    quarter = round(theta / (np.pi / 2))
    if theta == quarter * (np.pi / 2):
        return [(_LD(1), _LD(0)), (_LD(0), _LD(1)), (_LD(-1), _LD(0)), (_LD(0), _LD(-1))][
            quarter % 4
        ]
    return np.cos(_LD(theta)), np.sin(_LD(theta))


def _disc_triangle(px, py, qx, qy):
    """Signed area of the unit disc within the triangle (0, P, Q)."""
    dx, dy = qx - px, qy - py
    square, half_b, c = dx**2 + dy**2, px * dx + py * dy, px**2 + py**2 - 1
    root = np.sqrt(np.maximum(half_b**2 - square * c, 0))
    enter = np.clip((-half_b - root) / square, 0, 1)
    leave = np.clip((-half_b + root) / square, 0, 1)
    mx, my = px + enter * dx, py + enter * dy
    # Q itself, not P + (Q - P): beside the centre a rounding turns its direction.
    nx = np.where(leave == 1, qx, px + leave * dx)
    ny = np.where(leave == 1, qy, py + leave * dy)
    return (_sector(px, py, mx, my) + (mx * ny - my * nx) / 2) + _sector(nx, ny, qx, qy)


def _sector(px, py, qx, qy):
    """Signed area of the sector of the unit disc from direction P to direction Q."""
    return np.arctan2(px * qy - py * qx, px * qx + py * qy) / 2


def _mean_of_clipped_line(y0, y1):
    """Mean of a line from y0 to y1 over its length, clipped to [0, 1] everywhere."""
    with np.errstate(divide="ignore", invalid="ignore"):
        at_zero, at_one = -y0 / (y1 - y0), (1 - y0) / (y1 - y0)
    at_zero = np.clip(np.where(y0 == y1, 0, at_zero), 0, 1)
    at_one = np.clip(np.where(y0 == y1, 0, at_one), 0, 1)
    knots = [0 * y0, np.minimum(at_zero, at_one), np.maximum(at_zero, at_one), 0 * y0 + 1]
    values = [np.clip(y0 + t * (y1 - y0), 0, 1) for t in knots]
    return sum((knots[k + 1] - knots[k]) * (values[k] + values[k + 1]) / 2 for k in range(3))
