"""Apertures combined by operators: against shapely, the laws of sets, one position at a time."""

import copy
import operator
import pickle

import numpy as np
import pytest
import shapely
import shapely.affinity
from astropy import units as u
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import astroapers as aap
from astroapers import CircAn, CircAp, CompoundAp, EllipAp, PathAp, RectAp, _rust
from astroapers.measurement import Footprint
from astroapers.tests.cases import CLASSES, IMAGE, MASK, NUMERIC, PARAMS, POSITIONS, make

OPERATORS = {"&": operator.and_, "|": operator.or_, "^": operator.xor, "-": operator.sub}
SETS = {
    "&": shapely.intersection, "|": shapely.union, "^": shapely.symmetric_difference,
    "-": shapely.difference,
}  # fmt: skip
every_operator = pytest.mark.parametrize("op", OPERATORS)
every_class = pytest.mark.parametrize("cls", CLASSES)


def window(aperture, box, subpixels=0):
    """Weights of a scalar aperture in a box (ixmin, ixmax, iymin, iymax)."""
    (weights,), _ = _rust.weights(aperture._footprint(subpixels), box)
    return weights


def _rings(ap, points):
    t = np.linspace(0, 2 * np.pi, points, endpoint=False)
    ring = shapely.Polygon(np.column_stack((np.cos(t), np.sin(t))))
    # A polygon through points of the circle is smaller than it: as large as the circle it must be.
    grow = np.sqrt(np.pi / ring.area)

    def oval(a, b, theta):
        turned = shapely.affinity.scale(ring, a * grow, b * grow, origin=(0, 0))
        return shapely.affinity.rotate(turned, theta, origin=(0, 0), use_radians=True)

    def box(w, h, theta):
        return shapely.affinity.rotate(
            shapely.box(-w / 2, -h / 2, w / 2, h / 2), theta, origin=(0, 0), use_radians=True
        )

    if isinstance(ap, CircAp):
        shape = oval(ap.r, ap.r, 0)
    elif isinstance(ap, CircAn):
        shape = oval(ap.r_out, ap.r_out, 0) - oval(ap.r_in, ap.r_in, 0)
    elif isinstance(ap, EllipAp):
        shape = oval(ap.a, ap.b, ap.theta)
    elif isinstance(ap, RectAp):
        shape = box(ap.w, ap.h, ap.theta)
    else:
        shape = shapely.Polygon([xy for _, *xy in ap.segments[:-1]])
    return shapely.affinity.translate(shape, *ap.positions[0])


def as_shapely(ap):
    if isinstance(ap, CompoundAp):
        return SETS[ap.operator](as_shapely(ap.first), as_shapely(ap.second))
    return _rings(ap, 4000)


def areas_in(shape, box):
    """Area of a shapely geometry in each pixel of a box."""
    areas = np.zeros((box[3] - box[2], box[1] - box[0]))
    for row, y in enumerate(range(box[2], box[3])):
        strip = shapely.intersection(shape, shapely.box(box[0] - 1, y - 0.5, box[1], y + 0.5))
        if not strip.is_empty:
            x = np.arange(box[0], box[1])
            pixels = shapely.box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
            areas[row] = shapely.area(shapely.intersection(strip, pixels))
    # With edges on each other shapely 2.2.0 may fill a row that has nothing in it.
    whole = shapely.box(box[0] - 0.5, box[2] - 0.5, box[1] - 0.5, box[3] - 0.5)
    assume(abs(areas.sum() - shapely.intersection(shape, whole).area) < 1e-9)
    return areas


sizes = st.one_of(st.integers(1, 12).map(lambda k: k / 2), st.floats(0.2, 6))
angles = st.one_of(st.sampled_from([0.0, np.pi / 4, np.pi / 2]), st.floats(-4, 4))
places = st.one_of(
    st.tuples(*[st.integers(-8, 8).map(lambda k: k / 2)] * 2),
    st.tuples(*[st.floats(-4, 4)] * 2),
)


def star(at, radii):
    t = np.arange(len(radii)) * 2 * np.pi / len(radii)
    vertices = np.column_stack((radii * np.cos(t), radii * np.sin(t))).tolist()
    first, *rest = vertices
    return PathAp(at, [("move", *first), *(("line", *xy) for xy in rest), ("close",)])


