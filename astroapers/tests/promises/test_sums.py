"""Sums, effective areas and weights: values, result types, what may not influence them."""

import math
import time
import tracemalloc

import numpy as np
import pytest
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
from astroapers.tests.cases import (
    CLASSES,
    IMAGE,
    MASK,
    METHODS,
    POSITIONS,
    apsum,
    full_weights,
    make,
    npix,
    scaled,
    weights,
)

every_class = pytest.mark.parametrize("cls", CLASSES)
every_method = pytest.mark.parametrize("method", METHODS)
ONES = np.ones((40, 40))
SMALL_SQUARE = [("move", -1, -1), ("line", 1, -1), ("line", 1, 1), ("line", -1, 1), ("close",)]
SQUARE = [(command, *(4 * v for v in numbers)) for command, *numbers in SMALL_SQUARE]

# Values on which several independent computations agree (boundary integrals, closed
# form membership, shapely, analytic areas).
CHECK_CASES = [
    (CircAp((20, 18), 3.0), "exact", False, 1393.5341695177428, 28.274333882308145),
    (CircAp((20.3, 17.6), 5.25), "exact", False, 4468.0200565147115, 86.59014751456868),
    (CircAp((20.5, 17.5), 2.0), "exact", False, 614.8692304479711, 12.566370614359172),
    (CircAp((0.2, -1.3), 4.1), "exact", False, 334.49157989851926, 12.239471944360304),
    (CircAp((20.3, 17.6), 5.25), "exact", True, 3798.4945411543536, 74.66289985615177),
    (CircAp((20.3, 17.6), 5.25), "center", False, 4414.0, 85.0),
    (CircAp((0.2, -1.3), 4.1), "center", True, 266.0, 10.0),
    (CircAp((12.1, 13.4), 0.02), "exact", False, 0.01884955592153878, 0.0012566370614359185),
    (EllipAp((21.4, 19.7), 7.5, 2.5, 0.6), "exact", False, 2893.384752347947, 58.90486225480864),
    (EllipAp((42.6, 38.9), 6.0, 4.0, -1.1), "exact", True, 1040.0397388846186, 19.938314758436533),
    (EllipAp((21.4, 19.7), 7.5, 2.5, 0.6), "center", False, 2776.0, 57.0),
    (RectAp((20.2, 18.1), 9.0, 4.0, 0.35), "exact", False, 1911.1759832384828, 35.999999999999986),
    (RectAp((20, 18), 5.0, 3.0, np.pi / 2), "exact", False, 716.0, 15.0),
    (RectAp((-1.5, 20.3), 8.0, 6.0, 2.2), "exact", True, 739.2097719175832, 13.011077500497224),
    (RectAp((20.2, 18.1), 9.0, 4.0, 0.35), "center", False, 1982.0, 37.0),
    (CircAn((20.3, 17.6), 4.0, 7.5), "exact", False, 6383.646242097687, 126.4491043069892),
    (CircAn((20.3, 17.6), 4.0, 7.5), "center", True, 5380.0, 106.0),
    (EllipAn((20.3, 17.6), 4.0, 2.0, 9.0, 6.0, theta_in=0.3, theta_out=0.8), "exact", False,
     7358.832613121597, 144.51326206513053),
    (RectAn((20.3, 17.6), 4.0, 2.0, 12.0, 9.0, theta_in=0.3, theta_out=-0.5), "exact", False,
     5241.518740251196, 100.0),
]  # fmt: skip


@pytest.mark.parametrize("ap, method, masked, expected_sum, expected_npix", CHECK_CASES)
def test_check_cases(ap, method, masked, expected_sum, expected_npix):
    mask = MASK if masked else None
    assert_allclose(apsum(ap, method, IMAGE, mask), (expected_sum, expected_npix), rtol=1e-12)
    assert_allclose(npix(ap, method, IMAGE.shape, mask=mask), expected_npix, rtol=1e-12)


