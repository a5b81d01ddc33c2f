"""
Exact weights and effective areas against independent truth, to the last digits.

The bounds: a weight is right within 1e-13·max(1, size/100); npix within 1e-13·area +
1e-15·max(1, size)·perimeter; for sizes from 1e-9 to 2e3 pixels and centres up to 2^21
pixels from the origin.
"""

import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from astroapers import CircAn, CircAp, EllipAn, EllipAp, RectAn, RectAp
from astroapers.tests.oracle import ellipse_overlap, polygon_overlap, rectangle

# The same examples in every run: a test that fails now and then helps nobody.
many = settings(max_examples=300, deadline=None, derandomize=True)
some = settings(many, max_examples=100)
N = 50  # positions of an example
FRAME = (2**22, 2**22)
QUARTER = np.pi / 4

needs_long_double = pytest.mark.skipif(
    np.finfo(np.longdouble).eps > 1e-18, reason="no better truth than float64 on this platform"
)


def log_uniform(low, high):
    """Floats whose logarithm is uniform."""
    return st.floats(math.log10(low), math.log10(high)).map(lambda x: 10.0**x)


# Whole, half and quarter pixels, anything in the usual range; tiny and huge ones seldom.
SIZES = st.one_of(
    st.integers(1, 80).map(lambda k: k / 4),
    st.floats(0.05, 30),
    st.floats(0.05, 30),
    log_uniform(1e-9, 1e2),
    log_uniform(30, 300),
)
SMALL_SIZES = st.one_of(st.integers(1, 40).map(lambda k: k / 4), log_uniform(1e-9, 20))
ANGLES = st.one_of(
    st.integers(-8, 8).map(lambda k: k * QUARTER),
    st.floats(-10, 10),
    st.integers(-4, 4).map(lambda k: k * np.pi / 2 + 1e-9),
    st.floats(-1e3, 1e3),
)
ELLIPSES = st.tuples(SIZES, SIZES, ANGLES).filter(lambda s: max(s[:2]) <= 1e6 * min(s[:2]))
RATIOS = st.one_of(st.just(0.0), st.floats(1e-6, 1 - 1e-6))
SEEDS = st.integers(0, 2**32 - 1)
PLACES = st.sampled_from(["lattice", "halves", "random", "near the origin", "far"])


def positions_of(place, seed, n=N):
    """Positions of a kind; most are at fractions of a pixel that grids and users prefer."""
    rng = np.random.default_rng(seed)
    whole = rng.integers(2**20, 2**20 + 100, (n, 2)).astype(float)
    if place == "lattice":
        return whole % 4096 + 2048 + rng.integers(0, 20, (n, 2)) / 20
    if place == "halves":
        return whole % 4096 + 2048 + rng.integers(0, 2, (n, 2)) / 2
    if place == "random":
        return rng.uniform(2100, 4000, (n, 2))
    if place == "near the origin":
        return 2100 + rng.normal(size=(n, 2)) * 10.0 ** rng.uniform(-12, 0, (n, 1))
    return rng.uniform(2**20, 2**21, (n, 2))


def ellipse_perimeter(a, b):
    """Ramanujan's approximation, within a few per cent for any axes."""
    return np.pi * (3 * (a + b) - np.sqrt((3 * a + b) * (a + 3 * b)))


def weight_tolerance(size):
    return 1e-13 * max(1.0, size / 100)


def npix_tolerance(area, size, perimeter):
    return 1e-13 * area + 1e-15 * max(1.0, size) * perimeter


def slivers(place, area):
    """
    What the cut-off may take: a weight below 1e-13·min(1, area) counts as 0.

    One such sliver is within the bound of npix; where an edge all but coincides with
    pixel edges, there may be some of them.
    """
    return 6e-13 * min(1.0, area) if place == "near the origin" else 0.0


def pixel_grid(box):
    """Coordinates (x, y) of a box's pixel centres, as columns and rows that broadcast."""
    return np.arange(box.ixmin, box.ixmax)[None, :], np.arange(box.iymin, box.iymax)[:, None]


