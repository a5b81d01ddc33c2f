"""Exceptions and warnings: those of the installed photutils, which has to raise them itself."""

import inspect

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from astropy.nddata import NDData, StdDevUncertainty
from astropy.utils.exceptions import AstropyDeprecationWarning, AstropyUserWarning

from astroapers.tests.photutils.helpers import (
    IS_3_0,
    assert_same_table,
    ours,
    outcome,
    tan_wcs,
    theirs,
)

DATA = np.arange(600.0).reshape(20, 30)
CIRCLE = pa.CircularAperture([(10.0, 11.0), (3.0, 4.0)], 3.0)
OTHER = pa.CircularAperture([(10.0, 11.0), (3.0, 4.5)], 3.0)
SKY = CIRCLE.to_sky(tan_wcs())

SHAPE_OF_MASK = "mask and data must have the same shape"
SHAPE_OF_ERROR = "error and data must have the same shape"
UNITS = "If data or error has units, then they both must have the same units"
SUBPIXELS = "subpixels must be a strictly positive integer"
NO_WCS = (
    "A WCS transform must be defined by the input data or the wcs keyword when using a "
    "SkyAperture object."
)


def bad(*args, type_=ValueError, message=None, **kwargs):
    """Name a call: its arguments, the exception's type and, if it has a fixed one, its message."""
    return args, kwargs, type_, message


BAD = {
    "1D data": bad(DATA[0], CIRCLE, message="data must be a 2D array"),
    "3D data": bad(DATA[None], CIRCLE, message="data must be a 2D array"),
    "scalar data": bad(3.0, CIRCLE, message="data must be a 2D array"),
    "1D quantity": bad(DATA[0] * u.Jy, CIRCLE, message="data must be a 2D array"),
    "error shape": bad(DATA, CIRCLE, error=DATA[1:], message=SHAPE_OF_ERROR),
    "scalar error": bad(DATA, CIRCLE, error=2.0, message=SHAPE_OF_ERROR),
    "mask shape": bad(DATA, CIRCLE, mask=np.zeros((3, 3), dtype=bool), message=SHAPE_OF_MASK),
    "mask transposed": bad(DATA, CIRCLE, mask=(DATA > 3).T, message=SHAPE_OF_MASK),
    "no mask": bad(DATA, CIRCLE, mask=np.ma.nomask, message=SHAPE_OF_MASK),
    "data with unit": bad(DATA * u.Jy, CIRCLE, error=DATA, message=UNITS),
    "error with unit": bad(DATA, CIRCLE, error=DATA * u.Jy, message=UNITS),
    "convertible units": bad(DATA * u.Jy, CIRCLE, error=DATA * u.mJy, message=UNITS),
    "nddata units": bad(
        NDData(DATA, unit=u.Jy, uncertainty=StdDevUncertainty(DATA, unit=u.mJy)),
        CIRCLE,
        message=UNITS,
    ),
    "method": bad(
        DATA,
        CIRCLE,
        method="foo",
        message="Invalid mask method: foo" if IS_3_0 else "Invalid mask method: 'foo'",
    ),
    "method None": bad(DATA, CIRCLE, method=None),
    "method of arrays": bad(DATA, CIRCLE, method=np.array(["exact", "center"])),
    "subpixels 0": bad(DATA, CIRCLE, method="subpixel", subpixels=0, message=SUBPIXELS),
    "subpixels -1": bad(DATA, CIRCLE, method="subpixel", subpixels=-1, message=SUBPIXELS),
    "subpixels 5.0": bad(DATA, CIRCLE, method="subpixel", subpixels=5.0, message=SUBPIXELS),
    "subpixels text": bad(DATA, CIRCLE, method="subpixel", subpixels="5", message=SUBPIXELS),
    "no wcs": bad(DATA, SKY, message=NO_WCS),
    "no wcs, list": bad(DATA, [SKY, SKY], message=NO_WCS),
    "no wcs, nddata": bad(NDData(DATA), SKY, message=NO_WCS),
    "positions": bad(
        DATA, [CIRCLE, OTHER], message="Input apertures must all have identical positions"
    ),
    "scalar and vector": bad(
        DATA,
        [pa.CircularAperture((3, 3), 2), pa.CircularAperture([(3, 3)], 2)],
        message="Input apertures must all have identical positions",
    ),
    "empty list": bad(DATA, [], type_=IndexError),
    "empty tuple": bad(DATA, (), type_=IndexError),
    "empty array": bad(DATA, np.array([], dtype=object), type_=IndexError),
    "no aperture": bad(DATA, 3.0, type_=AttributeError),
    "None": bad(DATA, None, type_=AttributeError),
    "list of lists": bad(DATA, [[CIRCLE]], type_=AttributeError),
    "2D array of apertures": bad(DATA, np.full((2, 2), None), type_=AttributeError),
    "0D array": bad(DATA, np.array(None), type_=TypeError),
    "class": bad(DATA, pa.CircularAperture, type_=TypeError),
    "pixel after sky": bad(DATA, [SKY, CIRCLE], wcs=tan_wcs(), type_=AttributeError),
    "text": bad(DATA.astype(str), CIRCLE, type_=None),
    "ragged": bad([[1, 2], [3]], CIRCLE),
    "mask of int": bad(DATA, CIRCLE, mask=np.zeros(DATA.shape, dtype=int), type_=TypeError),
    "mask of float": bad(DATA, CIRCLE, mask=np.zeros(DATA.shape), type_=TypeError),
}
if not IS_3_0:
    BAD["subpixels True"] = bad(DATA, CIRCLE, method="subpixel", subpixels=True, message=SUBPIXELS)
    BAD["mask not bool"] = bad(
        DATA,
        CIRCLE,
        mask=np.zeros((2, 2), dtype=int),
        type_=TypeError,
        message="mask must be a boolean array",
    )
    BAD["mask list"] = bad(DATA, CIRCLE, mask=[True], message=SHAPE_OF_MASK)


