"""
Wrong numbers that an implementation of this API can well return, and the right ones.

The truth is independent of the engine: analytic areas, polygons of shapely, membership of
pixel centres in closed form, symmetry.
"""

import fractions
import math

import numpy as np
import pytest
import shapely
import shapely.affinity
from numpy.testing import assert_allclose, assert_array_equal

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
from astroapers.tests.cases import METHODS, apsum, full_weights, npix
from astroapers.tests.layers import CLASSES, aperture, function

every_shape = pytest.mark.parametrize("shape", CLASSES)
every_method = pytest.mark.parametrize("method", METHODS)
FRAME = (40, 40)
RAMP = np.arange(1600.0).reshape(FRAME)
WHERE = np.random.default_rng(3).uniform(12, 28, (40, 2))
Y, X = np.mgrid[0:40, 0:40]


def arc(cx, cy, a, b, start, sweep, n=4000):
    """Points on an elliptic arc."""
    t = start + sweep * np.arange(n + 1) / n
    return np.stack([cx + a * np.cos(t), cy + b * np.sin(t)], axis=1)


def ellipse(a, b, theta=0.0):
    return turned(arc(0, 0, a, b, 0, 2 * np.pi)[:-1], theta)


def pill(w, a, b, theta=0.0):
    right = arc(w / 2, 0, a, b, -np.pi / 2, np.pi)
    left = arc(-w / 2, 0, a, b, np.pi / 2, np.pi)
    return turned(np.vstack([right, left]), theta)


def wedge(r_in, r_out, theta_in, dtheta_in, theta_out=None, dtheta_out=None):
    theta_out = theta_in if theta_out is None else theta_out
    dtheta_out = dtheta_in if dtheta_out is None else dtheta_out
    outer = arc(0, 0, r_out, r_out, theta_out - dtheta_out / 2, dtheta_out)
    inner = arc(0, 0, r_in, r_in, theta_in + dtheta_in / 2, -dtheta_in)
    return shapely.Polygon(np.vstack([outer, inner]))


def rectangle(w, h, theta=0.0):
    return turned(np.array([(-w, -h), (w, -h), (w, h), (-w, h)]) / 2, theta)


def turned(points, theta):
    return shapely.affinity.rotate(shapely.Polygon(points), theta, origin=(0, 0), use_radians=True)


def check_weights(ap, region, tolerance=3e-6):
    """Every weight of a scalar aperture against a region of shapely about its position."""
    region = shapely.affinity.translate(region, *ap.positions[0])
    assert region.is_valid
    shapely.prepare(region)
    pixels = shapely.box(X - 0.5, Y - 0.5, X + 0.5, Y + 0.5)
    truth = shapely.covers(region, pixels).astype(float)
    edge = shapely.intersects(region, pixels) & (truth == 0)
    truth[edge] = shapely.area(shapely.intersection(pixels[edge], region))
    assert np.abs(full_weights(ap, "exact", FRAME)[0] - truth).max() <= tolerance
    assert_allclose(ap.area, region.area, rtol=2e-6)
    assert_allclose(ap.npix_exact(FRAME), ap.area, rtol=1e-13)


