"""Masks of regions, sample by sample and to the last digits."""

import copy
import math
import operator
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import regions
from astropy import units as u
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from regions import (
    CircleAnnulusPixelRegion,
    CirclePixelRegion,
    CircleSkyRegion,
    CompoundPixelRegion,
    EllipsePixelRegion,
    LinePixelRegion,
    PixCoord,
    PointPixelRegion,
    PolygonPixelRegion,
    RectanglePixelRegion,
    TextPixelRegion,
)

from astroapers.regions import UnsupportedRegionError, to_mask
from astroapers.tests.regions import helpers
from astroapers.tests.regions.helpers import annulus, combined, compound, moved, simple, solid

at = PixCoord


@given(solid, st.sampled_from(["exact", "center", "subpixels"]))
@settings(deadline=None)
def test_as_regions(region, mode):
    mask, theirs = to_mask(region, mode, 3), region.to_mask(mode, 3)
    assert mask.bbox == theirs.bbox
    if mode == "exact":
        assert_allclose(mask.data, theirs.data, rtol=0, atol=1e-9)
    else:
        helpers.assert_same_samples(region, mask, theirs, 3 if mode == "subpixels" else 1)
    assert mask.edge_error == 0.0


@given(st.one_of(annulus, compound))
@example(  # the inner edge passes through a centre, but for rounding
    CircleAnnulusPixelRegion(at(0.0, 1.8376270), 2.8376270, 8.5129)
)
@settings(deadline=None)
def test_centres_as_regions(region):
    mask, theirs = to_mask(region, "center"), region.to_mask("center")
    assert mask.bbox == theirs.bbox == region.bounding_box
    assert mask.data.dtype == float
    helpers.assert_same_samples(region, mask, theirs)


@given(annulus)
@settings(deadline=None, max_examples=50)
def test_annuli_as_shapely(region):
    mask = to_mask(region)
    assert_allclose(mask.data, helpers.shapely_weights(region, mask.bbox), rtol=0, atol=1e-6)
    assert mask.data.sum() == pytest.approx(region.area, rel=1e-12)


@given(compound)
@settings(deadline=None, max_examples=50)
def test_compounds_as_shapely(region):
    mask = to_mask(region)
    assert mask.bbox == region.bounding_box
    assert mask.data.min(initial=0) >= 0
    assert mask.data.max(initial=0) <= 1 + 1e-15
    assert_allclose(mask.data, helpers.shapely_weights(region, mask.bbox), rtol=0, atol=1e-6)


@given(simple, simple)
@settings(deadline=None)
def test_identities_of_areas(first, second):
    """What two weights alone cannot tell, but what they must add up to."""
    weights = {name: to_mask(combined(first, second, name)).data for name in helpers.OPERATORS}
    box = first.bounding_box | second.bounding_box
    image = [np.zeros(box.shape) for _ in range(2)]
    for array, region in zip(image, (first, second), strict=True):
        mask = to_mask(region)
        dy, dx = mask.bbox.iymin - box.iymin, mask.bbox.ixmin - box.ixmin
        array[dy : dy + mask.shape[0], dx : dx + mask.shape[1]] = mask.data
    both = weights["and"]
    assert_allclose(weights["or"], image[0] + image[1] - both, rtol=0, atol=1e-10)
    assert_allclose(weights["xor"], image[0] + image[1] - 2 * both, rtol=0, atol=1e-10)
    assert_allclose(weights["minus"], image[0] - both, rtol=0, atol=1e-10)
    assert_allclose(weights["from"], image[1] - both, rtol=0, atol=1e-10)


@given(simple)
@settings(deadline=None)
def test_a_region_and_itself(region):
    own = to_mask(region).data
    assert_allclose(to_mask(region & region).data, own, rtol=0, atol=1e-12)
    assert_allclose(to_mask(region | region).data, own, rtol=0, atol=1e-12)
    assert to_mask(region ^ region).data.max(initial=0.0) < 1e-12


