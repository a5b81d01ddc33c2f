"""The farthest pixel of a mask."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_array_equal

from astroapers import CircAp, farthest_mask_pixel
from astroapers.tests.cases import MASK

masks = hnp.arrays(bool, hnp.array_shapes(min_dims=1, max_dims=4, max_side=6))
# In quarters, so that squares and their sums are exact, and ties are ties.
coordinates = st.integers(-40, 40).map(lambda quarters: quarters / 4)


@given(masks, st.data())
def test_any(mask, data):
    center = data.draw(st.lists(coordinates, min_size=mask.ndim, max_size=mask.ndim))
    indices = np.argwhere(mask)
    if not len(indices):
        with pytest.raises(ValueError, match="True"):
            farthest_mask_pixel(mask, center)
        return
    squares = ((indices - center) ** 2).sum(axis=1)
    radius, found = farthest_mask_pixel(mask, center, return_pos=True)
    assert radius == farthest_mask_pixel(mask, center) == math.sqrt(squares.max())
    assert type(radius) is float
    assert_array_equal(found, indices[squares == squares.max()])
    assert (found.dtype, found.shape[1]) == (np.intp, mask.ndim)


def test_every_layout():
    center = (11.25, 30.0)
    expected = farthest_mask_pixel(MASK, center, return_pos=True)
    spread = np.zeros((80, 88), bool)
    spread[::2, ::2] = MASK
    for same in (
        np.asfortranarray(MASK), spread[::2, ::2], MASK.tolist(), MASK.astype(">i4"),
        np.where(MASK, np.nan, 0.0), MASK.astype(object),
    ):  # fmt: skip
        radius, found = farthest_mask_pixel(same, center, return_pos=True)
        assert radius == expected[0]
        assert_array_equal(found, expected[1])
    radius, found = farthest_mask_pixel(MASK.T, center[::-1], return_pos=True)
    assert radius == expected[0]
    assert sorted(map(tuple, found[:, ::-1])) == sorted(map(tuple, expected[1]))


def test_ties():
    radius, found = farthest_mask_pixel(np.ones((2, 3, 5), bool), (0.5, 1, 2), return_pos=True)
    assert radius == math.sqrt(0.25 + 1 + 4)
    assert_array_equal(found, list(itertools.product((0, 1), (0, 2), (0, 4))))
    # A last digit of the center decides.
    assert len(farthest_mask_pixel(np.ones((3, 3), bool), (1, 1), return_pos=True)[1]) == 4
    radius, found = farthest_mask_pixel(np.ones((3, 3), bool), (1, 1 + 2**-50), return_pos=True)
    assert_array_equal(found, [(0, 0), (2, 0)])


def test_of_an_aperture():
    ap = CircAp((20.3, 17.6), 5.25)
    inside = ap.bboxes()[0].to_image(ap.weights_center()[0], MASK.shape) > 0
    assert 5.25 - math.sqrt(0.5) < farthest_mask_pixel(inside, (17.6, 20.3)) < 5.25


@pytest.mark.parametrize(
    "center",
    [(1.0,), (1, 2, 3), 1.0, [[1.0, 2.0]], (np.nan, 1), (1, np.inf), [], [[1], [2, 3]]],
)
def test_wrong_centers(center):
    with pytest.raises(ValueError, match=r"center must be|inhomogeneous"):
        farthest_mask_pixel(MASK, center)


@pytest.mark.parametrize("center", [(1j, 2), ("a", "b"), None, "ab"])
def test_centers_that_are_no_numbers(center):
    with pytest.raises(TypeError, match="center must be real"):
        farthest_mask_pixel(MASK, center)


@pytest.mark.parametrize("mask", [np.zeros((3, 4), bool), np.zeros((0, 4), bool), [[0, 0]]])
def test_nothing_true(mask):
    for return_pos in (False, True):
        with pytest.raises(ValueError, match="True"):
            farthest_mask_pixel(mask, (1, 1), return_pos=return_pos)


def test_no_dimension():
    with pytest.raises(ValueError, match="dimension"):
        farthest_mask_pixel(True, [])