class TestPills:
    """Caps of unequal semi-axes, and a ring of two pills."""

    @pytest.mark.parametrize("theta", [0.0, 0.3, np.pi / 2])
    @pytest.mark.parametrize("size", [(2, 1, 4), (6, 4, 2), (3, 0.5, 2), (0.3, 5, 2), (4, 3, 3)])
    def test_areas_and_weights(self, size, theta):
        w, a, b = size
        ap = PillAp((20, 20), *size, theta)
        assert_allclose(ap.area, 2 * w * b + np.pi * a * b, rtol=1e-15)
        check_weights(ap, pill(*size, theta))
        check_weights(PillAp((20.35, 19.8), *size, theta), pill(*size, theta))

    def test_nearly_round_caps(self):
        # A second way for unequal axes must not leave a step where they become equal.
        (round_caps,) = PillAp((20, 20), 3, 2, 2, 0.3).weights_exact()
        (others,) = PillAp((20, 20), 3, 2, 2.0000000001, 0.3).weights_exact()
        assert np.abs(others - round_caps).max() < 1e-9

    @pytest.mark.parametrize(
        "inner, outer, angles",
        [
            ((2, 2, 2), (4, 4, 4), (0.0, 0.0)),
            ((3, 1.5, 1.5), (6, 4, 4), (0.3, 0.5)),
            ((1, 2, 0.5), (4, 3, 2.5), (0.8, 0.8)),
        ],
    )
    def test_rings(self, inner, outer, angles):
        ring = PillAn((20, 20), *inner, *outer, theta_in=angles[0], theta_out=angles[1])
        small = PillAp((20, 20), *inner, angles[0])
        large = PillAp((20, 20), *outer, angles[1])
        difference = full_weights(large, "exact", FRAME) - full_weights(small, "exact", FRAME)
        assert np.abs(full_weights(ring, "exact", FRAME) - difference).max() <= 1e-13
        assert_allclose(ring.npix_exact(FRAME), large.area - small.area, rtol=1e-13)
        assert_allclose(ring.area, large.area - small.area, rtol=1e-13)

    def test_ring_in_numbers(self):
        ring = PillAn((20, 20), 2, 2, 2, 4, 4, 4)
        assert_allclose(ring.npix_exact(FRAME), 24 + 12 * np.pi, rtol=1e-13)


class TestWedges:
    """Reflex angles, sides that are no radii, and rays through pixel centres."""

    @pytest.mark.parametrize("width", [0.01, 1.0, 3.1, math.pi, 3.2, 4.0, 5.5, 6.28])
    @pytest.mark.parametrize("theta", [0.3, -2.0, 7.5])
    def test_sectors(self, theta, width):
        ap = WedgeAp(WHERE, 3, 8, theta, width)
        assert_allclose(ap.area, width * (64 - 9) / 2, rtol=1e-14)
        assert_allclose(ap.npix_exact(FRAME), ap.area, rtol=1e-13)
        check_weights(ap[0], wedge(3, 8, theta, width))
        for (x, y), w in zip(WHERE, full_weights(ap, "center", FRAME), strict=True):
            rho, phi = np.hypot(X - x, Y - y), np.arctan2(Y - y, X - x)
            from_middle = np.abs((phi - theta + np.pi) % (2 * np.pi) - np.pi)
            assert_array_equal(w, (rho >= 3) & (rho < 8) & (from_middle < width / 2))

    def test_reflex_in_numbers(self):
        ap = WedgeAp((20, 20), 3, 8, 0.3, 4)
        assert_allclose(ap.area, 110, rtol=1e-15)
        assert_allclose(ap.npix_exact(FRAME), 110, rtol=1e-13)
        assert ap.npix_center(FRAME) == 106

    @pytest.mark.parametrize(
        "params, area",
        [
            ((3, 8, 0, 1, 0, 2.8), 66.3001541689404),
            ((4, 8, 1.9, 2.4, 1.6, 2.7), 62.6315615737979),
            ((3, 8, 0, 1, 0.4, 1.6), 40.1673887529097),
            ((3, 8, 0, 1, 0.4 + 4 * math.pi, 1.6), 40.1673887529097),
            ((2, 9, 0.7, 4.5, 0.7, 4.5), 173.25),
        ],
    )
    def test_general_ones(self, params, area):
        for at in ((20.2, 20.1), (20.0, 20.0)):
            ap = WedgeAp(at, *params)
            assert_allclose(ap.area, area, rtol=1e-13)
            check_weights(ap, wedge(*params))

    @pytest.mark.parametrize("params", [(3, 8, 0, 1, math.pi, 1), (3, 8, 0, 3, 1.5, 0.1)])
    def test_crossing_sides_are_refused(self, params):
        assert not wedge(*params).is_valid
        with pytest.raises(ValueError):  # noqa: PT011
            WedgeAp((20, 20), *params)

    @pytest.mark.parametrize("quarters", range(-4, 5))
    @pytest.mark.parametrize("width", [math.pi / 4, math.pi / 2, math.pi, 3 * math.pi / 2])
    def test_centers_on_the_rays(self, quarters, width):
        ap = WedgeAp((20, 20), 2, 4, quarters * math.pi / 4, width)
        w = full_weights(ap, "center", FRAME)[0] > 0
        rho = np.hypot(X - 20, Y - 20)
        assert w.any()
        assert rho[w].min() >= 2  # a ray goes on within the inner circle, the wedge does not
        assert rho[w].max() < 4

    def test_one_of_them(self):
        ap = WedgeAp((20, 20), 2, 4, 0, math.pi / 2)
        w = full_weights(ap, "center", FRAME)[0]
        assert (w[19, 21], w[20, 22], w[20, 23], w[20, 24]) == (0, 1, 1, 0)


