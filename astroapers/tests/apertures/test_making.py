"""Making apertures: positions, parameters, their errors, areas."""

import cmath
import inspect
import math
import warnings

import astropy.units as u
import numpy as np
import pytest
from astropy.table import Column, MaskedColumn
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import astroapers as aap
from astroapers import (
    CircAn,
    CircAp,
    EllipAn,
    EllipAp,
    PathAp,
    PillAn,
    PillAp,
    PixelAp,
    RectAn,
    RectAp,
    WedgeAp,
)
from astroapers._shapes import SHAPES
from astroapers.tests.cases import CLASSES, IMAGE, NUMERIC, PARAMS, POSITIONS, SAMPLED, make

ARC_END = complex(1, 6) + cmath.rect(2, 2.5)  # of the path's arc


def polygon_area(vertices):
    """Area of a counter-clockwise polygon."""
    x, y = np.transpose(vertices)
    return np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2


AREAS = {
    CircAp: math.pi * 5.25**2,
    EllipAp: math.pi * 7.5 * 2.5,
    RectAp: 36.0,
    CircAn: math.pi * (7.5**2 - 4.0**2),
    EllipAn: math.pi * (9.0 * 6.0 - 4.0 * 2.0),
    RectAn: 100.0,
    PillAp: 2 * 6.0 * 2.0 + math.pi * 4.0 * 2.0,
    PillAn: 2 * 6.0 * 4.0 + math.pi * 4.0**2 - 2 * 3.0 * 1.5 - math.pi * 1.5**2,
    WedgeAp: (8.0**2 * 1.6 - 3.0**2 * 1.2) / 2 - 3.0 * 8.0 * math.cos(0.9 - 0.7) * math.sin(0.2),
    PathAp: float(
        polygon_area([(-4, -3), (5, -2), (3, 6), (ARC_END.real, ARC_END.imag), (-1, 2)])
        + 2.0**2 * (2.5 - math.sin(2.5)) / 2
        - polygon_area([(0.5, -1), (2, -1), (1.5, 1)])
    ),
}
SIGNATURES = {
    CircAp: "(positions, r, *, validate=True)",
    EllipAp: "(positions, a, b, theta=0.0, *, validate=True)",
    RectAp: "(positions, w, h, theta=0.0, *, validate=True)",
    CircAn: "(positions, r_in, r_out, *, validate=True)",
    EllipAn: "(positions, a_in, b_in, a_out, b_out, *, "
    "theta_in=0.0, theta_out=None, validate=True)",
    RectAn: "(positions, w_in, h_in, w_out, h_out, *, theta_in=0.0, theta_out=None, validate=True)",
    PillAp: "(positions, w, a, b, theta=0.0, plot_samples=96, *, validate=True)",
    PillAn: "(positions, w_in, a_in, b_in, w_out, a_out, b_out, *, "
    "theta_in=0.0, theta_out=None, plot_samples=96, validate=True)",
    WedgeAp: "(positions, r_in, r_out, theta_in, dtheta_in, theta_out=None, dtheta_out=None, "
    "plot_samples=96, *, validate=True)",
    PathAp: "(positions, segments, holes=None, *, validate=True, plot_samples=96)",
}
every_class = pytest.mark.parametrize("cls", CLASSES)
turned = pytest.mark.parametrize("cls", [cls for cls in CLASSES if cls._spec.angles])
mixed = pytest.mark.parametrize("cls", [EllipAn, RectAn, PillAn])
every_parameter = pytest.mark.parametrize(
    "cls, name", [(cls, name) for cls in NUMERIC for name in PARAMS[cls]]
)
every_size = pytest.mark.parametrize(
    "cls, name",
    [(cls, name) for cls in NUMERIC for name in PARAMS[cls] if name not in cls._spec.angles],
)
# Sizes of mixed annuli, by class.
OUTER = {EllipAn: (6.0, 4.0), RectAn: (6.0, 4.0), PillAn: (5.0, 4.0, 3.0)}
INNER = {EllipAn: (2.0, 1.0), RectAn: (2.0, 1.0), PillAn: (2.0, 0.9, 0.8)}


