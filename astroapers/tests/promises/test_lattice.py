"""
Areas on a lattice of positions in steps of 1/20 px, where edges meet the grid.

Edges along pixel edges, vertices on pixel corners, tangencies and centres on centres are
the everyday case: users put apertures on pixels. The analytic area is the truth.
"""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from astroapers import (
    CircAn,
    CircAp,
    EllipAn,
    EllipAp,
    PathAp,
    PillAn,
    PillAp,
    RectAn,
    RectAp,
    WedgeAp,
)

FRAME = (64, 64)
STEPS = 32 + np.arange(21) / 20
WHERE = np.stack(np.meshgrid(STEPS, STEPS), axis=-1).reshape(-1, 2)
SIZES = (0.5, 1.0, 1.5, 2.0, 3.5)
PI = math.pi
EIGHTHS = [k * PI / 4 for k in range(8)]
every_angle = pytest.mark.parametrize("theta", EIGHTHS)


def check(ap, area):
    assert_allclose(ap.area, area, rtol=1e-13)
    assert_allclose(ap.npix_exact(FRAME), area, rtol=1e-11)


def test_positions():
    assert WHERE.shape == (441, 2)


@pytest.mark.parametrize("r", SIZES)
def test_circles(r):
    check(CircAp(WHERE, r), PI * r**2)
    check(CircAn(WHERE, r, r + 0.5), PI * ((r + 0.5) ** 2 - r**2))
    check(CircAn(WHERE, 0.5, r + 1), PI * ((r + 1) ** 2 - 0.25))


@every_angle
class TestTurned:
    @pytest.mark.parametrize("a", SIZES)
    def test_one_contour(self, a, theta):
        for b in SIZES:
            check(EllipAp(WHERE, a, b, theta), PI * a * b)
            check(RectAp(WHERE, a, b, theta), a * b)
        for b in (0.5, 2.0):
            for w in (0.5, 3.0):
                check(PillAp(WHERE, w, a, b, theta), 2 * w * b + PI * a * b)

    @pytest.mark.parametrize("turn", [0.0, PI / 4, PI / 2])
    def test_rings(self, theta, turn):
        angles = {"theta_in": theta + turn, "theta_out": theta}
        check(EllipAn(WHERE, 1.5, 0.5, 3.5, 2, **angles), PI * (7 - 0.75))
        check(RectAn(WHERE, 2, 1.5, 5, 4, **angles), 20 - 3)
        check(PillAn(WHERE, 1, 0.5, 0.5, 3, 2.5, 2, **angles), 12 + 5 * PI - 1 - 0.25 * PI)

    @pytest.mark.parametrize("width", [PI / 4, PI / 2, PI, 3 * PI / 2, 1.0])
    def test_sectors(self, width, theta):
        for r_in, r_out in ((0.5, 2.0), (2.0, 3.5), (1.5, 2.0)):
            check(WedgeAp(WHERE, r_in, r_out, theta, width), width * (r_out**2 - r_in**2) / 2)

    def test_bent_wedges(self, theta):
        # The corners are at multiples of 45 degrees: shoelace plus the segments of the arcs.
        for r_in, r_out, inner, outer in ((1, 2.5, PI / 2, PI), (1.5, 3, PI, PI / 2)):
            ap = WedgeAp(WHERE, r_in, r_out, theta, inner, theta, outer)
            area = (r_out**2 * outer - r_in**2 * inner) / 2
            area -= r_in * r_out * math.sin((outer - inner) / 2)
            check(ap, area)


def arcs(r, cuts, cx=0.0, cy=0.0):
    ends = [*cuts[1:], cuts[0] + 2 * PI]
    return [("arc", cx, cy, r, t, end - t) for t, end in zip(cuts, ends, strict=True)]