@every_class
@every_method
class TestDefinitions:
    """Sum and npix as the sums over pixels that they stand for."""

    @pytest.mark.parametrize("mask", [None, MASK, np.zeros_like(MASK), np.ones_like(MASK)])
    def test_sums_of_weights(self, cls, method, mask):
        ap = make(cls, POSITIONS)
        w = full_weights(ap, method, IMAGE.shape)
        if mask is not None:
            w[:, mask] = 0
        sums, counts = apsum(ap, method, IMAGE, mask)
        assert_allclose(sums, (w * IMAGE).sum(axis=(1, 2)), rtol=1e-13, atol=1e-13)
        assert_allclose(counts, w.sum(axis=(1, 2)), rtol=1e-13, atol=1e-15)
        assert_array_equal(npix(ap, method, IMAGE.shape, mask=mask), counts)
        assert_array_equal(apsum(ap, method, IMAGE, mask, return_npix=False), sums)

    def test_no_mask_and_nothing_masked_are_the_same(self, cls, method):
        ap = make(cls, POSITIONS)
        assert_array_equal(
            apsum(ap, method, IMAGE), apsum(ap, method, IMAGE, np.zeros(IMAGE.shape, bool))
        )

    def test_alone_and_in_a_batch(self, cls, method):
        sums, counts = apsum(make(cls, POSITIONS), method, IMAGE, MASK)
        for k, position in enumerate(POSITIONS):
            ap = make(cls, position)
            assert apsum(ap, method, IMAGE, MASK) == (sums[k], counts[k])
            assert npix(ap, method, IMAGE.shape, mask=MASK) == counts[k]
            assert_array_equal(weights(ap, method)[0], weights(make(cls, POSITIONS), method)[k])

    def test_types(self, cls, method):
        scalar, vector = make(cls, (20, 18)), make(cls, POSITIONS)
        empty = make(cls, np.empty((0, 2)))
        for value in (*apsum(scalar, method, IMAGE), npix(scalar, method, IMAGE.shape),
                      apsum(scalar, method, IMAGE, MASK, return_npix=False)):  # fmt: skip
            assert type(value) is np.float64
        for ap, n in ((vector, len(POSITIONS)), (empty, 0)):
            for value in (*apsum(ap, method, IMAGE), npix(ap, method, IMAGE.shape, mask=MASK)):
                assert type(value) is np.ndarray
                assert (value.dtype, value.shape) == (np.float64, (n,))
        for ap, n in ((scalar, 1), (vector, len(POSITIONS)), (empty, 0)):
            found, boxes = weights(ap, method), ap.bboxes()
            assert type(found) is list
            assert len(found) == len(boxes) == n
            for w, box in zip(found, boxes, strict=True):
                assert (w.shape, w.dtype) == (box.shape, np.float64)
                assert w.flags.writeable
                assert w.flags.c_contiguous
                assert w.flags.owndata or w.base is not None

    def test_weights_are_fresh(self, cls, method):
        ap = make(cls, POSITIONS)
        first = weights(ap, method)
        for w in first:
            w[...] = -1
        assert all((w >= 0).all() for w in weights(ap, method))

    @pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf, 1e300])
    def test_masked_and_weightless_pixels_have_no_influence(self, cls, method, poison):
        ap = make(cls, POSITIONS)
        w = full_weights(ap, method, IMAGE.shape)
        clean = apsum(ap, method, IMAGE, MASK)
        image = IMAGE.copy()
        image[MASK] = poison
        assert_array_equal(apsum(ap, method, image, MASK), clean)
        for k in range(len(POSITIONS)):
            image = np.where(w[k] > 0, IMAGE, poison)
            for mask in (None, np.zeros_like(MASK)):
                assert_array_equal(
                    apsum(ap[k], method, image, mask), apsum(ap[k], method, IMAGE, mask)
                )

    @pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
    def test_pixels_inside_propagate(self, cls, method, poison):
        ap = make(cls, (20.3, 17.6))
        inside = np.argwhere(full_weights(ap, method, IMAGE.shape)[0] > 0)[0]
        image = IMAGE.copy()
        image[tuple(inside)] = poison
        value, count = apsum(ap, method, image)
        assert_array_equal(value, poison)
        assert count == npix(ap, method, IMAGE.shape)

    def test_both_infinities_make_nan(self, cls, method):
        ap = make(cls, (20.3, 17.6))
        inside = np.argwhere(full_weights(ap, method, IMAGE.shape)[0] > 0)
        image = IMAGE.copy()
        image[tuple(inside[0])], image[tuple(inside[-1])] = np.inf, -np.inf
        assert np.isnan(apsum(ap, method, image, return_npix=False))

    def test_whole_pixel_shift(self, cls, method):
        shifted = np.zeros((60, 70))
        shifted[11:51, 13:57] = IMAGE
        frame = np.ones(shifted.shape, bool)
        frame[11:51, 13:57] = MASK
        # Positions that are exact after the shift.
        positions = np.round(POSITIONS * 64) / 64
        old = apsum(make(cls, positions), method, IMAGE, MASK)
        new = apsum(make(cls, positions + (13, 11)), method, shifted, frame)
        assert_allclose(new, old, rtol=1e-14)

    def test_no_overlap(self, cls, method):
        for position in ((-100, 5), (5, 1000), (1e18, 3), (-1e300, 1e300)):
            assert apsum(make(cls, position), method, IMAGE) == (0.0, 0.0)
            assert apsum(make(cls, position), method, IMAGE, MASK) == (0.0, 0.0)
            assert npix(make(cls, position), method, IMAGE.shape) == 0.0
        off = make(cls, (-100, 5))
        assert weights(off, method)[0].sum() == weights(make(cls, (100, 5)), method)[0].sum() > 0


