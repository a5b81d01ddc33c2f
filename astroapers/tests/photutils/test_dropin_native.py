"""Our own apertures in the three callables: against sums, values and weights of the apertures."""

import numpy as np
import photutils.aperture as pa
import pytest
from astropy.stats import (
    SigmaClip,
    biweight_location,
    biweight_midvariance,
    mad_std,
)

from astroapers import CircAn, CircAp, EllipAn, EllipAp, RectAn, RectAp
from astroapers.tests.cases import CLASSES, NUMERIC, PARAMS
from astroapers.tests.photutils.helpers import IS_3_0, ours
from astroapers.tests.photutils.parity import (
    ERROR,
    HOLES,
    MASK,
    MASK_METHODS,
    OurPhotometry,
    OurStats,
    TheirPhotometry,
    TheirStats,
    assert_same_property,
    bare,
    labels_of,
    needs_3_1,
    scattered,
    segmentation,
)
from astroapers.tests.photutils.scales import Scales
from astroapers.tests.photutils.test_parity_stats import BLOBS

XY = scattered(25, seed=77)
DATA = np.where(HOLES, np.nan, BLOBS)
USED = ~MASK & np.isfinite(DATA)


def varied(cls):
    """Return an aperture of the class with another size at each position."""
    if cls not in NUMERIC:
        return cls(XY, **PARAMS[cls])
    grow = np.random.default_rng(5).uniform(0.6, 1.4, len(XY))
    sizes = {
        name: value if "theta" in name else value * grow for name, value in PARAMS[cls].items()
    }
    return cls(XY, **sizes)


def on_image(aperture, method, shape=DATA.shape):
    """Return the weights as one image for each position, and whether any lies within."""
    images = np.zeros((len(XY), *shape))
    for image, box, weights in zip(
        images,
        aperture.bboxes(),
        getattr(aperture, f"weights_{method}")(),
        strict=True,
    ):
        slices = box.overlap_slices(shape)
        if slices is not None:
            image[slices[0]] = weights[slices[1]]
    return images, (images > 0).any(axis=(1, 2))


def summed(images, values):
    return np.einsum("nyx,yx->n", images, values)


