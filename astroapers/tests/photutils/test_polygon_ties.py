"""Paths judge samples on their edges as photutils judges those of polygons, to the last bit."""

import numpy as np
import photutils.aperture as pa
import pytest

from astroapers import _rust
from astroapers._path import as_contours, compile_path
from astroapers.measurement import Footprint, Images, Step

if not hasattr(pa, "PolygonAperture"):
    pytest.skip("this photutils has no polygons", allow_module_level=True)


def _star(points, outer, inner, turn=0.0):
    angles = turn + np.pi * np.arange(2 * points) / points
    radii = np.where(np.arange(2 * points) % 2 == 0, outer, inner)
    return np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])


POLYGONS = {
    "rectangle": [(-2, -1.5), (2, -1.5), (2, 1.5), (-2, 1.5)],
    "rectangle beside its position": [(0.5, 0.25), (4, 0.25), (4, 2.75), (0.5, 2.75)],
    "tenths": [(-1.3, -0.7), (2.1, -0.7), (2.1, 1.9), (-1.3, 1.9)],
    "L": [(-3, -3), (3, -3), (3, -1), (0, -1), (0, 3), (-3, 3)],
    "triangle": [(-2, -2), (3, -1), (0, 4)],
    "triangle of tenths": [(-2.2, -1.1), (3.3, -1.4), (0.7, 2.6)],
    "diamond": [(3, 0), (0, 2), (-3, 0), (0, -2)],
    "star": _star(5, 4.0, 1.6),
    "turned star": _star(7, 5.5, 2.5, 0.3),
    "comb": [(-3, -2), (3, -2), (3, 2), (2, 2), (2, 0), (1, 0), (1, 2), (-1, 2), (-1, 0), (-3, 2)],
    "hexagon": _star(3, 3.0, 3.0),
}

# In steps of 1/20 pixel, in both directions: edges and vertices come to lie on centres and samples.
STEPS = np.arange(21) / 20
LATTICE = np.stack(np.meshgrid(20 + STEPS, 30 + STEPS), axis=-1).reshape(-1, 2)
FAR = np.array([[2e6 + 0.05, 31.35], [1234.7, 98765.1], [-0.3, -17.45], [-7.5, 4.0]])
RANDOM = np.random.default_rng(3).uniform(-40, 40, (200, 2))


def _compiled(vertices):
    moves = ["move"] + ["line"] * (len(vertices) - 1)
    segments = [(move, *map(float, xy)) for move, xy in zip(moves, vertices, strict=True)]
    return compile_path(*as_contours([*segments, ("close",)]))


def _pixels(weights, x0, y0):
    """Return the pixels of positive weight, and their weights."""
    rows, cols = np.nonzero(weights)
    return {(x0 + x, y0 + y): weights[y, x] for x, y in zip(cols, rows, strict=True)}


@pytest.mark.parametrize("subpixels", [1, 2, 5])
@pytest.mark.parametrize("clockwise", [False, True])
@pytest.mark.parametrize("name", POLYGONS)
@pytest.mark.parametrize("positions", [LATTICE, FAR, RANDOM], ids=["lattice", "far", "random"])
def test_the_same_samples(positions, name, clockwise, subpixels):
    vertices = np.array(POLYGONS[name], dtype=float)[:: -1 if clockwise else 1]
    masks = pa.PolygonAperture(positions, vertices).to_mask(method="subpixel", subpixels=subpixels)
    params = (_compiled(vertices),)
    weights, boxes = _rust.weights(Footprint("path", positions, params, subpixels, snap=False))
    for k, (mask, ours, box) in enumerate(zip(masks, weights, boxes, strict=True)):
        x0, y0 = box[0], box[2]
        theirs = _pixels(mask.data, mask.bbox.ixmin, mask.bbox.iymin)
        assert _pixels(ours, x0, y0) == theirs, positions[k]


@pytest.mark.parametrize("subpixels", [1, 2, 5])
@pytest.mark.parametrize("name", POLYGONS)
def test_the_same_sums(name, subpixels):
    # No two sets of so few pixels have the same sum.
    data = np.sqrt(np.arange(1.0, 60 * 60 + 1)).reshape(60, 60)
    vertices = np.array(POLYGONS[name], dtype=float)
    got = pa.AperturePhotometry(
        data, pa.PolygonAperture(LATTICE, vertices), method="subpixel", subpixels=subpixels
    )
    params = (_compiled(vertices),)
    step = Step(Footprint("path", LATTICE, params, subpixels, snap=False), "planes")
    (found,) = _rust.measure(Images(data), [step])
    np.testing.assert_allclose(found["sum"], got.flux, rtol=1e-13)
    np.testing.assert_allclose(found["npix"], got.area.value, rtol=1e-13)


def test_our_own_rule_is_another():
    square = [(-2, -2), (2, -2), (2, 2), (-2, 2)]
    params = (_compiled(square),)
    at = np.array([[5.0, 5.0]])
    steps = [Step(Footprint("path", at, params, 1, snap), "planes") for snap in (True, False)]
    found = _rust.measure(Images(frame=(20, 20)), steps)
    assert [one["npix"].item() for one in found] == [25.0, 9.0]