class TestPaths:
    """Arcs that touch grid lines, small paths, holes."""

    @pytest.mark.parametrize("r", [0.5, 1.5, 2.0, 3.5])
    @pytest.mark.parametrize("arcs", [(0, np.pi, 1.5 * np.pi), (0, 0.5, 1.0, 4.0), (0.0, np.pi)])
    def test_discs(self, r, arcs):
        sweeps = np.diff([*arcs, 2 * np.pi])
        segments = [("move", r, 0)]
        segments += [("arc", 0, 0, r, t, dt) for t, dt in zip(arcs, sweeps, strict=True)]
        disc = PathAp((20, 20), [*segments, ("close",)])
        difference = full_weights(disc, "exact", FRAME) - full_weights(
            CircAp((20, 20), r), "exact", FRAME
        )
        assert np.abs(difference).max() <= 1e-13
        assert_allclose(disc.area, np.pi * r * r, rtol=1e-14)

    def test_box_with_an_arch(self):
        segments = [
            ("move", -2, -2), ("line", 2, -2), ("line", 2, 2), ("arc", 0, 2, 2, 0, np.pi),
            ("close",),
        ]  # fmt: skip
        steps = 20 + np.arange(20) / 20
        ap = PathAp(np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2), segments)
        assert_allclose(ap.area, 16 + 2 * np.pi, rtol=1e-14)
        assert_allclose(ap.npix_exact(FRAME), ap.area, rtol=1e-13)

    @pytest.mark.parametrize("size", [0.1, 1e-3, 1e-6, 1e-9])
    def test_small_ones(self, size):
        segments = [("move", size, 0), ("arc", 0, 0, size, 0, np.pi), ("line", 0, -size),
                    ("close",)]  # fmt: skip
        ap = PathAp((150.3, 150.4), segments)
        assert_allclose(ap.area, (np.pi / 2 + 1) * size**2, rtol=1e-13)
        assert_allclose(ap.npix_exact((300, 300)), ap.area, rtol=1e-13)

    SQUARE = [("move", -2, -2), ("line", 2, -2), ("line", 2, 2), ("line", -2, 2), ("close",)]

    @staticmethod
    def box(x0, y0, x1, y1):
        return [("move", x0, y0), ("line", x1, y0), ("line", x1, y1), ("line", x0, y1),
                ("close",)]  # fmt: skip

    @pytest.mark.parametrize(
        "holes, area",
        [
            ([(-1, -1, 1, 1)], 12),
            ([(-1, -1, 1, 1), (-1, -1, 1, 1)], 12),
            ([(-1, -1, 1, 1), (0, 0, 1.5, 1.5)], 10.75),
            ([(-1, -1, 1, 1), (-0.5, -0.5, 0.5, 0.5)], 12),
            ([(-1.5, -1, 1.5, 0), (-1, -1.5, 0, 1.5)], 11),
        ],
    )
    def test_holes_are_a_union(self, holes, area):
        ap = PathAp((20.3, 20.1), self.SQUARE, [self.box(*hole) for hole in holes])
        region = shapely.box(-2, -2, 2, 2) - shapely.union_all([shapely.box(*h) for h in holes])
        assert_allclose(ap.area, area, rtol=1e-14)
        check_weights(ap, region, 1e-13)
        aligned = PathAp((20, 20), self.SQUARE, [self.box(*hole) for hole in holes])
        check_weights(aligned, region, 1e-13)

    def test_an_arc_that_starts_elsewhere(self):
        def arch(gap):
            return [("move", -2, -2), ("line", 2 + gap, -2), ("line", 2 + gap, 2),
                    ("arc", 0, 2, 2, 0, np.pi), ("close",)]  # fmt: skip

        with pytest.raises(ValueError, match="arc"):
            PathAp((20, 20), arch(1e-4)).npix_exact(FRAME)
        snapped = PathAp((20, 20), arch(1e-7))
        assert_allclose(snapped.npix_exact(FRAME), snapped.area, rtol=1e-13)
        assert_allclose(snapped.area, 16 + 2 * np.pi, rtol=1e-6)