def test_every_shape_of_the_table_has_its_class():
    assert [cls._spec for cls in CLASSES] == list(SHAPES.values())
    for cls in CLASSES:
        assert issubclass(cls, PixelAp)
        assert getattr(aap, cls.__name__) is cls
        assert list(PARAMS[cls]) == list(cls._spec.params)


@every_class
def test_signature(cls):
    assert str(inspect.signature(cls)) == SIGNATURES[cls]
    parameters = [p for p in inspect.signature(cls).parameters.values() if p.name in PARAMS[cls]]
    assert tuple(p.name for p in parameters) == cls._spec.params
    defaults = tuple(p.default for p in parameters if p.default is not p.empty)
    assert defaults == cls._spec.defaults


def test_base_class_cannot_be_created():
    with pytest.raises(TypeError, match="base class"):
        PixelAp((1, 2))


class TestPositions:
    @pytest.mark.parametrize(
        "positions",
        [(3, 4), [3.0, 4.0], (3.0, 4), np.array([3, 4], dtype=">i2"), ("3", "4"), (True + 2, 4),
         np.array([4.0, 3.0])[::-1], (np.float32(3), np.int8(4)), range(3, 5)],
    )  # fmt: skip
    def test_scalar(self, positions):
        ap = CircAp(positions, 2.0)
        assert ap.isscalar is True
        assert ap.positions.tolist() == [[3.0, 4.0]]
        assert ap.positions.dtype == np.float64

    @pytest.mark.parametrize(
        "positions",
        [[(3, 4), (5, 6)], np.array([[3, 5], [4, 6]], dtype=">f4").T, ((3, 4), (5, 6)),
         np.array([[3, 0, 4], [5, 0, 6]])[:, ::2], np.array([[3, 4], [5, 6]], dtype=object),
         Column([[3.0, 4.0], [5.0, 6.0]], unit="pix"), [[3, 4], [5, 6]] * u.pix],
    )  # fmt: skip
    def test_vector(self, positions):
        ap = CircAp(positions, 2.0)
        assert ap.isscalar is False
        assert ap.positions.tolist() == [[3.0, 4.0], [5.0, 6.0]]
        assert ap.positions.flags.c_contiguous

    def test_vector_of_one_and_of_none(self):
        assert CircAp([(1, 2)], 2.0).isscalar is False
        empty = CircAp(np.empty((0, 2)), 2.0)
        assert (empty.isscalar, len(empty), empty.positions.shape) == (False, 0, (0, 2))

    def test_are_a_copy(self):
        source = np.array([[3.0, 4.0], [5.0, 6.0]])
        ap = CircAp(source, 2.0)
        source[:] = 0
        assert ap.positions.tolist() == [[3.0, 4.0], [5.0, 6.0]]

    @pytest.mark.parametrize("positions", [(3, 4), [(3, 4), (5, 6)]])
    def test_are_read_only(self, positions):
        ap = CircAp(positions, 2.0)
        with pytest.raises(ValueError, match="read-only"):
            ap.positions[0, 0] = 1
        with pytest.raises(ValueError, match="WRITEABLE"):
            ap.positions.flags.writeable = True
        with pytest.raises(AttributeError):
            ap.positions = (1, 2)

    def test_shape_set_in_place_changes_nothing(self):
        ap = CircAp([(3, 4), (5, 6)], [2.0, 3.0])
        for array in (ap.positions, ap.r):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # from numpy 2.5
                array.shape = (1, array.size)
        assert ap.positions.shape == (2, 2)
        assert ap.r.shape == (2,)

    @pytest.mark.parametrize("validate", [True, False])
    @pytest.mark.parametrize(
        "positions",
        [[], (), 3.0, (1, 2, 3), [(1, 2, 3)], [[[1, 2]]], np.empty((2, 0)), [(1, 2), (3,)],
         "ab", ("a", "b"), None],
    )  # fmt: skip
    def test_wrong_shape(self, positions, validate):
        with pytest.raises(ValueError, match="positions"):
            CircAp(positions, 2.0, validate=validate)

    @pytest.mark.parametrize(
        "positions",
        [(np.nan, 1), (1, -np.inf), [(1, 2), (3, np.inf)], (None, 1), [(1, 2), (3, None)],
         (10**400, 1.0), (1, 10**400), ("1", "nan"), np.ma.array([1.0, 2.0], mask=[0, 1]),
         MaskedColumn([[1.0, 2.0]], mask=[[True, False]])],
    )  # fmt: skip
    def test_not_finite(self, positions):
        with pytest.raises(ValueError, match="positions"):
            CircAp(positions, 2.0)

    @pytest.mark.parametrize(
        "positions",
        [(1j, 2), [(1, 2j)], np.array([1, 2], dtype=complex), np.zeros((3, 2), dtype="c8"),
         [[1, 2]] * u.deg, {1: 2}, zip([1], [2], strict=True), np.zeros(2, "M8[s]"),
         np.array([1j, 2], dtype=object)],
    )  # fmt: skip
    def test_not_real_pixels(self, positions):
        with pytest.raises(TypeError, match="positions"):
            CircAp(positions, 2.0)

    @pytest.mark.parametrize("value", [1e300, -1e300, np.finfo(float).max])
    def test_as_far_as_you_like(self, value):
        assert CircAp((value, value), 2.0).positions.tolist() == [[value, value]]