class TestNpixAndArea:
    @every_class
    def test_never_more_than_the_area(self, cls):
        rng = np.random.default_rng(5)
        ap = make(cls, rng.uniform(15, 25, (500, 2)))
        for mask in (None, np.zeros(ONES.shape, bool)):
            assert (ap.npix_exact(ONES.shape, mask=mask) <= ap.area).all()
            assert (ap.apsum_exact(ONES, mask)[1] <= ap.area).all()
        assert_allclose(ap.npix_exact(ONES.shape), ap.area, rtol=1e-14)

    def test_center_counts_pixels(self):
        assert CircAp((20, 20), 0.2).npix_center((40, 40)) == 1.0 > CircAp((20, 20), 0.2).area


class TestEdges:
    """Pixel centres exactly on an edge."""

    @pytest.mark.parametrize(
        "ap, selected",
        [
            (CircAp((0, 0), 2), {(0, 0), (1, 0), (0, 1), (1, 1)}),
            (RectAp((0, 0), 4, 4), {(0, 0), (1, 0), (0, 1), (1, 1)}),
            (EllipAp((0, 0), 2, 1), {(0, 0), (1, 0)}),
            (EllipAp((0, 0), 1, 2, np.pi / 2), {(0, 0), (1, 0)}),
            (PillAp((0, 0), 2, 1, 1), {(0, 0), (1, 0)}),
            (PillAp((0, 0), 2, 1, 1, np.pi / 2), {(0, 0), (0, 1)}),
        ],
    )
    def test_outer_edge_is_excluded(self, ap, selected):
        w = full_weights(ap, "center", (3, 3))[0]
        assert {(x, y) for y, x in np.argwhere(w).tolist()} == selected

    def test_inner_edge_is_included(self):
        for annulus in (
            CircAn((0, 0), 2, 4),
            EllipAn((0, 0), 2, 2, 4, 4),
            RectAn((0, 0), 4, 4, 8, 8),
            PillAn((0, 0), 2, 1, 2, 4, 2, 4),
        ):
            w = full_weights(annulus, "center", (6, 6))[0]
            assert (w[0, 1], w[0, 2], w[0, 3], w[0, 4]) == (0, 1, 1, 0)
            assert (w[1, 0], w[2, 0], w[3, 0], w[4, 0]) == (0, 1, 1, 0)

    def test_quarter_turns_are_exact(self):
        assert RectAp((20, 20), 2, 4).npix_center((40, 40)) == 3
        for k in range(-6, 7):
            w, h = (4, 2) if k % 2 else (2, 4)
            assert RectAp((20, 20), w, h, k * np.pi / 2).npix_center((40, 40)) == 3
            assert RectAp((20, 20), w, h, k * np.pi / 2).npix_exact((40, 40)) == 8
            assert (
                EllipAp((20, 20), w, h, k * np.pi / 2).bboxes() == EllipAp((20, 20), 2, 4).bboxes()
            )


