"""
Identities between apertures, pixel by pixel.

Parts add up to the whole, the same region is the same whatever describes it, and nothing
depends on the direction of the axes or on the place in the grid.
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

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
from astroapers.tests.cases import METHODS, full_weights
from astroapers.tests.layers import CLASSES, TYPICAL, aperture

# The same examples in every run.
many = settings(max_examples=150, deadline=None, derandomize=True)
SIZE = 20
MIDDLE = SIZE // 2 * np.ones(2)
TOLERANCE = 1e-13

ANGLES = st.one_of(st.floats(-7, 7), st.integers(-8, 8).map(lambda k: k * math.pi / 4))
LENGTHS = st.one_of(st.floats(0.05, 3), st.integers(1, 12).map(lambda k: k / 4))
# Fractions that the middle's coordinates do not round, and those that users like.
OFFSETS = st.one_of(
    st.tuples(*[st.integers(-512, 512).map(lambda k: k / 512)] * 2),
    st.tuples(*[st.sampled_from((-0.5, 0.0, 0.25, 0.5))] * 2),
).map(np.array)
ARC_STARTS = st.lists(st.floats(0, 6.28), min_size=2, max_size=6, unique=True).filter(
    lambda cuts: np.diff(sorted(cuts)).min() > 1e-3 and sorted(cuts)[-1] - sorted(cuts)[0] > 0.1
)


def window(ap, method="exact"):
    """Weights of a scalar aperture on the common frame."""
    return full_weights(ap, method, (SIZE, SIZE))[0]


def assert_close(found, expected):
    assert np.abs(found - expected).max() <= TOLERANCE


def gaps(cuts):
    """Where the arcs between directions begin, and how far they go; together a full turn."""
    cuts = np.sort(cuts)
    return cuts, np.diff([*cuts, cuts[0] + 2 * math.pi])


def point(cx, cy, r, t):
    return cx + r * math.cos(t), cy + r * math.sin(t)


def disc_path(r, starts, sweeps, cx=0.0, cy=0.0):
    """Contour of circular arcs about one centre."""
    arcs = [("arc", cx, cy, r, t, dt) for t, dt in zip(starts, sweeps, strict=True)]
    return [("move", *point(cx, cy, r, starts[0])), *arcs, ("close",)]


def polygon_path(vertices):
    first, *others = np.asarray(vertices).tolist()
    return [("move", *first), *(("line", *vertex) for vertex in others), ("close",)]


class TestPartsAddUp:
    @many
    @given(cuts=ARC_STARTS, r=LENGTHS, width=LENGTHS, at=OFFSETS)
    def test_wedges_around_a_point(self, cuts, r, width, at):
        at = at + MIDDLE
        starts, sweeps = gaps(cuts)
        wedges = [
            WedgeAp(at, r, r + width, t + dt / 2, dt) for t, dt in zip(starts, sweeps, strict=True)
        ]
        assert_close(sum(map(window, wedges)), window(CircAn(at, r, r + width)))

    @many
    @given(cuts=ARC_STARTS, r=LENGTHS, width=LENGTHS, at=st.floats(9.7, 10.4))
    def test_centers_of_wedges(self, cuts, r, width, at):
        at = (at, 10.1234567)
        selected = sum(
            window(WedgeAp(at, r, r + width, t + dt / 2, dt), "center")
            for t, dt in zip(*gaps(cuts), strict=True)
        )
        assert_array_equal(selected, window(CircAn(at, r, r + width), "center"))

    @many
    @given(w=LENGTHS, a=LENGTHS, theta=ANGLES, at=OFFSETS)
    def test_pill_of_a_rectangle_and_two_round_caps(self, w, a, theta, at):
        at = at + MIDDLE
        ahead, behind = point(0, 0, w / 2, theta), point(0, 0, -w / 2, theta)
        right = disc_path(a, [theta - math.pi / 2], [math.pi], *ahead)
        left = disc_path(a, [theta + math.pi / 2], [math.pi], *behind)
        parts = RectAp(at, w, 2 * a, theta), PathAp(at, right), PathAp(at, left)
        assert_close(sum(map(window, parts)), window(PillAp(at, w, a, a, theta)))

    @many
    @given(
        first=LENGTHS, second=LENGTHS, a=LENGTHS, b=LENGTHS, theta=ANGLES, at=OFFSETS,
    )  # fmt: skip
    def test_two_pills_in_a_row_share_an_ellipse(self, first, second, a, b, theta, at):
        """Where one ends and the next begins, both caps together are the whole ellipse."""
        at = at + MIDDLE
        along = np.array([math.cos(theta), math.sin(theta)])
        joint = at + along * (first - second) / 2
        parts = window(PillAp(joint - along * first / 2, first, a, b, theta))
        parts = parts + window(PillAp(joint + along * second / 2, second, a, b, theta))
        parts = parts - window(EllipAp(joint, a, b, theta))
        assert_close(parts, window(PillAp(at, first + second, a, b, theta)))

    @many
    @given(a=LENGTHS, b=LENGTHS, theta=ANGLES, at=OFFSETS)
    def test_pill_without_length_is_an_ellipse(self, a, b, theta, at):
        at = at + MIDDLE
        assert_close(window(PillAp(at, 1e-15, a, b, theta)), window(EllipAp(at, a, b, theta)))

    @many
    @given(cuts=ARC_STARTS, r=LENGTHS, at=OFFSETS)
    def test_disc_cut_along_a_chord(self, cuts, r, at):
        at = at + MIDDLE
        starts, sweeps = gaps([cuts[0], cuts[1]])
        halves = [PathAp(at, disc_path(r, [t], [dt])) for t, dt in zip(starts, sweeps, strict=True)]
        assert_close(sum(map(window, halves)), window(CircAp(at, r)))

    @many
    @given(
        r=LENGTHS, theta=ANGLES, n=st.integers(4, 9), at=OFFSETS,
        corner=st.floats(0.1, 0.9), other=st.floats(0.1, 0.9),
    )  # fmt: skip
    def test_polygon_cut_in_two(self, r, theta, n, at, corner, other):
        at = at + MIDDLE
        angle = theta + 2 * math.pi * np.arange(n) / n
        vertices = r * np.stack([np.cos(angle), 0.7 * np.sin(angle + 0.4)], axis=1)
        k = n // 2
        start = vertices[0] + corner * (vertices[1] - vertices[0])
        end = vertices[k] + other * (vertices[(k + 1) % n] - vertices[k])
        halves = [start, *vertices[1 : k + 1], end], [end, *vertices[k + 1 :], vertices[0], start]
        parts = [PathAp(at, polygon_path(half)) for half in halves]
        assert_close(sum(map(window, parts)), window(PathAp(at, polygon_path(vertices))))

    @many
    @given(
        radii=st.lists(st.floats(1.0, 4.0), min_size=3, max_size=9), theta=ANGLES, at=OFFSETS,
        scale=st.floats(0.05, 0.9), method=st.sampled_from(METHODS),
    )  # fmt: skip
    def test_hole(self, radii, theta, at, scale, method):
        """A star with a smaller one as its hole."""
        at = at + MIDDLE + [1e-3, 2e-3]  # no pixel centre on an edge
        angle = theta + 2 * math.pi * np.arange(len(radii)) / len(radii)
        star = np.array(radii)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        outer, inner = polygon_path(star), polygon_path(star[::-1] * scale)
        ring = PathAp(at, outer, holes=[inner])
        expected = window(PathAp(at, outer), method) - window(PathAp(at, inner), method)
        assert_close(window(ring, method), expected)


class TestOuterMinusInner:
    @many
    @given(r=LENGTHS, width=LENGTHS, at=OFFSETS)
    def test_circles(self, r, width, at):
        at = at + MIDDLE
        difference = window(CircAp(at, r + width)) - window(CircAp(at, r))
        assert_close(window(CircAn(at, r, r + width)), difference)

    @many
    @given(
        a=LENGTHS, b=LENGTHS, w=LENGTHS, ratios=st.tuples(*[st.floats(0.05, 0.95)] * 3),
        theta=ANGLES, turn=ANGLES, at=OFFSETS,
    )  # fmt: skip
    def test_others(self, a, b, w, ratios, theta, turn, at):
        """One angle for both, or an inner one that fits in at any angle."""
        at = at + MIDDLE
        least = min(a, b) / 2
        for inner, angle in (
            (np.multiply((w, a, b), ratios), theta), (np.full(3, least * ratios[0]), theta + turn),
        ):  # fmt: skip
            w_in, a_in, b_in = inner.tolist()
            turned = {"theta_in": angle, "theta_out": theta}
            rings = [
                (EllipAn(at, a_in, b_in, a, b, **turned), EllipAp(at, a_in, b_in, angle),
                 EllipAp(at, a, b, theta)),
                (RectAn(at, a_in, b_in, a, b, **turned), RectAp(at, a_in, b_in, angle),
                 RectAp(at, a, b, theta)),
            ]  # fmt: skip
            if w_in < w and (angle == theta or 1.5 * w_in + a_in < min(a, b)):
                rings.append(
                    (PillAn(at, w_in, a_in, b_in, w, a, b, **turned),
                     PillAp(at, w_in, a_in, b_in, angle), PillAp(at, w, a, b, theta))
                )  # fmt: skip
            for ring, small, large in rings:
                assert_close(window(ring), window(large) - window(small))
                assert ring.area == pytest.approx(large.area - small.area, rel=1e-12)


class TestOneRegionTwoNames:
    @many
    @given(cuts=ARC_STARTS, r=LENGTHS, at=OFFSETS, backwards=st.booleans())
    def test_circle(self, cuts, r, at, backwards):
        at = at + MIDDLE
        starts, sweeps = gaps(cuts)
        if backwards:
            starts, sweeps = (starts + sweeps)[::-1], -sweeps[::-1]
        path = PathAp(at, disc_path(r, starts.tolist(), sweeps.tolist()))
        assert_close(window(path), window(CircAp(at, r)))
        assert path.area == pytest.approx(math.pi * r * r, rel=1e-13)

    @many
    @given(w=LENGTHS, h=LENGTHS, theta=ANGLES, at=OFFSETS)
    def test_rectangle(self, w, h, theta, at):
        at = at + MIDDLE
        corners = np.array([(-w, -h), (w, -h), (w, h), (-w, h)]) / 2
        cos, sin = math.cos(theta), math.sin(theta)
        path = PathAp(at, polygon_path(corners @ np.array([(cos, sin), (-sin, cos)])))
        assert_close(window(path), window(RectAp(at, w, h, theta)))

    @many
    @given(w=LENGTHS, r=LENGTHS, theta=ANGLES, at=OFFSETS)
    def test_pill(self, w, r, theta, at):
        at = at + MIDDLE
        ahead, behind = point(0, 0, w / 2, theta), point(0, 0, -w / 2, theta)
        segments = [
            ("move", *point(*ahead, r, theta - math.pi / 2)),
            ("arc", *ahead, r, theta - math.pi / 2, math.pi),
            ("line", *point(*behind, r, theta + math.pi / 2)),
            ("arc", *behind, r, theta + math.pi / 2, math.pi),
            ("close",),
        ]
        assert_close(window(PathAp(at, segments)), window(PillAp(at, w, r, r, theta)))

    @many
    @given(
        r=LENGTHS, width=LENGTHS, theta=ANGLES, dtheta=st.floats(0.01, 6.2),
        shift=st.floats(-0.4, 0.4), wider=st.floats(0.6, 1.4), at=OFFSETS,
    )  # fmt: skip
    def test_wedge(self, r, width, theta, dtheta, shift, wider, at):
        at = at + MIDDLE
        outer = theta + shift * min(dtheta, 1), min(dtheta * wider, 6.2)
        right_in, right_out = theta - dtheta / 2, outer[0] - outer[1] / 2
        segments = [
            ("move", *point(0, 0, r, right_in)),
            ("line", *point(0, 0, r + width, right_out)),
            ("arc", 0, 0, r + width, right_out, outer[1]),
            ("line", *point(0, 0, r, right_in + dtheta)),
            ("arc", 0, 0, r, right_in + dtheta, -dtheta),
            ("close",),
        ]
        try:
            path = PathAp(at, segments)
        except ValueError:  # such sides cross
            with pytest.raises(ValueError):  # noqa: PT011
                WedgeAp(at, r, r + width, theta, dtheta, *outer)
            return
        wedge = WedgeAp(at, r, r + width, theta, dtheta, *outer)
        assert_close(window(path), window(wedge))
        assert path.area == pytest.approx(wedge.area, rel=1e-12)

    @many
    @given(r=LENGTHS, at=OFFSETS, theta=ANGLES, method=st.sampled_from(METHODS))
    def test_circles_of_every_class(self, r, at, theta, method):
        at = at + MIDDLE
        circle = window(CircAp(at, r))
        assert_close(window(EllipAp(at, r, r, theta)), circle)
        assert_array_equal(window(CircAn(at, 0, r), "center"), window(CircAp(at, r), "center"))
        ring = window(CircAn(at, r / 2, r), method)
        assert_close(window(EllipAn(at, r / 2, r / 2, r, r), method), ring)


def mirrored(shape, params):
    """Parameters of the shape seen in a mirror along x."""
    if shape == "path":
        return {
            "segments": [mirrored_command(command) for command in params["segments"]],
            "holes": [[mirrored_command(command) for command in hole] for hole in params["holes"]],
        }
    return {name: -v if name.startswith("theta") else v for name, v in params.items()}


def mirrored_command(command):
    if command[0] == "arc":
        _, cx, cy, r, theta0, dtheta = command
        return "arc", cx, -cy, r, -theta0, -dtheta
    return (*command[:2], *(-y for y in command[2:]))


def quarter_turned(shape, params):
    """Parameters of the shape after a quarter turn counter-clockwise."""
    if shape == "path":
        return {
            "segments": [turned_command(command) for command in params["segments"]],
            "holes": [[turned_command(command) for command in hole] for hole in params["holes"]],
        }
    return {name: v + math.pi / 2 if name.startswith("theta") else v for name, v in params.items()}


def turned_command(command):
    if command[0] == "arc":
        _, cx, cy, r, theta0, dtheta = command
        return "arc", -cy, cx, r, theta0 + math.pi / 2, dtheta
    return command if command[0] == "close" else (command[0], -command[2], command[1])


ARCH = {
    "segments": [
        ("move", 4, 0), ("arc", 0, 0, 4, 0, math.pi), ("line", -2, -5), ("line", 2, -5), ("close",),
    ],
    "holes": [[("move", 1, 0), ("arc", 0, 0, 1, 0, -4), ("close",)]],
}  # fmt: skip
REFLEX = {"r_in": 2.0, "r_out": 9.0, "theta_in": 0.7, "dtheta_in": 4.5}
STICKING_OUT = {"w_in": 9.0, "h_in": 2.0, "w_out": 10.0, "h_out": 6.0, "theta_in": 1.0,
                "theta_out": -0.2}  # fmt: skip
DRAWN = [*TYPICAL.items(), ("path", ARCH), ("wedge", REFLEX), ("rect_ann", STICKING_OUT)]
# Ties between a centre and an edge may fall either way after a turn: none of them here.
PLACES = np.random.default_rng(6).integers(-300, 300, (12, 2)) / 512


@pytest.mark.parametrize("shape, params", DRAWN, ids=[shape for shape, _ in DRAWN])
@pytest.mark.parametrize("method", METHODS)
class TestSymmetries:
    """About pixel (12, 12), on a frame of 25 x 25 that holds all of each shape."""

    FRAME = (25, 25)

    def weights(self, shape, places, params, method, frame=FRAME):
        full = {**params, "holes": params["holes"] or []} if shape == "path" else params
        return full_weights(aperture(shape, places, **full), method, frame)

    def test_mirror(self, shape, params, method):
        here = self.weights(shape, PLACES + 12, params, method)
        there = self.weights(shape, PLACES * (1, -1) + 12, mirrored(shape, params), method)
        assert_close(there[:, ::-1], here)

    def test_quarter_turns(self, shape, params, method):
        here, places = self.weights(shape, PLACES + 12, params, method), PLACES
        for _ in range(4):
            params = quarter_turned(shape, params)
            places = np.stack([-places[:, 1], places[:, 0]], axis=1)
            here = here.transpose(0, 2, 1)[:, :, ::-1]
            assert_close(self.weights(shape, places + 12, params, method), here)

    def test_whole_pixels(self, shape, params, method):
        here = self.weights(shape, PLACES + 12, params, method)
        there = self.weights(shape, PLACES + (15, 19), params, method, (40, 40))
        assert_array_equal(there[:, 7:32, 3:28], here)
        assert there.sum() == pytest.approx(here.sum(), rel=1e-13)


def test_every_shape_is_drawn():
    assert {shape for shape, _ in DRAWN} == set(CLASSES)
