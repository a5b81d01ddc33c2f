"""
Surprises that an implementation of this API can well have at its surface, and what is right.

Wrong numbers are in test_pitfalls; time and memory in test_resources.
"""

import copy
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import astroapers as aap
from astroapers.tests.layers import CLASSES, TYPICAL, aperture, function, raw, raw_params

every_shape = pytest.mark.parametrize("shape", CLASSES)
ONES = np.ones((40, 40))
IMAGE = np.arange(1600.0).reshape(40, 40)
MASK = (np.add.outer(5 * np.arange(40), 3 * np.arange(40)) % 7) == 0
HALF_DISC = [("move", 4, 0), ("arc", 0, 0, 4, 0, np.pi), ("close",)]
TWO_ARCS = [*HALF_DISC[:2], ("arc", 0, 0, 4, np.pi, np.pi), ("close",)]


@pytest.mark.parametrize("segments, part", [(HALF_DISC, 0.5), (TWO_ARCS, 1.0)])
def test_paths_have_an_area_and_may_have_two_edges(segments, part):
    path = aap.PathAp((20, 20), segments)
    assert_allclose(path.area, part * 16 * np.pi, rtol=1e-14)
    assert_allclose(path.npix_exact((40, 40)), path.area, rtol=1e-14)
    assert_allclose(aap.npix_path_exact(20.0, 20.0, segments, shape=(40, 40)), path.area)


@every_shape
def test_apertures_behave_like_values(shape):
    vector = aperture(shape, [(20, 20), (10, 12), (3, 4)])
    scalar = aperture(shape, (20, 20))
    assert isinstance(scalar, aap.PixelAp)
    assert type(scalar).__name__ in repr(scalar)
    assert len(vector) == 3
    assert vector[0] == scalar
    assert [ap.positions[0].tolist() for ap in vector] == vector.positions.tolist()
    assert vector[1:] == aperture(shape, [(10, 12), (3, 4)])
    assert vector != scalar
    assert hash(vector) == hash(copy.deepcopy(vector))
    assert pickle.loads(pickle.dumps(vector)) == vector
    with pytest.raises(TypeError):
        len(scalar)


@every_shape
def test_one_size_for_each_source(shape):
    params = TYPICAL[shape]
    where = [(20, 20), (10, 12)]
    numbers = {name: value for name, value in params.items() if isinstance(value, float)}
    if shape == "path":  # its contours are shared
        assert aperture(shape, where).area == aperture(shape, where[0]).area
        return
    each = {name: np.array([value, 1.01 * value]) for name, value in numbers.items()}
    many = CLASSES[shape](where, **{**params, **each})
    for i, ap in enumerate(many):
        alone = CLASSES[shape](where[i], **{**params, **{k: v[i] for k, v in each.items()}})
        assert ap == alone
        assert many.apsum_exact(IMAGE)[0][i] == alone.apsum_exact(IMAGE)[0]
        assert many.area[i] == alone.area
    with pytest.raises(ValueError, match=r"length 2\), got length 3"):
        CLASSES[shape](where, **{**params, next(iter(each)): np.ones(3)})


@every_shape
def test_results_for_one_position_are_numbers(shape):
    ap = aperture(shape, (20, 20))
    for found in (*ap.apsum_exact(IMAGE), *ap.apsum_center(IMAGE, MASK), ap.npix_exact((40, 40))):
        assert type(found) is np.float64
        assert isinstance(found, float)
        assert hash(found) == hash(float(found))
    assert type(ap.area) is float


@every_shape
def test_boxes_are_tight(shape):
    for ap in aperture(shape, np.random.default_rng(5).uniform(15, 25, (20, 2))):
        (weights,) = ap.weights_exact()
        for edge in (weights[0], weights[-1], weights[:, 0], weights[:, -1]):
            assert edge.max() > 0