class TestPaths:
    @pytest.mark.parametrize("r", SIZES)
    @pytest.mark.parametrize("cuts", [(0, PI, 1.5 * PI), (0, 0.75 * PI, PI), (0, PI)])
    def test_discs(self, r, cuts):
        check(PathAp(WHERE, [("move", r, 0), *arcs(r, cuts), ("close",)]), PI * r**2)

    @pytest.mark.parametrize("r", SIZES)
    @pytest.mark.parametrize("way", range(4))
    def test_box_with_an_arch(self, r, way):
        cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[way]

        def turned(x, y):
            return x * cos - y * sin, x * sin + y * cos

        segments = [
            ("move", *turned(-r, -r)), ("line", *turned(r, -r)), ("line", *turned(r, r)),
            ("arc", *turned(0, r), r, way * PI / 2, PI), ("close",),
        ]  # fmt: skip
        check(PathAp(WHERE, segments), 4 * r**2 + PI * r**2 / 2)

    # On pixel corners, edges and centres of the lattice; areas by the shoelace formula.
    POLYGONS = [
        [(-0.5, -0.5), (2.5, -0.5), (2.5, 1.5), (-0.5, 1.5)],
        [(-2, -1), (2, -1), (0, 3)],
        [(0, -2), (2, 0), (0, 2), (-2, 0)],
        [(-1.5, -1.5), (1.5, -0.5), (0.5, 0.5), (1.5, 2.5), (-0.5, 0.5), (-2.5, 1.5)],
        [(-2, -2), (2, -2), (2, 2), (1, 2), (1, -1), (-1, -1), (-1, 2), (-2, 2)],
    ]

    @pytest.mark.parametrize("vertices", POLYGONS)
    @pytest.mark.parametrize("backwards", [False, True])
    def test_polygons(self, vertices, backwards):
        x, y = np.array(vertices).T
        area = (x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
        first, *others = vertices[::-1] if backwards else vertices
        check(PathAp(WHERE, [("move", *first), *(("line", *v) for v in others), ("close",)]), area)

    def test_holes(self):
        outer = [("move", -3, -3), ("line", 3, -3), ("line", 3, 3), ("line", -3, 3), ("close",)]
        square = [("move", -1, -1), ("line", 0.5, -1), ("line", 0.5, 1), ("line", -1, 1),
                  ("close",)]  # fmt: skip
        disc = [("move", 2.5, 0), *arcs(1, (0, PI), 1.5, 0), ("close",)]
        check(PathAp(WHERE, outer, [square]), 33)
        check(PathAp(WHERE, outer, [disc]), 36 - PI)
        check(PathAp(WHERE, outer, [disc, disc]), 36 - PI)
        # They share two corners of the square, (0.5, -1) and (0.5, 1): nothing more.
        apart = [("move", 1.5 + 0.9, 0), *arcs(0.9, (0, PI), 1.5, 0), ("close",)]
        check(PathAp(WHERE, outer, [square, apart]), 33 - 0.81 * PI)


class TestInnerSticksOut:
    """Outer minus what both have in common."""

    @every_angle
    def test_ellipses_at_a_right_angle(self, theta):
        ap = EllipAn(WHERE, 3, 1, 3.5, 1.5, theta_in=theta, theta_out=theta + PI / 2)
        check(ap, 5.25 * PI - common_of_ellipses(1.5, 3.5, 3, 1))

    @every_angle
    def test_rectangles_at_a_right_angle(self, theta):
        check(RectAn(WHERE, 4, 1, 5, 2, theta_in=theta, theta_out=theta + PI / 2), 10 - 2)
        check(RectAn(WHERE, 4, 2, 4, 2.5, theta_in=theta, theta_out=theta - PI / 2), 10 - 5)

    @every_angle
    def test_square_in_a_square_turned_by_45_degrees(self, theta):
        # The corners that stick out are right triangles of height √2·s/2 - S/2.
        height = (math.sqrt(2) * 3.5 - 4) / 2
        ap = RectAn(WHERE, 3.5, 3.5, 4, 4, theta_in=theta, theta_out=theta + PI / 4)
        check(ap, 16 - (3.5**2 - 4 * height**2))

    @every_angle
    def test_pills_at_a_right_angle(self, theta):
        # The inner one's straight part crosses that of the outer one.
        ap = PillAn(WHERE, 4, 0.5, 0.5, 6, 1, 1.5, theta_in=theta, theta_out=theta + PI / 2)
        check(ap, 18 + 1.5 * PI - 3)


def common_of_ellipses(a, b, p, q):
    """Area that two ellipses with the same axes share: a < p along the first axis, b > q."""
    # Seen from the centre, the first is the nearer one up to this direction.
    slope = math.sqrt((1 / a**2 - 1 / p**2) / (1 / q**2 - 1 / b**2))
    first = a * b * math.atan(a / b * slope)
    second = p * q * (PI / 2 - math.atan(p / q * slope))
    return 2 * (first + second)


def test_common_of_ellipses():
    """The formula itself, by rows."""
    y = (np.arange(200_000) + 0.5) / 200_000
    x = np.minimum(1.5 * np.sqrt(1 - (y / 3.5) ** 2), 3 * np.sqrt(1 - y**2))
    assert common_of_ellipses(1.5, 3.5, 3, 1) == pytest.approx(4 * x.mean(), rel=1e-6)
