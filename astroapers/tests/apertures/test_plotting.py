"""Patches: classes, outlines that agree with the apertures, colours, axes."""

import math

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, PathPatch, Polygon
from matplotlib.path import Path
from numpy.testing import assert_allclose, assert_array_equal

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
from astroapers.plotting import plot_apertures, plot_many, plot_weights, to_patch_list
from astroapers.tests.cases import CLASSES, NUMERIC, PARAMS, POSITIONS, SAMPLED, make, run_python

PATCHES = {
    CircAp: Circle, EllipAp: Ellipse, RectAp: Polygon, WedgeAp: Polygon, PillAp: PathPatch,
    CircAn: PathPatch, EllipAn: PathPatch, RectAn: PathPatch, PillAn: PathPatch, PathAp: PathPatch,
}  # fmt: skip
every_class = pytest.mark.parametrize("cls", CLASSES)
AT = (20.3, 17.6)


@pytest.fixture(autouse=True)
def _without_a_window():
    backend = mpl.get_backend()
    mpl.use("agg")
    yield
    plt.close("all")
    mpl.use(backend)


def rings(patch):
    """Vertices of each closed ring of a patch in data coordinates, curves as fine polygons."""
    # Curves are flattened to a fraction of a unit: enlarge them for that.
    path = patch.get_patch_transform().transform_path(patch.get_path())
    enlarged = Path(path.vertices * 1e5, path.codes)
    return [ring / 1e5 for ring in enlarged.to_polygons()]


def signed_areas(patch):
    """Areas of the rings; positive where they run counter-clockwise."""
    return [
        np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2 for x, y in (ring.T for ring in rings(patch))
    ]


def extent(patch):
    """Least and greatest x and y."""
    vertices = np.concatenate(rings(patch))
    return [*vertices.min(axis=0), *vertices.max(axis=0)]