leaves = st.one_of(
    st.builds(CircAp, places, sizes),
    st.builds(EllipAp, places, sizes, sizes, angles),
    st.builds(RectAp, places, sizes, sizes, angles),
    st.builds(lambda at, r, q: CircAn(at, q * r, r), places, sizes, st.floats(0.1, 0.9)),
    st.builds(star, places, st.lists(sizes, min_size=3, max_size=12).map(np.array)),
)
trees = st.recursive(
    leaves, lambda some: st.builds(CompoundAp, some, some, st.sampled_from(list(OPERATORS))),
    max_leaves=6,
)  # fmt: skip
BOX = (-13, 14, -13, 14)


class TestTruth:
    @given(trees)
    @settings(max_examples=60, deadline=None)
    def test_shapely(self, tree):
        weights = window(tree, BOX)
        assert weights.min() >= 0
        assert weights.max() <= 1
        # Arcs of polygons are off by 1e-6 px of a radius of 6, and the edge of a pixel is 1 px.
        assert_allclose(weights, areas_in(as_shapely(tree), BOX), rtol=0, atol=3e-6)
        assert_allclose(weights.sum(), tree.area, rtol=1e-12, atol=1e-12)

    @given(st.recursive(
        st.builds(star, places, st.lists(sizes, min_size=3, max_size=12).map(np.array)),
        lambda some: st.builds(CompoundAp, some, some, st.sampled_from(list(OPERATORS))),
        max_leaves=5,
    ))  # fmt: skip
    @settings(max_examples=60, deadline=None)
    def test_polygons_to_all_digits(self, tree):
        # Shapely nodes crossings with rounding of its own.
        assert_allclose(window(tree, BOX), areas_in(as_shapely(tree), BOX), rtol=0, atol=1e-9)

    @given(trees, trees)
    @settings(max_examples=60, deadline=None)
    def test_inclusion_and_exclusion(self, a, b):
        w_a, w_b = window(a, BOX), window(b, BOX)
        both = window(a & b, BOX)
        assert_allclose(window(a | b, BOX), w_a + w_b - both, rtol=0, atol=1e-12)
        assert_allclose(window(a ^ b, BOX), w_a + w_b - 2 * both, rtol=0, atol=1e-12)
        assert_allclose(window(a - b, BOX), w_a - both, rtol=0, atol=1e-12)
        for nothing in (a - a, a ^ a, (a & b) - a):
            assert nothing.area == pytest.approx(0, abs=1e-12)

    @given(trees, st.integers(1, 4))
    @settings(max_examples=60, deadline=None)
    def test_samples_are_judged_by_the_operands(self, tree, subpixels):
        # The difference of bools is no set operation of numpy.
        of_bools = {**OPERATORS, "-": lambda a, b: a & ~b}

        def judged(ap):
            if isinstance(ap, CompoundAp):
                return of_bools[ap.operator](judged(ap.first), judged(ap.second))
            return window(ap, BOX, 1) == 1

        assert_array_equal(window(tree, BOX, 1), judged(tree))
        shares = window(tree, BOX, subpixels) * subpixels**2
        assert_allclose(shares, shares.round(), atol=1e-9)

    @every_class
    @pytest.mark.parametrize("other", CLASSES)
    def test_all_shapes_with_all(self, cls, other):
        box = (0, 44, 0, 40)
        for shift in ((0, 0), (2, 1), (0.3, -4.1), (50, 0)):
            a, b = make(cls, (20.3, 17.6)), make(other, np.add((20.3, 17.6), shift))
            w_a, w_b, both = (window(ap, box) for ap in (a, b, a & b))
            assert_allclose(window(a | b, box), w_a + w_b - both, rtol=0, atol=1e-12)
            assert_allclose(window(a - b, box), w_a - both, rtol=0, atol=1e-12)
            assert_allclose(window(a ^ b, box), w_a + w_b - 2 * both, rtol=0, atol=1e-12)

    @every_operator
    def test_far_away(self, op):
        far = np.array([1_048_576, -3_000_007])
        for shift in ((0.25, 0.5), (2.125, -1.375), (3.0, 0.0)):
            a, b = CircAp((0.3, 0.2), 3), EllipAp(np.add((0.3, 0.2), shift), 4, 1.5, 0.6)
            near = window(CompoundAp(a, b, op), BOX)
            moved = [type(ap)(ap.positions[0] + far, *ap._values) for ap in (a, b)]
            box = tuple((np.array(BOX) + far.repeat(2)).tolist())
            # Positions there are multiples of 5e-10, and an edge moves as far.
            assert_allclose(window(CompoundAp(*moved, op), box), near, rtol=0, atol=2e-9)
            exact = [
                CircAp(far + (0.25, 0.5), 3),
                EllipAp(far + np.add((0.25, 0.5), shift), 4, 1.5, 0.6),
            ]
            same = [CircAp((0.25, 0.5), 3), EllipAp(np.add((0.25, 0.5), shift), 4, 1.5, 0.6)]
            assert_allclose(
                window(CompoundAp(*exact, op), box), window(CompoundAp(*same, op), BOX),
                rtol=0, atol=1e-13,
            )  # fmt: skip

    def test_half_pixels(self):
        left, right = RectAp((-0.25, 0), 0.5, 1), RectAp((0.25, 0), 0.5, 1)
        assert (left & right).weights_exact()[0].tolist() == [[0.0]]
        assert (left | right).weights_exact()[0].tolist() == [[1.0]]
        assert (left ^ right).area == 1.0

    def test_centres_on_a_common_edge(self):
        # Rectangles are open, so the row of centres between the two is in neither.
        low, high = RectAp((5, 4), 6, 2), RectAp((5, 6), 6, 2)
        both = low | high
        assert both.area == 24
        assert window(both, (0, 11, 5, 6), 1).sum() == 0
        assert window(both, (0, 11, 0, 11), 1).sum() == 10
        # Paths are closed.
        square = [("move", -3, -1), ("line", 3, -1), ("line", 3, 1), ("line", -3, 1), ("close",)]
        common = PathAp((5, 4), square) & PathAp((5, 6), square)
        assert common.area == 0
        assert window(common, (0, 11, 0, 11), 1).sum() == 7
        assert common.npix_center((20, 20)) == 7
        assert common.npix_exact((20, 20)) == 0