class TestMembership:
    """Center weights against the closed form of the region."""

    # Eighths of a pixel, exact in float64, so that ties on an edge are true ties.
    WHERE = np.random.default_rng(4).integers(0, 320, (60, 2)) / 8
    SIZES = (0.25, 0.5, 1.0, 1.25, 2.0, 2.5, 3.75, 5.0, 6.5, 12.0)

    @staticmethod
    def regions(size):
        """Pairs of an aperture class with parameters, and its region; quarter turns."""
        b = size * 0.75
        for theta in (0.0, np.pi / 2, -np.pi, 5 * np.pi / 2):
            quarter = round(theta / (np.pi / 2)) % 2
            turned = (lambda x, y: (y, x)) if quarter else (lambda x, y: (x, y))

            def ellipse(x, y, a, b, turned=turned):
                u, v = turned(x, y)
                return (u * b) ** 2 + (v * a) ** 2 < (a * b) ** 2

            def rect(x, y, w, h, turned=turned):
                u, v = turned(x, y)
                return (abs(u) < w / 2) & (abs(v) < h / 2)

            yield EllipAp, (size, b, theta), lambda x, y, e=ellipse: e(x, y, size, b)
            yield RectAp, (size, b, theta), lambda x, y, r=rect: r(x, y, size, b)
            yield (
                EllipAn, (size / 2, b / 2, size, b),
                lambda x, y: (x * x * b * b + y * y * size * size < (size * b) ** 2)
                & ~(x * x * b * b + y * y * size * size < (size * b) ** 2 / 4),
            )  # fmt: skip
        yield CircAp, (size,), lambda x, y: x * x + y * y < size**2
        yield CircAn, (b, size), lambda x, y: (x * x + y * y < size**2) & (x * x + y * y >= b**2)
        yield (
            RectAn, (b, b / 2, size, size),
            lambda x, y: (abs(x) < size / 2) & (abs(y) < size / 2)
            & ~((abs(x) < b / 2) & (abs(y) < b / 4)),
        )  # fmt: skip

    @pytest.mark.parametrize("size", SIZES)
    def test_with_ties(self, size):
        y, x = np.mgrid[0:40, 0:40]
        for cls, params, inside in self.regions(size):
            found = full_weights(cls(self.WHERE, *params), "center", (40, 40))
            for (x0, y0), w in zip(self.WHERE, found, strict=True):
                assert_array_equal(w, inside(x - x0, y - y0))

    @pytest.mark.parametrize("theta", [0.3, -2.0, np.pi / 4, 100.0])
    def test_turned(self, theta):
        rng = np.random.default_rng(9)
        y, x = np.mgrid[0:40, 0:40]
        where = rng.uniform(0, 40, (100, 2))
        ellipses = full_weights(EllipAp(where, 6, 2.5, theta), "center", (40, 40))
        rectangles = full_weights(RectAp(where, 9, 2.5, theta), "center", (40, 40))
        for k, (x0, y0) in enumerate(where):
            u = (x - x0) * np.cos(theta) + (y - y0) * np.sin(theta)
            v = (y - y0) * np.cos(theta) - (x - x0) * np.sin(theta)
            assert_array_equal(ellipses[k], np.hypot(u / 6, v / 2.5) < 1)
            assert_array_equal(rectangles[k], (abs(u) < 4.5) & (abs(v) < 1.25))