def oracle(ap, k, box):
    """True weights of position k of an aperture in long double."""
    x, y = pixel_grid(box)
    x0, y0 = ap.positions[k]
    x, y = np.broadcast_arrays(x - np.longdouble(x0), y - np.longdouble(y0))
    if isinstance(ap, CircAp):
        return ellipse_overlap(x, y, ap.r, ap.r, 0.0)
    if isinstance(ap, CircAn):
        inner = ellipse_overlap(x, y, ap.r_in, ap.r_in, 0.0) if ap.r_in else 0
        return ellipse_overlap(x, y, ap.r_out, ap.r_out, 0.0) - inner
    if isinstance(ap, EllipAp):
        return ellipse_overlap(x, y, ap.a, ap.b, ap.theta)
    if isinstance(ap, EllipAn):
        outer = ellipse_overlap(x, y, ap.a_out, ap.b_out, ap.theta_out)
        return outer - ellipse_overlap(x, y, ap.a_in, ap.b_in, ap.theta_in)
    if isinstance(ap, RectAp):
        return polygon_overlap(x, y, rectangle(ap.w, ap.h, ap.theta))
    outer = polygon_overlap(x, y, rectangle(ap.w_out, ap.h_out, ap.theta_out))
    return outer - polygon_overlap(x, y, rectangle(ap.w_in, ap.h_in, ap.theta_in))


def check_npix(ap, size, perimeter, place="lattice"):
    npix = ap.npix_exact(FRAME)
    tolerance = npix_tolerance(ap.area, size, perimeter) + slivers(place, ap.area)
    assert (npix <= ap.area).all()
    assert np.abs(npix - ap.area).max() <= tolerance


def check_weights(ap, size, count=5):
    for k, (w, box) in enumerate(zip(ap[:count].weights_exact(), ap[:count].bboxes(), strict=True)):
        error = np.abs(w - oracle(ap, k, box))
        assert error.max() <= weight_tolerance(size)
        assert w.min() >= 0
        assert w.max() <= 1


class TestAreas:
    """npix of sources inside the frame is the analytic area."""

    @many
    @given(r=SIZES, place=PLACES, seed=SEEDS)
    def test_circle(self, r, place, seed):
        check_npix(CircAp(positions_of(place, seed), r), r, 2 * np.pi * r, place)

    @many
    @given(shape=ELLIPSES, place=PLACES, seed=SEEDS)
    def test_ellipse(self, shape, place, seed):
        a, b, _ = shape
        check_npix(
            EllipAp(positions_of(place, seed), *shape), max(a, b), ellipse_perimeter(a, b), place
        )

    @many
    @given(shape=ELLIPSES, place=PLACES, seed=SEEDS)
    def test_rectangle(self, shape, place, seed):
        w, h, _ = shape
        check_npix(RectAp(positions_of(place, seed), *shape), max(w, h), 2 * (w + h), place)

    @many
    @given(shape=ELLIPSES, ratio=RATIOS, place=PLACES, seed=SEEDS)
    def test_annuli(self, shape, ratio, place, seed):
        a, b, theta = shape
        where = positions_of(place, seed)
        perimeter = ellipse_perimeter(a, b) * 2
        check_npix(CircAn(where, ratio * a, a), a, 4 * np.pi * a, place)
        if ratio > 0:
            inner = ratio * a, ratio * b
            check_npix(EllipAn(where, *inner, a, b, theta_in=theta), max(a, b), perimeter, place)
            check_npix(RectAn(where, *inner, a, b, theta_in=theta), max(a, b), 4 * (a + b), place)

    @some
    @given(
        big=st.one_of(log_uniform(300, 2e3), st.integers(600, 4000).map(lambda k: k / 2)),
        ratio=st.floats(0.01, 1),
        theta=ANGLES,
        place=PLACES,
        seed=SEEDS,
    )
    def test_huge(self, big, ratio, theta, place, seed):
        where = positions_of(place, seed, 3)
        small = big * ratio
        check_npix(CircAp(where, big), big, 2 * np.pi * big, place)
        check_npix(EllipAp(where, big, small, theta), big, ellipse_perimeter(big, small), place)
        check_npix(RectAp(where, big, small, theta), big, 2 * (big + small), place)

    @pytest.mark.parametrize(
        "r, width",
        list(itertools.product((0.01, 0.5, 3.0, 10.0, 250.0), (1e-6, 1e-5, 1e-3))),
    )
    def test_thin_annuli(self, r, width):
        where = positions_of("lattice", 3)
        for annulus in (
            CircAn(where, r * (1 - width), r),
            EllipAn(where, r * (1 - width), 0.7 * r * (1 - width), r, 0.7 * r, theta_in=0.4),
            RectAn(where, r * (1 - width), 0.7 * r * (1 - width), r, 0.7 * r, theta_in=0.4),
        ):
            np.testing.assert_allclose(annulus.npix_exact(FRAME), annulus.area, rtol=1e-7)


