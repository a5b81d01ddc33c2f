"""Paths: what counts as one, errors that name the place, areas, and a list's independence."""

import copy
import math
import pickle

import numpy as np
import pytest
import shapely
from astropy import units as u
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from astroapers import CircAn, CircAp, PathAp, RectAp, _path
from astroapers.tests.cases import IMAGE, MASK, PARAMS, POSITIONS, make

AT = (20.3, 17.6)
CLOSE = ("close",)


def polygon(*vertices):
    """A contour of lines."""
    commands = ["move", *["line"] * (len(vertices) - 1)]
    return [*((c, float(x), float(y)) for c, (x, y) in zip(commands, vertices, strict=True)), CLOSE]


def square(half, x=0.0, y=0.0):
    """A square about a point."""
    return polygon((x - half, y - half), (x + half, y - half), (x + half, y + half),
                   (x - half, y + half))  # fmt: skip


def disc(r, parts=2, x=0.0, y=0.0, start=0.3):
    """A disc of several arcs."""
    turn = 2 * math.pi / parts
    arcs = [("arc", x, y, r, start + k * turn, turn) for k in range(parts)]
    return [("move", x + r * math.cos(start), y + r * math.sin(start)), *arcs, CLOSE]


SQUARE = square(2)
HALF_DISC = [("move", 4, 0), ("arc", 0, 0, 4, 0, math.pi), CLOSE]


class TestStructure:
    """Whatever is wrong with the commands, the message says where."""

    @pytest.mark.parametrize(
        "segments, message",
        [
            ([], "outer contour is empty"),
            (None, "outer contour must be a sequence"),
            (5, "outer contour must be a sequence"),
            ("move", "outer contour must be a sequence"),
            ([1, 2], "segment 0 of the outer contour must be a sequence"),
            (["move"], "segment 0 of the outer contour must be a sequence"),
            ([()], "segment 0 of the outer contour must begin with one of"),
            ([("move", 0, 0), (1, 2, 3), CLOSE], "segment 1 of the outer contour must begin"),
            ([("move", 0, 0), ("curve", 1, 2), CLOSE], "segment 1 of the outer contour.*'curve'"),
            (SQUARE[1:], "must begin with its only move, got 'line' as segment 0 of 4"),
            ([SQUARE[0], *SQUARE], "must begin with its only move, got 'move' as segment 1 of 6"),
            (SQUARE[:-1], "must end with its only close, got 'line' as segment 3 of 4"),
            ([*SQUARE, CLOSE], "must end with its only close, got 'close' as segment 4 of 6"),
            ([("move", 0), CLOSE], r"segment 0 .* must be \('move', x, y\), got \('move', 0\)"),
            ([("move", 0, 0), ("line", 1, 2, 3), CLOSE], r"segment 1 .* must be \('line', x, y\)"),
            ([("move", 0, 0), ("arc", 0, 0, 1), CLOSE], r"\('arc', cx, cy, r, theta0, dtheta\)"),
            ([("move", 0, 0), ("line", 1, 2), ("close", 1)], r"must be \('close'\), got"),
            ([("move", 0, np.nan), CLOSE], "y of segment 0 of the outer contour must be finite"),
            ([("move", 0, "nan"), CLOSE], "y of segment 0 of the outer contour must be finite"),
            ([("move", 0, 0), ("line", -np.inf, 0), CLOSE], "x of segment 1 .* must be finite"),
            ([("move", 10**400, 0), CLOSE], "x of segment 0 of the outer contour"),
            ([("move", "a", 0), CLOSE], "x of segment 0 of the outer contour"),
            ([("move", [1], 0), CLOSE], "x of segment 0 .* must be one number"),
        ],
    )
    @pytest.mark.parametrize("validate", [True, False])
    def test_value_errors(self, segments, message, validate):
        with pytest.raises(ValueError, match=message):
            PathAp(AT, segments, validate=validate)
        hole = message.replace("the outer contour", "hole 1").replace("outer contour", "hole 1")
        with pytest.raises(ValueError, match=hole):
            PathAp(AT, square(9), [square(1), segments], validate=validate)

    @pytest.mark.parametrize("value", [None, 1j, np.complex64(1), {}, 3 * u.Jy])
    def test_type_errors(self, value):
        with pytest.raises(TypeError, match="x of segment 1 of the outer contour"):
            PathAp(AT, [("move", 0, 0), ("line", value, 1), ("line", 1, 2), CLOSE])

    def test_one_hole_is_still_a_list_of_holes(self):
        with pytest.raises(ValueError, match="segment 0 of hole 0 must be a sequence"):
            PathAp(AT, SQUARE, square(1))
        for holes in (5, "holes", True):
            with pytest.raises(ValueError, match="holes must be a sequence of contours"):
                PathAp(AT, SQUARE, holes)

    def test_anything_alike(self):
        expected = PathAp(AT, HALF_DISC, [square(0.5, 0, 2)])
        objects = np.empty(3, dtype=object)
        objects[:] = HALF_DISC
        numbers = [("move", "4", np.int8(0)), ("arc", 0, False, 4 * u.pix, 0, 180 * u.deg), CLOSE]
        for segments in (list(map(list, HALF_DISC)), tuple(HALF_DISC), iter(HALF_DISC), objects,
                         numbers):  # fmt: skip
            assert PathAp(AT, segments, (map(tuple, square(0.5, 0, 2)),)) == expected