class TestPositions:
    @every_operator
    @every_class
    def test_one_by_one(self, cls, op):
        trail = RectAp((22.2, 18.7), 60, 3, 0.7) | CircAn((21, 16), 2, 4)
        ap = CompoundAp(make(cls, POSITIONS), trail, op)
        assert not ap.isscalar
        assert_array_equal(ap.positions, POSITIONS)
        sums, npix = ap.apsum_exact(IMAGE, MASK)
        centers = ap.npix_center(IMAGE.shape)
        weights, boxes, areas = ap.weights_exact(), ap.bboxes(), ap.area
        values = ap.sampled_values(IMAGE)
        assert areas.shape == (len(ap),)
        for k, (one, at) in enumerate(zip(ap, POSITIONS, strict=True)):
            assert one == ap[k]
            assert one.isscalar
            assert_array_equal(one.positions[0], at)
            assert (sums[k], npix[k]) == one.apsum_exact(IMAGE, MASK)
            assert centers[k] == one.npix_center(IMAGE.shape)
            assert_array_equal(one.weights_exact()[0], weights[k])
            assert one.bboxes()[0] == boxes[k]
            assert one.area == areas[k]
            assert_array_equal(one.sampled_values(IMAGE)[0], values[k])
            fresh = CompoundAp(make(cls, at), trail, op)
            assert one == fresh
            assert sums[k] == fresh.apsum_exact(IMAGE, MASK)[0]

    @every_operator
    def test_the_first_may_stay(self, op):
        field, stars = CircAp((20, 18), 12), RectAp(POSITIONS, 5, 3, 0.4)
        ap = CompoundAp(field, stars, op)
        assert_array_equal(ap.positions, POSITIONS)
        sums, npix = ap.apsum_exact(IMAGE)
        for k, star_k in enumerate(stars):
            one = CompoundAp(field, star_k, op)
            expected = one.apsum_exact(IMAGE)
            assert_allclose((sums[k], npix[k]), expected, rtol=1e-12, atol=1e-12)
            assert_allclose(ap.area[k], one.area, rtol=1e-12, atol=1e-12)
            assert_array_equal(ap[k].positions[0], POSITIONS[k])
            assert_array_equal(one.positions[0], (20, 18))

    @pytest.mark.parametrize("cls", NUMERIC)
    def test_one_size_per_source(self, cls):
        grow = np.linspace(0.8, 1.2, len(POSITIONS))
        sizes = {
            name: value if "theta" in name else value * grow for name, value in PARAMS[cls].items()
        }
        ap = cls(POSITIONS, **sizes) - CircAp(POSITIONS, 2 * grow)
        assert ap.area.shape == (len(POSITIONS),)
        sums, npix = ap.apsum_exact(IMAGE)
        for k, one in enumerate(ap):
            assert (sums[k], npix[k]) == one.apsum_exact(IMAGE)
            assert type(one.area) is float
            assert ap.area[k] == one.area
        part = ap[[3, 1]]
        assert_array_equal(part.apsum_exact(IMAGE)[0], sums[[3, 1]])

    def test_same_positions_have_one_area(self):
        ap = CircAp(POSITIONS, 5) - RectAp(POSITIONS, 3, 2)
        assert ap.area == pytest.approx(25 * np.pi - 6, rel=1e-14)
        assert type(ap.area) is float

    def test_two_places(self):
        ap = CircAp((20, 18), 4) | CircAp((23, 18), 4)
        assert ap.isscalar
        assert_array_equal(ap.positions, [(20, 18)])
        nested = ap - RectAp(POSITIONS, 3, 3)
        assert_array_equal(nested.positions, POSITIONS)
        one = ap - RectAp(POSITIONS[1], 3, 3)
        assert_allclose(nested.area[1], one.area, rtol=1e-13)
        deeper = (nested & CircAp(POSITIONS, 30)) ^ CircAp((20, 18), 1)
        assert_array_equal(deeper[2].apsum_exact(IMAGE), [s[2] for s in deeper.apsum_exact(IMAGE)])

    def test_none_and_empty(self):
        none = CircAp(np.empty((0, 2)), 3) - CircAp((3, 3), 1)
        assert len(none) == 0
        assert none.area.shape == none.apsum_exact(IMAGE)[0].shape == (0,)
        assert none.weights_exact() == none.bboxes() == none.to_patches() == []
        both = CircAp(np.empty((0, 2)), 3) - CircAp(np.empty((0, 2)), 1)
        assert both.area == pytest.approx(8 * np.pi)

    @pytest.mark.parametrize("others", [POSITIONS[:3], POSITIONS[::-1], POSITIONS[:1]])
    def test_other_positions(self, others):
        with pytest.raises(ValueError, match="same positions"):
            CircAp(POSITIONS, 3) & CircAp(others, 2)

    def test_threads(self):
        rng = np.random.default_rng(3)
        ap = CircAp(rng.uniform(-5, 50, (300, 2)), 4) - star((20, 18), rng.uniform(5, 25, 90))
        before = aap.get_num_threads(), aap.get_parallel_threshold()
        try:
            results = []
            for threads in (1, 2, 5):
                aap.set_num_threads(threads)
                aap.set_parallel_threshold(1)
                results.append((*ap.apsum_exact(IMAGE), ap.npix_center(IMAGE.shape), ap.area))
        finally:
            aap.set_num_threads(before[0])
            aap.set_parallel_threshold(before[1])
        for result in results[1:]:
            for first, other in zip(results[0], result, strict=True):
                assert_array_equal(other, first)