@needs_long_double
class TestWeights:
    """Every weight against the overlap computed another way."""

    @many
    @given(r=SMALL_SIZES, place=PLACES, seed=SEEDS)
    def test_circle(self, r, place, seed):
        check_weights(CircAp(positions_of(place, seed), r), r)

    @many
    @given(a=SMALL_SIZES, b=SMALL_SIZES, theta=ANGLES, place=PLACES, seed=SEEDS)
    def test_ellipse_and_rectangle(self, a, b, theta, place, seed):
        a, b = max(a, 1e-4 * b), max(b, 1e-4 * a)
        where = positions_of(place, seed)
        check_weights(EllipAp(where, a, b, theta), max(a, b))
        check_weights(RectAp(where, a, b, theta), max(a, b))

    @some
    @given(
        a=SMALL_SIZES, ratios=st.tuples(*[st.floats(0.05, 0.95)] * 3), theta=ANGLES,
        turn=st.floats(-np.pi, np.pi), place=PLACES, seed=SEEDS,
    )  # fmt: skip
    def test_annuli_are_outer_minus_inner(self, a, ratios, theta, turn, place, seed):
        b = a * ratios[0]
        where = positions_of(place, seed)
        check_weights(CircAn(where, a * ratios[1], a), a)
        # An inner shape within the largest inscribed circle stays inside at any angle.
        inner = b * ratios[1], b * ratios[2]
        angles = {"theta_in": theta + turn, "theta_out": theta}
        check_weights(EllipAn(where, *inner, a, b, **angles), a)
        check_weights(RectAn(where, *np.multiply(inner, 0.7), a, b, **angles), a)

    @pytest.mark.parametrize("size", [0.05, 0.45, 0.5, 1, 1.5, 2, 3, 3.5])
    def test_lattice(self, size):
        """Steps of 1/20 px: edges and vertices on pixel edges and corners, tangencies."""
        steps = np.arange(20) / 20
        where = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2) + 100
        # The truth takes its time: the weights only where edges may meet.
        near_edges = np.isin(np.arange(20), (0, 1, 5, 9, 10, 11, 15, 19))
        near_edges = np.outer(near_edges, near_edges).ravel()
        shapes = [CircAp(where, size)]
        for k in range(4):
            shapes.append(EllipAp(where, size, size + 0.5, k * QUARTER))
            shapes.append(RectAp(where, size, size + 0.5, -k * QUARTER))
            shapes.append(RectAp(where, size, size, (k + 4) * QUARTER))
        for ap in shapes:
            check_npix(ap, size + 0.5, 7 * (size + 0.5))
            w, truth = stacked(ap[near_edges], 100)
            assert np.abs(w - truth).max() <= 1e-13

    @some
    @given(size=st.floats(50, 2e3), ratio=st.floats(0.05, 1), theta=ANGLES, seed=SEEDS)
    def test_large_ones_through_a_window(self, size, ratio, theta, seed):
        """A frame of 24 x 24 on the edge of a large shape; a weight is the sum of one pixel."""
        rng = np.random.default_rng(seed)
        pixels = np.eye(24 * 24).reshape(-1, 24, 24)
        along = rng.uniform(-np.pi, np.pi)
        u, v = size * np.cos(along), size * ratio * np.sin(along)
        edge = np.array(
            [u * np.cos(theta) - v * np.sin(theta), u * np.sin(theta) + v * np.cos(theta)]
        )
        where = rng.uniform(10, 13, 2) - edge
        side = RectAp(
            rng.uniform(10, 13, 2) - size * np.array([np.cos(theta), np.sin(theta)]) / 2,
            size, size * ratio, theta,
        )  # fmt: skip
        for ap in (EllipAp(where, size, size * ratio, theta), CircAp(12 - edge, size), side):
            w = ap.apsum_exact(pixels, return_npix=False).reshape(24, 24)
            truth = oracle(ap, 0, _Frame())
            assert np.abs(w - truth).max() <= weight_tolerance(size)


class _Frame:
    ixmin = iymin = 0
    ixmax = iymax = 24