class TestGeometry:
    """The engine's rules."""

    WRONG = [
        (polygon((-2, -2), (-2, -2), (2, 2), (0, 3)), "length zero"),
        ([("move", 1, 0), ("arc", 0, 0, -1, 0, 3), CLOSE], "r > 0"),
        ([("move", 0, 0), ("arc", 0, 0, 0, 0, 3), CLOSE], "r > 0"),
        ([("move", 1, 0), ("arc", 0, 0, 1, 0, 0), CLOSE], "dtheta"),
        ([("move", 1, 0), ("arc", 0, 0, 1, 0, 2 * math.pi), CLOSE], "dtheta"),
        ([("move", 1, 0), ("arc", 0, 0, 1, 0, -7), CLOSE], "dtheta"),
        ([("move", 1.0001, 0), ("arc", 0, 0, 1, 0, 3), CLOSE], "start"),
        ([("move", 0, 0), CLOSE], "area"),
        (polygon((0, 0), (1, 0)), "area"),
        (polygon((0, 0), (1, 0), (2, 0)), "area"),
        (polygon((0, 0), (2, 2), (2, 0), (0, 2)), "cross"),
        (polygon((0, 0), (9, 9), (9, 0), (0, 2)), "cross"),
        ([("move", 4, 0), ("arc", 0, 0, 4, 0, math.pi), ("line", 0, 5), ("line", 1, 1), CLOSE],
         "cross"),
    ]  # fmt: skip

    @pytest.mark.parametrize("segments, rule", WRONG)
    def test_contour(self, segments, rule):
        with pytest.raises(ValueError, match=f"outer contour.*{rule}"):
            PathAp(AT, segments)
        with pytest.raises(ValueError, match=f"hole 0.*{rule}"):
            PathAp(AT, square(20), [segments])

    @pytest.mark.parametrize("hole", [square(1, 5, 5), square(1, 2, 0), square(3), SQUARE])
    def test_hole_not_inside(self, hole):
        with pytest.raises(ValueError, match=r"hole 1.*inside"):
            PathAp(AT, SQUARE, [square(0.5), hole])

    @pytest.mark.parametrize("segments, rule", WRONG)
    def test_without_validation_at_the_first_use(self, segments, rule):
        for use in (lambda ap: ap.area, lambda ap: ap.apsum_exact(IMAGE), PathAp.bboxes,
                    PathAp.weights_center, lambda ap: ap.sampled_values(IMAGE),
                    PathAp.to_patches):  # fmt: skip
            ap = PathAp(AT, segments, validate=False)
            repr(ap), hash(ap), ap.segments, ap.positions  # no use of the geometry
            with pytest.raises(ValueError, match=rule):
                use(ap)

    def test_valid_without_validation(self):
        ap = PathAp(AT, SQUARE, validate=False)
        assert ap.apsum_exact(IMAGE) == PathAp(AT, SQUARE).apsum_exact(IMAGE)
        assert ap == PathAp(AT, SQUARE)

    def test_arc_start_within_rounding(self):
        r, start = 1e3, 0.7
        move = ("move", round(r * math.cos(start), 7), round(r * math.sin(start), 7))
        assert PathAp(AT, [move, ("arc", 0, 0, r, start, 3), CLOSE]).area == pytest.approx(
            r * r * (3 - math.sin(3)) / 2, rel=1e-9
        )