def test_halves_of_a_pixel():
    left, right = (RectanglePixelRegion(at(x, 0), 0.5, 1) for x in (-0.25, 0.25))
    assert to_mask(left & right).data.max() == 0.0
    assert to_mask(left | right).data.max() == 1.0


@pytest.mark.parametrize("name", helpers.OPERATORS)
def test_tangent_circles(name):
    first, second = CirclePixelRegion(at(0, 0), 3), CirclePixelRegion(at(5, 0), 2)
    both = 0.0
    one, two = 9 * math.pi, 4 * math.pi
    area = {"and": both, "or": one + two, "xor": one + two, "minus": one, "from": two}[name]
    assert to_mask(combined(first, second, name)).data.sum() == pytest.approx(area, abs=1e-9)


def test_a_compound_of_depth_three():
    square = RectanglePixelRegion(at(10, 10), 10, 10)
    hole = CirclePixelRegion(at(10, 10), 3)
    slot = RectanglePixelRegion(at(10, 10), 2, 20)
    island = CirclePixelRegion(at(10, 10), 1)
    region = ((square ^ hole) & slot) | island
    # The slot loses what of it lies in the circle.
    strip = 2 * math.sqrt(8) + 18 * math.asin(1 / 3)
    assert to_mask(region).data.sum() == pytest.approx(20 - strip + math.pi, abs=1e-12)


@given(compound)
@settings(deadline=None, max_examples=50)
def test_far_from_the_origin(region):
    """A shift by whole pixels changes nothing but what rounding does to the parameters."""
    x, y = 2.0**20, -(2.0**20)
    here, there = to_mask(region), to_mask(moved(region, x, y))
    assume(here.shape == there.shape)
    assert_allclose(there.data, here.data, rtol=0, atol=1e-8)


@pytest.mark.parametrize("shift", [0, 1e4, 1e6])
def test_polygons_keep_their_digits(shift):
    t = np.arange(200) * 2 * np.pi / 200
    vertices = at(shift + 30 * np.cos(t), shift + 30 * np.sin(t))
    region = PolygonPixelRegion(vertices)
    assert to_mask(region).data.sum() == pytest.approx(
        100 * 900 * math.sin(math.pi / 100), rel=1e-9
    )


def test_shapes_are_open():
    assert to_mask(CirclePixelRegion(at(5, 5), 3), "center").data.sum() == 25
    assert to_mask(RectanglePixelRegion(at(5, 5), 4, 4), "center").data.sum() == 9
    square = PolygonPixelRegion(at([3, 7, 7, 3], [3, 3, 7, 7]))
    assert to_mask(square, "center").data.sum() == 9
    ring = CircleAnnulusPixelRegion(at(5, 5), 3, 5)
    assert_array_equal(to_mask(ring, "center").data, ring.to_mask().data)
    # The same squares within compounds.
    both = square & RectanglePixelRegion(at(5, 5), 40, 40)
    assert to_mask(both, "center").data.sum() == 9
    # Samples on the inner edge are in.
    frame = square ^ RectanglePixelRegion(at(5, 5), 2, 2)
    assert to_mask(frame, "center").data.sum() == 8


def test_subpixels_of_compounds():
    left, right = (
        RectanglePixelRegion(at(-0.25, 0), 0.5, 1),
        RectanglePixelRegion(at(0.25, 0), 0.5, 1),
    )
    for s in (2, 4):
        assert to_mask(left & right, "subpixels", s).data.tolist() == [[0.0]]
        assert to_mask(left | right, "subpixels", s).data.tolist() == [[1.0]]
    ring = CircleAnnulusPixelRegion(at(5.2, 4.9), 2, 4)
    pair = CirclePixelRegion(at(5.2, 4.9), 4) ^ CirclePixelRegion(at(5.2, 4.9), 2)
    assert_array_equal(to_mask(ring, "subpixels", 7).data, to_mask(pair, "subpixels", 7).data)