class TestAnnuli:
    """Nothing in the hole may be felt: an annulus is no difference of two sums."""

    @pytest.mark.parametrize(
        "annulus",
        [CircAn((10, 10), 2, 4), EllipAn((10, 10), 2, 2, 4, 3), RectAn((10, 10), 3, 3, 5, 5),
         EllipAn((10, 10), 2, 2, 4, 3, theta_out=0.3), PillAn((10, 10), 3, 2, 2, 4, 3, 3),
         PathAp((10, 10), SQUARE, [SMALL_SQUARE]), WedgeAp((10, 10), 2, 4, 0, 6)],
    )  # fmt: skip
    @pytest.mark.parametrize("value", [1e17, 1e30, np.inf, np.nan])
    @every_method
    def test_hole(self, annulus, value, method):
        image = IMAGE.copy()
        image[10, 10] = value
        assert apsum(annulus, method, image) == apsum(annulus, method, IMAGE)

    def test_annulus_without_hole_is_a_disc(self):
        disc, annulus = CircAp(POSITIONS, 4.0), CircAn(POSITIONS, 0, 4.0)
        assert_allclose(annulus.apsum_exact(IMAGE), disc.apsum_exact(IMAGE), rtol=1e-14)
        assert_array_equal(annulus.apsum_center(IMAGE), disc.apsum_center(IMAGE))

    def test_box_is_that_of_the_outer_shape(self):
        for annulus, outer in (
            (CircAn(POSITIONS, 4, 7.5), CircAp(POSITIONS, 7.5)),
            (make(EllipAn, POSITIONS), EllipAp(POSITIONS, 9, 6, 0.8)),
            (make(RectAn, POSITIONS), RectAp(POSITIONS, 12, 9, -0.5)),
            (make(PillAn, POSITIONS), PillAp(POSITIONS, 6, 4, 4, 0.5)),
        ):
            assert annulus.bboxes() == outer.bboxes()


class TestStacks:
    PLANES = np.array([IMAGE, IMAGE[::-1] * 2.5, np.sqrt(IMAGE)])
    MASKS = np.array([MASK, ~MASK, MASK[:, ::-1]])

    @every_class
    @every_method
    def test_each_plane_as_alone(self, cls, method):
        vector, scalar = make(cls, POSITIONS), make(cls, POSITIONS[2])
        for mask in (None, MASK, self.MASKS):
            sums, counts = apsum(vector, method, self.PLANES, mask)
            one_sums, one_counts = apsum(scalar, method, self.PLANES, mask)
            per_plane = mask is self.MASKS
            assert sums.shape == (3, len(POSITIONS))
            assert one_sums.shape == (3,)
            assert counts.shape == ((3, len(POSITIONS)) if per_plane else (len(POSITIONS),))
            assert np.shape(one_counts) == ((3,) if per_plane else ())
            for k, plane in enumerate(self.PLANES):
                its_mask = mask[k] if per_plane else mask
                expected_sums, expected_counts = apsum(vector, method, plane, its_mask)
                assert_array_equal(sums[k], expected_sums)
                assert_array_equal(counts[k] if per_plane else counts, expected_counts)
            assert_array_equal(one_sums, sums[:, 2])
            assert_array_equal(one_counts, counts[..., 2])

    def test_of_one_plane_and_of_none(self):
        ap = CircAp((20, 18), 3)
        assert_array_equal(ap.apsum_exact(IMAGE[None])[0], [ap.apsum_exact(IMAGE)[0]])
        sums, count = ap.apsum_exact(np.empty((0, 40, 44)))
        assert sums.shape == (0,)
        assert count == ap.npix_exact((40, 44))

    def test_poison_in_one_plane_stays_there(self):
        planes = self.PLANES.copy()
        planes[1, 17, 20] = np.nan
        sums, count = CircAp((20, 18), 3).apsum_exact(planes)
        assert np.isnan(sums).tolist() == [False, True, False]
        assert count == CircAp((20, 18), 3).npix_exact(IMAGE.shape)


