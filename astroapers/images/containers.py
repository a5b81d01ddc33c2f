"""
What holds an image, taken apart: the one place that looks into NDData, quantities and HDUs.

An object of one of astropy's classes can only exist if the class has been loaded, so looking it up
among the loaded modules is enough. Astropy is imported only where such an object has come in.
"""

from typing import Any, NamedTuple

import numpy as np

from astroapers._arguments import is_instance
from astroapers.images.sections import Section, is_section

__all__ = [
    "Contents",
    "Parts",
    "deviation_of",
    "fill_masked",
    "is_nddata",
    "nddata_parts",
    "split_unit",
    "take_apart",
    "wcs_of",
]

_FITS = "astropy.io.fits"


class Parts(NamedTuple):
    """What an NDData object holds, as it is there."""

    data: Any
    mask: Any
    unit: Any
    uncertainty: Any
    wcs: Any


class Contents(NamedTuple):
    """
    What was found in a container.

    Parameters
    ----------
    data : ndarray or Section
        The numbers.
    masks : list
        The masks that came with it, as they were.
    unit : object or None
        The unit.
    about : object or None
        The NDData object or HDU that may tell errors and a WCS.
    """

    data: Any
    masks: list
    unit: Any
    about: Any


def is_nddata(value):
    """
    Whether this is an NDData object, CCDData included.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    bool

    Examples
    --------
    >>> from astroapers.images.containers import is_nddata
    >>> is_nddata([[1.0]])
    False
    """
    return type(value) is not np.ndarray and is_instance(value, "astropy.nddata", "NDData")


def nddata_parts(nddata):
    """
    Take an NDData object apart.

    Parameters
    ----------
    nddata : `~astropy.nddata.NDData`
        The object.

    Returns
    -------
    Parts

    Examples
    --------
    >>> from astropy.nddata import NDData
    >>> from astroapers.images.containers import nddata_parts
    >>> nddata_parts(NDData([[1.0]], unit="Jy")).unit
    Unit("Jy")
    """
    return Parts(nddata.data, nddata.mask, nddata.unit, nddata.uncertainty, nddata.wcs)


def split_unit(value):
    """
    Take the unit off.

    Parameters
    ----------
    value : object
        A quantity, or anything else.

    Returns
    -------
    value : object
        Without a unit.
    unit : object or None
        The unit of a quantity.

    Examples
    --------
    >>> from astropy import units as u
    >>> from astroapers.images.containers import split_unit
    >>> split_unit([1.0, 2.0] * u.Jy)
    (array([1., 2.]), Unit("Jy"))
    """
    if type(value) is not np.ndarray and is_instance(value, "astropy.units", "Quantity"):
        return value.value, value.unit
    return value, None


def fill_masked(mask):
    """
    Masks may be masked arrays themselves: what is masked in them counts as True.

    Parameters
    ----------
    mask : object
        Anything.

    Returns
    -------
    object

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.images.containers import fill_masked
    >>> fill_masked(np.ma.array([False, False], mask=[True, False]))
    array([ True, False])
    """
    for module, name in (("numpy.ma", "MaskedArray"), ("astropy.utils.masked", "Masked")):
        if is_instance(mask, module, name):
            mask = mask.filled(True)
    return mask


def take_apart(data):
    """
    Take a container apart; containers may be nested.

    Parameters
    ----------
    data : object
        Whatever holds an image.

    Returns
    -------
    Contents

    Raises
    ------
    TypeError, ValueError
        If it is a container without an image, or several; the message says what to pass.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.images.containers import take_apart
    >>> take_apart(np.ma.masked_greater([[1, 2]], 1)).masks
    [array([[False,  True]])]
    """
    masks, unit, about = [], None, None
    while type(data) is not np.ndarray and type(data) is not Section:
        own = None
        if is_instance(data, "astropy.nddata", "NDData"):
            about, (data, mask, own, *_) = data, nddata_parts(data)
            masks.append(mask)
        elif is_instance(data, "astropy.utils.masked", "Masked"):
            masks.append(data.mask)
            data = data.unmasked
        elif is_instance(data, "astropy.units", "Quantity"):
            data, own = split_unit(data)
        elif is_instance(data, "numpy.ma", "MaskedArray"):
            masks.append(data.mask)
            data, own = data.data, getattr(data, "unit", None)
        elif _is_hdu(data):
            about, data, own = data, _image_of(data), _unit_of(data)
        elif is_section(data):
            data = Section(data)
        elif (hdus := _hdus_in(data)) is not None:
            data = _only_image(data, hdus)
        else:
            _refuse_list_of_containers(data)
            own = getattr(data, "unit", None)  # a table's column
            data = np.asarray(data)
        unit = own if unit is None else unit
    return Contents(data, masks, unit, about)