def test_polygons_that_cross_themselves():
    bow = PolygonPixelRegion(at([0, 10, 10, 0], [0, 10, 0, 10]))
    mask = to_mask(bow)
    assert mask.data.sum() == pytest.approx(50, abs=1e-12)
    assert mask.data.max() <= 1.0
    assert_array_equal(to_mask(bow, "center").data, bow.to_mask("center").data)
    t = np.arange(5) * 4 * np.pi / 5
    pentagram = PolygonPixelRegion(at(10 + 5 * np.cos(t), 10 + 5 * np.sin(t)))
    mask = to_mask(pentagram)
    assert mask.data.min() >= 0
    assert mask.data.max() <= 1
    golden = (1 + math.sqrt(5)) / 2
    inner = 5 / golden**2  # circumradius of the pentagon in the middle, which is out
    points = 25 * 5 / 2 * math.sin(2 * math.pi / 5) / golden**2 / math.cos(math.pi / 5)
    whole = 5 * 5 * inner * math.sin(math.pi / 5)
    middle = 2.5 * inner**2 * math.sin(2 * math.pi / 5)
    assert mask.data.sum() == pytest.approx(whole - middle, rel=1e-12)
    assert points > 0
    assert to_mask(pentagram & CirclePixelRegion(at(10, 10), 50)).data.sum() == pytest.approx(
        whole - middle, rel=1e-12
    )


@pytest.mark.parametrize(
    "x, y",
    [([3, 3, 3], [4, 4, 4]), ([0, 4, 2], [0, 4, 2]), ([0.5, 6.25, 0.5, 6.25], [1, 2, 1, 2])],
    ids=["point", "line", "there and back"],
)
def test_polygons_without_area(x, y):
    region = PolygonPixelRegion(at(x, y))
    theirs = region.to_mask("exact")
    for mode in ("exact", "center", "subpixels"):
        mask = to_mask(region, mode)
        assert mask.bbox == theirs.bbox
        assert mask.data.shape == theirs.data.shape
        assert not mask.data.any()
    circle = CirclePixelRegion(at(3, 3), 2)
    assert to_mask(region | circle).data.sum() == pytest.approx(4 * math.pi)
    assert to_mask(circle ^ region).data.sum() == pytest.approx(4 * math.pi)
    assert not to_mask(region & circle).data.any()
    assert not to_mask(combined(region, circle, "minus")).data.any()
    assert to_mask(combined(region, circle, "from")).data.sum() == pytest.approx(4 * math.pi)


@pytest.mark.parametrize("order", [1, -1])
def test_vertices_that_repeat(order):
    x, y = [10, 10, 14, 14, 12, 10, 10][::order], [20, 20, 20, 20, 23, 21.5, 20][::order]
    region = PolygonPixelRegion(at(x, y))
    assert_allclose(to_mask(region).data, region.to_mask("exact").data, rtol=0, atol=1e-12)