class TestFarAndHuge:
    def test_example(self):
        for mask in (None, np.zeros((40, 40), bool)):
            assert CircAp((20, 20), 1e9).apsum_exact(ONES, mask) == (1600, 1600)

    @every_class
    @every_method
    def test_work_follows_the_frame(self, cls, method):
        frame = np.ones((1000, 1000))
        # A centre off the frame, so that an annulus covers it.
        covers_centre = cls in (CircAp, EllipAp, RectAp, PillAp)
        offset = 1e3 if covers_centre else 5e6
        ap = cls((500 - offset * 0.6, 500 - offset * 0.6), **scaled(cls, 1e6))
        for mask in (None, np.zeros(frame.shape, bool)):
            tracemalloc.start()
            start = time.perf_counter()
            value, count = apsum(ap, method, frame, mask)
            elapsed = time.perf_counter() - start
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert value == count
            assert 0 <= count <= 1e6
            assert peak < 64 * 2**20
            assert elapsed < 5  # 0.2 s on an idle machine

    def test_boxes_that_cannot_be(self):
        for ap in (CircAp((1e300, 0), 3), CircAp((0, -1e19), 3), CircAp((0, 0), 1e19)):
            for call in (ap.bboxes, ap.weights_exact, ap.weights_center):
                with pytest.raises((ValueError, OverflowError, MemoryError)):
                    call()
        with pytest.raises((ValueError, OverflowError, MemoryError)):
            CircAp((0, 0), 1e12).weights_exact()

    def test_far_boxes_that_can_be(self):
        (box,) = CircAp((1e15, -1e15), 3).bboxes()
        assert (box.ixmin, box.iymax) == (10**15 - 3, -(10**15) + 4)
        assert CircAp((1e15, -1e15), 3).weights_exact()[0].sum() == pytest.approx(math.pi * 9)


class TestNpixShapes:
    @pytest.mark.parametrize("shape", [(40, 44), [40, 44], np.array([40, 44]), ("40", 44.9)])
    def test_two_values(self, shape):
        ap = CircAp((20, 18), 3)
        assert ap.npix_exact(shape) == ap.npix_exact((40, 44))

    @pytest.mark.parametrize(
        "shape",
        [(0, 5), (5, 0), (-1, 5), (5,), 5, (1, 2, 3), None, "40,44", (np.nan, 5), (None, 5),
         (10**30, 5), (np.inf, 5)],
    )  # fmt: skip
    @every_method
    def test_errors(self, shape, method):
        with pytest.raises(ValueError, match="shape must be two"):
            npix(CircAp((20, 18), 3), method, shape)

    @every_method
    def test_mask(self, method):
        ap = CircAp((20, 18), 3)
        for wrong in (True, MASK[0], MASK[:-1], MASK.T, MASK[None]):
            with pytest.raises(ValueError, match="mask must have the shape"):
                npix(ap, method, IMAGE.shape, mask=wrong)
        with pytest.raises(TypeError):
            npix(ap, method, IMAGE.shape, MASK)
        assert (
            npix(ap, method, IMAGE.shape, mask=MASK.tolist()) == apsum(ap, method, IMAGE, MASK)[1]
        )


def test_background_idiom():
    annulus, ap = CircAn((20, 18), 6, 9), CircAp((20, 18), 4)
    image = np.full((40, 40), 7.0)
    sky = annulus.apsum_exact(image)[0] / annulus.npix_exact(image.shape)
    source = ap.apsum_exact(image)[0] - sky * ap.npix_exact(image.shape)
    assert abs(source) < 1e-11