@pytest.mark.parametrize("name", BAD)
def test_same_exception(name):
    args, kwargs, type_, message = BAD[name]
    result = outcome(ours, *args, **kwargs)
    expected = outcome(theirs, *args, **kwargs)
    assert result.error is not None
    assert result.error == expected.error
    assert result.warnings == expected.warnings
    if type_ is not None:
        assert issubclass(result.error[0], type_)
    if message is not None:
        assert result.error[1] == message


@pytest.mark.parametrize(
    "args, kwargs",
    [
        ((DATA[0], []), {}),
        ((DATA[0], [CIRCLE, OTHER]), {"method": "foo"}),
        ((DATA[0], SKY), {"error": DATA}),
        ((DATA, 3), {"wcs": 5}),
        ((DATA, SKY), {"wcs": 5, "method": "foo"}),
        ((DATA, CIRCLE), {"wcs": 5, "error": 3}),
        ((DATA[0], CIRCLE), {"wcs": tan_wcs(), "error": 3, "mask": 4, "method": 1}),
        ((DATA, CIRCLE), {"error": DATA * u.m, "mask": DATA[0] > 0, "method": "foo"}),
        ((DATA, CIRCLE), {"error": DATA * u.m, "method": "foo"}),
        ((DATA, CIRCLE), {"error": DATA[0], "mask": DATA[0] > 0}),
        (([[1, 2], [3]], []), {}),
    ],
)
def test_order_of_checks(args, kwargs):
    """With several mistakes at once, the one that is reported is the same."""
    result = outcome(ours, *args, **kwargs)
    assert result.error is not None
    assert result.error == outcome(theirs, *args, **kwargs).error