class TestParameters:
    @every_class
    def test_are_attributes(self, cls):
        ap = make(cls, (20, 18))
        for name, value in PARAMS[cls].items():
            assert getattr(ap, name) == value
            assert type(getattr(ap, name)) is type(value)

    @pytest.mark.parametrize("value", ["3", 3, np.int16(3), np.array(3.0), np.float64(3), "3e0"])
    def test_anything_float_takes(self, value):
        ap = EllipAp((1, 2), value, value, value)
        assert (ap.a, ap.b, ap.theta) == (3.0, 3.0, 3.0)
        assert {type(ap.a), type(ap.theta)} == {float}

    def test_bool_and_units_of_pixels(self):
        assert CircAp((1, 2), True).r == 1.0
        assert CircAp((1, 2), 3 * u.pix).r == 3.0
        assert EllipAp((1, 2), 2, 1, 0.5 * u.rad).theta == 0.5
        assert CircAp([(1, 2)], Column([3.0], unit="pix")).r.tolist() == [3.0]

    @pytest.mark.parametrize("cls, kwargs", [(EllipAp, {"a": 2, "b": 1}),
                                             (RectAp, {"w": 2, "h": 1}),
                                             (PillAp, {"w": 2, "a": 1, "b": 3})])  # fmt: skip
    def test_default_angle(self, cls, kwargs):
        assert cls((1, 2), **kwargs).theta == 0.0

    @mixed
    def test_outer_angle_follows_the_inner_one(self, cls):
        sizes = INNER[cls] + OUTER[cls]
        assert cls((1, 2), *sizes).theta_out == 0.0
        assert cls((1, 2), *sizes, theta_in=0.3).theta_out == 0.3
        assert cls((1, 2), *sizes, theta_in=0.3, theta_out=0).theta_out == 0.0
        several = cls([(1, 2), (3, 4)], *sizes, theta_in=[0.3, 0.2])
        assert several.theta_out.tolist() == [0.3, 0.2]

    def test_wedge_is_simple_by_default(self):
        simple = WedgeAp((1, 2), 3, 8, 0.7, 1.2)
        assert (simple.theta_out, simple.dtheta_out) == (0.7, 1.2)
        assert simple == WedgeAp((1, 2), 3, 8, 0.7, 1.2, 0.7, 1.2)
        assert WedgeAp((1, 2), 3, 8, 0.7, 1.2, dtheta_out=1).theta_out == 0.7
        several = WedgeAp([(1, 2), (3, 4)], 3, 8, [0.7, 0.8], [1.2, 1.3])
        assert several.theta_out.tolist() == [0.7, 0.8]
        assert several.dtheta_out.tolist() == [1.2, 1.3]

    @every_size
    @pytest.mark.parametrize("value", [0, -2.0, np.nan, np.inf, -np.inf, "nan", 10**400])
    def test_size_out_of_range(self, cls, name, value):
        if (cls, name, value) == (CircAn, "r_in", 0):
            assert make(cls, (1, 2), r_in=value).area == math.pi * 7.5**2
            return
        with pytest.raises(ValueError, match=rf"\b{name}\b"):
            make(cls, (20, 18), **{name: value})

    @turned
    @pytest.mark.parametrize("value", [np.nan, np.inf])
    def test_angle_not_finite(self, cls, value):
        for name in cls._spec.angles:
            with pytest.raises(ValueError, match=rf"\b{name}\b"):
                make(cls, (20, 18), **{name: value})

    @pytest.mark.parametrize("name", ["dtheta_in", "dtheta_out"])
    @pytest.mark.parametrize("value", [0, -1.0, 2 * np.pi, 7])
    def test_width_out_of_range(self, name, value):
        with pytest.raises(ValueError, match=rf"\b{name}\b"):
            make(WedgeAp, (20, 18), **{name: value})

    @every_parameter
    @pytest.mark.parametrize("value", ["three", None, 1j, np.complex64(1), [1j], {}, 3 * u.deg])
    def test_not_a_real_number(self, cls, name, value):
        if name.endswith("theta_out") and value is None:
            ap = make(cls, (1, 2), **{name: None})
            assert getattr(ap, name) == PARAMS[cls][name.replace("_out", "_in")]
            return
        if isinstance(value, u.Quantity):
            value = 3 * u.m  # no unit of any parameter
        with pytest.raises((TypeError, ValueError), match=rf"\b{name}\b"):
            make(cls, [(20, 18)], **{name: value})

    def test_complex_is_a_type_error(self):
        for value in (1j, np.complex128(3), np.array(3 + 0j)):
            with pytest.raises(TypeError, match="real"):
                CircAp((1, 2), value)

    @pytest.mark.parametrize("cls, sizes",
        [(CircAn, (4, 4)), (CircAn, (5, 4)), (EllipAn, (2, 2, 2, 2)), (EllipAn, (3, 1, 2, 2)),
         (RectAn, (2, 2, 2, 2)), (RectAn, (1, 3, 2, 2)), (PillAn, (1, 1, 2, 2, 2, 2)),
         (PillAn, (2, 1, 1, 2, 2, 2)), (PillAn, (1, 3, 1, 2, 2, 2)), (WedgeAp, (4, 4, 0, 1)),
         (WedgeAp, (5, 4, 0, 1))],
    )  # fmt: skip
    def test_inner_not_inside_outer(self, cls, sizes):
        with pytest.raises(ValueError, match="_in"):
            cls((20, 18), *sizes)

    @pytest.mark.parametrize("cls", [EllipAn, RectAn])
    def test_one_size_of_an_annulus_may_be_equal(self, cls):
        assert cls((20, 18), 2, 1, 2, 2).area > 0

    def test_inner_sticking_out(self):
        ap = EllipAn((20, 20), 5, 2, 6, 3, theta_in=0, theta_out=np.pi / 2)
        assert ap.area == pytest.approx(34.3159, abs=1e-4)
        assert ap.npix_exact((40, 40)) == pytest.approx(ap.area, rel=1e-12)
        cross = RectAn((20, 20), 8, 2, 9, 3, theta_in=np.pi / 2)
        assert cross.area == pytest.approx(9 * 3 - 8 * 2)
        cross = RectAn((20, 20), 8, 2, 9, 3, theta_in=np.pi / 2, theta_out=0)
        assert cross.area == pytest.approx(9 * 3 - 2 * 3)

    @mixed
    @pytest.mark.parametrize("turn", [0.4, 1.0, np.pi / 2, np.pi, -7.0])
    def test_inner_turned_but_inside_is_taken(self, cls, turn):
        sizes = INNER[cls] + OUTER[cls]
        ap = cls((20, 18), *sizes, theta_in=0.3 + turn, theta_out=0.3)
        assert ap.area == cls((20, 18), *sizes).area


