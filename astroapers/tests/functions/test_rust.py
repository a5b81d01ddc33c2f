"""The compiled module by itself: what it takes, what it refuses, and that it never panics."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from astroapers import CircAn, RectAn, _rust
from astroapers.measurement import Footprint, Images, Step

AT = np.array([[2.0, 2.5]])
ONES = np.ones((5, 6))


def measured(images, shape, params, at=AT, subpixels=0):
    """Fields of the stage "planes"."""
    (found,) = _rust.measure(images, [Step(Footprint(shape, at, params, subpixels), "planes")])
    return found


def areas_in(frame, shape, params, masks=None, subpixels=0):
    """Effective areas in a frame without an image."""
    return measured(Images(masks=masks, frame=frame), shape, params, subpixels=subpixels)["npix"]


class TestMasks:
    def test_stack_without_images(self):
        masks = np.zeros((3, 5, 6))
        masks[1] = 1
        areas = areas_in((5, 6), "circ", (1.5,), masks)
        assert areas.shape == (3, 1)
        assert_allclose(areas[:, 0], [np.pi * 1.5**2, 0, np.pi * 1.5**2], rtol=1e-13)

    def test_stack_of_none(self):
        found = measured(Images(ONES[:0, None] + ONES), "circ", (1.5,))
        assert found["sum"].shape == (0, 1)
        assert found["npix"].shape == (1,)
        none = np.ones((0, 5, 6))
        found = measured(Images(none, none), "circ", (1.5,))
        assert found["sum"].shape == found["npix"].shape == (0, 1)

    def test_several(self):
        first, second = np.zeros((2, 5, 6), dtype=bool)
        first[2], second[:, 2] = True, True
        both, joined = (
            areas_in((5, 6), "rect", (3.0, 3.0, 0.0), masks)
            for masks in ((first, second), first | second)
        )
        assert_array_equal(both, joined)

    @pytest.mark.parametrize("shape", [(2, 5, 6), (5, 5), (6, 5)])
    def test_that_do_not_fit(self, shape):
        with pytest.raises(ValueError, match="mask"):
            measured(Images(ONES, np.zeros(shape)), "circ", (1.5,))


DISC = Footprint("circ", AT, (1.5,))
STATISTIC = [Step(DISC, "statistics", ("mode",))]
STAGE = [Step(DISC, "sky")]
SUMS = [Step(DISC, "sums")]


class TestRefused:
    @pytest.mark.parametrize(
        "call, error, text",
        [
            (lambda: _rust.area("circ", (3.0,), 2**62), MemoryError, "the areas"),
            (
                lambda: _rust.area("circ", (3.0, 4.0), 1),
                ValueError,
                r"circ takes 1 parameters \(r\)",
            ),
            (lambda: _rust.area("blob", (3.0,), 1), ValueError, "unknown shape"),
            (lambda: areas_in((5, 6), "circ", (3.0,), subpixels=1001), ValueError, "at most"),
            (lambda: areas_in((4, 2**40), "rect", (9e9, 3.0, 0.0)), MemoryError, "a window"),
            (lambda: measured(Images(ONES + 0j), "circ", (1.0,)), TypeError, "data.*complex128"),
            (lambda: measured(Images(ONES, origin=(1, 0)), "circ", (1.0,)), ValueError, None),
            (lambda: measured(Images(ONES[0]), "circ", (1.0,)), ValueError, "1 dimensions"),
            (lambda: measured(Images(ONES), "circ", (1.0,), AT[:, ::-1]), ValueError, "positions"),
            (
                lambda: _rust.bboxes("circ", AT * np.nan, (1.0,)),
                ValueError,
                "position 0.*not finite",
            ),
            (lambda: _rust.weights(Footprint("circ", AT, (1e7,))), MemoryError, None),
            (
                lambda: _rust.bboxes("circ", np.zeros((9, 2)), (np.arange(8, -1.0, -1),)),
                ValueError,
                "r of source 8 must be finite and > 0, got 0.0",
            ),
            (lambda: _rust.measure(Images(ONES), STATISTIC), ValueError, "unknown statistic.*mode"),
            (lambda: _rust.measure(Images(ONES), STAGE), ValueError, "unknown stage.*sky"),
            (lambda: _rust.measure(Images(), []), ValueError, "data or frame"),
            (
                lambda: _rust.measure(Images(np.ones((2, 5, 6))), SUMS),
                ValueError,
                "one 2-D image",
            ),
            (lambda: _rust.set_num_threads(0), ValueError, "n must be at least 1"),
            (lambda: _rust.set_num_threads(-(10**30)), ValueError, "n must be at least 1"),
            (lambda: _rust.set_num_threads(1.5), TypeError, None),
            (lambda: _rust.set_parallel_threshold(None), TypeError, None),
        ],
    )
    def test_with_a_reason(self, call, error, text):
        with pytest.raises(error, match=text):
            call()

    def test_more_planes_than_memory(self):
        with pytest.raises(MemoryError, match="planes"):
            measured(Images(np.broadcast_to(ONES, (10**11, 5, 6))), "circ", (1.0,))

    def test_a_number_of_threads_that_no_machine_has(self):
        before = _rust.get_num_threads()
        _rust.set_num_threads(10**30)
        assert _rust.get_num_threads() >= before
        _rust.set_num_threads(before)


def test_coordinates_without_a_fraction():
    # Nothing is known of such sums but that they are of this image; it is enough not to panic.
    shape = (9947642233581084.0, 299900606900769.25, -3.2120712159816502)
    at = np.array([[-9774404408722886.0, 637569216105645.8]])
    found = measured(Images(np.ones((61, 33))), "ellip", shape, at)
    assert 0 <= found["npix"][0] <= 61 * 33
    assert found["sum"] == found["npix"]


def test_a_window_of_a_huge_frame():
    at = np.full((2000, 2), 2.0)
    frame = (2**58, 8)
    images = Images(ONES[:, :5], origin=(0, 0), frame=frame)
    assert_allclose(measured(images, "circ", (1.0,), at)["npix"], np.pi, rtol=1e-14)


def test_pixels_far_from_a_thin_ring_are_not_read():
    image = np.ones((40, 50))
    image[1, 17] = np.nan  # 3 px beyond the ring
    ring = CircAn((27.000327181682465, 13.001396941745268), 11.996707511729051, 12.0)
    apsum, npix = ring.apsum_exact(image)
    # The weights of so thin a ring are differences of near ones; npix is never more than the area.
    assert_allclose(apsum, npix, rtol=1e-12)
    assert_allclose(npix, ring.area, rtol=1e-10)


@pytest.mark.parametrize("theta", np.linspace(0, 6, 61))
def test_long_annuli_of_one_angle(theta):
    assert RectAn((0, 0), 500, 1, 1000, 1, theta_in=theta).area == 500
