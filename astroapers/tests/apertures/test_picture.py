"""What apertures show of themselves in a notebook."""

import html
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from numpy.testing import assert_allclose

from astroapers import CircAp, EllipAn, PathAp, RectAp
from astroapers.apertures.picture import as_svg
from astroapers.tests.cases import CLASSES, POSITIONS, make, run_python

NAMESPACE = "{http://www.w3.org/2000/svg}"
every_class = pytest.mark.parametrize("cls", CLASSES)


def contours(aperture):
    """For each path of the picture its rings, and the height of the picture."""
    svg = ET.fromstring(as_svg(aperture))
    paths = [path.get("d") for path in svg.iter(f"{NAMESPACE}path")]
    rings = [
        [np.array([pair.split(",") for pair in ring[1:].split()], dtype=float)
         for ring in path.split("Z")[:-1]]
        for path in paths
    ]  # fmt: skip
    return rings, float(svg.get("width")), float(svg.get("height"))


def shoelace(ring):
    x, y = ring.T
    return np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2


@every_class
def test_outline_has_the_shape_of_the_aperture(cls):
    ap = make(cls, (20.3, 17.6))
    (rings,), width, height = contours(ap)
    points = np.concatenate(rings)
    assert points.min() >= 0
    assert (points <= (width, height)).all()
    # Its longer side is as long as the picture without its margins ...
    scale = np.ptp(points, axis=0).max()
    assert_allclose(scale, 112, atol=0.2)
    # ... and if what the rings enclose is the area, a pixel has this size, and the box fits.
    enclosed = abs(shoelace(rings[0])) - sum(abs(shoelace(ring)) for ring in rings[1:])
    pixel = np.sqrt(enclosed / ap.area)
    assert max(ap.bboxes()[0].shape) - 2.1 < scale / pixel < max(ap.bboxes()[0].shape) + 0.1


def test_y_goes_up():
    triangle = [("move", 0, 0), ("line", 4, 0), ("line", 0, 2), ("close",)]
    ((ring,),), _, height = contours(PathAp((100, 50), triangle))
    corners = sorted(map(tuple, ring.tolist()))
    assert_allclose(corners, [(4, 4), (4, height - 4), (116, height - 4)])


def test_many_positions():
    rings, _, _ = contours(CircAp(POSITIONS, r=np.arange(1.0, 8.0)))
    assert len(rings) == len(POSITIONS)
    widths = [np.ptp(ring[0, :, 0]) for ring in map(np.array, rings)]
    assert_allclose(np.array(widths) / widths[0], np.arange(1, 8), rtol=0.1)
    assert len(contours(CircAp(np.random.default_rng(1).uniform(0, 99, (300, 2)), 2))[0]) == 50


def test_disc_and_crossing_annulus():
    assert len(contours(make(EllipAn, (0, 0)))[0][0]) == 2


@every_class
def test_html_has_the_repr(cls):
    ap = make(cls, POSITIONS)
    text = ap._repr_html_()
    assert html.unescape(re.search("<code>(.*)</code>", text)[1]) == repr(ap)
    ET.fromstring(text)


@pytest.mark.parametrize(
    "ap",
    [
        CircAp(np.empty((0, 2)), 3.0),
        CircAp((np.nan, 3.0), 3.0, validate=False),
        RectAp((1.0, 3.0), np.inf, 2.0, validate=False),
        CircAp((1.0, 3.0), 0.0, validate=False),
    ],
)
def test_nothing_to_draw(ap):
    assert ap._repr_html_().startswith("<div><code>")


def test_without_matplotlib():
    run_python(
        "import sys; sys.modules['matplotlib'] = None\n"
        "from astroapers import PillAp\n"
        "assert '<svg' in PillAp((3, 4), 5, 2, 2)._repr_html_()"
    )


def test_compound():
    disc, bar = CircAp(POSITIONS[:2], 5), RectAp(POSITIONS[:2], 14, 2)
    both, _, _ = contours(disc - bar)
    assert [len(rings) for rings in both] == [2, 2]  # the two halves
    assert (disc - disc)._repr_html_().startswith("<div><code>")