class TestPlotSamples:
    @pytest.mark.parametrize("cls", SAMPLED)
    def test_attribute(self, cls):
        assert make(cls, (1, 2)).plot_samples == 96
        for value in (4, 98, np.int16(48)):
            ap = make(cls, (1, 2), plot_samples=value)
            assert ap.plot_samples == value
            assert type(ap.plot_samples) is int

    @pytest.mark.parametrize("cls", SAMPLED)
    @pytest.mark.parametrize("value", [0, 2, 5, -4, 8.0, "8", None, True, np.nan, [8]])
    def test_out_of_range(self, cls, value):
        with pytest.raises(ValueError, match="plot_samples must be an even integer"):
            make(cls, (1, 2), plot_samples=value)

    def test_by_position(self):
        assert PillAp((1, 2), 3, 2, 2, 0.1, 48).plot_samples == 48
        assert WedgeAp((1, 2), 3, 8, 0.7, 1.2, None, None, 48).plot_samples == 48


class TestOneValuePerSource:
    @every_parameter
    def test_attribute(self, cls, name):
        values = PARAMS[cls][name] + np.array([0.0, 0.01, 0.02])
        ap = make(cls, POSITIONS[:3], **{name: values.tolist()})
        attribute = getattr(ap, name)
        assert_array_equal(attribute, values)
        assert attribute.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            attribute[0] = 1.0
        assert ap.area.shape == (3,)
        for other in set(PARAMS[cls]) - {name}:
            assert type(getattr(ap, other)) is float

    @every_parameter
    def test_bit_identical_to_single_calls(self, cls, name):
        values = PARAMS[cls][name] * np.linspace(0.99, 1.01, len(POSITIONS))
        ap = make(cls, POSITIONS, **{name: values})
        sums, npix = ap.apsum_exact(IMAGE)
        centers = ap.npix_center(IMAGE.shape)
        for k, (position, value) in enumerate(zip(POSITIONS, values, strict=True)):
            one = make(cls, position, **{name: value})
            assert (sums[k], npix[k]) == one.apsum_exact(IMAGE)
            assert centers[k] == one.npix_center(IMAGE.shape)
            assert ap.area[k] == one.area
            assert ap[k] == one

    @every_parameter
    @pytest.mark.parametrize("length", [0, 1, 2, 4])
    def test_other_lengths(self, cls, name, length):
        values = np.full(length, PARAMS[cls][name])
        with pytest.raises(ValueError, match=rf"\b{name}\b.*length 3.*length {length}"):
            make(cls, POSITIONS[:3], **{name: values})
        with pytest.raises(ValueError, match=rf"\b{name}\b.*length 1.*length {length}"):
            make(cls, POSITIONS[0], **{name: values})

    def test_other_shapes(self):
        with pytest.raises(ValueError, match=r"r must be .*length 2"):
            CircAp([(1, 2), (3, 4)], np.ones((2, 2)))
        with pytest.raises(ValueError, match="r must be a number or a regular array"):
            CircAp([(1, 2), (3, 4)], [[1, 2], [3]])

    def test_length_one_and_none(self):
        assert CircAp([(1, 2)], [3]).area.tolist() == [math.pi * 9]
        empty = CircAp(np.empty((0, 2)), [])
        assert empty.area.shape == empty.apsum_exact(IMAGE)[0].shape == (0,)

    @pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf, None])
    def test_one_bad_value(self, bad):
        with pytest.raises(ValueError, match=r"\br\b"):
            CircAp([(1, 2), (3, 4), (5, 6)], [1.0, bad, 2.0])

    def test_masked_value(self):
        with pytest.raises(ValueError, match=r"\br\b"):
            CircAp([(1, 2), (3, 4)], np.ma.array([1.0, 2.0], mask=[False, True]))

    def test_units(self):
        angles = EllipAp([(1, 2), (3, 4)], 3, 2, [10, 20] * u.deg)
        np.testing.assert_array_equal(angles.theta, np.deg2rad([10, 20]))
        assert EllipAp((1, 2), 3, 2, 30 * u.deg).theta == np.deg2rad(30)
        with pytest.raises(TypeError, match=r"theta.*'rad'.*'pix'"):
            EllipAp((1, 2), 3, 2, 30 * u.pix)
        with pytest.raises(TypeError, match=r"\bb\b.*'pix'.*'arcsec'"):
            EllipAp((1, 2), 3, 2 * u.arcsec)