class TestMixedAnnuli:
    """An inner shape that sticks out takes away only what the two have in common."""

    def test_ellipses(self):
        ring = EllipAn((20, 20), 5, 2, 6, 3, theta_in=0, theta_out=np.pi / 2)
        # Seen from the centre, one ellipse is the nearer up to `along`, then the other one.
        along = math.atan(math.sqrt((1 / 9 - 1 / 25) / (1 / 4 - 1 / 36)))
        common = 36 * math.atan(3 / 6 * math.tan(along))
        common += 20 * (math.pi / 2 - math.atan(5 / 2 * math.tan(along)))
        assert_allclose(ring.area, 18 * math.pi - common, rtol=1e-13)
        check_weights(ring, ellipse(6, 3, np.pi / 2) - ellipse(5, 2))

    @pytest.mark.parametrize("angles", [(0.0, np.pi / 2), (0.3, 1.4), (-1.0, 2.0)])
    def test_others(self, angles):
        inner, outer = angles
        turn = {"theta_in": inner, "theta_out": outer}
        check_weights(
            RectAn((20, 20), 8, 2, 12, 3, **turn),
            rectangle(12, 3, outer) - rectangle(8, 2, inner),
            1e-12,
        )
        check_weights(
            PillAn((20, 20), 5, 2, 1.5, 7, 3, 2, **turn),
            pill(7, 3, 2, outer) - pill(5, 2, 1.5, inner),
        )
        check_weights(
            EllipAn((20.3, 19.6), 6, 2, 7, 3, **turn), ellipse(7, 3, outer) - ellipse(6, 2, inner)
        )

    def test_centers(self):
        ring = EllipAn(WHERE, 5, 2, 6, 3, theta_in=0.2, theta_out=1.7)
        outer = full_weights(EllipAp(WHERE, 6, 3, 1.7), "center", FRAME)
        inner = full_weights(EllipAp(WHERE, 5, 2, 0.2), "center", FRAME)
        assert_array_equal(full_weights(ring, "center", FRAME), outer * (1 - inner))