def deviation_of(about):
    """
    The standard deviations that an NDData object has.

    Parameters
    ----------
    about : object
        `Contents.about`.

    Returns
    -------
    ndarray, Quantity or None
        Of any kind of uncertainty that can be converted; with the unit of the data if it has none.

    Examples
    --------
    >>> from astropy.nddata import CCDData, VarianceUncertainty
    >>> from astroapers.images.containers import deviation_of
    >>> deviation_of(CCDData([[1.0]], unit="adu", uncertainty=VarianceUncertainty([[4.0]])))
    <Quantity [[2.]] adu>
    """
    if not is_nddata(about):
        return None
    parts = nddata_parts(about)
    if parts.uncertainty is None:
        return None
    from astropy.nddata import StdDevUncertainty

    deviation = parts.uncertainty.represent_as(StdDevUncertainty)
    if deviation.array is None:
        return None
    unit = deviation.unit or parts.unit
    return deviation.array if unit is None else deviation.array << unit


def wcs_of(about):
    """
    The WCS of an NDData object, or of the header of an HDU.

    Parameters
    ----------
    about : object
        `Contents.about`.

    Returns
    -------
    object or None
        A WCS of astropy's shared interface, if there is one.

    Examples
    --------
    >>> from astroapers.images.containers import wcs_of
    >>> wcs_of(None) is None
    True
    """
    if is_nddata(about):
        return nddata_parts(about).wcs
    if not _is_hdu(about):
        return None
    from astropy.wcs import WCS

    wcs = WCS(about.header)
    return wcs if wcs.has_celestial else None


def _is_any(value, names):
    return any(is_instance(value, _FITS, name) for name in names)


def _is_hdu(value):
    return _is_any(value, ("PrimaryHDU", "ImageHDU", "CompImageHDU"))


def _is_table(value):
    return not _is_hdu(value) and _is_any(value, ("BinTableHDU", "TableHDU"))


def _image_of(hdu):
    if not hdu.shape:
        raise ValueError(
            f"data is a {_name(hdu)} without an image (NAXIS = 0): "
            "pass the HDU of the file that has one, as in hdul[1]"
        )
    return np.asarray(hdu.data)


def _unit_of(hdu):
    text = hdu.header.get("BUNIT")
    if not isinstance(text, str) or not text.strip():
        return None
    from astropy.units import Unit

    # What is no unit that astropy knows still labels the sums.
    return Unit(text.strip(), parse_strict="silent")


def _hdus_in(data):
    """The HDUs of a list of them; a table is one by itself. None for anything else."""
    if _is_table(data):
        return [data]
    listed = _is_any(data, ("HDUList",)) or (isinstance(data, list | tuple) and len(data) > 0)
    if listed and all(_is_hdu(one) or _is_table(one) for one in data):
        return list(data)
    return None


def _only_image(data, hdus):
    """The one HDU with an image."""
    images = [hdu for hdu in hdus if _is_hdu(hdu) and hdu.shape]
    if len(images) == 1:
        return images[0]
    if _is_table(data):
        raise TypeError(f"data is a {_name(data)}, a table: pass an HDU with an image")
    listed = "; ".join(
        f"{number} {hdu.name or _name(hdu)}: {hdu.shape if hdu in images else 'no image'}"
        for number, hdu in enumerate(hdus)
    )
    raise ValueError(
        f"data is a {_name(data)} with {len(images)} images ({listed}): "
        "pass the HDU that you mean, as in hdul[1]"
    )


def _name(value):
    return type(value).__name__


def _refuse_list_of_containers(data):
    """Stop numpy from making a plain array of a list, losing masks and units on the way."""
    if isinstance(data, list | tuple):
        for item in data:
            if hasattr(item, "mask") or hasattr(item, "unit"):
                raise TypeError(
                    f"data is a {_name(data)} of {_name(item)}; numpy would drop "
                    "their masks and units: stack them into one array first"
                )