OTHERS = {
    "point": PointPixelRegion(at(3, 4)),
    "line": LinePixelRegion(at(3, 4), at(5, 6)),
    "text": TextPixelRegion(at(3, 4), "M 13"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_regions_without_area(name):
    region, circle = OTHERS[name], CirclePixelRegion(at(3, 4), 2)
    deep = (circle | (circle & region)) ^ circle
    for bad in (region, deep):
        for error in (UnsupportedRegionError, TypeError, NotImplementedError):
            with pytest.raises(error, match=f"a {type(region).__name__} has no area"):
                to_mask(bad)


@pytest.mark.parametrize("value", [None, 3, "circle", np.ones((3, 3))])
def test_no_region(value):
    with pytest.raises(TypeError, match="region must be a region of the package regions, got"):
        to_mask(value)


@pytest.mark.parametrize("mode", ["subpixel", "EXACT", None, 1, ["exact"]])
def test_bad_modes(mode):
    circle = CirclePixelRegion(at(3, 4), 2)
    for region in (circle, circle & circle, CircleAnnulusPixelRegion(at(3, 4), 1, 2)):
        with pytest.raises(
            ValueError, match="mode must be one of 'exact', 'center', 'subpixels', got"
        ):
            to_mask(region, mode)


@pytest.mark.parametrize("subpixels", [0, -1, 2.5, "3", None, True])
def test_bad_subpixels(subpixels):
    circle = CirclePixelRegion(at(3, 4), 2)
    with pytest.raises(ValueError, match="subpixels must be an integer > 0, got"):
        to_mask(circle, "subpixels", subpixels)
    assert to_mask(circle, "exact", subpixels).data.sum() == pytest.approx(4 * math.pi)
    assert to_mask(circle, "subpixels", np.int64(3)).data.shape == (5, 5)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_values_that_are_not_finite(value):
    with pytest.raises(ValueError, match=r"center\.x of a CirclePixelRegion must be finite"):
        to_mask(CirclePixelRegion(at(value, 3), 2))
    with pytest.raises(ValueError, match=r"center\.y of a RectanglePixelRegion must be finite"):
        to_mask(RectanglePixelRegion(at(3, value), 2, 2))
    with pytest.raises(ValueError, match="angle of a EllipsePixelRegion must be finite"):
        to_mask(EllipsePixelRegion(at(3, 3), 2, 2, value * u.deg))
    with pytest.raises(ValueError, match="vertices of a PolygonPixelRegion must be finite"):
        to_mask(PolygonPixelRegion(at([0, 1, value], [0, 1, 0])))
    if value == math.inf:  # regions itself refuses NaN
        with pytest.raises(
            ValueError, match="outer_radius of a CircleAnnulusPixelRegion must be fin"
        ):
            to_mask(CircleAnnulusPixelRegion(at(3, 3), 2, value))


def test_two_vertices():
    with pytest.raises(ValueError, match="at least 3"):
        to_mask(PolygonPixelRegion(at([0, 1], [0, 1])))


@pytest.mark.parametrize(
    "op, match",
    [
        (lambda a, b: ~a & ~b, "must be False outside both regions"),
        (lambda a, b: a + "x", "cannot be told by its values"),
        (lambda a, b: True, "must give four values"),
    ],
)
def test_bad_operators(op, match):
    circle = CirclePixelRegion(at(3, 4), 2)
    with pytest.raises(ValueError, match=match):
        to_mask(CompoundPixelRegion(circle, circle, op))


@pytest.mark.parametrize(
    "op, area",
    [(lambda a, b: a, 4), (lambda a, b: b, 9), (lambda a, b: a & ~a, 0), (np.logical_xor, 13)],
)
def test_other_operators(op, area):
    first, second = CirclePixelRegion(at(3, 4), 2), CirclePixelRegion(at(13, 4), 3)
    mask = to_mask(CompoundPixelRegion(first, second, op))
    assert mask.data.sum() == pytest.approx(area * math.pi, abs=1e-12)
    assert mask.bbox == first.bounding_box | second.bounding_box


class Unhashable:
    """An operator that no dictionary takes."""

    __hash__ = None

    def __init__(self, found):
        self.found = found

    def __call__(self, a, b):
        return self.found(a, b)


def test_operators_without_a_hash():
    first, second = CirclePixelRegion(at(3, 4), 2), CirclePixelRegion(at(4, 4), 3)
    both = CompoundPixelRegion(first, second, Unhashable(operator.and_))
    assert_array_equal(to_mask(both).data, to_mask(first & second).data)
    neither = CompoundPixelRegion(first, second, Unhashable(lambda a, b: ~a & ~b))
    with pytest.raises(ValueError, match="must be False outside both regions"):
        to_mask(neither)


def test_a_list_folded_into_one():
    """As users reduce a list with `operator.or_`: hundreds of levels."""
    circles = [CirclePixelRegion(at(10 * k, 4), 2) for k in range(400)]
    region = circles[0]
    for circle in circles[1:]:
        region = region | circle
    assert to_mask(region).data.sum() == pytest.approx(1600 * math.pi, rel=1e-12)


def test_subclasses():
    class MyCircle(CirclePixelRegion):
        pass

    class MyPolygon(regions.RegularPolygonPixelRegion):
        pass

    class MyCompound(CompoundPixelRegion):
        pass

    circle, polygon = MyCircle(at(3, 4), 2), MyPolygon(at(3, 4), 6, 3)
    assert to_mask(circle).data.sum() == pytest.approx(4 * math.pi)
    assert to_mask(polygon).data.sum() == pytest.approx(polygon.area)
    assert to_mask(MyCompound(circle, polygon, operator.and_)).data.sum() == pytest.approx(
        4 * math.pi
    )


def test_it_is_a_mask_of_regions():
    image = np.arange(400.0).reshape(20, 20)
    image[3, 3] = np.nan
    region = CirclePixelRegion(at(5.3, 6.1), 2.4)
    mask, theirs = to_mask(region), region.to_mask("exact")
    assert isinstance(mask, regions.RegionMask)
    assert_allclose(mask.multiply(image), theirs.multiply(image), rtol=1e-9)
    assert_allclose(mask.get_values(image), theirs.get_values(image), rtol=1e-9)
    assert_allclose(mask.to_image((20, 20)), theirs.to_image((20, 20)), atol=1e-9)
    assert_array_equal(mask.cutout(image), theirs.cutout(image))
    assert mask.get_overlap_slices((7, 7)) == theirs.get_overlap_slices((7, 7))
    assert_array_equal(np.asarray(mask), mask.data)
    assert to_mask(region, wcs=None).get_values(np.zeros((2, 2))).size == 0
    assert "edge_error=0" in repr(mask)


@pytest.mark.parametrize("first", ["bbox", "_mask", "shape", "multiply"])
def test_it_has_all_that_a_mask_of_regions_has(first):
    region = CirclePixelRegion(at(7.3, 5.6), 3)
    mask, theirs = to_mask(region), region.to_mask("exact")
    getattr(mask, first)  # what there is does not depend on what was asked for first
    assert not hasattr(mask, "no_such_thing")
    for other in (mask, copy.copy(to_mask(region)), pickle.loads(pickle.dumps(to_mask(region)))):
        assert_array_equal(other._mask, theirs._mask)
        assert other.bbox == theirs.bbox
        assert other.bbox is other.bbox
        assert set(vars(theirs)) <= set(vars(other))
        assert type(other) is type(mask)
    mask.bbox = box = regions.RegionBoundingBox(0, 7, 0, 7)
    assert not hasattr(mask, "no_such_thing")
    assert mask.bbox is box


def test_masks_are_shared_by_threads():
    masks = [to_mask(CirclePixelRegion(at(7.3, 5.6), 3)) for _ in range(200)]
    with ThreadPoolExecutor(4) as pool:
        boxes = list(pool.map(lambda _: [mask.bbox for mask in masks], range(4)))
    for of_one in zip(*boxes, strict=True):
        assert all(box is of_one[0] for box in of_one)


@example(CirclePixelRegion(at(3, 4), 2, meta={"include": 0}))
@given(compound)
@settings(deadline=None, max_examples=20)
def test_the_region_is_not_changed(region):
    before = repr(region), dict(region.meta), dict(region.visual)
    mask = to_mask(region)
    assert (repr(region), dict(region.meta), dict(region.visual)) == before
    region.meta["include"] = False
    assert_array_equal(to_mask(region).data, mask.data)


def test_sky_needs_a_wcs():
    from astropy.coordinates import SkyCoord

    sky = CircleSkyRegion(SkyCoord(1, 2, unit="deg"), 3 * u.arcsec)
    with pytest.raises(
        ValueError, match="wcs must be given for a region on the sky, got a CircleSky"
    ):
        to_mask(sky)
    with pytest.raises(ValueError, match="wcs must be given"):
        to_mask(sky & sky)