class TestOutlines:
    @every_class
    def test_class_and_number(self, cls):
        assert type(make(cls, AT).to_patches()) is PATCHES[cls]
        patches = make(cls, POSITIONS).to_patches()
        assert type(patches) is list
        assert [type(patch) for patch in patches] == [PATCHES[cls]] * len(POSITIONS)
        assert make(cls, np.empty((0, 2))).to_patches() == []
        assert len(make(cls, [AT]).to_patches()) == 1

    @every_class
    def test_filled_area(self, cls):
        for ap in (make(cls, AT), make(cls, AT, plot_samples=4000) if cls in SAMPLED else None):
            if ap is not None:
                areas = signed_areas(ap.to_patches())
                close = 2e-6 if getattr(ap, "plot_samples", 0) == 4000 else 2e-3
                assert sum(areas) == pytest.approx(ap.area, rel=close)
                # Holes run the other way round.
                assert areas[0] > 0
                assert all(area < 0 for area in areas[1:])
                assert len(areas) == (2 if cls in (CircAn, EllipAn, RectAn, PillAn, PathAp) else 1)

    @every_class
    def test_vertices_alone_give_the_area(self, cls):
        if cls in (CircAp, EllipAp):
            return
        # From ring to ring there and back: every ring ends where it began.
        x, y = make(cls, AT).to_patches().get_path().vertices.T
        area = np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2
        assert area == pytest.approx(make(cls, AT).area, rel=2e-3)

    @every_class
    def test_extent_is_that_of_the_aperture(self, cls):
        # So large that the box is the extent but for a pixel.
        factor = 1000.0
        angles = (*cls._spec.angles, "segments", "holes")
        big = {k: v if k in angles else factor * v for k, v in PARAMS[cls].items()}
        if cls is PathAp:
            big["segments"] = [
                (c, *(v * factor for v in numbers[:3]), *numbers[3:])
                for c, *numbers in big["segments"]
            ]
            big["holes"] = None
        ap = cls(AT, **big)
        (box,) = ap.bboxes()
        expected = [box.ixmin, box.iymin, box.ixmax - 1, box.iymax - 1]
        assert_allclose(extent(ap.to_patches()), expected, atol=12)  # of 10000

    @every_class
    def test_pixels_inside(self, cls):
        ap = make(cls, AT)
        (box,), (weights,) = ap.bboxes(), ap.weights_center()
        yy, xx = np.mgrid[box.iymin : box.iymax, box.ixmin : box.ixmax]
        points = np.column_stack((xx.ravel(), yy.ravel()))
        inside = np.zeros(len(points), int)
        for ring, area in zip(rings(ap.to_patches()), signed_areas(ap.to_patches()), strict=True):
            inside += Path(ring).contains_points(points) * int(np.sign(area))
        assert abs(inside.reshape(weights.shape) - weights).sum() <= 1

    @pytest.mark.parametrize("cls", NUMERIC)
    def test_one_value_per_source(self, cls):
        params = {name: value * np.array([1, 0.99]) for name, value in PARAMS[cls].items()}
        ap = cls(POSITIONS[:2], **params)
        for patch, one in zip(ap.to_patches(), ap, strict=True):
            single = one.to_patches()
            assert type(patch) is type(single)
            assert_array_equal(patch.get_path().vertices, single.get_path().vertices)
            assert_array_equal(
                patch.get_patch_transform().get_matrix(), single.get_patch_transform().get_matrix()
            )

    @every_class
    @pytest.mark.parametrize("origin", [(3, 4.5), np.array([3, 4.5]), [3, "4.5"]])
    def test_origin(self, cls, origin):
        shifted = extent(make(cls, AT).to_patches(origin=origin))
        assert_allclose(shifted, np.subtract(extent(make(cls, AT).to_patches()), (3, 4.5) * 2))
        assert_allclose(extent(make(cls, [AT]).to_patches(origin)[0]), shifted)

    @pytest.mark.parametrize("origin", [3, (1, 2, 3), None, "ab", (np.nan, 0), (1, np.inf), [1]])
    def test_no_origin(self, origin):
        with pytest.raises(ValueError, match="origin"):
            CircAp(AT, 3).to_patches(origin)

    def test_exact_numbers(self):
        circle = CircAp(AT, 5.25).to_patches()
        assert (tuple(circle.center), circle.radius) == (AT, 5.25)
        ellipse = EllipAp(AT, 7.5, 2.5, 0.6).to_patches()
        assert tuple(ellipse.center) == AT
        assert (ellipse.width, ellipse.height) == (15, 5)
        assert ellipse.angle == pytest.approx(math.degrees(0.6))
        corners = RectAp((1, 2), 4, 2).to_patches().get_xy()
        assert_array_equal(corners, [(-1, 1), (3, 1), (3, 3), (-1, 3), (-1, 1)])
        square = [("move", -1, -1), ("line", -1, 1), ("line", 1, 1), ("line", 1, -1), ("close",)]
        vertices = PathAp((1, 2), square).to_patches().get_path().vertices
        assert_array_equal(vertices, [(2, 1), (2, 3), (0, 3), (0, 1), (2, 1)])

    def test_disc_without_hole(self):
        (area,) = signed_areas(CircAn(AT, 0, 3).to_patches())
        assert area == pytest.approx(9 * math.pi, rel=1e-3)

    def test_reflex_and_general_wedges(self):
        for wedge in (WedgeAp(AT, 3, 8, 0.3, 4), WedgeAp(AT, 3, 8, 0, 1, 0, 2.8),
                      WedgeAp(AT, 3, 8, 7.0, 1, 0.9, 2), WedgeAp(AT, 2, 9, 0.7, 6.28)):  # fmt: skip
            (area,) = signed_areas(wedge.to_patches(plot_samples=2000))
            assert area == pytest.approx(wedge.area, rel=1e-5)

    def test_invalid_geometry_is_refused(self):
        with pytest.raises(ValueError, match=r"\br\b"):
            CircAp(AT, -3.0, validate=False).to_patches()