class TestWithoutValidation:
    def test_skips_the_rules_of_values_only(self):
        ap = CircAp((1, 2), "-3", validate=False)
        assert ap.r == -3.0
        for call in (lambda: ap.area, lambda: ap.apsum_exact(IMAGE), ap.bboxes, ap.weights_exact):
            with pytest.raises(ValueError, match=r"\br\b"):
                call()

    @every_class
    def test_position_not_finite_is_nan_for_that_source(self, cls):
        positions = [(np.nan, 1), (20.3, 17.6), (1, np.inf)]
        ap = make(cls, positions, validate=False)
        good = make(cls, (20.3, 17.6))
        for mask in (None, np.zeros(IMAGE.shape, bool)):
            sums, npix = ap.apsum_exact(IMAGE, mask)
            assert np.isnan(sums[[0, 2]]).all()
            assert np.isnan(npix[[0, 2]]).all()
            assert (sums[1], npix[1]) == good.apsum_exact(IMAGE)
        with pytest.raises(ValueError, match="finite"):
            ap.weights_exact()
        with pytest.raises(ValueError, match="finite"):
            ap.bboxes()

    def test_positions_are_copied(self):
        source = np.array([[3.0, 4.0]])
        ap = CircAp(source, 2.0, validate=False)
        source[:] = 0
        assert ap.positions.tolist() == [[3.0, 4.0]]