@pytest.mark.parametrize("method", ["exact", "center"])
@pytest.mark.parametrize("cls", CLASSES)
def test_tables(cls, method):
    aperture = varied(cls)
    table = ours(BLOBS, aperture, error=ERROR, mask=MASK, method=method)
    assert table.colnames == ["id", "x_center", "y_center", "aperture_sum", "aperture_sum_err"]
    assert table.meta["aperture"] == cls.__name__
    sums, _ = getattr(aperture, f"apsum_{method}")(BLOBS, mask=MASK)
    weights, seen = on_image(aperture, method)
    errors = np.sqrt(summed(weights**2, np.where(MASK, 0, ERROR**2)))
    assert seen.sum() > 10
    np.testing.assert_allclose(table["aperture_sum"][seen], sums[seen], rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(table["aperture_sum_err"][seen], errors[seen], rtol=1e-12)
    assert np.isnan(table["aperture_sum"][-3:]).all()
    np.testing.assert_array_equal(table["x_center"], XY[:, 0])


@pytest.mark.parametrize("method", ["exact", "center"])
@pytest.mark.parametrize("cls", CLASSES)
def test_photometry(cls, method):
    aperture = varied(cls)
    phot = OurPhotometry(DATA, aperture, error=ERROR, mask=MASK, method=method)
    weights, seen = on_image(aperture, method)
    used = weights * USED
    expected = {
        "flux": summed(used, np.where(USED, DATA, 0)),
        "flux_err": np.sqrt(summed(used**2, ERROR**2)),
        "area": used.sum(axis=(1, 2)),
    }
    for name, values in expected.items():
        results = bare(getattr(phot, name))
        np.testing.assert_allclose(results[seen], values[seen], rtol=1e-12, atol=1e-11)
        assert np.isnan(results[-3:]).all()
    bits = {
        4: ~seen,
        8: ((weights > 0) & MASK).any(axis=(1, 2)),
        16: ((weights > 0) & ~MASK & ~np.isfinite(DATA)).any(axis=(1, 2)),
        256: seen & ~(used > 0).any(axis=(1, 2)),
    }
    for bit, expected in bits.items():
        np.testing.assert_array_equal((phot.flags & bit) != 0, expected, err_msg=str(bit))
    assert ((phot.flags & 2) != 0).any()


def test_lists_with_photutils_apertures():
    apertures = [CircAp(XY, 3.0), pa.CircularAperture(XY, 3.0), varied(CircAp)]
    phot = OurPhotometry(DATA, apertures, error=ERROR)
    np.testing.assert_allclose(phot.flux[:, 0], phot.flux[:, 1], rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(phot.flags[:, 0], phot.flags[:, 1])
    alone = OurPhotometry(DATA, varied(CircAp), error=ERROR)
    np.testing.assert_array_equal(phot.flux[:, 2], alone.flux)
    assert [phot.meta[f"aperture{k}"] for k in range(3)] == ["CircAp", "CircularAperture", "CircAp"]
    table = ours(BLOBS, apertures)
    np.testing.assert_allclose(table["aperture_sum_0"], table["aperture_sum_1"], 1e-12, 1e-12)


@pytest.mark.parametrize("cls", CLASSES)
def test_statistics(cls):
    aperture = varied(cls)
    background = np.linspace(-1, 1, len(XY))
    stats = OurStats(DATA, aperture, error=ERROR, mask=MASK, local_bkg=background, ddof=1)
    weights, seen = on_image(aperture, "exact")
    weights *= USED
    np.testing.assert_allclose(
        stats.sum[seen],
        (summed(weights, np.where(USED, DATA, 0)) - background * weights.sum(axis=(1, 2)))[seen],
        rtol=1e-11,
        atol=1e-11,
    )
    np.testing.assert_allclose(
        stats.sum_aper_area.value[seen], weights.sum(axis=(1, 2))[seen], rtol=1e-12
    )
    values = aperture.sampled_values(BLOBS, mask=~USED)
    for index, (v, bkg) in enumerate(zip(values, background, strict=True)):
        v = v - bkg
        if v.size < 2:
            assert v.size or np.isnan(stats.mean[index])
            continue
        expected = {
            "min": v.min(),
            "max": v.max(),
            "mean": v.mean(),
            "median": np.median(v),
            "mode": 3 * np.median(v) - 2 * v.mean(),
            "std": v.std(ddof=1),
            "var": v.var(ddof=1),
            "mad_std": mad_std(v),
            "biweight_location": biweight_location(v),
            "biweight_midvariance": biweight_midvariance(v),
        }
        if not IS_3_0:
            expected["mean_err"] = v.std(ddof=1) / np.sqrt(v.size)
        for name, value in expected.items():
            result = getattr(stats, name)[index]
            np.testing.assert_allclose(result, value, rtol=1e-11, atol=1e-11, err_msg=name)
        assert stats.center_aper_area[index].value == v.size
    for box, mine in zip(aperture.bboxes(), stats.bbox, strict=True):
        assert (mine.ixmin, mine.ixmax, mine.iymin, mine.iymax) == (
            box.ixmin, box.ixmax, box.iymin, box.iymax,
        )  # fmt: skip


@pytest.mark.parametrize("cls", CLASSES)
def test_moments(cls):
    aperture = varied(cls)
    image = np.abs(BLOBS) + 0.1
    stats = OurStats(image, aperture)
    centres, seen = on_image(aperture, "center")
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    for index in np.flatnonzero(seen):
        v = centres[index] * image
        xc, yc = (v * x).sum() / v.sum(), (v * y).sum() / v.sum()
        np.testing.assert_allclose(stats.centroid[index], (xc, yc), rtol=1e-12, atol=1e-12)
        raw = [
            (v * (x - xc) ** 2).sum(),
            (v * (x - xc) * (y - yc)).sum(),
            (v * (y - yc) ** 2).sum(),
        ]
        central = stats.moments_central[index]
        scale = v.sum() * max(centres[index].sum(), 1.0)
        np.testing.assert_allclose(
            [central[0, 2], central[1, 1], central[2, 0]], raw, rtol=1e-11, atol=1e-12 * scale
        )


TWINS = {
    "circle": (CircAp(XY, 3.0), pa.CircularAperture(XY, 3.0)),
    "ellipse": (EllipAp(XY, 5.0, 2.0, 0.4), pa.EllipticalAperture(XY, 5.0, 2.0, theta=0.4)),
    "rectangle": (RectAp(XY, 6.0, 3.0, 0.4), pa.RectangularAperture(XY, 6.0, 3.0, theta=0.4)),
    "circular annulus": (CircAn(XY, 2.0, 4.0), pa.CircularAnnulus(XY, 2.0, 4.0)),
    "elliptical annulus": (
        EllipAn(XY, 3.0, 2.0, 6.0, 4.0, theta_in=0.4, theta_out=0.4),
        pa.EllipticalAnnulus(XY, 3.0, 6.0, 4.0, b_in=2.0, theta=0.4),
    ),
    "rectangular annulus": (
        RectAn(XY, 3.0, 2.0, 8.0, 6.0, theta_in=0.4, theta_out=0.4),
        pa.RectangularAnnulus(XY, 3.0, 8.0, 6.0, h_in=2.0, theta=0.4),
    ),
}


@needs_3_1
@pytest.mark.parametrize("method", ["exact", "center", "subpixel"])
@pytest.mark.parametrize("name", TWINS)
def test_photometry_of_twins(name, method):
    mine, theirs = TWINS[name]
    image = segmentation()
    for mask_method in MASK_METHODS:
        kwargs = {
            "error": ERROR,
            "mask": MASK,
            "method": method,
            "segmentation_image": image,
            "labels": labels_of(image, XY),
            "mask_method": mask_method,
        }
        one, other = OurPhotometry(DATA, mine, **kwargs), TheirPhotometry(DATA, theirs, **kwargs)
        for result in ("flux", "flux_err", "area"):
            np.testing.assert_allclose(
                bare(getattr(one, result)), bare(getattr(other, result)), 1e-12, 1e-11, result
            )
        if method != "exact" or "ell" not in name:  # see has_dust
            np.testing.assert_array_equal(one.flags, other.flags)


@needs_3_1
@pytest.mark.parametrize("clip", [None, SigmaClip(2.0), SigmaClip(1.5, stdfunc="mad_std")])
@pytest.mark.parametrize("name", TWINS)
def test_statistics_of_twins(name, clip):
    mine, theirs = TWINS[name]
    kwargs = {"error": ERROR, "mask": MASK, "sigma_clip": clip, "sum_method": "center"}
    one, other = OurStats(DATA, mine, **kwargs), TheirStats(DATA, theirs, **kwargs)
    scales = Scales(other)
    for result in other.properties:
        assert_same_property(getattr(one, result), getattr(other, result), result, scales)


def test_scalar_and_slices():
    stats = OurStats(BLOBS, varied(CircAp), error=ERROR)
    seen = int(np.flatnonzero(np.isfinite(stats.sum))[2])
    assert OurStats(BLOBS, varied(CircAp)[seen], error=ERROR).sum == stats.sum[seen]
    assert stats[seen].isscalar
    assert stats[seen].sum == stats.sum[seen]
    np.testing.assert_array_equal(stats[2:9].median, stats.median[2:9])
    phot = OurPhotometry(BLOBS, varied(CircAp)[seen])
    assert phot.flux.shape == ()
    np.testing.assert_allclose(phot.flux, stats.sum[seen], rtol=1e-13)
