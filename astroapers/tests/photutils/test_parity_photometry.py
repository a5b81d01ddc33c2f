"""`AperturePhotometry` is that of photutils: every attribute, on random fields."""

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from astropy.coordinates import SkyCoord
from astropy.nddata import CCDData, InverseVariance, NDData, StdDevUncertainty
from hypothesis import given, settings
from hypothesis import strategies as st

from astroapers.tests.photutils.helpers import METHODS, outcome, scattered
from astroapers.tests.photutils.parity import (
    ALL_SHAPES,
    DATA,
    ERROR,
    HOLES,
    MASK,
    MASK_METHODS,
    OurPhotometry,
    TheirPhotometry,
    W,
    compare_photometry,
    labels_of,
    needs_3_1,
    segmentation,
)

pytestmark = needs_3_1

XY = scattered(40)

VARIANTS = {
    "plain": (DATA, {}),
    "error": (DATA, {"error": ERROR}),
    "mask": (DATA, {"mask": MASK}),
    "all": (DATA * u.Jy, {"error": ERROR * u.Jy, "mask": MASK}),
    "dimensionless": (DATA * u.dimensionless_unscaled, {}),
    "nan": (np.where(HOLES, np.nan, DATA), {"error": np.where(MASK, np.nan, ERROR)}),
    "inf": (np.where(HOLES, -np.inf, DATA), {"error": np.where(MASK, np.inf, ERROR)}),
    "masked nan": (np.where(HOLES, np.nan, DATA), {"error": ERROR, "mask": MASK | HOLES}),
    "some masked nan": (np.where(HOLES, np.nan, DATA), {"error": ERROR, "mask": MASK}),
    "nan in both": (np.where(HOLES, np.nan, DATA), {"error": np.where(HOLES, np.nan, ERROR)}),
    "float32": (DATA.astype("f4"), {"error": ERROR.astype("f4")}),
    "integers": ((100 * DATA).astype("i2"), {"error": (9 * ERROR).astype("u1")}),
    "swapped": (DATA.astype(">f4"), {"error": ERROR.astype(">f8"), "mask": MASK}),
    "strided": (np.repeat(DATA, 2, 1)[:, ::2], {"error": ERROR.T.copy().T}),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_random_field(shape, variant):
    data, kwargs = VARIANTS[variant]
    for method in METHODS.values():
        phot = compare_photometry(data, ALL_SHAPES[shape](XY), **kwargs, **method)
    # Three positions are far off the image.
    assert np.isnan(phot.flux[-3:]).all()
    assert np.isnan(phot.area[-3:]).all()
    assert (phot.flags[-3:] == 5).all()
    assert np.isfinite(phot.flux).sum() > 15


@pytest.mark.parametrize("method", METHODS)
def test_lists(method):
    apertures = [make(XY) for make in ALL_SHAPES.values()]
    kwargs = {"error": ERROR, "mask": MASK, **METHODS[method]}
    phot = compare_photometry(DATA, apertures, **kwargs)
    assert phot.flux.shape == (len(XY), len(apertures))
    compare_photometry(DATA, tuple(apertures[:2]), **kwargs)
    compare_photometry(DATA * u.ct, apertures[:1])
    several = np.empty(2, dtype=object)
    several[:] = apertures[2:4]
    compare_photometry(DATA, several, wcs=W)


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_scalar_apertures(shape):
    aperture = ALL_SHAPES[shape]((20.3, 30.2))
    phot = compare_photometry(DATA * u.ct, aperture, error=ERROR * u.ct)
    assert phot.flux.shape == ()
    assert compare_photometry(DATA, aperture, mask=MASK, wcs=W).sky_center.isscalar
    assert compare_photometry(DATA, [aperture], error=ERROR).flux.shape == (1,)
    assert compare_photometry(DATA, [aperture, aperture.copy()]).flux.shape == (2,)
    assert np.isnan(compare_photometry(DATA, ALL_SHAPES[shape]((-30, 4))).flux)


@pytest.mark.parametrize("n", [0, 1])
def test_none_and_one(n):
    aperture = pa.CircularAperture(np.full((n, 2), 8.3), 3.0)
    kwargs = {"error": ERROR, "mask": MASK}
    result = outcome(lambda: compare_photometry(DATA, aperture, **kwargs).flux)
    expected = outcome(lambda: TheirPhotometry(DATA, aperture, **kwargs).flux)
    assert result.error == expected.error
    if expected.error is None:
        assert result.table.shape == expected.table.shape == (n,)


def test_all_masked_is_zero():
    for data, mask in [(DATA, np.ones(DATA.shape, dtype=bool)), (DATA * np.nan, None)]:
        for method in METHODS.values():
            phot = compare_photometry(
                data, pa.CircularAperture((20, 20), 3), error=ERROR, mask=mask, **method
            )
            assert phot.flux == phot.flux_err == phot.area.value == 0.0
            assert phot.flags == (256 + 8 if mask is not None else 256 + 16)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_every_way_of_overlap(shape, method):
    """Boxes that touch the image, weights that do not; flags tell which."""
    walk = np.arange(-9.0, 9.1, 0.25)
    ones = np.ones_like(walk)
    corners = np.concatenate(
        [
            np.stack([walk, walk], 1),
            np.stack([walk, 5 * ones], 1),
            np.stack([12 - walk, 10 + walk], 1),
            np.stack([7 * ones, 10 + walk], 1),
        ]
    )
    image = DATA[:11, :13]
    phot = compare_photometry(image, ALL_SHAPES[shape](corners), error=image, **METHODS[method])
    assert {0, 2, 5} <= set(phot.flags.tolist())


@pytest.mark.parametrize("method", METHODS)
def test_tangent_to_the_edge(method):
    """Touching without a share in the pixel beyond is no partial overlap."""
    xy = [(2.5, 6.0), (2.5 - 1e-9, 6.0), (2.0, 2.0), (1.5, 6.0), (-3.5, 6.0), (-3.5 + 1e-9, 6.0)]
    for aperture in (pa.CircularAperture(xy, 3.0), pa.RectangularAperture(xy, 6.0, 6.0)):
        phot = compare_photometry(DATA[:13, :13], aperture, **METHODS[method])
        assert phot.flags[0] == 0
    if method == "exact":
        assert phot.flags[1] == 2


@pytest.mark.parametrize("radius", [1e-3, 0.2, 0.45])
@pytest.mark.parametrize("method", METHODS)
def test_tiny(method, radius):
    xy = [(20.5, 20.5), (20.0, 20.0), (-0.8, 3.5), (-0.49, -0.49), (-0.5, 4.0), (79.6, 4.2)]
    aperture = pa.CircularAperture(xy, radius)
    phot = compare_photometry(DATA, aperture, error=ERROR, rtol=1e-7, **METHODS[method])
    if method == "center":
        assert phot.flux[0] == 0.0
        assert phot.flags[0] == 4


UNCERTAINTIES = {
    "none": None,
    "stddev": StdDevUncertainty(ERROR),
    "stddev with unit": StdDevUncertainty(ERROR, unit=u.Jy),
    "inverse variance": InverseVariance(1 / ERROR**2),
}


@pytest.mark.parametrize("kind", [NDData, CCDData])
@pytest.mark.parametrize("uncertainty", UNCERTAINTIES)
def test_nddata(uncertainty, kind):
    nddata = kind(
        DATA, unit=u.Jy, uncertainty=UNCERTAINTIES[uncertainty], mask=MASK, wcs=W, copy=True
    )
    phot = compare_photometry(nddata, pa.CircularAperture(XY, 3.0))
    assert phot.flux.unit == u.Jy
    assert np.isfinite(phot.flux_err.value).any() == uncertainty.startswith("stddev")
    assert isinstance(phot.sky_center, SkyCoord)


@pytest.mark.parametrize("method", ["exact", "center"])
@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_sky_apertures(shape, method):
    sky = ALL_SHAPES[shape](XY[:20]).to_sky(W)
    phot = compare_photometry(DATA, sky, error=ERROR, wcs=W, method=method)
    assert phot.meta["aperture"] == type(sky).__name__
    scalar = ALL_SHAPES[shape]((20.3, 30.2)).to_sky(W)
    assert compare_photometry(DATA, [scalar, scalar], wcs=W, method=method).sky_center.isscalar


def test_regions():
    regions = pytest.importorskip("regions")
    circle = regions.CirclePixelRegion(regions.PixCoord(20.3, 21.8), 4.0)
    vertices = regions.PixCoord([20, 27, 25, 18], [20, 22, 29, 24])
    compare_photometry(DATA, circle, error=ERROR)
    compare_photometry(DATA, regions.PolygonPixelRegion(vertices))
    compare_photometry(DATA, [circle.to_sky(W), pa.CircularAperture((20.3, 21.8), 3)][:1], wcs=W)


@pytest.mark.parametrize("mask_method", MASK_METHODS)
@pytest.mark.parametrize("method", ["exact", "center", "subpixel 5"])
@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_segmentation(shape, method, mask_method):
    image = segmentation()
    kwargs = {
        "segmentation_image": image,
        "labels": labels_of(image, XY),
        "mask_method": mask_method,
        **METHODS[method],
    }
    aperture = ALL_SHAPES[shape](XY)
    phot = compare_photometry(DATA, aperture, **kwargs)
    assert ((phot.flags & 64).any()) == (mask_method != "none")
    assert ((phot.flags & 128).any()) == (mask_method == "correct")
    data = np.where(HOLES, np.nan, DATA) * u.ct
    error = np.where(HOLES.T.reshape(HOLES.shape), np.inf, ERROR) * u.ct
    phot = compare_photometry(data, aperture, error=error, mask=MASK, **kwargs)
    assert (phot.flags & 16).any()
    assert (phot.flags & 32).any()


@pytest.mark.parametrize("mask_method", MASK_METHODS)
def test_segmentation_of_lists_and_scalars(mask_method):
    image = segmentation()
    label = int(image.labels[3])
    kwargs = {"segmentation_image": image, "mask_method": mask_method, "error": ERROR}
    y, x = np.argwhere(image.data == label).mean(axis=0)
    apertures = [pa.CircularAperture((x, y), 4.0), pa.CircularAnnulus((x, y), 3.0, 8.0)]
    for labels in (label, [label], np.array([label], dtype="u2"), 0):
        assert compare_photometry(DATA, apertures, labels=labels, **kwargs).flux.shape == (2,)
    if mask_method in ("none", "background_only"):
        compare_photometry(DATA, apertures[1], **kwargs)


@pytest.mark.parametrize("dtype", [">i4", ">u2", "i1", "u8"])
def test_types_of_segmentations(dtype):
    """Those of FITS files are big-endian."""
    image = segmentation()
    other = type(image)(image.data.astype(dtype))
    kwargs = {"labels": labels_of(image, XY), "mask_method": "mask", "error": ERROR}
    aperture = pa.CircularAperture(XY, 4.0)
    found = compare_photometry(DATA, aperture, segmentation_image=other, **kwargs)
    expected = OurPhotometry(DATA, aperture, segmentation_image=image, **kwargs)
    np.testing.assert_array_equal(found.flux, expected.flux)


@pytest.mark.parametrize("offset", [0.0, 0.5, 0.25, -0.5, 0.499999])
def test_mirror_of_half_integer_centres(offset):
    """Centres are rounded half away from zero, also the negative ones."""
    image = segmentation()
    xy = np.array([(10, 12), (1, 30), (40, 0), (-1, 12), (30, -2), (77, 57)]) + offset
    for labels in (labels_of(image, xy), np.full(len(xy), image.labels[0])):
        compare_photometry(
            DATA,
            pa.CircularAperture(xy, 4.5),
            error=ERROR,
            segmentation_image=image,
            labels=labels,
            mask_method="correct",
        )


def test_columns_of_the_table():
    apertures = [pa.CircularAperture(XY, 3.0), pa.EllipticalAperture(XY, 3.0, 2.0, theta=1.0)]
    ours, theirs = (
        cls(DATA, apertures, error=ERROR, wcs=W) for cls in (OurPhotometry, TheirPhotometry)
    )
    for columns in ("flux", ["flags", "id"], ["sky_center", "area", "x_center"], ["flux_err"]):
        table = ours.to_table(columns=columns)
        assert table.colnames == theirs.to_table(columns=columns).colnames
        assert len(table) == len(XY)
    for columns in ("bad", ["flux", "worse", "bad"], ["flux_0"], []):
        result = outcome(ours.to_table, columns=columns)
        expected = outcome(theirs.to_table, columns=columns)
        assert result.error == expected.error
    without = OurPhotometry(DATA, apertures), TheirPhotometry(DATA, apertures)
    result, expected = (outcome(one.to_table, columns="sky_center") for one in without)
    assert result.error is not None
    assert result.error == expected.error


def test_inputs_are_left_alone():
    data, error, mask = np.where(HOLES, np.nan, DATA), ERROR.copy(), MASK.copy()
    before = data.copy(), error.copy(), mask.copy()
    for array in (data, error, mask):
        array.flags.writeable = False
    aperture = pa.CircularAperture(XY.copy(), 3.0)
    phot = compare_photometry(data, aperture, error=error, mask=mask)
    for array, copy in zip((data, error, mask), before, strict=True):
        np.testing.assert_array_equal(array, copy)
    # Filled once, and then kept.
    assert phot.flux is phot.flux
    np.testing.assert_array_equal(aperture.positions, XY)


coordinates = st.tuples(st.floats(-6.0, 26.0), st.floats(-6.0, 21.0))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    shape=st.sampled_from(list(ALL_SHAPES)),
    scale=st.floats(0.2, 2.5),
    xy=st.lists(coordinates, min_size=1, max_size=6),
    method=st.sampled_from(list(METHODS)),
    mask_method=st.sampled_from(MASK_METHODS),
    seed=st.integers(0, 10),
)
def test_any_field(shape, scale, xy, method, mask_method, seed):
    """Small images with NaN, masks and neighbours everywhere."""
    rng = np.random.default_rng(seed)
    frame = (15, 20)
    data = rng.choice([1.0, 1.5, 2.0, np.nan, np.inf], frame, p=[0.5, 0.2, 0.2, 0.05, 0.05])
    error = rng.choice([1.0, 0.5, np.nan], frame, p=[0.6, 0.38, 0.02])
    image = segmentation(frame, 12, seed)
    compare_photometry(
        data,
        ALL_SHAPES[shape](np.array(xy), scale),
        error=error,
        mask=rng.uniform(size=frame) < 0.1,
        segmentation_image=image,
        labels=labels_of(image, xy, seed),
        mask_method=mask_method,
        rtol=1e-11,
        atol=1e-11,
        **METHODS[method],
    )