class TestArea:
    @pytest.mark.parametrize(
        "segments, holes, area",
        [
            (SQUARE, None, 16),
            ([*SQUARE[:-1], ("line", -2, -2), CLOSE], None, 16),
            (HALF_DISC, [], 8 * math.pi),
            (disc(3), None, 9 * math.pi),
            (disc(3, 3), [disc(1, 5)], 8 * math.pi),
            (SQUARE, [square(1)], 12),
            (SQUARE, [square(1), square(1)], 12),
            (SQUARE, [square(1, -0.5), square(1, 0.5)], 10),
            (SQUARE, [disc(1, x=-0.25), square(0.5, 1)], None),
            # Two lobes that meet at a vertex, one run either way.
            (polygon((0, 0), (2, 0), (2, 2), (0, 0), (-2, 0), (-2, -2)), None, 4),
            (polygon((0, 0), (2, 0), (2, 2), (0, 0), (-2, -2), (-2, 0)), None, 4),
        ],
    )
    def test_area(self, segments, holes, area):
        ap = PathAp((20, 20), segments, holes)
        assert type(ap.area) is float
        if area is not None:
            assert ap.area == pytest.approx(area, rel=1e-14)
        assert ap.npix_exact((40, 40)) == pytest.approx(ap.area, rel=1e-13)
        assert PathAp(POSITIONS, segments, holes).area == ap.area

    def test_either_way_round(self):
        clockwise = polygon((2, 2), (2, -2), (-2, -2), (-2, 2))
        expected = PathAp(POSITIONS, SQUARE, [square(1)]).weights_exact()
        for segments in (SQUARE, clockwise):
            for hole in (square(1), square(1)[:1] + square(1)[1:4][::-1] + [CLOSE]):
                ap = PathAp(POSITIONS, segments, [hole])
                assert ap.area == 12
                for w, other in zip(ap.weights_exact(), expected, strict=True):
                    assert_allclose(w, other, rtol=0, atol=1e-13)

    @given(
        radii=st.lists(st.floats(0.5, 12), min_size=3, max_size=12),
        start=st.floats(-9, 9),
        at=st.tuples(st.floats(10, 30), st.floats(10, 30)),
        inverse=st.booleans(),
    )
    def test_star_shaped_polygons(self, radii, start, at, inverse):
        angles = start + 2 * np.pi * np.arange(len(radii)) / len(radii)
        vertices = np.array(radii)[:, None] * np.column_stack((np.cos(angles), np.sin(angles)))
        truth = shapely.Polygon(vertices)
        ap = PathAp(at, polygon(*(vertices[::-1] if inverse else vertices)))
        assert ap.area == pytest.approx(truth.area, rel=1e-13)
        frame = shapely.affinity.translate(truth, *at).intersection(
            shapely.box(-0.5, -0.5, 39.5, 39.5)
        )
        assert ap.npix_exact((40, 40)) == pytest.approx(frame.area, rel=1e-12)

    def test_same_as_the_shapes(self):
        where = POSITIONS + 0.0137  # no pixel centre on an edge
        for path, shape in (
            (PathAp(where, disc(4.0, 3)), CircAp(where, 4.0)),
            (PathAp(where, disc(7.5), [disc(4.0)]), CircAn(where, 4.0, 7.5)),
            (PathAp(where, square(2.25)), RectAp(where, 4.5, 4.5)),
        ):
            exact, expected = path.apsum_exact(IMAGE, MASK), shape.apsum_exact(IMAGE, MASK)
            assert_allclose(exact, expected, rtol=1e-12)
            assert_array_equal(path.apsum_center(IMAGE, MASK), shape.apsum_center(IMAGE, MASK))
            assert path.bboxes() == shape.bboxes()

    def test_edges_in_center_mode(self):
        assert PathAp((20, 20), SQUARE).npix_center((40, 40)) == 25
        assert PathAp((20, 20), SQUARE, [square(1)]).npix_center((40, 40)) == 16


