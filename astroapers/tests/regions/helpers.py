"""Regions to measure, and what shapely says of them."""

import operator

import numpy as np
import shapely
from astropy import units as u
from hypothesis import strategies as st
from regions import (
    CircleAnnulusPixelRegion,
    CirclePixelRegion,
    CompoundPixelRegion,
    EllipseAnnulusPixelRegion,
    EllipsePixelRegion,
    PixCoord,
    PolygonPixelRegion,
    RectangleAnnulusPixelRegion,
    RectanglePixelRegion,
    RegularPolygonPixelRegion,
)

OPERATORS = {
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
    "minus": lambda a, b: a & ~b,
    "from": lambda a, b: b & ~a,
}
_SHAPELY = {
    "and": shapely.intersection,
    "or": shapely.union,
    "xor": shapely.symmetric_difference,
    "minus": shapely.difference,
    "from": lambda a, b: shapely.difference(b, a),
}
POINTS = 4000  # on a circle: then a polygon is off by 4e-7 of its area

coordinate = st.floats(-4.0, 4.0)
size = st.floats(0.2, 9.0)
growth = st.floats(1.05, 3.0)
angle = st.floats(-400.0, 400.0).map(lambda value: value * u.deg)
center = st.builds(PixCoord, coordinate, coordinate)
star = st.builds(
    lambda at, radii, turn: PolygonPixelRegion(_star(at, np.array(radii), turn)),
    *(center, st.lists(st.floats(0.5, 6.0), min_size=3, max_size=9), st.floats(0.0, 6.0)),
)
solid = st.one_of(
    st.builds(CirclePixelRegion, center, size),
    st.builds(EllipsePixelRegion, center, size, size, angle),
    st.builds(RectanglePixelRegion, center, size, size, angle),
    st.builds(RegularPolygonPixelRegion, center, st.integers(3, 9), size, angle),
    star,
)
annulus = st.one_of(
    st.builds(lambda c, r, k: CircleAnnulusPixelRegion(c, r, r * k), center, size, growth),
    st.builds(
        lambda c, w, h, j, k, t: EllipseAnnulusPixelRegion(c, w, w * j, h, h * k, t),
        *(center, size, size, growth, growth, angle),
    ),
    st.builds(
        lambda c, w, h, j, k, t: RectangleAnnulusPixelRegion(c, w, w * j, h, h * k, t),
        *(center, size, size, growth, growth, angle),
    ),
)
simple = st.one_of(solid, annulus)


def combined(first, second, name):
    """Compound by one of `OPERATORS`."""
    return CompoundPixelRegion(first, second, OPERATORS[name])


compound = st.recursive(
    simple,
    lambda parts: st.builds(combined, parts, parts, st.sampled_from(sorted(OPERATORS))),
    max_leaves=4,
)


def _star(at, radii, turn):
    angles = turn + np.arange(len(radii)) * 2 * np.pi / len(radii)
    return PixCoord(at.x + radii * np.cos(angles), at.y + radii * np.sin(angles))


def as_shapely(region):
    """Fine polygon of a region."""
    if isinstance(region, CompoundPixelRegion):
        name = next(name for name, op in OPERATORS.items() if op is region.operator)
        return _SHAPELY[name](as_shapely(region.region1), as_shapely(region.region2))
    if isinstance(region, PolygonPixelRegion):
        return shapely.make_valid(shapely.Polygon(np.stack(region.vertices.xy).T))
    if isinstance(region, CirclePixelRegion):
        return _oval(region.center, region.radius, region.radius, 0.0)
    if isinstance(region, CircleAnnulusPixelRegion):
        outer, inner = (
            _oval(region.center, r, r, 0.0) for r in (region.outer_radius, region.inner_radius)
        )
        return shapely.difference(outer, inner)
    theta = region.angle.to_value("rad")
    ring = (
        _box if isinstance(region, (RectanglePixelRegion, RectangleAnnulusPixelRegion)) else _oval
    )
    if isinstance(region, (EllipsePixelRegion, RectanglePixelRegion)):
        return ring(region.center, region.width / 2, region.height / 2, theta)
    outer = ring(region.center, region.outer_width / 2, region.outer_height / 2, theta)
    return shapely.difference(
        outer, ring(region.center, region.inner_width / 2, region.inner_height / 2, theta)
    )


def _oval(at, a, b, theta):
    t = np.linspace(0, 2 * np.pi, POINTS, endpoint=False)
    # Of the same area as the ellipse.
    scale = np.sqrt(2 * np.pi / POINTS / np.sin(2 * np.pi / POINTS))
    return _placed(at, scale * a * np.cos(t), scale * b * np.sin(t), theta)


def _box(at, a, b, theta):
    return _placed(at, np.array([-a, a, a, -a]), np.array([-b, -b, b, b]), theta)


def _placed(at, x, y, theta):
    cos, sin = np.cos(theta), np.sin(theta)
    return shapely.Polygon(np.stack((at.x + x * cos - y * sin, at.y + x * sin + y * cos), axis=1))


def shapely_weights(region, box):
    """Weights of a region in a box of regions."""
    shape = as_shapely(region)
    shapely.prepare(shape)
    x, y = np.meshgrid(np.arange(box.ixmin, box.ixmax), np.arange(box.iymin, box.iymax))
    pixels = shapely.box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
    return shapely.area(shapely.intersection(shape, pixels))


def moved(region, x, y):
    """The same region elsewhere."""
    if isinstance(region, CompoundPixelRegion):
        return CompoundPixelRegion(
            moved(region.region1, x, y), moved(region.region2, x, y), region.operator
        )
    if isinstance(region, PolygonPixelRegion):
        vertices = region.vertices
        return PolygonPixelRegion(PixCoord(vertices.x + x, vertices.y + y))
    other = region.copy()
    other.center = PixCoord(region.center.x + x, region.center.y + y)
    return other


def assert_same_samples(region, mask, theirs, per_side=1):
    """Compare masks of samples: rounding may decide about those on an edge, and no others."""
    offsets = (np.arange(per_side) + 0.5) / per_side - 0.5
    near = np.array([-1e-9, 0.0, 1e-9])
    for row, column in np.argwhere(mask.data != theirs.data):
        x = (mask.bbox.ixmin + column + offsets)[:, np.newaxis] + near
        y = (mask.bbox.iymin + row + offsets)[:, np.newaxis] + near
        shape = (per_side, 3, per_side, 3)  # sample and shift in y, sample and shift in x
        x, y = np.broadcast_to(x, shape), np.broadcast_to(y[..., np.newaxis, np.newaxis], shape)
        inside = region.contains(PixCoord(x.ravel(), y.ravel())).reshape(shape)
        on_edge = inside.any(axis=(1, 3)) & ~inside.all(axis=(1, 3))
        assert on_edge.any(), (row, column, mask.data[row, column], theirs.data[row, column])