class TestEmpty:
    def test_disjoint(self):
        ap = CircAp((10, 10), 3) & CircAp((30, 30), 3)
        assert ap.area == 0.0
        assert ap.apsum_exact(IMAGE) == (0.0, 0.0)
        assert ap.apsum_center(IMAGE) == (0.0, 0.0)
        assert ap.weights_exact()[0].tolist() == [[0.0]]
        assert ap.bboxes() == [aap.BoundingBox(10, 11, 10, 11)]
        assert ap.sampled_values(IMAGE)[0].size == 0
        assert len(ap.to_patches().get_path().vertices) == 0

    @pytest.mark.parametrize("cls", CLASSES)
    def test_nothing_of_nan_is_read(self, cls):
        ap = make(cls, (20.3, 17.6))
        nan = np.full(IMAGE.shape, np.nan)
        for nothing in (ap - ap, ap ^ ap, (ap | ap) - ap):
            assert nothing.area == 0.0
            assert nothing.apsum_exact(nan) == (0.0, 0.0)
            assert nothing.apsum_center(nan) == (0.0, 0.0)


class TestObject:
    def test_operators(self):
        a, b = CircAp((20, 18), 5), RectAp((22, 18), 5, 3)
        for text, apply in OPERATORS.items():
            ap = apply(a, b)
            assert type(ap) is CompoundAp
            assert (ap.first, ap.second, ap.operator) == (a, b, text)
            assert ap == CompoundAp(a, b, text)
            assert hash(ap) == hash(CompoundAp(a, b, text))
        assert a & b != a | b
        assert a - b != b - a
        assert a & b != a

    @pytest.mark.parametrize("bad", [None, 3, "a", np.ones(3)])
    def test_no_apertures(self, bad):
        ap = CircAp((20, 18), 5)
        for apply in OPERATORS.values():
            with pytest.raises(TypeError):
                apply(ap, bad)
        with pytest.raises(TypeError, match="second must be an aperture"):
            CompoundAp(ap, bad, "&")
        with pytest.raises(TypeError, match="first must be an aperture"):
            CompoundAp(bad, ap, "&")

    @pytest.mark.parametrize("bad", ["+", "", "&&", None, 1])
    def test_no_operators(self, bad):
        with pytest.raises(ValueError, match="operator must be one of '&'"):
            CompoundAp(CircAp((1, 2), 3), CircAp((1, 2), 3), bad)

    def test_copies_and_text(self):
        ap = (CircAp(POSITIONS, 5) - RectAp((22, 18), 5, 3)) | EllipAp(POSITIONS, 4, 2, 0.3)
        for again in (pickle.loads(pickle.dumps(ap)), copy.copy(ap), copy.deepcopy(ap)):
            assert again == ap
            assert_array_equal(again.apsum_exact(IMAGE), ap.apsum_exact(IMAGE))
        one = ap[1]
        assert pickle.loads(pickle.dumps(one)) == one
        scalar = CircAp((20, 18), 5) ^ CircAp((21, 18), 2)
        assert eval(repr(scalar), vars(aap)) == scalar
        with pytest.raises(TypeError, match="scalar CompoundAp has no len"):
            len(scalar)
        with pytest.raises(AttributeError, match="nonsense"):
            _ = scalar.nonsense
        with pytest.raises(AttributeError):
            scalar.first = scalar

    def test_subclasses_stay(self):
        class Mine(CompoundAp):
            pass

        mine = Mine(CircAp(POSITIONS, 3), CircAp((20, 18), 2), "-")
        mine.note = "here"
        outer = mine & CircAp(POSITIONS, 2)
        assert type(outer[0].first) is Mine
        assert outer[1:3].first.note == "here"
        assert type(mine[0]) is Mine

    def test_depth_is_no_matter(self):
        ap, field = CircAp((0, 0), 1), RectAp((48.5, 48.5), 99, 99)
        for k in range(1, 1000):
            ap = ap | CircAp((3 * (k % 32), 3 * (k // 32)), 1) if k % 2 else field & ap
        assert ap == copy.copy(ap)
        assert hash(ap) == hash(pickle.loads(pickle.dumps(ap)))
        assert len(repr(ap)) > 30_000
        image = np.ones((110, 110))
        parts = [CircAp((3 * (k % 32), 3 * (k // 32)), 1) for k in (0, *range(1, 1000, 2))]
        sums = sum((field & one).apsum_exact(image, return_npix=False) for one in parts[:-1])
        sums += parts[-1].apsum_exact(image, return_npix=False)
        assert_allclose(ap.apsum_exact(image), sums, rtol=1e-12)

    def test_patches(self):
        ap = CircAp((20, 18), 5) - RectAp((20, 18), 2, 2)
        path = ap.to_patches(origin=(10, 10)).get_path()
        assert len(path.to_polygons()) == 2
        assert_allclose(path.get_extents().extents, (5, 3, 15, 13), atol=1e-3)
        assert path.contains_point((13, 8))
        several = (CircAp(POSITIONS, 5) - RectAp((20, 18), 9, 9)).to_patches()
        assert len(several) == len(POSITIONS)

    @pytest.mark.parametrize("data", [
        IMAGE.astype("g"), IMAGE.astype(object), IMAGE.astype(">i2"), IMAGE * u.Jy,
    ])  # fmt: skip
    def test_other_data(self, data):
        for where in (POSITIONS, POSITIONS[1]):
            ap = CircAp(where, 6) - RectAp((22, 18), 5, 30)
            expected = ap.apsum_exact(IMAGE)
            sums, npix = ap.apsum_exact(data)
            assert_allclose(getattr(sums, "value", sums), expected[0], rtol=1e-13)
            assert_array_equal(npix, expected[1])
            for one, other in zip(ap.weighted_cutout(data), ap.weighted_cutout(IMAGE), strict=True):
                assert_allclose(getattr(one, "value", one), other, rtol=1e-13)

    @pytest.mark.parametrize("part", [CircAp((20, 20), 3), CircAp((-50, 20), 3), None])
    @pytest.mark.parametrize("far", [(20, 21), (-200, 20), (1e25, 20)])
    def test_converted_images(self, part, far):
        """Only what is touched is converted, by the source or by a part that stays."""
        where = [(-100, 10), far]
        ap = CircAp(where, 6) | (CircAp(where, 4) if part is None else part)
        sums, npix = ap.apsum_exact(IMAGE.astype("g"))
        expected = ap.apsum_exact(IMAGE)
        assert_allclose(sums, expected[0], rtol=1e-13)
        assert_array_equal(npix, expected[1])

    def test_planes(self):
        ap = CircAp(POSITIONS, 6) - RectAp((22, 18), 5, 30)
        sums, npix = ap.apsum_exact(np.stack((IMAGE, 2 * IMAGE)))
        expected = ap.apsum_exact(IMAGE)
        assert_array_equal(sums, [expected[0], 2 * expected[0]])
        assert_array_equal(npix, expected[1])

    def test_not_validated(self):
        ap = CircAp((np.nan, 3), 2, validate=False) - CircAp((3, 3), 1)
        assert np.isnan(ap.apsum_exact(IMAGE)).all()
        with pytest.raises(ValueError, match="not finite"):
            ap.weights_exact()
        with pytest.raises(ValueError, match="place of a part"):
            (CircAp((3, 3), 1) - CircAp((np.nan, 3), 2, validate=False)).apsum_exact(IMAGE)
        bad = CircAp((3, 3), -1, validate=False)
        with pytest.raises(ValueError, match="r must be"):
            (bad & CircAp((3, 3), 1)).apsum_exact(IMAGE)


class TestRaw:
    def test_bad_arguments(self):
        circle = ("circ", (2.0,), None)
        for rule in ("", "..", "&", "..+", ".", "...&&"):
            with pytest.raises(ValueError, match="rule"):
                _rust.Compound([circle, circle], rule)
        compound = _rust.Compound([circle, circle], "..&")
        with pytest.raises(ValueError, match="not compounds themselves"):
            _rust.Compound([("compound", (compound,), None), circle], "..&")
        with pytest.raises(ValueError, match="unknown shape"):
            _rust.Compound([("blob", (2.0,), None), circle], "..&")
        with pytest.raises(ValueError, match="has one shape"):
            _rust.Compound([("circ", (np.ones(2),), (1.0, 2.0)), circle], "..&")

    def test_open_paths(self):
        # What regions call inside: no shape has its own edge.
        kinds = np.array([0, 1, 1, 1, 3], dtype=np.int8)
        data = np.zeros((5, 6))
        data[:4, :2] = [(-2, -2), (2, -2), (2, 2), (-2, 2)]
        part = ("path", (_rust.Path(kinds, data, closed=False),), None)
        hole = ("circ", (1.0,), None)
        where = np.array([[5.0, 5.0]])
        params = (_rust.Compound([part, hole], "..-"),)
        (weights,), _ = _rust.weights(Footprint("compound", where, params, 1), (0, 11, 0, 11))
        # Centres on the edge of the square are outside of it, those on that of the disc too.
        assert weights.sum() == 8