class TestObject:
    def test_lists_of_the_user_are_copied(self):
        segments = [list(segment) for segment in SQUARE]
        hole = [list(segment) for segment in square(1)]
        holes = [hole]
        ap = PathAp(AT, segments, holes)
        segments[1][1] = hole[1][1] = 50.0
        segments.pop()
        holes.clear()
        assert ap.segments == SQUARE
        assert ap.holes == [square(1)]
        assert ap.area == 12

    @pytest.mark.parametrize("validate", [True, False])
    def test_lists_handed_out_are_copies(self, validate):
        ap = PathAp(AT, SQUARE, [square(1)], validate=validate)
        ap.segments.clear()
        ap.holes[0].clear()
        ap.holes.clear()
        assert ap.segments == SQUARE
        assert ap.holes == [square(1)]
        assert ap.area == 12

    def test_types(self):
        ap = PathAp(AT, [["move", 0, 1], ("line", np.int8(2), "3"), ("line", 5, 0), ["close"]])
        assert ap.segments == [("move", 0.0, 1.0), ("line", 2.0, 3.0), ("line", 5.0, 0.0), CLOSE]
        assert {type(v) for _, *numbers in ap.segments for v in numbers} == {float}
        assert ap.holes == []
        assert PathAp(AT, SQUARE, []) == PathAp(AT, SQUARE, None) == PathAp(AT, SQUARE, ())
        assert ap.plot_samples == 96

    def test_equality(self):
        ap = PathAp(AT, SQUARE, [square(1)])
        assert ap == PathAp(AT, np.array(SQUARE, dtype=object), [square(1.0)])
        assert hash(ap) == hash(PathAp(AT, tuple(SQUARE), [square(1)]))
        assert ap != PathAp(AT, SQUARE)
        assert ap != PathAp(AT, square(2.001), [square(1)])
        assert ap != PathAp(AT, SQUARE, [square(1.001)])
        assert ap != PathAp([AT], SQUARE, [square(1)])
        # Another way to say the same is another path.
        assert PathAp(AT, SQUARE) != PathAp(AT, [*SQUARE[:-1], ("line", -2, -2), CLOSE])
        assert PathAp((0.0, 1), square(2)) == PathAp((-0.0, 1), square(2))

    @pytest.mark.parametrize("validate", [True, False])
    def test_copies_measure_the_same(self, validate):
        ap = make(PathAp, POSITIONS, plot_samples=8, validate=validate)
        for other in (copy.copy(ap), copy.deepcopy(ap), pickle.loads(pickle.dumps(ap)), ap[:]):
            assert (other.segments, other.holes) == (ap.segments, ap.holes)
            assert other.area == ap.area
            assert_array_equal(other.apsum_exact(IMAGE), ap.apsum_exact(IMAGE))
            assert_array_equal(other[2].apsum_exact(IMAGE), ap[2].apsum_exact(IMAGE))

    def test_attributes_that_are_not_there(self):
        with pytest.raises(AttributeError, match="'PathAp' object has no attribute 'r'"):
            PathAp(AT, SQUARE).r  # noqa: B018

    def test_repr(self):
        assert repr(PathAp((1, 2), square(1)[:3] + [CLOSE])) == (
            "PathAp((1.0, 2.0), segments=[('move', -1.0, -1.0), ('line', 1.0, -1.0), "
            "('line', 1.0, 1.0), ('close',)])"
        )
        text = repr(PathAp((1, 2), disc(9, 100), [square(1)]))
        assert "<98 more>" in text
        assert text.endswith(f"holes=[{square(1)}])")

    def test_no_parameters_per_source(self):
        with pytest.raises(ValueError, match="segment 1"):
            PathAp([(1, 2), (3, 4)], [SQUARE[0], ("line", [1, 2], 3), *SQUARE[2:]])


class TestEncoding:
    def test_of_commands(self):
        kinds, data = _path.encode(*PARAMS[PathAp].values())
        assert kinds.tolist() == [0, 1, 1, 2, 1, 3, 0, 1, 1, 3]
        assert (kinds.dtype, data.dtype, data.shape) == (np.int8, np.float64, (10, 6))
        assert data[3].tolist() == [1.0, 6.0, 2.0, 0.0, 2.5, 0.0]
        assert data[5].tolist() == [0.0] * 6
        assert data[6].tolist() == [0.5, -1.0, 0.0, 0.0, 0.0, 0.0]

    def test_encoded_already(self):
        kinds, data = _path.encode(SQUARE)
        for encoded in ((kinds, data), (kinds.astype(int), np.asfortranarray(data.astype(">f4"))),
                        (np.repeat(kinds, 2)[::2], data.tolist())):  # fmt: skip
            for array, expected in zip(_path.encode(*encoded), (kinds, data), strict=True):
                assert_array_equal(array, expected)
                assert array.dtype == expected.dtype
                assert array.flags.c_contiguous

    def test_encoded_wrongly(self):
        kinds, data = _path.encode(SQUARE)
        for wrong in ((kinds, data[:-1]), (kinds, data[:, :5]), (kinds[None], data),
                      (kinds + 1, data), (kinds - 1, data)):  # fmt: skip
            with pytest.raises(ValueError, match="kinds"):
                _path.encode(*wrong)
        with pytest.raises(TypeError, match="real"):
            _path.encode(kinds, data.astype(complex))

    def test_polyline(self):
        assert_array_equal(_path.polyline(SQUARE, 4), [(-2, -2), (2, -2), (2, 2), (-2, 2)])
        ring = _path.polyline(disc(3, 4), 25)
        assert len(ring) == 1 + 4 * 24
        assert_allclose(np.hypot(*ring.T), 3)
