"""What photutils itself has to measure, with its own result."""

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from astropy.nddata import NDData, StdDevUncertainty
from astropy.utils.exceptions import AstropyUserWarning
from astropy.utils.masked import Masked

from astroapers import CircAp, RectAp
from astroapers.photutils import photometry
from astroapers.tests.photutils.helpers import (
    IS_3_0,
    assert_same_table,
    ours,
    outcome,
    positive_field,
    scattered,
    tan_wcs,
    theirs,
)

DATA = positive_field()
ERROR = positive_field(seed=5)
MASK = DATA > 2.5
CIRCLE = pa.CircularAperture(scattered(20), 3.0)


class Halved(pa.CircularAperture):
    """An aperture with a way of its own of weighting pixels."""

    def to_mask(self, **kwargs):
        masks = super().to_mask(**kwargs)
        for mask in masks:
            mask.data *= 0.5
        return masks


class SkyHalved(pa.SkyCircularAperture):
    def to_pixel(self, wcs):
        return Halved(super().to_pixel(wcs).positions, 3.0)


SKY_HALVED = SkyHalved(CIRCLE.to_sky(tan_wcs()).positions, r=1.5 * u.arcsec)

CALLS = {
    "subclass": ((DATA, Halved(scattered(5), 3.0)), {}),
    "subclass in a list": (
        (DATA, [pa.CircularAperture(scattered(5), 3.0), Halved(scattered(5), 3)]),
        {},
    ),
    "sky subclass": ((DATA, SKY_HALVED), {"wcs": tan_wcs()}),
    "complex": ((DATA * (1 + 2j), CIRCLE), {}),
    "long double": ((DATA.astype("g"), CIRCLE), {"error": ERROR}),
    "long double error": ((DATA, CIRCLE), {"error": ERROR.astype("g")}),
    "objects": ((DATA.astype(object), CIRCLE), {}),
    "masked array": ((np.ma.array(DATA, mask=MASK), CIRCLE), {}),
    "masked error": ((DATA, CIRCLE), {"error": np.ma.array(ERROR, mask=MASK)}),
    "masked quantity": ((Masked(DATA * u.Jy, mask=MASK), CIRCLE), {}),
    "mask of a subclass": ((DATA, CIRCLE), {"mask": np.ma.array(MASK)}),
    "subclass of ndarray": ((DATA.view(type("Other", (np.ndarray,), {})), CIRCLE), {}),
    "nddata of a masked error": (
        (NDData(DATA, uncertainty=StdDevUncertainty(ERROR.astype("g"))), CIRCLE),
        {},
    ),
    "infinite radius": ((DATA, pa.CircularAperture((30, 30), np.inf)), {}),
}


@pytest.mark.parametrize("name", CALLS)
def test_same_result(name, handed_over):
    args, kwargs = CALLS[name]
    result, expected = outcome(ours, *args, **kwargs), outcome(theirs, *args, **kwargs)
    assert result.error == expected.error
    assert result.warnings == expected.warnings
    if expected.table is not None:
        assert result.table.colnames == expected.table.colnames
        for column in result.table.colnames[3:]:
            if column != "sky_center":
                assert type(result.table[column]) is type(expected.table[column])
                np.testing.assert_array_equal(result.table[column], expected.table[column])
    assert len(handed_over) == 1


def test_halved_means_halved():
    sums = ours(np.ones((20, 20)), Halved([(10, 10)], 3.0))["aperture_sum"]
    np.testing.assert_allclose(sums, np.pi * 9 / 2, rtol=1e-12)


def test_sizes_that_only_photutils_takes(handed_over):
    """In 3.0 a size can be set to what the constructor refuses; later versions check again."""
    aperture = pa.CircularAnnulus([(30, 30), (3, 4)], 3, 5)
    if not IS_3_0:
        with pytest.raises(ValueError, match="must be greater"):
            aperture.r_in = 8
        return
    aperture.r_in = 8
    assert_same_table(ours(DATA, aperture), theirs(DATA, aperture))
    assert len(handed_over) == 1


def test_arguments_are_handed_over_as_they_came(handed_over):
    data = np.ma.array(DATA)
    kwargs = {"error": ERROR, "mask": MASK, "method": "subpixel", "subpixels": 3, "wcs": tan_wcs()}
    ours(data, CIRCLE, **kwargs)
    ((args, passed),) = handed_over
    assert args[0] is data
    assert args[1] is CIRCLE
    assert passed == kwargs