class TestArea:
    @every_class
    def test_formula(self, cls):
        area = make(cls, POSITIONS).area
        assert type(area) is float
        assert area == pytest.approx(AREAS[cls], rel=1e-14)

    def test_thin_annulus_keeps_its_digits(self):
        thin = CircAn((20, 18), 10, 10 + 1e-9)
        width = (10 + 1e-9) - 10
        assert thin.area == pytest.approx(math.pi * width * (20 + 1e-9), rel=1e-14)

    def test_pill_of_any_caps(self):
        for w, a, b in ((2, 1, 4), (6, 4, 2), (3, 2, 2.0000000001), (1e-3, 5, 5)):
            ap = PillAp((20.2, 20.1), w, a, b, 0.3)
            assert ap.area == pytest.approx(2 * w * b + math.pi * a * b, rel=1e-14)
            assert ap.npix_exact((40, 40)) == pytest.approx(ap.area, rel=1e-13)

    @pytest.mark.parametrize("width", [0.01, 1.2, math.pi, 4.0, 6.28])
    def test_simple_wedge(self, width):
        ap = WedgeAp((20.2, 20.1), 3, 8, 0.7, width)
        assert ap.area == pytest.approx(width * (8**2 - 3**2) / 2, rel=1e-14)
        assert ap.npix_exact((40, 40)) == pytest.approx(ap.area, rel=1e-13)

    @given(
        theta=st.tuples(st.floats(-4, 4), st.floats(-0.6, 0.6)),
        widths=st.tuples(st.floats(0.3, 5.8), st.floats(-0.4, 0.4)),
        turns=st.integers(-2, 2),
    )
    def test_wedge_from_its_corners(self, theta, widths, turns):
        r_in, r_out = 3.0, 8.0
        theta_in, theta_out = theta[0], theta[0] + theta[1]
        width_in, width_out = widths[0], widths[0] + widths[1]
        assume(width_out > 0)
        sides = ((r_in, theta_in, width_in, -1), (r_out, theta_out, width_out, -1),
                 (r_out, theta_out, width_out, 1), (r_in, theta_in, width_in, 1))  # fmt: skip
        corners = [cmath.rect(r, angle + side * width / 2) for r, angle, width, side in sides]
        expected = (
            polygon_area([(corner.real, corner.imag) for corner in corners])
            + r_out**2 * (width_out - math.sin(width_out)) / 2
            - r_in**2 * (width_in - math.sin(width_in)) / 2
        )
        angle_out = theta_out + turns * 2 * math.pi
        ap = WedgeAp((20.2, 20.1), r_in, r_out, theta_in, width_in, angle_out, width_out)
        assert ap.area == pytest.approx(expected, rel=1e-12)
        assert ap.npix_exact((40, 40)) == pytest.approx(expected, rel=1e-12)

    def test_wedge_that_widens(self):
        assert WedgeAp((20.2, 20.1), 3, 8, 0, 1, 0, 2.8).area == pytest.approx(66.300, abs=1e-3)
        assert WedgeAp((20, 20), 4, 8, 1.9, 2.4, 1.6, 2.7).area == pytest.approx(62.632, abs=1e-3)

    def test_wedge_that_crosses_itself(self):
        with pytest.raises(ValueError, match="cross"):
            WedgeAp((20, 20), 3, 8, 0, 1, np.pi, 1)