def stacked(ap, base):
    """Weights of all positions on one small window, and the truth, as (N, ny, nx)."""
    half = 6
    window = np.arange(base - half, base + half + 1)
    shape = (base + half + 1, base + half + 1)
    w = np.array(
        [
            box.to_image(weights, shape)[base - half :, base - half :]
            for box, weights in zip(ap.bboxes(), ap.weights_exact(), strict=True)
        ]
    )
    x = window[None, None, :] - ap.positions[:, 0, None, None]
    y = window[None, :, None] - ap.positions[:, 1, None, None]
    x, y = np.broadcast_arrays(x.astype(np.longdouble), y.astype(np.longdouble))
    if isinstance(ap, RectAp):
        return w, polygon_overlap(x, y, rectangle(ap.w, ap.h, ap.theta))
    axes = (ap.r, ap.r, 0.0) if isinstance(ap, CircAp) else (ap.a, ap.b, ap.theta)
    return w, ellipse_overlap(x, y, *axes)


class TestTinyShapes:
    """A shape wholly inside one pixel has its area as weight."""

    @some
    @given(
        size=log_uniform(1e-9, 0.1), ratio=st.floats(0.05, 1), theta=ANGLES, seed=SEEDS,
        x=st.integers(0, 2**21),
    )  # fmt: skip
    def test_area_is_the_weight(self, size, ratio, theta, seed, x):
        rng = np.random.default_rng(seed)
        where = rng.uniform(-0.39, 0.39, (N, 2)) + x
        inner = size * ratio * 0.9
        for ap in (
            CircAp(where, size),
            EllipAp(where, size, size * ratio, theta),
            RectAp(where, size, size * ratio, theta),
            CircAn(where, inner, size),
            RectAn(where, inner / 2, inner / 3, size, size * ratio, theta_in=theta),
        ):
            w = np.array(ap.weights_exact())
            assert w.shape == (N, 1, 1)
            np.testing.assert_allclose(w.ravel(), ap.area, rtol=1e-13)
            np.testing.assert_allclose(ap.npix_exact(FRAME), ap.area, rtol=1e-13)


SHAPES = st.one_of(
    st.tuples(st.just(CircAp), SMALL_SIZES.map(lambda r: (r,))),
    st.tuples(st.just(EllipAp), st.tuples(SMALL_SIZES, SMALL_SIZES, ANGLES)),
    st.tuples(st.just(RectAp), st.tuples(SMALL_SIZES, SMALL_SIZES, ANGLES)),
)


class TestSymmetries:
    @many
    @given(shape=SHAPES, seed=SEEDS, shift=st.tuples(*[st.integers(-(2**20), 2**20)] * 2))
    def test_whole_pixel_shift_is_exact(self, shape, seed, shift):
        cls, params = shape
        # Fractions that a shift by 2^20 does not round.
        where = np.random.default_rng(seed).integers(0, 2**20, (20, 2)) / 2**20
        here, there = cls(where, *params), cls(where + shift, *params)
        for one, other in zip(here.weights_exact(), there.weights_exact(), strict=True):
            assert_array_equal(one, other)
        for one, other in zip(here.weights_center(), there.weights_center(), strict=True):
            assert_array_equal(one, other)

    @many
    @given(shape=SHAPES, seed=SEEDS)
    def test_mirror(self, shape, seed):
        cls, params = shape
        where = positions_of("lattice", seed, 10) % 64
        mirrored = params if len(params) == 1 else (*params[:2], -params[2])
        here, there = cls(where, *params), cls(where * [1, -1], *mirrored)
        tolerance = weight_tolerance(max(params[:2]))
        for one, other in zip(here.weights_exact(), there.weights_exact(), strict=True):
            assert one.shape == other.shape
            assert np.abs(one - other[::-1]).max() <= tolerance

    @many
    @given(shape=SHAPES, seed=SEEDS)
    def test_quarter_turn(self, shape, seed):
        cls, params = shape
        where = positions_of("lattice", seed, 10) % 64
        # Not by adding to theta, which would round: by taking the other axis.
        turned = params if len(params) == 1 else (params[1], params[0], params[2])
        here = cls(where, *params)
        there = cls(np.stack([-where[:, 1], where[:, 0]], axis=1), *turned)
        tolerance = weight_tolerance(max(params[:2]))
        for one, other in zip(here.weights_exact(), there.weights_exact(), strict=True):
            one = np.rot90(one, -1)
            if one.shape == other.shape:
                assert np.abs(one - other).max() <= tolerance
            else:  # an extent that is a pixel edge but for its last digit
                assert abs(one.sum() - other.sum()) <= tolerance * one.size

    def test_circle_as_ellipse(self):
        where = positions_of("random", 1)
        for r in (0.3, 1.0, 2.7, 11.0, 40.0):
            for one, other in zip(
                CircAp(where, r).weights_exact(),
                EllipAp(where, r, r, 0.7).weights_exact(),
                strict=True,
            ):
                assert np.abs(one - other).max() <= 1e-13