class TestSamples:
    @pytest.mark.parametrize("cls", SAMPLED)
    def test_attribute_and_keyword(self, cls):
        def count(patch):
            return len(patch.get_path().vertices)

        default, few = make(cls, AT), make(cls, AT, plot_samples=8)
        assert count(few.to_patches()) < count(default.to_patches())
        assert count(default.to_patches(plot_samples=8)) == count(few.to_patches())
        assert count(few.to_patches(plot_samples=96)) == count(default.to_patches())
        assert few.plot_samples == 8
        for wrong in (5, 2, 8.0, None):
            with pytest.raises(ValueError, match="plot_samples"):
                default.to_patches(plot_samples=wrong)

    def test_number_of_vertices(self):
        for ap in (make(PillAp, AT, plot_samples=8), make(WedgeAp, AT, plot_samples=8)):
            assert len(ap.to_patches().get_path().vertices) == 8 + 1
        assert len(make(PillAn, AT, plot_samples=8).to_patches().get_path().vertices) == 2 * 9

    @pytest.mark.parametrize("cls", SAMPLED)
    def test_unchecked_until_used(self, cls):
        ap = make(cls, AT, plot_samples=5, validate=False)
        with pytest.raises(ValueError, match="plot_samples"):
            ap.to_patches()

    def test_others_have_none(self):
        with pytest.raises(AttributeError, match="plot_samples"):
            CircAp(AT, 3).to_patches(plot_samples=8)


class TestProperties:
    @every_class
    def test_defaults(self, cls):
        patch = make(cls, AT).to_patches()
        assert patch.get_fill() is False
        assert patch.get_facecolor() == (0, 0, 0, 0)
        assert patch.get_edgecolor() == to_rgba("C0")

    @every_class
    def test_overridden(self, cls):
        ap = make(cls, AT)
        patch = ap.to_patches(edgecolor="red", lw=3, alpha=0.5, label="star", zorder=7)
        assert patch.get_edgecolor() == to_rgba("red", 0.5)
        assert (patch.get_linewidth(), patch.get_label(), patch.get_zorder()) == (3, "star", 7)
        assert patch.get_fill() is False
        assert ap.to_patches(ec="red").get_edgecolor() == to_rgba("red")
        patch = ap.to_patches(fill=True, fc="blue")
        assert patch.get_facecolor() == to_rgba("blue")
        assert patch.get_edgecolor() == to_rgba("C0")

    @every_class
    def test_color_is_both(self, cls):
        for color in ("red", "0.5", (0.1, 0.2, 0.3)):
            patch = make(cls, AT).to_patches(color=color)
            assert patch.get_edgecolor() == to_rgba(color)
            assert patch.get_fill() is False
        patch = make(cls, AT).to_patches(color="red", fill=True)
        assert patch.get_facecolor() == patch.get_edgecolor() == to_rgba("red")

    def test_of_the_caller_are_kept(self):
        properties = {"ec": "red", "plot_samples": 8}
        make(PillAp, AT).to_patches(**properties)
        assert properties == {"ec": "red", "plot_samples": 8}


