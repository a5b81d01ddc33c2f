"""What holds for any image: statistics and clipping of a few values, with ties and NaN."""

import astropy.units as u
import numpy as np
import photutils.aperture as pa
from astropy.stats import SigmaClip
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from astroapers.tests.photutils.parity import (
    ALL_SHAPES,
    IS_3_0,
    MASK_METHODS,
    OurStats,
    TheirStats,
    compare_stats,
    labels_of,
    needs_3_1,
    segmentation,
)

FRAME = (9, 11)

examples = settings(max_examples=60, deadline=None, derandomize=True)

coordinates = st.tuples(st.floats(-3.0, 13.0), st.floats(-3.0, 11.0))
positions = st.lists(coordinates, min_size=1, max_size=4).map(np.array)

# Few different values, so that many are equal; multiples of 1/8, so that differences are exact.
ties = st.sampled_from([-1.5, 0.0, 0.125, 0.25, 1.0, 1.0, 2.0, 7.5])
floats = st.floats(-100.0, 100.0).map(lambda x: round(x, 3))
holes = st.sampled_from([np.nan, np.inf, -np.inf])


def images(values, share_of_holes=True):
    elements = st.one_of(values, values, values, values, holes) if share_of_holes else values
    return hnp.arrays(np.float64, FRAME, elements=elements, fill=st.nothing())


masks = hnp.arrays(bool, FRAME, elements=st.sampled_from([False, False, False, True]))


@st.composite
def clips(draw):
    return SigmaClip(
        sigma_lower=draw(st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.0, np.inf])),
        sigma_upper=draw(st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.0, np.inf])),
        maxiters=draw(st.sampled_from([0, 1, 2, 5, None])),
        cenfunc=draw(st.sampled_from(["median", "mean"])),
        stdfunc=draw(st.sampled_from(["std", "mad_std"])),
    )


def settled(clip, *args, **kwargs):
    """Whether rounding of the bounds does not decide what is clipped."""

    def kept(factor):
        other = SigmaClip(
            sigma_lower=clip.sigma_lower * factor,
            sigma_upper=clip.sigma_upper * factor,
            maxiters=clip.maxiters,
            cenfunc=clip.cenfunc,
            stdfunc=clip.stdfunc,
        )
        return TheirStats(*args, sigma_clip=other, **kwargs).center_aper_area

    return np.array_equal(kept(1 - 1e-10), kept(1 + 1e-10), equal_nan=True)


@examples
@given(
    data=images(ties),
    mask=masks,
    xy=positions,
    shape=st.sampled_from(list(ALL_SHAPES)),
    scale=st.floats(0.1, 1.5),
    ddof=st.integers(0, 3),
    local_bkg=st.sampled_from([None, 0.25, -1.0]),
)
def test_statistics_of_ties(data, mask, xy, shape, scale, ddof, local_bkg):
    with np.errstate(invalid="ignore" if IS_3_0 else "warn"):
        compare_stats(data, ALL_SHAPES[shape](xy, scale), mask=mask, ddof=ddof, local_bkg=local_bkg)


@examples
@given(
    data=images(floats),
    xy=positions,
    shape=st.sampled_from(list(ALL_SHAPES)),
    method=st.sampled_from(["exact", "center", "subpixel"]),
)
def test_statistics_of_any_values(data, xy, shape, method):
    error = 1.0 + np.arange(data.size).reshape(FRAME) % 3
    with np.errstate(invalid="ignore" if IS_3_0 else "warn"):
        compare_stats(data, ALL_SHAPES[shape](xy), error=error, sum_method=method)


@examples
@given(
    data=st.one_of(images(ties), images(floats)),
    mask=masks,
    radius=st.floats(0.5, 6.0),
    clip=clips(),
)
def test_clipping(data, mask, radius, clip):
    aperture = pa.CircularAperture([(5.0, 4.0), (1.3, 7.9)], radius)
    assume(settled(clip, data, aperture, mask=mask))
    with np.errstate(invalid="ignore" if IS_3_0 else "warn"):
        compare_stats(data, aperture, mask=mask, sigma_clip=clip, sum_method="center")


@examples
@given(data=images(ties, share_of_holes=False), sigma=st.sampled_from([0.5, 1.0, 2.0]))
def test_clipping_on_the_bound(data, sigma):
    """The middle value and the median deviation are exact here, and so are the bounds."""
    clip = SigmaClip(sigma=sigma, cenfunc="median", stdfunc="mad_std", maxiters=1)
    aperture = pa.RectangularAperture((5.0, 4.0), 5.0, 5.0)
    kept = OurStats(data, aperture, sigma_clip=clip).center_aper_area
    values = data[2:7, 3:8].ravel()
    expected = np.ma.count(clip(values))
    # The middle one of 25 values is among them, so something is always left.
    assert kept == expected * u.pix**2


@needs_3_1
@examples
@given(
    data=images(ties),
    labels=hnp.arrays(np.int64, FRAME, elements=st.integers(0, 3)),
    mask=masks,
    xy=positions,
    shape=st.sampled_from(list(ALL_SHAPES)),
    mask_method=st.sampled_from(MASK_METHODS),
    seed=st.integers(0, 5),
)
def test_segmentation(data, labels, mask, xy, shape, mask_method, seed):
    image = segmentation(FRAME, 4, seed)
    if labels.any():
        image = type(image)(labels)
    compare_stats(
        data,
        ALL_SHAPES[shape](xy),
        mask=mask,
        segmentation_image=image,
        labels=labels_of(image, xy, seed),
        mask_method=mask_method,
    )