def test_our_own_in_photutils_place_does_not_recurse(monkeypatch):
    """The originals are those of the import, whatever stands in their place later."""
    import photutils.aperture.photometry as module

    monkeypatch.setattr(pa, "aperture_photometry", ours)
    monkeypatch.setattr(module, "aperture_photometry", ours)
    data = np.ma.array(DATA)
    assert_same_table(pa.aperture_photometry(data, CIRCLE), theirs(data, CIRCLE))
    # photutils calls itself by name for these, and so calls ours.
    nddata = NDData(DATA * (1 + 1j))
    result = pa.aperture_photometry(nddata, CIRCLE)
    monkeypatch.undo()
    np.testing.assert_array_equal(result["aperture_sum"], theirs(nddata, CIRCLE)["aperture_sum"])
    assert photometry.original_aperture_photometry is theirs


@pytest.mark.parametrize("position", [(13, 4.5), (12.95, 4.5), (13, 4.51), (13.013, 4.507)])
@pytest.mark.parametrize("method", ["exact", "center"])
def test_ellipses_that_3_0_may_get_wrong(position, method, handed_over):
    ellipse = pa.EllipticalAperture([position], 0.5, 1)
    image = np.ones((20, 30))
    table = ours(image, ellipse, method=method)
    assert_same_table(table, theirs(image, ellipse, method=method), rtol=1e-12)
    on_lattice = position in [(13, 4.5), (12.95, 4.5)]
    assert bool(handed_over) == (IS_3_0 and on_lattice and method == "exact")


def test_stddev_without_values_but_with_a_unit(handed_over):
    nddata = NDData(np.ones((20, 30)), unit="Jy", uncertainty=StdDevUncertainty(None, unit="Jy"))
    with pytest.raises(TypeError, match="unsupported operand"):
        ours(nddata, pa.CircularAperture((9, 9), 3))
    assert handed_over


class PlainWCS:
    """A WCS whose sky positions are no SkyCoord."""

    calls = 0

    def pixel_to_world(self, x, y):
        self.calls += 1
        return [f"{i:.0f}/{j:.0f}" for i, j in zip(x, y, strict=True)]


def test_sky_positions_of_any_kind(kernels_only):
    wcs = PlainWCS()
    table = ours(np.ones((20, 30)), pa.CircularAperture([(9, 8), (3, 4)], 3), wcs=wcs)
    assert table.colnames == ["id", "x_center", "y_center", "sky_center", "aperture_sum"]
    assert list(table["sky_center"]) == ["9/8", "3/4"]
    assert wcs.calls == 1


def test_native_apertures(kernels_only):
    apertures = [CircAp([(9, 8), (3, 4)], [2, 3]), RectAp([(9, 8), (3, 4)], 4, 2)]
    table = ours(np.ones((20, 30)), apertures, error=np.ones((20, 30)))
    assert table.colnames[3:5] == ["aperture_sum_0", "aperture_sum_err_0"]
    np.testing.assert_allclose(table["aperture_sum_0"], [np.pi * 4, np.pi * 9])
    np.testing.assert_allclose(table["aperture_sum_1"], 8)
    assert table.meta["aperture0"] == "CircAp"
    assert table.meta["aperture0_r"].tolist() == [2, 3]


def test_native_and_photutils_apertures_together(kernels_only):
    """Each keeps its own rule for centres on the edge of a turned rectangle."""
    image, angle = np.ones((20, 30)), 3 * np.pi / 2
    turned = pa.RectangularAperture((9, 8), 4, 2, theta=angle)
    table = ours(image, [RectAp((9, 8), 4, 2, angle), turned], method="center")
    assert table["aperture_sum_0"] == RectAp((9, 8), 4, 2, angle).apsum_center(image)[0]
    assert table["aperture_sum_1"] == theirs(image, turned, method="center")["aperture_sum"]


@pytest.mark.parametrize(
    "data, kwargs, error, match",
    [
        (np.ma.ones((20, 30)), {}, TypeError, "apertures of astroapers"),
        (np.ones(5), {}, ValueError, "data must be a 2D array"),
        (np.ones((20, 30)), {"method": "foo"}, ValueError, "Invalid mask method: '?foo"),
        (np.ones((20, 30)), {"error": np.ones(3)}, ValueError, "must have the same shape"),
    ],
)
def test_native_apertures_are_refused_in_photutils_words(data, kwargs, error, match):
    with pytest.raises(error, match=match):
        ours(data, [CircAp((9, 8), 2)], **kwargs)


def test_native_apertures_and_nddata():
    nddata = NDData(np.ones((20, 30)), mask=np.eye(20, 30, dtype=bool), unit="Jy")
    with pytest.warns(AstropyUserWarning, match="'mask' keyword is ignored"):
        table = ours(nddata, CircAp((9, 9), 0.4), mask=np.zeros((20, 30), dtype=bool))
    assert table["aperture_sum"].unit == u.Jy
    assert table["aperture_sum"].value == 0