class TestPoison:
    """Pixels that are masked or outside may hold anything."""

    @every_shape
    @every_method
    @pytest.mark.parametrize("poison", [np.nan, np.inf, 1e300])
    def test_under_the_mask(self, shape, method, poison):
        ap = aperture(shape, (20, 20))
        image = RAMP.copy()
        image[18:22, 20] = poison
        mask = image != RAMP
        assert_array_equal(apsum(ap, method, image, mask), apsum(ap, method, RAMP, mask))
        measure = function("apsum", shape, method)
        params = {name: getattr(ap, name) for name in ap._spec.params}
        found = measure(image, 20, 20, **params, mask=mask)
        assert_array_equal(np.ravel(found), np.ravel(apsum(ap, method, RAMP, mask)))

    @every_shape
    @every_method
    def test_where_the_weight_is_zero(self, shape, method):
        ap = aperture(shape, (20, 20))
        image = np.where(full_weights(ap, method, FRAME)[0] > 0, RAMP, np.nan)
        for mask in (None, np.zeros(FRAME, bool)):
            assert_array_equal(apsum(ap, method, image, mask), apsum(ap, method, RAMP))

    @pytest.mark.parametrize("method", METHODS)
    def test_in_a_hole(self, method):
        # On a ramp, the mean is the value at the centre.
        ramp = RAMP.copy()
        ramp[10, 10] = 1e30
        for ap in (
            EllipAn((10, 10), 2, 2, 4, 3),
            EllipAn((10, 10), 2, 2, 4, 3, theta_out=np.pi),
            RectAn((10, 10), 3, 3, 5, 5),
            PillAn((10, 10), 1, 1, 1, 3, 2, 2),
            CircAn((10, 10), 2, 4),
        ):
            expected = 410 * npix(ap, method, FRAME)
            assert_allclose(apsum(ap, method, ramp)[0], expected, rtol=1e-13)
        core = np.ones(FRAME)
        core[19:22, 19:22] = 1e17
        assert_allclose(EllipAn((20, 20), 3, 3, 6, 6).apsum_exact(core)[0], 27 * np.pi, rtol=1e-13)


class TestTinyShapes:
    def test_areas_are_the_weights(self):
        for size in (1e-12, 1e-9, 1e-6, 1e-3):
            for ap in (
                PillAp((20.3, 20.3), size, size, size),
                PillAn((20.3, 20.3), size / 2, size / 2, size / 2, size, size, size),
                WedgeAp((20.3, 20.3), size / 2, size, 1.0, 2.0),
                WedgeAp((20.3, 20.3), size / 2, size, 1.0, 4.0, 1.2, 4.5),
                PathAp((20.3, 20.3), [("move", size, 0), ("line", 0, size), ("line", -size, -size),
                                      ("close",)]),
            ):  # fmt: skip
                assert_allclose(ap.npix_exact(FRAME), ap.area, rtol=1e-13, atol=0)
        assert_allclose(PillAp((20.3, 20.3), 1, 1, 1).area * 1e-24, (2 + np.pi) * 1e-24, atol=0)

    def test_thin_rings(self):
        for width in (1e-9, 1e-7, 1e-5):
            ring = CircAn((20, 20), 10, 10 + width)
            outer = fractions.Fraction(10 + width)
            assert_allclose(ring.area, np.pi * float(outer**2 - 100), rtol=1e-14)
            # No better than the last digit of the radius.
            assert_allclose(ring.npix_exact(FRAME), ring.area, rtol=1e-7, atol=1.3e-12)


class TestLastDigits:
    def test_rectangle_turned_by_a_right_angle(self):
        # The cosine of the double next to π/2 is 6e-17, and edges run through pixel centres.
        assert RectAp((20, 20), 4, 2, np.pi / 2).npix_center(FRAME) == 3
        assert RectAp((20, 20), 2, 4).npix_center(FRAME) == 3
        assert PillAp((20, 20), 2, 1, 1, np.pi / 2).npix_center(FRAME) == 3

    @every_shape
    def test_never_more_than_the_area(self, shape):
        ap = aperture(shape, WHERE)
        for mask in (None, np.zeros(FRAME, bool)):
            for count in (ap.npix_exact(FRAME, mask=mask), ap.apsum_exact(RAMP, mask)[1]):
                assert (count <= ap.area).all()
                assert_allclose(count, ap.area, rtol=1e-13)
        for one in ap[:5]:
            assert one.npix_exact(FRAME) <= one.area