class TestAxes:
    @every_class
    def test_plot(self, cls):
        ax = Figure().add_subplot()
        patch = make(cls, AT).plot(ax)
        assert type(patch) is PATCHES[cls]
        patches = make(cls, POSITIONS).plot(ax, (3, 4), color="red")
        assert list(ax.patches) == [patch, *patches]
        assert_allclose(extent(patches[0])[0], extent(patch)[0] - 3)
        ax.figure.canvas.draw()

    def test_current_axes(self):
        first, second = plt.subplots(1, 2)[1]
        plt.sca(first)
        CircAp(AT, 3).plot()
        assert (len(first.patches), len(second.patches)) == (1, 0)

    def test_limits_stay(self):
        ax = Figure().add_subplot()
        ax.imshow(np.ones((10, 10)), origin="lower")
        CircAp((50, 50), 30).plot(ax)
        assert ax.get_xlim() == (-0.5, 9.5)

    def test_plot_apertures(self):
        ax = Figure().add_subplot()
        assert type(plot_apertures(CircAp(AT, 3), ax)) is Circle
        assert len(plot_apertures(CircAp(POSITIONS, 3), ax, (1, 2), lw=2)) == len(POSITIONS)
        assert len(ax.patches) == len(POSITIONS) + 1
        plt.figure()
        plot_apertures(CircAp(AT, 3), color="red")
        assert plt.gca().patches[0].get_edgecolor() == to_rgba("red")

    def test_plot_many(self):
        ax = Figure().add_subplot()
        apertures = [CircAp(AT, 3), RectAp(POSITIONS, 3, 2), CircAp(np.empty((0, 2)), 3)]
        patches = plot_many(iter(apertures), ax, (1, 2), edgecolor="red")
        assert [type(patch) for patch in patches] == [Circle] + [Polygon] * len(POSITIONS)
        assert list(ax.patches) == patches
        assert tuple(patches[0].center) == (AT[0] - 1, AT[1] - 2)
        assert {patch.get_edgecolor() for patch in patches} == {to_rgba("red")}
        assert plot_many([], ax) == []
        assert len(plot_many(CircAp(AT, 3), ax)) == 1
        assert len(plot_many([make(cls, AT) for cls in SAMPLED], ax, plot_samples=8)) == 4

    def test_to_patch_list(self):
        one, several = CircAp(AT, 3), CircAp(POSITIONS, 3)
        patch, patches = one.to_patches(), several.to_patches()
        assert to_patch_list(patch) == [patch]
        assert to_patch_list(patches) == to_patch_list(tuple(patches)) == patches
        assert to_patch_list(patches) is not patches
        assert [type(p) for p in to_patch_list(one)] == [Circle]
        assert len(to_patch_list(several)) == len(POSITIONS)


def test_matplotlib_is_loaded_when_called():
    code = """if True:
        import sys
        import astroapers, astroapers.plotting
        ap = astroapers.PillAp((1, 2), 3, 4, 5)
        assert not any(name.startswith("matplotlib") for name in sys.modules)
        ap.to_patches()
        assert "matplotlib.patches" in sys.modules
        assert "matplotlib.pyplot" not in sys.modules
    """
    run_python(code)


class TestWeights:
    @every_class
    @pytest.mark.parametrize("method", ["exact", "center"])
    def test_are_where_the_pixels_are(self, cls, method):
        ap = make(cls, AT)
        mesh = plot_weights(ap, Figure().add_subplot(), origin=(10, 5), method=method)
        (weights,) = getattr(ap, f"weights_{method}")()
        (box,) = ap.bboxes()
        assert_array_equal(mesh.get_array(), weights)
        corners = mesh.get_coordinates()
        assert_allclose(corners[0, 0], (box.ixmin - 10.5, box.iymin - 5.5))
        assert_allclose(corners[-1, -1], (box.ixmax - 10.5, box.iymax - 5.5))

    def test_vector_and_current_axes(self):
        meshes = plot_weights(CircAp(POSITIONS, 2), cmap="Greys")
        assert len(meshes) == len(POSITIONS) == len(plt.gca().collections)
        assert meshes[0].get_cmap().name == "Greys"
        assert meshes[0].get_clim() == (0, 1)

    def test_refused(self):
        with pytest.raises(ValueError, match='method must be "exact" or "center", got \'both\''):
            plot_weights(CircAp(AT, 2), Figure().add_subplot(), method="both")
        with pytest.raises(ValueError, match="origin must be"):
            plot_weights(CircAp(AT, 2), Figure().add_subplot(), origin=3)