@pytest.mark.parametrize("subpixels", [0, "x", None, 2.5])
@pytest.mark.parametrize("method", ["exact", "center"])
def test_subpixels_are_not_looked_at_for_other_methods(method, subpixels):
    result = ours(DATA, CIRCLE, method=method, subpixels=subpixels)
    assert_same_table(result, theirs(DATA, CIRCLE, method=method, subpixels=subpixels))
    assert result.meta["aperture_photometry_args"] == f"method={method!r}, subpixels={subpixels}"


@pytest.mark.parametrize("type_", [np.int64, np.uint8, bool])
def test_other_integers_as_subpixels(type_):
    args, kwargs = (DATA, CIRCLE), {"method": "subpixel", "subpixels": type_(1)}
    result, expected = outcome(ours, *args, **kwargs), outcome(theirs, *args, **kwargs)
    assert result.error == expected.error
    # numpy's integers only since 3.1, bool only until then.
    assert (result.error is None) == ((type_ is bool) == IS_3_0)


def test_signature():
    expected = "(data, apertures, error=None, mask=None, method='exact', subpixels=5, wcs=None)"
    assert str(inspect.signature(ours)) == expected
    assert str(inspect.signature(theirs)) == expected
    assert ours.__name__ == "aperture_photometry"


def test_positional_argument_message():
    with pytest.warns(AstropyDeprecationWarning) as caught:
        ours(DATA, CIRCLE, DATA)
    assert len(caught) == 1
    assert str(caught[0].message) == (
        "Passing 'error' positionally to 'aperture_photometry' is deprecated as of version 3.0 and "
        "will be removed in version 4.0. Pass it as a keyword argument instead (e.g., error=...)."
    )
    if IS_3_0:
        assert caught[0].category is AstropyDeprecationWarning
    else:
        assert caught[0].category.__name__ == "PhotutilsDeprecationWarning"


@pytest.mark.parametrize("method", ["exact", "foo"])
@pytest.mark.parametrize("n", range(1, 6))
def test_positional_arguments(n, method):
    args = (DATA, CIRCLE, *(DATA, DATA > 300, method, 3, tan_wcs())[:n])
    result, expected = outcome(ours, *args), outcome(theirs, *args)
    assert len(result.warnings) == 1
    assert result.warnings == expected.warnings
    # Both name the line of the caller.
    assert result.places == expected.places
    assert result.error == expected.error
    if result.error is None:
        assert_same_table(result.table, expected.table)


def test_too_many_arguments():
    result = outcome(ours, DATA, CIRCLE, None, None, "exact", 5, None, 8)
    assert result.error[0] is TypeError
    assert outcome(ours, DATA, CIRCLE, wrong=3).error[0] is TypeError
    assert outcome(ours, DATA).error[0] is TypeError


@pytest.mark.parametrize("names", [["error"], ["mask"], ["wcs"], ["error", "mask", "wcs"]])
@pytest.mark.parametrize("uncertainty", [None, StdDevUncertainty(DATA)])
def test_keywords_beside_nddata(names, uncertainty):
    values = {"error": DATA + 1, "mask": DATA > 200, "wcs": tan_wcs()}
    kwargs = {name: values[name] for name in names}
    nddata = NDData(DATA, uncertainty=uncertainty)
    result, expected = (
        outcome(ours, nddata, CIRCLE, **kwargs),
        outcome(theirs, nddata, CIRCLE, **kwargs),
    )
    assert result.warnings == expected.warnings
    assert result.warnings == [
        (
            AstropyUserWarning,
            f"The {name!r} keyword is ignored. Its value is obtained from the input NDData object.",
        )
        for name in names
    ]
    assert_same_table(result.table, expected.table)


def test_nothing_is_hidden_when_the_kernels_fail(monkeypatch):
    """Only what kernels say of bad geometry goes to photutils; being out of memory does not."""

    def fail(*args, **kwargs):
        raise MemoryError("too large")

    monkeypatch.setattr("astroapers._rust.measure", fail)
    with pytest.raises(MemoryError, match="too large"):
        ours(DATA, CIRCLE)