class TestInterior:
    @many
    @given(shape=SHAPES, seed=SEEDS)
    def test_is_exactly_one_and_outside_exactly_zero(self, shape, seed):
        cls, params = shape
        ap = cls(positions_of("random", seed, 10), *params)
        size = max(params[:2])
        for k, (w, box) in enumerate(zip(ap.weights_exact(), ap.bboxes(), strict=True)):
            depth = corner_depths(ap, k, box)
            margin = 1e-9 * max(1.0, size)
            assert (w[(depth > margin).all(axis=0)] == 1.0).all()
            assert ((w >= 0) & (w <= 1)).all()


def corner_depths(ap, k, box):
    """How far a pixel's corners are inside, (4, ny, nx); negative outside."""
    x, y = pixel_grid(box)
    x0, y0 = ap.positions[k]
    dx, dy = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]).T[:, :, None, None]
    x, y = x - x0 + dx, y - y0 + dy
    if isinstance(ap, CircAp):
        return ap.r - np.hypot(x, y)
    u = x * np.cos(ap.theta) + y * np.sin(ap.theta)
    v = y * np.cos(ap.theta) - x * np.sin(ap.theta)
    if isinstance(ap, EllipAp):
        return (1 - np.hypot(u / ap.a, v / ap.b)) * min(ap.a, ap.b)
    return np.minimum(ap.w / 2 - abs(u), ap.h / 2 - abs(v))


class TestOneCutOff:
    """A pixel counts on every route or on none."""

    @some
    @given(shape=SHAPES, seed=SEEDS)
    def test_sums_read_what_weights_show(self, shape, seed):
        cls, params = shape
        rng = np.random.default_rng(seed)
        image = rng.normal(size=(48, 48))
        where = rng.integers(0, 960, (10, 2)) / 20
        for one in cls(where, *params):
            w = one.bboxes()[0].to_image(one.weights_exact()[0], image.shape)
            poisoned = np.where(w > 0, image, np.nan)
            total, npix = one.apsum_exact(poisoned)
            assert (total, npix) == one.apsum_exact(image)
            size = max(params[:2])
            assert abs(npix - w.sum()) <= npix_tolerance(one.area, size, 8 * size)
            assert w[w > 0].min(initial=1.0) >= 1e-13 * min(1, one.area)


class TestShapely:
    """A third opinion, on a sample."""

    @pytest.mark.parametrize("theta", [0.0, QUARTER, np.pi / 2, 0.3, -2.2])
    @pytest.mark.parametrize("size", [(0.3, 2.0), (3.0, 3.0), (4.5, 2.5), (14.0, 0.01)])
    def test_rectangle(self, size, theta):
        where = np.vstack([positions_of("lattice", 7, 4) % 40, [(20.5, 20.5), (20.0, 20.0)]])
        ap = RectAp(where, *size, theta)
        for k in range(len(where)):
            corners = np.array(rectangle(*size, theta), dtype=float) + where[k]
            self.compare(ap, k, shapely.Polygon(corners), 1e-12)

    @pytest.mark.parametrize("theta", [0.0, QUARTER, 0.3])
    @pytest.mark.parametrize("size", [(3.0, 3.0), (4.5, 2.5), (9.0, 0.5)])
    def test_ellipse(self, size, theta):
        angle = np.arange(40000) * (2 * np.pi / 40000)
        u, v = size[0] * np.cos(angle), size[1] * np.sin(angle)
        x = u * np.cos(theta) - v * np.sin(theta)
        y = u * np.sin(theta) + v * np.cos(theta)
        where = positions_of("lattice", 8, 2) % 40
        ap = EllipAp(where, *size, theta)
        for k in range(len(where)):
            polygon = shapely.Polygon(np.stack([x + where[k, 0], y + where[k, 1]], axis=1))
            self.compare(ap, k, polygon, 1e-7)

    @staticmethod
    def compare(ap, k, polygon, tolerance):
        (box,), (w,) = ap[k : k + 1].bboxes(), ap[k : k + 1].weights_exact()
        x, y = np.broadcast_arrays(*pixel_grid(box))
        pixels = shapely.box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
        shapely.prepare(polygon)
        truth = shapely.area(shapely.intersection(pixels, polygon))
        assert np.abs(w - truth).max() <= tolerance