class TestImages:
    @every_shape
    def test_masks_that_come_with_the_data_count(self, shape):
        ap = aperture(shape, [(20, 20), (1, 2)])
        for method in ("exact", "center"):
            measure = getattr(ap, f"apsum_{method}")
            assert_array_equal(measure(np.ma.array(IMAGE, mask=MASK)), measure(IMAGE, MASK))

    @every_shape
    def test_complex_ones_are_refused(self, shape):
        with pytest.raises(TypeError, match="complex"):
            aperture(shape, (20, 20)).apsum_exact(IMAGE + 1j)

    @every_shape
    @pytest.mark.parametrize("mask", [None, np.zeros((0, 40), dtype=bool)])
    def test_without_pixels(self, shape, mask):
        ap = aperture(shape, (20, 20))
        assert ap.apsum_exact(ONES[:0], mask) == (0, 0)
        with pytest.raises(ValueError, match="shape must be two positive integers"):
            ap.npix_exact((0, 40), mask=mask)


@every_shape
def test_far_away(shape):
    for far in (1e18, 1e300):
        ap = aperture(shape, [(far, far), (20, 20)])
        sums, npix = ap.apsum_exact(IMAGE, MASK)
        assert (sums[0], npix[0]) == (0, 0)
        assert sums[1] > 0
        assert ap.sampled_values(IMAGE)[0].size == ap.weighted_values(IMAGE)[0].size == 0
        if far > 1e18:
            for call in (ap.bboxes, ap.weights_exact, lambda ap=ap: ap.weighted_cutout(IMAGE)):
                with pytest.raises((ValueError, OverflowError)):
                    call()


def test_a_circle_that_covers_everything():
    ap = aap.CircAp((20, 20), 1e9)
    assert ap.apsum_exact(ONES) == (1600, 1600)
    assert ap.apsum_exact(ONES, MASK) == ((~MASK).sum(), (~MASK).sum())
    assert_array_equal(ap.sampled_values(IMAGE)[0], IMAGE.ravel())


class TestWithoutValidation:
    @every_shape
    def test_a_mask_of_numbers_is_a_mask(self, shape):
        ap = CLASSES[shape]((20, 20), **TYPICAL[shape], validate=False)
        assert ap.apsum_exact(IMAGE, MASK.astype(int)) == ap.apsum_exact(IMAGE, MASK)
        measure, at = function("apsum", shape, "exact"), np.array([20.0])
        checked = measure(IMAGE, at, at, *TYPICAL[shape].values(), mask=MASK)
        trusted = measure(
            IMAGE, at, at, *TYPICAL[shape].values(), mask=MASK.astype(int), validate=False
        )
        assert_array_equal(checked, trusted)

    @every_shape
    def test_a_position_that_is_nowhere(self, shape):
        found = function("apsum", shape, "exact")(
            IMAGE, np.array([np.nan, 20]), np.array([1.0, 20]), *TYPICAL[shape].values()
        )
        assert_array_equal(np.isnan(found), [[True, False]] * 2)

    def test_three_coordinates_are_refused(self):
        with pytest.raises(ValueError, match="positions must be"):
            aap.CircAp([[1.0, 2.0, 3.0]], 3, validate=False)


@every_shape
def test_apertures_cannot_be_changed(shape):
    ap = aperture(shape, (20, 20))
    for name in (*TYPICAL[shape], "positions", "area"):
        with pytest.raises(AttributeError):
            setattr(ap, name, 5.0)
    with pytest.raises(ValueError, match="read-only"):
        ap.positions[0, 0] = 3


@pytest.mark.parametrize("bad, error", [(-1, ValueError), (0, ValueError), ("7", TypeError),
                                        (3.9, TypeError), (None, TypeError)])  # fmt: skip
def test_thresholds_that_are_none(bad, error):
    before = aap.get_parallel_threshold()
    with pytest.raises(error, match=r"threshold|integer"):
        aap.set_parallel_threshold(bad)
    assert aap.get_parallel_threshold() == before


@every_shape
def test_messages_name_the_dtype(shape):
    at = np.array([20.0])
    with pytest.raises(TypeError, match=r"data must be .*float64.*got .*float32"):
        raw("apsum", shape, "exact")(IMAGE.astype("f4"), at, at, *raw_params(shape))


@every_shape
def test_samples_of_no_sources(shape):
    none = aperture(shape, np.empty((0, 2)))
    flat, pix, offsets = none.sampled_values(IMAGE.astype("i2"), flat=True, return_pix=True)
    assert (flat.dtype, len(pix), offsets.tolist()) == (np.int16, 2, [0])
    assert none.weighted_values(IMAGE.astype("i2"), flat=True)[0].dtype == np.float64
